"""Lines of standard input, mended where the SDK would drop them: a request that nobody answers hangs its client."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from pydantic_core import from_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

_ID = re.compile(rb'"id"\s*:\s*(\d{1,15}|"[^"\\]{1,80}")')
_AT_ONCE = 1 << 16
"""Bytes that one read takes at most: what a pipe holds."""


async def readable_lines(read: Callable[[int], Awaitable[bytes]]) -> AsyncIterator[str]:
    """Yield the lines of what is read as the SDK can read them, until its end; those that came together by one read."""
    begun: list[bytes] = []
    while came := await read(_AT_ONCE):
        *ended, rest = came.split(b"\n")
        for line in ended:
            yield readable(b"".join((*begun, line, b"\n")))
            begun.clear()
        begun.append(rest)
    if last := b"".join(begun):
        yield readable(last)


def readable(line: bytes) -> str:
    """Return a line as the SDK can read it.

    Lone surrogates, as of a text cut within an emoji, become U+FFFD. What is no JSON at all becomes a call of an
    unknown method with the same id, so that its client is told instead of waiting.
    """
    try:
        from_json(line, allow_inf_nan=False)
        return line.decode("utf-8")
    except ValueError:
        text = line.decode("utf-8", "replace")
    try:
        mended = json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
        from_json(mended)
    except (ValueError, RecursionError):
        found = _ID.search(line)
        wanted = found.group(1).decode("utf-8", "replace") if found else None
        return f'{{"jsonrpc":"2.0","id":{wanted},"method":"unreadable"}}\n' if wanted else text
    return mended + "\n"
