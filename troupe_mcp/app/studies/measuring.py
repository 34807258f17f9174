"""What runs of each kind have that can be laid beside another one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import anyio.to_thread

from troupe_mcp.app.labels import NOT_MEASURED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import Member, RunView
    from troupe_mcp.studies.comparison.measures import Measure


def people_of(self: App, view: RunView) -> list[Member]:
    """Return the people that a run is about: its own, or of one that reads others theirs."""
    own = list(view.cast)
    for source in sources_of(self, view):
        own += [member for member in self.cast(self.run(source)) if member not in own]
    return own


def sources_of(self: App, view: RunView) -> list[str]:
    """Return the runs that one reads, as far as they are still there."""
    spec: Mapping[str, Any] = view.run.settings.get("spec", {})
    return [source for source in spec.get("of", ()) if self.store.find_run(source)]


async def measures_of(self: App, view: RunView) -> list[Measure]:
    """Return all of a run that can be laid beside another one; a survey is counted in a thread."""
    from troupe_mcp.studies.comparison.measures import Measure, of_table
    from troupe_mcp.studies.comparison.scenes import scenes_of
    from troupe_mcp.studies.comparison.talk import ONE_RUN, of_talk, of_votes

    ids = {member.name: member.person for member in view.cast}
    match view.run.kind:
        case "survey":
            results = await anyio.to_thread.run_sync(view.survey)
            return [
                replace(each, name=f"{each.name}, version {result.table.version}") if result.table.version else each
                for result in results.questions
                for each in of_table(result.table, ids)
            ]
        case "extraction":
            return _fields(self, view)
        case "proposition" | "validation":
            return _verdicts(view, ONE_RUN, Measure)
        case kind:
            votes = of_votes(found, ids) if (found := view.dynamics()) else []
            return [*votes, *of_talk(scenes_of(kind, (event for _, event in view.log)), ids)]


def _fields(self: App, view: RunView) -> list[Measure]:
    """Return an extraction's fields, a label in the place of the wordings that it stands for."""
    from troupe_mcp.studies.comparison.measures import of_field
    from troupe_mcp.studies.normalizing import label_of

    spec, rows, labels = view.run.settings["spec"], view.records(), view.labels()
    ids: dict[tuple[str, str], str] = {}
    for source in sources_of(self, view):
        ids |= {(source, member.name): member.person for member in self.cast(self.run(source))}
    only = spec["of"][0]
    whose = [(row.get("run", only), row.get("person", "")) for row in rows]
    persons = any(who for _, who in whose)
    keys = [ids.get(who, f"{who[0]}/{who[1]}") if who[1] else f"{view.id}#{at}" for at, who in enumerate(whose)]
    found: list[Measure] = []
    for name, meaning in spec["fields"].items():
        column = label_of(name) if name in labels else name
        said = [(key, row.get(column)) for key, row in zip(keys, rows, strict=True)]
        found.append(of_field(name, said, meaning=meaning if isinstance(meaning, str) else "", persons=persons))
    return found


def _verdicts(view: RunView, untested: str, measure: type[Measure]) -> list[Measure]:
    learned = view.learned()
    if not learned:
        return []
    score = learned.get("score")
    value = float(score) if isinstance(score, int | float) else None
    if view.run.kind == "proposition":
        claim = view.run.settings["spec"]["claim"]
        told = f"{learned['verdict']}" + ("" if value is None else f", score {value:g}")
        return [measure(claim, "told", kind="claim", told=told, value=value, untested=untested)]
    passed = {True: "passed", False: "not passed", None: NOT_MEASURED}[learned["passed"]]
    told = passed if value is None else f"{value:.2f}, {passed}"
    findings = [
        measure(each["expectation"], "told", kind="expectation", told=each["held"], untested=untested)
        for each in learned["findings"]
    ]
    return [measure("score", "told", kind="score", told=told, value=value, untested=untested), *findings]
