"""A run with all it rests on, as a file that another machine imports and replays without a call."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from troupe_mcp.app.exports import studyfile
from troupe_mcp.errors import NotAllowed
from troupe_mcp.store import Study

if TYPE_CHECKING:
    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import RunView
    from troupe_mcp.store import RunRecord

MOST_RUNS = 200


async def study_of(self: App, view: RunView) -> tuple[bytes, str]:
    """Return the file, and in words what it holds. Raises NotAllowed where it rests on too many runs."""
    runs = _rests_on(self, view.run)
    if len(runs) > MOST_RUNS:
        raise NotAllowed(f"{view.run.id} rests on more than {MOST_RUNS} runs; export these one by one.")
    ids = [run.id for run in runs]
    logs, answers = await self.store.logs(ids), await self.store.answers_of(ids)
    cast = {(str(entry["person"]), int(entry["version"])) for run in runs for entry in run.cast if entry["version"]}
    found = [self.store.find_person(person, number) for person, number in sorted(cast)]
    people = tuple(person for person in found if person)
    data = studyfile.written(
        Study(tuple(runs), logs, people, answers), f"troupe-mcp {version('troupe-mcp')}", view.run.id, view.notice
    )
    events = sum(map(len, logs.values()))
    told = [
        *([view.notice] if view.notice else []),
        f"{view.run.title} ({view.run.id})",
        f"{len(runs)} run{'s' if len(runs) > 1 else ''}: {', '.join(ids[:8])}{' …' if len(ids) > 8 else ''}",
        f"{events:,} events, {len(people):,} people made, {len(answers):,} answers",
        "On another machine: troupe-mcp import FILE. There the same call costs nothing and gives the same.",
    ]
    return data, "\n".join(told)


def _rests_on(self: App, run: RunRecord) -> list[RunRecord]:
    """Return a run, and those that it reads, branches off, or brings memories from, and so on."""
    found = {run.id: run}
    waiting = [run]
    while waiting and len(found) <= MOST_RUNS:
        one = waiting.pop()
        named = [one.parent, *one.settings.get("spec", {}).get("of", ()), *one.settings.get("brought_from", ())]
        for name in named:
            if name and name not in found and (other := self.store.find_run(name)):
                found[name] = other
                waiting.append(other)
    return list(found.values())
