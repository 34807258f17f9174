"""What tools return, as one flat model each: what may be absent is optional."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import WithJsonSchema

from troupe_mcp.server.compared import DifferenceLine
from troupe_mcp.server.findings import CheckLine, Finding, NotRun
from troupe_mcp.server.flat import Flat, More, Status
from troupe_mcp.server.question import AxisLine, QuestionLine, Trust, VersionLine
from troupe_mcp.server.swayed import DynamicsOf


class PersonLine(Flat):
    """Somebody, in one line."""

    person: str
    name: str
    kind: str | None = None
    line: str | None = None
    specification: dict[str, Any] | None = None


class Share(Flat):
    """What one step or one person has cost a run."""

    step: int | None = None
    name: str | None = None
    calls: int
    tokens: int
    usd: float | None = None


class Cost(Flat):
    """What a run has used so far. `cached_calls` are answers that others had paid for. Without `usd` no price is known.

    By get_run also the latest steps and the dearest people.
    """

    calls: int
    cached_calls: int
    input_tokens: int
    output_tokens: int
    usd: float | None = None
    by_step: list[Share] | None = None
    by_person: list[Share] | None = None


class Estimated(Flat):
    """What a call would cost: each as [least, most]. Without `usd` no price is known.

    `each_tokens` and `each_usd` are of one answer: one turn of one person, or one reading.
    """

    played_by: str
    people: int
    calls: list[int]
    tokens: list[int]
    usd: list[float] | None = None
    each_tokens: list[int]
    each_usd: list[float] | None = None


class Action(Flat):
    """One thing that somebody did."""

    type: str
    content: str
    to: list[str] | None = None
    note: str | None = None


class State(Flat):
    """A state of mind."""

    feeling: str
    attention: str
    goal: str


class Reply(Flat):
    """What one person did at their turn. `status` is answered, or why there is no answer.

    `played_by` is said where several played in turn.
    """

    person: str
    name: str
    question: str | None = None
    actions: list[Action]
    mind: State | None = None
    status: str
    played_by: str | None = None


class EventLine(Flat):
    """One thing that happened, at its position in the log. `played_by` is said where several played in turn."""

    position: int
    step: int
    kind: str
    person: str | None = None
    type: str | None = None
    content: str | None = None
    to: list[str] | None = None
    note: str | None = None
    played_by: str | None = None


class OpenPrompt(Flat):
    """A prompt that waits for an answer, without the rules that all of its round share."""

    id: str
    prompt: str


class Handed(Flat):
    """Prompts handed out to be answered, each with the rules before it, by one JSON object of the schema."""

    how: str
    rules: str
    answer_schema: str
    prompts: list[OpenPrompt]
    remaining: int


class Envelope(Flat):
    """What every result about a run says; first, where anything of it was rehearsed, that it was."""

    notice: str | None = None
    run: str | None = None
    job: str | None = None
    of: list[str] | None = None
    kind: str | None = None
    title: str | None = None
    status: Status
    reason: str | None = None
    played_by: str | None = None
    seed: int | None = None
    done: int | None = None
    total: int | None = None
    cost: Cost | None = None
    next: str
    warnings: list[str] | None = None
    estimate: Estimated | None = None
    people: list[PersonLine] | None = None
    people_total: int | None = None
    more: More | None = None
    handed: Handed | None = None


class VerdictLine(Flat):
    """The latest verdict on a claim that is judged as a world goes on; `series` are all of them, step by step."""

    step: int
    claim: str
    person: str | None = None
    verdict: str
    score: int | None = None
    confidence: float | None = None
    justification: str | None = None
    series: list[str] | None = None


class InterventionLine(Flat):
    """An intervention of the present scene, at which steps it spoke, and why the last time."""

    number: int
    brings: str
    steps: list[int]
    why: str | None = None


class DocumentLine(Flat):
    """Something that people made with their tools, in its newest version; its text where it was asked for."""

    name: str
    kind: str
    title: str
    author: str
    step: int
    version: int
    uri: str
    note: str | None = None
    text: str | None = None


class QualityOf(Flat):
    """How good the turns of a run were: slips that code saw, turns taken again, and the mean marks of those judged."""

    turns: int
    slips: dict[str, int]
    again: int
    judged: int
    marks: dict[str, float] | None = None
    note: str | None = None


class Played(Envelope):
    """A run of people: their replies, or what happened last.

    And a world's rules as they stand: in a network who is related, who is not there, and the time by its clock.
    """

    replies: list[Reply] | None = None
    steps_done: int | None = None
    situation: str | None = None
    script: list[EventLine] | None = None
    events: list[EventLine] | None = None
    documents: list[DocumentLine] | None = None
    parent: str | None = None
    parent_step: int | None = None
    checkpoints: dict[str, int] | None = None
    quality: QualityOf | None = None
    relations: list[str] | None = None
    absent: list[str] | None = None
    time: str | None = None
    verdicts: list[VerdictLine] | None = None
    interventions: list[InterventionLine] | None = None
    dynamics: DynamicsOf | None = None


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


class Created(Envelope):
    """A person that was made; one who is still being written has an id, but no name yet."""

    person: str | None = None
    name: str | None = None
    version: int | None = None
    summary: str | None = None
    uri: str | None = None
    claims: int | None = None
    unquoted: list[str] | None = None


class Covered(Flat):
    """A cell of a dimension: people wanted, where that was said, and got; `weighted` is their share by weight."""

    dimension: str
    cell: str
    wanted: int | None = None
    got: int | None = None
    weighted: float | None = None


class Alike(Flat):
    """The two people whose words are most alike: shared words by all words of both (Jaccard), names left out."""

    people: list[str]
    likeness: float
    pairs_above_0_8: int
    compared: int


class TurnPrice(Flat):
    """What one turn of one of these people costs, as [least, most]; without `usd` no price is known."""

    tokens: list[int]
    usd: list[float] | None = None


class Edited(Created):
    """A person after a change, and what changed, a line each."""

    changed: list[str] | None = None
    retired: bool | None = None


class LeftOut(Flat):
    """Somebody who could not be written: their place from 1, who they were to be, and why."""

    place: int
    line: str
    outcome: str


class Peopled(Envelope):
    """People that were made; their run stands for all of them. `lines` of a plan (`estimate`) are who they would be."""

    lines: list[str] | None = None
    coverage: list[Covered] | None = None
    closest: Alike | None = None
    unquoted: list[str] | None = None
    left_out: list[LeftOut] | None = None
    price_per_turn: TurnPrice | None = None


class RunLine(Flat):
    """A run, in one line."""

    run: str
    kind: str
    title: str
    status: str
    people: int | None = None
    when: str
    played_by: str


class Looked(Played, Extracted, Validated, Checked, Narrated, Surveyed, Created, Peopled):
    """A run in the form of its own tool, or its transcript, or its events; or the latest runs."""

    runs: list[RunLine] | None = None
    transcript: str | None = None
    next_cursor: str | None = None


class Found(Flat):
    """People that were found."""

    people: list[PersonLine]
    next_cursor: str | None = None
    next: str


class Exported(Flat):
    """A file made of a run: where it is (`path` on this machine, `link` anywhere), its size, and how it begins."""

    notice: str | None = None
    run: str
    status: Status
    format: str
    name: str
    path: str | None = None
    link: str
    media_type: str
    bytes: int
    preview: str
    warnings: list[str] | None = None
    next: str
