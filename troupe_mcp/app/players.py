"""Who can play here: built from the settings and the keys, the first of them is what `auto` means."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

import anyio

from troupe_mcp.errors import ConfigInvalid
from troupe_mcp.models.awaiting import Awaiting
from troupe_mcp.models.limited import Limited
from troupe_mcp.models.rehearsal import Rehearsal

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from troupe_mcp.language.model import Model
    from troupe_mcp.models.openai.endpoint import Endpoint, Kind
    from troupe_mcp.settings import Keys, Settings

Wait = Callable[[float], Awaitable[None]]
DEFAULT_MODEL = "gpt-5-mini"


def players(settings: Settings, keys: Keys, until: AsyncExitStack, wait: Wait = anyio.sleep) -> dict[str, Model]:
    """Return those who can play by name, the preferred one first.

    `until` closes their connections, `wait` sleeps for the seconds before a further try.

    Raises ConfigInvalid where the configured provider lacks what it needs.
    """
    places = anyio.CapacityLimiter(settings.limits.max_in_flight)
    found: dict[str, Model] = {}
    for endpoint in endpoints(settings, keys):
        found[endpoint.kind] = _reached(endpoint, settings, places, until, wait)
    outside = {name: Awaiting(name) for name in ("client", "host")}
    if settings.model.provider == "rehearsal":
        return {"rehearsal": Rehearsal(), **found, **outside}
    return {**found, "rehearsal": Rehearsal(), **outside}


def _reached(
    endpoint: Endpoint, settings: Settings, places: anyio.CapacityLimiter, until: AsyncExitStack, wait: Wait
) -> Model:
    """Return the model at an endpoint, within the operator's limits, tried again where that helps."""
    from troupe_mcp.models.openai.chat import ChatModel
    from troupe_mcp.models.paced import Paced, Rate
    from troupe_mcp.models.retrying import RetryBudget, Retrying

    chat = ChatModel(endpoint)
    until.push_async_callback(chat.aclose)
    requests, tokens = Rate(settings.limits.requests_per_minute), Rate(settings.limits.tokens_per_minute)
    paced = Limited(Paced(chat, requests, tokens, time.monotonic, wait), places)
    return Retrying(paced, RetryBudget(), wait, random.Random().random)


def limited(models: Mapping[str, Model], settings: Settings) -> dict[str, Model]:
    """Return given players within the operator's limit on calls under way."""
    places = anyio.CapacityLimiter(settings.limits.max_in_flight)
    return {name: model if model.reads_tasks else Limited(model, places) for name, model in models.items()}


def endpoints(settings: Settings, keys: Keys) -> list[Endpoint]:
    """Return where models can be reached, the configured provider first."""
    model = settings.model
    kinds: dict[Kind, Endpoint] = {}
    if keys.azure and keys.azure_endpoint and model.model:
        kinds["azure"] = _endpoint(settings, "azure", keys.azure, keys.azure_endpoint)
    if keys.openai and not model.base_url:
        kinds["openai"] = _endpoint(settings, "openai", keys.openai, "")
    if model.base_url:
        kinds["compatible"] = _endpoint(settings, "compatible", keys.openai or "none", model.base_url)
    wanted = model.provider
    if wanted not in {"auto", "rehearsal", *kinds}:
        raise ConfigInvalid(_MISSING[wanted])
    return sorted(kinds.values(), key=lambda endpoint: endpoint.kind != wanted)


_MISSING = {
    "openai": "[model] provider = openai needs OPENAI_API_KEY in the environment, and no base_url.",
    "azure": (
        "[model] provider = azure needs AZURE_OPENAI_KEY and AZURE_OPENAI_ENDPOINT in the environment, "
        "and model = the name of the deployment."
    ),
    "compatible": "[model] provider = compatible needs base_url, for instance http://127.0.0.1:11434/v1, and model.",
}


def _endpoint(settings: Settings, kind: Kind, key: str, base_url: str) -> Endpoint:
    from troupe_mcp.models.openai.endpoint import Endpoint

    model = settings.model
    return Endpoint(
        kind,
        model.model or DEFAULT_MODEL,
        key,
        base_url,
        api_version=model.api_version,
        temperature=model.temperature,
        effort=model.reasoning_effort,
        timeout=model.timeout,
        price=price_of(settings.prices, model.model or DEFAULT_MODEL),
    )


def price_of(prices: Mapping[str, tuple[float, float]], model: str) -> tuple[float, float]:
    """Return the price of the longest name that a model's begins with; nothing where none does."""
    named = max((name for name in prices if model.lower().startswith(name.lower())), key=len, default="")
    return prices.get(named, (0.0, 0.0))
