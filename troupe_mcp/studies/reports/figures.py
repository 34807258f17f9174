"""What can be drawn of a run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip
from troupe_mcp.simulation.worlds.events import Judged, SceneSet
from troupe_mcp.studies.extraction import is_number
from troupe_mcp.studies.reports.charts import Bar, Bars, Course, counted, measured
from troupe_mcp.studies.reports.scenes import parts_of, portraits_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.studies.reports.charts import Chart
    from troupe_mcp.studies.reports.facts import Facts, Source

MOST_MOODS, MOST_MOOD_STEPS = 16, 8
LABEL = 60
FEW = 7
UNSAID = "(not said)"
"""How a tally counts those who said nothing of a field."""


def charts_of(facts: Facts) -> tuple[Chart, ...]:
    """Return what can be drawn of a run: its own charts, counts, scores, moods, and who spoke how much."""
    charts: list[Chart] = [*facts.charts]
    of = "answers" if facts.outcomes else "records"
    drawn = [name for name, counts in facts.tally.items() if tells(counts) and not (is_ranked(name, facts))]
    charts += [counted(label(name), facts.tally[name], of=of) for name in drawn]
    charts += _of_findings(facts) + _of_coverage(facts)
    for source in facts.sources:
        if source.run == facts.run:
            charts += _of_judging(source)
        if facts.kind in {"world", "interview", "validation"}:
            charts += _of_moods(source)
            charts += _of_words(source)
    return tuple(sorted(charts, key=lambda chart: isinstance(chart, Course)))  # the wide ones last


def tells(counts: Mapping[str, int]) -> bool:
    """Whether counts say something as bars: few values, or at least two of each; not sentences that each said once."""
    said = len(counts) - (UNSAID in counts)
    brief = said <= FEW and all(len(value) <= LABEL for value in counts)
    return brief or 2 * said <= sum(counts.values())


def is_ranked(name: str, facts: Facts) -> bool:
    """Whether a field has numbers in records of whole runs, such as ranks: how many records have one says nothing."""
    return not facts.outcomes and all(is_number(row.get(name)) for row in facts.records)


def _of_findings(facts: Facts) -> list[Chart]:
    held = Counter(str(finding["held"]) for finding in facts.found.get("findings", ()))
    order = {name: held[name] for name in ("yes", "unclear", "no") if name in held}
    return [counted("Expectations that held", order, of="expectations")] if order else []


def _of_coverage(facts: Facts) -> list[Chart]:
    found: list[Chart] = []
    for dimension in dict.fromkeys(cell[0] for cell in facts.coverage):
        cells = [cell for cell in facts.coverage if cell[0] == dimension]
        bars = tuple(
            Bar(label, got, f"{got}" if wanted is None else f"{got} of {wanted} wanted")
            for _, label, wanted, got in cells
        )
        found.append(Bars(label(dimension), bars, max(bar.value for bar in bars), f"{sum(c[3] for c in cells)} people"))
    return found


def _of_judging(source: Source) -> list[Chart]:
    judged = [event for _, event in source.log if isinstance(event, Judged)]
    found: list[Chart] = []
    for claim in dict.fromkeys(event.claim for event in judged):
        own = [event for event in judged if event.claim == claim]
        title = clip(claim, LABEL)
        if any(event.score is not None for event in own):
            scored = [(_when(event), float(event.score)) for event in own if event.score is not None]
            found.append(measured(title, scored, 9, "score from 0 to 9"))
        elif len(own) > 1:
            found.append(counted(title, Counter(event.verdict for event in own), of="verdicts"))
    return found


def _when(event: Judged) -> str:
    return f"step {event.step}" + (f", {event.person}" if event.person else "")


def _of_moods(source: Source) -> list[Chart]:
    portraits = [each for each in portraits_of(source.people, source.log) if each.moods]
    steps = sorted({step for each in portraits for step in each.moods})
    if len(steps) > 1:
        shown = steps[-MOST_MOOD_STEPS:]
        rows = tuple((each.name, tuple(each.moods.get(step, "") for step in shown)) for each in portraits[:MOST_MOODS])
        left = len(portraits) - len(rows)
        note = f"{left} more people are left out" if left > 0 else ""
        return [Course("How they felt", tuple(shown), rows, note)]
    felt = Counter(mood for each in portraits for mood in each.moods.values())
    common = dict(felt.most_common(8))
    return [counted("How they felt", common, of="the most frequent")] if felt and max(felt.values()) > 1 else []


def _of_words(source: Source) -> list[Chart]:
    setting = next((event.setting for _, event in reversed(source.log) if isinstance(event, SceneSet)), "")
    if setting == "private" or len(source.cast) < 2:
        return []
    words = {name: 0 for name, _ in source.cast}
    for part in parts_of(source.log):
        if part.spoken and part.person in words and not part.outside:
            words[part.person] += len(part.words.split())
    return [counted("Who spoke how much", words, of="words")] if any(words.values()) else []


def label(name: str) -> str:
    """Return the name of a field as a reader sees it."""
    plain = name.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]
