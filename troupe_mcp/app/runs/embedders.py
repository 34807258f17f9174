"""Who turns texts into vectors: an embedding model at the address of each player that can be reached there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import anyio

from troupe_mcp.app.runs.budgets import price_of
from troupe_mcp.app.runs.players import Wait, asked_with_care, endpoints
from troupe_mcp.language.budget import Tariff
from troupe_mcp.runs.embedding import Embedding

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AsyncExitStack

    from troupe_mcp.settings import Keys, Settings

PATIENCE = 30.0
"""Seconds that one call may take: turns wait for it, and without it they go on by words."""


def embedders(
    settings: Settings, keys: Keys, until: AsyncExitStack, wait: Wait = anyio.sleep
) -> Mapping[str, Embedding]:
    """Return the embedding models by the players they belong to; none where the operator named none.

    `until` closes their connections, `wait` sleeps for the seconds before a further try.
    """
    name = settings.model.embedding_model
    if not name:
        return {}
    from troupe_mcp.models.openai.embeddings import EmbeddingModel

    price = price_of(settings.prices, name)
    places = anyio.CapacityLimiter(settings.limits.max_in_flight)
    found: dict[str, Embedding] = {}
    for endpoint in endpoints(settings, keys):
        timeout = min(endpoint.timeout, PATIENCE)
        model = EmbeddingModel(replace(endpoint, model=name, price=price or (0.0, 0.0), timeout=timeout))
        until.push_async_callback(model.aclose)
        found[endpoint.kind] = Embedding(asked_with_care(model, settings, places, wait), Tariff(price))
    return found
