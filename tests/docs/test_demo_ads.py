"""What whoever runs `make demo-ads` sees, counted again from what the thirty said."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.doubles import spoken, table
from troupe_mcp.demo import ads
from troupe_mcp.demo.client import calls_of

COMMAND = [sys.executable, "-m", "troupe_mcp.demo", "ads"]
BAR = re.compile(r"(Ad \d|no clear choice).*?  (?:[█#]+ )?(\d+)")


def run(**environment: str) -> str:
    played = subprocess.run(
        COMMAND, capture_output=True, timeout=60, check=False, env={**os.environ, **environment}, encoding="utf-8"
    )
    assert (played.returncode, played.stderr) == (0, "")
    return played.stdout


@pytest.fixture(scope="module")
def shown() -> str:
    return run(PYTHONUTF8="1")


def bars(shown: str) -> dict[int, int]:
    """The counts of the chart by number of the ad, 0 for no clear choice."""
    found = [bar for line in shown.splitlines() if (bar := BAR.fullmatch(line))]
    return {int(bar[1].removeprefix("Ad ")) if bar[1].startswith("Ad ") else 0: int(bar[2]) for bar in found}


async def test_the_chart_is_a_recount_of_what_the_thirty_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with table(tmp_path) as at:
        await ads.judge_ads(calls_of(at.client))
        runs = {line["kind"]: line["run"] for line in (await at.ok("get_run")).data["runs"]}
        said = {person: words for _, person, words in spoken(await at.events(runs["interview"]))}
        rows = (await at.ok("get_run", run=runs["extraction"])).data["results"]
    shown = capsys.readouterr().out
    chart = bars(shown)
    chosen = {row["person"]: row["ad_number"] or 0 for row in rows}

    assert len(said) == len(chosen) == 30
    assert {ad: count for ad, count in chart.items() if count} == Counter(chosen.values())
    titles = dict(enumerate(ads.ADS, 1))
    named = {
        name: [ad for ad, title in titles.items() if f"Ad {ad}" in words or title.removeprefix("The ") in words]
        for name, words in said.items()
    }
    assert [name for name, ad in chosen.items() if ad and ad not in named[name]] == [], "nobody is given another's vote"
    first = {name: int(found[1]) for name, words in said.items() if (found := re.search(r"\bAd (\d)", words))}
    agreed = sum(chosen[name] == ad for name, ad in first.items())
    assert agreed >= 0.9 * len(first), "by a plainer reading: the ad that somebody names first"
    quoted = [re.sub(r"\s+", " ", quote) for quote in re.findall(r"“(.*?)”\n(?=\S|\n)", shown, re.DOTALL)]
    assert len(quoted) == len({*chosen.values()} - {0})
    assert all(any(quote.rstrip("…") in words for words in said.values()) for quote in quoted)


def test_its_first_line_says_that_it_is_a_rehearsal(shown: str) -> None:
    assert "REHEARSAL" in shown.splitlines()[0]
    assert "no evidence about people" in shown.splitlines()[0]


def test_thirty_votes_are_drawn_most_chosen_first_with_groups_that_add_up(shown: str) -> None:
    chart = bars(shown)
    assert sum(chart.values()) == 30
    counts = [count for ad, count in chart.items() if ad]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) == 3
    groups = shown.partition("would choose")[2].partition("In their words")[0]
    numbers = [
        int(number) for line in groups.splitlines() if line.startswith("     ") for number in re.findall(r"\d+", line)
    ]
    assert sum(numbers) == 30


def test_it_fits_a_terminal_and_a_pipe_gets_no_styles(shown: str) -> None:
    assert [line for line in shown.splitlines() if len(line) > 80] == []
    assert "\x1b" not in shown


def test_where_only_ascii_can_be_shown_the_same_is_shown_in_ascii(shown: str) -> None:
    plain = run(PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert plain.isascii()
    assert "?" not in plain.replace(ads.QUESTION.split()[-1], "").partition("In their words")[0]
    assert bars(plain) == bars(shown)


def test_the_eighteen_variations_differ_and_use_every_fragment() -> None:
    mixed = [(name, fragment) for name, fragments in ads.VARIATIONS.items() for fragment in fragments]
    assert len({*mixed}) == 18
    assert len(ads.VARIATIONS) == 12
    assert len({fragment for _, fragment in mixed}) == 10
