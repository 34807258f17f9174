"""Ten thousand people and three questions: a survey's cost for each answer, killed twice on the way."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.people import person
from benchmarks.processes import ROOT, in_child, peak_megabytes
from benchmarks.row import Row
from benchmarks.stage import fresh_app
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.studies.surveys import SurveyQuestion
from troupe_mcp.language.completion import Completion, Usage

if TYPE_CHECKING:
    from troupe_mcp.language.prompt import Prompt

PEOPLE = 10_000
QUESTIONS = (
    SurveyQuestion(id="ad", text="Which ad?", kind="choice", options=("Soup today", "Time tomorrow", "Home, always")),
    SurveyQuestion(id="like", text="How much do you like it?", kind="rating", scale=(1, 7)),
    SurveyQuestion(id="pay", text="Would you buy it?", kind="price", options=("$10", "$20", "$30")),
)
AUDIT = "asked.txt"
KILLED_AT = (7_000, 19_000)
"""Recorded answers at which the process is killed."""
SAID = "I would try it if it were a little cheaper, and only if my sister can use it too; at the moment we keep a list."


class Polled:
    """Answers at once, the same to the same; notes in a file where it was asked, so that one sees what comes twice."""

    provider = name = "polled"
    setup = ""
    reads_tasks = False

    def __init__(self, audit: Path) -> None:
        self._audit = os.open(audit, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def complete(self, prompt: Prompt) -> Completion:
        at = hashlib.sha256("/".join(prompt.address).encode()).digest()[0]
        match prompt.address[1]:
            case "ad":
                value: dict[str, Any] = {"choice": "ABC"[at % 3]}
            case "like":
                value = {"rating": 1 + at % 7}
            case _:
                value = {"buys": {letter: "yes" if at % 4 > place else "no" for place, letter in enumerate("ABC")}}
        os.write(self._audit, f"{'/'.join(prompt.address)}\n".encode())
        return Completion(json.dumps({**value, "reason": SAID}), usage=Usage(1500, 60, 0.0), model=self.name)


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as directory:
        whole, killed = str(Path(directory, "whole")), str(Path(directory, "killed"))
        Path(whole).mkdir()
        crowd = in_child("benchmarks.polling", "create", whole)
        shutil.copytree(whole, killed)
        spent = in_child("benchmarks.polling", "ask", whole, crowd)
        twice = sum(_killed(killed, crowd, answers) for answers in KILLED_AT)
        kept, before = _kept(killed), len(_asked(killed))
        again = in_child("benchmarks.polling", "ask", killed, crowd)
        twice += sum(address in kept for address in _asked(killed)[before:])
    each = spent["cpu"] / PEOPLE / len(QUESTIONS) * 1000
    told = (
        f"{each:.2f} ms; {spent['wall']:.0f} s, {spent['megabytes']:.0f} MB; its figures {spent['figuring']:.1f} s CPU"
    )
    same = again["figures"] == spent["figures"]
    return [
        Row(
            f"CPU of an answer, instant model, {PEOPLE:,} people × {len(QUESTIONS)} questions",
            told,
            "",
            "≤ 2 ms, ≤ 500 MB",
            each <= 2 and spent["megabytes"] <= 500,
        ),
        Row(
            f"the same, killed at {' and '.join(f'{answers:,}' for answers in KILLED_AT)} answers",
            f"{twice} recorded answers asked twice; the result is {'the same' if same else 'ANOTHER'}",
            "",
            "0, the same",
            same and not twice,
        ),
    ]


def create(directory: str) -> str:
    async def work() -> str:
        async with fresh_app(directory=Path(directory)) as app:
            each = [person(number) for number in range(PEOPLE)]
            return (await app.create_people(each=each, play=Play(wait_seconds=3600))).run.id

    return asyncio.run(work())


def ask(directory: str, crowd: str) -> dict[str, Any]:
    """Ask everybody; where a run of it was killed, what is left."""

    async def work() -> dict[str, Any]:
        async with fresh_app(Polled(Path(directory, AUDIT)), directory=Path(directory)) as app:
            begun = [run for run in app.list_runs(limit=20).runs if run.kind == "survey"]
            wall, cpu = time.perf_counter(), time.process_time()
            play = Play(seed=1, wait_seconds=3600)
            if begun:
                view = await app.continue_run(begun[0].id, play=play)
            else:
                view = await app.ask_people([crowd], QUESTIONS, group_by=["age"], play=play)
            spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "status": view.run.status}
            cpu = time.process_time()
            found = view.survey()
            figures = [{name: e.value for name, e in each.figures.estimates.items()} for each in found.questions]
            return {**spent, "figuring": time.process_time() - cpu, "figures": figures}

    told = asyncio.run(work())
    if told["status"] != "done":
        raise RuntimeError(told["status"])
    return {**told, "megabytes": peak_megabytes()}


def _killed(directory: str, crowd: str, answers: int) -> int:
    """Ask until so many answers are recorded, then kill; return how many were asked that were recorded before."""
    kept, before = _kept(directory), len(_asked(directory))
    call = f"import benchmarks.polling as p; p.ask({directory!r}, {crowd!r})"
    process = subprocess.Popen([sys.executable, "-c", call], cwd=ROOT)
    while (
        process.poll() is None and _rows(directory, "SELECT max(done) FROM run WHERE kind = 'survey'")[0][0] < answers
    ):
        time.sleep(0.05)
    process.kill()
    process.wait()
    return sum(address in kept for address in _asked(directory)[before:])


def _kept(directory: str) -> set[str]:
    """Return the addresses of the answers that are recorded."""
    return {address for (address,) in _rows(directory, "SELECT address FROM call WHERE model = 'polled'")}


def _rows(directory: str, sql: str) -> list[Any]:
    path = Path(directory, "troupe.db")
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return [tuple(value or 0 for value in row) for row in connection.execute(sql)]


def _asked(directory: str) -> list[str]:
    path = Path(directory, AUDIT)
    return path.read_text("utf-8").splitlines() if path.exists() else []
