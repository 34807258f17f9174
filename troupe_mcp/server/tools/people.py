"""Tools that make and find people."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult
from pydantic import Field

from troupe_mcp.app import App
from troupe_mcp.app.people.casting import WHO
from troupe_mcp.app.people.roster import MOST_GIVEN
from troupe_mcp.app.people.searching import asks_words
from troupe_mcp.app.views import PersonView
from troupe_mcp.errors import RequestError
from troupe_mcp.language.text import clip
from troupe_mcp.server.results.envelope import PersonLine
from troupe_mcp.server.results.flat import More
from troupe_mcp.server.results.looked import Found
from troupe_mcp.server.results.people import Created, Peopled
from troupe_mcp.server.schemas import HIDDEN
from troupe_mcp.server.shaping.castings import cast, planned
from troupe_mcp.server.shaping.estimated import estimated
from troupe_mcp.server.shaping.telling import call, told
from troupe_mcp.server.tool import Verb
from troupe_mcp.server.tools.arguments import (
    DryRun,
    MaxCalls,
    MaxCost,
    MaxTokens,
    New,
    PlayedBy,
    Seed,
    Unpublished,
    WaitSeconds,
    play,
)
from troupe_mcp.simulation.people.card import CARD_LIMIT, card, full_size
from troupe_mcp.simulation.people.persona import Persona

MOST_FULL = 3
"""Whole specifications on one page."""
FULL_CARD = 3500
"""Characters of one of them in the text; the structured content has all."""


class PeopleTools:
    """create_person, create_people and find_people on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[Verb]:
        """Return the tools of this family."""
        return [
            Verb(self.create_person, Created, title="Create a person", effect="asks"),
            Verb(self.create_people, Peopled, title="Create a population", effect="asks"),
            Verb(self.find_people, Found, title="Find people", effect="reads"),
        ]

    async def create_person(
        self,
        ctx: Context,
        *,
        description: Annotated[str | None, Field(description="Who this is, in plain words", max_length=4000)] = None,
        like: Annotated[str | None, Field(description="Library name or person to copy")] = None,
        persona: Annotated[
            dict[str, Any] | None,
            Field(
                description="name, age, nationality, occupation, personality, preferences, beliefs, style ... any key"
            ),
        ] = None,
        fragments: Annotated[list[str] | None, Field(description="From find_people kind=fragment")] = None,
        name: str | None = None,
        dry_run: DryRun = False,
        max_cost: Annotated[MaxCost, Unpublished] = None,
        seed: Annotated[Seed, Unpublished] = None,
        played_by: PlayedBy = "auto",
        transcript: Annotated[str | None, Field(json_schema_extra=HIDDEN)] = None,
        overwrite: Annotated[bool, Field(json_schema_extra=HIDDEN)] = False,
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Create one simulated person (persona, customer, user): from a description (whoever plays writes what is
        missing), or merged in this order: like (library name or person to copy), persona (your JSON, partial or
        whole), fragments. Several: create_people. Returns person (the id to use), version and
        a summary to show the user. Then listen_and_act or run_world.
        """
        how = play(
            ctx, self._app, seed=seed, played_by=played_by, dry_run=dry_run, max_calls=max_calls,
            max_tokens=max_tokens, max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        if description is not None and like:
            raise RequestError("Give description or like, not both. To change somebody: like with persona.")
        if transcript is not None and like:
            raise RequestError("Give transcript or like, not both. To change somebody: like with persona.")
        if description is not None or transcript is not None:
            view = await self._app.create_people(
                description or "",
                transcript=transcript or "",
                name=name or "",
                persona=persona,
                fragments=fragments or (),
                play=how,
            )
            return estimated(view, "create_person") if view.estimate else cast(view)
        if dry_run:
            raise RequestError("Without a description nobody is asked, so there is nothing to estimate.")
        made = await self._app.create_person(
            like=like, persona=persona, fragments=fragments or (), name=name, overwrite=overwrite
        )
        follow = f'listen_and_act(people=["{made.id}"], say="…")'
        line = f"{made.line}; mixed with {', '.join(fragments)}" if fragments else made.line
        warnings = too_long(made)
        result = Created(
            status="done",
            person=made.id,
            name=made.name,
            version=made.version,
            summary=line,
            uri=f"troupe://people/{made.id}",
            warnings=warnings or None,
            next=follow,
        )
        notes = "".join(f"\nNote: {warning}" for warning in warnings)
        return told(result, f"{made.id} · {made.name}, version {made.version}\n{line}\n{notes}\nNext: {follow}")

    async def create_people(
        self,
        ctx: Context,
        *,
        count: Annotated[int | None, Field(ge=1, le=MOST_GIVEN)] = None,
        description: Annotated[str | None, Field(description="Who they all are", max_length=4000)] = None,
        each: Annotated[list[Any] | None, Field(description="Texts, JSON; or CSV, file:NAME.csv")] = None,
        demography: Annotated[dict[str, Any] | None, Field(description="{age: {'18-29': 0.3, '30+': 0.7}}")] = None,
        dimensions: Annotated[list[str] | None, Field(description="What else must vary")] = None,
        fragments: list[str] | None = None,
        dry_run: DryRun = False,
        max_cost: MaxCost = None,
        seed: Seed = None,
        played_by: PlayedBy = "auto",
        mapping: Annotated[dict[str, str] | None, Field(json_schema_extra=HIDDEN)] = None,
        weights: Annotated[str | None, Field(json_schema_extra=HIDDEN)] = None,
        persona: Annotated[dict[str, Any] | None, Field(json_schema_extra=HIDDEN)] = None,
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Create many different people: a panel, an audience, the user's own customers. By each (their own
        list; JSON and CSV are kept as they are), or count with description and/or demography (quotas; dry_run shows
        them). Returns a run: pass it as people to mean all of them. Then listen_and_act or run_world.
        """
        how = play(
            ctx, self._app, seed=seed, played_by=played_by, dry_run=dry_run, max_calls=max_calls,
            max_tokens=max_tokens, max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        if each is None and count is None:
            raise RequestError(f"How many? {WHO}")
        view = await self._app.create_people(
            description or "",
            count,
            each=each,
            demography=demography,
            mapping=mapping,
            weights=weights or "",
            persona=persona,
            fragments=fragments or (),
            dimensions=dimensions or (),
            play=how,
        )
        return planned(view) if view.estimate else cast(view)

    async def find_people(
        self,
        *,
        query: Annotated[str, Field(description="Words, id, name; women over 50", max_length=400)] = "",
        kind: Literal["person", "library", "fragment", "any"] = "any",
        run: Annotated[str | None, Field(description="Only its people")] = None,
        full: bool = False,
        cursor: str = "",
        limit: Annotated[int, Field(ge=1, le=100, json_schema_extra=HIDDEN)] = 20,
    ) -> CallToolResult:
        """Search people made earlier, the library, and fragments (traits to mix in, e.g. a difficult customer).
        Any word may match, best first. Studies and groups: get_run. Returns id, name and a line each; full gives whole
        specifications, three a page.
        """
        page = self._app.find_people(
            query=query, kind=kind, run=run, cursor=cursor, limit=min(limit, MOST_FULL) if full else limit
        )
        lines = [_line(view, full=full) for view in page.people]
        if page.next_cursor:
            same = {"query": query, "kind": kind, "run": run, "full": full, "limit": limit, "cursor": page.next_cursor}
            asked = {name: value for name, value in same.items() if value not in ("", None, False, "any", 20)}
            follow = call(More(tool="find_people", arguments=asked))
        elif lines:
            first = next((view for view in page.people if view.kind != "fragment"), None)
            mixed = f'create_person(like="Oscar", fragments=["{page.people[0].id}"], name="…")'
            follow = f'listen_and_act(people=["{first.id}"], say="…")' if first else mixed
        else:
            new = More(tool="create_people", arguments={"description": clip(query, 60), "count": 3})
            made = call(new) if asks_words(query) else "create_person"
            follow = f'find_people(kind="library") lists who comes with it; {made} makes somebody new'
            if query.split() and not asks_words(query):
                follow = f"look for words or a name: {query[:60]!r} has no letter and no digit; {follow}"
        result = Found(people=lines, next_cursor=page.next_cursor or None, next=follow)
        text = "\n".join(_told(view, full=full) for view in page.people) or f"Nobody was found for {query!r}."
        return told(result, f"{text}\n\nNext: {follow}")


def too_long(made: PersonView) -> list[str]:
    """Return what to know of a specification that no prompt can tell whole; nothing for others."""
    size = full_size(Persona(made.name, made.spec))
    if size <= CARD_LIMIT:
        return []
    warning = (
        f"A prompt tells {CARD_LIMIT:,} of this specification's {size:,} characters: the longest texts are cut, then "
        f'lists lose their last entries. Shorten it with edit_person(person="{made.id}", define={{…}}), or put what '
        "matters first."
    )
    return [warning]


def _told(view: PersonView, *, full: bool) -> str:
    head = f"{view.kind} {view.id} · {view.name}: {view.line}"
    return f"{head}\n{card(Persona(view.name, view.spec), FULL_CARD)}\n" if full else head


def _line(view: PersonView, *, full: bool) -> PersonLine:
    return PersonLine(
        person=view.id,
        name=view.name,
        kind=view.kind,
        line=view.line or None,
        specification=dict(view.spec) if full else None,
    )
