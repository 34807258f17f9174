"""What a run may spend, decided before it starts; a cap in dollars that cannot be counted is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.errors import RequestError
from troupe_mcp.language.budget import Amount, Limits, Tariff
from troupe_mcp.models.awaiting import OUTSIDE
from troupe_mcp.models.openai.manners import manners_of
from troupe_mcp.runs.budget import UNITS, Shared, amount, used_by
from troupe_mcp.store.spending import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.app.app import App
    from troupe_mcp.app.runs.play import Play
    from troupe_mcp.language.model import Model
    from troupe_mcp.settings import BudgetSection, Settings
    from troupe_mcp.store import RunRecord

DEFAULT_MODEL = "gpt-5-mini"
"""Who answers where a provider is there and no model is named."""


def tariffs(settings: Settings, models: Mapping[str, Model]) -> dict[str, Tariff]:
    """Return what the models cost that cost the operator something, by their names among the players."""
    paid = {name: model for name, model in models.items() if not model.reads_tasks and name not in OUTSIDE}
    return {
        name: Tariff(price_of(settings.prices, model.name), manners_of(model.name).thinking)
        for name, model in paid.items()
    }


def price_of(prices: Mapping[str, tuple[float, float]], model: str) -> tuple[float, float] | None:
    """Return the price of the longest name that a model's begins with, None where none does."""
    named = max((name for name in prices if model.lower().startswith(name.lower())), key=len, default=None)
    return None if named is None else prices[named]


def shared(settings: Settings) -> Shared:
    """Return what the operator allows over all runs."""
    return Shared(_limits(settings.budget, "day"), _limits(settings.budget, "owner"))


def _limits(budget: BudgetSection, period: str) -> Limits:
    """Return the limits of a period; 0 in the file is none."""
    return Limits(**{name: getattr(budget, f"{name}_per_{period}") or None for name in UNITS})


def lacking(self: App, least: Amount) -> tuple[str, ...]:
    """Return where the day's budget has not even the least left that a call would take."""
    limits, spent = _limits(self.settings.budget, "day"), self.store.spent_on(day_of(self.now()))
    name = limits.passed_by(spent + least)
    if not name:
        return ()
    left = max(0, getattr(limits, name) - getattr(spent, UNITS[name]))
    return (f"[budget] {name}_per_day leaves {amount(name, left)} for today: the run would be paused.",)


def budgeted(self: App, run: RunRecord, play: Play) -> RunRecord:
    """Return a run that is about to be played, with its limits: those of the call, else its own, else the operator's.

    Raises RequestError for a limit that the run has passed already, and for one in dollars where no price is known.
    """
    given = {name: value for name in UNITS if (value := getattr(play, name)) is not None}
    known: Mapping[str, Any] | None = run.settings.get("budget")
    if known is None:
        configured = _limits(self.settings.budget, "run")
        known = {name: value for name in UNITS if (value := getattr(configured, name)) is not None}
    used = used_by(run)
    for name, value in given.items():
        spent = getattr(used, UNITS[name])
        if spent and value <= spent and not play.rejoins:  # a further leg of a call gives what its first one gave
            message = (
                f"{name}={amount(name, value)} is no more than what {run.id} has used already "
                f"({amount(name, spent)}); limits count the whole run. Give more."
            )
            raise RequestError(message)
    kept = {**{name: known[name] for name in UNITS if name in known}, **given}
    _check_price(self, run, given, kept)
    return replace(run, settings={**run.settings, "budget": kept, "unpriced": _unpriced(self, run)})


def _unpriced(self: App, run: RunRecord) -> bool:
    """Return whether a run is played by somebody whose price nobody knows here."""
    provider: str = run.settings["provider"]
    tariff = self.tariffs.get(provider)
    return provider in OUTSIDE or (tariff is not None and tariff.price is None)


def _check_price(self: App, run: RunRecord, given: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
    """Raise RequestError where dollars are limited and cannot be counted."""
    provider: str = run.settings["provider"]
    if provider in OUTSIDE and "max_cost" in given:
        who = "the client's own model" if provider == "client" else "the assistant itself"
        message = f"max_cost can't be held where {who} plays: what it costs is not known here. Give max_calls instead."
        raise RequestError(message)
    tariff, embedding = self.tariffs.get(provider), self.embeddings.get(provider)
    if tariff is None:
        return
    model: str = run.settings["model"]
    if tariff.price is not None:
        if embedding is None or embedding.tariff.price is not None or "embedding_model" not in run.settings:
            return
        model = embedding.model.name
    budget = self.settings.budget
    configured = [name for name in ("max_cost_per_day", "max_cost_per_owner") if getattr(budget, name)]
    limits = ["max_cost"] * ("max_cost" in kept) + [f"[budget] {name}" for name in configured]
    if limits:
        message = (
            f"{limits[0]} can't be held: no price is known for {model}. The operator adds it under [prices] in "
            f"config.ini, as {model} = dollars for a million tokens in and a million out (0 0 where it is free), and "
            "starts the server again. max_calls and max_tokens need no price."
        )
        raise RequestError(message)
