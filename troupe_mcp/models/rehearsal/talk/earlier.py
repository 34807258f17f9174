"""Talks before this question: whether there was one, what it was about, and what was said in it."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.words import keys, light, normal, shared
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.life.particulars import thing_asked
from troupe_mcp.models.rehearsal.matters.criteria import subject_of
from troupe_mcp.models.rehearsal.offers.products import product_of
from troupe_mcp.models.rehearsal.talk.further import kind_of_follow_up
from troupe_mcp.simulation.people.names import first_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_TALKED = r"(?:talk(?:ed|ing)?|sp(?:eak|oke|oken|eaking)|chat(?:ted)?|met|meet|discuss(?:ed)?|convers(?:ed|ation))"
_MET = re.compile(
    rf"\b(?:have|did|had) (?:we|you and I) (?:\w+ ){{0,2}}?{_TALKED}\b"
    r"|\b(?:do|can) you (?:still |even |already )?(?:know|remember|recogni[sz]e|recall) (?:me|us)\b(?! (?:of|the|to)\b)"
    rf"|\bhave you (?:\w+ )?{_TALKED} (?:to|with) (?:me|us)\b"
    r"|\bis this (?:our|the) first (?:time|talk|conversation|interview)(?: (?:that )?we\b.*)?\W*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"\bwhat (?:\w+ )?(?:did|have|had|were|was it) (?:that )?we (?:\w+ )?{_TALKED}\b"
    rf"|\bwhat we (?:\w+ )?{_TALKED}\b"
    r"|\b(?:our|the) (?:last|first|earlier|previous|other) (?:talk|conversation|interview|chat|session)\b"
    r"|\bwhat (?:did|have) (?:I|we) (?:just )?ask(?:ed)? (?:you)?\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\bwhat (?:did|have|had) you (?:\w+ )?(?:tell|told|say|said|answer(?:ed)?)\b"
    r"(?=.*\b(?:last time|the other (?:day|time)|earlier|before|back then|then|first|previously|just now|me|us)\b)"
    r"|\bwhat you (?:told|said to) (?:me|us)\b",
    re.IGNORECASE,
)
_BACK = (
    "talk", "talked", "speak", "spoke", "tell", "told", "say", "said", "answer", "last", "time", "earlier", "before",
    "remember", "recall",
)  # fmt: skip
"""The words of such a question that name no matter."""
_NOTE = re.compile(
    r"^(?P<who>the [\w -]+?|I|[^“:]{1,60}?) (?:said|showed)(?: to [^“:]*?| me)?: “(?P<words>.+)”$", re.DOTALL
)
_VIEW = re.compile(
    r"^(?:what|how) do you (?:think|feel|say) (?:about|of) (?P<it>(?!it\b|that\b|this\b)[^?]+)\?$", re.IGNORECASE
)
_LIVED = re.compile(
    r"^(?P<wh>what|who|how|where|when|why|which(?: \w+)?)(?P<verb>(?: \w+s)?) you (?P<rest>[^?]*)\?$", re.IGNORECASE
)
_DONE = re.compile(r"^(?P<wh>what|how|where|when|why|who|which(?: \w+){0,2}) do you (?P<rest>[^?]*)\?$", re.IGNORECASE)


class _Line(NamedTuple):
    """One thing said in an earlier talk: by whom, whether by the person, whether from outside."""

    who: str
    words: str
    own: bool
    outside: bool


def earlier(voice: Voice, moment: Moment) -> list[str]:
    """Return what somebody says of talks before; nothing where something else is asked, or by another in the room."""
    asked = moment.asked
    if moment.by_person or len(moment.questions) != 1 or not is_about_talks(asked):
        return []
    past = _without_talk_of_talks(_here(moment))
    brought = _brought(moment)
    told = brought if any(line.own or line.outside for line in brought) else past
    voice.shaped = True
    if _SAID.search(asked):
        return _said(voice, asked, past if past and not _LONG_AGO.search(asked) else told, elsewhere=brought)
    if not told:
        return [voice.frame("memory.no")]
    if matter := _matter(told):
        return [voice.fill("memory.yes" if told is brought else "memory.now", x=matter)]
    own = _last_own(told)
    return [voice.fill("memory.said", fact=own)] if own else [voice.frame("memory.no")]


_LONG_AGO = re.compile(r"\b(?:last time|the other (?:day|time)|back then|previously)\b", re.IGNORECASE)


def is_about_talks(asked: str) -> bool:
    """Return whether a question is about talks with whoever asks it."""
    return any(sign.search(asked) for sign in (_MET, _ABOUT, _SAID))


def _said(voice: Voice, asked: str, lines: Sequence[_Line], *, elsewhere: Sequence[_Line]) -> list[str]:
    """Return an own saying that a question asks for; nothing where it names a matter that none of them is about."""
    wanted = tuple(key for key in keys(asked) if key not in light() and key not in _BACK)
    if wanted:
        own = [line for line in (*elsewhere, *lines) if line.own and shared(wanted, keys(line.words))]
        return [voice.fill("memory.said", fact=_core(own[-1].words))] if own else []
    own = _last_own(lines)
    return [voice.fill("memory.said", fact=own)] if own else [voice.frame("memory.no")]


def _last_own(lines: Sequence[_Line]) -> str:
    """Return the newest own answer that tells something, without the words around it."""
    answers = [line.words for line in lines if line.own and not is_empty(line.words) and not line.words.endswith("?")]
    return _core(answers[-1]) if answers else ""


def _core(words: str) -> str:
    """Return the sentence of an answer that says most, as it is told inside another."""
    parts = [part for part in sentences(words) if not part.endswith("?")] or [words]
    return bare(max(parts, key=lambda part: len(keys(part)))).rstrip(" !…")


def _here(moment: Moment) -> list[_Line]:
    """Return what was said in this talk before the question."""
    seen = moment.task.perceived
    end = seen.index(moment.cue) if moment.cue in seen else len(seen)
    return [
        _Line(p.source, p.content, p.own, p.kind in {"say", "show"} and not p.own)
        for p in seen[:end]
        if p.kind in {"say", "show", "TALK"} and p.content.strip()
    ]


def _brought(moment: Moment) -> list[_Line]:
    """Return what is remembered of the last talk in which something was spoken of, oldest first."""
    found: dict[str, list[_Line]] = {}
    for memory in moment.task.memories:
        note = _NOTE.match(memory.text) if memory.kind == "episode" else None
        if note is None:
            continue
        who = note["who"].removeprefix("the ")
        line = _Line(who, note["words"], who == "I", note["who"].startswith("the "))
        found.setdefault(memory.source, []).append(line)
    talks = [_without_talk_of_talks(lines) for lines in reversed(found.values())]
    return next((lines for lines in talks if _matter(lines) or _last_own(lines)), talks[-1] if talks else [])


def _without_talk_of_talks(lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines without questions about talks and their answers: a talk is not about whether there was one."""
    kept: list[_Line] = []
    open_ = False
    for line in lines:
        open_ = is_about_talks(line.words) if line.outside else open_
        if not open_ and not (line.own and _tells_of_talks(line.words)):
            kept.append(line)
    return kept


def _tells_of_talks(words: str) -> bool:
    said = normal(words)
    return any(stub in said for stub in _wordings())


@cache
def _wordings() -> tuple[str, ...]:
    families = [listed for name, listed in frames().items() if name.startswith("memory.")]
    stubs = [normal(max(re.split(r"\{\w+\}", wording), key=len)) for listed in families for wording in listed]
    return tuple(stub for stub in stubs if stub.count(" ") > 1)


def _matter(lines: Sequence[_Line]) -> str:
    """Return what a talk was about: its first matter, and who else was there."""
    put = [line.words for line in lines if line.outside and kind_of_follow_up(line.words) == ""]
    matters = list(dict.fromkeys(matter for text in put if (matter := matter_of(text))))
    others = list(dict.fromkeys(first_name(line.who) for line in lines if not line.own and not line.outside))
    named = matters[:1] if len(matters) < 2 or not _agree(matters) else matters[:2]
    names = [*others[:_NAMED], "others"] if len(others) > _NAMED else others
    company = f", with {', '.join(names[:-1])} and {names[-1]} there".replace("with  and ", "with ") if names else ""
    return f"{' and '.join(named)}{company}" if named else ""


def _agree(matters: Sequence[str]) -> bool:
    """Return whether two matters can be told in one breath: both are things, none a question."""
    return all(len(matter.split()) <= _FEW for matter in matters[:2]) and not any(a in b for a, b in pairwise(matters))


_FEW = 4
_NAMED = 2
"""How many of the others in a talk are named."""


def matter_of(text: str) -> str:
    """Return what a text from outside was about, as one speaks of it afterwards; empty where it put nothing."""
    asked = (questions_of(text) or ("",))[-1]
    if not asked:
        product = product_of(text)
        return f"the {product.noun}" if product.noun else ""
    if thing := subject_of(asked) or thing_asked(asked):
        return thing
    if thought := _VIEW.match(asked):
        return thought["it"]
    return _turned(asked) or f"your question “{asked}”"


def _turned(asked: str) -> str:
    """Return a question of the own life as its matter: "What do you do on Sundays?" is what I do on Sundays."""
    done = _DONE.match(asked)
    lived = None if done else _LIVED.match(asked)
    found = done or (lived if lived and lived["verb"] else None)
    if found is None or re.search(r"\byou\b", found["rest"]):
        return ""
    rest = re.sub(r"\byourself\b", "myself", re.sub(r"\byour\b", "my", found["rest"]))
    who = "I " if done else f"{lived['verb'].strip()} me " if lived else ""
    return f"{found['wh'].lower()} {who}{rest}".strip()
