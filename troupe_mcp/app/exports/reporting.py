"""From what the app knows of a run to the facts of a report: the run, the runs it reads, and what came of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from troupe_mcp.app.exports.movers import with_votes
from troupe_mcp.app.exports.origins import origins_of
from troupe_mcp.app.exports.polls import with_survey
from troupe_mcp.app.exports.renditions import byline
from troupe_mcp.app.labels import dollars_spent
from troupe_mcp.runs.log import read_log
from troupe_mcp.simulation.worlds.events import Found
from troupe_mcp.studies.reports.facts import Facts, Source, Written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import Member, RunView

ASKED = ("objective", "claim", "expectations", "description", "requirements")
"""Where the specification of a study says what it is about."""


async def facts_of(self: App, view: RunView) -> Facts:
    """Return all that a report of a run says, with what people said in the runs that it reads."""
    run, spec = view.run, dict[str, Any](view.run.settings.get("spec", {}))
    asked = next((str(spec[key]) for key in ASKED if spec.get(key)), "")
    facts = Facts(
        run=run.id,
        kind=run.kind,
        title=run.title or run.id,
        status=run.status,
        done=run.done,
        total=run.total,
        notice=view.notice,
        played_by=view.played_by,
        seed=run.seed,
        language=str(run.settings.get("language", "")),
        day=time.strftime("%d %B %Y", time.gmtime(run.created / 1000)).lstrip("0"),
        calls=run.calls,
        cached_calls=run.cached_calls,
        tokens=run.input_tokens + run.output_tokens,
        usd=dollars_spent(run),
        sources=await _sources(self, view, spec),
        origins=origins_of(self, _people(self, view, spec)) if run.kind != "casting" else (),
        before=f"they went through {run.parent}, which is not told here" if view.lived_before else "",
        asked="" if asked == run.title else asked,
        records=view.records() if run.kind == "extraction" else (),
        outcomes=_outcomes(view),
        tally=view.tally() if run.kind == "extraction" else {},
        found=view.learned() if run.kind in {"proposition", "validation", "story"} else {},
        coverage=[cell[:4] for cell in view.coverage()] if run.kind == "casting" else (),
        documents=tuple(Written(each.title, byline(each), each.text) for each in view.artifacts()),
    )
    return with_survey(facts, view) if run.kind == "survey" else with_votes(facts, view)


def _outcomes(view: RunView) -> dict[tuple[str, str], str]:
    """Return what came of reading each person, by their run and name, for an extraction that reads them one by one."""
    found: dict[tuple[str, str], str] = {}
    for _, event in view.log:
        if isinstance(event, Found) and event.study == "extraction":
            run, _, person = event.subject.partition("/")
            found |= {(run, person): event.data.get("outcome", "answered")} if person else {}
    return found


def _people(self: App, view: RunView, spec: Mapping[str, Any]) -> list[Member]:
    """Return who is in a run, or in those that it reads."""
    read = [source for each in spec.get("of", ()) if (source := self.store.find_run(each))]
    return [member for source in read for member in self.cast(source)] if spec.get("of") else [*view.cast]


async def _sources(self: App, view: RunView, spec: Mapping[str, Any]) -> tuple[Source, ...]:
    """Return the runs in which people said what this one rests on, as they were when it read them; else itself."""
    if not spec.get("of"):
        cast = [(member.name, member.persona.spec) for member in view.cast]
        log = [] if view.run.kind == "casting" else [*view.log][view.lived_before :]
        return (Source(view.run.id, view.run.title, cast, log),)
    found: list[Source] = []
    until: dict[str, int] | int | None = spec.get("until")
    for read in spec["of"]:
        source = self.store.find_run(read)
        if source:
            cast = [(member.name, member.persona.spec) for member in self.cast(source)]
            last = until.get(read) if isinstance(until, dict) else until
            found.append(Source(source.id, source.title, cast, await read_log(self.store, source.id, last)))
    return tuple(found)
