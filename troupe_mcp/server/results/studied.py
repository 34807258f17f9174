"""What studies return: records, examinations, verdicts, stories, surveys."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import WithJsonSchema

from troupe_mcp.server.results.compared import DifferenceLine
from troupe_mcp.server.results.envelope import Envelope
from troupe_mcp.server.results.findings import CheckLine, Finding, NotRun
from troupe_mcp.server.results.flat import Flat
from troupe_mcp.server.results.question import AxisLine, QuestionLine, Trust, VersionLine


class Extracted(Envelope):
    """Data from runs, one row a record, and the counts of what was chosen.

    `reduced` are fewer rows, `labels` what wordings went under which, where asked for; `unfounded` are quotes that the
    reader gave and nobody said there.
    """

    results: list[dict[str, Any]] | None = None
    table: str | None = None
    reduced: list[dict[str, Any]] | None = None
    labels: dict[str, dict[str, list[str]]] | None = None
    tally: dict[str, dict[str, int]] | None = None
    tally_note: str | None = None
    unfounded: list[str] | None = None


class Validated(Envelope):
    """A verdict on a person. Where nothing could be measured, score and passed are null, and `measured` says why."""

    score: Annotated[float | None, WithJsonSchema({"type": ["number", "null"]})] = None
    passed: Annotated[bool | None, WithJsonSchema({"type": ["boolean", "null"]})] = None
    measured: str | None = None
    justification: str | None = None
    findings: list[Finding] | None = None
    checks: list[CheckLine] | None = None
    edit: str | None = None
    not_run: list[NotRun] | None = None

    def structured(self) -> dict[str, Any]:
        """Return the result as JSON; a score that could not be measured is there, as null."""
        unmeasured = {"score": None, "passed": None} if self.measured else {}
        return super().structured() | unmeasured


class Cited(Flat):
    """Words that bear on a claim: whose, and at which position of the log."""

    person: str
    position: int
    quote: str


class Checked(Envelope):
    """A verdict on a claim. What a rehearsal cannot measure, score and confidence, is absent."""

    verdict: str | None = None
    score: float | None = None
    confidence: float | None = None
    justification: str | None = None
    quotes: list[Cited] | None = None


class Narrated(Envelope):
    """A run as prose; `unfounded` are quotes of it that nobody said. An `imagined` chapter tells what might come."""

    story: str | None = None
    imagined: bool | None = None
    unfounded: list[str] | None = None


class Surveyed(Envelope):
    """A survey, question by question, with its trust card.

    Where there were versions of the material, each question once for each version, and `differences` between them.
    """

    versions: list[VersionLine] | None = None
    design: str | None = None
    differences: list[DifferenceLine] | None = None
    questions: list[QuestionLine] | None = None
    axes: list[AxisLine] | None = None
    trust: Trust | None = None
    parent: str | None = None
    parent_step: int | None = None
