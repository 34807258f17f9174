"""Tools that read one run as a whole: is this claim true of it, what is its story."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult
from pydantic import Field

from troupe_mcp.app import App
from troupe_mcp.app.labels import NOT_MEASURED
from troupe_mcp.app.views import RunView
from troupe_mcp.server.onward import onward
from troupe_mcp.server.results.studied import Checked, Cited, Narrated
from troupe_mcp.server.schemas import HIDDEN
from troupe_mcp.server.shaping import envelope
from troupe_mcp.server.telling import page, told
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

IMAGINED = "Imagined: nothing of this has happened, and nobody said it."


class ReadingTools:
    """check_proposition and tell_story on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[Verb]:
        """Return the tools of this family."""
        return [
            Verb(self.check_proposition, Checked, title="Check a claim", effect="asks"),
            Verb(self.tell_story, Narrated, title="Tell the story", effect="asks"),
        ]

    async def check_proposition(
        self,
        ctx: Context,
        *,
        claim: Annotated[str, Field(description="One sentence, true or false", max_length=2000)],
        run: str = "",
        person: Annotated[str, Field(description="What they said and heard; without run: their description")] = "",
        score: Annotated[bool, Field(description="Also 0-9")] = False,
        dry_run: DryRun = False,
        max_cost: Annotated[MaxCost, Unpublished] = None,
        seed: Annotated[Seed, Unpublished] = None,
        played_by: str = "auto",
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Judge one claim by what was said in a run, e.g. 'Ana changed her mind about the price', 'Most would pay for
        it', or by a person's description. Returns verdict yes, no or unclear, justification, confidence, quotes. Many
        facts: extract_results. Is a person realistic: validate_person.
        """
        how = play(
            ctx, self._app, seed=seed, played_by=played_by, dry_run=dry_run, max_calls=max_calls,
            max_tokens=max_tokens, max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        view = await self._app.check_proposition(claim, run, person=person, scored=score, play=how)
        return estimated(view, "check_proposition") if view.estimate else checked(view)

    async def tell_story(
        self,
        ctx: Context,
        *,
        run: str = "",
        person: Annotated[str, Field(description="Instead of run: who they are")] = "",
        requirements: Annotated[str, Field(description="For whom, which style", max_length=2000)] = "",
        words: Annotated[int, Field(description="At most", ge=50, le=2000)] = 300,
        continue_from: Annotated[str, Field(description="A story's job: its next chapter")] = "",
        twist: Annotated[bool, Field(json_schema_extra=HIDDEN)] = False,
        dry_run: DryRun = False,
        max_cost: Annotated[MaxCost, Unpublished] = None,
        seed: Annotated[Seed, Unpublished] = None,
        played_by: str = "auto",
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Narrate what happened in a run as prose, in real quotes, nothing invented; or introduce a person in two to
        four sentences. Data: extract_results. Line by line: get_run.
        """
        how = play(
            ctx, self._app, seed=seed, played_by=played_by, dry_run=dry_run, max_calls=max_calls,
            max_tokens=max_tokens, max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        view = await self._app.tell_story(
            run, person=person, requirements=requirements, words=words, continue_from=continue_from, twist=twist,
            play=how,
        )  # fmt: skip
        return estimated(view, "tell_story") if view.estimate else narrated(view)


def checked(view: RunView) -> CallToolResult:
    """Return the verdict on a claim."""
    found = dict(view.learned())
    quotes = [Cited(**quote) for quote in found.pop("quotes", [])]
    told_how = "with the quotes it rests on" if quotes else "and that no words decide it"
    result = Checked(**_head(view, f"tell the user the verdict, {told_how}"), **found, quotes=quotes)
    lines = (
        [f"Claim: {view.run.settings['spec']['claim']}", "", *_verdict(view, result)] if found else ["No verdict yet."]
    )
    return told(result, page(result, lines))


def _verdict(view: RunView, result: Checked) -> list[str]:
    unmeasured = NOT_MEASURED if result.notice else "not given"
    confidence = unmeasured if result.confidence is None else f"{result.confidence:.2f}"
    score = unmeasured if result.score is None else f"{result.score:g} of 9"
    scored = f", score {score}" if view.run.settings["spec"]["scored"] else ""
    lines = [f"verdict: {result.verdict}{scored}, confidence {confidence}. {result.justification}", ""]
    return lines + [f"[{cited.position}] {cited.person}: “{cited.quote}”" for cited in result.quotes or []]


def narrated(view: RunView) -> CallToolResult:
    """Return a run's story."""
    found = dict(view.learned())
    done = 'find_people(query="…", full=true) shows the whole specification'
    if of := view.run.settings["spec"]["of"]:
        done = (
            f'get_run(run="{of[0]}", detail="transcript") reads it line by line; '
            f'tell_story(continue_from="{view.run.id}") is its next chapter'
        )
    head = _head(view, done)
    if found.get("unfounded"):
        lost = "; ".join(f"“{quote}”" for quote in found["unfounded"][:5])
        head["warnings"] = [*(head["warnings"] or []), f"Nobody said, though the story quotes it: {lost}"]
    imagined = bool(view.run.settings["spec"].get("chapter", {}).get("imagined")) or None
    result = Narrated(**head, story=found.get("story"), imagined=imagined, unfounded=found.get("unfounded") or None)
    lines = (result.story or "No story yet.").splitlines()
    return told(result, page(result, [IMAGINED, "", *lines] if imagined else lines))


def _head(view: RunView, done: str) -> dict[str, Any]:
    """Return the envelope of a study of one run; its own handle is the job."""
    run = view.run
    head = envelope(view, onward(run, done))
    return head | {"job": head.pop("run"), "of": run.settings["spec"]["of"] or None}
