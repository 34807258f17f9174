"""Models that want to be asked in their own way, by their name or by what they refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.provider.replies import Reply, Request, failure, obliging
from tests.provider.server import provider
from tests.provider.table import AZURE, served
from troupe_mcp.settings import Keys

PEOPLE = ["Oscar", "Lisa Carter", "Fetu Leavasa"]
SAID = {
    "max_tokens": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'.",
    "temperature": "Unsupported value: 'temperature' does not support 0.4 with this model.",
    "seed": "[{'type': 'extra_forbidden', 'loc': ['body', 'seed']}]",
}


@pytest.mark.parametrize(
    ("name", "sent", "left_out"),
    [
        ("gpt-5-mini", {"max_completion_tokens": 8000, "reasoning_effort": "low"}, ["max_tokens", "temperature"]),
        ("gpt-4o", {"max_completion_tokens": 2000, "temperature": 0.4}, ["max_tokens", "reasoning_effort"]),
        ("llama3.2", {"max_tokens": 2000, "temperature": 0.4}, ["max_completion_tokens", "reasoning_effort"]),
    ],
)
async def test_a_model_is_asked_as_the_table_says(
    name: str, sent: dict[str, Any], left_out: list[str], tmp_path: Path
) -> None:
    async with (
        provider() as server,
        served(tmp_path, server, model=name, temperature=0.4, reasoning_effort="low") as at,
    ):
        await at.ok("listen_and_act", people=["Oscar"], say="Hello.")
    body = server.requests[-1].body
    assert {key: body[key] for key in sent} == sent
    assert [key for key in left_out if key in body] == []


async def test_a_deployment_that_hides_its_model_is_learned_from_what_it_refuses(tmp_path: Path) -> None:
    def choosy(request: Request) -> Reply:
        refused = next((name for name in SAID if name in request.body), "")
        return failure(400, "unsupported", SAID[refused]) if refused else obliging(request)

    async with provider(choosy) as server:
        keys = Keys(azure=AZURE, azure_endpoint=server.root)
        async with served(tmp_path, server, keys=keys, base_url="", model="talk-1", temperature=0.4) as at:
            told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=2, order="together")
    assert told.data["status"] == "done"
    assert told.data["cost"]["calls"] == 2 * len(PEOPLE)
    assert len(server.requests) <= (len(SAID) + 2) * len(PEOPLE), "what was refused once is not sent in the next step"
    assert server.requests[-1].body["max_completion_tokens"] == 8000
