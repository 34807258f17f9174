"""Quotas from shares: exact to the head, the same for the same seed, and no chance in who goes with whom."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from troupe_mcp.errors import RequestError
from troupe_mcp.simulation.casting.bands import Band, band_of
from troupe_mcp.simulation.casting.casting import told_apart
from troupe_mcp.simulation.casting.demography import Demography, read_demography
from troupe_mcp.simulation.casting.quotas import cells_of, matched
from troupe_mcp.simulation.people.likeness import closest


def by_chance(rng: Random) -> Demography:
    """Return a demography with one to four tables, one of them perhaps joint."""
    document: dict[str, dict[str, float]] = {}
    for number in range(rng.randint(1, 4)):
        names = [f"c{cell}" for cell in range(rng.randint(1, 5))]
        if rng.random() < 0.3:
            cells = [f"{one} | {other}" for one in names for other in ("x", "y")]
            document[f"d{number} x e{number}"] = {cell: rng.choice((0, 1, 5, 7)) + 0.5 for cell in cells}
        else:
            document[f"d{number}"] = {name: rng.choice((0, 1, 5, 7)) + 0.25 for name in names}
    return read_demography(document)


def test_every_cell_of_every_table_is_met_within_one_person() -> None:
    rng = Random(4)
    for seed in range(120):
        demography, count = by_chance(rng), rng.choice((1, 2, 7, 30, 101))
        people = matched(demography, count, seed)
        assert len(people) == count
        for which, table in enumerate(demography.tables):
            got = Counter(cells[which] for cells in people)
            assert all(abs(got[cell] - share * count) < 1 for cell, share in table.shares.items()), f"seed {seed}"


def test_the_same_seed_gives_the_same_people_and_another_gives_others() -> None:
    demography = read_demography({"age": {"18-29": 1, "30+": 2}, "gender": ["f", "m"]})

    assert cells_of(demography, 50, 1) == cells_of(demography, 50, 1) != cells_of(demography, 50, 2)


def test_tables_that_say_nothing_of_each_other_are_spread_over_each_other() -> None:
    demography = read_demography({"a": {"1": 0.5, "2": 0.3, "3": 0.2}, "b": {"x": 0.6, "y": 0.4}, "c": ["p", "q"]})
    for seed in range(20):
        people = [tuple(cell[0] for cell in cells) for cells in matched(demography, 200, seed)]
        pairs, triples = Counter(cells[:2] for cells in people), Counter(people)
        assert all(
            abs(pairs[one, other] - 200 * share * by) <= 2
            for (one, share), (other, by) in (
                (a, b) for a in (("1", 0.5), ("3", 0.2)) for b in (("x", 0.6), ("y", 0.4))
            )
        ), f"seed {seed}"
        assert all(number >= 5 for number in triples.values()), f"seed {seed}"


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("18-29", Band(18, 29)), ("18 – 29", Band(18, 29)), ("65+", Band(65, 84)), ("over 64", Band(65, 84)),
        ("80 and older", Band(80, 90)), ("under 30", Band(18, 29)), ("under 18", Band(12, 17)), ("≤ 17", Band(12, 17)),
        ("42", Band(42, 42)), ("young", None), ("18-29 years old-ish", None),
    ],
)  # fmt: skip
def test_bands_of_ages_are_read_as_people_write_them(text: str, band: Band | None) -> None:
    assert band_of(text, ages=True) == band


def test_percentages_counts_and_shares_are_the_same_shares() -> None:
    shares = {"a": 0.25, "b": 0.75}
    for written in ({"a": 0.25, "b": 0.75}, {"a": "25%", "b": "75 %"}, {"a": 25, "b": 75}, {"a": 1, "b": 3}):
        assert read_demography({"d": written}).tables[0].shares == {(cell,): share for cell, share in shares.items()}


def test_a_name_is_no_dimension() -> None:
    with pytest.raises(RequestError, match="dimension called name"):
        read_demography({"Name": ["Ana"]})


def test_doubles_get_a_middle_initial_and_after_that_a_number() -> None:
    names = told_apart(["Ana Prado"] * 21 + ["Bo", "Bo"], ["Bo Ek", "ana prado"])

    assert names[:2] == ["Ana M. Prado", "Ana J. Prado"]
    assert names[19:] == ["Ana Prado (2)", "Ana Prado (3)", "Bo", "Bo (2)"]
    assert len(set(names)) == 23


def test_the_closest_pair_is_found_by_the_words_of_both() -> None:
    people = [
        {"name": "A", "beliefs": ["Bread is holy"], "weight": 1.5},
        {"name": "B", "beliefs": ["Trains are late"], "provenance": "rehearsed"},
        {"name": "C", "beliefs": ["Bread is dear"], "weight": 0.5},
    ]
    found = closest(people)

    assert found
    assert (found.one, found.other, found.likeness, found.alike) == (0, 2, 0.5, 0)
    assert closest(people[:1]) is None
