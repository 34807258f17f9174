"""Options in a listing: rows of a table, bullets, headings, "Bank A … Bank B …", "Name: what it is"."""

from __future__ import annotations

import re

_WORD_HEAD = re.compile(
    r"^[\s#*_>|-]*(?P<kind>[A-Za-z][a-z]{1,14})[ ](?P<num>\d{1,2}|[A-H])\b(?![ ](?:and|or|of|to|for|years?)\b)"
    r"[\s*_]*[.):–—|-]*[\s*_]*(?P<rest>[^\n]*)$",
    re.MULTILINE,
)
_ROW = re.compile(r"^\s*\|(?P<cells>.+?)\|?\s*$", re.MULTILINE)
_RULE = re.compile(r"^[\s|:-]+$")
_BULLET = re.compile(r"^\s*[-*•·–]\s+(?!\s)(?P<text>\S[^\n]*)$", re.MULTILINE)
_TITLED = re.compile(r"^\s*(?:#{1,6}\s+(?P<hash>[^\n]+?)|\*\*(?P<bold>[^*\n]+)\*\*:?)\s*$", re.MULTILINE)
_NAMED = re.compile(r"^\s*\**(?P<name>[A-Z][\w'’&. -]{1,30}?)\**\s*(?::|\s[–—-])\s+(?P<text>\S[^\n]{7,})$")
_FIELDS = re.compile(
    r"^(?:title|headline|name|product|description|text|body|question|task|note|price|brief|context|scenario|instructions?"
    r"|about|background|moderator|interviewer|the \w+|here \w+)\b",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s+(?=(?:with|for|in|of|that|which|from|at|on|by|given|stitched|to)\b)", re.IGNORECASE)


def marked(text: str) -> list[tuple[str, str, str, str]]:
    """Return label, kind, head and body of each option that a listing marks, or nothing."""
    if "\n" not in text:
        return []
    return _by_word(text) or _rows(text) or _headings(text) or _bullets(text) or _named(text)


def short_name(text: str, longest: int = 5) -> str:
    """Return the first words of a longer line, by which somebody would call it aloud."""
    name = ""
    for part in _CUT.split(re.split(r"\s*[,;:(–—]\s*", text)[0]):
        wider = f"{name} {part}".strip()
        if name and len(wider.split()) > longest:
            break
        name = wider
        if len(name.split()) >= longest - 1:
            break
    parts = name.split()[:longest]
    common = any(part[:1].islower() for part in (*parts[1:], *text[len(name) :].split()[:1]))
    return " ".join([parts[0].lower() if common and parts[0].istitle() else parts[0], *parts[1:]]) if parts else ""


def _by_word(text: str) -> list[tuple[str, str, str, str]]:
    heads = list(_WORD_HEAD.finditer(text))
    if not heads:
        return []
    kinds = [head for head in heads if head.group("kind").lower() == heads[0].group("kind").lower()]
    labels = "".join(head.group("num") for head in kinds)
    if len(kinds) < 2 or not labels or not ("123456789".startswith(labels) or "ABCDEFGH".startswith(labels)):
        return []
    ends = [*(head.start() for head in kinds[1:]), len(text)]
    return [
        (head.group("num"), head.group("kind"), head.group("rest"), _body(text[head.end() : end]))
        for head, end in zip(kinds, ends, strict=True)
    ]


def _body(text: str) -> str:
    return re.sub(r"\n\s*\n[^\n]*\?\s*$", "", text.strip())


def _rows(text: str) -> list[tuple[str, str, str, str]]:
    rows = [row.group("cells") for row in _ROW.finditer(text)]
    ruled = next((n for n, row in enumerate(rows) if _RULE.match(row)), -1)
    listed = [[cell.strip(" *_") for cell in row.split("|")] for row in rows[ruled + 1 :] if not _RULE.match(row)]
    if len(listed) < 2 or any(len(cells) < 2 for cells in listed):
        return []
    found: list[tuple[str, str, str, str]] = []
    for cells in listed:
        label = cells[0] if re.fullmatch(r"\d{1,2}|[A-H]", cells[0]) else ""
        rest = cells[1:] if label else cells
        found.append((label, "", rest[0], ". ".join(rest[1:])))
    return found


def _bullets(text: str) -> list[tuple[str, str, str, str]]:
    found = [bullet.group("text").strip(" *_") for bullet in _BULLET.finditer(text)]
    return [("", "", _named_thing(line), line) for line in found] if 2 <= len(found) <= 8 else []


def _named_thing(line: str) -> str:
    """Return a short name with an article, where it is one thing that isn't called by a name of its own."""
    name = short_name(line)
    single = name[:1].islower() and not re.match(r"(?:an?|the|one|your|my|\w+ing)\b", name) and not name.endswith("s")
    return f"the {name}" if single else name


def _headings(text: str) -> list[tuple[str, str, str, str]]:
    heads = list(_TITLED.finditer(text))
    if not heads:
        return []
    ends = [*(head.start() for head in heads[1:]), len(text)]
    found = [
        ("", "", (head.group("hash") or head.group("bold")).strip(" *_"), _body(text[head.end() : end]))
        for head, end in zip(heads, ends, strict=True)
    ]
    found = [entry for entry in found if entry[3] and len(entry[2].split()) <= 6 and "?" not in entry[2]]
    return found if 2 <= len(found) <= 8 else []


def _named(text: str) -> list[tuple[str, str, str, str]]:
    lines = [line for line in text.splitlines() if line.strip()]
    found = [match for line in lines if (match := _NAMED.match(line)) and not _FIELDS.match(match.group("name"))]
    if len(found) < 2 or len(lines) - len(found) > 2:
        return []
    if len({match.group("name").lower() for match in found}) == 1:  # one kind of thing, each line another of it
        lines = [match.group("text").strip() for match in found]
        return [("", "", re.split(r"\s+[–—-]\s+|[,:]", line)[0], line) for line in lines]
    return [("", "", match.group("name").strip(), match.group("text").strip()) for match in found]
