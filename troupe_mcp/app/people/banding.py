"""The bands of numbers into which a panel was cast, so that a survey groups it as its demography did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.simulation.casting.demography import key_of, read_demography

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.store import RunRecord


def bands_of(self: App, handles: Sequence[str], fields: Sequence[str]) -> dict[str, list[str]]:
    """Return the bands of fields by which people are grouped, where all of them were cast with the same ones."""
    panels = [_cast_with(self.store.find_run(handle.removeprefix("troupe://runs/"))) for handle in handles]
    found: dict[str, list[str]] = {}
    for field in fields:
        each = [panel.get(key_of(field), []) for panel in panels]
        if each and each[0] and all(bands == each[0] for bands in each):
            found[field] = each[0]
    return found


def _cast_with(run: RunRecord | None) -> Mapping[str, list[str]]:
    """Return the bands of a casting's demography, or those that a survey of it kept."""
    if run is None:
        return {}
    spec = run.settings.get("spec", {})
    if run.kind == "survey":
        return {key_of(field): bands for field, bands in spec.get("bands", {}).items()}
    if run.kind != "casting" or not spec.get("demography"):
        return {}
    return {
        dimension: [*table.bands(at)]
        for table in read_demography(spec["demography"]).tables
        for at, dimension in enumerate(table.dimensions)
    }
