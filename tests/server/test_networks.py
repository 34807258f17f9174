"""Networks through the tools: who hears whom, who gets to know whom, and what a client is told of it."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.doubles import ERAS, Era, Scripted, Table, Written, here, plain, spoken, table, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import Acted, Related, SceneSet

FOUR = ["Ana", "Bo", "Chi", "Dan"]
CHAIN = ["Ana, Bo: sisters", "Bo, Chi", "Chi and Dan: neighbours"]
TWELVE = ("Ada", "Ben", "Cleo", "Dana", "Eli", "Flo", "Gus", "Hana", "Ivo", "Joy", "Kit", "Lou")


async def made(at: Table, names: list[str] | tuple[str, ...] = FOUR, **own: Any) -> None:
    for name in names:
        await at.ok("create_person", persona={"name": name, "age": 40, **own.get(name, {})})


def acts(**at_step_one: dict[str, Any]) -> Scripted:
    """A model by which some do as told at step 1, and everybody says a word of their own otherwise."""

    def script(prompt: Prompt) -> Written:
        match prompt.task:
            case TurnTask(person=person, step=1) if person in at_step_one:
                return at_step_one[person]
            case TurnTask(person=person, step=step):
                return turn(f"Word of {person} at {step}.")
            case _:
                return plain(prompt)

    return Scripted(script)


@pytest.mark.parametrize("era", ERAS)
async def test_people_hear_only_those_they_are_related_to(tmp_path: Path, era: Era) -> None:
    model = acts()
    async with table(tmp_path, model, era=era) as at:
        await made(at)
        told = await at.ok("run_world", people=FOUR, say="Hello all.", relations=CHAIN, steps=2)
        log = await at.log(told.run)

    scene = next(event for event in log if isinstance(event, SceneSet))
    assert (scene.setting, scene.order) == ("network", "together")
    assert scene.relations == (("Ana", "Bo", "sisters"), ("Bo", "Chi", ""), ("Chi", "Dan", "neighbours"))
    second = {name: model.asked_of(name, 2)[0] for name in FOUR}
    assert {name: re.findall(r"Word of (\w+) at 1", text) for name, text in second.items()} == {
        "Ana": ["Ana", "Bo"], "Bo": ["Bo", "Ana", "Chi"], "Chi": ["Chi", "Bo", "Dan"], "Dan": ["Dan", "Chi"],
    }  # fmt: skip
    assert {name: here(text) for name, text in second.items()} == {
        "Ana": "Bo (sisters), moderator (leads)",
        "Bo": "Ana (sisters), Chi, moderator (leads)",
        "Chi": "Bo, Dan (neighbours), moderator (leads)",
        "Dan": "Chi (neighbours), moderator (leads)",
    }
    assert all("“Hello all.”" in text for text in second.values()), "whoever leads reaches everybody"
    assert told.data["relations"] == ["Ana, Bo: sisters", "Bo, Chi", "Chi, Dan: neighbours"]
    assert "Related: Ana, Bo: sisters; Bo, Chi; Chi, Dan: neighbours" in told.text


async def test_no_prompt_of_twelve_holds_a_word_that_only_others_may_know(tmp_path: Path) -> None:
    chance = Random("twelve")
    pairs = [(a, b) for i, a in enumerate(TWELVE) for b in TWELVE[i + 1 :] if chance.random() < 0.2]
    ties = {name: {a if b == name else b for a, b in pairs if name in (a, b)} for name in TWELVE}

    def script(prompt: Prompt) -> Written:
        assert isinstance(prompt.task, TurnTask)
        name, step = prompt.task.person, prompt.task.step
        to = chance.choice(("", "", chance.choice(TWELVE)))
        does = chance.choice(("TALK", "DO", "SHOW", "THINK"))
        return turn(
            f"{does.lower()}-{name}-{step}", to=to, does=does, thought=f"thought-{name}", feeling=f"mind-{name}"
        )

    model = Scripted(script)
    async with table(tmp_path, model) as at:
        await made(at, TWELVE)
        lines = [f"{a}, {b}" for a, b in pairs]
        told = await at.ok("run_world", people=list(TWELVE), say="Go.", relations=lines, steps=5, seed=3)

    assert told.data["status"] == "done"
    heard = 0
    for name in TWELVE:
        for text in model.asked_of(name):
            assert {*re.findall(r"(?:talk|do|show)-(\w+)-\d", text)} <= ties[name] | {name}
            assert {*re.findall(r"(?:thought|mind|think)-(\w+)", text)} <= {name}, "minds never leak"
            heard += len(re.findall(r"(?:talk|do|show)-(\w+)-\d", text))
            assert {part.strip() for part in here(text).split(",")} <= {*ties[name], "moderator", "moderator (leads)"}
    assert heard > 100


async def test_whoever_is_addressed_out_of_reach_hears_nothing_and_the_speaker_is_told(tmp_path: Path) -> None:
    aside = turn("Only for Chi.", to="Chi")
    far = turn("Only for Dan.", to="Dan (a (near) neighbour)")
    model = acts(Ana=aside, Bo=turn("For Ana and Dan.", to="Ana and Dan"), Dan=turn("To nobody.", to="Zoe"))
    async with table(tmp_path, model) as at:
        await made(at)
        told = await at.ok("run_world", people=FOUR, say="Go.", relations=CHAIN, steps=2, seed=1)
        transcript = await at.read(f"troupe://runs/{told.run}/transcript")
        other = acts(Ana=far)
    async with table(tmp_path / "far", other) as at:
        await made(at)
        await at.ok("run_world", people=FOUR, say="Go.", relations=CHAIN, steps=2, seed=1)

    assert {name: "Only for Chi" in model.asked_of(name, 2)[0] for name in FOUR} == {
        "Ana": True, "Bo": False, "Chi": False, "Dan": False,
    }  # fmt: skip
    assert "- Chi is out of your reach; Bo knows you both." in model.asked_of("Ana", 2)[0]
    assert "Bo said to you now: “For Ana and Dan.”" in model.asked_of("Ana", 2)[0]
    assert "Bo said to Ana now: “For Ana and Dan.”" in model.asked_of("Chi", 2)[0], "Dan was out of his reach"
    assert "- Dan is out of your reach; Chi knows you both." in model.asked_of("Bo", 2)[0]
    assert "Nobody here is called 'Zoe'." in model.asked_of("Dan", 2)[0]
    assert "1. Ana → Chi: Only for Chi. (out of reach: Chi)" in transcript
    assert "- Dan is out of your reach, and nobody you know knows them." in other.asked_of("Ana", 2)[0]


async def test_who_turns_to_a_friend_of_a_friend_is_acquainted_from_the_next_step_on(tmp_path: Path) -> None:
    model = acts(Ana=turn("waves", to="Chi", does="REACH_OUT"), Dan=turn("waves", to="Ana", does="REACH_OUT"))
    async with table(tmp_path, model) as at:
        await made(at)
        told = await at.ok("run_world", people=FOUR, say="Go.", relations=CHAIN, steps=3)
        log = await at.log(told.run)
        more = await at.ok("run_world", run=told.run, steps=1)
        fork = await at.ok("run_world", fork_of=told.run, at_step=1, say="Other.", steps=1)

    assert [event for event in log if isinstance(event, Related)] == [Related(2, "Ana", "Chi", "acquainted")]
    assert "waves" not in model.asked_of("Chi", 2)[0], "turning to somebody is not yet being heard"
    assert "- You and Ana can reach each other now: acquainted." in model.asked_of("Chi", 2)[0]
    assert "Word of Chi at 1" not in model.asked_of("Ana", 2)[0]
    assert "Chi said now: “Word of Chi at 2.”" in model.asked_of("Ana", 3)[0]
    assert here(model.asked_of("Ana", 3)[0]) == "Bo (sisters), Chi (acquainted), moderator (leads)"
    assert "- Ana is out of your reach, and nobody you know knows them." in model.asked_of("Dan", 2)[0]
    assert here(model.asked_of("Ana", 4)[0]) == "Bo (sisters), Chi (acquainted), moderator (leads)", "it lasts"
    assert "Ana, Chi: acquainted" in more.data["relations"]
    assert "Ana, Chi: acquainted" in fork.data["relations"], "they had turned to each other before the fork"


async def test_relations_come_from_what_people_say_of_each_other(tmp_path: Path) -> None:
    """Lists of names, of texts, and mappings are read; one side suffices, and its words stay on its own card."""
    own = {
        "Ana Sousa": {"relationships": [{"name": "ana's cat", "description": "x"}, {"Name": "BO LIN"}]},
        "Bo Lin": {},
        "Chi Park": {"relationships": {"Bo Lin": "whom I secretly envy", "mentor": "Dan Frost"}},
        "Dan Frost": {"relationships": ["Eva Horn: my neighbour"]},
        "Eva Horn": {"relationships": "I sing with Fay Moor on Sundays."},
        "Fay Moor": {},
        "Gil Roth": {},
    }  # fmt: skip
    model = acts()
    async with table(tmp_path, model) as at:
        await made(at, list(own), **own)
        told = await at.ok("run_world", people=list(own), say="Go.", setting="network", steps=1)

    assert told.data["relations"] == [
        "Ana Sousa, Bo Lin", "Bo Lin, Chi Park", "Chi Park, Dan Frost", "Dan Frost, Eva Horn", "Eva Horn, Fay Moor",
    ]  # fmt: skip
    assert not [text for text in model.asked_of("Bo Lin") if "envy" in text]
    [alone] = told.data["warnings"]
    assert alone.startswith(
        "Related to nobody, so in reach of moderator alone: Gil Roth. To let them hear others give "
    )
    assert '"Gil Roth, ' in alone
    assert 'setting="room"' in alone


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"relations": ["Ana, Zoe: friends"]}, "'Zoe'"),
        ({"relations": ["Ana, Bo", "Chi"]}, "relations[1] ('Chi') relates nobody"),
        ({"relations": ["Ana, ana: herself"]}, "relates nobody"),
        ({"relations": [f"Ana, Bo: {'x' * 90}"]}, "at most 80"),
        ({"relations": ["Ana, Bo"], "setting": "private"}, 'setting="network"'),
        ({"setting": "network"}, "Nobody of this cast is related"),
    ],
)
async def test_relations_that_cannot_be_read_are_refused_with_the_line_and_the_cast(
    tmp_path: Path, arguments: dict[str, Any], said: str
) -> None:
    async with table(tmp_path, Scripted()) as at:
        await made(at)
        message = await at.error("run_world", people=FOUR, say="Go.", **arguments)

    assert said in message
    if "Zoe" in said:
        assert "relations[0] ('Ana, Zoe: friends')" in message
        assert "Ana, Bo, Chi, Dan" in message


async def test_a_run_that_goes_on_keeps_its_relations_until_others_are_given(tmp_path: Path) -> None:
    model = acts()
    async with table(tmp_path, model) as at:
        await made(at)
        told = await at.ok("run_world", people=FOUR, say="Go.", relations=CHAIN, steps=1)
        talk = await at.ok("listen_and_act", run=told.run, people=["Ana"], say="And you?")
        kept = await at.ok("run_world", run=told.run, steps=1)
        other = await at.ok("run_world", run=told.run, steps=1, relations=["Ana, Dan"])
        fewer = await at.ok("run_world", fork_of=told.run, at_step=1, people=["Ana", "Bo", "Dan"], steps=1)
        room = await at.ok("run_world", fork_of=told.run, at_step=1, setting="room", steps=1)

    assert talk.data["status"] == "done"
    assert "alone with whoever speaks to you" in model.asked_of("Ana", 2)[0]
    assert kept.data["relations"] == told.data["relations"]
    assert other.data["relations"] == ["Ana, Dan"]
    assert fewer.data["relations"] == ["Ana, Bo: sisters"]
    assert "relations" not in room.data


async def test_what_one_person_could_hear_is_what_is_read_for_them(tmp_path: Path) -> None:
    model = acts(Ana=turn("Only for Chi.", to="Chi"))
    async with table(tmp_path, model) as at:
        await made(at)
        told = await at.ok("run_world", people=FOUR, say="Go.", relations=CHAIN, steps=2)
        await at.ok("check_proposition", run=told.run, claim="Dan agreed", person="Dan")
        await at.ok("tell_story", run=told.run)

    checked, story = (prompt.messages[-1].text for prompt in model.asked[-2:])
    assert {*re.findall(r"Word of (\w+)", checked)} == {"Chi", "Dan"}
    assert "Only for Chi" not in checked
    assert "Ana said to Chi (Chi could not hear it): “Only for Chi.”" in story


async def test_a_dry_run_of_a_network_counts_its_turns(tmp_path: Path) -> None:
    async with table(tmp_path, acts()) as at:
        await made(at)
        priced = await at.ok("run_world", people=FOUR, say="Go.", relations=CHAIN, steps=3, dry_run=True)
        told = await at.ok("run_world", people=FOUR, say="Go.", relations=CHAIN, steps=3)

    assert priced.data["estimate"]["calls"][0] <= told.data["cost"]["calls"] <= priced.data["estimate"]["calls"][1]


async def test_the_rehearsal_plays_a_network_from_what_reached_each(tmp_path: Path) -> None:
    people = ["Oscar", "Lisa Carter", "Fetu Leavasa"]
    lines = ["Oscar, Lisa: neighbours", "Lisa, Fetu: friends"]
    script = [{"step": 1, "to": ["Oscar"], "think": "I should talk to Lisa."}]
    async with table(tmp_path) as at:
        told = await at.ok("run_world", people=people, script=script, relations=lines, steps=3, seed=2)
        happened = await at.events(told.run)
        log = await at.log(told.run)

    [first, *_] = spoken(happened)
    assert first[:2] == (1, "Oscar")
    assert not [
        event for event in log if isinstance(event, Acted) and (event.step, event.person) == (2, "Fetu Leavasa")
    ]
    near = {"Oscar": {"Lisa Carter"}, "Lisa Carter": {"Oscar", "Fetu Leavasa"}, "Fetu Leavasa": {"Lisa Carter"}}
    assert all({*event.to} <= near[event.person] for event in log if isinstance(event, Acted))
    assert "Rehearsal" in told.text
