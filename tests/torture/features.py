"""Scenes of all that a world can have, by name: each the arguments of one tool, by the people and a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from tests.torture.scenes import NAMES, STEERING, Call

REPORT = "The bread report\n\n" + "\n\n".join(
    f"# Part {at}\n\nIn street {at} rye costs {at + 2} crowns and the queue has {at * 3} people. " * 4
    for at in range(12)
)


def world(people: Sequence[str], seed: int, most: int, steps: int, **rules: Any) -> Call:
    """Return a call of run_world for the first of the people; the seed says whether they act in turn."""
    return Call(
        "run_world",
        {
            "people": [*people[:most]],
            "situation": "They meet in a bakery.",
            "say": "What is good bread worth?",
            "steps": steps,
            "order": ("together", "in_turn")[seed % 2],
            "seed": seed,
            **rules,
        },
    )


def memory(people: Sequence[str], seed: int) -> Call:
    """People who talk for long: their words fade, they search their minds."""
    return world(people, seed, 4, 10, documents=[REPORT])


def tools(people: Sequence[str], seed: int) -> Call:
    """People who write, read and plan; by the seed one of them alone keeps the calendar."""
    owners = {"tool_owners": {"calendar": NAMES[1]}} if seed // 2 % 2 else {}
    return world(people, seed, 4, 6, tools=["documents", "calendar"], documents=[REPORT, "Note\nBe kind."], **owners)


def network(people: Sequence[str], seed: int) -> Call:
    """People on a chain who reach out beyond it, come and go, while the clock jumps."""
    pairs = pairwise(NAMES[:6])
    script = [
        {"step": 2, "remove": [NAMES[1]]},
        {"step": 3, "add": [NAMES[5]], "wait": "3 months", "say": "Good day.", "to": [NAMES[0], NAMES[4]]},
        {"step": 5, "add": [NAMES[1]], "goal": "To sell."},
    ]
    return world(
        people, seed, 6, 7, relations=[f"{a}, {b}: friends" for a, b in pairs], script=script,
        start="2026-03-03T10:00", time_per_step="10 minutes",
        interventions=[
            {"when": {"every": 3}, "then": {"remove": NAMES[2]}},
            {"when": {"step": 5}, "then": {"add": NAMES[2]}},
        ],
    )  # fmt: skip


def moderated(people: Sequence[str], seed: int) -> Call:
    """A talk that one of the people leads, or a voice."""
    guide = ["What annoys you?", {"question": "What would help?", "steps": 3}, "What would you pay?"]
    return world(people, seed, 4, 8, guide=guide, moderator=NAMES[0] if seed // 2 % 2 else "A voice", checkpoint="end")


def refereed(people: Sequence[str], seed: int) -> Call:
    """A world whose deeds are judged."""
    return world(people, seed, 5, 6, setting="refereed", script=[{"step": 3, "show": "One last loaf."}])


def steered(people: Sequence[str], seed: int) -> Call:
    """A world that is watched, steered, and ends early where a claim comes true."""
    watch = [*STEERING["watch"], {"claim": "She is content", "person": NAMES[2], "score": True}]
    return world(
        people, seed, 4, 7, **{**STEERING, "watch": watch, "stop_when": "All of them have made up their minds"}
    )


def mended(people: Sequence[str], seed: int) -> Call:
    """Turns that are taken again for the slips that code sees."""
    return world(people, seed, 5, 6, quality="mend")


def judged(people: Sequence[str], seed: int) -> Call:
    """Turns that are judged a few at once, and taken again."""
    return world(people, seed, 6, 4, quality="judge")


def voting(people: Sequence[str], seed: int) -> Call:
    """A group that votes before it talks and after, and says what moved whom."""
    ballot = {"text": "Which loaf?", "options": ["Rye", "White", "None"]} if seed // 2 % 2 else "Would you buy it?"
    return world(people, seed, 6, 4, ballot=ballot, stop_when="They agree on rye.")


def examined(people: Sequence[str], seed: int) -> Call:
    """Somebody put through every check, and asked on about what is not settled."""
    checks = ["expectations", "knowledge", "consistency"]
    return Call("validate_person", {"person": people[0], "seed": seed, "checks": checks, "questions": 12})


def everything(people: Sequence[str], seed: int) -> Call:
    """All at once: led, judged, steered, refereed, with tools, a clock, and words that fade."""
    return world(
        people, seed, 5, 7, setting="refereed", tools=["documents", "calendar"], quality="judge",
        guide=["What annoys you?", "What would help?"], moderator=NAMES[4], documents=[REPORT], start="2026-03-03",
        time_per_step="P1D", script=[{"step": 3, "remove": [NAMES[0]]}, {"step": 5, "add": [NAMES[0]]}], **STEERING,
    )  # fmt: skip


def interview(people: Sequence[str], seed: int) -> Call:
    """People alone with the asker, for as long as makes their words fade."""
    asked = [f"What of loaf {at}?" for at in range(8)]
    return Call(
        "listen_and_act",
        {
            "people": [*people[:3]], "questions": asked, "documents": [REPORT], "seed": seed, "tools": ["documents"],
            "quality": ("mend", "judge")[seed % 2],
        },
    )  # fmt: skip


def casting(people: Sequence[str], seed: int) -> Call:
    """Two waves of people by a demography, planned first."""
    del people
    shares = {"age": {"18-39": 0.5, "40-80": 0.5}, "gender": {"woman": 0.5, "man": 0.5}}
    asked = {"count": 24, "description": "who buy bread", "demography": shares, "seed": seed}
    return Call("create_people", {**asked, "dimensions": ["how much they know of rye"]})


Feature = Callable[[Sequence[str], int], Call]
FEATURES: dict[str, Feature] = {
    each.__name__: each
    for each in (
        memory, tools, network, moderated, refereed, steered, mended, judged, everything, interview, casting, voting,
        examined,
    )
}  # fmt: skip


def readings(run: str, seed: int) -> tuple[Call, ...]:
    """Return the calls that read a run: of a claim, and of its story."""
    asked = {"run": run, "seed": seed}
    return (
        Call("check_proposition", {**asked, "claim": "They agree on rye.", "score": True}),
        Call("tell_story", {**asked, "words": 100}),
    )
