"""What calls cost, what may be spent, and the door through which each call asks whether it still fits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

from troupe_mcp.language.answer import portable_schema

if TYPE_CHECKING:
    from pydantic import BaseModel

    from troupe_mcp.language.prompt import Prompt

_ROUNDING = 1e-9
"""Dollars by which sums of floats may differ from what they mean."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Calls, the tokens they read and wrote, and dollars."""

    calls: int = 0
    tokens: int = 0
    usd: float = 0.0

    def __add__(self, more: Amount) -> Amount:
        return Amount(self.calls + more.calls, self.tokens + more.tokens, self.usd + more.usd)

    def __sub__(self, less: Amount) -> Amount:
        return Amount(self.calls - less.calls, self.tokens - less.tokens, self.usd - less.usd)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that may be spent; None is any amount."""

    max_calls: int | None = None
    max_tokens: int | None = None
    max_cost: float | None = None

    def passed_by(self, amount: Amount) -> str:
        """Return the name of the limit that an amount goes beyond, or nothing."""
        if self.max_calls is not None and amount.calls > self.max_calls:
            return "max_calls"
        if self.max_tokens is not None and amount.tokens > self.max_tokens:
            return "max_tokens"
        if self.max_cost is not None and amount.usd > self.max_cost + _ROUNDING:
            return "max_cost"
        return ""

    def __bool__(self) -> bool:
        """Whether anything is limited."""
        return self != Limits()


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a model's tokens cost: dollars for a million in and out, None where nobody knows.

    `thinking` are the tokens that it may spend on reasoning besides its answer.
    """

    price: tuple[float, float] | None = None
    thinking: int = 0

    def usd(self, read: float, written: float) -> float:
        """Return what so many tokens cost; nothing where no price is known."""
        into, out = self.price or (0.0, 0.0)
        return (read * into + written * out) / 1_000_000

    def most(self, prompt: Prompt) -> Amount:
        """Return the most that one call can cost: its prompt, the longest answer, the longest reasoning."""
        read, written = tokens_at_most(prompt), prompt.max_tokens + self.thinking
        return Amount(1, read + written, self.usd(read, written))


def tokens_about(prompt: Prompt) -> int:
    """Return about how many tokens a prompt has, with the form of its answer: one for four bytes."""
    return _bytes(prompt) // 4


def tokens_at_most(prompt: Prompt) -> int:
    """Return how many tokens a prompt has at most, by experience of all scripts: one for three bytes."""
    return -(-_bytes(prompt) // 3)


def _bytes(prompt: Prompt) -> int:
    said = sum(size_of(message.text) for message in prompt.messages)
    return said + _size_of_form(prompt.answer)


def size_of(text: str) -> int:
    """Return a text's length in bytes, by which its tokens are estimated."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


@cache
def _size_of_form(form: type[BaseModel]) -> int:
    return size_of(json.dumps(portable_schema(form), ensure_ascii=False, separators=(",", ":")))


class Budget(Protocol):
    """What may be spent: an upper bound is reserved before each call, what it used is settled after it."""

    async def reserve(self, most: Amount) -> bool:
        """Set so much aside; false where it cannot fit, whatever the calls under way come to.

        Where it may fit once they have settled, waits for that.
        """
        ...

    def settle(self, most: Amount, used: Amount) -> None:
        """Give back what was reserved for a call and count what it used."""
        ...
