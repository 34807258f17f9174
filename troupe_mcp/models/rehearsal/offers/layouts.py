"""How options are marked in one text: numbered or lettered, in quotes, "tea or coffee"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.words import concepts, keys
from troupe_mcp.models.rehearsal.offers.listings import marked, short_name

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
    rf"(?:^|(?<=[\s:;,.(]))(?:(?P<kind>(?i:{_KIND}))\s+(?P<num>\d{{1,2}}|[A-Ha-h])"
    r"(?:\s*[:–—=-]|\.(?=\s)|\s+is\b:?|(?=\s*[\"'“‘«])|(?=\s+[A-Z0-9]))"
    r"|\(?(?P<bare>[A-Ha-h](?=\))|[A-H](?=(?:\s*[:=]|\s+is)\s)|[1-9](?=\)|:\s|\.\s))"
    r"(?:\)|\s*[:=]|\s+is\b|\.))\s*",
)
_QUOTED = re.compile(
    r"\"([^\"\n]{2,160})\"|“([^”\n]{2,160})”|«([^»\n]{2,160})»|(?<![\w'’])'(\S(?:[^'\n]|(?<=\w)'(?=\w))*)'(?!\w)"
    r"|‘(\S(?:[^’\n]|(?<=\w)’(?=\w))*)’(?!\w)"
)
_JOINS = re.compile(
    r"^[\s,;/–—-]*(?:\([A-H1-9]\)[\s,;]*)?(?:or|and|versus|vs\.?|against|and/or)?(?:\s+(?:the )?other)?[\s:,]*$",
    re.IGNORECASE,
)
_LABEL_ONLY = re.compile(rf"^(?:the )?(?:(?:{_KIND}|number|no\.?)\s*)?#?(?:[A-Ha-h]|\d{{1,2}})$", re.IGNORECASE)
_OR = re.compile(
    (
        r"(?:would you (?:rather|prefer)|do you prefer|which[^:?]*[:,]|choose(?: between)?:?"
        r"|prefer:?)\s+(?:to )?(?:have |take |get )?([^?.!]+?\s+or\s+[^?.!]+)"
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
    quoted: bool = False
    """Whether its title stood in quotes and is its only name."""

    @property
    def spoken(self) -> str:
        """How somebody names the option aloud."""
        if self.quoted and not self.label:
            return f'"{self.title.rstrip(".")}"'
        if self.label and self.kind:
            return f"{self.kind} {self.label}"
        return (f"number {self.label}" if self.label.isdigit() else self.label) if self.label else self.title


@lru_cache(maxsize=2000)
def several(text: str) -> tuple[Option, ...]:
    """Return the options of one text, however they are marked there."""
    return _blocks(text) or _listed(text) or _inline(text) or _in_quotes(text) or _alternatives(text)


def _listed(text: str) -> tuple[Option, ...]:
    found = marked(text)
    return _distinct([_option(*entry) for entry in found]) if len(found) >= 2 else ()


@lru_cache(maxsize=2000)
def single(text: str) -> tuple[Option, ...]:
    """Return the options that a text shows one by one: "Ad 1: …"."""
    return _blocks(text, least=1)


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
    heads = _in_order(list(_INLINE.finditer(text)))
    if len(heads) < 2:
        return ()
    found: list[Option] = []
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        body = text[head.end() : end].strip(" ,;\n(")
        given = _QUOTED.match(body)
        if given is not None:
            body = _inside(given)
        elif place + 1 == len(heads):
            body = re.split(r"(?<=[.!?])\s+(?=(?:Please|Now|Choose|Pick|Vote|Which|Say)\b|[A-Z][^.]*\?)|\n", body)[0]
        body = re.sub(r"[,.]?\s+(?:or|and)$", "", body).rstrip("?").strip()
        if not keys(body):
            return ()
        found.append(
            _option(
                head.group("num") or head.group("bare"), head.group("kind") or "", body, "", whole=given is not None
            )
        )
    return _distinct(found)


def _in_order(heads: list[re.Match[str]]) -> list[re.Match[str]]:
    """Keep the marks that count on from the first letter or number: other letters and numbers mark no option."""
    for letters in ("ABCDEFGH", "123456789"):
        kept: list[re.Match[str]] = []
        for head in heads:
            label = (head.group("num") or head.group("bare")).upper()
            if len(kept) < len(letters) and label == letters[len(kept)]:
                kept.append(head)
        if len(kept) >= 2:
            return kept
    return []


def _in_quotes(text: str) -> tuple[Option, ...]:
    """Return the options that stand in quotes beside each other: 'this' or 'that'."""
    run: list[re.Match[str]] = []
    for match in _QUOTED.finditer(text):
        if run and not _JOINS.match(text[run[-1].end() : match.start()]):
            if len(run) >= 2:
                break
            run = []
        run.append(match)
    if not 2 <= len(run) <= 8:
        return ()
    labels = [re.match(r"\s*\(([A-H1-9])\)", text[match.end() :]) for match in run]
    return _distinct(
        [
            _option(label.group(1) if label else "", "", _inside(match), "", whole=True)
            for match, label in zip(run, labels, strict=True)
        ]
    )


def _inside(match: re.Match[str]) -> str:
    return next((group for group in match.groups() if group), "").strip(" ,;")


def _alternatives(text: str) -> tuple[Option, ...]:
    match = _OR.search(text)
    if match is None:
        return ()
    parts = [part.strip(" ,;:\"'") for part in re.split(r",\s*(?:or\s+)?|\s+or\s+", match.group(1)) if part.strip()]
    if not 2 <= len(parts) <= 8 or any(_LABEL_ONLY.match(part) for part in parts):
        return ()
    article = re.search(r"\b(?:an?|the|your|my)\s", parts[0])
    if article and article.start() and re.match(r"(?:an?|the|your|my)\s", parts[1]):
        parts[0] = parts[0][article.start() :]
    return _distinct([_option("", "", short_name(part, 6), "" if len(part.split()) <= 6 else part) for part in parts])


def _option(label: str, kind: str, head: str, body: str, *, whole: bool = False) -> Option:
    """Return an option; where its words are the `whole` title, as a slogan in quotes is, the title isn't cut."""
    head = head.strip(" *_#")
    given = _TITLE.search(f"{head}\n{body}")
    first = given.group(1) if given else head or next((line.strip() for line in body.split("\n") if line.strip()), "")
    title = re.split(r"(?<=[.!?])\s|\s[–—-]\s|\n", first.strip(' *_"“”'))[0].strip(' *_"“”')
    if len(title.split()) > 10:
        title = re.split(r"[,;:]", title)[0]
    if whole or (label and not body and len(head.split()) <= 10):
        title = head.strip() if whole else head.strip(" .")
    text = f"{head}\n{body}".strip()
    clean = re.sub(
        r"^\s*(?:title|headline|description|text|body|name)\s*:\s*", "", text, flags=re.IGNORECASE | re.MULTILINE
    )
    return Option(label.upper(), kind.capitalize(), title[:160], clean, keys(clean), concepts(clean), whole)


def _distinct(found: list[Option]) -> tuple[Option, ...]:
    return tuple({(option.label, option.title): option for option in found}.values())
