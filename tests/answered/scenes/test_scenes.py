"""Kept answers of a real model to single prompts: each is asked for, valid at first try, and seen by its user."""

from __future__ import annotations

import json

import pytest

from tests.answered.scenes.acting import HERE, Performance, scenes
from tests.answered.scenes.seen import by_question, chosen, flat, is_told, shown, value_told, words_of
from tests.answered.templates import fixed_words, templates

SCENES = {scene.name: scene for scene in scenes()}
FIRST = "/attempt/0"


def test_a_scene_is_there_once_and_has_kept_answers_to_its_first_tries_alone() -> None:
    assert len(SCENES) == len(scenes())
    assert {*SCENES} == {name for path in HERE.glob("*.answers.json") for name in json.loads(path.read_text("utf-8"))}
    assert [scene.name for scene in scenes() if not scene.kept] == []
    assert [place for scene in scenes() for place in scene.kept if not place.endswith(FIRST)] == []


async def test_every_kept_answer_is_asked_for_at_its_address_and_every_scene_is_played_to_its_end(
    performed: Performance,
) -> None:
    missed = {name: {*scene.kept} - {*performed.model.asked[name]} for name, scene in SCENES.items()}
    assert {name: places for name, places in missed.items() if places} == {}
    assert {name: played.told.data["status"] for name, played in performed.told.items()} == dict.fromkeys(
        SCENES, "done"
    )


async def test_nearly_every_kept_answer_has_the_wanted_form_at_first_try(performed: Performance) -> None:
    kept = {(name, place) for name, scene in SCENES.items() for place in scene.kept}
    mended = {
        (name, place.removesuffix("/attempt/1") + FIRST)
        for name, asked in performed.model.asked.items()
        for place in asked
        if place.endswith("/attempt/1")
    }
    assert len(kept) >= 80
    assert mended <= kept, "a plain answer has to be of the wanted form"
    assert len(kept - mended) >= 0.95 * len(kept), f"not at first try: {sorted(mended)}"
    warned = [line for played in performed.told.values() for line in played.told.data.get("warnings") or ()]
    assert [line for line in warned if line.startswith("No answer")] == []


@pytest.mark.parametrize("name", SCENES)
async def test_the_user_sees_the_words_of_every_kept_answer(performed: Performance, name: str) -> None:
    seen = shown(performed.told[name])
    for place, text in SCENES[name].kept.items():
        words = words_of(performed.model.asked[name][place], json.loads(text))
        assert [line for line in words if flat(line) not in seen] == []


@pytest.mark.parametrize("name", [name for name, scene in SCENES.items() if scene.piece == "surveys"])
async def test_a_survey_tells_what_was_chosen_in_the_words_of_the_options(performed: Performance, name: str) -> None:
    played = performed.told[name]
    for place, text in SCENES[name].kept.items():
        prompt = performed.model.asked[name][place]
        for question, answer in by_question(prompt, json.loads(text)).items():
            told = value_told(played, prompt.task.moment.person, question)  # type: ignore[attr-defined]
            assert is_told(chosen(prompt, question, answer), told), (place, answer, told)


async def test_whoever_votes_otherwise_is_told_with_the_words_that_moved_them_and_who_said_them(
    performed: Performance,
) -> None:
    told = performed.told["moved-1"].told.data
    answers = {place.split("/")[2]: json.loads(text) for place, text in SCENES["moved-1"].kept.items()}
    movers = {line["person"].lower().replace(" ", "-"): line for line in told["dynamics"]["moved"]}
    assert movers.keys() == answers.keys()
    for name, answer in answers.items():
        assert movers[name]["by"] == (answer["person"] if answer["quote"] else "nothing that anybody said")
        assert (movers[name].get("quote") or "") == answer["quote"].rstrip(".")


def test_no_fixture_holds_the_text_of_a_prompt() -> None:
    fixed = {line for source in templates().values() for line in fixed_words(source) if len(line) > 40}
    held = [path.name for path in HERE.glob("*.json") if any(line in flat(path.read_text("utf-8")) for line in fixed)]
    assert held == []


async def test_a_story_has_only_quotes_that_were_said_and_nobody_hears_a_try_that_is_void(
    performed: Performance,
) -> None:
    stories = [played.told.data for played in performed.told.values() if "story" in played.told.data]
    assert len(stories) == 2
    assert [told.get("unfounded") for told in stories] == [None, None]

    void = {name: scene.said["1"] for name, scene in SCENES.items() if scene.piece == "turns"}
    tries = {name: text for name, said in void.items() for lines in said.values() for text in lines}
    assert len(tries) == 3
    assert [name for name, text in tries.items() if flat(str(text)) in shown(performed.told[name])] == []
