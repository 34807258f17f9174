"""From what a run is and found to the report of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.simulation.worlds.events import StepEnded
from troupe_mcp.studies.questionnaire import PLACEHOLDER
from troupe_mcp.studies.reports.figures import charts_of
from troupe_mcp.studies.reports.found import recorded, verdicts, voices
from troupe_mcp.studies.reports.report import PUT, Finding, Report, Scene, Voices
from troupe_mcp.studies.reports.scenes import asked_of, parts_of, portraits_of, steps_of
from troupe_mcp.studies.reports.shortening import within
from troupe_mcp.studies.survey.versions import Version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.studies.reports.facts import Facts, Source, Versions
    from troupe_mcp.studies.reports.scenes import Part

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
SIMULATED = "Simulated people: what they say is a model’s guess at what people like them would say."
"""What stands at the end of a report that has no notice."""
SHOWN = ("situation", "show", "document")


def report_of(facts: Facts) -> Report:
    """Return the report of a run, with what people said shortened where it is more than a page can hold."""
    scenes, shortened = within(tuple(_scene(source, facts.kind) for source in facts.sources))
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
        voices=(*(Voices(title, said) for title, said in facts.voices), *voices(facts)),
        tables=tuple(table for table in (recorded(facts), verdicts(facts)) if table.rows),
        story=str(facts.found.get("story", "")),
        scenes=scenes,
        documents=facts.documents,
        trust=facts.trust,
        shortened=shortened,
        closing="" if facts.notice else SIMULATED,
    )


def _lead(facts: Facts, people: int) -> str:
    steps = sum(isinstance(event, StepEnded) for source in facts.sources for _, event in source.log)
    who = f"{people} {'person' if people == 1 else 'people'}" if people else ""
    far = f"{steps} {'step' if steps == 1 else 'steps'}" if steps else ""
    return " · ".join(filter(None, (KINDS.get(facts.kind, facts.kind), who, far, facts.day)))


def _about(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Return what a reader has to know of any figure or word below: who played, and where the people come from."""
    players = facts.played_by.split(", ")
    told = ", ".join(f"{name} ({PLAYERS[name]})" if name in PLAYERS else f"the model {name}" for name in players)
    about = (("Played by", told), ("People", "; ".join(facts.origins)), ("Before this", facts.before))
    return tuple((label, value) for label, value in about if value)


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
    """Return a part of a talk; of what was shown or handed out only that it was, and where it stands as a whole."""
    return replace(part, words="", note=f"under “{PUT}”") if part.outside and part.kind in SHOWN else part


def _put(scene: Scene, facts: Facts) -> Sequence[Part]:
    """Return what was put to people: without questions that stand before their answers anyway."""
    put = [part for part in scene.asked if not (part.kind == "say" and facts.kind in {"interview", "validation"})]
    return [each for part in put for each in _as_versions_have_it(part, facts.versions)] if facts.versions else put


def _as_versions_have_it(part: Part, versions: Versions) -> Sequence[Part]:
    """Return a part as each version had it, where it differs between them."""
    if not {*versions.fields} & {*PLACEHOLDER.findall(part.words)}:
        return [part]
    each = [Version(own[0], dict(zip(versions.columns[2:], own[2:], strict=True))) for own in versions.each]
    return [
        replace(part, words=one.filled(part.words), note="; ".join(filter(None, (part.note, f"version {one.id}"))))
        for one in each
    ]


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
