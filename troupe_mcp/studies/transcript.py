"""A log as a transcript: what was said, shown and done, as a reader or one of the people could follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.simulation.events import Acted, CameAbout, Event, Moderated, SceneSet, Stimulus
from troupe_mcp.simulation.world import OUTCOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Utterance:
    """One line of a transcript: `kind` is `say`, `show`, … for stimuli and `TALK`, `DO`, … for people."""

    position: int
    step: int
    kind: str
    person: str
    content: str
    to: tuple[str, ...] = ()
    from_outside: bool = False
    """True for a stimulus: a moderator's words, a thing shown, a document."""


def transcript(log: Iterable[tuple[int, Event]], person: str = "") -> tuple[Utterance, ...]:
    """Return the utterances of a log with their positions, or only those that concern one person.

    Thoughts are left out. For one person, what others say in private is too, and what was told to others alone.
    """
    lines: list[Utterance] = []
    private = True
    for position, event in log:
        match event:
            case SceneSet():
                private = event.setting == "private"
            case Stimulus() if event.kind in {"say", "show", "document", "situation"}:
                if not person or not event.to or person in event.to:
                    text = f"{event.title}\n{event.content}" if event.title else event.content
                    text = f'a picture named "{event.title}"' if event.picture else text
                    lines.append(Utterance(position, event.step, event.kind, event.source, text, event.to, True))  # noqa: FBT003
            case Acted() if event.type != "THINK":
                if not person or event.person == person or not private:
                    lines.append(Utterance(position, event.step, event.type, event.person, event.content, event.to))
            case Moderated() if event.content:
                lines.append(Utterance(position, event.step, "say", event.person, event.content, event.to, True))  # noqa: FBT003
            case CameAbout():
                if not person or not event.to or person in event.to:
                    lines.append(Utterance(position, event.step, "outcome", OUTCOME, event.content, event.to, True))  # noqa: FBT003
            case _:
                continue
    return tuple(lines)


def as_text(lines: Sequence[Utterance]) -> str:
    """Return a transcript as numbered lines for a prompt: `[position] who, how: "words"`."""
    return "\n".join(_line(line) for line in lines)


def _line(line: Utterance) -> str:
    whom = f" to {', '.join(line.to)}" if line.to else ""
    how = {"TALK": "said", "say": "said", "show": "showed", "SHOW": "showed", "DO": "did", "outcome": ""}.get(
        line.kind, line.kind
    )
    words = line.content.replace("\n", "\n    ")
    return f"[{line.position}] step {line.step}, {line.person} {how}{whom}: “{words}”"
