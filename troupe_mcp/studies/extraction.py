"""Turning what was said into data, with the words it rests on. Counting is done here, never by a model."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from troupe_mcp.language.ask import ask
from troupe_mcp.language.prompt import Message, Prompt
from troupe_mcp.simulation.persona import slug
from troupe_mcp.simulation.propositions import stands
from troupe_mcp.simulation.transcript import as_text, transcript
from troupe_mcp.studies.forms import extraction_form
from troupe_mcp.studies.tasks import ExtractTask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.events import Event

MAX_LABELS = 20


async def extract(
    log: Iterable[tuple[int, Event]],
    *,
    objective: str,
    fields: Mapping[str, Any],
    person: str,
    seed: int,
    source: str,
    templates: Templates,
    model: Model,
) -> Mapping[str, Any]:
    """Return what one person said as `{found, quotes}`, or with no person all of a run as `{records}`.

    `source` names the run in the call's address. Raises ModelFailed where nobody could answer.
    """
    lines = transcript(log, person)
    task = ExtractTask(objective, fields, person, lines, many=not person)
    form = extraction_form(fields, many=task.many)
    system = templates.render("extract.system.md.j2", many=task.many)
    user = templates.render(
        "extract.user.md.j2", objective=objective, fields=fields, person=person, transcript=as_text(lines)
    )
    address = ("extract", source, slug(person) if person else "run")
    prompt = Prompt((Message("system", system), Message("user", user)), form, task, address, seed, templates.version)
    answer = await ask(model, prompt, form)
    return answer.model_dump(mode="json", by_alias=True)


def only_said(answer: Mapping[str, Any], said: Mapping[int, str]) -> Mapping[str, Any]:
    """Return the answer without quotes that do not stand in the log where they claim to."""
    quotes = [q for q in answer.get("quotes", []) if stands(q, said)]
    records = [r if stands(r, said) else {**r, "quote": "", "position": 0} for r in answer.get("records", [])]
    return {
        **answer,
        **({"quotes": quotes} if "quotes" in answer else {}),
        **({"records": records} if "records" in answer else {}),
    }


def tally(rows: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> dict[str, dict[str, int]]:
    """Count the values of each field that has few different ones, most frequent first; nulls as `(not said)`."""
    counts: dict[str, dict[str, int]] = {}
    for name in fields:
        values = Counter("(not said)" if row.get(name) is None else str(row[name]) for row in rows)
        said = [value for value in values if value != "(not said)"]
        if said and len(said) <= MAX_LABELS and (len(said) < len(rows) or len(rows) == 1):
            counts[name] = dict(values.most_common())
    return counts
