"""Prices and ratings belong to the person: they follow the money, the wish and the thing, never the seed."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import mean
from typing import Any

import pytest

from tests.rehearsal.customers import strangers
from tests.rehearsal.exam_offers import number_in
from tests.rehearsal.stage import Room, ask, interview, people
from tests.rehearsal.toys import TOYS
from troupe_mcp.language.model import Model
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.simulation.people.persona import Persona

FLORIST: dict[str, Any] = {"name": "Kata Nemes", "age": 40, "occupation": "Florist", "likes": ["strong coffee"]}
RISING = [
    ["You can't pay the rent and borrow from your sister.", "You have 40,000 forint left after rent."],
    ["Money is short since the divorce.", "You count every euro."],
    ["You earn 2,300 euros a month.", "You earn $38,000 a year."],
    ["You earn 5,200 euros a month.", "You are comfortably off."],
    ["You own three apartments and have no debt.", "You earn $180,000 a year.", "Your income is £14,000 a month."],
]
POOREST_FIRST = [
    "Aruzhan Seitkali", "Ilona Szabados", "Mahrous Gaballah", "Evaristo Cob", "Caio Marinho", "Solveig Rustad",
    "Raghav Deshmukh", "Oscar", "Fetu Leavasa", "Ngozi Adeleke", "Lisa Carter", "Ximena Undurraga",
]  # fmt: skip
PRODUCTS = [
    "a coffee machine", "a winter coat", "a good umbrella", "a mattress", "a dinner in a good restaurant", "a bicycle",
]  # fmt: skip
LEVELS = [
    "At what price would it be so cheap that you would doubt its quality?",
    "At what price would it be a bargain?",
    "At what price would it start to get expensive, but you would still consider it?",
    "At what price would it be too expensive to consider?",
]


def priced(p: Persona, thing: str, *, model: Model | None = None, seed: int = 1) -> float | None:
    return number_in(ask(p, f"How much would you pay for {thing}, in euros?", model=model, seed=seed))


def ranks(values: list[float]) -> list[float]:
    return [sum(other < value for other in values) + (values.count(value) - 1) / 2 for value in values]


def spearman(left: list[float], right: list[float]) -> float:
    if len(left) < 3:
        return 0.0
    a, b = ranks(left), ranks(right)
    x, y = mean(a), mean(b)
    top = sum((p - x) * (q - y) for p, q in zip(a, b, strict=True))
    below = (sum((p - x) ** 2 for p in a) * sum((q - y) ** 2 for q in b)) ** 0.5
    return top / below if below else 0.0


def by_income(model: Model) -> float:
    """Return the mean rank correlation between the library's incomes and the prices it names."""
    order = [next(p for p in people() if p.name == name) for name in POOREST_FIRST]
    found: list[float] = []
    for thing in PRODUCTS:
        named = [(place, price) for place, p in enumerate(order) if (price := priced(p, thing, model=model))]
        found.append(spearman([float(place) for place, _ in named], [price for _, price in named]))
    return mean(found)


def test_prices_rise_with_income_across_the_library_and_toys_know_no_income():
    assert by_income(Rehearsal()) >= 0.5
    assert all(by_income(toy) < 0.5 for toy in TOYS)


@pytest.mark.parametrize("thing", PRODUCTS)
def test_with_only_the_money_changed_more_money_never_means_a_lower_price(thing: str):
    levels = [[priced(Persona.of({**FLORIST, "money": money}), thing) for money in listed] for listed in RISING]
    plain = [[price for price in listed if price is not None] for listed in levels]
    assert all(plain), levels
    for poorer, richer in pairwise(plain):
        assert max(poorer) <= min(richer), levels
    assert max(plain[0]) < min(plain[-1])


def test_short_money_is_cited_where_it_decides():
    for money in [*RISING[0], *RISING[1]]:
        text = ask(Persona.of({**FLORIST, "money": money}), "How much would you pay for a winter coat, in euros?")
        assert any(word in text for word in ("the rent", "forint left", "short since", "every euro")), text


@pytest.mark.parametrize(
    ("thing", "low", "high"),
    [
        ("a loaf of bread", 0.5, 8),
        ("an app for recipes", 0.5, 15),
        ("a bottle of wine", 3, 60),
        ("a new car", 2000, 50_000),
        ("a holiday in Norway", 100, 3000),
        ("a laptop", 90, 1500),
    ],
)
def test_a_price_is_one_that_such_a_thing_can_have(thing: str, low: float, high: float):
    for p in [*people(), *strangers()]:
        price = priced(p, thing)
        assert price is None or low <= price <= high, (p.name, price)


def test_a_price_comes_in_the_currency_asked_for_and_else_in_the_own_one():
    p = next(p for p in people() if p.name == "Ilona Szabados")
    assert "forint" in ask(p, "How much would you pay for a radio?")
    assert "euros" in ask(p, "How much would you pay for a radio, in euros?")
    assert "$" in ask(p, "How many $ is it worth? How much would you pay for a radio in $?")


def test_four_questions_about_the_limits_of_a_price_get_rising_answers():
    for p in [*people(), *strangers()]:
        told = [number_in(ask(p, q, shown="A coffee machine that wakes you with fresh coffee.")) for q in LEVELS]
        numbers = [number for number in told if number is not None]
        assert len(numbers) == 4, (p.name, told)
        assert numbers == sorted(set(numbers)), (p.name, told)


def test_who_takes_a_price_takes_every_lower_one():
    for p in [*people(), *strangers()]:
        for thing in ("for a gym", "for a streaming service", "for a newspaper"):
            said = [ask(p, f"Would you pay {price} euros a month {thing}?") for price in (1, 5, 10, 20, 60)]
            takes = [not any(word in text for word in _REFUSALS) for text in said]
            assert takes == sorted(takes, reverse=True), (p.name, said)


_REFUSALS = (
    "Too much", "too much", "Not at", "No.", "No,", "No…", "lol no", "Lol no", "I would not", "I wouldn't", "Nah",
    "Not even", "Half", "At that price? No", "At that price? Never", "too dear", "Too dear", "Rather not", "bit much",
    "steep", "way", "do without", "justify", "well over", "more than I", "slightly too high", "For a little less",
    "Knock something", "Who pays that", "high place to start", "decline",
)  # fmt: skip

OFFERS = {
    "Fresh bread at your door every morning for 29 euros a month: what do you think of it?": (
        "And if it cost {n} euros a month instead?", (2, 9, 19, 60, 120),
    ),
    "We sell a desk chair for 240 euros. Would you buy it?": ("The price is now {n} euros.", (20, 90, 150, 400, 2000)),
    "A trained babysitter at your home for 18 euros an hour. Would you use it?": (
        "What about {n} euros an hour?", (2, 8, 12, 30, 80),
    ),
}  # fmt: skip
YES = ("deal.yes", "deal.cheap", "new.won", "new.bargain", "new.kept", "new.raised")
NO = ("deal.near", "deal.no", "deal.none", "new.close", "new.refused", "new.lost", "new.worse", "new.none")


def is_said(families: tuple[str, ...], text: str) -> bool:
    wordings = [max(re.split(r"\{[nN]\}", frame), key=len) for family in families for frame in frames()[family]]
    return any(normal(wording) in normal(text) for wording in wordings)


def takes(offer: str, change: str, n: int, p: Persona) -> bool:
    told = interview(p, [offer, change.format(n=n)])[1]
    assert is_said(YES, told) != is_said(NO, told), (p.spec, n, told)
    return is_said(YES, told)


def test_a_new_price_is_answered_and_a_lower_one_never_makes_anybody_less_willing():
    for offer, (change, prices) in OFFERS.items():
        takers: list[int] = []
        for money in [*RISING[0], *RISING[2], *RISING[4]]:
            p = Persona.of({**FLORIST, "money": money})
            taken = [takes(offer, change, n, p) for n in prices]
            assert taken == sorted(taken, reverse=True), (money, offer, taken)
            takers.append(sum(taken))
        assert takers[0] < takers[-1], (offer, takers)


@pytest.mark.parametrize("change", ["And if it cost 9 euros a month instead?", "The price is now 9 euros a month."])
def test_a_room_answers_a_new_price_in_words_that_nobody_has_said(change: str):
    room = Room(*people()[:6])
    heard: list[str] = []
    for line in [next(iter(OFFERS)), change, "It goes up to 45 euros a month."]:
        room.stimulus(line)
        said = list(room.round().values())
        assert all(said), (line, said)
        heard += said
    assert len({*heard}) == len(heard), heard


def test_the_seed_moves_no_price_and_no_rating():
    rating = "On a scale from 1 to 10, how appealing is a week of camping by a lake?"
    for p in people():
        assert len({priced(p, "a mattress", seed=seed) for seed in range(4)}) == 1
        assert len({number_in(ask(p, rating, seed=seed)) for seed in range(4)}) == 1


@pytest.mark.parametrize("scale", ["On a scale from 1 to 10", "From 0 to 10", "From 1 to 5", "From 1 to 7"])
def test_neighbours_rate_alike_unless_the_difference_is_about_the_thing(scale: str):
    question = f"{scale}, how appealing is a week of camping by a lake?"
    for p in [*people(), *strangers()]:
        before = number_in(ask(p, question))
        beside = Persona.of({**p.spec, "note": "You own a green kettle."})
        after = number_in(ask(beside, question))
        assert before is not None
        assert after is not None
        assert abs(before - after) <= 1, p.name


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("Rate a choir concert from 1 to 7.", 1, 7),
        ("How many out of 5 stars would you give a loud bar?", 1, 5),
        ("How likely are you to recommend a vegan restaurant, 0-10?", 0, 10),
        ("From 1 to 100, how interested are you in an electric car?", 1, 100),
    ],
)
def test_a_rating_stays_on_its_scale_and_people_differ(question: str, low: int, high: int):
    numbers = [number_in(ask(p, question)) for p in [*people(), *strangers()]]
    known = [number for number in numbers if number is not None]
    assert len(known) == len(numbers)
    assert all(low <= number <= high for number in known)
    assert len(set(known)) >= 3


def test_a_fact_about_the_thing_moves_the_rating_its_way():
    question = "From 1 to 10, how appealing is a hiking holiday in steep mountains?"
    plain = number_in(ask(Persona.of(FLORIST), question))
    lame = number_in(ask(Persona.of({**FLORIST, "health": "Your knees are bad."}), question))
    keen = number_in(ask(Persona.of({**FLORIST, "hobbies": ["mountaineering", "hiking"]}), question))
    assert lame is not None
    assert plain is not None
    assert keen is not None
    assert lame < plain < keen
