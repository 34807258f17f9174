"""The one wrapper around every tool: arguments in our words, errors that help, schemas that are small."""

from __future__ import annotations

import logging
import re
import types
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, Union, cast, get_args, get_origin

from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from troupe_mcp.errors import TroupeError
from troupe_mcp.language.text import clip
from troupe_mcp.server.examples import example_of
from troupe_mcp.server.misnamed import misnamed
from troupe_mcp.server.sampling import NeedsInput
from troupe_mcp.server.schemas import compact, of_result

logger = logging.getLogger(__name__)

MAX_ERROR = 600
"""Characters of an error."""

EXPECTED = {
    "model_": "an object {…}",
    "dict_": "an object {…}",
    "tuple_": "a list […]",
    "list_": "a list […]",
    "bool_": "true or false",
}
"""What is expected where a fault's kind begins so: in words that a caller knows."""
BOUNDS = {"less than or equal to": "at most", "greater than or equal to": "at least"}

_ARM = re.compile(r"(dict|list|tuple)\[.*\]")
"""What a fault's place says of the type that was tried there, where several may be given."""

Effect = Literal["reads", "changes", "asks"]
"""Whether a tool only reads, changes what is kept, or may ask a model."""


class TroupeTool(Tool):
    """A tool whose faults are results that the assistant can act upon."""

    async def run(self, arguments: dict[str, Any], context: Any, convert_result: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Check the arguments, call the verb, and turn what went wrong into an error result."""
        try:
            values = self.fn_metadata.validate_arguments(self._prepared(arguments))
        except ValidationError as fault:
            return failure(self._explained(fault))
        except UnknownArgument as unknown:
            return failure(str(unknown))
        passed = {self.context_kwarg: context} if self.context_kwarg else {}
        try:
            result = await cast("Callable[..., Awaitable[CallToolResult]]", self.fn)(**values, **passed)
        except NeedsInput as needed:
            return needed.result
        except TroupeError as error:
            return failure(str(error))
        except Exception:
            logger.exception("%s broke", self.name)
            return failure(
                f"{self.name} broke inside troupe-mcp; its log has the details. Nothing already done is lost."
            )
        return self.fn_metadata.convert_result(result) if convert_result else result

    def _prepared(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Refuse unknown arguments; take one text where several are published; drop nulls."""
        fields = self.fn_metadata.arg_model.model_fields
        known = {field.alias or name: field for name, field in fields.items()}
        for name, value in arguments.items():
            if name not in known:
                raise UnknownArgument(
                    misnamed(self.name, name, value, list(known), list(self.parameters["properties"]))
                )
        given = {name: value for name, value in arguments.items() if value is not None}
        for name, value in given.items():
            if isinstance(value, str) and not value.lstrip().startswith("[") and _takes_list(known[name].annotation):
                given[name] = [value]
        return given

    def _explained(self, fault: ValidationError) -> str:
        faults = sorted(fault.errors(), key=lambda error: error["type"] == "missing")[:4]
        lines = [_explain(error, self.fn_metadata.arg_model) for error in faults]
        open_ended = [error for error in faults if error["type"] != "literal_error"]  # else all values are told
        if not open_ended:
            return f"{self.name}: {'; '.join(lines)}."
        wrong = dict.fromkeys(str(error["loc"][0]) for error in open_ended if error["loc"])
        if "show" in wrong and "variants" in self.fn_metadata.arg_model.model_fields:
            wrong["variants"] = None
        forms = [example for name in wrong if (example := example_of(self.name, name))]
        like = f"For example {'; '.join(forms)}." if forms else "See troupe://guide for examples."
        return f"{self.name}: {'; '.join(lines)}. {like}"


class UnknownArgument(Exception):
    """An argument that the tool does not have."""


class Verb(NamedTuple):
    """A method that becomes a tool, with the form of its results; making it takes time, so it waits for a call."""

    call: Callable[..., Awaitable[CallToolResult]]
    result: type[BaseModel]
    title: str
    effect: Effect
    idempotent: bool = False

    @property
    def name(self) -> str:
        """The tool's name."""
        return self.call.__name__

    def tool(self) -> TroupeTool:
        """Return the verb as a tool, published under its own name and docstring."""
        hints = ToolAnnotations(
            title=self.title,
            read_only_hint=self.effect == "reads",
            destructive_hint=False,
            idempotent_hint=self.idempotent or self.effect == "reads",
            open_world_hint=self.effect == "asks",
        )
        text = " ".join((self.call.__doc__ or "").split())
        made = TroupeTool.from_function(
            self.call, title=self.title, description=text, annotations=hints, structured_output=False
        )
        made.parameters = compact(made.parameters)
        made.fn_metadata.output_model = self.result
        made.fn_metadata.output_schema = of_result(self.result)
        return cast("TroupeTool", made)


def failure(message: str) -> CallToolResult:
    """Return an error result."""
    return CallToolResult(content=[TextContent(type="text", text=clip(message, MAX_ERROR))], is_error=True)


def _takes_list(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return any(_takes_list(arm) for arm in get_args(annotation))
    return origin in (list, tuple)


def _known(model: object, place: Iterable[int | str]) -> Mapping[str, FieldInfo]:
    """Return the fields of what stands at a place, by the names they are given by."""
    fields = dict(_fields_of(model))
    for part in place:
        if isinstance(part, str):
            fields = dict(_fields_of(fields[part].annotation if part in fields else None))
    return fields


def _fields_of(annotation: object) -> Iterator[tuple[str, FieldInfo]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from ((field.alias or name, field) for name, field in annotation.model_fields.items())
    for inner in get_args(annotation):
        yield from _fields_of(inner)


def _explain(error: Any, arguments: type[BaseModel]) -> str:
    """Return one fault of an argument: where, what was given, what was expected."""
    place = [part for part in error["loc"] if not _ARM.fullmatch(str(part))]
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
    if error["type"] == "missing":
        wanted = _known(arguments, place[:-1]).get(str(place[-1]))
        listed = (wanted.annotation, *get_args(wanted.annotation)) if wanted else ()
        values = next((get_args(each) for each in listed if get_origin(each) is Literal), ())
        return f"{where} is required" + (f": {', '.join(values)}" if values else "")
    if error["type"] == "extra_forbidden":
        return f"{where} is not known there: it has {', '.join(_known(arguments, place[:-1]))}"
    if error["type"] == "string_type" and isinstance(error.get("input"), list):
        return f"{where} is {clip(repr(error['input']), 60)}; expected one text: make a call for each"
    given = clip(repr(error.get("input")), 60)
    if error["type"] == "string_type":
        return f'{where} is {given}; expected a text, as {where}="…"'
    expected = next((words for name, words in EXPECTED.items() if error["type"].startswith(name)), "")
    if not expected:
        expected = str(error["msg"]).removeprefix("Input should be ").removeprefix("Value error, ")
        for long, short in BOUNDS.items():
            expected = expected.replace(long, short)
    return f"{where} is {given}; expected {expected}"
