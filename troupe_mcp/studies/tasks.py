"""The typed tasks of studies: what a reader of a transcript is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from troupe_mcp.language.prompt import digest_of
from troupe_mcp.simulation.worlds.transcript import lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.simulation.people.persona import Persona
    from troupe_mcp.simulation.worlds.transcript import Utterance


@dataclass(frozen=True, slots=True)
class ExtractTask:
    """Turn what was said into data: the fields of one record, about one person or about the whole run.

    `fields` maps a name to its meaning in words or to a JSON schema; empty means: what the objective asks, freely.
    The answer is `{found: {field: value or null}, quotes: [{field, position, quote}]}`; for a run-wide extraction
    of many things (`many`), `{records: [{…fields, person, quotes}]}`, the quotes alike.
    """

    objective: str
    fields: Mapping[str, Any]
    person: str
    transcript: tuple[Utterance, ...]
    many: bool
    title: str = ""

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        lines = [(u.position, u.step, u.kind, u.person, u.content, u.to) for u in self.transcript]
        return digest_of("extract", self.objective, self.fields, self.person, lines, self.many)


@dataclass(frozen=True, slots=True)
class InterviewPlanTask:
    """Choose the questions that test a person against expectations: `{questions: [{question, expectation}]}`.

    With no expectations given, the person's own specification is what should hold. Where something is `unsettled`, a
    question about each.
    """

    person: str
    persona: Persona
    expectations: str
    count: int
    unsettled: tuple[Answered, ...] = ()

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        asked = [(a.question, a.expectation, a.answer) for a in self.unsettled]
        more = (asked,) if asked else ()
        return digest_of("plan-interview", self.person, self.persona.digest, self.expectations, self.count, *more)


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of an interview, what should hold, and what the person said."""

    question: str
    expectation: str
    answer: str
    position: int


@dataclass(frozen=True, slots=True)
class JudgeInterviewTask:
    """Judge a person's answers: `{findings: [{expectation, held: yes|no|unclear, reason, quote}], justification}`."""

    person: str
    persona: Persona
    expectations: str
    answers: tuple[Answered, ...]

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        said = [(a.question, a.expectation, a.answer) for a in self.answers]
        return digest_of("judge-interview", self.person, self.persona.digest, self.expectations, said)


@dataclass(frozen=True, slots=True)
class StoryTask:
    """Tell a run as a short story in the past tense, from its log alone: `{story}`.

    `cast` are the people as `(name, who this is in a line)`; `private` where each was alone with the asker. `before`
    are the chapters told already; an `imagined` one is of what might come, with a surprising turn where `twist`.
    """

    transcript: tuple[Utterance, ...]
    cast: tuple[tuple[str, str], ...]
    private: bool
    words: int
    requirements: str = ""
    before: str = ""
    imagined: bool = False
    twist: bool = False

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        told = lines_of(self.transcript)
        chapter = (self.before, self.imagined, self.twist) if self.before else ()
        return digest_of("story", told, self.cast, self.private, self.words, self.requirements, *chapter)


@dataclass(frozen=True, slots=True)
class MinibioTask:
    """Introduce a person in two to four sentences in the third person, from their specification alone: `{story}`."""

    name: str
    persona: Persona
    requirements: str = ""

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        return digest_of("minibio", self.name, self.persona.digest, self.requirements)
