"""The tool that changes people."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.types import CallToolResult
from pydantic import Field

from troupe_mcp.app import App
from troupe_mcp.server.results.people import Edited
from troupe_mcp.server.shaping.telling import told
from troupe_mcp.server.tool import Verb


class EditingTools:
    """edit_person on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[Verb]:
        """Return the tools of this family."""
        return [Verb(self.edit_person, Edited, title="Change a person", effect="changes", idempotent=True)]

    async def edit_person(
        self,
        *,
        person: str,
        define: Annotated[dict[str, Any] | None, Field(description="Merged deeply; null removes")] = None,
        fragments: list[str] | None = None,
        remember: Annotated[list[str] | None, Field(description="Facts, experiences")] = None,
        documents: list[str] | None = None,
        retire: bool | None = None,
    ) -> CallToolResult:
        """Change who a person is: parts of the specification, fragments, memories, texts they have read; retire hides.
        Past runs keep the old version. To tell them something: listen_and_act.
        """
        edited = await self._app.edit_person(
            person,
            define=define,
            fragments=fragments or (),
            remember=remember or (),
            documents=documents or (),
            retire=retire,
        )
        view = edited.person
        follow = (
            f'edit_person(person="{view.id}", retire=false) brings them back'
            if edited.retired
            else f'listen_and_act(people=["{view.id}"], say="…")'
        )
        result = Edited(
            status="done",
            person=view.id,
            name=view.name,
            version=view.version,
            summary=view.line,
            uri=f"troupe://people/{view.id}",
            changed=list(edited.changed),
            retired=edited.retired or None,
            next=follow,
        )
        changed = "\n".join(f"- {line}" for line in edited.changed) or "Nothing changed: they were so already."
        return told(result, f"{view.id} · {view.name}, version {view.version}\n{changed}\n\nNext: {follow}")
