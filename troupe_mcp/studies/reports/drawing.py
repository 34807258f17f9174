"""Charts as SVG. Drawn in the reader's own font and colours, so that they suit light and dark, and paper."""

from __future__ import annotations

import unicodedata
from html import escape
from typing import TYPE_CHECKING

from troupe_mcp.studies.reports.charts import Bars, Course

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.studies.reports.charts import Bar, Chart

WIDE = 440
"""Units of a chart's width; one is a little more than a pixel on a screen, and less on a telephone."""
LETTER = 0.55
"""Width of a letter, as a part of the size of its font; of ideographs it is one."""
ROW, FONT, SMALL = 46, 14, 12
NAMES, STEP, STATES = 156, 108, 34

STYLE = (
    ".chart text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',sans-serif;fill:var(--ink)}"
    ".chart .quiet{fill:var(--quiet)}.chart .bar{fill:var(--bar)}.chart .rail{fill:var(--rail)}"
    ".chart .whisker{stroke:var(--ink);stroke-width:1.5}.chart .path{stroke:var(--rail);stroke-width:3}"
    ".chart .dot{fill:var(--bar)}"
)
LIGHT = "--paper:#fff;--ink:#22252b;--quiet:#5b616d;--bar:#2f6f73;--rail:#e3e6e4"
DARK = "--paper:#16181c;--ink:#e8e6e1;--quiet:#a2a8b3;--bar:#6fb5b1;--rail:#31363d"


def drawn(chart: Chart, number: int) -> str:
    """Return a chart as one `<svg>` with its title and its figures in words; `number` tells its ids apart."""
    body, width, height = _bars(chart) if isinstance(chart, Bars) else _course(chart)
    names = f"chart-{number}"
    return (
        f'<svg class="chart" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-labelledby="{names}-title {names}-words" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{names}-title">{escape(chart.title)}</title><desc id="{names}-words">{escape(chart.told)}</desc>'
        f"{body}</svg>"
    )


def sheet(title: str, notice: str, charts: Sequence[Chart]) -> str:
    """Return all charts one below the other as a file of its own, headed by what has to be said of them."""
    parts: list[str] = []
    width = max([WIDE, *(_size(chart)[0] for chart in charts)]) + 48
    top = 24
    for line in wrapped(notice, width - 48, SMALL, 6) if notice else []:
        parts.append(_text(24, top + 12, line, SMALL, "quiet"))
        top += 18
    for line in wrapped(title, width - 48, 20, 3):
        parts.append(_text(24, top + 24, line, 20, weight=600))
        top += 28
    for number, chart in enumerate(charts, 1):
        heading = wrapped(chart.title, width - 48, 16, 4)
        parts += [_text(24, top + 38 + 20 * at, line, 16, weight=600) for at, line in enumerate(heading)]
        top += 50 + 20 * (len(heading) - 1)
        if chart.caption:
            parts.append(_text(24, top + 6, clipped(chart.caption, width - 48, SMALL), SMALL, "quiet"))
            top += 18
        inner = drawn(chart, number).replace("<svg ", f'<svg x="24" y="{top}" ', 1)
        parts.append(inner)
        top += _size(chart)[1] + 12
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {top + 12}" width="{width}" '
        f'height="{top + 12}"><title>{escape(_plain(title))}</title>'
        f"<style>:root{{{LIGHT}}}@media (prefers-color-scheme:dark){{:root{{{DARK}}}}}{STYLE}"
        ".sheet{fill:var(--paper)}</style>"
        f'<rect class="sheet" width="100%" height="100%"/>{"".join(parts)}</svg>\n'
    )


def _size(chart: Chart) -> tuple[int, int]:
    _, width, height = _bars(chart) if isinstance(chart, Bars) else _course(chart)
    return width, height


def _bars(chart: Bars) -> tuple[str, int, int]:
    """Return bars, each below its label and its figures, so that long labels fit on a telephone."""
    parts: list[str] = []
    for at, bar in enumerate(chart.bars):
        y = at * ROW
        room = WIDE - width_of(bar.said, FONT) - 12
        parts.append(_text(0, y + 16, clipped(bar.label, room, FONT), FONT))
        parts.append(_text(WIDE, y + 16, bar.said, FONT, "quiet", anchor="end"))
        parts.append(f'<rect class="rail" x="0" y="{y + 24}" width="{WIDE}" height="9" rx="2"/>')
        length = _along(bar.value, chart)
        if length:
            parts.append(f'<rect class="bar" x="0" y="{y + 24}" width="{length:g}" height="9" rx="2"/>')
        parts.append(_whisker(bar, chart, y + 28.5))
    return "".join(parts), WIDE, max(len(chart.bars), 1) * ROW


def _whisker(bar: Bar, chart: Bars, y: float) -> str:
    if bar.low is None or bar.high is None:
        return ""
    left, right = _along(bar.low, chart), _along(bar.high, chart)
    ends = "".join(f"M{x:g} {y - 5:g}v10" for x in (left, right))
    return f'<path class="whisker" fill="none" d="M{left:g} {y:g}H{right:g}{ends}"/>'


def _along(value: float, chart: Bars) -> float:
    return round(WIDE * min(max(value, 0), chart.top) / chart.top, 1) if chart.top else 0


def _course(chart: Course) -> tuple[str, int, int]:
    """Return a line for each row: a dot and a word where the state changed, a line where it stayed."""
    width = NAMES + max(len(chart.steps), 2) * STEP
    parts = [
        _text(NAMES + at * STEP, 14, f"step {step}", SMALL, "quiet") for at, step in enumerate(chart.steps)
    ]  # fmt: skip
    y = 26
    for name, states in chart.rows:
        parts.append(_text(0, y + 14, clipped(name, NAMES - 14, FONT), FONT))
        changes = [at for at, state in enumerate(states) if state and (not at or state != states[at - 1])]
        if changes:
            first, end = NAMES + changes[0] * STEP + 5, NAMES + (len(states) - 1) * STEP + 5
            parts.append(f'<path class="path" d="M{first} {y + 10}H{end}"/>')
        for at in changes:
            x = NAMES + at * STEP
            room = STEP * (next((later for later in changes if later > at), at + 1) - at) - 8
            parts.append(f'<circle class="dot" cx="{x + 5}" cy="{y + 10}" r="4.5"/>')
            parts.append(_text(x, y + 28, clipped(states[at], room, SMALL), SMALL))
        y += STATES + 8
    return "".join(parts), width, y


def _text(x: float, y: float, words: str, size: int, kind: str = "", *, anchor: str = "", weight: int = 0) -> str:
    more = f' class="{kind}"' if kind else ""
    more += f' text-anchor="{anchor}"' if anchor else ""
    more += f' font-weight="{weight}"' if weight else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}"{more}>{escape(_plain(words))}</text>'


def width_of(text: str, size: int) -> float:
    """Return about how wide a text is."""
    return sum(size * (1 if unicodedata.east_asian_width(letter) in "WF" else LETTER) for letter in text)


def clipped(text: str, room: float, size: int) -> str:
    """Return as much of a text as fits on one line."""
    text = _plain(text)
    if width_of(text, size) <= room:
        return text
    while text and width_of(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, room: float, size: int, most: int) -> list[str]:
    """Return a text in at most so many lines."""
    lines = [""]
    for word in _plain(text).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] = f"{kept[-1]} …"
    return [clipped(line, room, size) for line in kept]


def _plain(text: str) -> str:
    """Return a text on one line, without the two code points that XML does not know."""
    return " ".join(text.replace("\ufffe", "").replace("\uffff", "").split())
