"""Tools that look at runs, continue them and stop them."""

from __future__ import annotations

import json
import time
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult
from pydantic import Field

from troupe_mcp.app import App
from troupe_mcp.app.labels import briefly
from troupe_mcp.app.views import RunView
from troupe_mcp.errors import RequestError
from troupe_mcp.language.answer import json_in
from troupe_mcp.language.completion import Completion
from troupe_mcp.server.results.flat import More
from troupe_mcp.server.results.looked import Looked, RunLine
from troupe_mcp.server.results.played import EventLine
from troupe_mcp.server.schemas import HIDDEN
from troupe_mcp.server.shaping.artifacts import page_of
from troupe_mcp.server.shaping.castings import cast
from troupe_mcp.server.shaping.envelope import envelope
from troupe_mcp.server.shaping.examined import validated
from troupe_mcp.server.shaping.extracted import extracted
from troupe_mcp.server.shaping.played import happened, talked
from troupe_mcp.server.shaping.readings import checked, narrated
from troupe_mcp.server.shaping.telling import call, document_text, event_text, page, told
from troupe_mcp.server.shaping.transcript import begins, event_lines
from troupe_mcp.server.tool import Verb
from troupe_mcp.server.tools.arguments import MaxCalls, MaxTokens, PlayedBy, WaitSeconds, play

RUNS, LINES = 20, 50
"""Of a list of runs, and of what happened in one, on a page where nothing else is asked for."""


class RunTools:
    """get_run, continue_run and cancel_run on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[Verb]:
        """Return the tools of this family."""
        return [
            Verb(self.get_run, Looked, title="Look at runs", effect="reads"),
            Verb(self.continue_run, Looked, title="Continue a run", effect="asks"),
            Verb(self.cancel_run, Looked, title="Cancel a run", effect="changes", idempotent=True),
        ]

    async def get_run(
        self,
        ctx: Context,
        *,
        run: str | None = None,
        query: Annotated[str, Field(description="Search runs", max_length=400)] = "",
        detail: Literal["summary", "transcript", "events", "artifacts"] = "summary",
        person: Annotated[str | None, Field(description="Only this one")] = None,
        cursor: str = "",
        limit: Annotated[int | None, Field(ge=1, le=200, json_schema_extra=HIDDEN)] = None,
        at_step: Annotated[int | str | None, Field(json_schema_extra=HIDDEN)] = None,
        wait_seconds: Annotated[float | None, Field(description="0 = only look", ge=0, le=50)] = None,
    ) -> CallToolResult:
        """Without run: your latest studies and groups, to find one again. With run: status, progress, cost and the
        result in its tool's form, or transcript, events or artifacts (what they wrote) by page. If running it waits
        for it; paused: continue_run.
        """
        if run is None:
            return self._latest(f"{query} {person or ''}".strip(), cursor, limit or RUNS)
        view = await self._app.get_run(run, at_step=at_step, play=play(ctx, self._app, wait_seconds=wait_seconds))
        if detail == "summary" and not person:
            return await _in_its_form(view, cursor)
        if detail == "artifacts":
            return _written(view, person, cursor)
        return _paged(view, "transcript" if detail == "summary" else detail, person, cursor, limit or LINES)

    def _latest(self, query: str, cursor: str, limit: int) -> CallToolResult:
        found = self._app.list_runs(query=query, cursor=cursor, limit=limit)
        lines = [
            RunLine(
                run=r.id,
                kind=r.kind,
                title=r.title,
                status=r.status,
                people=len(r.cast) or None,
                when=time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(r.updated / 1000)),
                played_by=briefly(r),
            )
            for r in found.runs
        ]
        follow = f'get_run(run="{lines[0].run}")' if lines else 'run_world(people=["Lisa Carter", "Oscar"], say="…")'
        more: More | None = None
        if found.next_cursor:
            same = {"query": query, "limit": 0 if limit == RUNS else limit, "cursor": found.next_cursor}
            more = More(tool="get_run", arguments={name: value for name, value in same.items() if value})
            follow = f"{follow}; {call(more)} lists earlier ones"
        result = Looked(status="done", next=follow, runs=lines, more=more, next_cursor=found.next_cursor or None)
        told_lines = [
            " · ".join([r.run, r.kind, r.title, *_of_people(r.people), r.status, r.played_by, r.when]) for r in lines
        ]
        body = told_lines or ["There are no runs yet." if not query else f"No run matches {query!r}."]
        return told(result, "\n".join([*body, "", f"Next: {follow}"]))

    async def continue_run(
        self,
        ctx: Context,
        *,
        run: str,
        answers: Annotated[dict[str, Any] | None, Field(description="By prompt id, where it needs_answers")] = None,
        played_by: PlayedBy = "auto",
        max_cost: Annotated[
            float | None, Field(description="A higher limit, where it is over_budget", ge=0, allow_inf_nan=False)
        ] = None,
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
    ) -> CallToolResult:
        """Go on with a run that is paused or cancelled, to the end of what was planned; or hand in answers where you
        play its people (played_by host). What is already answered is not asked again. Another goes on with it only by
        played_by. More steps of a world: run_world. Returns the result, or the next prompts.
        """
        how = play(
            ctx, self._app, played_by=played_by, max_calls=max_calls, max_tokens=max_tokens, max_cost=max_cost,
            wait_seconds=wait_seconds,
        )  # fmt: skip
        given = {name: Completion(_as_text(answer), model="host") for name, answer in (answers or {}).items()}
        return await _in_its_form(await self._app.continue_run(run, answers=given, play=how))

    async def cancel_run(self, run: str) -> CallToolResult:
        """Stop a run. What was done stays readable and can be continued. Returns what was done and spent."""
        return await _in_its_form(await self._app.cancel_run(run))


def _as_text(answer: object) -> str:
    return json_in(answer) if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)


async def _in_its_form(view: RunView, cursor: str = "") -> CallToolResult:
    """Return a run as the tool that began it would; a survey from the question on that a cursor names."""
    match view.run.kind:
        case "extraction":
            return extracted(view)
        case "validation":
            return validated(view)
        case "proposition":
            return checked(view)
        case "story":
            return narrated(view)
        case "casting":
            return cast(view)
        case "survey":
            from troupe_mcp.server.shaping.surveyed import surveyed

            return await surveyed(view, cursor)
        case kind:
            return happened(view) if kind == "world" else talked(view)


def _paged(view: RunView, detail: str, person: str | None, cursor: str, limit: int) -> CallToolResult:
    """Return a page of what happened, from the position after the cursor."""
    after, name = max(_position(cursor), view.lived_before), _name(view, person)
    lines = event_lines(view, after=after, thoughts=detail == "events")
    wanted = [line for line in lines if name is None or _concerns(line, name)]
    shown, used = wanted[:limit], 0
    for index, line in enumerate(shown):
        used += len(line.content or "") + 120
        if used > 10_000 and index:
            shown = shown[:index]
            break
    rest = len(wanted) - len(shown)
    head: dict[str, Any] = envelope(view, "")
    if rest:
        arguments = {"run": view.run.id, "detail": detail, "cursor": str(shown[-1].position)}
        head |= {"more": More(tool="get_run", arguments=arguments), "next_cursor": str(shown[-1].position)}
    head["next"] = f"{rest} more lines: see more" if rest else f'get_run(run="{view.run.id}") for the result'
    begun = [] if cursor else begins(view)
    text = [event_text(line) for line in shown] or ["Nothing happened yet."]
    if detail == "events":
        result = Looked(**head, events=shown)
        placed = [f"[{line.position}] {words}" for line, words in zip(shown, text, strict=False)]
        return told(result, page(result, [*begun, *placed]))
    result = Looked(**head, transcript="\n".join([*begun, *text]))
    return told(result, page(result, [*begun, *text]))


def _written(view: RunView, person: str | None, cursor: str) -> CallToolResult:
    """Return a page of what people made with their tools, in full."""
    shown, following = page_of(view, _position(cursor), _name(view, person))
    head: dict[str, Any] = envelope(view, f'get_run(run="{view.run.id}") for the result')
    if following:
        arguments = {"run": view.run.id, "detail": "artifacts", "cursor": str(following)}
        head |= {"more": More(tool="get_run", arguments=arguments), "next_cursor": str(following)}
    result = Looked(**head, documents=shown)
    told_lines = [f"== {document_text(line)}\n{line.text}\n" for line in shown]
    return told(
        result, page(result, told_lines or ["Nothing was written (yet): run_world(tools=[…]) gives people tools."])
    )


def _position(cursor: str) -> int:
    if cursor and not cursor.isdecimal():
        raise RequestError(f"cursor={cursor[:40]!r} is not one of this run; leave it out to begin at the start.")
    return int(cursor or 0)


def _name(view: RunView, person: str | None) -> str | None:
    return next((m.name for m in view.cast if person in (m.name, m.person)), person)


def _concerns(line: EventLine, name: str) -> bool:
    """Whether a line is somebody's own, addressed to them, or a stimulus for all."""
    return name in (line.person, *(line.to or ())) or (line.kind == "stimulus" and not line.to)


def _of_people(count: int | None) -> list[str]:
    """Return how many people a run has, where it has any of its own."""
    return [f"{count} people" if count > 1 else "1 person"] if count else []
