"""What a turn is about: the line to answer, who said it, and what was said before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.calling import addressed, named
from troupe_mcp.models.rehearsal.asked.leading import apart, hands_on, unnamed
from troupe_mcp.models.rehearsal.asked.pointing import named as with_thing
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import keys, light
from troupe_mcp.models.rehearsal.lexicon import pattern
from troupe_mcp.models.rehearsal.matters.carrying import carried
from troupe_mcp.models.rehearsal.matters.plans import side_in

if TYPE_CHECKING:
    from troupe_mcp.simulation.turns.perception import Perceived, TurnTask

WORDS_OF_OTHERS = ("say", "TALK")
_FROM_OUTSIDE = ("say", "show", "document", "situation")


@dataclass(frozen=True, slots=True)
class Moment:
    """The cue of a turn and its surroundings; `cue` is nothing where nothing was said."""

    task: TurnTask
    cue: Perceived | None
    questions: tuple[str, ...]
    by_person: bool
    addressed: bool
    for_other: str
    own: tuple[str, ...]
    heard: tuple[Perceived, ...]
    shown: tuple[str, ...]
    """All that can hold options: things shown and words from outside."""
    things: tuple[str, ...]
    """Things shown and documents."""

    @property
    def text(self) -> str:
        """The words of the cue."""
        return self.cue.content if self.cue else ""

    @property
    def asked(self) -> str:
        """The part of the cue that asks, or all of it."""
        return " ".join(self.questions) or self.text

    @property
    def asker(self) -> str:
        """Who said the cue."""
        return self.cue.source if self.cue else ""


def moment_of(task: TurnTask) -> Moment:
    """Return what a turn is about; whoever leads it from among the cast stands outside."""
    task = apart(task)
    news = task.perceived[task.news :] or task.perceived[-1:]
    cue = _cue(task, news)
    text = cue.content if cue else ""
    by_person = cue is not None and cue.source in task.here
    own = tuple(p.content for p in task.perceived if p.own and p.kind == "TALK" and p.content.strip())
    heard = tuple(p for p in task.perceived if not p.own and p.kind == "TALK" and p.content.strip())
    shown = tuple(p.content for p in task.perceived if p.kind in {"show", "document", "say", "SHOW"} and not p.own)
    called = cue.to if cue is not None and by_person else ()
    by_name = addressed(text, task.together)
    other = next((name for name in task.here if name in called or name in by_name), "") if text else ""
    mine = cue is not None and (task.private or not task.here or cue.to_me or task.person in by_name)
    mine = mine or (not other and task.person in named(text, task.together))
    other = "" if mine else other
    things = tuple(p.content for p in task.perceived if p.kind in {"show", "document", "SHOW"} and not p.own)
    questions = () if by_person and side_in(text) else questions_of(text) if mine or not by_person else _put(text)
    if by_person:
        questions = without_nods(questions)
    else:
        before = [p.content for p in reversed(task.perceived) if p.kind in _FROM_OUTSIDE and p.source not in task.here]
        if cue is not None and cue.kind == "say" and not task.private:
            questions = _in_full(task, cue, questions)
        questions = tuple(with_thing(question, (text, *before)) for question in questions)
    return Moment(task, cue, questions, by_person, mine, other, own, heard, shown, things)


def _in_full(task: TurnTask, cue: Perceived, questions: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is asked from outside with what it leaves out: the matter before, or the whole question before."""
    past = task.perceived[: task.perceived.index(cue)]
    before = [line.content for line in past if line.kind == "say" and line.source not in task.here and not line.own]
    if hands_on(_plain(task, cue.content)):
        whole = (n for n in range(len(before) - 1, -1, -1) if not hands_on(_plain(task, before[n])))
        place = next((n for n in whole if questions_of(before[n])), None)
        if place is not None:
            questions, before = questions_of(before[place]), before[:place]
    return tuple(carried(_plain(task, question), before) for question in questions)


def _plain(task: TurnTask, text: str) -> str:
    """Return words without the name of whoever is asked."""
    return unnamed(text, next(iter(addressed(text, task.together)), task.person), task.together)


def _cue(task: TurnTask, news: tuple[Perceived, ...]) -> Perceived | None:
    speech = [
        p
        for p in news
        if not p.own and p.kind in (*WORDS_OF_OTHERS, "think", "goal", "REACH_OUT") and p.content.strip()
    ]
    speech = speech or [
        p for p in news if not p.own and p.content.strip() and p.kind in {"show", "document", "SHOW", "situation", "DO"}
    ]
    if not speech:
        return None
    outside = [p for p in speech if p.source not in task.here]
    to_me = [p for p in speech if p.to_me or task.person in addressed(p.content, task.together)]
    direct = [p for p in to_me if p.source in task.here]
    direct = [p for p in direct if p.content.rstrip().endswith("?")] or direct
    asking = [p for p in outside if p.kind == "say" and questions_of(p.content)]
    if asking and len(task.here) > 1:
        return asking[-1]
    if direct and (not outside or speech.index(direct[-1]) > speech.index(outside[-1]) or task.private):
        return direct[-1]
    return outside[-1] if outside else direct[-1] if direct else speech[-1]


def last_from_outside(moment: Moment) -> Perceived | None:
    """Return what was last said from outside."""
    outside = (p for p in reversed(moment.task.perceived) if p.kind == "say" and p.source not in moment.task.here)
    return next(outside, None)


def asked_before(moment: Moment) -> str:
    """Return the question from outside that the own last answer was to, or the one before it that names a matter."""
    seen = moment.task.perceived
    past = seen[: seen.index(moment.cue)] if moment.cue in seen else seen
    asked = (p.content for p in reversed(past) if p.kind == "say" and p.source not in moment.task.here and not p.own)
    return next((text for text in asked if any(key not in light() for key in keys(text))), "")


def questions_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a text that want an answer."""
    return tuple(
        _EACH.sub(r"\1 you", part)
        for part in sentences(text)
        if part.rstrip("\"”')").endswith("?") or pattern("asking").match(part)
    )


def without_nods(questions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the questions of somebody in the room that want an answer: "You too, Lisa?" wants none."""
    return tuple(question for question in questions if not _NODS.match(question))


_NODS = re.compile(r"You too, [\w’'-]+\?$")
"""Words of somebody who has the same, to whom nobody owes an answer."""
_EACH = re.compile(r"^(?i:who) (?:of you|here|in this (?:room|group)|among you) (would|will|can)\b")
"""A question to everybody in a room: each answers it for themselves."""


def _put(text: str) -> tuple[str, ...]:
    """Return the question that somebody leaves with the whole room: said last, and with a matter of its own."""
    last = tuple(part for part in sentences(text)[-1:] if part.rstrip("\"”')").endswith("?"))
    telling = [key for part in last for key in keys(part) if key not in light()]
    return last if len(telling) > 1 else ()
