"""What a price question comes to for all whom it was put to: figures of enough people, else what each answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.studies.counted import FEW
from troupe_mcp.studies.survey.figures import Figures, figures_of
from troupe_mcp.studies.survey.values import told_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.studies.survey.tables import Table


def priced(table: Table, seed: int, *, measured: bool) -> Figures:
    """Return the figures of a price question, none of fewer than FEW people: there the answers are told instead."""
    found = figures_of(table.question, table.people, seed, measured=measured)
    n = min((each.n for each in found.estimates.values()), default=len(table.people))
    notes = [*(_each(table, n) if n < FEW else found.notes), *_unwilling(table)]
    return Figures(found.unit, {}, notes=tuple(notes)) if n < FEW else _with(found, notes)


def _with(found: Figures, notes: list[str]) -> Figures:
    return Figures(found.unit, found.estimates, found.more, found.points, tuple(notes))


def _each(table: Table, n: int) -> Iterator[str]:
    """Yield what each answered, of so few that no price comes out of it."""
    said = {event.person: told_value(table.question, event.value) for event in reversed(table.answers)}
    if said:
        who = f"only {n} answered" if table.names else f"only {n} named four prices in order"
        told = "; ".join(f"{person.name}: {said[person.name]}" for person in table.people if person.name in said)
        yield f"no price comes out of fewer than {FEW} people, and {who}. Each by name: {told}"


def _unwilling(table: Table) -> Iterator[str]:
    """Yield how many would not have it at any price, whom no point of the prices counts."""
    named = {person.name for person in table.people}
    gone = {event.person for event in table.unwilling} - named
    if gone and named:
        yield f"{len(gone)} of {len(named | gone)} would not have it at any price; all prices here are of the others"
    elif gone:
        yield f"nobody named a price: all {len(gone)} would not have it at any"
