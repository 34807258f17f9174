"""What the checks of a person come to: a score for each, one for all, and what would mend what failed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.studies.consistency import BY_CHANCE, agreement, alike, settled
from troupe_mcp.studies.knowledge import is_unheld

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.simulation.worlds.events import Answered

PASS_MARK = 0.7
EACH_MARK = 0.5
"""What all checks together have to reach, and more than what each of them has to."""
WORTH = {"yes": 1.0, "unclear": 0.5, "no": 0.0}
MOST_ADVICE = 6
ADMITS = "You remember few small facts of your life exactly; where you don't know one, you say so and make nothing up."
UNMEASURED = (
    "Played and judged from files, without a language model: agreement proves nothing. "
    "The findings show what was said to each expectation."
)


def verdict_of(
    checks: Sequence[str],
    justification: str,
    findings: Sequence[Mapping[str, Any]],
    again: Sequence[Answered],
    *,
    measured: bool,
    person: str = "",
    expected: bool = False,
) -> dict[str, Any]:
    """Return `{score, passed, justification, findings, checks, advice}`.

    A check's score is the share of its expectations that held, an unclear one counting half, or for consistency the
    share of pairs of answers that were alike; the whole is their mean. Passed: 0.7 or more, with every check above
    one half. Whoever plays and judges from the file that sets the expectations measures nothing: all are None, and
    the advice holds what was `expected` of the person and not shown.
    """
    told = [*map(dict, findings), *({**finding, "check": "consistency"} for finding in alike(again) if again)]
    if not justification:
        same = agreement(again)
        justification = f"Asked the same in several ways, {same.value:.0%} of pairs of answers were alike."
    if not measured:
        open_too = [finding for finding in told if finding["check"] == "expectations"] if expected else []
        rows = [{"check": check, "score": None, "said": _said(check, told, again)} for check in checks]
        return {
            "score": None, "passed": None, "justification": UNMEASURED, "findings": told, "checks": rows,
            "advice": _stated(open_too, person),
        }  # fmt: skip
    rows = [_row(check, told, again) for check in checks]
    score = round(sum(row["score"] for row in rows) / len(rows), 2) if rows else 0.0
    return {
        "score": score,
        "passed": score >= PASS_MARK and all(row["score"] > EACH_MARK for row in rows) and _shown(told),
        "justification": justification,
        "findings": told,
        "checks": rows,
        "advice": _advice(told, again),
    }


def _shown(findings: Sequence[Mapping[str, Any]]) -> bool:
    """Whether more than half of what was expected was really shown."""
    own = settled_each([finding for finding in findings if finding["check"] == "expectations"])
    return not own or 2 * own.count("yes") > len(own)


def _row(check: str, findings: Sequence[Mapping[str, Any]], again: Sequence[Answered]) -> dict[str, Any]:
    said = _said(check, findings, again)
    if check == "consistency":
        same = agreement(again)
        span = same.interval
        interval = {"interval": [round(span.low, 2), round(span.high, 2)]} if span else {}
        return {"check": check, "score": round(same.value, 2), "said": said, **interval, "chance": BY_CHANCE}
    own = settled_each([finding for finding in findings if finding["check"] == check])
    worth = sum(WORTH[held] for held in own)
    return {"check": check, "score": round(worth / len(own), 2) if own else 0.0, "said": said}


def _said(check: str, findings: Sequence[Mapping[str, Any]], again: Sequence[Answered]) -> str:
    own = [finding for finding in findings if finding["check"] == check]
    held = [finding for finding in own if finding["held"] == "yes"]
    match check:
        case "knowledge":
            unheld = [finding for finding in own if is_unheld(finding["expectation"])]
            admitted = sum(finding["held"] == "yes" for finding in unheld)
            made_up = sum(finding["held"] == "no" for finding in unheld)
            return (
                f"{len(held) - admitted} of {len(own) - len(unheld)} facts recalled; of {len(unheld)} things that the "
                f"file doesn't hold {admitted} admitted, {made_up} made up"
            )
        case "consistency":
            known = sum(answer.value is not None for answer in again)
            return f"{len(held)} of {len(own)} statements answered alike however asked, in {known} answers"
        case _:
            met = settled_each(own)
            return f"{met.count('yes')} of {len(met)} expectations held"


def settled_each(findings: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return how each expectation came out, however many questions were asked about it: a no outweighs a yes."""
    held: dict[str, set[str]] = {}
    for finding in findings:
        held.setdefault(finding["expectation"], set()).add(finding["held"])
    return [next(word for word in ("no", "yes", "unclear") if word in found) for found in held.values()]


_WHO = re.compile(r"^(?:he|she|the person|this person)\b\s*", re.IGNORECASE)


def _stated(findings: Sequence[Mapping[str, Any]], person: str) -> list[str]:
    """Return the expectations that were not met as statements about the person, by name."""
    own = list(dict.fromkeys(finding["expectation"] for finding in findings))
    missing = [text for text, held in zip(own, settled_each(findings), strict=True) if held != "yes"]
    return [_of(person, text) for text in missing][:MOST_ADVICE]


def _of(person: str, text: str) -> str:
    """Return an expectation with the name in place of a pronoun, or before a verb that begins it."""
    told = _WHO.sub("", text)
    return f"{person} {told}." if told != text or text[:1].islower() else f"{text}."


def _advice(findings: Sequence[Mapping[str, Any]], again: Sequence[Answered]) -> list[str]:
    """Return statements that, added to the file, speak to what failed."""
    failed = [finding for finding in findings if finding["held"] == "no" and finding["check"] != "consistency"]
    stated = [finding["expectation"] for finding in failed if not is_unheld(finding["expectation"])]
    admits = [ADMITS] if len(stated) < len(failed) else []
    return [*dict.fromkeys([*admits, *stated, *(f"You think: {text}" for text in settled(again))])][:MOST_ADVICE]
