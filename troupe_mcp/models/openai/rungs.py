"""The ladder of ways to get JSON out of a server: an enforced schema, an enforced object, or plain asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from troupe_mcp.language.answer import portable_schema

if TYPE_CHECKING:
    from pydantic import BaseModel

Rung = Literal["json_schema", "json_object", "plain"]
LADDER: tuple[Rung, ...] = ("json_schema", "json_object", "plain")


class FormRefused(Exception):
    """The server doesn't take the form that was wanted; the next rung may do."""


def lower(rung: Rung) -> Rung:
    """Return the rung below; the lowest has none and asks for no form."""
    return LADDER[min(LADDER.index(rung) + 1, len(LADDER) - 1)]


def response_format(rung: Rung, form: type[BaseModel]) -> dict[str, Any]:
    """Return what a request says of the answer's form; nothing on the lowest rung."""
    if rung == "json_schema":
        schema = {"name": form.__name__, "strict": True, "schema": dict(portable_schema(form))}
        return {"response_format": {"type": "json_schema", "json_schema": schema}}
    return {"response_format": {"type": "json_object"}} if rung == "json_object" else {}
