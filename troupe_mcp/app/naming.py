"""Ids that people can read, and the digest by which a repeated call is known."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from troupe_mcp.language.prompt import digest_of
from troupe_mcp.simulation.people.names import called, first_name
from troupe_mcp.simulation.people.persona import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def mint(*words: str) -> str:
    """Return a short readable id: words, then four random characters. Somebody may have it; then `longer` helps."""
    ascii_words = "".join(c if c.isascii() else "-" for c in slug(" ".join(words)))
    readable = "-".join(part for part in ascii_words.split("-") if part)[:28].strip("-")
    return f"{readable or 'x'}-{''.join(secrets.choice(_LETTERS) for _ in range(4))}"


def longer(taken: str) -> str:
    """Return an id that was taken with one more random character."""
    return taken + secrets.choice(_LETTERS)


def first_words(names: Iterable[str], most: int = 2) -> str:
    """Return the first word of the first names, for an id."""
    return " ".join(first_name(name) for name in list(names)[:most])


def company(names: Sequence[str]) -> str:
    """Return who is together, for a title: up to three by their first words, of more the first two."""
    shown = [called(name, names) for name in names[: 3 if len(names) <= 3 else 2]]
    if len(shown) < len(names):
        shown.append(f"{len(names) - len(shown)} more")
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def call_digest(verb: str, arguments: Mapping[str, object]) -> str:
    """Return what identifies a call: its verb and its arguments, however they are ordered."""
    return digest_of(verb, {key: value for key, value in arguments.items() if value not in (None, "", [], ())})
