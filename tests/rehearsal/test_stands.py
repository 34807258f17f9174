"""What people said to an offer is found as it was meant: the choice with its reason, yes or no, for and against."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rehearsal.stage import answer
from tests.rehearsal.test_verdicts import judged, verdict
from troupe_mcp.simulation.worlds.transcript import Utterance
from troupe_mcp.studies.tasks import ExtractTask

OFFERS = {
    "gym": "A gym app counts the repetitions and costs 12 euros a month. Would you subscribe to it?",
    "dogs": "A dog hotel opens in the old mill. A night costs 35 euros. Would you book it?",
    "solar": "A bank offers a loan for solar panels, 90 euros a month. Would you take it yourself?",
    "bread": "We bring fresh bread to the door at six. Would you order it yourself? How often, and for whom?",
}
BOTH = "What do you like about the idea, and what bothers you?"


def heard(*said: tuple[str, str]) -> tuple[Utterance, ...]:
    return tuple(
        Utterance(place, place, "say" if who == "moderator" else "TALK", who, words, (), who == "moderator")
        for place, (who, words) in enumerate(said, 1)
    )


def found(fields: dict[str, Any], *said: tuple[str, str], objective: str = "") -> dict[str, Any]:
    task = ExtractTask(objective, fields, "Bo", heard(*said), many=False)
    result = answer(task)
    lines = {line.position: line.content for line in task.transcript}
    assert all(quote["quote"] in lines[quote["position"]] for quote in result["quotes"])
    return result["found"]


SLOGANS = "Slogan 1: {}\n\nSlogan 2: {}\n\nWhich of these two works better, and why?"
PAIRS = [
    ("Bread that wakes you", "Fresh at your door by 6"),
    ("Lift more, count less", "Your coach in the pocket"),
    ("Sun on the roof, money in hand", "Pay with daylight"),
]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Slogan 2. I wouldn't have to carry a thing. I like soup that took three hours. It goes with that.",
         "I wouldn't have to carry a thing"),
        ("Slogan 2. You turn up and it's done. I check the stove twice. That decides more than you'd think.",
         "You turn up and it's done"),
        ("It sounds like a promise. I would take Slogan 1. And I like tea.", "It sounds like a promise"),
        ("Slogan 1. I can't put a number on why. And I do like cooking on Sundays.", None),
        ("Slogan 1, maybe… I couldn't say why. I do like old cookbooks.", None),
        ("Slogan 2. I'm fond of soup that took three hours.", None),
        ("Slogan 2. Nothing to plan.", "Nothing to plan"),
        ("Slogan 1 because I have three kids. I like tea.", "I have three kids"),
    ],
)  # fmt: skip
def test_the_reason_stands_beside_the_choice_and_is_no_closing_word_about_oneself(pair: Any, said: str, why: str):
    fields = {"slogan": "which of the two slogans they chose", "reason": "why"}
    read = found(fields, ("moderator", SLOGANS.format(*pair)), ("Bo", said))
    assert read["slogan"] == pair[1 if "Slogan 2" in said else 0]
    assert read["reason"] == why


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_choice_itself_is_no_reason_and_no_quotation_is_cut_in_half(one: str, other: str):
    asked = ("moderator", f'Which slogan works better, and why: "{one}" or "{other}"?')
    for said, why in (
        (f'"{other}", of course. It comes to me, for a change.', "It comes to me, for a change"),
        (f'I\'d take "{other}". No fuss, just go.', "No fuss, just go"),
        (f'"{one}", no contest!', None),
    ):
        assert found({"reason": "why"}, asked, ("Bo", said))["reason"] == why


@pytest.mark.parametrize("asked", OFFERS.values())
@pytest.mark.parametrize(
    ("said", "stand"),
    [
        ("No. Too dear for me.", "no"),
        ("At that price, yes.", "yes"),
        ("12? No, no, too much!", "no"),
        ("That's well over what I'd give.", "no"),
        ("So close! A bit too much!", "no"),
        ("Yes, if it came later in the day.", "maybe: if it came later in the day"),
        ("Only if my neighbour does it too.", "maybe: Only if my neighbour does it too"),
        ("I'm in two minds.", "maybe"),
        ("Why not, for a week or two.", "yes"),
        ("I'd leave it. It takes up room.", "no"),
        ("No idea, I'm afraid.", None),
        ("I walk the dog at six.", None),
    ],
)
def test_a_yes_a_refusal_and_a_condition_fill_what_somebody_would_do(asked: str, said: str, stand: str | None):
    takes = {"enum": ["yes", "no", "maybe"], "description": "whether they would take it"}
    fields = {"would_order": "yes or no", "interested": {"type": "boolean"}, "takes": takes}
    read = found(fields, ("moderator", asked), ("Bo", said))
    assert read["would_order"] == stand
    assert read["interested"] == {"yes": True, "no": False}.get(stand or "")
    assert read["takes"] == (stand.split(":")[0] if stand else None)


def test_whether_somebody_would_switch_is_what_they_said_to_that_and_not_to_another_question():
    said = (
        ("moderator", OFFERS["gym"]), ("Bo", "At that price, yes."),
        ("moderator", "Would you switch to a cheaper one?"), ("Bo", "No, I wouldn't switch."),
        ("moderator", "Do you have children?"), ("Bo", "No."),
    )  # fmt: skip
    read = found({"would_subscribe": "yes or no", "switch": "would they switch"}, *said)
    assert read == {"would_subscribe": "yes", "switch": "no"}


@pytest.mark.parametrize("asked", OFFERS.values())
def test_likes_and_dislikes_are_told_apart_and_empty_where_nothing_was_said(asked: str):
    fields = {"likes": "what they like", "dislikes": "what bothers them"}
    question = ("moderator", f"{asked.split('.', 1)[0]}. {BOTH}")
    mixed = found(fields, question, ("Bo", "I like that it saves me the way. It's too early for me, though."))
    assert mixed == {"likes": "I like that it saves me the way", "dislikes": "It's too early for me, though"}
    assert found(fields, question, ("Bo", "I'd hate to depend on it."))["likes"] is None
    plain = found(fields, question, ("Bo", "I get up at half past five without an alarm."))
    assert plain == {"likes": None, "dislikes": None}


@pytest.mark.parametrize("asked", OFFERS.values())
def test_a_list_of_objections_holds_objections_only(asked: str):
    said = (
        ("moderator", f"{asked.split('.', 1)[0]}. {BOTH}"),
        ("Bo", "I'm a florist at a branch with nine people."),
        ("Ana", "Marijke! Where do you save, then?"),
        ("Cy", "I sing in the car and nowhere else."),
        ("Ana", "Out of the question. Sooner or later it would show adverts."),
        ("moderator", 'Which is better: "Up with the sun" or "No more waiting"?'),
        ("Bo", '"Up with the sun", of course.'),
        ("moderator", "What would keep you from it?"),
        ("Cy", "Main objection: they come when it suits them."),
        ("Bo", "12? That's a high place to start."),
    )
    task = ExtractTask("objections to it", {"answer": "objections to it"}, "", heard(*said), many=True)
    assert [(record["person"], record["answer"]) for record in answer(task)["records"]] == [
        ("Ana", "Sooner or later it would show adverts"),
        ("Cy", "they come when it suits them"),
        ("Bo", "That's a high place to start"),
    ]


def room(asked: str) -> tuple[tuple[str, str], ...]:
    return (
        ("moderator", asked),
        ("Sanne Mol", "No. Too dear for me. I share the rent."),
        ("Koen Hof", "12? No, no, too much!"),
        ("Ilse Smit", "At that price, yes."),
        ("Piet Bos", "12? That's a high place to start."),
        ("Anouk Dam", "I couldn't tell you."),
    )


@pytest.mark.parametrize(
    ("thing", "deed"),
    [("gym", "subscribe to it"), ("dogs", "book it"), ("solar", "take the loan"), ("bread", "order the bread")],
)
def test_refusals_and_complaints_about_a_price_count_over_people(thing: str, deed: str):
    said = room(OFFERS[thing])
    for claim, expected in (
        ("Koen finds it too expensive", "yes"),
        ("Piet finds it too expensive", "yes"),
        ("Ilse finds it too expensive", "no"),
        ("Anouk finds it too expensive", "unclear"),
        ("Most find it too expensive", "yes"),
        (f"Most would {deed}", "no"),
        (f"Most would not {deed}", "yes"),
        (f"Nobody would {deed}", "no"),
        (f"Ilse would {deed}", "yes"),
        (f"Koen refused to {deed}", "yes"),
        (f"Koen was convinced to {deed}", "no"),
        (f"Anouk would {deed}", "unclear"),
    ):
        assert verdict(claim, *said) == expected, claim


def test_what_was_said_last_counts_and_what_might_be_is_no_evidence():
    asked = ("moderator", OFFERS["bread"])
    later = (("moderator", "And would you order it in winter?"), ("Bo", "No, I wouldn't order it."))
    turned = (asked, ("Bo", "At that price, yes."), *later)
    assert judged("Nobody would order the bread", *turned)["verdict"] == "yes"
    might = (asked, ("Bo", "I might order fresh bread delivered to my door at 6 am."))
    assert judged("Bo would order fresh bread delivered to the door", *might)["verdict"] == "unclear"
    assert judged("Nobody would order fresh bread delivered to the door", *might)["verdict"] == "unclear"
