"""Texts as vectors: what a provider is asked for them, and the doors through which they come and are kept."""

from __future__ import annotations

from array import array
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from troupe_mcp.language.answer import Answer
from troupe_mcp.language.prompt import Message, Prompt, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.language.completion import Usage
    from troupe_mcp.language.prompt import Address

Vector = array  # of float32, one unit long
"""What a text means, in the numbers of one embedding model."""
MOST_TEXTS, MOST_CHARACTERS = 256, 200_000
"""What one call takes, at most."""
LONGEST = 4000
"""Characters of a text that its vector stands for."""


class Vectors(Answer):
    """The form of such an answer: none, it is numbers."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Turn texts into vectors."""

    texts: tuple[str, ...]

    def digest(self) -> str:
        """Return the digest of the texts."""
        return digest_of("texts", *self.texts)


class Embedder(Protocol):
    """Whoever knows the vectors of texts."""

    async def vectors(self, texts: Iterable[str], place: Address) -> Mapping[str, Vector[float]]:
        """Return the vector of each text; `place` is what asks for them. Raises ModelFailed where one is lacking."""
        ...


class VectorLedger(Protocol):
    """Where every vector ever received is kept, so that none is paid for twice."""

    async def vectors(self, keys: Sequence[str], run: str) -> Mapping[str, bytes]:
        """Return the vectors that are kept under some of the keys, and note that the run uses them."""
        ...

    async def keep_vectors(
        self, run: str, place: Address, vectors: Mapping[str, bytes], model: str, usage: Usage
    ) -> None:
        """Keep what one call brought durably; return only when it is on disk."""
        ...


def vectors_prompt(texts: Sequence[str], place: Address) -> Prompt:
    """Return one call for the vectors of texts: a message each."""
    messages = tuple(Message("user", text[:LONGEST]) for text in texts)
    return Prompt(messages, Vectors, Texts(tuple(texts)), place, 0, "", max_tokens=0, shared=0)


def in_calls(texts: Iterable[str]) -> list[list[str]]:
    """Return texts in as few calls as they fit."""
    calls: list[list[str]] = []
    room = 0
    for text in texts:
        size = min(len(text), LONGEST)
        if not calls or len(calls[-1]) == MOST_TEXTS or size > room:
            calls.append([])
            room = MOST_CHARACTERS
        calls[-1].append(text)
        room -= size
    return calls


def written(vectors: Iterable[Vector[float]]) -> str:
    """Return vectors as the text of an answer."""
    return b64encode(b"".join(vector.tobytes() for vector in vectors)).decode()


def read(text: str, count: int) -> list[bytes]:
    """Return so many vectors of an answer, as they are kept."""
    whole = b64decode(text)
    size = len(whole) // max(count, 1)
    return [whole[at * size : (at + 1) * size] for at in range(count)]


def as_vector(kept: bytes) -> Vector[float]:
    """Return a vector as it is computed with."""
    vector = array("f")
    vector.frombytes(kept)
    return vector
