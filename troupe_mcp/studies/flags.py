"""What may be wrong with a study: from which figure on, what that means, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.studies.counted import FEW, VERSIONS
from troupe_mcp.studies.statistics.signal import overall

if TYPE_CHECKING:
    from collections.abc import Callable

    from troupe_mcp.studies.counted import Facts

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
REPAIRS = 0.1
"""Share of answers that had to be asked for again because of their form."""


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


def flags_of(facts: Facts) -> tuple[Flag, ...]:
    """Return what is wrong with a study, the gravest first; in a rehearsal not what it cannot show."""
    found = [check(facts) for check in _CHECKS if not (facts.rehearsed and check in _OF_PEOPLE)]
    return tuple(sorted((flag for flag in found if flag), key=lambda flag: not flag.grave))


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
