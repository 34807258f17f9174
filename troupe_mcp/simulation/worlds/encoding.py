"""Events as they are stored: a kind, a version, and a JSON body that leaves out what has its default value."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast, get_args

from troupe_mcp.simulation.steering.steering import interventions_of, propositions_of
from troupe_mcp.simulation.worlds.events import Acted, Event, Line, Made, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VERSION = 1
_KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}
_UPCASTERS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""`(kind, version)` to a function that lifts a stored body to the next version; none was needed yet."""


def encode(event: Event) -> tuple[str, int, dict[str, Any]]:
    """Return an event as kind, version and body."""
    told = ((name, getattr(event, name), default) for name, default in _fields(type(event)))
    body = {name: _plain(value) for name, value, default in told if value != default}
    if isinstance(event, Acted) and event.left:
        body["left"] = {key: value for key, value in body["left"].items() if value}
    return type(event).__name__, VERSION, body


@lru_cache(maxsize=64)
def _fields(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """Return the names of a dataclass's fields with their defaults."""
    return tuple((field.name, field.default) for field in fields(kind))


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, str | int | float) or value is None:
        return value
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name, _ in _fields(type(value))}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in cast("list[Any]", value)]
    return {key: _plain(each) for key, each in value.items()}


def decode(kind: str, version: int, body: Mapping[str, Any]) -> Event:
    """Return the event of a stored kind, version and body, lifting old versions first."""
    values = dict(body)
    for old in range(version, VERSION):
        values = _UPCASTERS[kind, old](values)
    if kind == "SceneSet":
        script = cast("list[dict[str, Any]]", values.get("script", []))
        values["script"] = tuple(_line(line) for line in script)
        values["guide"] = tuple(Question(**each) for each in cast("list[dict[str, Any]]", values.get("guide", [])))
        values["relations"] = tuple(tuple(each) for each in values.get("relations", ()))
        values["interventions"] = interventions_of(values.get("interventions", []), _line)
        values |= {name: propositions_of(values.get(name, [])) for name in ("watch", "stop_when")}
    if values.get("left"):
        values["left"] = Made(**values["left"])
    for name, value in values.items():
        if isinstance(value, list) and kind != "Found":
            values[name] = tuple(cast("list[Any]", value))
    return _KINDS[kind](**values)


def _line(body: Mapping[str, Any]) -> Line:
    values: dict[str, Any] = {**body, "to": tuple(body.get("to", ()))}
    return Line(**values)
