"""What a model behind an endpoint is, whatever it is asked for: its name, its address and its connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.openai.clients import Clients

if TYPE_CHECKING:
    from troupe_mcp.models.openai.endpoint import Endpoint


class Remote:
    """A model at an endpoint; the SDK is loaded with the first prompt."""

    reads_tasks = False

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._clients = Clients(endpoint)

    @property
    def provider(self) -> str:
        return self._endpoint.kind

    @property
    def name(self) -> str:
        return self._endpoint.model

    @property
    def _address(self) -> str:
        """Where it is asked, as far as that changes its answers: its version belongs to Azure's."""
        end = self._endpoint
        return f"{end.base_url} {end.api_version if end.kind == 'azure' else ''}"

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._clients.aclose()
