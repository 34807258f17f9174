"""Azure: its paths, its header, its version, through the tools and the real client of the SDK."""

from __future__ import annotations

from pathlib import Path

from httpx2 import create_ssl_context

from tests.provider.replies import failure
from tests.provider.server import provider
from tests.provider.table import AZURE, KEY, everything_in, served
from troupe_mcp.models.openai.endpoint import Endpoint
from troupe_mcp.settings import Keys

PEOPLE = ["Oscar", "Lisa Carter", "Fetu Leavasa"]
VERSION = "2025-04-01-preview"
ASKED = f"/openai/deployments/talk-1/chat/completions?api-version={VERSION}"


async def test_a_deployment_plays_a_world_at_azure_s_address_and_with_azure_s_key_alone(tmp_path: Path) -> None:
    async with provider() as server:
        keys = Keys(openai=KEY, azure=AZURE, azure_endpoint=server.root)
        async with served(tmp_path, server, keys=keys, base_url="", model="talk-1") as at:
            told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=2, order="together")
    assert (told.data["status"], told.data["played_by"]) == ("done", "talk-1")
    assert [request.path for request in server.requests] == [ASKED] * 2 * len(PEOPLE)
    for request in server.requests:
        assert request.headers["api-key"] == AZURE
        assert "authorization" not in request.headers
        assert request.format == "json_schema"
    assert AZURE.encode() not in everything_in(tmp_path)


async def test_a_refused_azure_key_is_named_as_azure_s(tmp_path: Path) -> None:
    async with provider(lambda _: failure(401, "401", "Access denied.")) as server:
        keys = Keys(azure=AZURE, azure_endpoint=server.root)
        async with served(tmp_path, server, keys=keys, base_url="", model="talk-1") as at:
            told = await at.ok("listen_and_act", people=["Oscar"], say="Hello.")
    assert "The provider refused the key (401, AZURE_OPENAI_KEY)." in told.text
    assert "Nothing was spent." in told.text


async def test_embeddings_and_models_are_reached_at_the_addresses_of_each_kind() -> None:
    async with provider() as server:
        ends = [
            Endpoint("compatible", "fake", KEY, server.url),
            Endpoint("azure", "talk-1", AZURE, server.root, VERSION),
        ]
        for end in ends:
            client = end.client(create_ssl_context())
            made = await client.embeddings.create(model=end.model, input=["a", "bcd"], encoding_format="float")
            assert [one.embedding[0] for one in made.data] == [1.0, 3.0]
            assert [one.id async for one in client.models.list()] == ["fake"]
            await client.close()
    assert [request.path for request in server.requests] == [
        "/v1/embeddings",
        "/v1/models",
        f"/openai/deployments/talk-1/embeddings?api-version={VERSION}",
        f"/openai/models?api-version={VERSION}",
    ]
