"""What a caller may put into a scene, checked and turned into the lines of a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

from troupe_mcp.errors import NotAllowed, NotFound, RequestError
from troupe_mcp.language.text import clean
from troupe_mcp.simulation.people.names import match_name
from troupe_mcp.simulation.worlds.clock import Span, span
from troupe_mcp.simulation.worlds.events import Line, LineKind, StimulusKind

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_TEXT = 20_000
"""Characters of one thing said or shown."""
KINDS: tuple[StimulusKind, ...] = get_args(StimulusKind)
"""In the order in which one step delivers them."""


def one_or_several(value: object) -> object:
    """Return a name as the list of it, for a caller who names but one."""
    return (value,) if isinstance(value, str) else value


class Happening(BaseModel):
    """What may happen as a step opens: who goes and who comes, and what reaches all, or those of `to`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to: tuple[str, ...] = ()
    say: str | None = None
    show: str | None = None
    think: str | None = None
    goal: str | None = None
    situation: str | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    _one_who_moves = field_validator("add", "remove", mode="before")(one_or_several)

    def moves(self, where: str, step: int, cast: Sequence[str]) -> list[Line]:
        """Return who goes and who comes. Raises NotFound for somebody who is not in the cast."""
        kinds: tuple[tuple[LineKind, str, tuple[str, ...]], ...] = (
            ("leave", f"{where}.remove", self.remove),
            ("arrive", f"{where}.add", self.add),
        )
        return [
            Line(step, kind, "", tuple(dict.fromkeys(in_cast(place, name, cast) for name in names)))
            for kind, place, names in kinds
            if names
        ]

    def stimuli(self, where: str, step: int, cast: Sequence[str]) -> list[Line]:
        """Return what reaches people. Raises NotFound for an addressee who is not in the cast, and as `tidy` does."""
        to = tuple(in_cast(f"{where}.to", name, cast) for name in self.to)
        given: list[tuple[StimulusKind, str]] = [(k, str(text)) for k in KINDS if (text := getattr(self, k, None))]
        return [Line(step, kind, tidy(f"{where}.{kind}", text), to) for kind, text in given]


class AtStep(BaseModel):
    """At which step of a call something happens; 1 is its first."""

    step: int = Field(1, ge=1)


class ScriptLine(Happening, AtStep):
    """What happens at one step of a call (1 = its first): to whom, and at least one thing that reaches them.

    `add` and `remove` let people of the cast come and go; who is added before ever being removed is not there until
    then. `wait` is how much time passes before the step, as `3 years` or `P3Y`.
    """

    wait: str | None = None


class Opening(BaseModel):
    """What reaches everybody as a call begins, delivered in this order in its first step."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    situation: str | None = None
    documents: tuple[str, ...] = ()
    show: str | None = None
    think: str | None = None
    goal: str | None = None
    say: str | None = None

    def lines(self, step: int, to: tuple[str, ...] = ()) -> list[Line]:
        """Return the opening as lines of a script, its documents and files still unread."""
        lines: list[Line] = []
        for kind in KINDS:
            if kind == "document":
                lines += [Line(step, "document", text, to) for text in self.documents]
            elif text := getattr(self, kind):
                lines.append(Line(step, kind, tidy(kind, text), to))
        return lines


def script_lines(script: Sequence[ScriptLine], after: int, steps: int, cast: Sequence[str]) -> list[Line]:
    """Return a script as lines at absolute steps, for people by their names in the run.

    Raises NotFound for somebody who is not in the cast, RequestError for a line that says nothing or comes late.
    """
    lines: list[Line] = []
    for index, line in enumerate(script):
        where = f"script[{index}]"
        if line.step > steps:
            message = (
                f"{where} is at step {line.step} of this call, which plays {steps}: the run's steps {after + 1} to "
                f"{after + steps}, and the first of them is 1 here. {move_it(line.step, after, steps)}"
            )
            raise RequestError(message)
        at = after + line.step
        waits = [Line(at, "wait", duration(f"{where}.wait", line.wait))] if line.wait else []
        brought = [*line.moves(where, at, cast), *waits, *line.stimuli(where, at, cast)]
        if not brought:
            message = f"{where} says nothing: give one of say, show, think, goal, situation; or add, remove, wait."
            raise RequestError(message)
        lines += brought
    return lines


def move_it(step: int, after: int, steps: int) -> str:
    """Return which number to give for a step beyond a call's last: perhaps it was counted from the run's first."""
    if after < step <= after + steps:
        return f"For the run's step {step} give step {step - after}."
    return "Move it, or play more steps."


def duration(where: str, text: str) -> str:
    """Return a span of time as an ISO 8601 duration. Raises RequestError where the text is none, or no time at all."""
    read = span(text)
    if read is None or read == Span():
        raise RequestError(f"{where} is {text[:60]!r}; expected a span of time, as '10 minutes', '3 years' or 'P3Y'.")
    return read.iso()


def in_cast(where: str, name: str, cast: Sequence[str]) -> str:
    """Return whom a name means, as the run calls them. Raises NotFound with who is in the cast."""
    known = match_name(name, cast)
    if known is None:
        shown = ", ".join(cast[:12])
        raise NotFound(f"{where} is {name[:80]!r}, who is not in the cast: {shown}. Use one of these names.")
    return known


def tidy(where: str, text: str, most: int = MAX_TEXT) -> str:
    """Return a text as it is kept. Raises RequestError where nothing is left of it, NotAllowed where it is too long."""
    kept = clean(text)
    if not kept:
        message = f"{where} is empty; give its text or leave it out."
        raise RequestError(message)
    if len(kept) > most:
        message = f"{where} has {len(kept):,} characters; at most {most:,} are possible. Shorten it, or split it."
        raise NotAllowed(message)
    return kept


def as_mapping(value: BaseModel) -> dict[str, Any]:
    """Return what was really given, for the digest that tells calls apart."""
    return value.model_dump(exclude_none=True, exclude_defaults=True)
