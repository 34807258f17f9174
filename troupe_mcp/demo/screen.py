"""The screen: lines of at most 80 columns, styled and paced on a terminal, in ASCII where nothing else can be shown."""

from __future__ import annotations

import os
import sys
import textwrap
import unicodedata

import anyio

TITLE = "troupe-mcp, a REHEARSAL: no language model plays, no evidence about people"
"""The first line of whatever is shown."""
WIDTH = 80
PACE = 0.35
"""Seconds between two lines on a terminal, so that they can be read as they come."""

_NO_BREAK = "\xa0"
_DRAWN = "─█“”‘’…·—×"
_ASCII = str.maketrans(dict(zip(_DRAWN, ["-", "#", '"', '"', "'", "'", "...", "-", "-", "x"], strict=True)))


class Screen:
    """Prints what a demo shows, as well as whatever reads it can."""

    def __init__(self) -> None:
        self._terminal = sys.stdout.isatty()
        self._styled = self._terminal and "NO_COLOR" not in os.environ
        self._encoding = sys.stdout.encoding or "ascii"
        self._plain = not _can_show(_DRAWN, self._encoding)

    def style(self, text: str, code: int) -> str:
        """Return text in an ANSI style, or as it is."""
        return f"\x1b[{code}m{text}\x1b[0m" if self._styled and code else text

    def print(self, text: str) -> None:
        """Print a line as it is, but for letters that this screen lacks."""
        print(self._shown(text), flush=True)

    def line(self, text: str = "", *, indent: str = "", code: int = 0, lead: str = "") -> None:
        """Print a text, wrapped; `lead` is a first part in bold, under which the rest is set in."""
        hanging = indent + ("  " if lead else "")
        wrapped = textwrap.wrap(self._shown(lead + text), WIDTH, initial_indent=indent, subsequent_indent=hanging)
        bold = self._shown(lead.rstrip())
        if lead and wrapped and not code:
            wrapped[0] = self.style(bold, 1) + wrapped[0].removeprefix(bold)
        self.print("\n".join(self.style(each, code).replace(_NO_BREAK, " ") for each in wrapped or [""]))

    def heading(self, text: str) -> None:
        """Print a heading with room above it."""
        self.print(f"\n{self.style(text, 1)}\n{self.style('─' * len(text), 2)}")

    async def pause(self) -> None:
        """Give a reader time; a pipe needs none."""
        if self._terminal:
            await anyio.sleep(PACE)

    def _shown(self, text: str) -> str:
        """Return text without letters that this screen lacks: `Mérida` loses its accent rather than its e."""
        if not self._plain:
            return text
        bare = unicodedata.normalize("NFKD", text.translate(_ASCII))
        return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _can_show(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
