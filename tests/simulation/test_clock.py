"""Spans and dates: what is read, how it is added, what is said of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from troupe_mcp.simulation.worlds.clock import Span, span, time_at, told
from troupe_mcp.simulation.worlds.encoding import decode, encode
from troupe_mcp.simulation.worlds.events import Line, SceneSet

DAY = 86_400
OLDER = "You are that much older than described."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 minutes", Span(0, 600)),
        ("a day", Span(0, DAY)),
        ("6 months", Span(6)),
        ("2 weeks", Span(0, 14 * DAY)),
        ("1 year and 6 months", Span(18)),
        ("1 hour 30 minutes", Span(0, 5400)),
        ("1 Hour, 30minutes", Span(0, 5400)),
        ("P1Y6M", Span(18)),
        ("PT1H30M", Span(0, 5400)),
        ("P2W", Span(0, 14 * DAY)),
        ("", None),
        ("P", None),
        ("PT", None),
        ("-1 day", None),
        ("soon", None),
        ("10", None),
        ("1 day or two", None),
    ],
)
def test_a_span_is_read_in_words_and_in_iso_8601(text: str, expected: Span | None) -> None:
    assert span(text) == expected
    if expected:
        assert span(expected.iso()) == expected
        assert span(str(expected).replace("two", "2").replace("six", "6").replace("thirty", "30")
                    .replace("ten", "10").replace("fourteen", "14")) in {expected, None}  # fmt: skip


def test_spans_are_said_in_plain_words() -> None:
    said = [str(Span(36)), str(Span(1, 2 * DAY)), str(Span(0, 4800)), str(Span(0, 13 * 60)), str(Span())]
    assert said == ["three years", "one month and two days", "one hour and 20 minutes", "13 minutes", "no time"]


def scene(start: str, each: str, *waits: Line) -> SceneSet:
    return SceneSet("room", "together", 9, "moderator", ("Ana",), waits, start=start, time_per_step=each)


def test_months_are_those_of_the_calendar_and_never_drift() -> None:
    monthly = scene("2024-01-31T08:00", "P1M")
    assert [time_at(monthly, step)[:10] for step in (1, 2, 3, 14)] == [
        "2024-01-31", "2024-02-29", "2024-03-31", "2025-02-28",
    ]  # fmt: skip


def test_a_wait_stands_for_the_time_of_its_step() -> None:
    jumped = scene("2026-03-03T10:00+01:00", "PT10M", Line(3, "wait", "P3Y"))
    assert [time_at(jumped, step) for step in (2, 3, 4)] == [
        "2026-03-03T10:10+01:00", "2029-03-03T10:10+01:00", "2029-03-03T10:20+01:00",
    ]  # fmt: skip
    assert time_at(scene("", ""), 3) == ""
    assert time_at(scene("2026-03-03T10:00", "PT30S"), 2) == "2026-03-03T10:00:30"


def test_beyond_the_calendar_there_is_no_time() -> None:
    with pytest.raises(OverflowError):
        Span(12 * 9000).after(datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(OverflowError):
        Span(0, 10**15).after(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("2026-03-03T10:00", "It is Tuesday 3 March 2026, 10:00."),
        ("2026-03-04T11:00", "It is Wednesday 4 March 2026, 11:00: one day and one hour after all this began."),
        ("2026-05-02T09:00", "It is Saturday 2 May 2026, 09:00: one month and 28 days after all this began."),
        (
            "2028-09-30T10:00",
            f"It is Saturday 30 September 2028, 10:00: two years and six months after all this began. {OLDER}",
        ),
    ],
)
def test_the_clock_says_the_day_and_how_long_it_has_been(time: str, said: str) -> None:
    assert told(time, "2026-03-03T10:00") == said


def test_a_scene_with_relations_and_a_clock_is_kept_as_it_is() -> None:
    whole = SceneSet(
        "network", "together", 3, "moderator", ("Ana", "Bo"), (Line(2, "arrive", "", ("Bo",)),),
        relations=(("Ana", "Bo", "sisters"),), absent=("Bo",), start="2026-03-03T10:00", time_per_step="P1D",
    )  # fmt: skip
    assert decode(*encode(whole)) == whole
    plain = SceneSet("room", "together", 3, "moderator", ("Ana",))
    assert {"relations", "absent", "start", "time_per_step"} & {*encode(plain)[2]} == set()
