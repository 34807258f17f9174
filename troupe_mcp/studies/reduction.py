"""From many records to few rows: grouped, counted, the first kept or all collected. Done here, never by a model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, field_validator

from troupe_mcp.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

NOT_SAID = "(not said)"
COUNT = "count"


class ResultsReducer(BaseModel):
    """How records become rows: one for each value of the fields in `group`, most frequent first; without any, one.

    Texts that differ in case or blanks alone are one value, in the first wording. A row has the `count` of its
    records, of each field in `first` the first value that was said, and of each in `collect` all that were, once each.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: tuple[str, ...] = ()
    count: bool = True
    first: tuple[str, ...] = ()
    collect: tuple[str, ...] = ()

    @field_validator("group", "first", "collect", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    def check(self, fields: Collection[str]) -> None:
        """Raise RequestError where a rule is about a field that there will not be, or nothing would be left."""
        named = [*self.group, *self.first, *self.collect]
        if missing := next((name for name in named if name not in fields), None):
            raise RequestError(f"reduce names {missing[:60]!r}, which no record has. Fields: {', '.join(fields)}.")
        if double := next((name for name in named if named.count(name) > 1), None):
            raise RequestError(f"reduce names {double[:60]!r} twice. A field goes into group, first or collect.")
        if not (named or self.count):
            raise RequestError('reduce leaves nothing: give group, first or collect, e.g. {"group": "choice"}.')

    def reduce(self, records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows. Values are as they were said; in `group` what nobody said is `(not said)`."""
        groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
        for record in records:
            groups.setdefault(tuple(_key(record.get(name)) for name in self.group), []).append(record)
        rows = [self._row(group) for group in groups.values()]
        sizes = [len(group) for group in groups.values()]
        order = sorted(range(len(rows)), key=lambda at: -sizes[at])
        return [rows[at] for at in order]

    def _row(self, records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        head = {name: _said(records[0].get(name)) for name in self.group}
        counted = {COUNT: len(records)} if self.count else {}
        values = {name: _distinct(record.get(name) for record in records) for name in (*self.first, *self.collect)}
        return {
            **head,
            **counted,
            **{name: next(iter(values[name]), None) for name in self.first},
            **{name: values[name] for name in self.collect},
        }


def _distinct(values: Any) -> list[Any]:
    """Return what was said, without doubles."""
    return list({_key(value): value for value in reversed(list(values)) if value is not None}.values())[::-1]


def _said(value: Any) -> Any:
    return NOT_SAID if value is None else value


def same(text: str) -> str:
    """Return what two wordings have in common that differ in case or blanks alone."""
    return " ".join(text.split()).casefold()


def _key(value: Any) -> str:
    if isinstance(value, str):
        return same(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def values_of(value: Any) -> list[str]:
    """Return what a value counts as: a list as its items, nothing as `(not said)`."""
    if value is None or value == []:
        return [NOT_SAID]
    return [value_text(item) for item in value] if isinstance(value, list) else [value_text(value)]  # pyright: ignore[reportUnknownVariableType]


def value_text(value: Any) -> str:
    """Return a value as it stands in a cell: lists by commas, what has parts as JSON."""
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):  # pyright: ignore[reportUnknownVariableType]
        return ", ".join(map(str, value))  # pyright: ignore[reportUnknownArgumentType]
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
