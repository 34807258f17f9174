"""`python -m benchmarks` measures all; `python -m benchmarks NAME …` only these. A miss is said and fails nothing."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import subprocess
import sys
from importlib.metadata import version

from benchmarks.processes import in_child
from benchmarks.row import Row, table

NAMES = {
    "prompts": "first prompt, calls of a world",
    "waiting": "wall time beside the model's own",
    "lending": "wall time beside a model that the client lends",
    "looking": "the same where people look something up first",
    "turns": "CPU of a turn",
    "client": "CPU and wall time through the openai client",
    "rehearsing": "CPU of the rehearsal alone",
    "kept": "bytes on disk",
    "cold": "CPU of a cold start",
    "reading": "CPU of cheap tools over HTTP",
    "resume": "going on after a restart",
    "crowd": "10,000 people",
    "polling": "a survey of 10,000 people, killed twice",
    "installed": "installed size (needs the registry; only when named, or with --size)",
}


def main() -> int:
    epilog = "\n".join(f"  {name:<12}{what}" for name, what in NAMES.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure; all where none is named")
    parser.add_argument("--size", action="store_true", help="also the installed size")
    given = parser.parse_args()
    names: list[str] = given.names or [name for name in NAMES if name != "installed"]
    if unknown := [name for name in names if name not in NAMES]:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(NAMES)}")
    if given.size and "installed" not in names:
        names.append("installed")
    print(f"{_machine()}{_load()}\n", flush=True)
    rows: list[Row] = []
    broken: list[str] = []
    for name in names:
        try:
            rows += _measured(name)
        except subprocess.CalledProcessError:  # it has said why
            broken.append(name)
    print(table(rows))
    missed = sum(row.met is False for row in rows)
    print(f"\n{sum(row.met is not None for row in rows)} targets, {missed} missed{_load()}.")
    print("Where others compute too, wall times say little; CPU times say more.")
    if broken:
        print(f"Broken, not measured: {', '.join(broken)}.")
    return 1 if broken else 0


def _measured(name: str) -> list[Row]:
    """Return a benchmark's rows; it runs in a process of its own, so that none leaves anything to the next."""
    print(f"{name} …", file=sys.stderr, flush=True)
    return [Row(*row) for row in in_child("benchmarks.__main__", "rows_of", name)]


def rows_of(name: str) -> list[tuple[str, str, str, str, bool | None]]:
    """Return a benchmark's rows as JSON can carry them; called in the child."""
    from importlib import import_module

    rows: list[Row] = import_module(f"benchmarks.{name}").rows()
    return [(row.what, row.measured, row.reference, row.target, row.met) for row in rows]


def _load() -> str:
    return f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("troupe-mcp", "mcp", "pydantic", "jinja2"))
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{system}; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; {packages}"


if __name__ == "__main__":
    sys.exit(main())
