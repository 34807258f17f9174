"""Propositions: one claim judged by what a log holds, or by what somebody's description says, with the words for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from troupe_mcp.language.answer import Answer
from troupe_mcp.language.ask import ask
from troupe_mcp.language.prompt import Message, Prompt, digest_of
from troupe_mcp.language.text import quoted
from troupe_mcp.simulation.people.card import card
from troupe_mcp.simulation.steering.yardsticks import measure_of, verdict_of
from troupe_mcp.simulation.worlds.events import SceneSet
from troupe_mcp.simulation.worlds.transcript import DESCRIBED, Utterance, as_text, lines_of, transcript

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Address
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.people.persona import Persona
    from troupe_mcp.simulation.steering.steering import Proposition
    from troupe_mcp.simulation.worlds.events import Event

MOST_READ = 200_000
"""Characters of a transcript that is judged once, as a whole; in a world a run's own length of prompts holds."""


class CitedAnswer(Answer):
    """Words that bear on a claim, and where they stand."""

    position: int
    quote: str


class VerdictAnswer(Answer):
    """The judgement of a claim; the words come first, because the verdict rests on them."""

    quotes: list[CitedAnswer]
    justification: str
    verdict: Literal["yes", "no", "unclear"]
    confidence: Annotated[float, Field(ge=0, le=1)] | None


class ScoreAnswer(VerdictAnswer):
    """The judgement of a claim with a score: 0 plainly false, 9 plainly true, null where nothing bears on it."""

    score: Annotated[int, Field(ge=0, le=9)] | None


@dataclass(frozen=True, slots=True)
class ClaimTask:
    """Judge one claim by what a log holds: `{quotes: [{position, quote}], justification, verdict, confidence}`.

    With `scored`, also `score`, 0 to 9. With a `person`, the claim is about them, and the transcript is theirs; where
    nothing has happened it holds the lines of their description. `measure` names a ready-made claim, `persona` is
    given where it needs to know who they are. Lines are numbered from 1, so that a fork asks the same; `positions`
    says where each stands in the log.
    """

    claim: str
    transcript: tuple[Utterance, ...]
    people: tuple[str, ...]
    person: str = ""
    scored: bool = False
    measure: str = ""
    persona: Persona | None = None
    positions: tuple[int, ...] = ()

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        more = (self.measure, self.persona.digest if self.persona else "") if self.measure else ()
        return digest_of("claim", self.claim, lines_of(self.transcript), self.people, self.person, self.scored, *more)


@dataclass(frozen=True, slots=True)
class Material:
    """What a claim is judged by: what happened among these people, or with no log the one person's description."""

    cast: Mapping[str, Persona]
    log: Sequence[tuple[int, Event]] | None
    room: int = MOST_READ


def claim_prompt(
    proposition: Proposition, material: Material, *, address: Address, seed: int, templates: Templates
) -> Prompt:
    """Return the prompt that has one claim judged; the latest of a long transcript is kept, whole lines only."""
    person, cast = proposition.person, material.cast
    measure = measure_of(proposition.claim)
    yardstick = measure.yardstick if measure else None
    described = material.log is None
    log = material.log or ()
    told = description(person, cast[person]) if described else transcript(log, person)
    lines = [replace(line, position=number) for number, line in enumerate(told, 1)]
    claim = measure.words(person or "each of them") if measure else proposition.claim
    scored = proposition.scored or yardstick is not None
    who = cast[person] if yardstick and yardstick.card and not described else None
    about = card(who) if who else ""
    kept = _latest(lines, material.room - len(about))
    positions = tuple(line.position for line in told)
    task = ClaimTask(claim, kept, tuple(cast), person, scored, measure.name if measure else "", who, positions)
    system = templates.render("claim.system.md.j2", scored=scored, described=described, measured=yardstick is not None)
    user = templates.render(
        "claim.user.md.j2",
        claim=quoted(claim),
        scoring=yardstick.scoring if yardstick else "",
        people=tuple(cast),
        person=person,
        card=about,
        described=described,
        private=all(event.setting == "private" for _, event in log if isinstance(event, SceneSet)),
        transcript=as_text(kept),
        left_out=len(lines) - len(kept),
    )
    messages = (Message("system", system), Message("user", user))
    form = ScoreAnswer if scored else VerdictAnswer
    return Prompt(messages, form, task, address, seed, templates.version)


async def judge(prompt: Prompt, model: Model) -> Mapping[str, Any]:
    """Return `{verdict, justification, confidence, quotes: [{position, person, quote}]}`, and `score` where asked for.

    Quotes that nobody said where they claim to stand are dropped. Raises ModelFailed where nobody could answer.
    """
    task = prompt.task
    if not isinstance(task, ClaimTask):
        raise TypeError(f"a {type(task).__name__} is no claim")
    answer = (await ask(model, prompt, prompt.answer)).model_dump(mode="json")
    own = {line.position: line for line in task.transcript if not line.from_outside}
    said = {number: line.content for number, line in own.items()}
    quotes: list[dict[str, Any]] = [
        {**quote, "position": task.positions[quote["position"] - 1], "person": own[quote["position"]].person}
        for quote in answer["quotes"]
        if stands(quote, said)
    ]
    measured = {"verdict": verdict_of(answer["score"])} if task.measure else {}
    return {**answer, **measured, "quotes": quotes}


def stands(quote: Mapping[str, Any], said: Mapping[int, str]) -> bool:
    """Whether a quote stands where it claims to, by position."""
    words = " ".join(str(quote.get("quote", "")).split())
    return bool(words) and words in " ".join(said.get(int(quote.get("position", 0)), "").split())


def description(name: str, persona: Persona) -> tuple[Utterance, ...]:
    """Return somebody's description as lines that can be quoted, numbered from 1."""
    lines = [line for line in card(persona).splitlines() if line.strip()]
    return tuple(Utterance(number, 0, DESCRIBED, name, line) for number, line in enumerate(lines, 1))


def _latest(lines: Sequence[Utterance], room: int) -> tuple[Utterance, ...]:
    """Return the latest lines that fit; the last one always."""
    for count, line in enumerate(reversed(lines)):
        room -= len(line.content) + len(line.person) + 30
        if room < 0 and count:
            return tuple(lines[len(lines) - count :])
    return tuple(lines)
