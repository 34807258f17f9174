"""Real answers beside simulated ones as a result: how close each question comes, and what may be concluded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip
from troupe_mcp.server.results.compared import ClosenessLine, RealLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from troupe_mcp.app.studies.respondents import Real
    from troupe_mcp.studies.comparison.closeness import Closeness

MOST_LISTED = 40
"""Questions, and groups of them, of which closeness is told; all are counted."""
LONGEST = 6000
"""Characters of all these lines in the text."""
ALIKE_AT_ONE = "Spearman"
"""How the distance is named that is 1 where answers are alike."""


def real_line(real: Real, ids: Sequence[str]) -> RealLine:
    """Return what real answers come to beside runs of these ids."""
    several = len(ids) > 1
    return RealLine(
        people=real.people,
        weighted=real.weighted or None,
        unused=[clip(name, 60) for name in real.unused[:20]] or None,
        concluded=[f"{run}: {said}" if several else said for run, said in zip(ids, real.concluded, strict=True)],
        caution=real.caution,
        questions=[_line(each, ids[each.pair.at]) for each in real.closeness[:MOST_LISTED]],
        questions_total=len(real.closeness),
    )


def _line(each: Closeness, run: str) -> ClosenessLine:
    found = each.distance
    return ClosenessLine(
        question=each.pair.name,
        kind=each.pair.kind,
        run=run,
        n=list(each.n),
        verdict=each.verdict,
        said=each.said,
        distance=round(found.value, 3) if found else None,
        distance_is=found.name if found else None,
        by_chance=round(found.chance, 3) if found and found.chance is not None else None,
    )


def verdicts_of(real: Real) -> str:
    """Return how many questions have which verdict."""
    counts = Counter(each.verdict for each in real.closeness)
    return ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())


def next_of(real: Real, ids: Sequence[str], *, rehearsed: bool) -> str:
    """Return what to do with it."""
    if rehearsed:
        return "tell the user that this was rehearsed; let a model answer the survey, then compare again"
    far = next((each for each in real.closeness if each.verdict == "differs"), None)
    if far:
        return f'get_run(run="{ids[far.pair.at]}", detail="events") reads why simulated people answered so'
    if all(each.verdict == "undecided" for each in real.closeness):
        return f'more real rows, or more simulated people, would decide it; get_run(run="{ids[0]}") shows these'
    return f'tell the user the conclusion with its limits; get_run(run="{ids[0]}") shows the simulated side'


def real_lines(real: RealLine, letters: Mapping[str, str]) -> Iterator[str]:
    """Return what stands before the differences: the conclusion, then each question in a line."""
    count = "by their weights" if real.weighted else "each once"
    unused = f" Columns not used: {', '.join(real.unused)}." if real.unused else ""
    yield f"real = {real.people:,} real people, one a row, counted {count}.{unused}"
    yield ""
    yield from real.concluded
    yield real.caution
    yield ""
    room = LONGEST
    for at, each in enumerate(real.questions):
        who = f"{each.kind}, {each.n[0]:,} real, {each.n[1]:,} {letters[each.run]}"
        line = f"{each.question} ({who}): {each.verdict}. {each.said}{_distance(each)}"
        room -= len(line)
        if room < 0:
            yield f"… and {real.questions_total - at} more, by on=…"
            return
        yield line


def _distance(each: ClosenessLine) -> str:
    if each.distance is None:
        return ""
    name = each.distance_is or ""
    if name.startswith(ALIKE_AT_ONE):
        return f" {name} {each.distance:.2f} (1 alike, -1 reversed)."
    return f" Distance {each.distance:.2f} ({name}; 0 alike, chance alone gives {each.by_chance or 0:.2f})."
