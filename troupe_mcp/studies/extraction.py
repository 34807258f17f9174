"""Turning what was said into data, with the words it rests on. Counting is done here, never by a model."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.language.ask import ask
from troupe_mcp.language.prompt import Message, Prompt
from troupe_mcp.simulation.people.persona import slug
from troupe_mcp.simulation.steering.propositions import stands
from troupe_mcp.simulation.worlds.events import Found
from troupe_mcp.simulation.worlds.transcript import as_text, transcript
from troupe_mcp.studies.forms import extraction_form
from troupe_mcp.studies.reduction import NOT_SAID, values_of
from troupe_mcp.studies.tasks import ExtractTask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.simulation.worlds.transcript import Utterance

MAX_LABELS = 20
UNFOUNDED = "unfounded"
TELLING = 3
"""Words that a quote has at least which is found again though it stands elsewhere than cited."""
MOST_READ = 200_000
"""Characters of a whole run that are read at once."""


@dataclass(frozen=True, slots=True)
class ResultsExtractor:
    """Reads data out of logs: what is to be found out, the fields that it goes into, and in which steps."""

    objective: str
    fields: Mapping[str, Any]
    seed: int
    templates: Templates
    model: Model
    from_step: int = 0
    to_step: int | None = None
    asked: Mapping[str, str] = field(default_factory=dict[str, str])
    """The questions of the survey that the log is of, by their names."""

    async def extract(self, log: Iterable[tuple[int, Event]], person: str = "", *, source: str) -> Mapping[str, Any]:
        """Return what one person said as `{found, quotes}`, or with no person all of a run as `{records}`.

        Each quote has its `speaker`; those that nobody said are `unfounded`.
        `source` names the run in the call's address. Of who said nothing nobody is asked. Raises ModelFailed where
        nobody could answer.
        """
        lines = lines_of_steps(log, person, self.asked, (self.from_step, self.to_step))
        if person and self.fields and not any(line.person == person and not line.from_outside for line in lines):
            return {"quotes": [], "found": dict.fromkeys(self.fields)}
        task = ExtractTask(self.objective, self.fields, person, lines, many=not person)
        form = extraction_form(self.fields, many=task.many)
        system = self.templates.render("extract.system.md.j2", many=task.many)
        user = self.templates.render(
            "extract.user.md.j2",
            objective=self.objective,
            fields={name: _told(meaning) for name, meaning in self.fields.items()},
            person=person,
            transcript=as_text(lines),
        )
        address = ("extract", source, slug(person) if person else "run")
        messages = (Message("system", system), Message("user", user))
        prompt = Prompt(messages, form, task, address, self.seed, self.templates.version)
        answer = await ask(self.model, prompt, form)
        return only_said(answer.model_dump(mode="json", by_alias=True), lines)


def _told(meaning: Any) -> str:
    return meaning if isinstance(meaning, str) else json.dumps(meaning, ensure_ascii=False)


def lines_of_steps(
    log: Iterable[tuple[int, Event]],
    person: str = "",
    asked: Mapping[str, str] | None = None,
    steps: tuple[int, int | None] = (0, None),
) -> tuple[Utterance, ...]:
    """Return what is read of a log, all of it or what concerns one person, from one step to another.

    What was shown before them stays, for words refer to it.
    """
    first, last = steps
    return tuple(
        line
        for line in transcript(log, person, asked)
        if (last is None or line.step <= last)
        and (line.step >= first or line.kind in {"show", "document", "situation"})
    )


def only_said(answer: Mapping[str, Any], lines: Sequence[Utterance]) -> Mapping[str, Any]:
    """Return the answer with each quote under whoever said it; those that nobody said in these lines as `unfounded`."""
    said = {line.position: line for line in lines if line.position}
    lost = [
        {"person": str(part.get("person", "")), "field": each["field"], "quote": each["quote"]}
        for part in (answer, *answer.get("records", []))
        for each in part.get("quotes", [])
        if each["quote"].strip() and _line_of(each, said) is None
    ]
    records = {"records": [_standing(each, said) for each in answer["records"]]} if "records" in answer else {}
    return {**_standing(answer, said), **records, **({UNFOUNDED: lost} if lost else {})}


def _standing(part: Mapping[str, Any], said: Mapping[int, Utterance]) -> Mapping[str, Any]:
    if "quotes" not in part:
        return part
    found = [(each, line) for each in part["quotes"] if (line := _line_of(each, said))]
    return {**part, "quotes": [{**each, "position": line.position, "speaker": line.person} for each, line in found]}


def _line_of(quote: Mapping[str, Any], said: Mapping[int, Utterance]) -> Utterance | None:
    """Return the line that a quote stands in: the cited one, else that of the only one who said so many words."""
    cited = said.get(int(quote["position"]))
    if cited and stands(quote, {cited.position: cited.content}):
        return cited
    if len(str(quote["quote"]).split()) < TELLING:
        return None
    held = [line for at, line in said.items() if stands({**quote, "position": at}, {at: line.content})]
    return held[0] if len({line.person for line in held}) == 1 else None


def unfounded_of(log: Iterable[tuple[int, Event]]) -> list[dict[str, str]]:
    """Return the quotes that an extraction was given and nobody said there: `{person, field, quote}` each."""
    return [
        {**lost, "person": lost["person"] or event.subject.partition("/")[2]}
        for _, event in log
        if isinstance(event, Found) and event.study == "extraction"
        for lost in event.data.get(UNFOUNDED, ())
    ]


def records_of(log: Iterable[tuple[int, Event]], *, several: bool) -> list[dict[str, Any]]:
    """Return what an extraction found, one row a record, with its person, its quotes, and its run if several."""
    rows: list[dict[str, Any]] = []
    for _, event in log:
        if isinstance(event, Found) and event.study == "extraction":
            source, _, person = event.subject.partition("/")
            head: dict[str, Any] = {"run": source} if several else {}
            if person:
                rows.append({**head, "person": person, **event.data["found"], **_evidence(event.data["quotes"])})
            rows.extend({**head, **_row(record)} for record in event.data.get("records", []))
    return rows


def _row(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record of a whole run as a row. In older logs it has one quote for all of its fields."""
    bare = {name: value for name, value in record.items() if name != "quotes"}
    return {**bare, **_evidence(record.get("quotes", ()))}


def bare(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without the words that it rests on and where they stand."""
    hidden = {"quotes", "positions", "speakers", *(_OLD if has_one_quote(row) else ())}
    return {name: value for name, value in row.items() if name not in hidden}


def has_one_quote(row: Mapping[str, Any]) -> bool:
    """Whether a row is of an older log, with one quote and its place; a field may be called like either."""
    return all(name in row for name in _OLD) and "quotes" not in row


_OLD = ("quote", "position")


def _evidence(quotes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the words that each field rests on, its first ones, where in the log they stand, and who said them.

    Older logs do not hold who did.
    """
    first = {quote["field"]: quote for quote in reversed(quotes)}
    if not first:
        return {}
    said = {name: first[name] for name in dict.fromkeys(quote["field"] for quote in quotes)}
    parts = {part: {name: quote[key] for name, quote in said.items() if key in quote} for part, key in _PARTS}
    return {part: values for part, values in parts.items() if values}


_PARTS = (("quotes", "quote"), ("positions", "position"), ("speakers", "speaker"))


def tally(rows: Sequence[Mapping[str, Any]], fields: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Count the values of each field, lists by their items, most frequent first; nulls as `(not said)`.

    Only what has few different values, of which one comes twice, or which are of a closed list, yes or no, or numbers.
    """
    counts: dict[str, dict[str, int]] = {}
    for name, meaning in fields.items():
        values = Counter(value for row in rows for value in dict.fromkeys(values_of(row.get(name))))
        said = {value: count for value, count in values.items() if value != NOT_SAID}
        if not 0 < len(said) <= MAX_LABELS:
            continue
        if max(said.values()) > 1 or _closed(meaning) or all(is_number(row.get(name)) for row in rows):
            counts[name] = dict(values.most_common())
    return counts


def _closed(meaning: Any) -> bool:
    """Whether a field's JSON schema lists its values, or those of its items."""
    if not isinstance(meaning, Mapping):
        return False
    schema = cast("Mapping[str, Any]", meaning)
    return "enum" in schema or _closed(schema.get("items"))


def is_number(value: Any) -> bool:
    """Whether a value is a number, or was not said."""
    return value is None or isinstance(value, int | float)
