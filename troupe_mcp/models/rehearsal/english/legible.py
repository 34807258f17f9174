"""What of a document's text can be read aloud in English: without markup, fillers, code and other scripts."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

LONGEST = 20_000
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,300}>")
_MARKS = re.compile(r"(?m)^\s*(?:[-*•#>]+|\d{1,2}[.)])\s+|\*{1,3}|_{2,}|`+")
_FILLER = re.compile(
    r"(?:none|n/?a|null|nil|nan|unknown|undefined|not specified|unspecified|tbd|tba|todo|true|false|yes|no|string|text"
    r"|lorem ipsum.*|placeholder|example|test|default|-+|\?+)",
    re.IGNORECASE | re.DOTALL,
)
_CODE = re.compile(r"%[sd]|[{}<>|\\^~=\[\]\ue000-\uf8ff]|https?:|www\.|\S+@\S+\.\w|\w{35}|[A-Za-z0-9]_[A-Za-z0-9]")
_ABROAD = re.compile(
    r"\b(?:el|los|las|del|que|con|una|su|por|para|muy|es|der|die|das|und|ist|ein|eine|mit|nicht|sie|ich|auf|le|les|des"
    r"|et|est|dans|une|du|avec|pour|il|che|gli|di|della|sono|não|uma|com|os|em|het|een|van|och|att|som|nie|jest|się)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|and|of|to|in|is|with|for|that|you|your|his|her|their|my|was|are|has|have|at|on|from|who|but|not)\b",
    re.IGNORECASE,
)


def unread(text: str) -> str:
    """Return what of a text cannot be read, since only English is: words in another script, or all where most is so."""
    words = [word for word in text.split() if any(map(_is_other_script, word))]
    letters = sum(map(str.isalpha, text))
    abroad = len(_ABROAD.findall(text))
    if 2 * sum(map(_is_other_script, text)) > letters or (abroad > 1 and abroad > len(_ENGLISH.findall(text))):
        return text.strip()
    return " ".join(words)


def _is_other_script(sign: str) -> bool:
    return sign.isalpha() and ord(sign) > 0x24F and not unicodedata.name(sign, "").startswith("LATIN")


@lru_cache(maxsize=5000)
def plain(text: str) -> str:
    """Return a text without markup, on its own lines; empty where it is only a filler."""
    shown = text[:LONGEST]
    if "<" in shown or "&" in shown:
        shown = html.unescape(_TAG.sub(" ", _SCRIPT.sub(" ", shown)))
    shown = _MARKS.sub("", shown)
    shown = "".join(c for c in shown if c == "\n" or (unicodedata.category(c)[0] != "C" and ord(c) < 0x1F000))
    shown = re.sub(r"[^\S\n]+", " ", shown).strip()
    return "" if _FILLER.fullmatch(shown.rstrip(".")) else shown


@lru_cache(maxsize=5000)
def legible(said: str) -> bool:
    """Return whether a rendering can be spoken in an English talk: Latin letters, no code, no other language."""
    letters = [c for c in said if c.isalpha()]
    if len(letters) < 1 + (not any(c.isdigit() for c in said)) or _CODE.search(said):
        return False
    if not said.isascii() and any(map(_is_other_script, letters)):
        return False
    abroad = len(_ABROAD.findall(said))
    return abroad < 2 or len(_ENGLISH.findall(said)) >= abroad
