from __future__ import annotations

import random
import re
from typing import Any

import pytest

from tests.rehearsal.stage import Room, answer, ask, people, person
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.readings.chosen import option_chosen
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.worlds.transcript import Utterance
from troupe_mcp.studies.tasks import ExtractTask

ADS = {
    "gamers": "The Pro Arena 65\n144 Hz OLED, 1 ms latency, made for gamers. Beat every boss with the console mode.",
    "families": "Together Nights\nA big bright screen for the whole family. Parental controls, cartoons for the kids.",
    "budgets": "The Plain 43\nAll the picture you need, half the price. Low bills, pay in small instalments.",
}
PLAYER: dict[str, Any] = {
    "name": "Jun",
    "preferences": {"interests": ["console games", "esports"], "likes": ["multiplayer nights"]},
    "behaviors": {"general": ["Plays ranked games until two."]},
}
PARENT: dict[str, Any] = {
    "name": "Ines",
    "relationships": [{"name": "Tom", "description": "Your son is four and loves cartoons."}],
    "preferences": {"likes": ["cartoons with the kids"]},
}
SAVER: dict[str, Any] = {"name": "Olga", "money": "You count every cent. You live on a small pension and buy cheap."}


def shown(order: list[str]) -> str:
    return "\n\n".join(f"Ad {n}: {ADS[name]}" for n, name in enumerate(order, 1))


def chosen(spec: dict[str, Any] | Persona, order: list[str], seed: int = 1) -> str:
    p = spec if isinstance(spec, Persona) else Persona.of(spec)
    text = ask(p, "Which of these ads convinces you most, and why?", shown=shown(order), seed=seed)
    found = option_chosen(text, options_in((shown(order),)))
    assert found, text
    return order[int(found[0].label) - 1]


@pytest.mark.parametrize(("spec", "fits"), [(PLAYER, "gamers"), (PARENT, "families"), (SAVER, "budgets")])
def test_the_choice_follows_the_person_and_survives_shuffling(spec: dict[str, Any], fits: str):
    rng = random.Random(4)
    for seed in range(6):
        order = list(ADS)
        rng.shuffle(order)
        assert chosen(spec, order, seed) == fits


def test_library_people_choose_what_their_lives_point_to():
    order = list(ADS)
    assert chosen(person("Aruzhan_Seitkali"), order) == "gamers"
    assert chosen(person("Fetu_Leavasa"), order) == "families"
    assert chosen(person("Ilona_Szabados"), order) == "budgets"


PHONES = """Ad 1: Five Days. One charge lasts from Monday to Friday, and a fall from the table is no funeral.
Ad 2: See the Night. A camera that needs no lamp; the picture is with your friends before the song is over.
Ad 3: Nobody Else's Business. Locked by your finger, mended while you wait, kept up to date for eight years."""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whoever_is_asked_why_in_a_room_says_it(seed: int):
    for first in range(0, 12, 3):
        room = Room(*people()[first : first + 3], seed=seed)
        room.stimulus(PHONES, kind="show")
        room.stimulus("Which of these three ads would make you enter the shop, and why?")
        for name, said in room.round().items():
            assert not re.search(r"why\.$|a reason|no story|number on|great argument|the rest is", said), (name, said)


def test_a_like_turned_into_a_dislike_moves_the_choice():
    snacks = "1. Smoked fish on rye\n2. Sweet plum cake"
    fond = {"name": "Bo", "preferences": {"likes": ["smoked fish"]}}
    averse = {"name": "Bo", "preferences": {"dislikes": ["smoked fish"]}}
    question = "Which one would you take?"
    assert "1" in ask(Persona.of(fond), question, shown=snacks)
    picked = option_chosen(ask(Persona.of(averse), question, shown=snacks), options_in((snacks,)))
    assert picked is None or picked[0].title == "Sweet plum cake", picked


def test_a_like_turned_into_a_dislike_moves_the_rating():
    question = "On a scale from 1 to 10, how appealing is smoked fish on rye bread?"
    scores = [
        int(
            re.findall(
                r"\d+", ask(Persona.of({"name": "Bo", "preferences": {key: ["smoked fish", "rye bread"]}}), question)
            )[0]
        )
        for key in ("likes", "dislikes")
    ]
    assert scores[0] > 5 > scores[1]


def test_a_belief_rates_its_own_statement_high_and_its_opposite_low():
    p = Persona.of({"name": "Bo", "beliefs": ["Buses should be free."]})
    high = ask(p, "From 1 to 5, how much do you agree that buses should be free?")
    low = ask(p, "From 1 to 5, how much do you agree that buses should not be free?")
    assert int(re.findall(r"\d", high)[0]) >= 4
    assert int(re.findall(r"\d", low)[0]) <= 2


def test_taking_away_the_cited_fact_changes_the_reason():
    without = {key: value for key, value in PARENT.items() if key != "preferences"}
    question = "Which ad convinces you?"
    assert "cartoons with the kids" in ask(Persona.of(PARENT), question, shown=shown(list(ADS)))
    assert "cartoons with the kids" not in ask(Persona.of(without), question, shown=shown(list(ADS)))
    assert "Tom is four" in ask(Persona.of(without), question, shown=shown(list(ADS)))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Ad 1: A\nAd 2: B", ["1", "2"]),
        ("1. Tea\n2. Coffee\n3. Milk", ["1", "2", "3"]),
        ("**Option A** – Tea\n\n**Option B** – Coffee", ["A", "B"]),
        ("Which is best: A) tea, B) coffee or C) milk?", ["A", "B", "C"]),
        ("Would you rather have tea or coffee?", ["", ""]),
        ("We met in 1998. At 10: 00 we left.", []),
    ],
)
def test_options_are_read_from_what_was_shown(text: str, labels: list[str]):
    assert [option.label for option in options_in([text])] == labels


def transcript(spec: dict[str, Any]) -> tuple[Utterance, ...]:
    p = Persona.of(spec)
    room = Room(p, private=True)
    room.stimulus(shown(list(ADS)), kind="show")
    room.stimulus("Which of these ads convinces you most, and why?")
    said = room.round()[p.name]
    return (
        Utterance(1, 1, "show", "moderator", shown(list(ADS)), from_outside=True),
        Utterance(2, 1, "say", "moderator", "Which of these ads convinces you most?", from_outside=True),
        Utterance(3, 1, "TALK", p.name, said),
    )


@pytest.mark.parametrize(
    ("spec", "number", "title"),
    [(PLAYER, 1, "The Pro Arena 65"), (PARENT, 2, "Together Nights"), (SAVER, 3, "The Plain 43")],
)
def test_extraction_returns_what_was_chosen_and_quotes_it_where_it_stands(
    spec: dict[str, Any], number: int, title: str
):
    lines = transcript(spec)
    fields = {
        "ad_number": {"type": "integer"},
        "ad_title": "title of the chosen ad",
        "justification": "why",
        "price": "price named",
    }
    result = answer(ExtractTask("Which ad was chosen?", fields, spec["name"], lines, many=False))
    assert (result["found"]["ad_number"], result["found"]["ad_title"]) == (number, title)
    assert result["found"]["justification"] in lines[2].content
    assert result["found"]["price"] is None
    assert all(quote["position"] == 3 and quote["quote"] in lines[2].content for quote in result["quotes"])


def test_extraction_respects_the_schema_of_a_field():
    lines = (Utterance(1, 1, "TALK", "Bo", "Yes, I would pay 12 euros. I give it 4 out of 5, because it saves time."),)
    fields = {
        "price": {"type": "number"},
        "rating": {"type": "integer"},
        "would_buy": {"type": "boolean"},
        "stance": {"enum": ["agree", "disagree"], "description": "does he agree"},
        "reasons": {"type": "array", "description": "reason"},
    }
    found = answer(ExtractTask("", fields, "Bo", lines, many=False))["found"]
    assert found["price"] == 12.0
    assert found["rating"] == 4
    assert found["would_buy"] is True
    assert found["stance"] == "agree"
    assert isinstance(found["reasons"], list)


def test_words_from_outside_are_never_taken_for_an_answer():
    lines = (Utterance(1, 1, "say", "moderator", "I choose Ad 2 because it is cheap.", from_outside=True),)
    found = answer(ExtractTask("", {"choice": "", "reason": ""}, "", lines, many=False))["found"]
    assert found == {"choice": None, "reason": None}


def test_a_run_wide_extraction_has_one_record_for_each_distinct_idea():
    lines = (
        Utterance(1, 1, "say", "moderator", "We build an app. Ideas?", from_outside=True),
        Utterance(2, 1, "TALK", "Bo", "The app counts what is left and orders before it runs out."),
        Utterance(3, 1, "TALK", "Ana", "I like rain."),
        Utterance(4, 2, "TALK", "Ana", "Yes. The app counts what is left and orders before it runs out."),
        Utterance(5, 2, "TALK", "Ana", "It should read labels aloud in big words."),
    )
    records = answer(ExtractTask("List the ideas", {"idea": "the idea", "who": "who had it"}, "", lines, many=True))[
        "records"
    ]
    assert [(r["who"], [(q["field"], q["position"]) for q in r["quotes"]]) for r in records] == [
        ("Bo", [("idea", 2), ("who", 2)]),
        ("Ana", [("idea", 5), ("who", 5)]),
    ]
    assert all(q["quote"] in lines[int(q["position"]) - 1].content for record in records for q in record["quotes"])


def test_a_hook_stands_inside_its_sentence_and_no_stray_marks_are_left():
    from tests.rehearsal.stage import people

    for seed in range(4):
        for p in people():
            text = ask(p, "Which of these ads convinces you most, and why?", shown=shown(list(ADS)), seed=seed)
            assert not re.search(r"…\s*\.|\.\s\.|[!?]\.|\s[.,!?]|\"\"", text), text
            for hook in re.findall(r'"([^"]+)"', text):
                assert hook in " ".join(ADS.values()), text
                assert not re.search(rf'(?:^|[.!?…] )"{re.escape(hook)}"[,.]', text), text
            assert all(sentence[:1].isupper() or sentence[:1] == '"' for sentence in re.split(r"(?<=[.!?]) ", text)), (
                text
            )


def test_an_idea_is_extracted_with_who_had_it_and_which_trouble_it_meets():
    said = "Oh, listen! I copy the same marks into four ledgers. So: the app takes an entry once and carries it on!"
    lines = (Utterance(1, 1, "TALK", "Bo", said), Utterance(2, 1, "TALK", "Ana", "Nurses should be paid more."))
    fields = {"idea": "the idea", "who": "who had it", "problem": "the problem it solves", "why": "why"}
    records = answer(ExtractTask("List the ideas", fields, "", lines, many=True))["records"]
    assert [(r["idea"], r["who"]) for r in records] == [("The app takes an entry once and carries it on", "Bo")]
    assert records[0]["problem"] == records[0]["why"] == "I copy the same marks into four ledgers"
