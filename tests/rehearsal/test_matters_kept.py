"""Groups that were asked one thing keep to it: they answer each other's reasons, and nobody changes sides."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from tests.rehearsal.stage import Room, person
from troupe_mcp.models.rehearsal.asked.calling import addressed
from troupe_mcp.models.rehearsal.asked.inquiries import inquiry_in
from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.lexicon import frames, words
from troupe_mcp.models.rehearsal.matters.angles import angles, asked_in, asks, point_in, side_of
from troupe_mcp.models.rehearsal.matters.consents import consent_of
from troupe_mcp.models.rehearsal.voice.manner import dresses
from troupe_mcp.models.rehearsal.voice.wordings import begins

MATTERS: tuple[tuple[str, Any], ...] = (
    ("Would you pay 4 dollars a month for an app that reads your letters from offices to you?", "say"),
    ("Our town may close the library to save money. What do you think?", "say"),
    ("The city wants to close the centre to private cars. What do you say to that?", "say"),
    ("We plan a service that brings a cooked lunch to your door for 9 euros. What do you think of it?", "say"),
    ("Ad: The Silent Kettle. Boils in two minutes without a sound. 49 dollars. Your mornings deserve peace.", "show"),
    ("We want to call our new bakery 'Crumb & Co'. What do you think of the name?", "say"),
    ("The bus ticket will cost 5 dollars instead of 3. Is that fair?", "say"),
    ("How do you sleep, and what keeps you awake?", "say"),
    ("Where would you go on holiday if you could choose?", "say"),
    ("Should phones be banned in schools?", "say"),
    ("Would you let a robot look after your mother?", "say"),
    ("A gym opens next door, open all night, 20 dollars a month. Would you join?", "say"),
)
CASTS = (
    ("Oscar", "Lisa_Carter", "Mahrous_Gaballah", "Ilona_Szabados"),
    ("Ngozi_Adeleke", "Caio_Marinho", "Solveig_Rustad", "Fetu_Leavasa"),
    ("Raghav_Deshmukh", "Ximena_Undurraga", "Evaristo_Cob", "Aruzhan_Seitkali"),
    ("Oscar", "Ngozi_Adeleke", "Ximena_Undurraga", "Evaristo_Cob"),
)


def play(matter: str, kind: Any, cast: tuple[str, ...], seed: int) -> list[dict[str, str]]:
    room = Room(*map(person, cast), seed=seed)
    room.stimulus(matter, kind=kind)
    return [room.play_step() for _ in range(4)]


@cache
def talks() -> tuple[tuple[str, list[dict[str, str]]], ...]:
    return tuple((matter, play(matter, kind, cast, 5)) for matter, kind in MATTERS for cast in CASTS)


def keeps_to_it(text: str) -> bool:
    return point_in(text)[0] != "" or asked_in(text) != ""


def test_most_people_have_something_to_say_on_the_matter_in_the_steps_after_the_first():
    for step, share in ((1, 1 / 2), (2, 1 / 3), (3, 1 / 4)):
        said = [text for _, steps in talks() for text in steps[step].values()]
        assert sum(map(keeps_to_it, said)) / len(said) >= share, step


def test_hardly_anybody_turns_to_their_own_ways_with_money_and_adverts():
    said = [text for _, steps in talks() for step in steps[1:] for text in step.values() if text]
    away = [text for text in said if inquiry_in(text)]
    assert len(away) / len(said) < 0.02, away


def test_nobody_says_a_sentence_of_the_talk_again():
    for matter, steps in talks():
        said = [normal(part) for step in steps for text in step.values() for part in re.split(r"(?<=[.!?…])\s", text)]
        long = [part for part in said if len(part.split()) > 3]
        assert len(long) == len(set(long)), (matter, [part for part in long if long.count(part) > 1])


def test_nobody_changes_sides_without_saying_so():
    for matter, steps in talks():
        for name in steps[0]:
            sides = [side_of(step[name], matter) for step in steps if step[name]]
            taken = {side for side in sides if side in {"plus", "minus"}}
            assert len(taken) < 2 or "open" in sides, (matter, name, [step[name] for step in steps])


def test_whoever_is_asked_for_a_reason_gives_one():
    asked = answered = 0
    for _, steps in talks():
        turns = [turn for step in steps for turn in step.items()]
        for place, (_, text) in enumerate(turns[:-4]):
            for whom in addressed(text, tuple(steps[0])) if asked_in(text) else ():
                asked += 1
                answered += keeps_to_it(next((said for name, said in turns[place + 1 :] if name == whom), ""))
    assert asked > 5
    assert answered >= 0.9 * asked


def test_reasons_answer_those_of_others_by_name_and_come_from_the_own_life():
    said = [text for _, steps in talks() for step in steps[1:] for text in step.values()]
    towards = [text for text in said if begins(text, ("debate.along", "debate.against", "debate.grant"))]
    lived = [text for text in said if any(so in text for so in LIVED)]
    assert len(towards) > 100
    assert len(lived) > 60


LIVED = [line for angle in angles() for lines in angle.so.values() for line in lines]
POINT, IF = "The grass is green on that hill", "the hill were green"
FILLED = [
    (
        family,
        dress.format(name="Lisa", a="Lisa", b="Bo", it="the price", Point=POINT, point_low=POINT.lower(), **{"if": IF}),
    )
    for family, listed in frames().items()
    if family.startswith("debate.")
    for frame in listed
    for dress in dict.fromkeys((frame, *(d for d in dresses(frame) if "{point low}" not in d)))
]


@pytest.mark.parametrize("family", sorted({family for family, _ in FILLED}))
def test_no_wording_of_a_reason_asks_anything_or_is_taken_for_a_yes_or_a_no(family: str):
    side = {"plus": 1, "minus": -1, "open": 0}.get(".".join(family.split(".")[2:3])) if ".sum" in family else None
    for text in (text for name, text in FILLED if name == family):
        consent = consent_of(text)
        assert not questions_of(text), text
        assert consent is None or consent.sign == side or family.startswith(("debate.if", "debate.wish")), text


def test_what_is_said_of_a_matter_tells_its_side_and_holds_no_kin_no_number_and_no_possession():
    kin = list(words().lists["kin"])
    for angle in angles():
        for table in (angle.points, angle.so):
            for side, lines in table.items():
                for line in lines:
                    assert point_in(f"{line}.") == (angle.name, side)
                    assert not questions_of(f"{line}."), line
        spoken = (*(line for t in (angle.points, angle.so) for lines in t.values() for line in lines),)
        for line in (*spoken, *angle.conditions, *angle.even):
            assert not re.search(r"\d|\b(?:my|our)\b", line, re.IGNORECASE), line
            assert not [word for word in re.findall(r"[a-z]+", line.lower()) if word in kin], line
    for sides in asks().values():
        for line in (line for lines in sides.values() for line in lines):
            assert asked_in(f"Bo, {line}?"), line


def test_people_whom_offers_leave_cold_do_not_say_the_same_to_all_of_them():
    offers = (
        "A gym opens next door, open all night. Would you join?",
        "Would you use a shuttle that fetches you at home?",
        "Would you use a service that brings a cooked lunch to your door?",
        "Would you use an app that reads letters from offices to you?",
    )
    said: list[str] = []
    for seed, offer in enumerate(offers):
        for cast in CASTS:
            room = Room(*map(person, cast), seed=seed)
            room.stimulus(offer)
            said += room.round().values()
    for line in ("nothing in it touches me either way", "it's not made for me", "neither here nor there for me"):
        assert sum(line in text.lower() for text in said) < 3, [text for text in said if line in text.lower()]
