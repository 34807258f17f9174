"""Many wordings of one thing brought under few labels, in one call; which went where is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.language.ask import ask
from troupe_mcp.language.prompt import Message, Prompt, digest_of
from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.people.persona import slug
from troupe_mcp.studies.forms import LONGEST_LABEL, Labels
from troupe_mcp.studies.reduction import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.templates import Templates

STUDY = "normalization"
MOST_WORDINGS = 200
"""Wordings that one call sorts, the most frequent; the others stay without a label."""
MOST_LABELS = 30
LONGEST = 200


@dataclass(frozen=True, slots=True)
class NormalizeTask:
    """Bring numbered wordings under at most `count` labels: `{labels: [{label, numbers}]}`, each number once."""

    field: str
    meaning: str
    wordings: tuple[str, ...]
    count: int

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        return digest_of("normalize", self.field, self.meaning, self.wordings, self.count)


async def normalize(
    task: NormalizeTask, *, seed: int, templates: Templates, model: Model
) -> Mapping[str, Sequence[str]]:
    """Return the labels, each with its wordings. A wording that came twice has its first label; at most `count` stay.

    Raises ModelFailed where nobody could answer.
    """
    system = templates.render("normalize.system.md.j2", count=task.count)
    user = templates.render(
        "normalize.user.md.j2", task=task, shown=[clip(one_line(w), LONGEST) for w in task.wordings]
    )
    messages = (Message("system", system), Message("user", user))
    address = ("normalize", slug(task.field))
    prompt = Prompt(messages, Labels, task, address, seed, templates.version, 400 + 10 * len(task.wordings))
    answer = await ask(model, prompt, Labels)
    free = dict(enumerate(task.wordings, 1))
    found: dict[str, list[str]] = {}
    for group in answer.labels:
        kept = [free.pop(number) for number in group.numbers if number in free]
        if kept and (label := clip(one_line(group.label), LONGEST_LABEL)):
            found.setdefault(label, []).extend(kept)
    largest = sorted(found, key=lambda label: -len(found[label]))[: task.count]
    return {label: found[label] for label in found if label in largest}


def meant(meaning: Any) -> str:
    """Return what a field means in words: as it was given, or what its schema says of it."""
    return meaning if isinstance(meaning, str) else str(meaning.get("description", ""))


def label_of(field: str) -> str:
    """Return the name under which a record has the label of a field."""
    return f"{field}_label"


def wordings_of(records: Sequence[Mapping[str, Any]], field: str) -> tuple[str, ...]:
    """Return the different wordings of a field, the most frequent first."""
    said = [text for record in records for text in _texts(record.get(field))]
    first = {same(text): text for text in reversed(said)}
    return tuple(first[key] for key, _ in Counter(map(same, said)).most_common(MOST_WORDINGS))


def labelled(
    records: Sequence[Mapping[str, Any]], found: Mapping[str, Mapping[str, Sequence[str]]]
) -> list[dict[str, Any]]:
    """Return the records with the label of each field; of a list, the labels that its items have."""
    where = {f: {same(w): label for label, ws in labels.items() for w in ws} for f, labels in found.items()}
    return [
        {**record, **{label_of(f): _label(record.get(f), labels) for f, labels in where.items()}} for record in records
    ]


def _label(value: Any, labels: Mapping[str, str]) -> Any:
    known = list(dict.fromkeys(labels[same(text)] for text in _texts(value) if same(text) in labels))
    return known if isinstance(value, list) else next(iter(known), None)


def _texts(value: Any) -> Iterator[str]:
    for item in cast("list[Any]", value) if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield item
