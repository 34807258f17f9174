"""What a call would cost, as a result in the place of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.server.results.played import Played
from troupe_mcp.server.shaping.envelope import envelope
from troupe_mcp.server.shaping.pricing import price_line, priced
from troupe_mcp.server.shaping.telling import page, told

if TYPE_CHECKING:
    from mcp.types import CallToolResult

    from troupe_mcp.app.views import RunView


def estimated(view: RunView, verb: str) -> CallToolResult:
    """Return what a call would cost."""
    price, head = view.estimate, envelope(view, f"the same {verb} call without dry_run")
    if price is None:
        raise ValueError("a run that was played has no estimate")
    kept = {
        name: head[name]
        for name in ("kind", "status", "played_by", "notice", "next", "warnings", "people", "people_total")
    }
    estimate = priced(head["played_by"], price)
    result = Played(**kept, estimate=estimate)
    return told(result, page(result, [price_line(estimate)]))
