"""CPU from the start of a process to its first answer."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from benchmarks.processes import cpu_of, server
from benchmarks.row import Row
from benchmarks.wire import LEGACY, MODERN, list_tools

TIMES = 7


def rows() -> list[Row]:
    return [_row(era) for era in (MODERN, LEGACY)]


def _row(era: str) -> Row:
    ours: list[float] = []
    bare: list[float] = []
    _spent("troupe_mcp", era)  # so that everything is compiled and in the page cache
    for _ in range(TIMES):  # by turns, so that a busy machine is busy for both
        bare.append(_spent("benchmarks.bare", era))
        ours.append(_spent("troupe_mcp", era))
    ratio = min(ours) / min(bare)
    return Row(
        f"CPU to the first tools/list answer over stdio, {era}, least of {TIMES}",
        f"{min(ours):.3f} s = {ratio:.2f} × (median {median(ours):.3f} s)",
        f"bare MCPServer {min(bare):.3f} s (median {median(bare):.3f} s)",
        "≤ 1.2 ×",
        ratio <= 1.2,
    )


def _spent(module: str, era: str) -> float:
    with (
        tempfile.TemporaryDirectory(prefix="troupe-bench-") as directory,
        server(module, data=Path(directory, "data"), pipes=True) as process,
    ):
        list_tools(process, era)
        return cpu_of(process.pid)
