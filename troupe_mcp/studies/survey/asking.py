"""Asking one person one question, alone and in a fresh context: the prompt, the same as data, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.ask import ask_counting
from troupe_mcp.language.completion import BILLED
from troupe_mcp.language.prompt import Message, Picture, Prompt
from troupe_mcp.language.text import quoted
from troupe_mcp.simulation.memory.passages import ROOM, passages_for
from troupe_mcp.simulation.memory.reading import passage_line
from troupe_mcp.simulation.memory.recollection import brought_back, card_of, memory_room
from troupe_mcp.simulation.people.persona import slug
from troupe_mcp.simulation.turns.fitting import fitted, newest_that_fit, size_of
from troupe_mcp.simulation.turns.moment import MOST_PICTURES, told
from troupe_mcp.simulation.turns.perception import Perceived, TurnTask
from troupe_mcp.simulation.worlds.events import Answered
from troupe_mcp.studies.questionnaire import POINTS, SKIPPED, SPEAKER
from troupe_mcp.studies.survey.course import earlier, is_skipped, piped
from troupe_mcp.studies.survey.forms import form_of, form_of_all
from troupe_mcp.studies.survey.shown import shown_to
from troupe_mcp.studies.survey.tasks import Asked, AskTask
from troupe_mcp.studies.survey.values import cut_of, outcome_of, reason_of, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.people.person import TinyPerson
    from troupe_mcp.simulation.worlds.work import Rules
    from troupe_mcp.studies.questionnaire import Elicitation, Question

FRAME = 1500
"""Characters of a question around its text and options."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is asked, and how: `sitting` is `one` question a call, or `all` in one; `version` that of the material.

    `place` stands in an address for the question where that is not enough.
    """

    questions: tuple[Question, ...]
    repeats: int
    elicitation: Elicitation
    sitting: str
    rules: Rules
    templates: Templates
    step: int = 1
    version: str = ""
    place: tuple[str, ...] = ()

    @property
    def by_id(self) -> dict[str, Question]:
        """The questions by their ids."""
        return {question.id: question for question in self.questions}


async def answered(
    survey: Survey,
    person: TinyPerson,
    questions: Sequence[Question],
    repeat: int,
    before: Mapping[str, Answered],
    model: Model,
) -> list[Answered]:
    """Return what a person answers to a question, or to all of a sitting; a refusal is an answer without a value.

    Raises ModelFailed where nobody answered at all, so that the run can pause and lose nothing.
    """
    if len(questions) == 1 and is_skipped(questions[0], before):
        return [Answered(survey.step, person.name, questions[0].id, repeat, outcome=SKIPPED)]
    prompt = ask_prompt(survey, person, questions, repeat, before)
    task = cast("AskTask", prompt.task)
    try:
        answer, times = await ask_counting(model, prompt, prompt.answer)
    except ModelFailed as failure:
        if failure.outcome not in BILLED:
            raise ModelFailed(str(failure), failure.outcome, person.name) from failure
        return [Answered(survey.step, person.name, each.id, repeat, outcome=failure.outcome) for each in questions]
    said = answer.model_dump(mode="json", by_alias=True)
    kept = [_kept(each, said[each.question.id] if task.sitting else said, repeat) for each in task.asked]
    return [replace(each, step=survey.step, person=person.name, repaired=times > 1) for each in kept]


def _kept(asked: Asked, answer: Mapping[str, Any], repeat: int) -> Answered:
    value = value_of(asked.question, asked.shown, answer)
    outcome = outcome_of(asked.question, answer, value)
    return Answered(0, "", asked.question.id, repeat, value, reason_of(answer), outcome, cut=cut_of(answer))


def ask_prompt(
    survey: Survey, person: TinyPerson, questions: Sequence[Question], repeat: int, before: Mapping[str, Answered]
) -> Prompt:
    """Return the prompt of one question, or of all in one sitting: rules, person, what they know, the question."""
    rules, templates, seed = survey.rules, survey.templates, survey.rules.seed
    asked = tuple(
        Asked(
            question,
            piped(question, before, survey.by_id),
            shown_to(question, person.name, repeat, seed),
            earlier(question, before, survey.by_id),
        )
        for question in questions
    )
    sitting = survey.sitting == "all"
    heard = person.perceiving(*(Perceived(0, "say", SPEAKER, each.text) for each in asked))
    task = AskTask(_moment(heard, person, rules), asked, repeat, survey.elicitation, sitting)
    who = templates.render(
        "ask.person.md.j2", person=person.name, card=card_of(person.persona), language=rules.language
    )
    system = (Message("system", templates.render("ask.rules.md.j2")), Message("system", who))
    put = [_put(each, survey.elicitation) for each in asked]
    room = rules.prompt_budget - sum(len(message.text) for message in system) - FRAME
    room -= sum(len(before.text + before.answer + before.reason) for each in asked for before in each.earlier)
    room -= sum(len(each.text) + sum(len(option.text) for option in each.question.options) for each in asked)
    pictures = _pictures(person) if rules.sees else ()
    text = templates.render(
        "ask.question.md.j2",
        **_surroundings(task.moment, person, max(room, 2000), pictures),
        questions=put,
        sitting=sitting,
        first=survey.elicitation != "direct",
    )
    messages = (*system, Message("user", text, pictures))
    sets = [len(each.shown.sets) for each in asked]
    form = (
        form_of_all(tuple(zip(questions, sets, strict=True)), survey.elicitation)
        if sitting
        else form_of(questions[0], sets[0], survey.elicitation)
    )
    place = survey.place or (("sitting",) if sitting else ("question", questions[0].id))
    version = ("version", survey.version) if survey.version else ()
    address = (*place, slug(person.name), *version, "repeat", str(repeat))
    return Prompt(messages, form, task, address, seed, templates.version)


def _moment(heard: TinyPerson, person: TinyPerson, rules: Rules) -> TurnTask:
    """Return who is asked and what they know as data; memories and passages are those that the question touches."""
    situations = [item.content for item in person.perceived if item.kind == "situation"]
    return TurnTask(
        person=person.name,
        persona=person.persona,
        here=(),
        private=True,
        situation=situations[-1] if situations else "",
        perceived=person.perceived,
        news=person.news,
        mind=person.mind,
        actions=("TALK",),
        language=rules.language,
        step=0,
        memories=brought_back(heard, memory_room(person, rules.prompt_budget)),
        passages=passages_for(heard.perceived, heard.news, min(ROOM, rules.prompt_budget // 5)),
    )


def _surroundings(moment: TurnTask, person: TinyPerson, room: int, pictures: Sequence[Picture]) -> dict[str, Any]:
    """Return what stands before the question: memories, what happened and was shown, what was read."""
    seen = {picture.digest for picture in pictures}
    known = [f"“{quoted(memory.text)}”" for memory in moment.memories if memory.kind != "episode"]
    past = [f"“{quoted(memory.text)}”" for memory in moment.memories if memory.kind == "episode"]
    read = [passage_line(passage) for passage in moment.passages]
    room -= len(moment.situation) + size_of([*known, *past, *read])
    now = max(person.news, person.until)
    old = [
        told(item, item.content, is_new=False, seen=item.picture in seen)
        for item in person.perceived[person.until : now]
    ]
    new = fitted(
        person.perceived[now:], max(room - size_of(old), room // 2),
        lambda item, content: told(item, content, is_new=True, seen=item.picture in seen),
    )  # fmt: skip
    kept = newest_that_fit([line for line in old if line], room - size_of(new))
    return {"situation": quoted(moment.situation), "known": known, "past": past, "lines": [*kept, *new], "read": read}


def _put(asked: Asked, elicitation: Elicitation) -> dict[str, Any]:
    """Return a question as its template needs it."""
    question, shown = asked.question, asked.shown
    low, high = question.scale
    points = list(range(low, high + 1))
    ends = dict(zip((low, high), question.labels, strict=True))
    return {
        "id": question.id,
        "kind": question.kind,
        "text": quoted(asked.text),
        "earlier": [(quoted(each.text), quoted(each.answer), quoted(each.reason)) for each in asked.earlier],
        "options": [(letter, quoted(option.text)) for letter, option in shown.lettered().items()],
        "sets": [
            [(letter, quoted(option.text)) for letter, option in zip("ABCD", options, strict=False)]
            for options in shown.sets
        ],
        "low": low,
        "high": high,
        "ends": [(point, ends[point]) for point in (points[0], points[-1])[:: -1 if shown.reversed else 1]],
        "unit": question.unit,
        "points": POINTS,
        "chances": elicitation == "probabilities" and question.kind in ("choice", "rating"),
    }


def _pictures(person: TinyPerson) -> tuple[Picture, ...]:
    shown = dict.fromkeys(Picture(item.title, item.picture) for item in reversed(person.perceived) if item.picture)
    return tuple(reversed([*shown][:MOST_PICTURES]))
