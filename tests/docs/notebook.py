"""The cells of a page, played in order; `python -m tests.docs.notebook python|recipes` writes what they print."""

from __future__ import annotations

import ast
import asyncio
import inspect
import io
import os
import re
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {name: DOCS / f"{name}.md" for name in ("python", "recipes")}
CELL = re.compile(r"^```python\n(.*?)^```\n(?:\n^```text\n.*?^```\n)?", re.DOTALL | re.MULTILINE)


async def played(page: str) -> str:
    """Return the page with each cell's output after it, all cells sharing their names."""
    names: dict[str, Any] = {"__name__": "__main__"}
    parts: list[str] = []
    end = 0
    for cell in CELL.finditer(page):
        printed = await output(cell[1], names)
        shown = f"\n```text\n{printed.rstrip()}\n```\n" if printed.strip() else ""
        parts += [page[end : cell.start()], f"```python\n{cell[1]}```\n{shown}"]
        end = cell.end()
    return "".join([*parts, page[end:]])


async def output(code: str, names: dict[str, Any]) -> str:
    """Run one cell, in which await may stand anywhere, and return what it printed."""
    compiled = compile(code, "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    with redirect_stdout(io.StringIO()) as printed:
        ran = eval(compiled, names)  # noqa: S307 -- our own page
        if inspect.iscoroutine(ran):
            await ran
    return printed.getvalue()


def main(page: Path, *, write: bool) -> None:
    """Write a page anew, or only print it, played on a fresh data directory without any key."""
    for name in [name for name in os.environ if name.startswith(("TROUPE_", "OPENAI_", "AZURE_"))]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as directory:
        os.environ["TROUPE_STORE__DATA_DIR"] = directory
        anew = asyncio.run(played(page.read_text("utf-8")))
    if write:
        page.write_text(anew, "utf-8")
    else:
        sys.stdout.write(anew)


if __name__ == "__main__":
    main(PAGES[sys.argv[1]], write="--print" not in sys.argv)
