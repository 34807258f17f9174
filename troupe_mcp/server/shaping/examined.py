"""A verdict on a person as a result: what each check came to, what would mend what failed, what was not looked at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from troupe_mcp.app.labels import NOT_MEASURED
from troupe_mcp.server.results.findings import CheckLine, Finding, NotRun
from troupe_mcp.server.results.studied import Validated
from troupe_mcp.server.shaping.envelope import envelope
from troupe_mcp.server.shaping.onward import onward
from troupe_mcp.server.shaping.telling import page, told
from troupe_mcp.studies.mending import additions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mcp.types import CallToolResult

    from troupe_mcp.app.views import RunView


def validated(view: RunView) -> CallToolResult:
    """Return an examination."""
    result = validation_of(view)
    return told(result, page(result, validated_lines(result)))


def validation_of(view: RunView) -> Validated:
    """Return the fields of a validation's result; its own handle is the job."""
    verdict = dict(view.learned())
    advice: Sequence[str] = verdict.pop("advice", ())
    edit = _edit(view, advice) if advice else None
    head = envelope(view, _next(view, edit))
    head |= {"job": head["run"]}
    if not verdict:
        return Validated(**head)
    measured = NOT_MEASURED if verdict["score"] is None else None
    findings = [Finding(**finding) for finding in verdict.pop("findings")]
    checks = [CheckLine(**line) for line in verdict.pop("checks", ())]
    return Validated(
        **head, **verdict, measured=measured, findings=findings, checks=checks or None, edit=edit,
        not_run=_not_run(view) or None,
    )  # fmt: skip


def _edit(view: RunView, advice: Sequence[str]) -> str:
    """Return the call that adds what would help; people of the library are copied first."""
    member = view.cast[0]
    added = json.dumps(additions(advice, member.persona.spec), ensure_ascii=False)
    if member.version:
        return f'edit_person(person="{member.person}", define={added})'
    return f'create_person(like="{member.name}", persona={added})'


def _not_run(view: RunView) -> list[NotRun]:
    spec: Mapping[str, Any] = view.run.settings["spec"]
    person = view.cast[0].person if view.cast else ""
    return [
        NotRun(check=check, call=f'validate_person(person="{person}", checks=["{check}"])', **price)
        for check, price in spec.get("not_run", {}).items()
    ]


def _next(view: RunView, edit: str | None) -> str:
    reads = f'get_run(run="{view.run.id}", detail="transcript") reads the interview'
    return onward(view.run, f"{edit} speaks to what failed; {reads}" if edit else reads)


def validated_lines(result: Validated) -> list[str]:
    """Return the verdict, check by check, and what it rests on."""
    if result.justification is None:
        return ["No verdict yet."]
    passed = "passed" if result.passed else "not passed"
    score = f"score {result.measured}" if result.score is None else f"score {result.score:.2f}, {passed}"
    lines = [f"{score}. {result.justification}", ""]
    for check in result.checks or []:
        span = f" ({check.interval[0]:g} to {check.interval[1]:g})" if check.interval else ""
        chance = "" if check.chance is None else f"; by chance {check.chance:g}"
        figure = "" if check.score is None else f" {check.score:.2f}{span}{chance}"
        lines.append(f"{check.check}{figure}: {check.said}")
    lines += [""] if result.checks else []
    lines += _found(result.findings or [])
    for each in result.not_run or []:
        usd = f", ${each.usd[0]:.2g} to ${each.usd[1]:.2g}" if each.usd and each.usd[1] else ""
        lines.append(f"Not run: {each.check} ({each.calls[0]} to {each.calls[1]} calls{usd}): {each.call}")
    return lines


def _found(findings: Sequence[Finding]) -> list[str]:
    """Return what was found, each expectation spelled out once and what else was asked about it set in below."""
    lines: list[str] = []
    for expectation in dict.fromkeys(finding.expectation for finding in findings):
        for at, finding in enumerate(each for each in findings if each.expectation == expectation):
            head = f"  {finding.held}, asked “{finding.question}”" if at else f"{finding.held}: {expectation}"
            quote = f" “{finding.quote}”" if finding.quote else ""
            lines.append(f"{head} — {finding.reason}{quote}")
    return lines
