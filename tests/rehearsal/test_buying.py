"""Asked what would win, stop, annoy or decide them about a thing, people answer of it and from their own life."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from tests.rehearsal.exam_buying import FOLLOWED, QUESTIONS, answers, bare
from tests.rehearsal.exam_held import held_by, invented
from tests.rehearsal.stage import Room, ask, interview, people, person
from tests.rehearsal.toys import Echo
from troupe_mcp.models.rehearsal.offers.conditions import is_named
from troupe_mcp.models.rehearsal.offers.purchases import Asking, asked_of_a_thing
from troupe_mcp.models.rehearsal.voice.shrugs import is_shrug
from troupe_mcp.simulation.people.persona import Persona

SEEDS = (1, 2)
ADMITS = re.compile(r"\b(?:tell|say|idea|clue|data|name|think|date|place|pick|stuck|lost|list|swear)\b")


@cache
def given(seed: int) -> tuple[tuple[Persona, str, str], ...]:
    """Return what everybody says to every question, each asked on its own."""
    return tuple(answers(people(), QUESTIONS, seed))


LINE = re.compile(r"\b(?:the line|signal|connection) (?:drops|stops|fails)|whenever the line|adverts?\b", re.IGNORECASE)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_bare_shrug_to_what_market_research_asks_is_rare(seed: int):
    empty = bare(given(seed))
    assert len(empty) <= 0.02 * len(given(seed)), empty
    gaps = [said for _, asked, said in given(seed) if is_shrug(said) and "last" not in asked]
    assert len(gaps) <= 0.02 * len(given(seed)), gaps


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_of_such_an_answer_is_made_up(seed: int):
    found = [
        f"{one.name}, {asked!r}: {thing!r} in {said!r}"
        for one, asked, said in given(seed)
        for thing in invented(said, f"{held_by(one)} {asked}")
    ]
    assert found == []


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_people_give_the_same_line(seed: int):
    for question in QUESTIONS:
        said = [text for _, asked, text in given(seed) if asked == question]
        assert len(set(said)) == len(people()), (question, sorted(said))


@pytest.mark.parametrize("seed", SEEDS)
def test_such_an_answer_is_short(seed: int):
    for one, asked, said in given(seed):
        assert len(said.split()) <= 48, (one.name, asked, said)


def test_whoever_echoes_the_question_is_seen_to_answer_from_no_life():
    echoed = answers(people(), QUESTIONS[:6], model=Echo())
    assert len(bare(echoed)) > 0.9 * len(echoed)


@pytest.mark.parametrize("question", [asked for asked in QUESTIONS if "electric car" in asked])
def test_a_car_is_not_judged_as_an_app(question: str):
    for seed in range(1, 7):
        for one, _, said in answers(people(), [question], seed):
            assert not LINE.search(said), (one.name, said)


@pytest.mark.parametrize(
    ("stem", "question", "ground"),
    [
        ("Lisa_Carter", "What would make you buy an electric car?", "driving test|train"),
        ("Solveig_Rustad", "What would convince you to get an electric car?", "frost|ice|forty|pickup|new car"),
        ("Ilona_Szabados", "What keeps you from changing bank?", "signature|aloud|phone|forint|numbers|leaflet|survey"),
        ("Ximena_Undurraga", "Walk me through how you pick a restaurant.", "fish|urchin|guests|names|silence"),
        ("Oscar", "Why don't you have a smart watch?", "phone|finger|board|signal|van"),
        ("Caio_Marinho", "What would it take for you to try a meal kit?", "soup|tapioca|Diets|cards"),
        ("Mahrous_Gaballah", "Why haven't you got a banking app?", "buttons|coins|loan|change|cash|papers"),
    ],
)  # fmt: skip
def test_the_ground_is_one_that_fits_the_thing(stem: str, question: str, ground: str):
    for seed in range(1, 13):
        said = ask(person(stem), question, seed=seed)
        assert re.search(ground, said), (seed, said)


@pytest.mark.parametrize(("first", "then"), FOLLOWED)
def test_a_follow_up_keeps_the_thing_and_finds_something_else(first: str, then: str):
    for one in people():
        before, after = interview(one, [first, then], seed=3)
        assert not is_shrug(after), (one.name, after)
        assert before != after
    car = "What would make you buy an electric car?"
    assert asked_of_a_thing("And what would stop you?", (car,)) == Asking("no", "car")
    assert asked_of_a_thing("And what would stop you?", ("How old are you?",)) is None


@pytest.mark.parametrize("stem", ["Raghav_Deshmukh", "Solveig_Rustad", "Ximena_Undurraga"])
def test_whoever_has_the_thing_says_so_where_a_question_denies_it(stem: str):
    for seed in range(1, 7):
        said = ask(person(stem), "Why don't you read a newspaper?", seed=seed)
        assert re.search(r"\bI read (?:one|two|the)\b", said), (seed, said)


@pytest.mark.parametrize("seed", SEEDS)
def test_of_a_last_time_that_is_not_held_no_day_is_told(seed: int):
    for one, asked, said in given(seed):
        if "last" in asked:
            assert ADMITS.search(said), (one.name, said)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What would make you switch to a different bank?", Asking("if", "bank")),
        ("Under what conditions would you consider a heat pump?", Asking("if", "heat")),
        ("What would convince you to get a new phone plan?", Asking("if", "phone")),
        ("What puts you off electric cars?", Asking("no", "car")),
        ("Why haven't you tried an e-bike?", Asking("no", "bike")),
        ("What would make you cancel your gym membership?", Asking("no", "gym")),
        ("What matters most to you when you choose a hotel?", Asking("look", "holiday")),
        ("How did you decide on your energy supplier?", Asking("look", "power")),
        ("What's the most annoying thing about supermarkets?", Asking("irk", "market")),
        ("What would you miss about Netflix?", Asking("miss", "stream")),
        ("What would make you buy an umbrella that folds itself?", Asking("if", "any")),
        ("When did you last change your insurance?", Asking("last", "insurance")),
        ("What would make you leave your job?", None),
        ("What would make you trust a politician?", None),
        ("What would make you change your mind about cars?", None),
        ("What frustrates you most about your job?", None),
        ("How do you choose your friends?", None),
        ("What would stop you from using this app?", None),
        ("Do you have a car?", None),
        ("Which bank do you use?", None),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_thing_is_known_by_its_wording(question: str, wanted: Asking | None):
    assert asked_of_a_thing(question) == wanted


def test_of_a_product_that_was_shown_its_own_answers_are_kept():
    room = Room(person("Lisa_Carter"), private=True)
    room.stimulus("Our new app: WalkMate. It counts steps and shows adverts.", kind="show")
    room.stimulus("What would stop you from using it?", source="interviewer")
    said = room.round()["Lisa Carter"]
    assert "driving test" not in said
    assert said


def test_the_same_seed_gives_the_same_answer_and_other_seeds_others():
    lisa, question = person("Lisa_Carter"), "What would make you buy an electric car?"
    assert ask(lisa, question, seed=5) == ask(lisa, question, seed=5)
    assert len({ask(lisa, question, seed=seed) for seed in range(1, 9)}) > 3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_a_room_each_makes_a_point_of_their_own_and_nobody_takes_one_for_an_idea(seed: int):
    for place, question in enumerate(QUESTIONS):
        four = [people()[(place + 3 * step) % 12] for step in range(4)]
        room = Room(*four, seed=seed)
        room.stimulus(question)
        first, then = room.play_step(), room.play_step()
        words = [re.findall(r"[\w']+", said.lower()) for said in first.values()]
        runs = [(*said[at : at + 6],) for said in words for at in range(len(said) - 5)]
        assert [run for run, count in Counter(runs).items() if count > 1] == [], (question, first)
        assert not any("one that" in said for said in then.values()), (question, first, then)


@pytest.mark.parametrize(
    "occupation",
    [
        "an HR manager",
        "an hourly worker",
        "a user researcher",
        "a one-man band",
        "an honest broker",
        "an X-ray technician",
    ],
)
def test_a_trade_is_told_with_the_article_that_is_spoken(occupation: str):
    told = Persona.of({"name": "Ana Lima", "occupation": occupation.partition(" ")[2]})
    assert f"I'm {occupation}" in ask(told, "What would make you buy a smartwatch?")


@pytest.mark.parametrize(
    ("residence", "home"),
    [
        ("Bergen, near a small village", "I live in Bergen, near a small village"),
        ("Rome, lives in a rented flat", "I live in Rome, lives in a rented flat"),
        ("Bonn, two rooms above the bakery", "I live in two rooms above the bakery"),
        ("Oslo, third floor of a panel block", "I live on the third floor of a panel block"),
    ],
)
def test_a_home_is_told_without_its_town_only_where_it_is_one(residence: str, home: str):
    told = Persona.of({"name": "Ana Lima", "occupation": "baker", "residence": residence})
    assert any(home in ask(told, "What would make you get a heat pump?", seed=seed) for seed in range(1, 6))


def test_a_point_about_tea_is_not_made_already_by_whoever_spoke_of_a_team():
    assert not is_named(["the tea"], ["What I like about it is the team behind the counter."])
    assert is_named(["the tea"], ["What I like about it is the tea behind the counter."])
