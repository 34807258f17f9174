"""The trust card of a study: what its numbers are worth, from counted facts alone. Nothing is hidden to look good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from troupe_mcp.language.text import clip
from troupe_mcp.studies.statistics.intervals import Interval
from troupe_mcp.studies.statistics.signal import overall

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from troupe_mcp.studies.statistics.order import OrderEffect
    from troupe_mcp.studies.statistics.sameness import Likeness, Sameness
    from troupe_mcp.studies.statistics.signal import Signal

Level = Literal["do not count", "explore", "direction"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""What a study supports, from least to most. Simulated people never support more than a direction."""
MEANING: dict[Level, str] = {
    "do not count": "Read what was said; take no share, mean or difference from it.",
    "explore": "Good for ideas and questions to ask; its numbers may be off by more than their intervals say.",
    "direction": "Good for which way and roughly how much among these simulated people; not for real people's shares.",
}
REHEARSED = "not measured: rehearsal"
"""What stands in a rehearsed study for signal, intervals and scores."""
UNREPEATED = "not measured: ask with repeats=3"
FLAGS = "Flags: "
"""How a reason begins that only names flags."""
VOTED_ONCE = "not measured: a vote is asked once; ask_people(run=…, repeats=3) asks these people more often"

FEWEST = 10
"""Effective people under whom nothing is counted: a share's interval is 55 points wide (mid-P, n = 10, p = 0.5)."""
ENOUGH = 30
"""Effective people for a direction: a share's interval is 34 points wide (mid-P, n = 30, p = 0.5)."""
WEAK_SIGNAL = 0.5
"""Persona signal under which noise outweighs people: the usual border of poor reliability (Koo & Li 2016)."""
NO_SIGNAL = 0.2
"""Persona signal under which an answer hardly depends on who is asked (Landis & Koch 1977: slight)."""
ONE_VOICE = 0.15
"""Options in use (0-1) under which a panel speaks with one voice: about 92 % on one of 4 options; see tests."""
ALIKE = 0.5
"""Mean likeness of two people's words from which texts vary one text; 14 words out of 32 come to 0.22, of 4 to 0.96."""
FEW_TEXTS = 0.5
"""Different texts over texts under which people repeat each other word for word."""
ORDER_P = 0.01
"""A p value of order effects from which they count: every study is tested, so one in a hundred is a false alarm."""
ORDER_BIAS = 0.05
"""Excess of the first place (0-1) from which it matters, however significant."""
STRONG_ORDER = 0.25
"""Excess of the first place from which places decide more than people do."""
REFUSALS = 0.05
"""Share of answers refused or missing from which those who answered may be a selection."""
MANY_REFUSALS = 0.3
"""Share refused or missing from which what is left stands for nobody."""
FEW = 5
"""People of a group under whom a share is an anecdote: with 5 its interval is 74 points wide (mid-P, p = 0.4)."""
VERSIONS = "versions"
MOST_NAMED = 4
"""Small groups that are named."""
LONGEST_NAME = 32
"""Characters of a group's name among others."""
REPAIRS = 0.1
"""Share of answers that had to be asked for again because of their form."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted in a study. `asked` and those below it are answers: people × questions × repeats not skipped.

    `signals` and `samenesses` are by question, where there are any; `likenesses` of open texts or of reasons. Where a
    model answered for what was rehearsed, `rests` says so: how it answers is measured, and nothing counts.
    """

    people: int
    effective: float
    asked: int
    played_by: str
    seed: int
    rehearsed: bool = False
    rests: str = ""
    refused: int = 0
    missing: int = 0
    unusable: int = 0
    """Of those refused, answers that came and had not the form of one."""
    repaired: int = 0
    in_vain: int = 0
    """Of those asked for again, answers that still had not the form of one."""
    repeats: int = 1
    signals: Sequence[Signal] = ()
    order: OrderEffect | None = None
    samenesses: Sequence[Sameness] = ()
    likenesses: Sequence[Likeness] = ()
    placebo: str = "not measured"
    unrepeated: str = UNREPEATED
    small: Sequence[SmallGroups] = ()


@dataclass(frozen=True, slots=True)
class SmallGroups:
    """Groups by a field, or versions that different people saw, of fewer people than tell anything; out of how many."""

    by: str
    groups: Mapping[str, int]
    of: int

    @property
    def told(self) -> str:
        """Which these are, e.g. `2 of 4 groups by trade have fewer than 5 people: king (1), smith (3)`."""
        what = self.by if self.by == VERSIONS else f"groups by {self.by}"
        named = ", ".join(f"{brief(name)} ({n})" for name, n in [*self.groups.items()][:MOST_NAMED])
        more = len(self.groups) - MOST_NAMED
        have = "has" if len(self.groups) == 1 else "have"
        return f"{len(self.groups)} of {self.of} {what} {have} fewer than {FEW} people: {named}" + (
            f" and {more} more" if more > 0 else ""
        )


def brief(group: str) -> str:
    """Return the name of a group where others stand beside it: a long value, such as a sentence, is cut."""
    return clip(group, LONGEST_NAME)


@dataclass(frozen=True, slots=True)
class Flag:
    """What is wrong: its name, the figure, what that means, what to do next; `grave` allows no counting at all.

    What is wrong `aside` is so with a part, which the claim level of the whole doesn't rest on.
    """

    name: str
    figure: str
    means: str
    next: str
    grave: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class TrustCard:
    """The evidence of a study's own worth. Figures are ready to read; None where they don't apply to its questions."""

    level: Level
    reason: str
    n: int
    effective: float
    played_by: str
    seed: int
    refusals: str
    repairs: str
    signal: str
    signal_interval: Interval | None
    order_bias: str
    homogeneity: str
    placebo: str
    flags: tuple[Flag, ...]


def trust_card(facts: Facts) -> TrustCard:
    """Return the card of a study. Its level is the highest that neither a flag nor a figure not measured forbids."""
    signal = None if facts.rehearsed else overall(facts.signals)
    found = [check(facts) for check in _CHECKS if not (facts.rehearsed and check in _OF_PEOPLE)]
    flags = tuple(sorted((flag for flag in found if flag), key=lambda flag: not flag.grave))
    level, reason = _level(facts, signal, flags)
    lost = facts.refused + facts.missing
    return TrustCard(
        level=level,
        reason=reason,
        n=facts.people,
        effective=round(facts.effective, 1),
        played_by=facts.played_by,
        seed=facts.seed,
        refusals=f"{lost} of {facts.asked} answers refused or missing",
        repairs=f"{facts.repaired} of {facts.asked} answers asked for again"
        + (f", {facts.in_vain} of them in vain" if facts.in_vain else ""),
        signal=_signal_told(facts, signal),
        signal_interval=signal.interval if signal else None,
        order_bias=REHEARSED if facts.rehearsed else _order_told(facts.order),
        homogeneity=REHEARSED if facts.rehearsed else _homogeneity_told(facts),
        placebo=REHEARSED if facts.rehearsed else facts.placebo,
        flags=flags,
    )


def _level(facts: Facts, signal: Signal | None, flags: Sequence[Flag]) -> tuple[Level, str]:
    if facts.rehearsed:
        return "do not count", "Rehearsed: nobody's model answered, so this shows how the study runs and nothing else."
    if facts.rests:
        return "do not count", facts.rests
    whole = [flag for flag in flags if not flag.aside]
    named = "; ".join(f"{flag.name} ({flag.figure})" for flag in whole)
    if any(flag.grave for flag in whole):
        return "do not count", f"{FLAGS}{named}."
    if whole:
        return "explore", f"{FLAGS}{named}."
    none = "no flag" if not flags else "no flag of the whole"
    if signal is None:
        return "explore", f"{none[0].upper()}{none[1:]}, but how much of it is noise is {_signal_told(facts, signal)}."
    return "direction", f"{facts.people} people, signal {signal.value:.2f}, and {none}."


def _size(facts: Facts) -> Flag | None:
    n = facts.effective
    if n >= ENOUGH:
        return None
    figure = ("1 person" if facts.people == 1 else f"{facts.people} people") + (
        "" if abs(n - facts.people) < 0.5 else f", weighing as {n:.0f}"
    )
    return Flag(
        "small panel",
        figure,
        "Any share or mean may be far off by chance alone.",
        f"ask_people of at least {ENOUGH} people: more of your own, or create_people(count={ENOUGH}, description=…).",
        grave=n < FEWEST,
    )


def _small_groups(facts: Facts) -> Flag | None:
    """Of versions the whole study is what they differ in; groups by a field are a part beside it."""
    if not facts.small:
        return None
    of_versions = [each for each in facts.small if each.by == VERSIONS]
    short = FEW - min(n for each in facts.small for n in each.groups.values())
    add = f'create_people(count={max(short, 2)}, description="…who belong there"), then ask_people of both'
    return Flag(
        "small versions" if of_versions else "small groups",
        "; ".join(each.told for each in facts.small),
        "What so few say is an anecdote: no share of theirs, and no difference from them, is to be told as one.",
        f"Let each see every version: design='within'; or ask {FEW * 2 * of_versions[0].of} people or more."
        if of_versions
        else f"Tell those groups in quotes only, group by something coarser, or add people to each: {add}.",
        aside=not of_versions,
    )


def _noise(facts: Facts) -> Flag | None:
    signal = overall(facts.signals)
    if signal is None or signal.value >= WEAK_SIGNAL:
        return None
    grave = signal.value < NO_SIGNAL
    return Flag(
        "noisy answers",
        f"signal {signal.value:.2f}",
        "Asked again, people answer differently: "
        + ("it hardly matters who is asked." if grave else "noise is large."),
        "Ask more concretely, give the people more of a life (edit_person), or average over repeats=5.",
        grave=grave,
    )


def _one_voice(facts: Facts) -> Flag | None:
    closed = facts.samenesses
    if closed and (used := sum(each.used for each in closed) / len(closed)) < ONE_VOICE:
        figure = f"{sum(each.modal_share for each in closed) / len(closed):.0%} on one answer"
        return _homogeneous(figure, grave=used == 0 and len(closed) > 1)
    texts = facts.likenesses
    if texts and (like := sum(each.words for each in texts) / len(texts)) > ALIKE:
        return _homogeneous(f"two people share {like:.0%} of their words")
    if texts and (distinct := sum(each.distinct for each in texts) / len(texts)) < FEW_TEXTS:
        return _homogeneous(f"only {distinct:.0%} of the texts differ")
    return None


def _homogeneous(figure: str, *, grave: bool = False) -> Flag:
    return Flag(
        "one voice",
        figure,
        "Nearly all say the same: a true consensus, or one model under many names; the shares cannot tell which.",
        "Ask also what real people are known to differ on, or make people differ more: create_people(demography=…).",
        grave=grave,
    )


def _order_bias(facts: Facts) -> Flag | None:
    order = facts.order
    if order is None or order.p >= ORDER_P or abs(order.excess) < ORDER_BIAS:
        return None
    where = "first" if order.excess > 0 else "a later"
    return Flag(
        "order bias",
        f"first place picked {order.first:.0%}, by chance {order.expected:.0%}",
        f"Whatever stands in {where} place is favoured. Shuffling only spreads this.",
        "Use elicitation='reasons', fewer or shorter options, or another model.",
        grave=abs(order.excess) >= STRONG_ORDER,
    )


def _refusals(facts: Facts) -> Flag | None:
    lost = facts.refused + facts.missing
    share = lost / facts.asked if facts.asked else 0.0
    if share < REFUSALS:
        return None
    return Flag(
        "refusals",
        f"{lost} of {facts.asked} answers ({share:.0%})",
        "Those who answered are a selection, perhaps of those with the milder view.",
        "Reword what was refused, ask about it less directly, or use another model."
        if 2 * facts.unusable < lost
        else "What came was not refused, but no answer that can be used: use another model.",
        grave=share >= MANY_REFUSALS,
    )


def _repairs(facts: Facts) -> Flag | None:
    share = facts.repaired / facts.asked if facts.asked else 0.0
    if share < REPAIRS:
        return None
    return Flag(
        "repairs",
        f"{facts.repaired} of {facts.asked} answers ({share:.0%})",
        "The model has trouble with the form of the answers, so their content may suffer too.",
        "Use fewer options or questions at once, or another model.",
    )


_CHECKS: tuple[Callable[[Facts], Flag | None], ...] = (
    _size, _small_groups, _refusals, _repairs, _noise, _one_voice, _order_bias,
)  # fmt: skip
_OF_PEOPLE = (_noise, _one_voice, _order_bias)
"""What a rehearsal cannot show."""


def _signal_told(facts: Facts, signal: Signal | None) -> str:
    if facts.rehearsed:
        return REHEARSED
    if signal:
        return f"{signal.value:.2f} ({signal.interval.low:.2f} to {signal.interval.high:.2f}), {signal.method}"
    if facts.repeats < 2:
        return facts.unrepeated
    return "not measured: no question on which anybody's answers differ"


def _order_told(order: OrderEffect | None) -> str:
    if order is None:
        return "not measured: no options that could be shuffled"
    return f"first place picked {order.first:.0%}, by chance {order.expected:.0%} (p = {order.p:.3f}, n = {order.n})"


def _homogeneity_told(facts: Facts) -> str:
    said: list[str] = []
    if closed := facts.samenesses:
        modal = sum(each.modal_share for each in closed) / len(closed)
        said.append(
            f"{modal:.0%} on the commonest answer, evenness over the options "
            f"{sum(each.variety for each in closed) / len(closed):.0%}"
        )
    if texts := facts.likenesses:
        said.append(f"two people share {sum(each.words for each in texts) / len(texts):.0%} of their words")
    return "; ".join(said) or "not measured: no answers of two people"
