"""Who can play here: built from the settings and the keys, the first of them is what `auto` means."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

import anyio

from troupe_mcp.app.files import Files
from troupe_mcp.app.runs.budgets import DEFAULT_MODEL, price_of
from troupe_mcp.errors import ConfigInvalid
from troupe_mcp.models.awaiting import Awaiting
from troupe_mcp.models.limited import Limited
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.settings import is_address

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from troupe_mcp.language.model import Model
    from troupe_mcp.models.openai.endpoint import Endpoint, Kind
    from troupe_mcp.settings import Keys, Settings

Wait = Callable[[float], Awaitable[None]]


def players(settings: Settings, keys: Keys, until: AsyncExitStack, wait: Wait = anyio.sleep) -> dict[str, Model]:
    """Return those who can play by name, the preferred one first.

    `until` closes their connections, `wait` sleeps for the seconds before a further try.

    Raises ConfigInvalid where the configured provider lacks what it needs.
    """
    places = anyio.CapacityLimiter(settings.limits.max_in_flight)
    found: dict[str, Model] = {}
    files = Files(settings.server.files)
    for endpoint in endpoints(settings, keys):
        found[endpoint.kind] = _reached(endpoint, settings, files, places, until, wait)
    everybody = {**found, "client": Awaiting("client"), "rehearsal": Rehearsal(), "host": Awaiting("host")}
    return dict(sorted(everybody.items(), key=lambda each: each[0] != settings.model.provider))


def _reached(
    endpoint: Endpoint,
    settings: Settings,
    files: Files,
    places: anyio.CapacityLimiter,
    until: AsyncExitStack,
    wait: Wait,
) -> Model:
    """Return the model at an endpoint, within the operator's limits, tried again where that helps."""
    from troupe_mcp.models.openai.chat import ChatModel

    chat = ChatModel(endpoint, files.url)
    until.push_async_callback(chat.aclose)
    return asked_with_care(chat, settings, places, wait)


def asked_with_care(model: Model, settings: Settings, places: anyio.CapacityLimiter, wait: Wait) -> Model:
    """Return a model that is asked within the operator's limits, and again where that helps."""
    from troupe_mcp.models.paced import Paced, Rate
    from troupe_mcp.models.retrying import RetryBudget, Retrying

    requests, tokens = Rate(settings.limits.requests_per_minute), Rate(settings.limits.tokens_per_minute)
    # Paced outside: who waits for the rate, or for another try, keeps no place from those who need not wait.
    paced = Paced(Limited(model, places), requests, tokens, time.monotonic, wait)
    return Retrying(paced, RetryBudget(), wait, random.Random().random)


def limited(models: Mapping[str, Model], settings: Settings) -> dict[str, Model]:
    """Return given players within the operator's limit on calls under way."""
    places = anyio.CapacityLimiter(settings.limits.max_in_flight)
    return {name: model if model.reads_tasks else Limited(model, places) for name, model in models.items()}


def endpoints(settings: Settings, keys: Keys) -> list[Endpoint]:
    """Return where models can be reached, the configured provider first."""
    there = candidates(settings, keys)
    wanted = settings.model.provider
    if isinstance(there.get(wanted), str):
        raise ConfigInvalid(_MISSING[wanted])
    found = [endpoint for endpoint in there.values() if not isinstance(endpoint, str)]
    return sorted(found, key=lambda endpoint: endpoint.kind != wanted)


def candidates(settings: Settings, keys: Keys) -> Mapping[str, Endpoint | str]:
    """Return all kinds of servers in the order of `auto`: where one is reached, or what is missing for it.

    Raises ConfigInvalid where Azure's is nowhere.
    """
    model = settings.model
    lacking = [
        *(["AZURE_OPENAI_KEY is not set"] if not keys.azure else []),
        *(["AZURE_OPENAI_ENDPOINT is not set"] if not keys.azure_endpoint else []),
        *(["[model] model, the deployment, is empty"] if not model.model else []),
    ]
    if not lacking and not is_address(keys.azure_endpoint):
        raise ConfigInvalid(
            "Environment variable AZURE_OPENAI_ENDPOINT: expected an address such as https://NAME.openai.azure.com."
        )
    found: dict[str, Endpoint | str] = {
        "azure": ", ".join(lacking) or _endpoint(settings, "azure", keys.azure, keys.azure_endpoint),
        "openai": "OPENAI_API_KEY is not set",
        "compatible": "[model] base_url is empty",
    }
    if model.base_url:
        found["openai"] = "[model] base_url is set, so that OPENAI_API_KEY would be that server's"
        found["compatible"] = _endpoint(settings, "compatible", keys.openai or "none", model.base_url)
    elif keys.openai:
        found["openai"] = _endpoint(settings, "openai", keys.openai, "")
    return found


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
        price=price_of(settings.prices, model.model or DEFAULT_MODEL) or (0.0, 0.0),
    )
