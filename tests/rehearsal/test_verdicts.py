"""Claims judged by the rehearsal: what was said decides, with its sign; a shared topic does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rehearsal.stage import answer, people
from troupe_mcp.simulation.steering.propositions import ClaimTask
from troupe_mcp.simulation.worlds.transcript import Utterance

OPPOSITES = ((" should ", " should not "), (" shouldn't ", " should "), (" is ", " is not "), (" are ", " are not "))
QUESTION = "Would you pay for an app that keeps receipts?"


def log(*said: tuple[str, str]) -> tuple[Utterance, ...]:
    """A transcript: whoever is called moderator speaks from outside, and asks all."""
    return tuple(
        Utterance(place, place, "say" if who == "moderator" else "TALK", who, words, (), who == "moderator")
        for place, (who, words) in enumerate(said, 1)
    )


def judged(claim: str, *said: tuple[str, str], person: str = "") -> dict[str, Any]:
    names = tuple(dict.fromkeys(who for who, _ in said if who != "moderator"))
    return answer(ClaimTask(claim, log(*said), names, person))


def verdict(claim: str, *said: tuple[str, str]) -> str:
    return judged(claim, *said)["verdict"]


def test_who_said_a_thing_holds_it_and_not_its_opposite() -> None:
    wrong: list[str] = []
    tried = 0
    for person in people():
        beliefs: list[str] = list(person.spec["beliefs"])
        for belief in beliefs:
            said = (("moderator", "And you?"), (person.name, f"Well. {belief}"))
            if verdict(f"{person.name} thinks that {belief}", *said) != "yes":
                wrong.append(belief)
            pair = next((pair for pair in OPPOSITES if pair[0] in belief and "," not in belief), None)
            if pair:
                tried += 1
                if verdict(f"{person.name} thinks that {belief.replace(*pair, 1)}", *said) != "no":
                    wrong.append(f"not: {belief}")
    assert wrong == []
    assert tried > 50


def test_what_somebody_else_believes_is_not_put_into_a_mouth() -> None:
    everybody = people()
    claims = [belief for person in everybody for belief in person.spec["beliefs"]]
    decided = [
        (said, claim)
        for person in everybody[::2]
        for said in person.spec["beliefs"]
        for claim in claims
        if claim != said and verdict(f"{person.name} thinks that {claim}", (person.name, said)) != "unclear"
    ]
    assert len(decided) <= 2, decided


SAID = (
    ("moderator", QUESTION),
    ("Ana Souza", "Yes. I lose every receipt."),
    ("Bo Lind", "No, never. Paper is fine."),
    ("Cy", "I would pay for an app that keeps receipts, but only once."),
)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Ana Souza would pay for an app that keeps receipts.", "yes"),
        ("Bo would pay for an app that keeps receipts", "no"),
        ("Bo would not pay for an app that keeps receipts", "yes"),
        ("Ana likes receipts", "unclear"),
        ("Everybody would pay for an app that keeps receipts", "no"),
        ("Most people would pay for an app that keeps receipts", "yes"),
        ("Most of them would not pay for an app that keeps receipts", "no"),
        ("At least one person would pay for an app that keeps receipts", "yes"),
        ("Nobody would pay for an app that keeps receipts", "no"),
        ("Two people would pay for an app that keeps receipts", "yes"),
        ("Three participants would pay for an app that keeps receipts", "no"),
        ("People would pay for an app that keeps receipts", "unclear"),
        ("Somebody mentioned paper", "yes"),
        ("Nobody mentioned paper", "no"),
        ("Batteries were never mentioned", "yes"),
        ("Ana talked about batteries", "no"),
        ("The app is green", "unclear"),
    ],
)
def test_a_claim_is_counted_over_those_it_speaks_for(claim: str, expected: str) -> None:
    found = judged(claim, *SAID)
    assert found["verdict"] == expected, found["justification"]


def test_a_question_proves_nothing_about_who_asks_it_or_hears_it() -> None:
    said = (("moderator", "Cars should be banned, shouldn't they?"), ("Ana", "Should cars be banned?"), ("Bo", "Hm."))
    assert [verdict(f"{who} thinks that cars should be banned", *said) for who in ("Ana", "Bo")] == ["unclear"] * 2


@pytest.mark.parametrize(
    ("said", "likes", "dislikes"),
    [
        ("I love quiet doors.", "yes", "no"),
        ("I can't stand quiet doors.", "no", "yes"),
        ("Quiet doors, please, give me quiet doors.", "yes", "no"),
        ("I don't like quiet doors at all.", "no", "yes"),
        ("I painted two quiet doors on Monday.", "unclear", "unclear"),
    ],
)
def test_a_taste_needs_words_of_taste(said: str, likes: str, dislikes: str) -> None:
    lines = (("moderator", "Tell me about you."), ("Ana", said))
    assert verdict("Ana likes quiet doors", *lines) == likes
    assert verdict("Ana hates quiet doors", *lines) == dislikes


def test_a_changed_mind_is_two_statements_that_contradict() -> None:
    claim = "Ana changed her mind about the price"
    early, late = ("Ana", "The price is fair."), ("Ana", "That price is not fair at all.")
    assert verdict(claim, early, late) == "yes"
    assert verdict(claim, early, ("Bo", "I like it."), early) == "no"
    assert verdict(claim, early) == "unclear"
    assert verdict("Bo changed his mind about the price", early, late, ("Bo", "Hm.")) == "unclear"


def test_a_changed_vote_is_a_changed_mind() -> None:
    vote = ("moderator", "Ad 1: Quiet doors.\n\nAd 2: Fast loans.\n\nWhich one?")
    early, late = (("Ana", "Ad 1."), ("Bo", "Ad 2.")), (("Ana", "Ad 2, then."), ("Bo", "Ad 2."))
    changed = (vote, *early, ("moderator", "And now?"), *late)
    assert verdict("Ana changed her mind", *changed) == "yes"
    assert verdict("Bo changed his mind", *changed) == "no"
    assert verdict("Somebody changed their mind", *changed) == "yes"


def test_without_the_line_it_rests_on_a_verdict_falls() -> None:
    whole = judged("Cy would pay for an app that keeps receipts", *SAID)
    rest = [pair for place, pair in enumerate(SAID, 1) if place not in {quote["position"] for quote in whole["quotes"]}]
    assert whole["verdict"] == "yes"
    assert verdict("Cy would pay for an app that keeps receipts", *rest, ("Cy", "Fine weather.")) == "unclear"


def test_quotes_stand_in_the_log_and_nothing_is_measured() -> None:
    found = judged("Everybody would pay for an app that keeps receipts", *SAID)
    lines = {place: words for place, (_, words) in enumerate(SAID, 1)}
    assert len(found["quotes"]) == 3
    assert all(quote["quote"] in lines[quote["position"]] for quote in found["quotes"])
    assert found["confidence"] is None
    assert answer(ClaimTask("x", log(*SAID), ("Cy",), scored=True))["score"] is None


@pytest.mark.parametrize(
    ("claim", "held"), [("Most of them are against a fee of £5", "yes"), ("Most of them are for a fee of £5", "no")]
)
def test_who_finds_a_sum_too_much_is_against_it_and_so_is_who_joins_them(claim: str, held: str):
    said = (
        ("Ana Bell", "Not at that price.", ()), ("Bo Hill", "Too much for me.", ()),
        ("Rhys Low", "That costs too much.", ()), ("Chi Wu", "Then we're two, Rhys.", ("Rhys Low",)),
        ("Dan Po", "I walk there every week.", ()),
    )  # fmt: skip
    asked = Utterance(1, 1, "say", "moderator", "Should the café take a fee of £5?", from_outside=True)
    lines = (asked, *(Utterance(at, 1, "TALK", who, words, to) for at, (who, words, to) in enumerate(said, 2)))
    judged = answer(ClaimTask(claim, lines, tuple(who for who, _, _ in said)))
    assert judged["verdict"] == held
    assert "Then we're two, Rhys." in [quote["quote"] for quote in judged["quotes"]]
