"""What is said of things on offer: facts that fit, whims that invent nothing, names that are understood."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from tests.rehearsal import read_aloud
from tests.rehearsal.adverts import ADS
from tests.rehearsal.customers import strangers
from tests.rehearsal.stage import Room, ask, people
from troupe_mcp.models.rehearsal.offers.lures import lures
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.readings.chosen import option_chosen
from troupe_mcp.simulation.people.persona import Persona

WEEKEND = "Which of these three would you choose for a long weekend, and why?"
TOOLS = (
    "Ad 1: The Forge axe. Hand-made in Sweden, one piece of steel. 140 euros.\n"
    "Ad 2: ProVolt 18. Cordless drill, two batteries, forty accessories, 89 euros."
)


def bo(**spec: Any) -> Persona:
    return Persona.of({"name": "Bo", **spec})


@pytest.mark.parametrize(
    "spec",
    [
        {"health": "Glass dust has left you with a small dry cough."},
        {"interests": ["old navigation charts"]},
        {"dislikes": ["leaf blowers at ten"]},
        {"likes": ["drawings on one sheet"]},
        {"likes": ["iced coffee with condensed milk"]},
        {"beliefs": ["Advertising coaching centres to parents should be banned."]},
    ],
)
def test_a_fact_that_only_shares_a_word_or_a_mood_with_an_offer_is_not_told(spec: dict[str, Any]):
    for seed in range(6):
        text = ask(bo(**spec), WEEKEND, shown=read_aloud.ADS, seed=seed)
        assert not re.search(r"dust|cough|charts|blowers|drawings|milk|banned", text), text


@pytest.mark.parametrize(
    ("spec", "told", "label"),
    [
        ({"routines": ["Swims the bay on Saturdays."]}, "swim the bay", "1"),
        ({"likes": ["long train journeys"]}, "train journeys", "1"),
        ({"health": "Your knees are bad."}, "knees", ""),
        ({"media": "You have no social media accounts."}, "social media", "2"),
    ],
)
def test_a_fact_that_names_what_the_offer_brings_is_told(spec: dict[str, Any], told: str, label: str):
    names = ("Bo", "Ida", "Ole", "Tor", "Kari")
    said = [ask(Persona.of({"name": name, **spec}), WEEKEND, shown=read_aloud.ADS) for name in names]
    assert any(told in text for text in said), said
    for text in said:
        picked = option_chosen(text, options_in((read_aloud.ADS,)))
        assert picked
        assert picked[0].label == label or (not label and picked[0].label != "2"), text


def test_what_is_chosen_for_a_weekend_is_said_with_what_it_brings():
    wants = [re.escape(line[4:]) for lure in lures().values() for line in lure.want]
    bare: list[str] = []
    for p in [*people(), *strangers()]:
        text = ask(p, WEEKEND, shown=read_aloud.ADS)
        if not re.search("|".join(wants), text):
            bare.append(text)
    assert len(bare) < 0.3 * len([*people(), *strangers()]), bare


def test_a_tie_that_holds_every_second_week_keeps_nobody_from_a_weekend():
    for name in ("Bo", "Ida", "Ole", "Tor", "Kari"):
        p = Persona.of({"name": name, "habits": ["Feeds the flock every second week."]})
        assert "second week" not in ask(p, WEEKEND, shown=read_aloud.ADS)


def test_who_must_feed_animals_says_so_before_three_nights_away():
    said = [
        ask(Persona.of({"name": name, "habits": ["Feeds the flock at five."]}), WEEKEND, shown=read_aloud.ADS)
        for name in ("Bo", "Ida", "Ole", "Tor", "Kari")
    ]
    assert any("feed the flock" in text for text in said), said


@pytest.mark.parametrize("seed", range(2))
def test_whatever_an_option_is_called_its_vote_is_found_and_it_is_the_same_in_any_order(seed: int):
    rng = random.Random(seed)
    for name in ("holidays", "phones", "banks", "gyms", "homes", "menus", "gifts"):
        shown, question = ADS[name]
        for p in [*people(), *strangers()]:
            text = ask(p, question, shown=shown, seed=rng.randrange(99))
            assert option_chosen(text, options_in((shown,))), text


def test_no_word_on_a_lure_claims_a_thing_a_number_or_a_relative():
    known = lures()
    said = [line for lure in known.values() for line in (lure.word, *lure.want, *lure.shun, *lure.lack)]
    assert len(known) > 100
    claims = re.compile(
        r"\bmy\b|\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|wife|husband|son|daughter|mother|father)\b|[.!?]$",
        re.IGNORECASE,
    )
    assert [line for line in said if claims.search(line)] == []
    assert len({*said}) > 0.95 * len(said), "hardly any line is said of two things"


def asked_in_turn(p: Persona, *questions: str) -> list[str]:
    room = Room(p, private=True)
    room.stimulus(TOOLS, kind="show")
    answers: list[str] = []
    for question in questions:
        room.stimulus(question, source="interviewer")
        answers.append(room.round()[p.name])
    return answers


def test_what_is_wrong_with_the_other_one_is_answered_about_that_one():
    for p in [*people(), *strangers()]:
        first, second = asked_in_turn(p, "Which of the two ads convinces you?", "What is wrong with the other one?")
        assert second
        assert second != first
        assert not re.search(r"\bbelie|should be (?:banned|free|paid)|euros", second), (p.name, second)


def test_is_it_too_expensive_is_answered_with_yes_or_no_by_the_own_means():
    verdicts: list[bool] = []
    for p in [*people(), *strangers()]:
        text = ask(p, "Is it too expensive?", shown="A smart bicycle for 900 euros.")
        assert re.match(r"(?:Yes|Yeah|No|Nah|It is, yes)\b", text), (p.name, text)
        verdicts.append(text[0] in "YI")
    assert 0 < sum(verdicts) < len(verdicts)


def test_nobody_misses_in_both_what_they_like():
    p = bo(likes=["short words"], interests=["black radish"])
    for seed in range(10):
        text = ask(p, "Which slogan is better: 'Cold. Quiet. Cheap.' or 'The fridge that thinks ahead'?", seed=seed)
        assert not re.search(r"short words|radish", text), text
