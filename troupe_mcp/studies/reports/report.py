"""A report before it is written: its parts in the order in which they are read, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from troupe_mcp.studies.reports.charts import Chart
    from troupe_mcp.studies.reports.facts import Trust, Versions, Written
    from troupe_mcp.studies.reports.scenes import Part, Portrait, Step


PUT = "What was asked"
"""The heading under which everything stands that was shown to people and asked."""

FOUND = "What was found"
"""The heading of the records that were read out of a talk."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns, all as text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """Words of people that belong together: under one answer, or for one finding."""

    title: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: what was expected or claimed, how it came out, why, in whose words."""

    what: str
    outcome: str
    why: str
    quotes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """What happened in one run: what was put to people, step by step, and person by person."""

    title: str
    asked: tuple[Part, ...]
    steps: tuple[Step, ...]
    portraits: tuple[Portrait, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a reader sees. What is empty is left out."""

    title: str
    kind: str
    notice: str
    unfinished: str
    lead: str
    about: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    asked: tuple[Part, ...]
    facts: tuple[tuple[str, str], ...]
    verdict: str
    findings: tuple[Finding, ...]
    versions: Versions | None
    charts: tuple[Chart, ...]
    voices: tuple[Voices, ...]
    tables: tuple[Table, ...]
    story: str
    scenes: tuple[Scene, ...]
    documents: tuple[Written, ...]
    trust: Trust | None
    shortened: str
    closing: str
