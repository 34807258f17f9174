"""Whom a run asks what texts mean: the embedding model that it froze at its start, within the run's budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from troupe_mcp.models.budgeted import Budgeted
from troupe_mcp.models.vectored import InFlight, Missing, Vectored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.language.budget import Budget, Tariff
    from troupe_mcp.language.model import Model
    from troupe_mcp.store import Store
    from troupe_mcp.store.records import RunRecord


class Embedding(NamedTuple):
    """An embedding model, and what it costs."""

    model: Model
    tariff: Tariff


class Embeddings:
    """The embedding models of a server, by the players they belong to."""

    def __init__(self, known: Mapping[str, Embedding], store: Store, owner: str) -> None:
        self._known = known
        self._store = store
        self._owner = owner
        self._in_flight: InFlight = {}

    def of(self, run: RunRecord, budget: Budget) -> Vectored | None:
        """Return whom a run asks; nobody where it seeks by words. One that is gone answers that it is."""
        provider, name = run.settings["provider"], run.settings.get("embedding_model", "")
        if not name:
            return None
        known = self._known.get(provider)
        model: Model = Missing(provider, name)
        if known and known.model.name == name:
            model = Budgeted(known.model, budget, known.tariff)
        return Vectored(
            model,
            self._store,
            owner=self._owner,
            run=run.id,
            in_flight=self._in_flight,
            reuse=run.settings["reuse"],
        )
