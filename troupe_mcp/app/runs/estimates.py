"""What a call would cost, measured on the very prompts it would send, before anything is paid."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from troupe_mcp.app.runs.budgets import DEFAULT_MODEL, lacking, price_of
from troupe_mcp.app.views import Estimate
from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.budget import Amount, Tariff, tokens_about
from troupe_mcp.language.completion import Completion
from troupe_mcp.models.openai.manners import manners_of
from troupe_mcp.simulation.tools import split
from troupe_mcp.simulation.worlds.forecast import forecast
from troupe_mcp.simulation.worlds.work import Rules
from troupe_mcp.studies.ballots import WITH_BALLOTS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import Member
    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.simulation.worlds.events import Event, SceneSet
    from troupe_mcp.store import RunRecord

Range = tuple[int, int]
NameT = TypeVar("NameT")

SAID: Range = (250, 800)
"""Characters that a person says in one turn; in groups about 400, alone with somebody more (research: the pilot)."""
TURN: Range = (150, 350)
"""Tokens of a whole turn, its thought and state of mind included."""
REPAIRED = 0.05
"""The share of answers that are asked for once more, at most, because they had the wrong form."""
DOCUMENT = 500
"""Tokens by which a turn is longer, at most as a rule, where people may write documents."""
LOOKED_UP = 0.25
"""The share of turns, at most as a rule, that are asked a second time because they read what somebody wrote."""
THOUGHT = 1 / 6
"""The share of the tokens a model may reason with that one answer takes, at most, as a rule."""
SAMPLE = 12
"""People whose prompts are measured where everybody is asked alone."""


@dataclass(frozen=True, slots=True)
class Part:
    """Calls of one kind, with the tokens that all of them read and write: each from least to most.

    `compared` are the calls for vectors beside them, `texts` the tokens of those.
    """

    calls: Range
    read: Range
    written: Range
    compared: Range = (0, 0)
    texts: Range = (0, 0)


@dataclass
class Measuring:
    """A model that answers nothing and remembers what it would have been asked."""

    provider: str = ""
    name: str = ""
    setup: str = ""
    reads_tasks: bool = False
    asked: list[Prompt] = field(default_factory=list["Prompt"])

    async def complete(self, prompt: Prompt) -> Completion:
        self.asked.append(prompt)
        return Completion("", "over_budget")


async def asks(calls: Sequence[Callable[[Model], Awaitable[object]]], written: Range, times: int = 0) -> Part:
    """Return what calls cost that each ask once, or nobody, for so many tokens; a few may stand for so many `times`."""
    model = Measuring()
    for call in calls:
        with contextlib.suppress(ModelFailed):
            await call(model)
    each = (times or len(calls)) / max(1, len(calls))
    asked, read = round(len(model.asked) * each), round(sum(map(tokens_about, model.asked)) * each)
    return Part((asked, asked), (read, read), (written[0] * asked, written[1] * asked))


def some(everybody: Sequence[NameT]) -> Sequence[NameT]:
    """Return some, evenly chosen, who stand for everybody."""
    return everybody[:: max(1, len(everybody) // SAMPLE)]


def plays(self: App, run: RunRecord, past: Sequence[Event], scene: SceneSet, members: Iterable[Member]) -> Part:
    """Return what playing a scene costs after a past; where people are alone, some of them stand for all."""
    everybody = scene.people
    if scene.setting == "private" and not (scene.watch or scene.stop_when or scene.interventions):
        scene = replace(scene, people=tuple(some(everybody)))
    share = len(everybody) / len(scene.people)
    cast = [(m.name, m.persona) for m in members if m.name in scene.people or past]
    log = [*past, scene]
    rules = Rules(run.seed, run.settings["language"], run.settings["prompt_budget"])
    by_meaning = bool(run.settings.get("embedding_model"))
    played = partial(forecast, cast, log, rules, self.templates(), by_meaning=by_meaning, phases=WITH_BALLOTS)
    least, most = played(said=SAID[0], silent=3), played(said=SAID[1])
    writes = "documents" in (name for name, _ in map(split, scene.tools))
    more = 1 + LOOKED_UP if writes else 1
    calls = (round(least.calls * share), round(most.calls * share * more))
    read = (round(least.tokens * share), round(most.tokens * share * more))
    written = (calls[0] * TURN[0], calls[1] * (TURN[1] + (DOCUMENT if writes else 0)))
    texts = (round(least.texts * share), round(most.texts * share))
    return Part(calls, read, written, (least.compared, most.compared), texts)


def estimate(self: App, run: RunRecord, people: int, parts: Sequence[Part]) -> Estimate:
    """Return the price of all parts together, repairs and reasoning included; no dollars where no price is known."""
    provider: str = run.settings["provider"]
    tariff = self.tariffs.get(provider)
    calls = _sum([part.calls for part in parts])
    if self.models[provider].reads_tasks:
        return Estimate(people, calls, (0, 0), (0.0, 0.0), (_by_a_model(self, parts),))
    read, (least, most) = _sum([part.read for part in parts]), _sum([part.written for part in parts])
    written = (least, most + round(calls[1] * tariff.thinking * THOUGHT) if tariff else most)
    known = tariff if tariff and tariff.price else None
    compared, texts = _in_all(part.compared for part in parts), _in_all(part.texts for part in parts)
    embedding = self.embeddings.get(provider)
    for_texts = embedding.tariff if embedding else Tariff()
    if compared[1] and not for_texts.price:
        known = None
    calls = (calls[0] + compared[0], calls[1] + compared[1])
    tokens = (read[0] + written[0] + texts[0], read[1] + written[1] + texts[1])
    least, most = (for_texts.usd(count, 0) for count in texts)
    usd = (known.usd(read[0], written[0]) + least, known.usd(read[1], written[1]) + most) if known else None
    short = lacking(self, Amount(calls[0], tokens[0], usd[0] if usd else 0.0)) if tariff else ()
    return Estimate(people, calls, tokens, usd, short)


def _by_a_model(self: App, parts: Sequence[Part]) -> str:
    """Return what a language model would take for what costs nothing rehearsed."""
    read, written = _sum([part.read for part in parts]), _sum([part.written for part in parts])
    said = f"about {read[0] + written[0]:,} to {read[1] + written[1]:,} tokens"
    if price := price_of(self.settings.prices, DEFAULT_MODEL):
        tariff = Tariff(price, manners_of(DEFAULT_MODEL).thinking)
        thought = round(_sum([part.calls for part in parts])[1] * tariff.thinking * THOUGHT)
        usd = tariff.usd(read[0], written[0]), tariff.usd(read[1], written[1] + thought)
        said += f", {DEFAULT_MODEL} ${usd[0]:.2g} to ${usd[1]:.2g}"
    return f"The rehearsal is free; a language model would take {said}."


def _in_all(parts: Iterable[Range]) -> Range:
    """Return the least and the most of all parts; these calls have no form that could be wrong."""
    least, most = zip(*parts, strict=True)
    return sum(least), sum(most)


def _sum(parts: Sequence[Range]) -> Range:
    """Return the least of all parts, and the most with its repairs."""
    return sum(least for least, _ in parts), round(sum(most for _, most in parts) * (1 + REPAIRED))
