"""A report before it is written: its parts in the order in which they are read, whatever the format."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.language.text import clip, written
from troupe_mcp.simulation.worlds.events import Judged, SceneSet, StepEnded
from troupe_mcp.studies.extraction import bare
from troupe_mcp.studies.questionnaire import readable
from troupe_mcp.studies.reduction import values_of
from troupe_mcp.studies.reports.charts import Bar, Bars, Course, counted, measured
from troupe_mcp.studies.reports.scenes import asked_of, parts_of, portraits_of, steps_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.studies.reports.charts import Chart
    from troupe_mcp.studies.reports.facts import Facts, Source, Trust, Versions, Written
from troupe_mcp.studies.reports.scenes import Part, Portrait, Step

KINDS = {
    "world": "Group",
    "interview": "Interview",
    "survey": "Survey",
    "extraction": "Findings",
    "validation": "Validation",
    "proposition": "A claim, judged",
    "story": "Story",
    "casting": "People",
}
PLAYERS = {
    "rehearsal": "a script, no language model",
    "host": "the assistant itself, which answered as each person",
    "nobody": "they were given as they are",
}
"""What players are of whom a name tells a reader nothing."""
MOST_WORDS = 90_000
"""Characters of what people said that a report holds; more is shortened evenly."""
MOST_ROWS, MOST_MOODS, MOST_MOOD_STEPS, MOST_QUOTES = 200, 16, 8, 4
LABEL = 60
FEW = 7
SHOWN = ("situation", "show", "document")
UNSAID = "(not said)"
"""How a tally counts those who said nothing of a field."""


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


def report_of(facts: Facts) -> Report:
    """Return the report of a run, with what people said shortened where it is more than a page can hold."""
    scenes, shortened = _within(tuple(_scene(source, facts.kind) for source in facts.sources))
    people = dict.fromkeys(name for source in facts.sources for name, _ in source.cast)
    verdict, findings = _findings(facts)
    return Report(
        title=facts.title[:1].upper() + facts.title[1:],
        kind=KINDS.get(facts.kind, facts.kind),
        notice=facts.notice,
        unfinished=facts.unfinished,
        lead=_lead(facts, len(people)),
        about=_about(facts),
        questions=(*([facts.asked] if facts.asked not in facts.title else []), *facts.questions),
        asked=tuple(
            {(part.kind, part.words, part.to): part for scene in scenes for part in _put(scene, facts)}.values()
        ),
        facts=_facts(facts),
        verdict=verdict,
        findings=findings,
        versions=facts.versions,
        charts=charts_of(facts),
        voices=(*(Voices(title, said) for title, said in facts.voices), *_voices(facts)),
        tables=tuple(table for table in (_records(facts), _verdicts(facts)) if table.rows),
        story=str(facts.found.get("story", "")),
        scenes=scenes,
        documents=facts.documents,
        trust=facts.trust,
        shortened=shortened,
    )


def _lead(facts: Facts, people: int) -> str:
    steps = sum(isinstance(event, StepEnded) for source in facts.sources for _, event in source.log)
    who = f"{people} {'person' if people == 1 else 'people'}" if people else ""
    far = f"{steps} {'step' if steps == 1 else 'steps'}" if steps else ""
    return " · ".join(filter(None, (KINDS.get(facts.kind, facts.kind), who, far, facts.day)))


def _about(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Return what a reader has to know of any figure or word below: who played, and where the people come from."""
    players = facts.played_by.split(", ")
    told = ", ".join(f"{name} ({PLAYERS[name]})" if name in PLAYERS else name for name in players)
    return tuple(
        (label, value) for label, value in (("Played by", told), ("People", "; ".join(facts.origins))) if value
    )


def _facts(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Return how the run came about, as labels and values."""
    again = f", {facts.cached_calls:,} from the ledger" if facts.cached_calls else ""
    calls = "call" if facts.calls == 1 else "calls"
    read = ", ".join(source.run for source in facts.sources if source.run != facts.run)
    told = (
        ("Seed", str(facts.seed)),
        (
            "Cost",
            f"{_dollars(facts.usd)} · {facts.calls:,} {calls}{again} · {facts.tokens:,} tokens",
        ),
        ("Language", facts.language),
        ("Run", facts.run),
        ("Read", read),
    )
    return tuple((label, value) for label, value in told if value)


def _dollars(usd: float | None) -> str:
    return "price unknown" if usd is None else f"${usd:.2f}"


def _scene(source: Source, kind: str) -> Scene:
    """Return what happened in a run, each thing once: what was shown stands above, a survey's answers in a table."""
    parts = () if kind == "survey" else tuple(map(_above, parts_of(source.log)))
    steps, asked = steps_of(parts, source.log), asked_of(source.log)
    return Scene(source.title, asked, steps, portraits_of(source.people, source.log))


def _above(part: Part) -> Part:
    """Return a part of a talk; of what was shown or handed out only that it was, for it stands above as a whole."""
    return replace(part, words="", note="as above") if part.outside and part.kind in SHOWN else part


def _put(scene: Scene, facts: Facts) -> Sequence[Part]:
    """Return what was put to people: without questions that stand before their answers anyway."""
    put = [part for part in scene.asked if not (part.kind == "say" and facts.kind in {"interview", "validation"})]
    filled = facts.versions.fields if facts.versions else ()
    return [replace(part, words=readable(part.words, filled)) for part in put] if filled else put


def _within(scenes: tuple[Scene, ...]) -> tuple[tuple[Scene, ...], str]:
    """Return scenes whose words fit a page, and what to say where they had to be shortened."""
    for most in (100_000, 2_000, 800, 400, 200, 100):
        short = tuple(_clipped(scene, most) for scene in scenes)
        if sum(map(_size, short)) <= MOST_WORDS:
            said = f"Long contributions are shortened to {most} characters here" if most < 100_000 else ""
            return short, f"{said}; the exports jsonl and csv hold all of them." if said else ""
    kept = tuple(replace(scene, steps=scene.steps[-1:], portraits=scene.portraits[:50]) for scene in short)
    return kept, "This run is long: only its last step is shown here; the exports jsonl and csv hold all of it."


def _size(scene: Scene) -> int:
    parts = [*scene.asked, *(part for step in scene.steps for part in step.parts)]
    own = [part for portrait in scene.portraits for part in portrait.parts]
    return sum(len(part.words) + 120 for part in (*parts, *own)) + 160 * len(scene.portraits)


def _clipped(scene: Scene, most: int) -> Scene:
    def short(parts: Sequence[Part]) -> tuple[Part, ...]:
        return tuple(replace(part, words=clip(part.words, most)) for part in parts)

    steps = tuple(replace(step, parts=short(step.parts)) for step in scene.steps)
    portraits = tuple(replace(each, parts=short(each.parts)) for each in scene.portraits)
    return replace(scene, asked=short(scene.asked), steps=steps, portraits=portraits)


def charts_of(facts: Facts) -> tuple[Chart, ...]:
    """Return what can be drawn of a run: its own charts, counts, scores, moods, and who spoke how much."""
    charts: list[Chart] = [*facts.charts]
    charts += [counted(_label(name), counts, of="answers") for name, counts in facts.tally.items() if _tells(counts)]
    charts += _of_findings(facts) + _of_coverage(facts)
    for source in facts.sources:
        if source.run == facts.run:
            charts += _of_judging(source)
        if facts.kind in {"world", "interview", "validation"}:
            charts += _of_moods(source)
            charts += _of_words(source)
    return tuple(sorted(charts, key=lambda chart: isinstance(chart, Course)))  # the wide ones last


def _tells(counts: Mapping[str, int]) -> bool:
    """Whether counts say something as bars: few values, or at least two of each; not sentences that each said once."""
    said = len(counts) - (UNSAID in counts)
    brief = said <= FEW and all(len(value) <= LABEL for value in counts)
    return brief or 2 * said <= sum(counts.values())


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
        found.append(
            Bars(_label(dimension), bars, max(bar.value for bar in bars), f"{sum(c[3] for c in cells)} people")
        )
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


def _label(name: str) -> str:
    plain = name.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def _findings(facts: Facts) -> tuple[str, tuple[Finding, ...]]:
    """Return what a study came to in a sentence, and what that rests on."""
    found = facts.found
    if "findings" in found:
        score = found.get("score")
        said = "Not measured: rehearsal" if score is None else f"Score {score:.2f}, {_passed(found)}"
        findings = tuple(
            Finding(each["expectation"], each["held"], each["reason"], _cited(each.get("quote", ""), ""))
            for each in found["findings"]
        )
        return f"{said}. {found['justification']}", findings
    if "verdict" in found:
        score = "" if found.get("score") is None else f", {found['score']} of 9"
        sure = "" if found.get("confidence") is None else f" (confidence {found['confidence']:.2f})"
        quotes = tuple((quote["person"], quote["quote"]) for quote in found.get("quotes", ()))
        claim = Finding(facts.asked, f"{found['verdict']}{score}{sure}", found["justification"], quotes)
        return "", (claim,)
    return "", ()


def _passed(found: Mapping[str, Any]) -> str:
    return "passed" if found.get("passed") else "not passed"


def _cited(quote: str, person: str) -> tuple[tuple[str, str], ...]:
    return ((person, quote),) if quote else ()


def _voices(facts: Facts) -> tuple[Voices, ...]:
    """Return what people said under each answer of the first thing that was counted."""
    names = [name for name, counts in facts.tally.items() if len(counts) > 1 and _tells(counts)]
    said = [(row, quote) for row in facts.records if (quote := quote_of(row))]
    if not names:
        every = tuple((str(row.get("person", "")), quote) for row, quote in said[: 2 * MOST_QUOTES])
        return (Voices("", every),) if every else ()
    groups: list[Voices] = []
    for value in facts.tally[names[0]]:
        own = {
            quote: str(row.get("person", "")) for row, quote in reversed(said) if value in values_of(row.get(names[0]))
        }
        if own:
            heard = [(person, quote) for quote, person in reversed(own.items())]
            groups.append(Voices(f"{_label(names[0])}: {value}", tuple(heard[:MOST_QUOTES])))
    return tuple(groups)


def quote_of(row: Mapping[str, Any]) -> str:
    """Return the longest words that a record rests on."""
    quotes: Mapping[str, str] = row.get("quotes") or {}
    return str(row.get("quote") or max(quotes.values(), key=len, default=""))


def _records(facts: Facts) -> Table:
    rows = [*map(bare, facts.records[:MOST_ROWS])]
    kept = [*map(_answer, rows)] if facts.kind == "survey" else rows
    names = tuple(dict.fromkeys(name for row in kept for name in row))
    left = f" (the first {MOST_ROWS} of {len(facts.records)})" if len(facts.records) > MOST_ROWS else ""
    title = f"{'Answers' if facts.kind == 'survey' else 'What was found'}{left}"
    cells = tuple(tuple(in_words(row.get(name)) for name in names) for row in kept)
    table = Table(title, tuple(map(_label, names)), cells)
    return _filled(table) if facts.kind == "survey" else table


def _answer(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of a survey as a reader needs it: without its place, and what is missing in words."""
    missing = "" if row["outcome"] == "answered" else f"({row['outcome'].replace('_', ' ')})"
    repeat = None if row["repeat"] == 1 else row["repeat"]
    own = {"person": row["person"], "question": row["question"], "version": row.get("variant")}
    answer = row["answer"] if row.get("number") is None else written(row["number"])
    return {**own, "repeat": repeat, "answer": missing or answer, "reason": row["reason"], "note": row["note"]}


def _verdicts(facts: Facts) -> Table:
    own = [source for source in facts.sources if source.run == facts.run]
    judged = [event for source in own for _, event in source.log if isinstance(event, Judged)]
    rows = tuple(
        (f"Step {e.step}", e.claim, e.person, e.verdict, in_words(e.score), e.justification)
        for e in judged[-MOST_ROWS:]
    )
    return _filled(Table("Verdicts", ("When", "Claim", "About", "Verdict", "Score", "Why"), rows))


def _filled(table: Table) -> Table:
    """Return a table without its empty columns."""
    used = [at for at in range(len(table.columns)) if any(row[at] for row in table.rows)]
    rows = tuple(tuple(row[at] for at in used) for row in table.rows)
    return Table(table.title, tuple(table.columns[at] for at in used), rows)


def in_words(value: Any) -> str:
    """Return a value of any shape as text for a cell."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(map(in_words, value))  # pyright: ignore[reportUnknownArgumentType]
        case dict():
            return "; ".join(f"{k}: {in_words(v)}" for k, v in value.items())  # pyright: ignore[reportUnknownVariableType]
        case _:
            return str(value)
