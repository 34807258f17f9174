"""How content somebody is with their work, their home, their life: by temper, with what they hold for or against it."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.life.life import answer_fields
from troupe_mcp.models.rehearsal.offers.options import options_in

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_MATTERS = {
    "work": r"(?:job|work|profession|occupation|trade|career|working life)",
    "home": r"(?:flat|home|house|apartment|room|neighbou?rhood|street|city|town|village)",
    "life": r"(?:life|lot)",
}
_OF = "(?:" + "|".join(_MATTERS.values()) + ")"
_YOUR = rf"your (?:own |present |current )?(?P<of>{_OF})"
_CONTENT = r"(?:happy|content|satisfied|pleased|unhappy|dissatisfied|comfortable)"
_ASKED = re.compile(
    r"^\W*(?:(?:so|and|but|now|then|well|tell me|honestly),? )*(?:"
    rf"(?:are you|do you feel) (?:\w+ ){{0,2}}?{_CONTENT}(?: (?:with|in|at|about) {_YOUR})?"
    rf"|(?:how )?do you (?:\w+ly |still |even )?(?:like|love|enjoy|hate) (?:{_YOUR.replace('<of>', '<liked>')}"
    r"|(?P<there>where you live|living there|the place where you live))"
    rf"|how (?:happy|content|satisfied|pleased) are you with {_YOUR.replace('<of>', '<how>')}"
    r")(?: (?:now|today|at the moment|these days|so far|then|at all|generally|in general|overall))?\W*$",
    re.IGNORECASE,
)
_AT_HOME = re.compile(
    r"\b(?:lifts?|stairs?|floors?|rent|heat\w*|neighbou?rs?|noise|street|flat|house|roof|windows?|landlord|caretaker"
    r"|leaflets|parking|kitchen|rooms?|attic|studio|apartment|estate|garden|farm|cottage|bedsit)\b",
    re.IGNORECASE,
)
_YES, _NO = 0.15, -0.45


def contented(voice: Voice, moment: Moment) -> list[str]:
    """Return whether somebody is content with what a question names, and what for or why not; else nothing."""
    found = _ASKED.match(moment.asked.replace("’", "'"))
    if found is None or moment.by_person or options_in(moment.shown) or len(moment.questions) != 1:
        return []
    named = next(filter(None, found.group("of", "liked", "how")), "home" if found["there"] else "life")
    about = next(name for name, words in _MATTERS.items() if re.fullmatch(words, named, re.IGNORECASE))
    if about == "work" and not voice.portrait.of("work"):
        return []
    side = _side(voice, about)
    voice.draw_alone()
    voice.shaped = True
    return [voice.frame(f"content.{side}"), *_told(voice, about, side)]


def _side(voice: Voice, about: str) -> str:
    person = voice.portrait
    sour = person.manner.has("hostile") or person.manner.has("rude")
    lean = 0.4 * person.level("agreeableness") - 0.6 * person.level("neuroticism") - 0.5 * sour
    lean += Random(f"{voice.lot}/{person.name}/{about}").uniform(-0.5, 0.5)
    return "yes" if lean > _YES else "no" if lean < _NO else "half"


def _told(voice: Voice, about: str, side: str) -> list[str]:
    """Return what speaks for it, or what stands against it, in the own life."""
    if side != "yes" and about == "work":
        done = any(_DONE.search(fact.said) for fact in voice.portrait.of("job"))
        return [] if done else answer_fields(voice, ("trouble",), "What annoys you most at work?")[:1]
    kinds = _FOR[about] if side == "yes" else ("trouble",)
    known = [fact for fact in voice.fresh(voice.portrait.of(*kinds)) if not fact.thing and _fits(fact, about)]
    fact = voice.pick(known)
    return [voice.tell(fact)] if fact is not None else []


_FOR = {"work": ("work",), "home": ("origin",), "life": ("family", "routine")}
_DONE = re.compile(r"\b(?:retired|former(?:ly)?)\b", re.IGNORECASE)


def _fits(fact: Fact, about: str) -> bool:
    return about != "home" or _AT_HOME.search(fact.said) is not None
