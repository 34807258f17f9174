"""`python -m tests.answered.scenes.asking URL` puts the prompts of all scenes to the model behind an
OpenAI-compatible server, and keeps its answers.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from tests.answered.scenes.acting import HERE, PIECES, Acting, perform
from troupe_mcp.models.openai.chat import ChatModel
from troupe_mcp.models.openai.endpoint import Endpoint


async def ask(url: str) -> None:
    """Play all scenes with the model behind an address; say where it was not asked."""
    model = Acting(ChatModel(Endpoint("compatible", "by-hand", "none", url, timeout=900), str))
    with tempfile.TemporaryDirectory() as directory:
        played = await perform(Path(directory), model)
    for piece in PIECES:
        kept = {scene.name: model.answers.get(scene.name, {}) for scene in played.scenes if scene.piece == piece}
        text = json.dumps(kept, ensure_ascii=False, indent=1)
        (HERE / f"{piece}.answers.json").write_text(f"{text}\n", "utf-8")
    for scene in played.scenes:
        for place in scene.kept.keys() - model.answers.get(scene.name, {}).keys():
            sys.stdout.write(f"not asked: {scene.name}, {place}\n")


if __name__ == "__main__":
    asyncio.run(ask(sys.argv[1]))
