"""What counts as right: a value itself, words that it holds, or items of a list; texts without case and blanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

Rows = Sequence[Mapping[str, Any]]
_MISSING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Score:
    """Fields that are right, of how many, and what was wrong."""

    right: int
    fields: int
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        share = self.right / self.fields
        return "\n".join([f"fields right: {self.right} of {self.fields} ({share:.1%})", *self.wrong])


def holds(rule: Any, value: Any) -> bool:
    """Whether a value is right by a rule."""
    if isinstance(rule, Mapping):
        return _held(cast("Mapping[str, Any]", rule), value)
    if isinstance(rule, list):
        wanted = cast("list[Any]", rule)
        return isinstance(value, list) and [_folded(v) for v in cast("list[Any]", value)] == [
            _folded(v) for v in wanted
        ]
    return isinstance(rule, bool) == isinstance(value, bool) and _folded(rule) == _folded(value)


def _held(rule: Mapping[str, Any], value: Any) -> bool:
    if "or" in rule:
        return any(holds(each, value) for each in rule["or"])
    if "items" in rule:
        return isinstance(value, list) and _matched(rule["items"], cast("list[Any]", value))
    text = _folded(value) if isinstance(value, str) else ""
    return any(_folded(word) in text for word in rule["any"]) and not any(
        _folded(w) in text for w in rule.get("not", ())
    )


def _matched(wanted: Sequence[Sequence[str]], values: Sequence[Any]) -> bool:
    """Whether each item that is wanted has one of its words in a value of its own, and no value is left."""
    left = [_folded(value) for value in values]
    for words in wanted:
        found = next((text for text in left if any(_folded(word) in text for word in words)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def _folded(value: Any) -> Any:
    return " ".join(value.split()).strip(" .,;:!\"'“”").casefold() if isinstance(value, str) else value


def score(reads: Sequence[tuple[Mapping[str, Any], Rows]]) -> Score:
    """Return how many fields of the runs are right: of each its case, and the rows that were found."""
    wrong: list[str] = []
    fields = 0
    for case, rows in reads:
        pairs = _pairs(case["right"], rows)
        for rules, row in pairs:
            fields += len(rules)
            wrong += [
                f"{case['name']}, {rules.get('person', row.get('person'))}: {name} is {row.get(name, '(missing)')!r}, "
                f"not {rule!r}"
                for name, rule in rules.items()
                if name not in row or not holds(rule, row[name])
            ]
        used = [id(row) for _, row in pairs]
        wrong += [f"{case['name']}: a record too many: {row}" for row in rows if id(row) not in used]
    return Score(fields - len(wrong), fields, tuple(wrong))


def _pairs(right: Mapping[str, Any], rows: Rows) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Return what is wanted, person by person or record by record, with the row for it; a row serves once."""
    if "" not in right:
        return [(rules, next((row for row in rows if row["person"] == who), _MISSING)) for who, rules in right.items()]
    left = [*rows]
    pairs: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
    for rules in right[""]:
        same = [row for row in left if holds(rules["idea"], row["idea"])]
        best = max(same, key=lambda row: row["person"] == rules["person"], default=_MISSING)
        left = [row for row in left if row is not best]
        pairs.append((rules, best))
    return pairs
