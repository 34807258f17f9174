"""Other processes: what they answer, and what they cost."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator

ROOT = Path(__file__).parents[1]
SETTINGS = ("TROUPE_", "PYTHONDONTWRITEBYTECODE")
"""What a server is started without: ours, and what would have it compiled at each start, unlike installed packages."""


def in_child(module: str, function: str, *arguments: str | int) -> Any:
    """Return what a function of ours returns, called in a process of its own; its value and arguments are JSON."""
    call = f"import json, {module} as m; print(json.dumps(m.{function}(*json.loads({json.dumps(arguments)!r}))))"
    done = subprocess.run([sys.executable, "-c", call], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def peak_megabytes() -> float:
    """Return the most memory that this process ever held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1_000_000 if sys.platform == "darwin" else 1_000_000 / 1024)


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU that a running process has used, by all its threads; Linux only."""
    if sys.platform != "linux":
        raise OSError("the CPU clock of another process can be read on Linux only")
    return time.clock_gettime((~pid << 3) | 2)  # as clock_getcpuclockid(3) makes it


@contextlib.contextmanager
def server(module: str, *arguments: str, data: Path, pipes: bool = False) -> Generator[subprocess.Popen[bytes]]:
    """Start `python -m module` on a data directory and end it afterwards; `pipes` for a client on stdin and stdout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    environment |= {"TROUPE_STORE__DATA_DIR": str(data), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=data.parent,
        env=environment,
        stdin=subprocess.PIPE if pipes else subprocess.DEVNULL,
        stdout=subprocess.PIPE if pipes else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
