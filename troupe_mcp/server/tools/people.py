"""Tools that make and find people."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from mcp.types import CallToolResult
from pydantic import Field

from troupe_mcp.app import App
from troupe_mcp.app.views import PersonView
from troupe_mcp.server.results import Created, Found, PersonLine
from troupe_mcp.server.schemas import HIDDEN
from troupe_mcp.server.telling import told
from troupe_mcp.server.tool import TroupeTool, tool


class PeopleTools:
    """create_person and find_people on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[TroupeTool]:
        """Return the tools of this family."""
        return [
            tool(self.create_person, title="Create a person", effect="changes"),
            tool(self.find_people, title="Find people", effect="reads"),
        ]

    async def create_person(
        self,
        *,
        like: Annotated[str | None, Field(description="Library name or person to copy")] = None,
        persona: Annotated[
            dict[str, Any] | None,
            Field(
                description="name, age, nationality, occupation, personality, preferences, beliefs, style ... any key"
            ),
        ] = None,
        fragments: Annotated[list[str] | None, Field(description="From find_people kind=fragment")] = None,
        name: str | None = None,
        overwrite: Annotated[bool, Field(json_schema_extra=HIDDEN)] = False,
    ) -> Annotated[CallToolResult, Created]:
        """Create one simulated person (persona, customer, user). Merged in this order: like (library name or person
        to copy), persona (your JSON, partial or whole), fragments. One of these is enough. Returns person (the id to
        use), version and a summary to show the user. Then listen_and_act or run_world.
        """
        made = await self._app.create_person(
            like=like, persona=persona, fragments=fragments or (), name=name, overwrite=overwrite
        )
        follow = f'listen_and_act(people=["{made.id}"], say="…")'
        result = Created(
            person=made.id,
            name=made.name,
            version=made.version,
            summary=made.line,
            uri=f"troupe://people/{made.id}",
            next=follow,
        )
        return told(result, f"{made.id} · {made.name}, version {made.version}\n{made.line}\n\nNext: {follow}")

    async def find_people(
        self,
        *,
        query: Annotated[str, Field(description="Words, id or name", max_length=400)] = "",
        kind: Literal["person", "library", "fragment", "any"] = "any",
        run: Annotated[str | None, Field(description="Only its people")] = None,
        full: bool = False,
        cursor: str = "",
        limit: Annotated[int, Field(ge=1, le=100)] = 20,
    ) -> Annotated[CallToolResult, Found]:
        """Search people made earlier, the library, and fragments (traits to mix in, e.g. a difficult customer).
        Studies and groups: get_run. Returns id, name and a line each; full gives whole specifications.
        """
        page = self._app.find_people(
            query=query, kind=kind, run=run, cursor=cursor, limit=min(limit, 5) if full else limit
        )
        lines = [_line(view, full=full) for view in page.people]
        if page.next_cursor:
            follow = f'find_people(query="{query}", cursor="{page.next_cursor}")'
        elif lines:
            first = next((view for view in page.people if view.kind != "fragment"), None)
            follow = (
                f'listen_and_act(people=["{first.id}"], say="…")'
                if first
                else 'create_person(like="…", fragments=["…"])'
            )
        else:
            follow = "find_people() lists everybody; create_person(name=…, persona=…) makes somebody new"
        result = Found(people=lines, next_cursor=page.next_cursor or None, next=follow)
        text = "\n".join(f"{v.kind} {v.id} · {v.name}: {v.line}" for v in page.people) or "Nobody was found."
        return told(result, f"{text}\n\nNext: {follow}")


def _line(view: PersonView, *, full: bool) -> PersonLine:
    return PersonLine(
        person=view.id,
        name=view.name,
        kind=view.kind,
        line=view.line or None,
        specification=dict(view.spec) if full else None,
    )
