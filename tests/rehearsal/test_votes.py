from __future__ import annotations

from typing import Any

import pytest

from tests.rehearsal.stage import Room, answer, ask, people
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.readings.chosen import option_chosen
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.worlds.transcript import Utterance
from troupe_mcp.studies.tasks import ExtractTask

COLD, AHEAD = "Cold. Quiet. Cheap.", "The fridge that thinks ahead"
WORDINGS = [
    f"Which of these two slogans wins for you: '{COLD}' or '{AHEAD}'? Pick one and say why.",
    f'Which slogan is better, "{COLD}" or "{AHEAD}"?',
    f"Please vote: “{COLD}” or “{AHEAD}”.",
    f"Which of these wins for you: ‘{COLD}’ versus ‘{AHEAD}’?",
    f"A: {COLD} B: {AHEAD}. Please choose A or B.",
    f"Vote for one: 1) {COLD} 2) {AHEAD}.",
    f"Option 1 is '{COLD}', option 2 is '{AHEAD}'. Which one do you take?",
    f"Option 1 {COLD} Option 2 {AHEAD}. Which one do you take?",
]


@pytest.mark.parametrize("question", WORDINGS)
def test_every_wording_of_two_options_gets_a_vote_from_everybody(question: str):
    assert len(options_in([question])) == 2
    room = Room(*people())
    room.stimulus(question)
    said = room.round()
    lines = (Utterance(1, 1, "say", "moderator", question, from_outside=True),)
    field = {"vote": {"enum": [COLD, AHEAD]}}
    for name, text in said.items():
        heard = (*lines, Utterance(2, 1, "TALK", name, text))
        assert answer(ExtractTask("", field, name, heard, many=False))["found"]["vote"] in {COLD, AHEAD}, text
    assert len(set(said.values())) == len(said), said


def letters(first: str, second: str, seed: int = 1) -> dict[str, str]:
    shown = f"A: {first}\nB: {second}"
    room = Room(*people(), seed=seed)
    room.stimulus(shown, kind="show")
    room.stimulus("Please choose A or B.")
    votes: dict[str, str] = {}
    for name, text in room.round().items():
        heard = (
            Utterance(1, 1, "show", "moderator", shown, from_outside=True),
            Utterance(2, 1, "TALK", name, text),
        )
        votes[name] = answer(ExtractTask("", {"vote": {"enum": ["A", "B"]}}, name, heard, many=False))["found"]["vote"]
    return votes


def test_swapping_the_options_swaps_the_letters_and_people_differ():
    before, after = letters(COLD, AHEAD), letters(AHEAD, COLD)
    assert len(before) == len(people())
    assert {name: {"A": "B", "B": "A"}[letter] for name, letter in before.items()} == after
    assert len(set(before.values())) == 2


def test_money_decides_a_vote_where_it_is_short_and_nothing_liked_is_missed_in_both():
    saver = Persona.of({"name": "Olga", "money": "You count every cent. You live on a small pension and buy cheap."})
    picked = option_chosen(ask(saver, WORDINGS[4]), options_in((WORDINGS[4],)))
    assert picked
    assert picked[0].label == "A"
    blank = Persona.of({"name": "Ida", "preferences": {"likes": ["black radish"]}})
    text = ask(blank, WORDINGS[4])
    assert option_chosen(text, options_in((WORDINGS[4],))), text
    assert "radish" not in text


def found(fields: dict[str, Any], *said: str, asked: str = f"A: {COLD} B: {AHEAD}. Please choose A or B.") -> Any:
    lines = [Utterance(1, 1, "say", "moderator", asked, from_outside=True)]
    lines += [Utterance(n, n, "TALK", "Bo", text) for n, text in enumerate(said, 2)]
    return answer(ExtractTask("Who wins?", fields, "Bo", tuple(lines), many=False))["found"]


@pytest.mark.parametrize(
    ("meaning", "value"),
    [
        ({"enum": ["A", "B", "none"]}, "A"),
        ({"enum": [COLD, AHEAD]}, COLD),
        ({"enum": ["1", "2"]}, "1"),
        ({"enum": [1, 2]}, 1),
        ({"type": "integer"}, 1),
        ("the vote", "A"),
    ],
)
@pytest.mark.parametrize("name", ["choice", "vote", "winner"])
def test_a_vote_comes_in_the_terms_of_its_field(name: str, meaning: Any, value: Any):
    assert found({name: meaning}, "A, if it must be one.") == {name: value}


def test_the_latest_choosing_reply_counts_and_by_the_options_it_answered():
    field = {"slogan": {"enum": [COLD, AHEAD]}}
    assert found(field, "A, clearly.", "No, B. It thinks.") == {"slogan": AHEAD}
    lines = (
        Utterance(1, 1, "say", "moderator", f"A: {COLD} B: {AHEAD}. Choose A or B.", from_outside=True),
        Utterance(2, 1, "TALK", "Bo", "B."),
        Utterance(3, 2, "say", "moderator", f"A: {AHEAD}. B: {COLD} Choose A or B.", from_outside=True),
        Utterance(4, 2, "TALK", "Bo", "So B."),
    )
    assert answer(ExtractTask("", field, "Bo", lines, many=False))["found"] == {"slogan": COLD}


def test_what_nobody_said_is_null():
    fields = {"vote": {"enum": ["A", "B", "none"]}, "reason": "why", "category": {"enum": ["price", "noise"]}}
    assert found(fields, "A dog that barks. I have nine hens.") == {"vote": None, "reason": None, "category": None}
    assert found(fields, "I abstain.") == {"vote": "none", "reason": None, "category": None}
    assert found(fields, "A, if it must be one.") == {"vote": "A", "reason": None, "category": None}
    assert found({**fields, "mood": "feeling"}, "B, because the price is fair.") == {
        "vote": "B",
        "reason": "the price is fair",
        "category": "price",
        "mood": None,
    }
