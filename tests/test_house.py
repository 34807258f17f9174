"""The rules of the house that neither ruff nor import-linter can hold."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PURE = ("troupe_mcp/language/", "troupe_mcp/simulation/", "troupe_mcp/studies/")
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "base"}
CLOCKS = {"datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"}
REGISTRY = re.compile(r"://[a-z0-9.-]*(pypi|npm|debian)|\b(pythonhosted|npmjs|pypi)\.(org|com|io)\b", re.IGNORECASE)


def files(pattern: str) -> list[str]:
    """What git tracks or would; where there is no git, whatever lies outside hidden and installed directories."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", pattern]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True).stdout.split("\0")
    except FileNotFoundError:
        listed = []
    if not any(listed):
        found = (path.relative_to(ROOT) for path in ROOT.rglob(pattern) if path.is_file())
        listed = [path.as_posix() for path in found if not re.search(r"(^|/)(\.|node_modules/)", path.as_posix())]
    installed = {path.parent.name for path in ROOT.glob("*/pyvenv.cfg")}
    return sorted(name for name in listed if name.split("/")[0] not in installed and (ROOT / name).is_file())


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def length(name: str) -> int:
    return text_of(name).count("\n")


def impurities(source: str) -> Iterator[str]:
    """Where a module touches disk, terminal, clock or shared randomness, under whatever name it imported them."""
    tree = ast.parse(source)
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {name.asname or name.name: name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
    for name in imported.values():
        if name.startswith("random.") and name != "random.Random":
            yield name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            path = dotted(node, imported)
            if path in CLOCKS or (path.startswith("random.") and path.split(".")[1] != "Random"):
                yield f"line {node.lineno}: {path}"
        elif isinstance(node, ast.Call) and dotted(node.func, imported) in {"open", "io.open", "print"}:
            yield f"line {node.lineno}: {dotted(node.func, imported)}()"


def dotted(node: ast.expr, imported: dict[str, str]) -> str:
    """`dt.now` as `datetime.datetime.now`, as the imports say; empty for what has no name."""
    if isinstance(node, ast.Name):
        return imported.get(node.id, node.id)
    if isinstance(node, ast.Attribute) and (owner := dotted(node.value, imported)):
        return f"{owner}.{node.attr}"
    return ""


def test_no_file_is_longer_than_500_lines() -> None:
    assert {name: length(name) for name in files("*.py") if length(name) > 500} == {}


def test_the_median_file_of_the_package_is_shorter_than_150_lines() -> None:
    package = [name for name in files("*.py") if name.startswith("troupe_mcp/")]
    assert statistics.median(map(length, package)) < 150


def test_every_module_is_named_for_what_it_holds() -> None:
    parts = {name: {*Path(name).with_suffix("").parts} for name in files("*.py")}
    assert [name for name, said in parts.items() if said & NAMES_THAT_SAY_NOTHING] == []


def test_the_core_takes_files_time_and_chance_as_arguments() -> None:
    core = [name for name in files("*.py") if name.startswith(PURE)]
    assert core, "the core is where it is looked for"
    assert {name: found for name in core if (found := [*impurities(text_of(name))])} == {}


@pytest.mark.parametrize(
    "source",
    [
        "open('x')",
        "print('x')",
        "import io\nio.open('x')",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import datetime as d, UTC\nd.now(UTC)",
        "from datetime import date\nkey = date.today",
        "import random\nrandom.shuffle([])",
        "import random as r\nkey = r.random",
        "from random import choice",
    ],
)
def test_an_impure_line_is_noticed(source: str) -> None:
    assert [*impurities(source)]


@pytest.mark.parametrize(
    "source",
    [
        "import random\nrandom.Random(3).choice([1])",
        "from random import Random\nRandom(3).random()",
        "def tell(rng: Random) -> float:\n    return rng.random()",
        "from datetime import datetime\ndatetime.fromisoformat('2026-01-01')",
        "door.open()",
    ],
)
def test_a_pure_line_is_left_alone(source: str) -> None:
    assert [*impurities(source)] == []


def test_no_file_names_the_host_of_a_package_registry() -> None:
    named = {name: found[0] for name in files("*") if (found := REGISTRY.search(text_of(name)))}
    assert named == {}


def test_no_npm_lock_file_holds_an_address() -> None:
    locks = files("*package-lock.json")
    assert locks, "they are looked for where they are"
    assert [name for name in locks if "://" in text_of(name)] == []


def test_the_constraints_are_names_and_versions_only() -> None:
    lines = [line for line in text_of("constraints.txt").splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
