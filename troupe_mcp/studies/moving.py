"""What moved somebody who votes otherwise than before: asked of them, and then looked for in what was really said."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from pydantic import create_model

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.answer import Answer, cut_at
from troupe_mcp.language.ask import ask
from troupe_mcp.language.completion import BILLED
from troupe_mcp.language.prompt import Message, digest_of
from troupe_mcp.language.text import beyond, clean, clip, quoted
from troupe_mcp.simulation.people.persona import slug
from troupe_mcp.simulation.worlds.events import Answered
from troupe_mcp.simulation.worlds.transcript import lines_of, transcript
from troupe_mcp.simulation.worlds.votes import MOVED
from troupe_mcp.studies.survey.tasks import AskTask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.simulation.worlds.transcript import Utterance
    from troupe_mcp.simulation.worlds.work import Past

NOBODY = "nobody"
LONGEST_WHY = 600
LONGEST_QUOTE = 400
SHORTEST = 8
"""Characters that a quote needs, where it isn't all that was said: shorter ones stand anywhere."""
_TYPED = str.maketrans("’‘“”", "''\"\"")


class MovedAnswer(Answer):
    """Why somebody votes otherwise now; the words before the name, because it rests on them."""

    why: Annotated[str, cut_at(LONGEST_WHY)]
    quote: Annotated[str, cut_at(LONGEST_QUOTE)]
    person: str


@cache
def _form(names: tuple[str, ...]) -> type[MovedAnswer]:
    """Return the form of an answer that names one of these, or nobody; the same for all of a room, so that a host
    is handed several at once.
    """
    listed: Any = cast("Any", Literal)[(*names, NOBODY)]
    return create_model("MovedAnswer", __base__=MovedAnswer, person=(listed, ...))


@dataclass(frozen=True, slots=True)
class MovedTask:
    """Say what moved you: `{why, quote, person}`, by the lines of others that this person perceived, `heard`.

    `vote` is the question as it was put a moment ago, `before` and `after` the two answers to it, with the reasons.
    """

    vote: AskTask
    before: tuple[Any, str]
    after: tuple[Any, str]
    heard: tuple[Utterance, ...]

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        return digest_of("moved", self.vote.digest(), self.before, self.after, lines_of(self.heard))


@dataclass(frozen=True, slots=True)
class Changed:
    """Two votes of one person, and what they heard from others."""

    before: Answered
    after: Answered
    heard: tuple[Utterance, ...]


def speakers(log: Iterable[tuple[int, Event]], person: str) -> tuple[Utterance, ...]:
    """Return what others said, showed or did before somebody's eyes and ears."""
    return tuple(line for line in transcript(log, person) if line.person not in ("", person))


def moved_prompt(voted: Prompt, changed: Changed, templates: Templates) -> Prompt:
    """Return the prompt of a vote, followed by that vote and the question what moved them."""
    vote = cast("AskTask", voted.task)
    asked, before, after = vote.asked[0], changed.before, changed.after
    letters = {option.id: letter for letter, option in asked.shown.lettered().items()}
    value = letters[after.value] if letters else after.value
    said = json.dumps({asked.question.kind: value, "reason": after.reason}, ensure_ascii=False)
    names = tuple(dict.fromkeys(line.person for line in changed.heard))
    text = templates.render(
        "ballot.moved.md.j2",
        before=quoted(_told(vote, before.value)),
        because=quoted(before.reason),
        after=quoted(_told(vote, after.value)),
        people=[quoted(name) for name in names],
    )
    task = MovedTask(vote, (before.value, before.reason), (after.value, after.reason), changed.heard)
    prompt = voted.followed_by(Message("assistant", said), Message("user", text))
    address = ("ballot", MOVED, slug(vote.moment.person))
    return replace(prompt, answer=_form(tuple(sorted({*names, vote.moment.person}))), task=task, address=address)


async def moved_by(prompt: Prompt, past: Past, model: Model, person: str) -> Answered:
    """Return by whose words somebody was moved: `{person, quote, position}`, empty where nobody said such words.

    Raises ModelFailed where nobody answered at all.
    """
    task, step = cast("MovedTask", prompt.task), past.world.step
    try:
        answer = cast("MovedAnswer", await ask(model, prompt, prompt.answer))
    except ModelFailed as failure:
        if failure.outcome not in BILLED:
            raise ModelFailed(str(failure), failure.outcome, person) from failure
        return Answered(step, person, MOVED, outcome=failure.outcome, played_by=model.name)
    found = stands_in(answer.quote, answer.person, task.heard)
    why = clean(answer.why)
    reason, cut = clip(why, LONGEST_WHY), beyond(why, LONGEST_WHY, "reason")
    return Answered(step, person, MOVED, value=found, reason=reason, played_by=model.name, cut=cut)


def stands_in(quote: str, person: str, heard: Sequence[Utterance]) -> dict[str, Any]:
    """Return whose words a quote is, as they stand in the log: of whoever is named, else of whoever said it.

    Case, spaces and the form of quotation marks don't matter. Empty where nobody said it.
    """
    wanted = _plain(quote).strip(" .…!?,;:'\"")
    for line in sorted(heard, key=lambda line: (line.person != person, line.position)):
        words = " ".join(line.content.split())
        at = _plain(words).find(wanted) if wanted else -1
        if at >= 0 and (len(wanted) >= SHORTEST or len(wanted) >= len(words) - 2):
            kept = clip(words[at : at + len(wanted)], LONGEST_QUOTE)
            return {"person": line.person, "quote": kept, "position": line.position}
    return {}


def _plain(text: str) -> str:
    """Return a text in which only words and their order count, each character in its place."""
    words = " ".join(text.split()).translate(_TYPED)
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in words)


def _told(vote: AskTask, value: Any) -> str:
    question = vote.asked[0].question
    return question.option(value).text if question.options else str(value)
