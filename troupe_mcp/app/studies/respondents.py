"""Answers of real people, a CSV, beside what surveys or extractions found: each compared with them. It only reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import anyio.to_thread

from troupe_mcp.app.labels import NOT_MEASURED, rests_on_rehearsal
from troupe_mcp.app.studies.sources import source_of
from troupe_mcp.errors import NotFound, RequestError
from troupe_mcp.language.text import clip, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.studies.sources import Source
    from troupe_mcp.app.views import RunView
    from troupe_mcp.studies.comparison.beside import Beside
    from troupe_mcp.studies.comparison.closeness import Closeness
    from troupe_mcp.studies.comparison.differences import Difference
    from troupe_mcp.studies.comparison.respondents import RealAnswers


@dataclass(frozen=True, slots=True)
class Given:
    """A CSV with one row a real person as a caller gives it: text or `file:NAME.csv`, and what its columns mean.

    `mapping` is of columns to questions, `weights` the column of weights, `group_by` columns that are also fields of
    the simulated people.
    """

    table: str
    mapping: Mapping[str, str]
    weights: str = ""
    group_by: Sequence[str] = ()

    @property
    def again(self) -> dict[str, Any]:
        """The arguments that say the same in another call; a table that was given as text is only hinted at."""
        named = self.table if self.table.startswith("file:") else "…"
        rest = {"mapping": dict(self.mapping), "weights": self.weights, "group_by": list(self.group_by)}
        return {"real": named, **{name: value for name, value in rest.items() if value}}


@dataclass(frozen=True, slots=True)
class Real:
    """What real people answered, in the eyes of a comparison: how close each question of each run comes to it.

    `unused` are columns that are no answers, weights or groups; `concluded` has for each run what it comes to.
    """

    given: Given
    people: int
    weighted: bool
    unused: tuple[str, ...]
    closeness: tuple[Closeness, ...]
    concluded: tuple[str, ...]
    caution: str


async def compare_with_real(
    self: App, views: Sequence[RunView], given: Given, on: str
) -> tuple[list[Difference], Real]:
    """Return the differences of runs from real answers, all p values corrected together, and what they come to.

    Raises RequestError where a run has no answers to count or the table can't be used, NotFound, NotAllowed.
    """
    sources = [await source_of(self, view) for view in views]
    text = given.table
    if text.startswith("file:"):
        name = text.removeprefix("file:").strip()
        if not name.lower().endswith(".csv"):
            raise RequestError(f"real={text[:80]!r} is no .csv. Real answers are read from a CSV with a row a person.")
        text = self.files.table(name)
    return await anyio.to_thread.run_sync(_compared, sources, text, given, on)


def _compared(sources: Sequence[Source], text: str, given: Given, on: str) -> tuple[list[Difference], Real]:
    from troupe_mcp.studies.comparison.closeness import caution, closeness, concluded
    from troupe_mcp.studies.comparison.differences import corrected
    from troupe_mcp.studies.comparison.laid import laid
    from troupe_mcp.studies.comparison.respondents import read_real

    read = [
        read_real(text, each.questions, given.mapping, given.weights, each.view.id, open_to=each.open_to)
        for each in sources
    ]
    pairs = _asked([pair for at, each in enumerate(sources) for pair in _pairs(each, at, read[at], given)], on)
    found = [
        laid(pair, of.ids, seed=f"real/{of.view.run.seed}", untested=_why_untested(of.view))
        for pair in pairs
        for of in [sources[pair.at]]
    ]
    held = iter(corrected([each for one in found for each in one.differences]))
    found = [replace(one, differences=tuple(next(held) for _ in one.differences)) for one in found]
    close = [closeness(each) for each in found]
    used = {field.casefold() for field in given.group_by}
    real = Real(
        given,
        read[0].people,
        read[0].weighted,
        tuple(name for name in read[0].names if name.casefold() not in used),
        tuple(close),
        tuple(concluded([each for each in close if each.pair.at == at]) for at in range(len(sources))),
        caution(close),
    )
    return [each for one in found for each in one.differences], real


def _pairs(of: Source, at: int, real: RealAnswers, given: Given) -> list[Beside]:
    from troupe_mcp.studies.comparison.beside import by_group, laid_beside

    pairs = laid_beside(real, of.tables, at)
    bands: Mapping[str, Sequence[str]] = of.view.run.settings["spec"].get("bands", {})
    grouped = [by_group(pairs, real, of.people, field, bands.get(field, ())) for field in given.group_by]
    return [*pairs, *(pair for each in grouped for pair in each)]


def _asked(pairs: Sequence[Beside], on: str) -> list[Beside]:
    """Return what is compared, or what of it `on` names."""
    wanted = one_line(on).casefold()
    kept = [pair for pair in pairs if wanted in ("", pair.name.casefold(), pair.real.question.id.casefold())]
    if not kept:
        there = ", ".join(dict.fromkeys(pair.real.question.id for pair in pairs))
        raise NotFound(
            f"on={on[:60]!r} is nothing that real people answered as well. They answered: {clip(there, 400)}."
        )
    return kept


def _why_untested(view: RunView) -> str:
    if rests_on_rehearsal(view.run):
        return NOT_MEASURED
    run = view.run
    return "" if run.status == "done" else f"{run.id} is {run.status} at {run.done} of {run.total}"
