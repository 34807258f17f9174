"""Follow-ups without a matter of their own ("Why?", "And then?"): they carry on the person's last answer."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import coverage, keys, light, shared

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_LEAD = r"^\W*(?:(?:and|but|so|oh|ah|okay|ok|interesting|hm+|well|right)\b[,.!]? )*"
_FORMS: tuple[tuple[str, str], ...] = (
    (
        "why",
        (r"(?:why(?: not| is that| that| so| exactly)?|how (?:come|so)|what makes you (?:say|think|feel) (?:that|so)"
        r"|why do you (?:say|think|feel) (?:that|so|this way|that way)|what(?:'s| is) the reason(?: for that)?)"),
    ),
    (
        "example",
        (r"(?:(?:can|could|would) you (?:please )?give (?:me |us )?(?:an|one|another) example(?: of that)?|such as"
        r"|for (?:example|instance)|like what|an example|do you have an example|give (?:me|us) an example)"),
    ),
    (
        "then",
        (r"(?:then(?: what)?|after that|what (?:happened|happens|comes|came) (?:next|then|after(?: that)?)|what next"
        r"|what then|and then|what do you do (?:then|next|after that))"),
    ),
    (
        "really",
        r"(?:really|seriously|are you (?:sure|serious|kidding)|is that (?:so|true|right)|honestly|no kidding|truly)",
    ),
    (
        "mean",
        (r"(?:what do you mean(?: by that)?|what does that mean|(?:can|could) you explain(?: that| this)?"
         r"|in what (?:way|sense)"
        r"|how do you mean|how exactly|meaning)"),
    ),
    (
        "more",
        (r"(?:(?:is there )?anything (?:that )?you(?:'d| would)? (?:still )?(?:like|want) to (?:add|say)"
        r"|(?:is there )?(?:anything|something|what|who) else(?: you (?:want|would like|'d like) to (?:add"
         r"|say|tell(?: me| us)?))?"
        r"|(?:can|could|would) you (?:please )?(?:tell (?:me|us) (?:a (?:bit|little) )?more|elaborate|expand|say more)"
        r"(?: (?:on|about) (?:that|this|it))?|(?:please )?(?:tell (?:me|us)|say) (?:a (?:bit"
        r"|little) )?more(?: about (?:that|this|it))?"
        r"|go on|more|anything to add)"),
    ),
)  # fmt: skip
_NEXT = ("morning", "workday", "evening", "weekend")


@lru_cache(maxsize=5000)
def kind_of_follow_up(question: str) -> str:
    """Return what a short follow-up wants: a reason, an example, what comes next; empty where it is none."""
    if len(question.split()) > 14:
        return ""
    return next(
        (kind for kind, form in _FORMS if re.match(rf"{_LEAD}{form}\s*[?.!]*$", question, re.IGNORECASE)),
        "",
    )


def follow_up(voice: Voice, question: str) -> list[str]:
    """Return the continuation of the own last answer; nothing where the question stands alone."""
    kind = kind_of_follow_up(question)
    if not kind or not voice.own_lines:
        return []
    told = _told_last(voice)
    if kind == "really":
        return [voice.frame("indeed", must=False) or voice.frame("nomore")]
    if told is None:
        return [voice.frame("nomore")]
    following = _following(voice, told, kind)
    if following is None:
        return [voice.frame("nomore")]
    said = voice.tell(following)
    if kind in {"why", "mean"}:
        return [voice.fill("explain", fact=said)]
    return [voice.fill("example", fact=said)] if kind == "example" else [said]


def _told_last(voice: Voice) -> Fact | None:
    """Return the fact that the newest own answer with one told last."""
    for line in reversed(voice.own_lines[-3:]):
        for part in reversed(sentences(line)):
            said = keys(part)
            close = [fact for fact in voice.portrait.facts if fact.keys and coverage(fact.keys, said) >= 0.75]
            if close:
                return max(close, key=lambda fact: len(fact.keys))
        if kind_of_follow_up(line) == "" and len(line.split()) > 8:
            return None
    return None


def _following(voice: Voice, told: Fact, kind: str) -> Fact | None:
    person = voice.portrait
    fresh = voice.fresh([fact for fact in person.facts if fact is not told and fact.kind not in {"job", "origin"}])
    if kind == "then":
        return _next_in_day(person, fresh, told) or _akin(fresh, told)
    if kind == "more":
        same = [fact for fact in fresh if fact.kind == told.kind]
        return voice.pick([fact for fact in same if fact.about == told.about] or same, told.keys)
    return _akin([fact for fact in fresh if not fact.thing], told)


def _next_in_day(person: Portrait, fresh: list[Fact], told: Fact) -> Fact | None:
    if told.kind != "routine":
        return None
    day = [fact for about in _NEXT for fact in person.of("routine") if about in fact.about]
    after = day[day.index(told) + 1 :] if told in day else []
    return next((fact for fact in after if fact in fresh), None)


def _akin(fresh: list[Fact], told: Fact) -> Fact | None:
    """Return the fact nearest in matter: one that shares a telling word."""
    listed = light()
    strong = tuple(key for key in told.keys if key not in listed)
    ranked = [(-len(shared(strong, fact.keys)), place, fact) for place, fact in enumerate(fresh)]
    best = min(ranked, key=lambda each: each[:2], default=(0, 0, None))
    return best[2] if best[0] < 0 else None
