"""The pages that are looked at: a group of five over six steps, and an ad test with thirty people, rehearsed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.doubles import Table, table
from troupe_mcp.demo.ads import CHOICE, QUESTION, SHOWN

FIVE = ["Lisa Carter", "Oscar", "Ngozi Adeleke", "Raghav Deshmukh", "Solveig Rustad"]
WATCHED = "Somebody has proposed a concrete feature"
AI: dict[str, Any] = {
    "title": "A word processor with AI: what would you use it for?",
    "situation": "A meeting room of a software company on a Thursday evening.",
    "say": "Which features would really help you? <script>alert('no')</script>",
    "tools": ["documents"],
    "watch": [WATCHED],
    "steps": 6,
    "seed": 5,
    "wait_seconds": 50,
}
CROWD: dict[str, Any] = {"description": "people who travel", "count": 30, "seed": 2, "wait_seconds": 50}


async def exported(at: Table, run: str) -> Path:
    return Path((await at.ok("export_run", run=run)).data["path"])


async def group(directory: Path) -> Path:
    async with table(directory) as at:
        return await exported(at, (await at.ok("run_world", people=FIVE, **AI)).run)


async def ad_test(directory: Path) -> list[Path]:
    """The talk, what was found in it, a validation, a claim, a story, and the casting."""
    async with table(directory) as at:
        crowd = await at.ok("create_people", **CROWD)
        talk = await at.ok("listen_and_act", people=[crowd.run], show=SHOWN, say=QUESTION, seed=11, wait_seconds=50)
        found = await at.ok("extract_results", run=talk.run, **CHOICE, wait_seconds=50)
        rest = [
            await at.ok("validate_person", person="Oscar", seed=1, wait_seconds=50),
            await at.ok("check_proposition", run=talk.run, claim="Most would travel by rail"),
            await at.ok("tell_story", run=talk.run),
        ]
        return [await exported(at, told.run) for told in (talk, found, crowd, *rest)]
