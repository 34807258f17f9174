"""What is told of people made from a description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.server.pricing import priced, turn_line
from troupe_mcp.server.results import Created, Peopled, TurnPrice
from troupe_mcp.server.shaping import envelope
from troupe_mcp.server.telling import page, told
from troupe_mcp.simulation.persona import summary

if TYPE_CHECKING:
    from mcp.types import CallToolResult

    from troupe_mcp.app.views import Estimate, RunView


def cast(view: RunView, turns: Estimate | None = None) -> CallToolResult:
    """Return a casting: the one person it made, or the people who are its cast, with what a turn of theirs costs."""
    run = view.run
    if run.settings["spec"]["planned"]:
        price = priced(view.played_by, turns) if turns else None
        result = Peopled(
            **envelope(view, _next(view, f'listen_and_act(people=["{run.id}"], say="…") asks all of them')),
            price_per_turn=TurnPrice(tokens=price.each_tokens, usd=price.each_usd) if price else None,
        )
        lines = [f"{each.person} · {each.name}: {each.line or ''}" for each in result.people or []]
        more = [f"… and {result.people_total - len(lines)} more"] if result.people_total else []
        each = [turn_line(price)] if price else []
        return told(result, page(result, [*lines, *more, *each] or ["Nobody is written yet."]))
    person = run.settings["spec"]["ids"][0]
    made = next(iter(view.cast), None)
    head = envelope(view, _next(view, f'listen_and_act(people=["{person}"], say="…")'))
    if made is None:
        result = Created(**head, person=person)
        return told(result, page(result, [f"{person} is not written yet."]))
    line = summary(made.persona.spec)
    result = Created(
        **head, person=person, name=made.name, version=made.version, summary=line, uri=f"troupe://people/{person}"
    )
    return told(result, page(result, [f"{person} · {made.name}, version {made.version}", line]))


def _next(view: RunView, done: str) -> str:
    run = view.run
    if run.status == "done":
        return done
    if run.status == "running":
        return f'get_run(run="{run.id}") waits for it'
    return f'continue_run(run="{run.id}") goes on from here'
