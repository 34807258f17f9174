"""A price is a sum of money: times, dates, ages, counts, distances, floors and shares are none, whatever is sold."""

from __future__ import annotations

import re

import pytest

from tests.rehearsal.stage import Room, ask, people, person
from troupe_mcp.models.rehearsal.offers.sums import named_price


@pytest.mark.parametrize(
    "text",
    [
        "Fresh bread, delivered to your door at 6 am.",
        "Fresh bread to your door by bicycle at 6 in the morning.",
        "The gym opens at 7:30 and stays open until 9.",
        "Would you join a gym that is open from 6 to 11?",
        "We deliver by 6. Would you order it?",
        "A salon on the 2nd floor, room 12.",
        "A course for 12 people, over 4 days.",
        "A taxi ride of 5 km at night.",
        "An app for children aged 9 to 12.",
        "A solar loan over 24 months.",
        "The school canteen serves lunch at 12.",
        "Would you book a table for 4?",
        "A dog hotel for 20 dogs, run by 3 people.",
        "You get 20% off.",
        "A tour on the 5th of May.",
        "A lamp that lasts for 10 years.",
        "We meet at 8 every evening.",
        "On a scale from 1 to 10, how likely is it?",
        "I lost 10 pounds with it.",
        "4 out of 5 neighbours use it.",
    ],
)
def test_what_is_no_sum_of_money_is_no_price(text: str):
    assert named_price(text) is None


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("Would you buy a loaf for 4 euros, delivered at 6 am?", 4),
        ("Would you pay 9 a month for a gym that is open until 11?", 9),
        ("Would you pay 1,200 dollars for an e-bike with a range of 80 km?", 1200),
        ("A night for 2 people costs 90 euros.", 90),
        ("At 6 am, for €3.50.", 3.5),
        ("The price is now 20.", 20),
        ("It costs 4 thousand euros.", 4000),
        ("Would you buy it for 15?", 15),
        ("We offer the massage at 40.", 40),
        ("A ride to the airport is 14 € at night.", 14),
        ("USD 30 per night.", 30),
        ("Would you try fresh bread delivered at 6 am, once, for free?", 0),
    ],
)
def test_a_price_is_found_among_other_figures(text: str, price: float):
    assert named_price(text) == price


DEAR = re.compile(
    r"\b(?:6|11|20)\b(?![.,:]\d)|\btoo (?:dear|much)\b|\bthat price\b|\bfor \S+ I.d do without\b|\bjustify\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "offer",
    [
        "We bring fresh bread to your door by bicycle at 6 in the morning. Would you order it?",
        "Our gym is open until 11. Would you join it?",
        "A dog hotel for 20 dogs, open from 7 to 9. Would you use it?",
    ],
)
def test_nobody_finds_an_hour_or_a_count_too_dear(offer: str):
    for p in people():
        assert not DEAR.search(ask(p, offer)), (p.name, ask(p, offer))


@pytest.mark.parametrize(
    "thing", ["fresh bread delivered at 6 am", "a gym that is open until 11", "a streaming service"]
)
def test_what_is_free_is_not_refused_for_its_price(thing: str):
    for p in people():
        said = ask(p, f"Would you try {thing}, once, for free?")
        assert not DEAR.search(said), (p.name, said)


def test_an_hour_told_after_an_offer_is_no_new_price_for_it():
    for stem in ("Lisa_Carter", "Oscar"):
        room = Room(person(stem), private=True)
        room.stimulus("Would you buy a fresh loaf for 4 euros?", source="interviewer")
        room.round()
        room.stimulus("It comes at 6 am. What do you do at that hour?", source="interviewer")
        said = next(iter(room.round().values()))
        assert not any(sign in said for sign in ("At 6", "dearer", "too much", "6?")), said
