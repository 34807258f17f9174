"""Forty-eight recorded turns, half of them subtly broken, as the very prompts that a judge of turns is given.

`python -m tests.answered.judging FOLDER` writes the prompts as NN.md and scores what lies beside them as NN.json; once
all are answered it keeps the answers.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from pydantic import TypeAdapter

from troupe_mcp.language.answer import Unreadable, json_in, read_answer, schema_text
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.library import Library, load_templates
from troupe_mcp.simulation.people.names import match_name
from troupe_mcp.simulation.people.person import TinyPerson
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.turns.perception import Perceived
from troupe_mcp.simulation.turns.reviewing import PASSED, TOGETHER, Review, Reviewed, ReviewTask, Shown, review_prompt
from troupe_mcp.simulation.turns.slips import slips
from troupe_mcp.simulation.worlds.events import Acted
from troupe_mcp.simulation.worlds.work import Past, Rules
from troupe_mcp.simulation.worlds.world import TinyWorld

CASES = Path(__file__).with_name("turns.json")
ANSWERS = Path(__file__).with_name("judged.json")
KINDS = ("fact", "voice", "role")
SEED = 11
RULES = Rules(SEED, "English", 24_000)


@dataclass(frozen=True)
class Case:
    """A turn, what came before it as `(source, words)` and as own lines, and what a careful reader finds, and why.

    The label is "good", or the kind of break: a fact of their life, their voice, or their role.
    """

    id: str
    person: str
    heard: tuple[tuple[str, str], ...]
    said: tuple[str, ...]
    now: str
    label: str
    why: str

    @property
    def persona(self) -> Persona:
        """Return who speaks, as the library has them."""
        return _people()[self.person]

    @property
    def world(self) -> TinyWorld:
        """Return the world in which they only heard and said what came before."""
        heard = [Perceived(1, "TALK" if who in _people() else "say", who, words) for who, words in self.heard]
        said = [Perceived(1, "TALK", self.person, words, own=True) for words in self.said]
        return TinyWorld({self.person: TinyPerson(self.person, self.persona, (*said, *heard))}, step=2)

    def shown(self) -> Shown:
        """Return the turn as a judge sees it, with what code has seen already."""
        heard = tuple(f"{who}: “{words}”" for who, words in self.heard)
        seen = slips((Acted(2, self.person, "TALK", self.now),), self.world, self.person, RULES.language)
        return Shown(self.person, self.persona, heard, self.said, (f"TALK: “{self.now}”",), seen)


@dataclass(frozen=True)
class Score:
    """How a judge did: breaks found by kind, good turns blamed, and every turn it got wrong or left unmarked."""

    calls: int
    turns: Mapping[str, int]
    marked_down: Mapping[str, int]
    wrong: tuple[str, ...]
    unmarked: tuple[str, ...]

    @property
    def found(self) -> float:
        """Return the share of breaks with any mark below what passes."""
        breaks = sum(self.turns[kind] for kind in KINDS)
        return sum(self.marked_down[kind] for kind in KINDS) / breaks if breaks else 0.0

    @property
    def false_alarms(self) -> float:
        """Return the share of good turns with any mark below what passes."""
        return self.marked_down["good"] / self.turns["good"] if self.turns["good"] else 0.0

    @property
    def calls_per_turn(self) -> float:
        """Return how many judging calls a turn cost."""
        return self.calls / sum(self.turns.values()) if self.calls else 0.0

    def calls_in_all(self, broken: float) -> float:
        """Return how many calls a turn costs, with being taken, judged, taken again and judged again.

        `broken` is the share of turns that come out broken at first: half are here, far fewer in a run.
        """
        again = broken * self.found + (1 - broken) * self.false_alarms
        return 1 + again + self.calls_per_turn * (2 - (1 - again) ** TOGETHER)

    def __str__(self) -> str:
        kinds = ", ".join(f"{kind} {self.marked_down[kind]}/{self.turns[kind]}" for kind in KINDS)
        figures = (
            f"breaks found {self.found:.0%} ({kinds}); false alarms {self.false_alarms:.0%} "
            f"({self.marked_down['good']}/{self.turns['good']}); judging calls per turn {self.calls_per_turn:.2f}; "
            f"in all {self.calls_in_all(0.05):.2f} where 5 % are broken, {self.calls_in_all(0.1):.2f} where 10 % are"
        )
        unmarked = [f"no marks: {each}" for each in self.unmarked]
        return "\n".join([figures, *self.wrong, *unmarked])


_CASE = TypeAdapter(Case)


@cache
def _people() -> Mapping[str, Persona]:
    return {persona.name: persona for persona in Library.shipped().people.values()}


def cases() -> list[Case]:
    """Return all turns, in the order in which they are kept."""
    kept = json.loads(CASES.read_text("utf-8"))
    return [_CASE.validate_python(each) for each in kept]


def batches() -> Mapping[str, Sequence[Case]]:
    """Return the turns as they are judged, by number from 01: mixed, and nobody twice in one prompt."""
    rng = Random(SEED)
    whose: dict[str, list[Case]] = {}
    for case in cases():
        whose.setdefault(case.person, []).append(case)
    for own in whose.values():
        rng.shuffle(own)
    found: list[Sequence[Case]] = []
    for together in zip(*whose.values(), strict=True):
        order = rng.sample(together, len(together))
        found += [order[at : at + TOGETHER] for at in range(0, len(order), TOGETHER)]
    return {f"{number:02}": batch for number, batch in enumerate(found, 1)}


def prompt(batch: Sequence[Case]) -> Prompt:
    """Return what a judge is asked of some turns."""
    task = ReviewTask(tuple(case.shown() for case in batch), 2)
    return review_prompt(task, Past(TinyWorld({}), (), RULES, load_templates()))


def score(answers: Mapping[str, str]) -> Score:
    """Return how a judge did that gave these answers, by number of the prompt."""
    turns: Counter[str] = Counter()
    down: Counter[str] = Counter()
    wrong: list[str] = []
    unmarked: list[str] = []
    for number, text in sorted(answers.items()):
        for case, mark in _marked(batches()[number], text):
            turns[case.label] += 1
            low = mark is not None and min(four(mark)) < PASSED
            down[case.label] += low
            if mark is None:
                unmarked.append(f"{number} {case.id}, {case.label}")
            elif low != (case.label != "good"):
                wrong.append(f"{number} {case.id}, {case.label}, marks {four(mark)} “{mark.fault}” ({case.why})")
    return Score(len(answers), turns, down, tuple(wrong), tuple(unmarked))


def four(mark: Reviewed) -> tuple[int, int, int, int]:
    """Return the marks of one turn."""
    return mark.adherence, mark.consistency, mark.fluency, mark.suitability


def _marked(batch: Sequence[Case], text: str) -> Iterator[tuple[Case, Reviewed | None]]:
    """Yield each turn with its marks; a judge whose answer can't be read gave none."""
    try:
        reviews = read_answer(Review, json_in(text)).reviews
    except Unreadable:
        reviews = []
    names = [case.person for case in batch]
    marks = {match_name(one.person, names): one for one in reviews}
    for case in batch:
        yield case, marks.get(case.person)


def as_page(asked: Prompt) -> str:
    """Return a prompt as a page: all its messages and the form of its answer."""
    messages = [f"# {message.role}\n\n{message.text}" for message in asked.messages]
    return "\n\n".join([*messages, f"# schema of the answer\n\n{schema_text(asked.answer)}"]) + "\n"


def by_hand(folder: Path) -> None:
    """Write the prompts into a folder and say how the answers there do; once all are there, keep them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, batch in batches().items():
        (folder / f"{number}.md").write_text(as_page(prompt(batch)), "utf-8")
    answers = {number: path.read_text("utf-8") for number in batches() if (path := folder / f"{number}.json").exists()}
    sys.stdout.write(f"{len(answers)} of {len(batches())} prompts answered\n")
    if answers:
        sys.stdout.write(f"{score(answers)}\n")
    if len(answers) == len(batches()):
        ANSWERS.write_text(json.dumps(answers, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    by_hand(Path(sys.argv[1]))
