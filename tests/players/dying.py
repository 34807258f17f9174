"""A client that lends its model and is killed in the middle: it answers so many prompts and waits for ever at the next.

`python -m tests.players.dying stdio|http TARGET auto|legacy ANSWERS`: TARGET is a data directory or an address.
"""

from __future__ import annotations

import asyncio
import sys
import warnings
from pathlib import Path
from typing import Any

from mcp import Client

from tests.doubles import ROOT, stdio
from tests.players.lender import PEOPLE, Lender


async def main(wire: str, target: str, era: Any, answers: int) -> None:
    lender = Lender()

    async def lend(context: Any, params: Any) -> Any:
        if len(lender.asked) == answers:
            print("waiting", flush=True)
            await asyncio.Event().wait()
        return await lender(context, params)

    server = stdio(Path(target), PYTHONPATH=str(ROOT)) if wire == "stdio" else target
    sampling: Any = lend
    async with Client(server, mode=era, sampling_callback=sampling) as client:
        await client.call_tool("run_world", {"people": PEOPLE[:3], "say": "Hi.", "steps": 2, "order": "in_turn"})


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    wire, target, era, answers = sys.argv[1:]
    asyncio.run(main(wire, target, era, int(answers)))
