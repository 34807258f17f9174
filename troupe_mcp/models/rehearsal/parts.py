"""The parts that the rehearsal has: one for each kind of task of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.casting.minibio import introduce
from troupe_mcp.models.rehearsal.casting.writing import write_people
from troupe_mcp.models.rehearsal.claims.propositions import judge_claim
from troupe_mcp.models.rehearsal.consolidating import consolidate
from troupe_mcp.models.rehearsal.moderation import moderate
from troupe_mcp.models.rehearsal.polls.polling import answer_survey
from troupe_mcp.models.rehearsal.readings.extracting import extract
from troupe_mcp.models.rehearsal.readings.judging import judge_interview
from troupe_mcp.models.rehearsal.readings.planning import plan_interview
from troupe_mcp.models.rehearsal.readings.sorting import sort_wordings
from troupe_mcp.models.rehearsal.readings.storytelling import tell_story
from troupe_mcp.models.rehearsal.refereeing import referee
from troupe_mcp.models.rehearsal.reviewing import review
from troupe_mcp.models.rehearsal.swaying import tell_what_moved
from troupe_mcp.models.rehearsal.turn import play
from troupe_mcp.models.rehearsal.voice.voice import dice
from troupe_mcp.simulation.casting.casting import CastPlanTask, CastTask
from troupe_mcp.simulation.casting.portrayal import PortrayalTask
from troupe_mcp.simulation.memory.consolidation import ConsolidationTask
from troupe_mcp.simulation.steering.moderating import ModerateTask
from troupe_mcp.simulation.steering.propositions import ClaimTask
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.turns.reviewing import ReviewTask
from troupe_mcp.simulation.worlds.refereeing import RefereeTask
from troupe_mcp.studies.moving import MovedTask
from troupe_mcp.studies.normalizing import NormalizeTask
from troupe_mcp.studies.survey.tasks import AskTask
from troupe_mcp.studies.tasks import (
    ExtractTask,
    InterviewPlanTask,
    JudgeInterviewTask,
    MinibioTask,
    StoryTask,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.models.rehearsal.actor import Rehearsal

PARTS: dict[type[Any], Callable[[Rehearsal, Any, Prompt], dict[str, Any]]] = {
    TurnTask: lambda actor, task, prompt: play(task, actor.portrait(task.persona), dice(prompt), prompt.seed),
    ExtractTask: lambda _, task, __: extract(task),
    InterviewPlanTask: lambda actor, task, prompt: plan_interview(task, actor.portrait(task.persona), dice(prompt)),
    JudgeInterviewTask: lambda _, task, __: judge_interview(task),
    ClaimTask: lambda _, task, __: judge_claim(task),
    StoryTask: lambda _, task, __: tell_story(task),
    MinibioTask: lambda actor, task, _: introduce(task, actor.portrait(task.persona)),
    CastPlanTask: lambda _, task, prompt: write_people(task, prompt),
    CastTask: lambda _, task, prompt: write_people(task, prompt),
    PortrayalTask: lambda _, task, prompt: write_people(task, prompt),
    ConsolidationTask: lambda _, task, __: consolidate(task),
    RefereeTask: lambda _, task, prompt: referee(task, dice(prompt)),
    ReviewTask: lambda _, task, __: review(task),
    ModerateTask: lambda actor, task, prompt: moderate(
        task, dice(prompt), actor.portrait(task.persona) if task.persona else None
    ),
    NormalizeTask: lambda _, task, __: sort_wordings(task),
    AskTask: lambda actor, task, prompt: answer_survey(
        task, actor.portrait(task.moment.persona), dice(prompt), prompt.seed
    ),
    MovedTask: lambda _, task, __: tell_what_moved(task),
}
