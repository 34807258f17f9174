"""Lines of standard input, mended where the SDK would drop them: a request that nobody answers hangs its client."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from pydantic_core import from_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator

_ID = re.compile(rb'"id"\s*:\s*(\d{1,15}|"[^"\\]{1,80}")')


async def readable_lines(source: AsyncIterable[bytes]) -> AsyncIterator[str]:
    """Yield the lines of a source as the SDK can read them, until its end."""
    async for line in source:
        yield readable(line)


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
