"""The tool that lays runs side by side."""

from __future__ import annotations

from typing import Annotated

from mcp.types import CallToolResult
from pydantic import Field

from troupe_mcp.app import App
from troupe_mcp.server.results.compared import Compared
from troupe_mcp.server.schemas import HIDDEN
from troupe_mcp.server.tool import Verb


class ComparingTools:
    """compare_runs on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[Verb]:
        """Return the tools of this family."""
        return [Verb(self.compare_runs, Compared, title="Compare runs", effect="reads")]

    async def compare_runs(
        self,
        *,
        runs: list[str],
        on: Annotated[str, Field(description="One of these")] = "",
        real: Annotated[str | None, Field(json_schema_extra=HIDDEN)] = None,
        mapping: Annotated[dict[str, str] | None, Field(json_schema_extra=HIDDEN)] = None,
        weights: Annotated[str, Field(json_schema_extra=HIDDEN)] = "",
        group_by: Annotated[list[str] | None, Field(json_schema_extra=HIDDEN)] = None,
    ) -> CallToolResult:
        """What differs: forks, A and B, or real answers (real=CSV). Per question, claim or field: change, for whom,
        test, beyond noise or not.
        """
        from troupe_mcp.server.shaping.compared import compared

        found = await self._app.compare_runs(
            runs, on=on, real=real, mapping=mapping, weights=weights, group_by=group_by or ()
        )
        return compared(found, on)
