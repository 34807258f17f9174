from __future__ import annotations

import re

import pytest

from tests.rehearsal import exam_offers as exam
from tests.rehearsal.adverts import ADS
from tests.rehearsal.customers import strangers
from tests.rehearsal.stage import ask, people
from tests.rehearsal.toys import TOYS, Toy
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.readings.chosen import option_chosen
from troupe_mcp.simulation.people.persona import Persona

NAMES = list(ADS)
ASKED = [
    *ADS.values(),
    ("A night train to Vienna with bunk beds and a bar carriage.", "From 1 to 10, how appealing is this to you?"),
    ("A smart fridge for 3,000 euros that orders milk by itself.", "How likely are you to buy it, 0-10?"),
    ("A lamp that reads bedtime stories to children in any voice you like.", "How much would you pay for it?"),
]


@pytest.mark.parametrize("name", NAMES)
def test_options_are_found_in_every_layout(name: str):
    assert len(options_in(ADS[name])) == {"menus": 4, "gifts": 4, "schools": 4, "slogans": 2, "evenings": 2}.get(
        name, 2 if name == "insurers" else 3
    )


def test_taking_away_the_cited_fact_changes_the_pick_or_the_reason():
    complaints = exam.knock_out(Rehearsal(), [*people(), *strangers()], NAMES)
    assert not complaints, "\n".join(complaints)


def test_taking_away_the_cited_fact_changes_an_opinion():
    questions = [
        "Do you trust advertising?",
        "Should computers decide who gets a job?",
        "What do you think of loyalty cards?",
        "Is it right that children have phones?",
        "What do you think of working at night?",
        "Should the state own the railways?",
    ]
    complaints = exam.stances_knocked_out(Rehearsal(), [*people(), *strangers()], questions)
    assert not complaints, "\n".join(complaints)


def test_choices_rest_on_something_that_the_file_holds_where_it_fits():
    assert exam.reasons_given(Rehearsal(), people(), NAMES) >= 0.8


@pytest.mark.parametrize("toy", TOYS, ids=lambda toy: toy.name)
def test_toys_that_choose_nothing_are_seen_through(toy: Toy):
    names = NAMES[:6]
    assert len(exam.knock_out(toy, people(), names)) > 0.5 * len(people()) * len(names)


def test_no_run_of_six_words_is_taken_from_what_was_shown_or_asked():
    complaints = exam.echoes(Rehearsal(), [*people(), *strangers()], ASKED)
    assert not complaints, "\n".join(complaints)
    assert len(exam.echoes(TOYS[1], people(), ASKED)) > 100


def test_the_order_of_the_options_changes_no_pick():
    complaints = exam.shuffled(Rehearsal(), [*people(), *strangers()], NAMES)
    assert not complaints, "\n".join(complaints)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(2, 8))
def test_knock_out_echo_and_order_hold_for_other_seeds(seed: int):
    persons = [*people(), *strangers()]
    complaints = [
        *exam.knock_out(Rehearsal(), persons, NAMES, seed),
        *exam.echoes(Rehearsal(), persons, ASKED, seed),
        *exam.shuffled(Rehearsal(), persons, NAMES, seed),
    ]
    assert not complaints, "\n".join(complaints)


def test_a_like_turned_into_a_dislike_lowers_the_rating_and_loses_the_choice():
    complaints = exam.turned(Rehearsal(), [*people(), *strangers()])
    assert not complaints, "\n".join(complaints)
    assert all(exam.turned(toy, people()) for toy in TOYS)


def test_a_bad_lot_is_called_so_and_the_least_bad_is_named_all_the_same():
    shown = "1. A plate of veal liver\n2. A beef burger\n3. Pork ribs with bacon"
    p = next(p for p in strangers() if p.name == "Hana Kobayashi")
    text = ask(p, "Which one would you take?", shown=shown)
    assert text.startswith(("None", "I could leave them all"))
    assert "umber" in text
    assert "Animals aren't food" in text or "vegetarian" in text


def test_votes_are_neither_one_opinion_nor_noise():
    persons = [*people(), *strangers()]
    for name in ("holidays", "banks", "gyms", "packages"):
        options = options_in(ADS[name])
        votes = [exam.chosen(ask(p, ADS[name][1], shown=ADS[name][0]), options) for p in persons]
        again = [exam.chosen(ask(p, ADS[name][1], shown=ADS[name][0], seed=9), options) for p in persons]
        counts = sorted(votes.count(option.text) for option in options)
        assert counts[-1] <= 0.75 * len(persons), (name, counts)
        assert counts[0] >= 1, (name, counts)
        assert sum(left == right for left, right in zip(votes, again, strict=True)) >= 0.8 * len(persons), name


def test_a_long_ad_does_not_win_by_its_length():
    long = "Ad 2: Everything Mart\n" + " ".join(
        ["Music, books, cars, pets, sport, films, wine and holidays.", "We sell, rent and repair.", "Ask for our list."]
        * 4
    )
    p = Persona.of({"name": "Bo", "likes": ["sailing", "old boats", "dogs"], "interests": ["jazz"]})
    text = ask(p, "Which ad convinces you?", shown=f"Ad 1: Harbour Days\nSailing old boats at dawn.\n\n{long}")
    assert re.search(r"Ad 1|Harbour Days", text.split(".")[0])


@pytest.mark.parametrize(
    ("fact", "shown", "winner"),
    [
        ("You are a paragliding instructor.", "A: A week of rafting in wild rivers\nB: A deckchair by the pool", "A"),
        ("You hate noise.", "A: A flat above a bar with live music\nB: A quiet flat behind the church", "B"),
        ("Your knees are bad.", "A: A hike along the steep coast\nB: A coach tour with seats by the window", "B"),
        ("You have been a vegetarian since school.", "A: Steak with fries\nB: Lentil stew", "B"),
        (
            "You have never owned a new car.",
            "A: The new saloon, first class leather\nB: A used car, half the price",
            "B",
        ),
        ("You read the small print of everything.", "A: Once in a lifetime offer\nB: Plain terms on one page", "B"),
        ("You have three children under six.", "A: Hotel for adults only\nB: Hotel with a playground", "B"),
        ("You work the night shift.", "A: A gym open all night\nB: A gym with breakfast at six", "A"),
        ("You quit drinking two years ago.", "A: Wine tasting on the river\nB: Tea with cake", "B"),
        ("You don't want to be tracked.", "A: A watch with a tracker and six cameras\nB: A watch you wind", "B"),
    ],
)
def test_a_fact_pulls_what_it_means_without_a_word_in_common(fact: str, shown: str, winner: str):
    for key in ("facts", "about", "behaviors"):
        text = ask(Persona.of({"name": "Bo", key: [fact]}), "Which would you take?", shown=shown)
        picked = option_chosen(text, options_in((shown,)))
        assert picked, text
        assert picked[0].label == winner, text
