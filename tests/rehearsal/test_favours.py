"""Whoever is asked what they want done says what their life lacks; offers made to somebody are taken or refused."""

from __future__ import annotations

import re

import pytest

from tests.rehearsal.stage import Room, ask, interview, people, person
from troupe_mcp.simulation.people.persona import Persona

WISHES = (
    "What would you like me to do?",
    "How can I help you?",
    "What can we do for you?",
    "Is there anything I could do for you?",
    "What do you need from us?",
    "Tell me what I can do for you.",
    "How may I be of service?",
)
OFFERS = (
    "I could lend you my van on Saturday.",
    "Would you like me to carry your bags?",
    "Let me pay for your lunch.",
    "I'll help you move house if you like.",
    "You can stay at our house for the night.",
    "Shall we go for a walk?",
    "May I sit down next to you?",
    "Would you like a glass of water?",
)
ANSWERS = re.compile(
    r"\b(?:yes|no|not|please|gladly|let's|go ahead|go on|of course|do,|kind|thank|thanks|angel|fool|manage|rather"
    r"|coming|another|fine|all right|suits|certainly|pleasure|means|needs?|don't mind|nobody|keep|owe|do me|didn't ask"
    r"|nah|sure|cheers|dare|try|settle|somebody"
    r"|why not|did I|with you|mind|leave|what (?:would|for)|must|might|day|like that|better|enjoy)\b",
    re.IGNORECASE,
)
GAP = re.compile(r"couldn't (?:say|tell)|can't think|nothing (?:special|I could name)|I see little of it|how should I")
PROUD = Persona.of(
    {
        "name": "Wanda Kolb",
        "age": 67,
        "gender": "female",
        "occupation": {"title": "Retired crane operator"},
        "style": "Curt.",
        "personality": {"traits": ["You are proud and stubborn."], "big_five": {"agreeableness": "Low."}},
        "preferences": {"likes": ["strong coffee"], "dislikes": ["charity"]},
        "frustrations": ["The lift has been broken since March.", "Your hip hurts on stairs."],
    }
)


@pytest.mark.parametrize("question", WISHES)
def test_who_is_asked_what_to_do_for_them_names_a_trouble_or_a_goal_of_theirs(question: str) -> None:
    refusing: list[str] = []
    for someone in people():
        said = ask(someone, question, seed=4)
        held = [*someone.spec["frustrations"], *someone.spec["long_term_goals"]]
        words = set(re.findall(r"[a-z]{4,}", said.lower()))
        if max(len(words & set(re.findall(r"[a-z]{4,}", str(line).lower()))) for line in held) < 2:
            assert not GAP.search(said), f"{someone.name}: {said}"
            refusing.append(someone.name)

    assert set(refusing) <= {"Ilona Szabados", "Mahrous Gaballah", "Ximena Undurraga"}, "only the proud and the unkind"


def test_what_was_wished_once_is_not_wished_again() -> None:
    first, second, third = interview(
        person("Lisa_Carter"),
        ["What can I do for you?", "Is there anything else I can do for you?", "Can I help you with anything else?"],
    )

    assert len({first, second, third}) == 3
    assert not GAP.search(f"{first} {second} {third}")


def test_who_is_proud_and_unkind_wants_no_help_but_says_what_others_should_change() -> None:
    assert re.search(r"nothing|no need|manage", ask(PROUD, "How can I help you?"), re.IGNORECASE)
    assert re.search(r"lift|hip", ask(PROUD, "What would you want the city to change?"))


def test_what_is_wrong_in_the_scene_comes_before_the_troubles_of_a_life() -> None:
    room = Room(person("Lisa_Carter"), person("Oscar"), seed=2)
    room.stimulus("Your room in the hotel is cold and the shower doesn't work.", kind="situation")
    room.stimulus("Good evening, how can I help you?")
    said = room.round()

    assert "My room in the hotel is cold" in said["Lisa Carter"]
    assert "same" in said["Oscar"] or "just that" in said["Oscar"]


@pytest.mark.parametrize("offer", OFFERS)
def test_an_offer_is_taken_or_refused_and_meets_neither_silence_nor_a_gap(offer: str) -> None:
    for someone in people():
        said = ask(someone, offer, seed=4)
        assert ANSWERS.search(said), f"{someone.name}: {said}"
        assert not GAP.search(said), f"{someone.name}: {said}"


def test_a_like_or_a_rule_of_ones_own_decides_about_what_is_offered() -> None:
    assert "coffee" in ask(PROUD, "Can I get you a cup of coffee?")
    assert "quit drinking" in ask(person("Caio_Marinho"), "Would you like a glass of wine?")


def test_who_is_to_be_called_must_be_somebody_of_this_life() -> None:
    offer = "Shall I call your daughter?"

    assert "three" in ask(person("Oscar"), offer), "a child of three is not called"
    assert "Ingrid" in ask(person("Solveig_Rustad"), offer)
    assert re.search(r"somebody else|spoke of no|told you of none|mixed", ask(person("Lisa_Carter"), offer))


def test_an_offer_to_another_in_the_room_is_answered_by_that_one() -> None:
    room = Room(person("Lisa_Carter"), person("Oscar"), person("Fetu_Leavasa"), seed=2)
    room.stimulus("Lisa, could I bring you a coffee?", to=("Lisa Carter",), source="Oscar")

    said = room.round()

    assert ANSWERS.search(said["Lisa Carter"])
    assert not said["Fetu Leavasa"]


@pytest.mark.parametrize(
    "question",
    [
        "Should we ban cars?",
        "Would you like to live in Paris?",
        "Could you live without a car?",
        "Can I ask you a question?",
        "Would you like a four-day week?",
        "What would you like to do next year?",
        "We offer you an app that finds parking spaces for 5 euros a month.",
    ],
)
def test_questions_that_offer_nothing_are_no_offers(question: str) -> None:
    from troupe_mcp.models.rehearsal.life.favours import offer_in
    from troupe_mcp.models.rehearsal.life.helping import asks_to_help

    assert offer_in(question) == ("", "")
    assert not asks_to_help(question)
