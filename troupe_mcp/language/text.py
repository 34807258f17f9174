"""Text of others is data: one form, and nothing in it that could hide or steer."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# C0 and C1 controls but tab and newline, bidi overrides and isolates, tag characters, lone surrogates.
# ZWJ, ZWNJ, LRM and RLM stay: several scripts need them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f\ud800-\udfff]"
)

SET_APART = 10_000
"""From here on the thousands of a number are set apart."""


def clean(text: str) -> str:
    """Return the text in NFC, with unix line ends and without control, bidi and tag characters."""
    if text.isascii() and text.isprintable():  # as most lines are: it has none of these
        return text.strip()
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", unified)).strip()


def clip(text: str, limit: int) -> str:
    """Return the text in at most `limit` characters, cut at a word with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: max(limit - 1, 1)]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:") + "…"


def beyond(text: str, limit: int, what: str = "") -> str:
    """Return in words that a text is cut where it is longer than a limit; nothing where it is kept whole."""
    return f"{what} cut at {limit:,} of {len(text):,} characters".lstrip() if len(text) > limit else ""


def left_out(texts: Sequence[str], limit: int, most: int) -> str:
    """Return in words what is lost of texts of which so many are kept, each up to a limit; nothing where nothing is."""
    long, more = sum(len(text) > limit for text in texts[:most]), len(texts) - most
    told = (f"{long} cut at {limit:,} characters" if long else "", f"{more} more left out" if more > 0 else "")
    return "; ".join(filter(None, told))


def written(value: float) -> str:
    """Return a number as people write it: whole where it is, thousands apart, a year as it is, no power of ten."""
    if float(value).is_integer():
        return f"{value:,.0f}" if abs(value) >= SET_APART else f"{value:.0f}"
    return f"{value:,.2f}" if abs(value) >= SET_APART else f"{value:g}"


def one_line(text: str) -> str:
    """Return a name or a label cleaned and on one line."""
    return " ".join(clean(text).split())


def quoted(text: str) -> str:
    """Return the text so that its lines cannot be mistaken for headings or lines of the prompt."""
    return text.replace("\n", "\n  ")
