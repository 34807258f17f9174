"""`make demo-ads`: thirty people, each alone, choose between three ads; who chose which, and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from troupe_mcp.demo.client import Call, to_its_end
from troupe_mcp.demo.screen import TITLE, Screen
from troupe_mcp.language.text import clip
from troupe_mcp.server.shaping.charts import bars
from troupe_mcp.simulation.people.names import first_name

SEED = 11
AS_THEY_ARE = "as they are"

ADS = {
    "Three Nights by Rail": "A seat on the night train, a map in your hand, and nobody on the platform with a sign.",
    "The Long Lie-In": "A quiet hotel with a pool, no stairs, breakfast until noon, and nobody who wakes you.",
    "Small Feet Welcome": "A farm with calves to feed, beds for a whole family, and lights out at eight.",
}
SHOWN = "\n\n".join(f"Ad {number}: {title}. {text}" for number, (title, text) in enumerate(ADS.items(), 1))
QUESTION = "Which of these three ads for a long weekend would make you look twice, and why?"
CHOICE: Mapping[str, Any] = {
    "objective": "which ad would make each look twice",
    "fields": {"ad_number": {"type": "integer"}, "justification": "why"},
}

VARIATIONS: Mapping[str, Sequence[str]] = {
    "Aruzhan Seitkali": ("frugal", "travel_enthusiast"),
    "Caio Marinho": ("early_adopter", "loving_parent"),
    "Evaristo Cob": ("picky_customer", "right_wing"),
    "Fetu Leavasa": ("authoritarian",),
    "Ilona Szabados": ("left_wing", "travel_enthusiast"),
    "Lisa Carter": ("libertarian",),
    "Mahrous Gaballah": ("early_adopter",),
    "Ngozi Adeleke": ("loving_parent",),
    "Oscar": ("picky_customer", "aggressive_debater"),
    "Raghav Deshmukh": ("frugal",),
    "Solveig Rustad": ("right_wing",),
    "Ximena Undurraga": ("left_wing", "aggressive_debater"),
}


@dataclass(frozen=True, slots=True)
class Vote:
    """What one of the thirty chose and said; no ad is 0, and not everybody says why."""

    name: str
    group: str
    ad: int
    said: str
    why: str


async def judge_ads(call: Call) -> None:
    """Let thirty people judge the ads and show what came of it. Raises ToolFailed with the words of the tool."""
    screen = Screen()
    screen.line(TITLE, code=1)
    screen.line("Thirty people, twelve of the library and eighteen variations, each asked alone.")
    screen.heading("The ads")
    for ad in SHOWN.split("\n\n"):
        screen.line(ad, code=2)
    screen.line(QUESTION, lead="Interviewer: ", code=2)
    await screen.pause()
    votes = await vote(call)
    screen.heading(f"What {len(votes)} people said they would choose")
    show_votes(screen, votes)
    screen.heading("In their words, from the most chosen to the least")
    for each in voices(votes):
        screen.line(f"“{clip(each.said, 300)}”", lead=f"{each.name}, Ad {each.ad}: ")
        await screen.pause()
    screen.line()
    screen.line("Your own ads: ask your assistant for them, or pick the prompt ad_test.")


async def vote(call: Call) -> list[Vote]:
    """Make the thirty, show them the ads, and return what each chose and said."""
    groups = await _make_people(call)
    asked = {"people": list(groups), "show": SHOWN, "say": QUESTION, "seed": SEED}
    talk = await to_its_end(call, await call("listen_and_act", asked))
    said = {reply["name"]: _words(reply) for reply in talk["replies"]}
    found = await to_its_end(call, await call("extract_results", {**CHOICE, "run": [talk["run"]]}))
    rows = {row["person"]: row for row in found["results"]}
    named = zip(groups.values(), said.items(), strict=True)
    return [
        Vote(name, group, rows[name]["ad_number"] or 0, words, rows[name]["justification"] or "")
        for group, (name, words) in named
    ]


async def _make_people(call: Call) -> dict[str, str]:
    """Return the thirty by handle, each with their group: the fragment mixed in, or none."""
    groups: dict[str, str] = {}
    for name, fragments in VARIATIONS.items():
        original = (await call("create_person", {"like": name}))["person"]
        groups[original] = AS_THEY_ARE
        for fragment in fragments:
            group = fragment.replace("_", " ")
            wish = {"like": original, "fragments": [fragment], "name": f"{name} ({group})"}
            groups[(await call("create_person", wish))["person"]] = group
    return groups


def _words(reply: Mapping[str, Any]) -> str:
    return " ".join(action["content"] for action in reply["actions"] if action["type"] == "TALK")


def show_votes(screen: Screen, votes: Sequence[Vote]) -> None:
    """Draw a bar for each ad, most chosen first, and who is behind it."""
    counts = Counter(each.ad for each in votes)
    titles = {number: f"Ad {number} {title}" for number, title in enumerate(ADS, 1)}
    if counts[0]:
        titles[0] = "no clear choice"
    ranked = sorted(titles, key=lambda ad: (ad == 0, -counts[ad], ad))
    for ad, bar in zip(ranked, bars({titles[ad]: counts[ad] for ad in ranked}), strict=True):
        screen.print(bar)
        who = Counter(each.group for each in votes if each.ad == ad)
        if who:
            groups = [f"{group} {count}".replace(" ", "\xa0") for group, count in who.most_common()]
            screen.line(", ".join(groups), indent="     ", code=2)


def voices(votes: Sequence[Vote]) -> list[Vote]:
    """Return one voice for each ad that was chosen, most chosen first: somebody new, and with a reason, if there is."""
    counts = Counter(each.ad for each in votes if each.ad and each.said)
    heard: list[Vote] = []
    for ad, _ in counts.most_common():
        before = {first_name(each.name) for each in heard}
        theirs = [each for each in votes if each.ad == ad and each.said]
        heard.append(max(theirs, key=lambda each: (bool(each.why), first_name(each.name) not in before)))
    return heard
