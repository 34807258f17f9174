"""From what somebody wrote to `Settings`, with faults in words that name the place, the value and what is expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from troupe_mcp.errors import ConfigInvalid
from troupe_mcp.settings.sections import Settings
from troupe_mcp.settings.written import KEYS, PREFIX, file_of_ours, in_environment, in_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from troupe_mcp.settings.written import Entry

_EXPECTED = {  # by pydantic's name of the fault, in our words
    "int_parsing": "a whole number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "bool_parsing": "true or false",
    "literal_error": "{expected}",
    "greater_than_equal": "{ge:g} or more",
    "less_than_equal": "{le:g} or less",
    "string_too_short": "some text",
    "greater_than": "more than {gt:g}",
}


def load_settings(config: Path | None, environ: Mapping[str, str]) -> Settings:
    """The environment over `config` (or `config.ini` in the working directory) over the defaults.

    Raises ConfigInvalid with a line for each fault.
    """
    given = {(one.section, one.key): one for one in (*in_file(config), *in_environment(environ))}
    values: dict[str, dict[str, str]] = {}
    for one in given.values():
        values.setdefault(one.section, {})[one.key] = one.value
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        faults = dict.fromkeys(_fault(one, given) for one in error.errors(include_url=False))
        raise ConfigInvalid("\n".join(faults)) from None


@dataclass(frozen=True, slots=True)
class Given:
    """Which keys somebody set, as `[section] key`, in the file that was read, and in which variables; no values."""

    file: Path | None
    keys: tuple[str, ...]
    variables: tuple[str, ...]


def given_settings(config: Path | None, environ: Mapping[str, str]) -> Given:
    """Return what `load_settings` would read. Raises ConfigInvalid."""
    ours = file_of_ours(config)
    keys = tuple(f"[{one.section}] {one.key}" for one in in_file(config))
    variables = tuple(name for name in environ if name.startswith(PREFIX))
    return Given(ours[0].absolute() if ours else None, keys, variables)


def _fault(error: ErrorDetails, given: Mapping[tuple[str, str], Entry]) -> str:
    """Return a fault in our words: where, what was given, what was expected, and the default."""
    section = str(error["loc"][0])
    if len(error["loc"]) == 1:  # keys that do not go together; the first of them is named
        one = given[section, error.get("ctx", {})["key"]]
        return f"{one.where}: [{section}] {one.key} = {one.value!r}: {error['msg']}."
    key = str(error["loc"][1])
    one = given[section, key]
    if section == "prices":
        expected = "two numbers, dollars for a million tokens in and out, such as 0.25 2.00"
        return f"{one.where}: [prices] {key} = {one.value!r}: expected {expected}."
    default = KEYS[section][key]
    said = "empty" if default in (None, "", ()) else str(default).lower() if isinstance(default, bool) else str(default)
    expected = _EXPECTED.get(error["type"], "{msg}").format(msg=error["msg"], **error.get("ctx", {}))
    return f"{one.where}: [{section}] {key} = {one.value!r}: expected {expected}. The default is {said}."
