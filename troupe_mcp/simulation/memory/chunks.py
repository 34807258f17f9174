"""A document in parts that can be quoted: cut between paragraphs or sentences, each with its heading and page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST, MOST = 800, 1200
"""Characters of a part, but for the last one, a long heading's, and what has no sentences."""
_PAGE = re.compile(r"\[page (\d{1,6})\]")
_HEADING = re.compile(r"#{1,6} +(\S.{0,198})")
_ENDED = re.compile(r"[.!?…。！？:;][\"”’')\]]*$")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+|(?<=[。！？])")


@dataclass(frozen=True, slots=True)
class Document:
    """Something to read: its title and its whole text. A line `[page N]` says where a page begins."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a document: `number` of `count`, the page it begins on (0: unknown) and the heading it stands under."""

    number: int
    count: int
    text: str
    heading: str = ""
    page: int = 0

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"part {self.number} of {self.count}" + (f", page {self.page}" if self.page else "")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line or a sentence of a document, with where it stands; `begins` a paragraph, or is a `title`."""

    text: str
    heading: str
    page: int
    begins: bool
    title: bool = False


@lru_cache(maxsize=128)
def chunks(text: str) -> tuple[Chunk, ...]:
    """Return a document's text in parts."""
    parts: list[list[_Line]] = []
    size = 0
    for line in _lines(text):
        last = parts[-1][-1] if parts else None
        full = size + len(line.text) > MOST or (
            size >= LEAST and last is not None and (line.begins or _ENDED.search(last.text) is not None)
        )
        if last is None or (full and not last.title) or (line.title and size >= LEAST // 4 and not last.title):
            parts.append([])
            size = 0
        parts[-1].append(line)
        size += len(line.text) + 1
    return tuple(
        Chunk(number, len(parts), "\n".join(line.text for line in part), part[0].heading, part[0].page)
        for number, part in enumerate(parts, 1)
    )


def _lines(text: str) -> Iterator[_Line]:
    heading, page, begins = "", 0, True
    for row in text.split("\n"):
        said = row.strip()
        if not said:
            begins = True
        elif found := _PAGE.fullmatch(said):
            page = int(found[1])
        elif found := _HEADING.fullmatch(said):
            heading = found[1]
            yield _Line(heading, heading, page, begins=True, title=True)
        else:
            for piece in _short(said):
                yield _Line(piece, heading, page, begins=begins)
                begins = False


def _short(line: str) -> Iterator[str]:
    """Yield a line, in pieces where it is too long: sentences, or else as many words or characters as fit."""
    if len(line) <= MOST:
        yield line
        return
    for sentence in filter(None, map(str.strip, _SENTENCE.split(line))):
        rest = sentence
        while len(rest) > MOST:
            cut = rest.rfind(" ", LEAST, MOST)
            yield rest[: cut if cut > 0 else MOST]
            rest = rest[cut if cut > 0 else MOST :].strip()
        yield rest


def beginning(text: str, most: int = 700) -> str:
    """Return the first sentences of a document that fit, without the numbers of pages."""
    told = "\n".join(row for row in text.split("\n") if not _PAGE.fullmatch(row.strip())).strip()
    if len(told) <= most:
        return told
    ends = [match.end() for match in re.finditer(r"[.!?。！？]+[\"”’')\]]*(?=\s|$)|\n\n", told[:most])]
    return f"{told[: ends[-1]].strip()} …" if ends and ends[-1] > most // 3 else clip(told, most)


@lru_cache(maxsize=128)
def outline(text: str, most: int = 500) -> tuple[str, ...]:
    """Return the headings of a document as far as they fit; where it has none, how some of its parts begin."""
    parts = chunks(text)
    found = [match[1] for row in text.split("\n") if (match := _HEADING.fullmatch(row.strip()))]
    some = [clip(part.text.split("\n")[0], 60) for part in parts[1 :: max(1, len(parts) // 8)]]
    kept: list[str] = []
    for heading in dict.fromkeys(found[:200] if len(found) > 1 else some):
        if sum(map(len, kept)) + len(heading) > most:
            break
        kept.append(heading)
    return tuple(kept)
