"""What doctor finds out, in plain words: who answers and why, whether that works, what is configured and installed."""

from __future__ import annotations

import platform
import re
import sqlite3
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Literal

from troupe_mcp.language.completion import Completion
from troupe_mcp.models.openai.trying import try_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from troupe_mcp.language.completion import Outcome
    from troupe_mcp.models.openai.endpoint import Endpoint
    from troupe_mcp.models.openai.rungs import Rung
    from troupe_mcp.settings import Given, Keys, Settings

Topic = Literal["Who answers", "Whether it answers", "What it costs", "Where data lies", "Configuration", "Versions"]
State = Literal["good", "note", "broken"]
MOST_NAMED = 12
WITHOUT_A_SERVER = (
    "client: plays where a client lends its own model (sampling), as it says itself when it connects.",
    'host: the assistant plays the people itself, where a call says played_by="host"; needs no key.',
    "rehearsal: the built-in actor; free, needs nothing, and is no evidence about people.",
)
FORMS: Mapping[Rung, str] = {
    "json_schema": "it holds its model to a JSON schema, which is best (rung: json_schema)",
    "json_object": (
        "it holds its model to JSON, not to a schema (rung: json_object): the form is told in words and checked here, "
        "and a wrong answer is asked for once more"
    ),
    "plain": (
        "it does not hold its model to JSON (rung: plain): the form is told in words, JSON is looked for in what "
        "comes, and a wrong answer is asked for once more. It works; with a small model expect some answers to be lost"
    ),
}
WRONG: Mapping[Outcome, str] = {
    "unauthorised": "the provider refuses the key. Mend {key}",
    "no_credit": "the account has no credit left. Top it up",
    "unknown_model": "there is no such model, or not at this address. Mend [model] model, or {address}",
    "rejected": "the provider doesn't take the request. Compare [model] with what this model supports",
    "garbled": "what comes back is not the OpenAI protocol. Check {address}; it mostly ends in /v1",
    "unavailable": "it can't be reached, or is in trouble. Check that it runs, and {address}",
    "timed_out": "no answer came within {timeout:g} s. Is the model still being loaded? Else raise [model] timeout",
    "rate_limited": "the provider takes no more for now. Try later, and see [limits] requests_per_minute",
}
"""What an outcome means to whoever set the server up, and what to do."""
ADDRESSES = {"azure": "AZURE_OPENAI_ENDPOINT", "compatible": "[model] base_url", "openai": "the network"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, in a sentence."""

    topic: Topic
    state: State
    text: str


def who(settings: Settings, known: Mapping[str, Endpoint | str], taken: str) -> Iterator[Finding]:
    """Say who is taken and why, and what the others lack; `known` as `candidates` has them."""
    configured = settings.model.provider
    chosen = known.get(taken)
    if configured != "auto":
        why = f"because [model] provider = {configured}"
    elif chosen is None:
        why = "because auto found nobody better"
    else:
        why = "the first that auto found"
    who = f"{chosen.model} at {_address(chosen)} ({taken})" if chosen and not isinstance(chosen, str) else taken
    yield Finding("Who answers", "good", f"{who} plays the people, {why}.")
    for kind, endpoint in known.items():
        if kind == taken:
            continue
        if isinstance(endpoint, str):
            yield Finding("Who answers", "note", f"{kind}: no; {endpoint}.")
        else:
            yield Finding("Who answers", "note", f'{kind}: there too, where a call says played_by="{kind}".')
    for text in WITHOUT_A_SERVER if chosen is None else ():
        yield Finding("Who answers", "note", text)


def _address(endpoint: Endpoint) -> str:
    """Return where a server is, without whatever secret an address may carry."""
    if not endpoint.base_url:
        return "api.openai.com"
    return re.sub(r"^\w+://([^/@]*@)?", "", endpoint.base_url).partition("?")[0].rstrip("/")


async def whether(endpoint: Endpoint) -> Finding:
    """Say whether a server answers, and by which rung, or what is wrong with it."""
    tried = await try_out(endpoint)
    asked = f"Asked {tried.calls} small question{'s' if tried.calls > 1 else ''}, {tried.tokens:,} tokens."
    if isinstance(tried.found, Completion):
        return Finding("Whether it answers", "broken", f"{_wrong(endpoint, tried.found.outcome)}. {asked}")
    state: State = "good" if tried.found == "json_schema" else "note"
    return Finding("Whether it answers", state, f"{endpoint.model} answers, and {FORMS[tried.found]}. {asked}")


def _wrong(endpoint: Endpoint, outcome: Outcome) -> str:
    key = "AZURE_OPENAI_KEY" if endpoint.kind == "azure" else "OPENAI_API_KEY"
    why = WRONG.get(outcome, "no answer came").format(
        key=key, address=ADDRESSES[endpoint.kind], timeout=endpoint.timeout
    )
    return f"{endpoint.model} at {_address(endpoint)} does not answer ({outcome}): {why}"


def configuration(keys: Keys, given: Given) -> Iterator[Finding]:
    """Say which file was read, which keys are set, and which secrets are there: never a value."""
    if given.file:
        yield Finding("Configuration", "good", f"{given.file} sets {_listed(given.keys) or 'nothing'}.")
    else:
        yield Finding("Configuration", "good", "There is no config.ini of ours here; every key is at its default.")
    if given.variables:
        yield Finding("Configuration", "good", f"The environment sets {_listed(given.variables)}.")
    secrets = {
        "OPENAI_API_KEY": keys.openai,
        "AZURE_OPENAI_KEY": keys.azure,
        "AZURE_OPENAI_ENDPOINT": keys.azure_endpoint,
    }
    for name in [name for name, value in secrets.items() if value]:
        yield Finding("Configuration", "good", f"{name} is set.")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def versions() -> Iterator[Finding]:
    """Say what is installed here."""
    found = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for package in ("troupe-mcp", "mcp", "openai", "pydantic"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            yield Finding("Versions", "broken", f"{package} is not installed here. Install troupe-mcp again.")
    yield Finding("Versions", "good", ", ".join(f"{name} {found[name]}" for name in sorted(found)) + ".")
