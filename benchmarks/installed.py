"""Megabytes of a fresh installation without extras; needs the registry, so it runs only when it is named."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from benchmarks.processes import ROOT
from benchmarks.row import Row

LARGEST = 5


def rows() -> list[Row]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ours = sum(_size(ROOT / name) for name in ("troupe_mcp", "personas", "fragments"))
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as directory:
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile"]
        constraints = str(ROOT / "constraints.txt")
        subprocess.run([*pip, "--target", directory, "-c", constraints, *project["dependencies"]], check=True)
        sizes = {path.name: _size(path) for path in Path(directory).iterdir()}
    total = ours + sum(sizes.values())
    largest = sorted(sizes, key=lambda name: -sizes[name])[:LARGEST]
    return [
        Row(
            "installed size without extras, bytecode not counted",
            f"{total / 1e6:.1f} MB (ours {ours / 1e6:.1f}; "
            + ", ".join(f"{name} {sizes[name] / 1e6:.1f}" for name in largest)
            + ")",
            "59 / 266 / 6,757 MB elsewhere",
            "≤ 60 MB",
            total <= 60e6,
        )
    ]


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return sum(each.stat().st_size for each in files if each.suffix != ".pyc")
