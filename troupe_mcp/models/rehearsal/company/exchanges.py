"""Short exchanges among people: one question back about what was said, its honest reply, a word of sympathy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import capital, normal
from troupe_mcp.models.rehearsal.ideas.proposals import proposal_of
from troupe_mcp.models.rehearsal.lexicon import frames, read, words
from troupe_mcp.models.rehearsal.matters.grounds import LIVED, bearing, nearness
from troupe_mcp.models.rehearsal.matters.plans import is_of_a_side, side_in
from troupe_mcp.models.rehearsal.voice.gaps import measure_in

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice


@dataclass(frozen=True, slots=True)
class Exchange:
    """A kind of question back: the words that invite it, its wordings, how it is known, and what is replied."""

    name: str
    said: re.Pattern[str] | None
    asks: tuple[str, ...]
    asked: re.Pattern[str]
    replies: dict[str, tuple[str, ...]]
    """By feature of manner, by words of the question, and under "" for everybody."""
    grounded: bool
    """Whether an own experience is the better reply."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A short remark of talk: the words that call for it, if any, and its wordings by feature of manner."""

    sign: re.Pattern[str] | None
    lines: dict[str, tuple[str, ...]]


def _worded(data: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(listed) for name, listed in data.items()}


def _sign(text: str) -> re.Pattern[str] | None:
    return re.compile(text) if text else None


@cache
def exchanges() -> tuple[Exchange, ...]:
    """Return the questions back, in the order in which they are tried."""
    data = cast("list[dict[str, Any]]", read("exchanges.json")["exchanges"])
    return tuple(
        Exchange(
            entry["name"],
            _sign(entry["said"]),
            tuple(entry["asks"]),
            re.compile(entry["asked"], re.IGNORECASE),
            _worded(entry["replies"]),
            bool(entry.get("grounded")),
        )
        for entry in data
    )


@cache
def remarks() -> dict[str, Remark]:
    """Return the short remarks by name."""
    data = cast("dict[str, dict[str, Any]]", read("exchanges.json")["remarks"])
    return {name: Remark(_sign(entry["sign"]), _worded(entry["lines"])) for name, entry in data.items()}


_NUMBER = (
    r"(?:\d[\d,.]*\d|[4-9]|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]+)?|(?:a|one|two|three|five) hundred)"
)
_COUNT = re.compile(
    rf"(?<![\w:-])({_NUMBER} [a-z-]+s(?: (?:a|an|each|every|per) (?:day|night|week|month|year|shift|hour|lesson))?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\b(?:euros?|dollars?|pounds?|pesos?|rupees?|reais|kroner|naira|forints?|cents?|francs?|years?)\b")


@lru_cache(maxsize=5000)
def invites(line: str) -> tuple[tuple[str, str], ...]:
    """Return the kinds of question that a line invites, each with the words it takes up."""
    found: list[tuple[str, str]] = []
    for sentence in sentences(line):
        open_yet = sentence.rstrip().endswith("?") or is_empty(sentence) or measure_in(sentence) != ""
        if open_yet or '"' in sentence or is_of_a_side(sentence) or proposal_of(sentence)[0]:
            continue
        sad = _calls_for("loss", sentence)
        count = _COUNT.search(sentence)
        if count and not _MONEY.search(count.group(1)) and _plural(count.group(1)):
            found.append(("count", count.group(1)))
        for kind in exchanges():
            match = kind.said.search(sentence) if kind.said else None
            if match and not (sad and kind.name in {"past", "doing"}):
                found.append((kind.name, match.groupdict().get("ref") or ""))
    return tuple(dict.fromkeys(found))


def _plural(phrase: str) -> bool:
    noun = re.sub(r" (?:a|an|each|every|per) \w+$", "", phrase).rsplit(" ", 1)[-1].lower()
    return not (words().has("verbs", noun) and not words().has("nounish", noun)) and not noun.endswith("ss")


def _calls_for(remark: str, text: str) -> bool:
    sign = remarks()[remark].sign
    return sign is not None and sign.search(text) is not None


@lru_cache(maxsize=5000)
def is_empty(line: str) -> bool:
    """Return whether a line brings nothing that anybody could take up: a gap, a remark, a short reply."""
    spoken = normal(line)
    size = len(spoken.split())
    if _NOTHING.search(line) and size <= _SHORT_GAP:
        return True
    return any(stub in spoken for stub in _gaps_of(size))


_NOTHING = re.compile(r"\bnothing to (?:say|tell)\b|\bcould(?: not|n't) (?:say|tell you)\b")
_SHORT_GAP = 16
_AROUND = 3  # words of a name, an opener or a closing


_BARE = {"gap", "private", "fine", "nomore", "rethink", "unmoved", "done", "leave", "round"}


@lru_cache(maxsize=1)
def _gaps() -> tuple[str, ...]:
    families = [listed for name, listed in frames().items() if name.split(".")[0] in _BARE]
    families += [listed for remark in remarks().values() for listed in remark.lines.values()]
    families += [listed for kind in exchanges() for listed in kind.replies.values()]
    stubs = (normal(max(re.split(r"\{\w+\}", frame), key=len)) for listed in families for frame in listed)
    return tuple(dict.fromkeys(stub for stub in stubs if " " in stub))


@lru_cache(maxsize=500)
def _gaps_of(size: int) -> tuple[str, ...]:
    """Return the gaps that a line of so many words may be, but for a name, an opener or a closing."""
    return tuple(stub for stub in _gaps() if size <= len(stub.split()) + _AROUND)


def question_about(voice: Voice, line: str, name: str) -> str:
    """Return one question about what somebody just said, empty where nothing invites one or all are worn."""
    table = {kind.name: kind for kind in exchanges()}
    asked = [{*normal(text).split()} for text in (*voice.own_lines, *voice.other_lines)]
    for kind, ref in invites(line):
        if voice.rng.random() < _PASSED:
            continue
        frame = voice.least(table[kind].asks)
        question = frame.replace("{Ref}", capital(ref)).replace("{ref}", ref.lower()).replace("{name}", name)
        if frame and {*normal(question).split()} not in asked:
            return question
    return ""


_PASSED = 0.25  # so that not everybody takes up the first thing


def reply(voice: Voice, question: str) -> str:
    """Return the honest short answer to such a question; empty where the question is another one."""
    kind = next((kind for kind in exchanges() if kind.asked.search(question.strip())), None)
    if kind is None:
        return ""
    if kind.grounded and (fact := _behind(voice)) is not None:
        return voice.tell(fact)
    frame = next(
        (said for listed in _fitting(voice, kind.replies, question) if (said := voice.least(listed, own=True))), ""
    )
    if not frame:
        return ""
    ref = _COUNT.search(question)
    return frame.replace("{Ref}", capital(ref.group(1)) if ref else "Yes")


def _behind(voice: Voice) -> Fact | None:
    """Return an own experience behind what this person said last."""
    near = bearing(voice, voice.own_lines[-1], LIVED) if voice.own_lines else []
    return near[0] if near and nearness(near[0].said, voice.own_lines[-1]) > 2 else None


def about_the_talk(voice: Voice, question: str) -> list[str]:
    """Return an answer to a question about the talk itself: whether anybody changed their mind or would add to it."""
    return [text] if _calls_for("about_talk", question) and (text := remark(voice, "about_talk", "")) else []


def sympathy(voice: Voice, line: str, name: str) -> str:
    """Return a word of sympathy for a loss or a trouble that was told, empty where none was."""
    if line.rstrip().endswith("?") or side_in(line):
        return ""
    kind = next((kind for kind in ("loss", "trouble") if _calls_for(kind, line)), "")
    return remark(voice, kind, name) if kind else ""


def remark(voice: Voice, family: str, name: str) -> str:
    """Return a short remark towards somebody, in this manner where it has its own; empty where all are worn."""
    listed = next(iter(_fitting(voice, remarks()[family].lines, "")), ())
    return voice.least(listed).replace("{name}", name)


def _fitting(voice: Voice, table: dict[str, tuple[str, ...]], question: str) -> list[tuple[str, ...]]:
    """Return the wordings of this manner, then those for the words of the question, then everybody's."""
    asked = question.lower()
    own = [table[feature] for feature in voice.portrait.manner.features if feature in table][:1]
    return [*own, *(lines for sign, lines in table.items() if sign and sign in asked), table.get("", ())]
