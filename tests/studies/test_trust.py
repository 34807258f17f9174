"""The trust card: planted panels raise the right flag, a good one raises none, and a rehearsal measures nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.studies.statistics.panels import Planted, facts
from troupe_mcp.studies.counted import UNREPEATED
from troupe_mcp.studies.trust import LEVELS, REHEARSED, trust_card

GOOD = Planted()
HOMOGENEOUS = replace(GOOD, shares=(0.97, 0.01, 0.01, 0.01), vocabulary=4)
NOISY = replace(GOOD, sure=0.3)
ORDER_BIASED = replace(GOOD, first_place=0.2)
REFUSER = replace(GOOD, refusing=0.12)
REPAIRED = replace(GOOD, repaired=0.2)
SMALL = replace(GOOD, people=15)
FLAWED = {
    "one voice": HOMOGENEOUS,
    "noisy answers": NOISY,
    "order bias": ORDER_BIASED,
    "refusals": REFUSER,
    "repairs": REPAIRED,
    "small panel": SMALL,
}


def missed(name: str, panel: Planted, seeds: range) -> list[int]:
    return [seed for seed in seeds if name not in {flag.name for flag in trust_card(facts(panel, seed)).flags}]


@pytest.mark.parametrize("name", FLAWED)
def test_a_planted_flaw_raises_its_flag_with_a_figure_and_the_next_step(name: str) -> None:
    card = trust_card(facts(FLAWED[name], 1))
    (flag,) = [flag for flag in card.flags if flag.name == name]
    assert card.level != "direction"
    assert flag.name in card.reason
    assert flag.figure in card.reason
    assert flag.means.endswith(".")
    assert flag.next.endswith(".")


def test_a_good_panel_raises_no_flag_and_supports_a_direction() -> None:
    card = trust_card(facts(GOOD, 1))
    assert card.flags == ()
    assert card.level == "direction"
    assert "signal 0." in card.reason


def test_a_panel_with_two_flaws_shows_both() -> None:
    both = replace(ORDER_BIASED, refusing=0.12)
    assert {flag.name for flag in trust_card(facts(both, 2)).flags} == {"order bias", "refusals"}


def test_without_repeats_the_signal_is_not_measured_and_the_level_says_so() -> None:
    card = trust_card(facts(replace(GOOD, repeats=1), 1))
    assert card.signal == UNREPEATED
    assert "repeats=3" in card.signal
    assert card.level == "explore"
    assert "repeats=3" in card.reason


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("panel", [GOOD, NOISY, HOMOGENEOUS], ids=["good", "noisy", "homogeneous"])
def test_a_rehearsed_study_measures_nothing_and_does_not_count(panel: Planted, seed: int) -> None:
    card = trust_card(facts(replace(panel, rehearsed=True), seed))
    assert (card.signal, card.order_bias, card.homogeneity, card.placebo) == (REHEARSED,) * 4
    assert card.level == "do not count"
    assert "Rehearsed" in card.reason


def test_panels_beyond_help_do_not_count() -> None:
    for panel in (
        replace(GOOD, people=6),
        replace(GOOD, refusing=0.5),
        replace(GOOD, sure=0.0),
        replace(GOOD, first_place=0.6),
    ):
        assert trust_card(facts(panel, 3)).level == LEVELS[0]


def test_weights_count_by_the_people_they_leave() -> None:
    card = trust_card(replace(facts(GOOD, 1), effective=12.0))
    (flag,) = card.flags
    assert flag.name == "small panel"
    assert flag.figure == "60 people, weighing as 12"


@pytest.mark.torture
def test_false_alarms_and_misses_are_rare() -> None:
    seeds = range(300)
    alarms = [flag.name for seed in seeds for flag in trust_card(facts(GOOD, seed)).flags]
    print(f"\nfalse alarms of a good panel, seeds 0-299: {len(alarms)} of {len(seeds)} {sorted(set(alarms))}")
    misses = {name: len(missed(name, panel, seeds)) for name, panel in FLAWED.items()}
    print(f"misses of 300: {misses}")
    assert len(alarms) <= 0.03 * len(seeds)
    assert max(misses.values()) <= 0.03 * len(seeds), misses
