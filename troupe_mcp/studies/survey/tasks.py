"""The typed task of a survey: what one person is asked, alone, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.language.prompt import digest_of

if TYPE_CHECKING:
    from troupe_mcp.simulation.turns.perception import TurnTask
    from troupe_mcp.studies.questionnaire import Elicitation, Question
    from troupe_mcp.studies.survey.shown import Shown


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same person was asked before, said to it, and why where they said so."""

    text: str
    answer: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one person meets it: its text with earlier answers in it, its options in the order shown.

    `earlier` are the questions on whose answers it waits.
    """

    question: Question
    text: str
    shown: Shown
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class AskTask:
    """Answer as this person, alone: of one question `{<value>, reason}`, of a whole sitting that under each id.

    `moment` is who they are and all they perceived, materials of the survey included; nobody speaks in it.
    """

    moment: TurnTask
    asked: tuple[Asked, ...]
    repeat: int
    elicitation: Elicitation
    sitting: bool = False

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        asked = [
            (
                each.question.id,
                each.question.kind,
                each.text,
                [option.text for option in each.shown.options],
                [[option.text for option in options] for options in each.shown.sets],
                each.question.scale,
                each.question.labels,
                each.question.unit,
                each.shown.reversed,
                *((before.text, before.answer, before.reason) for before in each.earlier),
            )
            for each in self.asked
        ]
        return digest_of("ask", self.moment.digest(), asked, self.repeat, self.elicitation, self.sitting)
