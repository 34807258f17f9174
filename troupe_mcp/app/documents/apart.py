"""Reading in a process of its own: a file that is made to take all time or memory takes them from nobody.

The document's bytes come on its stdin, the text goes to its stdout, a refusal to its stderr.
"""

from __future__ import annotations

import asyncio
import os
import sys

from troupe_mcp.app.documents.formats import MOST_CHARACTERS, Unreadable, reader_of, too_long

SECONDS = 20
"""The longest that one document may take; 60 pages take about two."""
MEMORY = 1_500_000_000
"""Bytes of address space, on systems that keep such a limit."""
REFUSED = 3
KEPT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "HOME", "LD_LIBRARY_PATH", "TMPDIR", "TEMP")
"""What the process learns of our environment: no key is among it."""


async def read_apart(kind: str, data: bytes, seconds: float = SECONDS) -> str:
    """Return the text of a document's bytes. Raises Unreadable, also where it takes too long or too much."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-W", "ignore", "-c", f"from {__name__} import main; main()", kind,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={key: os.environ[key] for key in KEPT if key in os.environ} | {"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            out, told = await process.communicate(data)
    except TimeoutError:
        raise Unreadable(f"took longer than {seconds} seconds to read. Save it anew, or give its text") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == REFUSED:
        raise Unreadable(told.decode("utf-8", "replace").strip())
    if process.returncode:
        raise Unreadable("cannot be read: it is damaged, or takes more memory than a document may")
    return out.decode("utf-8", "replace")


def main() -> None:
    """Read one document of the kind that is named."""
    _limit()
    try:
        text = reader_of(sys.argv[1])(sys.stdin.buffer.read())
        if len(text) > MOST_CHARACTERS:
            raise too_long(len(text))
    except Unreadable as reason:
        sys.stderr.write(str(reason))
        sys.exit(REFUSED)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def _limit() -> None:
    if sys.platform in {"win32", "darwin"}:
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
