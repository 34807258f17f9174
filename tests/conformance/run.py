"""The official MCP conformance suite against the server as it ships.

The shipped server has none of the fixtures that many scenarios ask for; expected-failures.*.yml names those, each with
its reason, and an entry that begins to pass fails the run. `--url` tests a server that runs already.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

from tests.node import install, node

HERE = Path(__file__).parent
RESULTS = HERE / "results"
SUITE = HERE / "node_modules" / "@modelcontextprotocol" / "conformance" / "dist" / "index.js"
SETS = ("2026-07-28", "2025-11-25")
START_SECONDS = 60


def main() -> int:
    """Both requirement sets; 0 if nothing unexpected happened."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="a server that runs already, instead of our own")
    url: str | None = parser.parse_args().url
    signal.signal(signal.SIGTERM, end)
    install(HERE)
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir()
    with contextlib.nullcontext(url) if url else our_server() as tested:
        passed = [passes(tested, requirements) for requirements in SETS]
    return 0 if all(passed) else 1


def end(*_: object) -> None:
    """A killed run ends as an exception does: with its server stopped."""
    sys.exit(143)


@contextlib.contextmanager
def our_server() -> Generator[str]:
    """`troupe-mcp serve --http` on a free port with an empty data directory; stopped whatever happens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "troupe_mcp", "serve", "--http", "--port", str(port)]
    log = RESULTS / "server.log"
    with tempfile.TemporaryDirectory() as empty, log.open("wb") as out:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TROUPE_")}
        environment |= {"TROUPE_STORE__DATA_DIR": str(Path(empty, "data")), "TROUPE_MODEL__PROVIDER": "rehearsal"}
        server = subprocess.Popen(command, cwd=empty, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_until_it_answers(server, port, log)
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def wait_until_it_answers(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Any HTTP answer will do; a server that ends or stays silent ends the run with what it said."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("POST", "/mcp", "{}", {"Content-Type": "application/json"})
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    ended = f"ended with {server.returncode}" if server.poll() is not None else f"was silent for {START_SECONDS} s"
    sys.exit(f"The server {ended}:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}")


def passes(url: str, requirements: str) -> bool:
    """One requirement set, told in one line, and below it what was not expected."""
    baseline = HERE / f"expected-failures.{requirements}.yml"
    options = ("--requirements", requirements, "--expected-failures", baseline, "-o", RESULTS / requirements)
    done = node(HERE, SUITE, "server", "--url", url, *options, capture=True)
    said = re.sub(r"\x1b\[\d*m", "", done.stdout)
    log = RESULTS / f"{requirements}.log"
    log.write_text(said, encoding="utf-8")
    passed, failed = (re.findall(rf"^{mark} ([\w-]+):", said, re.MULTILINE) for mark in "✓✗")
    named = re.findall(r"^  - ([\w-]+)", baseline.read_text("utf-8"), re.MULTILINE)
    expected = listed(said, "Expected failures (in baseline)")
    wrong = [f"failed: {name}" for name in listed(said, "Unexpected failures (not in baseline)")]
    wrong += [f"passes now, take it out of {baseline.name}: {name}" for name in listed(said, "Stale baseline entries")]
    # The suite itself holds only the scenarios of the requirement set; it runs others beside them, which count as well.
    wrong += [f"failed: {name}" for name in failed if name not in named]
    wrong += [
        f"passes now, take it out of {baseline.name}: {name}" for name in passed if name in {*named} - {*expected}
    ]
    wrong = [*dict.fromkeys(wrong)]
    print(f"{requirements}: {len(passed)} passed, {len(wrong)} failed ({len(expected)} expected to)")
    if wrong or done.returncode:
        print(*(f"  {line}" for line in wrong or said[-2000:].splitlines()), f"  details: {log}", sep="\n")
    return not (wrong or done.returncode)


def listed(said: str, heading: str) -> list[str]:
    """The indented names below a heading of the suite's report."""
    block = said.partition(heading)[2].split("\n\n")[0]
    return re.findall(r"^  \S (.+)$", block, re.MULTILINE)


if __name__ == "__main__":
    sys.exit(main())
