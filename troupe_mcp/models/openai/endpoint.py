"""Where a model is reached, and how it is to be asked, as the operator decided it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import ssl

    from openai import AsyncOpenAI

Kind = Literal["openai", "azure", "compatible"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One model at one address. The key is left out of every representation.

    `base_url` empty is the provider's own; for Azure it is the resource's endpoint and `model` the deployment.
    `temperature` and `effort` are sent only where given and taken; `timeout` in seconds bounds the whole call;
    `price` is in dollars for a million tokens, in and out.
    """

    kind: Kind
    model: str
    key: str = field(repr=False)
    base_url: str = ""
    api_version: str = ""
    temperature: float | None = None
    effort: str = ""
    timeout: float = 120
    price: tuple[float, float] = (0.0, 0.0)

    @property
    def key_from(self) -> str:
        """The variable of the environment that holds the key."""
        return "AZURE_OPENAI_KEY" if self.kind == "azure" else "OPENAI_API_KEY"

    def client(self, trusted: ssl.SSLContext) -> AsyncOpenAI:
        """Return a client of the SDK that never tries twice and never follows a server elsewhere."""
        from httpx2 import AsyncClient, Timeout
        from openai import AsyncAzureOpenAI, AsyncOpenAI

        patience = Timeout(connect=5, read=self.timeout, write=30, pool=self.timeout)
        http = AsyncClient(verify=trusted, timeout=patience, follow_redirects=False)
        if self.kind == "azure":
            return AsyncAzureOpenAI(
                api_key=self.key,
                azure_endpoint=self.base_url,
                azure_deployment=self.model,
                api_version=self.api_version,
                max_retries=0,
                timeout=patience,
                http_client=http,
            )
        address = self.base_url or "https://api.openai.com/v1"
        return AsyncOpenAI(api_key=self.key, base_url=address, max_retries=0, timeout=patience, http_client=http)
