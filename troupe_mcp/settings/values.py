"""What may stand in the file as a value: the types of settings, read from the words in which they are written."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError


def _listed(value: object) -> object:
    """A comma list in the file is a tuple in the program."""
    return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value


def _pair(value: object) -> object:
    """Two numbers in the file are a tuple in the program."""
    return tuple(value.split()) if isinstance(value, str) else value


def _zero_if_empty(value: object) -> object:
    """An empty limit in the file is none."""
    return 0 if value == "" else value


def _unless_empty(value: object) -> object:
    """An empty value in the file means that there is none."""
    return None if value == "" else value


def is_address(text: str) -> bool:
    """Whether this can be where a server is, e.g. http://127.0.0.1:11434/v1."""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and parts.port != 0
            and not re.search(r"\s", text)
        )
    except ValueError:  # a port that is none
        return False


def _address(text: str) -> str:
    """An address, or nothing."""
    if text and not is_address(text):
        raise PydanticCustomError("address", "an address such as http://127.0.0.1:11434/v1")
    return text


Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(ge=0, le=50)]  # clients give a call up after a minute
Dollars = Annotated[float, Field(ge=0)]
Text = Annotated[str, Field(min_length=1)]
Cap = Annotated[int, Field(ge=0), BeforeValidator(_zero_if_empty)]
CapInDollars = Annotated[float, Field(ge=0), BeforeValidator(_zero_if_empty)]
Price = Annotated[tuple[Dollars, Dollars], BeforeValidator(_pair)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Address = Annotated[str, AfterValidator(_address)]
OrNone = BeforeValidator(_unless_empty)
"""Beside a type: an empty value is none."""
