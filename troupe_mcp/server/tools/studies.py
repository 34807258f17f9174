"""Tools that learn from runs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, Literal

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult
from pydantic import Field

from troupe_mcp.app import App
from troupe_mcp.app.labels import NOTHING_PROVEN
from troupe_mcp.app.views import RunView
from troupe_mcp.language.text import clip
from troupe_mcp.server.examined import validated_lines, validation_of
from troupe_mcp.server.onward import onward
from troupe_mcp.server.results.studied import Extracted, Validated
from troupe_mcp.server.schemas import HIDDEN
from troupe_mcp.server.shaping import envelope
from troupe_mcp.server.telling import MOST_ROWS, extracted_lines, page, table, told
from troupe_mcp.server.tool import Verb
from troupe_mcp.server.tools.arguments import (
    DryRun,
    MaxCalls,
    MaxCost,
    MaxTokens,
    New,
    Seed,
    Unpublished,
    WaitSeconds,
    play,
)
from troupe_mcp.server.tools.worlds import estimated
from troupe_mcp.studies.checks import Check
from troupe_mcp.studies.extraction import bare
from troupe_mcp.studies.reduction import ResultsReducer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_LOST = 3
"""Fields, and quotes, that a warning of invented ones names."""


class StudyTools:
    """extract_results and validate_person on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[Verb]:
        """Return the tools of this family."""
        return [
            Verb(self.extract_results, Extracted, title="Extract results", effect="asks"),
            Verb(self.validate_person, Validated, title="Validate a person", effect="asks"),
        ]

    async def extract_results(
        self,
        ctx: Context,
        *,
        run: list[str],
        objective: Annotated[str, Field(description="What to find out", max_length=4000)],
        fields: Annotated[
            dict[str, Any] | list[str] | None, Field(description="{name: meaning or JSON schema}, or names")
        ] = None,
        people: Annotated[list[str] | None, Field(description="Only these")] = None,
        group_by: Annotated[
            Literal["person", "run"], Field(description="person: one record each; run: all records of it, e.g. ideas")
        ] = "person",
        dry_run: DryRun = False,
        played_by: str = "auto",
        max_cost: Annotated[MaxCost, Unpublished] = None,
        normalize: Annotated[dict[str, int] | None, Field(json_schema_extra=HIDDEN)] = None,
        reduce: Annotated[ResultsReducer | None, Field(json_schema_extra=HIDDEN)] = None,
        schema: Annotated[dict[str, Any] | None, Field(json_schema_extra=HIDDEN)] = None,
        from_step: Annotated[int | None, Field(ge=1, json_schema_extra=HIDDEN)] = None,
        to_step: Annotated[int | None, Field(ge=1, json_schema_extra=HIDDEN)] = None,
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Turn what was said in runs into data: choices, reasons, ideas, a table with counts. Asks nobody anything
        new. Returns results (one per person, or the records of a run), each with the words it rests on, a table, and
        a tally of what was chosen.
        """
        named = dict.fromkeys(fields, "as its name says") if isinstance(fields, list) else fields
        how = play(
            ctx, self._app, played_by=played_by, dry_run=dry_run, max_calls=max_calls, max_tokens=max_tokens,
            max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        view = await self._app.extract_results(
            run,
            objective,
            fields=named,
            people=people or (),
            group_by=group_by,
            normalize=normalize,
            reduce=reduce,
            schema=schema,
            from_step=from_step,
            to_step=to_step,
            play=how,
        )
        if view.estimate:
            return estimated(view, "extract_results")
        result = extraction_of(view)
        return told(result, page(result, extracted_lines(result)))

    async def validate_person(
        self,
        ctx: Context,
        *,
        person: str,
        expectations: Annotated[str, Field(description="Default: their specification")] = "",
        checks: Annotated[list[Check] | None, Field(json_schema_extra=HIDDEN)] = None,
        questions: Annotated[int | None, Field(json_schema_extra=HIDDEN)] = None,
        dry_run: DryRun = False,
        max_cost: Annotated[MaxCost, Unpublished] = None,
        seed: Annotated[Seed, Unpublished] = None,
        played_by: str = "auto",
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Is this person realistic, consistent, true to their description? Interviews them against expectations
        (default: their own specification) and on what they know. Returns score 0-1, passed (neither in
        a rehearsal), findings with quotes, the edit that would help.
        """
        how = play(
            ctx, self._app, seed=seed, played_by=played_by, dry_run=dry_run, max_calls=max_calls,
            max_tokens=max_tokens, max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        view = await self._app.validate_person(
            person, expectations=expectations, checks=checks or (), questions=questions, play=how
        )
        if view.estimate:
            return estimated(view, "validate_person")
        result = validation_of(view)
        return told(result, page(result, validated_lines(result)))


def extraction_of(view: RunView) -> Extracted:
    """Return the fields of an extraction's result; its own handle is the job."""
    found, reduced = view.records(), view.reduced()
    tally = {name: dict(counts) for name, counts in view.tally().items()}
    head = envelope(view, _next(view))
    head |= {"job": head.pop("run"), "of": view.run.settings["spec"]["of"]}
    if len(found) > MOST_ROWS:
        head["warnings"] = [*(head["warnings"] or []), f"The first {MOST_ROWS} of {len(found)} records are shown."]
    lost = view.unfounded()
    if lost:
        head["warnings"] = [*(head["warnings"] or []), _unfounded(lost)]
    return Extracted(
        **head,
        results=found[:MOST_ROWS],
        table=table(reduced or found),
        reduced=reduced[:MOST_ROWS] or None,
        labels={name: {label: list(said) for label, said in found.items()} for name, found in view.labels().items()}
        or None,
        tally=tally or None,
        tally_note=_counted(view) if tally or reduced else None,
        unfounded=[each["quote"] for each in lost] or None,
    )


def _unfounded(lost: Sequence[Mapping[str, str]]) -> str:
    """Return the warning that the reader invented quotes: of which fields, and the first of them."""
    count = f"{len(lost)} quote{'s' if len(lost) > 1 else ''}"
    fields = Counter(each["field"] for each in lost if each["field"])
    named = ", ".join(f"{field} × {times}" for field, times in fields.most_common(MOST_LOST))
    first = "; ".join(f"{each['person']}: “{clip(each['quote'], 80)}”" for each in lost[:MOST_LOST])
    return (
        f"The reader gave {count} that nobody said there{f' ({named})' if named else ''}, left out here: {first}. "
        "A value without words may be as made up."
    )


def _counted(view: RunView) -> str | None:
    """Return what has to be known of counts: rehearsed ones prove nothing, and those of several runs add up."""
    how = "part rehearsal" if view.notice.startswith("Part") else "rehearsal"
    several = len(view.run.settings["spec"]["of"])
    notes = [f"counts of what was said; {how}: {NOTHING_PROVEN}"] if view.notice else []
    notes += [f"whoever is in several of the {several} runs counts in each"] if several > 1 else []
    return "; ".join(notes) or None


def _next(view: RunView) -> str:
    found = [value for row in view.records() for name, value in bare(row).items() if name not in {"run", "person"}]
    nothing = "tell the user that nothing of this was said; ask for it: listen_and_act or run_world with run=…, say=…"
    some = "tell the user what was found, with the quotes in results"
    return onward(view.run, nothing if all(value in (None, "", []) for value in found) else some)
