"""The verb that asks many people the same, each alone, and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.config import JsonDict

from troupe_mcp.app.labels import rehearsed, uncounted, unseen, unspoken
from troupe_mcp.app.naming import call_digest, first_words, mint
from troupe_mcp.app.people.banding import bands_of
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.runs.playing import fresh_seed, unplayed, with_written
from troupe_mcp.app.scenes.costs import for_whom, priced_for
from troupe_mcp.app.scenes.interviews import asked
from troupe_mcp.app.scenes.requests import Opening, as_mapping
from troupe_mcp.app.studies.cautions import as_read, priceless, unnamed, whys
from troupe_mcp.app.studies.versions import UNFILLED, Versions, field_names, opened, template
from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.text import clip, one_line
from troupe_mcp.runs.log import read_log, until_step
from troupe_mcp.simulation.worlds.events import SceneSet, TurnTaken
from troupe_mcp.store import RunRecord
from troupe_mcp.studies.questionnaire import KINDS, SPEAKER, Elicitation, Kind, as_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import Member, RunView
    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.studies.questionnaire import Question

UNPUBLISHED: JsonDict = {"hidden": True}
"""Of a field that is accepted and told in the guide, not in the published schema."""
MOST_ANSWERS = 500_000
MOST_REPEATS = 10
MOST_FIELDS = 6
_OF_ANY_KIND = {"id", "text", "skip_if"}
CASTLESS = "{} has no people of its own. Give people, or the run of a group, a talk or a casting."


class SurveyQuestion(BaseModel):
    """One question as a caller writes it. A text alone is read: a choice where it names what to choose from, else open.

    `skip_if` is `{question: answer, or answers, "not x", "< 3"}`; `labels` name the ends of a scale; `unit` is what a
    number or a price is given in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str | None = None
    text: str
    kind: Annotated[Kind | None, WithJsonSchema({"type": "string", "enum": [*KINDS]})]
    options: Annotated[tuple[str | float, ...], WithJsonSchema({"type": "array", "items": {"type": "string"}})] = ()
    scale: tuple[int, ...] | None = Field(default=None, description="[1, 5]")
    axis: str | None = Field(default=None, description="Joins ratings; '-axis' reverses")
    skip_if: dict[str, Any] | None = Field(default=None, json_schema_extra=UNPUBLISHED)
    labels: tuple[str, ...] | None = Field(default=None, json_schema_extra=UNPUBLISHED)
    unit: str | None = Field(default=None, json_schema_extra=UNPUBLISHED)

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, value: object) -> object:
        """Leave the kind to be read where nothing but the text is given, and what stands beside any."""
        if isinstance(value, str):
            return {"text": value, "kind": None}
        known = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        if known.get("text") and {*known} <= _OF_ANY_KIND:
            return {**known, "kind": None}
        return cast("object", value)


async def ask_people(
    self: App,
    people: Sequence[str] = (),
    questions: Sequence[SurveyQuestion] = (),
    opening: Opening | None = None,
    *,
    group_by: Sequence[str] = (),
    repeats: int = 1,
    elicitation: Elicitation = "direct",
    sitting: str = "one",
    variants: Sequence[Mapping[str, Any]] = (),
    design: str = "within",
    run: str | None = None,
    title: str = "",
    play: Play | None = None,
) -> RunView:
    """Ask people the same questions, each person alone and each question by itself, in a run of its own.

    With `run` its people answer with what they remember of it, and it never learns of the poll. `variants` are versions
    of the material, each `{id, field: value}`, that fill `{{field}}` in what is shown and asked; by `design` each
    person sees every version in a fresh context, or one of them, and nobody learns of others. Raises RequestError
    where a question, a version or a group is of no use, NotAllowed for too many answers, NotFound, Ambiguous, Conflict.
    """
    from troupe_mcp.studies.survey.grouping import grouping, will_be_few
    from troupe_mcp.studies.survey.reading import questions_of

    play, opening = play or Play(), opening or Opening()
    given = [as_mapping(question) for question in questions]
    put = questions_of(given, field_names(variants))
    digest = call_digest(
        "ask_people",
        {
            "people": list(people),
            "questions": given,
            **as_mapping(opening),
            "group_by": list(group_by),
            "repeats": repeats,
            "elicitation": elicitation,
            "sitting": sitting,
            **({"variants": [dict(each) for each in variants], "design": design} if variants else {}),
            "run": run,
            "title": title,
            "seed": play.seed,
            "played_by": play.played_by,
        },
    )
    if known := self.to_join(digest, play):
        return await self.rejoin(known, play)
    parent = self.resting(run) if run else None
    members = asked(self, people, parent) or _nobody(self, people, play, parent)
    past, base = await _past(self, parent)
    versions = await opened(self, variants, design, opening, put, base + 1) if variants else Versions()
    _check(versions.asked(put), repeats, sitting, group_by)
    if people or parent:
        versions.check_groups(len(members))
    count = len(members) * len(put) * repeats * versions.seen
    if count > MOST_ANSWERS:
        shown = f" × {versions.seen} versions" if versions.seen > 1 else ""
        raise NotAllowed(
            f"{len(members):,} people × {len(put)} questions × {repeats} repeats{shown} are {count:,} answers; at "
            f"most {MOST_ANSWERS:,} in one survey. Ask fewer people, or less often."
        )
    bands = bands_of(self, people or ([parent.id] if parent else []), group_by)
    specs = [member.persona.spec for member in members]
    groups = grouping(specs, group_by, bands)
    names = tuple(member.name for member in members)
    lines = await (template(self, opening, base + 1) if variants else self.files.opened(opening.lines(base + 1)))
    scene = SceneSet("private", "together", base + 1, SPEAKER, names, tuple(lines), base)
    begun = parent is not None and any(isinstance(event, TurnTaken) and rehearsed(event) for event in past)
    settings = self.frozen(
        play,
        [parent.id] if parent and begun else [],
        questions=[as_json(question) for question in put],
        repeats=repeats,
        elicitation=elicitation,
        sitting=sitting,
        group_by=groups,
        **({"bands": bands} if bands else {}),
        **versions.spec(),
    )
    called = one_line(title)
    job = RunRecord(
        mint("survey", called or first_words(put[0].text.split(), 3)),
        "survey",
        called or clip(put[0].readable, 80) + (f" (and {len(put) - 1} more)" if len(put) > 1 else ""),
        settings=settings,
        seed=parent.seed if parent and play.seed is None else fresh_seed(play),
        parent=parent.id if parent else None,
        parent_step=base if parent else None,
        total=count,
        call_digest=digest,
    )
    whole = versions.all_of(scene)
    cautions = (
        *versions.unfilled(put, scene),
        *priceless(versions.asked(put), whole),
        *as_read(given, put),
        *whys(put),
        *unnamed(put, scene, past, together=sitting == "all"),
    )
    if play.dry_run:
        from troupe_mcp.app.runs.prices import price_of_survey

        likely, shown = versions.priced(job, scene, put)
        cost = await price_of_survey(self, likely, [*past, shown], members)
        told = versions.foreseen(len(members), len(put), repeats) if people or parent else for_whom(people, parent)
        whom, few = (members, will_be_few(specs, groups, bands)) if people or parent else ((), ())
        return unplayed(job, whom, cost, (*told, *cautions, *few, *uncounted(with_written(job, whom), len(whom))))
    notes = (*unseen(job, whole), *cautions, *unspoken(job, members), *self.warnings(job, play))
    cast = _with_those_of_the_past(self, members, parent) if past else members
    return await self.begin(job, [*past, scene], cast, play, notes)


def _nobody(self: App, people: Sequence[str], play: Play, parent: RunRecord | None) -> list[Member]:
    if parent:
        raise RequestError(CASTLESS.format(parent.id))
    return priced_for(self, people, play)


def _with_those_of_the_past(self: App, members: Sequence[Member], parent: RunRecord | None) -> list[Member]:
    """Return who is asked, and the others of the run whose past is shared: its log speaks of them."""
    others = self.cast(parent) if parent else []
    return [*members, *(other for other in others if other not in members)]


async def _past(self: App, parent: RunRecord | None) -> tuple[list[Event], int]:
    """Return what the people of a run remember, up to its last closed step."""
    if parent is None:
        return [], 0
    if parent.kind not in ("world", "interview", "survey"):
        return [], 0
    if parent.settings.get("spec", {}).get("variants"):
        raise RequestError(UNFILLED.format(parent.id, parent.id))
    step = await self.step_of(parent, None)
    return until_step(await read_log(self.store, parent.id), step), step


def _check(questions: Sequence[Question], repeats: int, sitting: str, group_by: Sequence[str]) -> None:
    if not 1 <= repeats <= MOST_REPEATS:
        raise NotAllowed(f"repeats={repeats}; from 1 to {MOST_REPEATS} are possible.")
    if sitting not in ("one", "all"):
        raise RequestError(f"sitting={sitting[:40]!r}; expected 'one' (a call for each question) or 'all' (one call).")
    if len(group_by) > MOST_FIELDS:
        raise NotAllowed(f"group_by names {len(group_by)} fields; at most {MOST_FIELDS} are possible.")
    waiting = next((question for question in questions if question.named), None)
    if sitting == "all" and waiting:
        raise RequestError(
            f"'{waiting.id}' waits for the answer to '{waiting.named[0]}', and sitting='all' asks all at once. "
            "Leave sitting out."
        )
