"""Options as they stand in what was said or shown: numbered ads, lettered products, "tea or coffee"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.words import concepts, keys

if TYPE_CHECKING:
    from collections.abc import Iterable

_KIND = (
    r"ad|advert|advertisement|option|product|idea|concept|version|variant|offer|plan|choice|design|candidate|package"
    r"|model|proposal|headline|logo|name|message|commercial|tv ad|poster|brand|slogan"
)
_HEAD = re.compile(
    rf"^[\s#*_>-]*(?:(?P<kind>{_KIND})\s*(?:no\.?|number|#)?\s*(?P<num>\d{{1,2}}|[a-h])\b"
    r"|(?P<bare>\d{1,2}|[A-Ha-h])(?=[.):]))"
    r"[\s*_]*[.):–—-]*[\s*_]*(?P<rest>[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_INLINE = re.compile(
    rf"(?:^|(?<=[\s:;,.(]))(?:(?P<kind>{_KIND})\s+(?P<num>\d{{1,2}}|[A-H])\s*[:–—-]|\(?(?P<bare>[A-Ha-h]|\d)\))\s*",
    re.IGNORECASE,
)
_OR = re.compile(
    (
        r"(?:would you (?:rather|prefer)|do you prefer|which[^:?]*[:,]|choose(?: between)?:?"
        r"|prefer:?)\s+(?:to )?([^?.!]+?\s+or\s+[^?.!]+)"
    ),
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^\s*(?:\*\*)?(?:title|headline|name|product)\s*:\s*(?:\*\*)?\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Option:
    """One of the things to choose from: its number or letter, its title, all its words."""

    label: str
    kind: str
    title: str
    text: str
    keys: tuple[str, ...]
    concepts: tuple[str, ...]

    @property
    def spoken(self) -> str:
        """How somebody names the option aloud."""
        if self.label and self.kind:
            return f"{self.kind} {self.label}"
        return (f"number {self.label}" if self.label.isdigit() else self.label) if self.label else self.title


def options_in(texts: Iterable[str]) -> tuple[Option, ...]:
    """Return the options of the newest text that has at least two; single options in several texts are gathered."""
    single: dict[str, Option] = {}
    for text in reversed(list(texts)):
        found = _blocks(text) or _inline(text) or _alternatives(text)
        if len(found) >= 2:
            return found
        for option in _blocks(text, least=1):
            single.setdefault(option.label, option)
    gathered = tuple(single[label] for label in sorted(single))
    return gathered if len(gathered) >= 2 else ()


def _blocks(text: str, least: int = 2) -> tuple[Option, ...]:
    heads = list(_HEAD.finditer(text))
    kinds = [head for head in heads if head.group("kind")]
    heads = kinds if len(kinds) >= least else heads
    if len(heads) < least or (least == 1 and not kinds):
        return ()
    found: list[Option] = []
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        body = text[head.end() : end].strip()
        if place + 1 == len(heads):
            body = re.sub(r"\n\s*\n[^\n]*\?\s*$", "", body)
        found.append(
            _option(head.group("num") or head.group("bare"), head.group("kind") or "", head.group("rest"), body)
        )
    return _distinct(found)


def _inline(text: str) -> tuple[Option, ...]:
    heads = list(_INLINE.finditer(text))
    if len(heads) < 2:
        return ()
    found: list[Option] = []
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        body = text[head.end() : end].strip(" ,;\n")
        if place + 1 == len(heads):
            body = re.split(r"(?<=[.!])\s+(?=[A-Z][^.]*\?)|\n", body)[0]
        body = re.sub(r",?\s+(?:or|and)$", "", body)
        found.append(_option(head.group("num") or head.group("bare"), head.group("kind") or "", body, ""))
    return _distinct(found)


def _alternatives(text: str) -> tuple[Option, ...]:
    match = _OR.search(text)
    if match is None:
        return ()
    parts = [part.strip(" ,;:\"'") for part in re.split(r",\s*(?:or\s+)?|\s+or\s+", match.group(1)) if part.strip()]
    return _distinct([_option("", "", part, "") for part in parts]) if 2 <= len(parts) <= 8 else ()


def _option(label: str, kind: str, head: str, body: str) -> Option:
    head = head.strip(" *_#")
    given = _TITLE.search(f"{head}\n{body}")
    first = given.group(1) if given else head or next((line.strip() for line in body.split("\n") if line.strip()), "")
    title = re.split(r"(?<=[.!?])\s|\s[–—-]\s|\n", first.strip(' *_"“”'))[0].strip(' *_"“”')
    if len(title.split()) > 10:
        title = re.split(r"[,;:]", title)[0]
    text = f"{head}\n{body}".strip()
    clean = re.sub(
        r"^\s*(?:title|headline|description|text|body|name)\s*:\s*", "", text, flags=re.IGNORECASE | re.MULTILINE
    )
    return Option(label.upper(), kind.capitalize(), title[:120], clean, keys(clean), concepts(clean))


def _distinct(found: list[Option]) -> tuple[Option, ...]:
    return tuple({(option.label, option.title): option for option in found}.values())
