"""One run read as a whole, as a result: the verdict on a claim, and a story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.app.labels import NOT_MEASURED
from troupe_mcp.server.results.studied import Checked, Cited, Narrated
from troupe_mcp.server.shaping.envelope import envelope
from troupe_mcp.server.shaping.onward import onward
from troupe_mcp.server.shaping.telling import page, placed, told

if TYPE_CHECKING:
    from mcp.types import CallToolResult

    from troupe_mcp.app.views import RunView

IMAGINED = "Imagined: nothing of this has happened, and nobody said it."


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
    quotes = [f"[{cited.position}] {cited.person}: “{cited.quote}”" for cited in result.quotes or []]
    verdict = f"verdict: {result.verdict}{scored}, confidence {confidence}. {result.justification}"
    where = [placed(result.of[0])] if quotes and result.of else []
    return [verdict, *([""] if quotes else []), *quotes, *where]


def narrated(view: RunView) -> CallToolResult:
    """Return a run's story."""
    found = dict(view.learned())
    done = 'find_people(query="…", full=true) shows the whole specification'
    if of := view.run.settings["spec"]["of"]:
        # The rehearsal imagines nothing: its next chapter is of what has happened by then.
        then = f'run_world(run="{of[0]}", steps=2) plays on, then ' if view.run.settings["rehearsed"] else ""
        done = (
            f'get_run(run="{of[0]}", detail="transcript") reads it line by line; '
            f'{then}tell_story(continue_from="{view.run.id}") is its next chapter'
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
