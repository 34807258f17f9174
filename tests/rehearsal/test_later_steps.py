from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from tests.rehearsal.exam_talks import OPENINGS, Talk, examine_talk, speaker_of, talks
from tests.rehearsal.stage import Room, people, person
from tests.rehearsal.toys import TOYS
from troupe_mcp.models.rehearsal.asked.calling import addressed
from troupe_mcp.models.rehearsal.asked.inquiries import inquiries, inquiry_in
from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.matters.angles import angles, point_in
from troupe_mcp.models.rehearsal.voice.manner import dresses
from troupe_mcp.simulation.people.persona import Persona


def complaints(*, size: int, steps: int, seed: int, model: Any = None) -> list[str]:
    return [
        f"{talk.opening[:40]}: {complaint}"
        for talk in talks(size=size, steps=steps, seed=seed, model=model)
        for complaint in examine_talk(talk)
    ]


@pytest.mark.parametrize(("size", "steps"), [(4, 6), (2, 4), (3, 6), (5, 6)])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_talk_goes_on_without_a_silent_step_a_repetition_or_an_owed_answer(size: int, steps: int, seed: int):
    assert complaints(size=size, steps=steps, seed=seed) == []


@pytest.mark.torture
@pytest.mark.parametrize(("size", "steps"), [(4, 6), (2, 4), (3, 6), (5, 6)])
@pytest.mark.parametrize("seed", range(3, 30))
def test_a_talk_goes_on_whatever_the_seed(size: int, steps: int, seed: int):
    assert complaints(size=size, steps=steps, seed=seed) == []


@pytest.mark.parametrize("toy", TOYS, ids=lambda toy: type(toy).__name__)
def test_the_toys_are_seen_through_in_a_talk(toy: object):
    assert complaints(size=4, steps=6, seed=1, model=toy)


def test_a_mechanical_reader_tells_who_speaks_in_the_later_steps():
    told = [(talk, name, text) for seed in range(1, 4) for talk in later(seed) for name, text in statements(talk)]
    right = sum(speaker_of(talk, text) == name for talk, name, text in told)
    assert len(told) > 100
    assert right / len(told) > 0.7, right / len(told)


def later(seed: int) -> list[Talk]:
    return list(talks(size=4, steps=6, seed=seed))


def statements(talk: Talk) -> list[tuple[str, str]]:
    """What was told from step 3 on: no questions, and no words on the matter to which nobody's life is needed."""
    told = [(name, text) for n, name, text in talk.lines if n > 1 and "?" not in text and len(text.split()) > 6]
    return [(name, text) for name, text in told if point_in(text)[0] == "" or lived_in(text)]


def lived_in(text: str) -> bool:
    return any(said_in(so, text) for angle in angles() for lines in angle.so.values() for so in lines)


def test_in_most_talks_somebody_is_asked_by_name_and_answers_from_the_own_life():
    asked = answered = 0
    for seed in range(1, 4):
        for talk in talks(size=4, steps=6, seed=seed):
            turns = [(name, text) for step in talk.steps for name, text in step.items()]
            for place, (_, text) in enumerate(turns[:-4]):
                whom = next(iter(addressed(text, talk.names)), "")
                if inquiry_in(text) is None or not whom:
                    continue
                asked += 1
                said = next((line for name, line in turns[place + 1 :] if name == whom), "")
                answered += speaker_of(talk, said) == whom
    assert asked > 72
    assert answered / asked > 0.7, (answered, asked)


def test_the_withdrawn_speak_less_than_the_outgoing_when_nobody_asks_them():
    said: Counter[str] = Counter()
    cast = [person(stem) for stem in ("Fetu_Leavasa", "Solveig_Rustad", "Caio_Marinho", "Ngozi_Adeleke")]
    for seed in range(1, 5):
        for opening, kind in OPENINGS:
            room = Room(*cast, seed=seed)
            room.stimulus(opening, kind=kind)
            before = ""
            for _ in range(6):
                for name, text in room.play_step().items():
                    said[name] += bool(text) and name not in addressed(before, [*said])
                    before = text or before
    quiet, lively = said["Fetu Leavasa"] + said["Solveig Rustad"], said["Caio Marinho"] + said["Ngozi Adeleke"]
    assert quiet * 1.2 < lively, said


def test_nobody_asks_in_every_turn():
    for seed in range(1, 4):
        for talk in talks(size=3, steps=6, seed=seed):
            for name in talk.names:
                own = [text for _, who, text in talk.lines if who == name and inquiry_in(text)]
                assert len(own) <= 4, (name, str(talk))


def test_no_wording_of_a_question_returns_in_one_talk():
    for seed in range(1, 4):
        for talk in talks(size=4, steps=8, seed=seed):
            put = [
                wording
                for _, _, text in talk.lines
                for wording in WORDINGS
                if said_in(wording, text) and text.endswith("?")
            ]
            assert len(put) == len(set(put)), str(talk)


WORDINGS = [wording for inquiry in inquiries() for wording in (*inquiry.asks, *inquiry.then)]


def said_in(wording: str, text: str) -> bool:
    return any(f" {normal(dress)} " in f" {normal(text)} " for dress in dresses(wording))


def test_a_long_talk_runs_dry_without_repeating_itself():
    early = late = 0
    for seed in range(1, 3):
        for talk in talks(size=4, steps=24, seed=seed):
            early += sum(bool(text) for step in talk.steps[:6] for text in step.values())
            late += sum(bool(text) for step in talk.steps[-6:] for text in step.values())
            assert not [each for each in examine_talk(talk) if each.startswith("said before")], str(talk)
    assert late < 0.5 * early, (early, late)


def test_a_new_question_is_answered_before_the_old_talk_goes_on():
    for seed in range(1, 7):
        room = Room(*(person(stem) for stem in ("Oscar", "Lisa_Carter", "Caio_Marinho")), seed=seed)
        room.stimulus("What makes a good neighbour?")
        for _ in range(3):
            room.play_step()
        room.stimulus("What annoys you most at work?")
        said = room.play_step()
        assert not [text for text in said.values() if inquiry_in(text)], said


def test_the_talk_stays_as_it_is_for_the_same_seed_and_changes_with_it():
    def played(seed: int) -> list[str]:
        return [str(talk) for talk in talks(size=3, steps=4, seed=seed)]

    assert played(1) == played(1)
    assert played(1) != played(2)


def test_an_answer_to_somebody_in_the_room_is_of_the_kind_that_was_asked_for():
    carter = {
        "name": "Ada",
        "money": "You buy bread after four.",
        "health": "Your knees hurt on stairs.",
        "beliefs": ["Rents should be capped."],
    }
    for asked, told in (("where do you save", "bread"), ("how is your health in all this", "knees")):
        room = Room(Persona.of(carter), Persona.of({"name": "Bo"}), Persona.of({"name": "Cy"}))
        room.stimulus("Everything has become more expensive. What do you say?")
        room.round()
        room.stimulus(f"Ada, {asked}?", source="Bo", to=("Ada",), kind="TALK")
        assert told in room.round()["Ada"], asked


def test_a_question_by_name_waits_for_its_answer_even_where_another_line_came_after_it():
    ada = {"name": "Ada", "money": "You buy bread after four."}
    room = Room(Persona.of(ada), Persona.of({"name": "Bo"}), Persona.of({"name": "Cy"}))
    room.stimulus("Everything has become more expensive. What do you say?")
    room.round()
    room.stimulus("Where do you save, Ada?", source="Bo", to=("Ada",), kind="TALK")
    room.stimulus("Ada, I never look at prices.", source="Cy", to=("Ada",), kind="TALK")
    assert "bread" in room.round()["Ada"]


def test_the_words_of_the_inquiries_hold_no_kin_no_number_and_no_possession_and_are_known_in_every_dress():
    kin = [word for word in words().lists["kin"] if word not in {"child", "children"}]
    assert len(WORDINGS) == len(set(WORDINGS))
    for inquiry in inquiries():
        for wording in (*inquiry.asks, *inquiry.then):
            assert not re.search(r"\d|\b(?:my|our)\b|[?.!]$", wording), wording
            assert not [word for word in re.findall(r"[a-z]+", wording.lower()) if word in kin], wording
            for dress in dresses(f"Bo, {wording}?"):
                assert inquiry_in(dress) is inquiry, (wording, dress)


def test_every_inquiry_is_answered_by_somebody_of_the_library():
    from troupe_mcp.models.rehearsal.person.portrait import compile_portrait

    cast = [compile_portrait(p) for p in people()]
    for inquiry in inquiries():
        held = [p.name for p in cast if any(inquiry.answers(fact) for fact in p.facts)]
        assert len(held) > len(cast) / 3, (inquiry.name, held)


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("Good morning. The mayor wants to ban cars in the centre.", "say"),
        ("Hello everybody! Rents rise by ten percent next year.", "say"),
        ("Thank you for coming. The school will close at noon on Fridays.", "say"),
        ("Woolly socks, 9 euros: say goodbye to cold feet in winter.", "show"),
    ],
)
def test_a_greeting_or_a_goodbye_beside_a_matter_does_not_end_the_talk(opening: str, kind: Any):
    room = Room(*people()[:4])
    room.stimulus(opening, kind=kind)
    steps = [[text for text in room.play_step().values() if text] for _ in range(4)]
    assert all(steps), steps


@pytest.mark.parametrize("greeting", ["Good morning everybody. I'm Dana from the agency.", "That's all. Goodbye!"])
def test_a_mere_greeting_is_answered_and_then_left_alone(greeting: str):
    room = Room(*people()[:4])
    room.stimulus(greeting)
    steps = [[text for text in room.play_step().values() if text] for _ in range(3)]
    assert steps[0]
    assert steps[1:] == [[], []]
