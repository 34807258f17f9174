"""A prompt: text for a model that reads, and a typed task for one that doesn't."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pydantic import BaseModel

Address = tuple[str, ...]
"""The logical place of a call in its run, e.g. `('step', '3', 'lisa-carter', 'turn', 'round', '1')`."""


class Task(Protocol):
    """What a prompt asks, as data: who, what happened, what is wanted.

    The rehearsal is fed by it, and by nothing else.
    """

    def digest(self) -> str:
        """Return a sha256 hex digest over everything in the task that may change the answer."""
        ...


PICTURE = 4000
"""Characters that a picture counts for: about a thousand tokens."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that goes with a message: what it is called, and the sha256 hex digest of its bytes."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt, in the words a model reads, with the pictures it looks at."""

    role: Literal["system", "user", "assistant"]
    text: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Prompt:
    """All that is sent to a model for one answer.

    `answer` is the pydantic model that the answer must satisfy as JSON; `shared` counts the leading messages whose
    bytes are the same for everybody.
    """

    messages: tuple[Message, ...]
    answer: type[BaseModel]
    task: Task
    address: Address
    seed: int
    template_version: str
    max_tokens: int = 2000
    shared: int = 1

    def size(self) -> int:
        """Return the prompt's length in characters, pictures included at what they are worth."""
        return sum(len(message.text) + PICTURE * len(message.pictures) for message in self.messages)

    @property
    def digest(self) -> str:
        """The sha256 hex digest of what is said to the model."""
        return _digest(self.messages)

    def at(self, *more: str) -> Prompt:
        """Return the same prompt at a place below its own."""
        return replace(self, address=(*self.address, *more))

    def followed_by(self, *messages: Message) -> Prompt:
        """Return the prompt with messages added at its end."""
        return replace(self, messages=(*self.messages, *messages))


@lru_cache(maxsize=256)  # a prompt is made anew for each place, and again where its run goes on
def _digest(messages: tuple[Message, ...]) -> str:
    digest = hashlib.sha256()
    for message in messages:
        text = message.text.encode("utf-8", "surrogatepass")
        digest.update(b"%s %d " % (message.role.encode(), len(text)))
        digest.update(text)
        for picture in message.pictures:
            digest.update(f" picture {picture.name} {picture.digest}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def digest_of(*parts: object) -> str:
    """Return the sha256 hex digest of the canonical JSON of the parts."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
