"""How a call is played: what its caller allows, who answers, who is told of progress."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from troupe_mcp.language.model import Model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.app.views import Awaited
    from troupe_mcp.language.completion import Completion
    from troupe_mcp.store import RunRecord

Keep = Callable[[Mapping[str, "Completion"]], Awaitable[object]]
"""Keeps answers by the ids of their prompts, and returns when they are on disk."""


class Answers(Protocol):
    """Answers open prompts while the call that plays the run is still there."""

    async def __call__(self, run: RunRecord, awaited: Sequence[Awaited], keep: Keep, /) -> bool:
        """Have answers kept, by the prompts' ids, as they come; false where none came and the run has to rest."""
        ...


class Lent(Model, Protocol):
    """The model that a client lends, which answers while its call is open and the client is `here`.

    It was `asked` by then, and `answered` so often.
    """

    here: bool
    asked: bool
    answered: int

    def within_call(self) -> AbstractAsyncContextManager[None]:
        """Answer until the call ends or its client goes; what is not answered by then is left open."""
        ...


class OnProgress(Protocol):
    """Told how far a run is while somebody waits for it."""

    async def __call__(self, run: RunRecord, /) -> None:
        """Report one look at the run."""


async def unreported(_: RunRecord) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """How a call is played: whatever verb it is, these mean the same.

    `max_calls`, `max_tokens` and `max_cost` (dollars) limit the whole run, not only this call.
    `wait_seconds` None waits until the run rests; `new` plays anew what an equal call just began.
    A client lends its model as one that is `lent` while the call is open, or by `answers` to a round of prompts;
    `rejoins` is the run that the call goes on with where it is a further leg of one that began it. `played_by` auto
    is the first who can play, or on a run that goes on whoever plays it.
    """

    seed: int | None = None
    played_by: str = "auto"
    dry_run: bool = False
    max_calls: int | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    wait_seconds: float | None = None
    new: bool = False
    on_progress: OnProgress = unreported
    lent: Lent | None = None
    answers: Answers | None = None
    rejoins: str = ""

    @property
    def lends(self) -> bool:
        """Whether the client lends its model, in either way."""
        return bool(self.lent or self.answers)
