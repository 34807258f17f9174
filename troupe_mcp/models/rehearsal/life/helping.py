"""What somebody wants done for them: a trouble to be spared, a wish to be brought nearer, or to be left alone."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.address import first_person
from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.words import keys

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_US = r"(?:I|we|one|me|us)"
_THEM = (
    r"(?:your (?!life\b|car\b|phone\b|computer\b|house\b|home\b)[\w-]+(?: [\w-]+)?"
    r"|the (?:city|town|state|government|council|mayor|company|management|school|police|authorities|country))"
)
_ASKED = re.compile(
    rf"\bwhat (?:would|do|should|will) you (?:like|want|need|expect|wish|prefer) (?:for )?(?P<a>{_US}|{_THEM}) to "
    r"(?:do|change|improve|give|offer)\b(?! (?:with|about|at|on|in|when|if|after|tomorrow)\b)"
    rf"|\bwhat (?:else )?(?:can|could|should|may|might|shall|would) (?P<b>{_US}|{_THEM}) (?:possibly |still )?"
    r"do for you\b"
    rf"|\bhow (?:else )?(?:can|could|may|might|should|would) (?P<c>{_US}|{_THEM}) (?:best |possibly )?"
    r"(?:help(?: you)?(?! to\b)|support you|assist you|be of (?:help|service|use|assistance)(?: to you)?|serve you)"
    r"(?: out| best| today| now| most)*\W*$"
    rf"|\b(?:anything|something)(?: else)?(?: that)? (?P<d>{_US}) (?:can|could|may|might) "
    r"(?:do for|help|give|get) you\b"
    rf"|\b(?:can|could|may) (?P<e>{_US}) help you(?: out)?(?: with (?:anything|something)| today| somehow)?"
    r"(?: else)?\W*$"
    rf"|\bwhat (?:else )?(?:do|would|did) you (?:want|need|expect|wish) (?:of|from) (?P<f>me|us|{_THEM})\W*$"
    rf"|\b(?:tell|say|let) (?:me|us)(?: know)? (?:what|how|if) (?P<g>I|we) (?:can|could|should|may) "
    r"(?:do(?: for you)?|help(?: you)?)\W*$",
    re.IGNORECASE,
)
_US_ONLY = re.compile(rf"{_US}$", re.IGNORECASE)
_PROUD = re.compile(
    r"\b(?:proud|stubborn|independent|self-(?:reliant|sufficient)|trusts? nobody|nobody's help|no help"
    r"|helps? (?:my|your|him|her)self|refuses? help|loner|suspicious|distrust\w*|mistrust\w*|manages? alone)\b",
    re.IGNORECASE,
)
_ILL = re.compile(
    r"\b(?:broken|cold|dirty|late|lost|stolen|missing|noisy|loud|stuck|leak\w*|closed|cancell?ed|delayed|hungry|thirsty"
    r"|tired|ill|sick|injured|hurt\w*|in pain|aches?|failed|fails|wrong|locked|empty|wet|too (?:small|big|hot|long"
    r"|expensive)|not work\w*|doesn['’]t|does not|won['’]t|didn['’]t|never (?:came|arrived)|no (?:heating|water|power"
    r"|light|room|seat|money|ticket))\b",
    re.IGNORECASE,
)
_LISTENER = re.compile(r"\byour?\b", re.IGNORECASE)


def asks_to_help(text: str) -> bool:
    """Return whether a question is what could be done for its hearer."""
    return _ASKED.search(text) is not None


def wanted(voice: Voice, moment: Moment) -> list[str]:
    """Return what somebody wants done, out of the situation or their life; nothing where nobody asks it."""
    found = next((match for part in moment.questions or (moment.text,) if (match := _ASKED.search(part))), None)
    if found is None or len(moment.questions) > 1 or (moment.by_person and not moment.addressed):
        return []
    voice.shaped = True
    draw_for(voice, moment.asked)
    mine = any(_US_ONLY.match(name) for name in found.groups() if name)
    if mine and refuses(voice):
        return [voice.frame("help.refused")]
    if mine and (plight := _plight(voice, moment)):
        told = any(plight.lower() in line for line in map(str.lower, voice.other_lines))
        return [voice.frame("help.same")] if told else [voice.fill("help.trouble", fact=plight)]
    fact = _lacking(voice, moment.asked)
    if fact is None:
        return [voice.frame("help.nothing" if not voice.own_lines else "help.enough")]
    family = ("goal" if mine else "hope") if fact.kind == "goal" else "trouble" if mine else "others"
    return [voice.fill(f"help.{family}", fact=voice.tell(fact))]


def draw_for(voice: Voice, text: str) -> None:
    """Draw from here on by a lot of this person and these words: nobody takes every favour in one wording."""
    voice.rng = Random(f"{voice.lot}/{voice.portrait.name}/{len(voice.own_lines)}/{' '.join(keys(text))}")


def refuses(voice: Voice) -> bool:
    """Return whether somebody wants no help: the hostile, and the proud who are not kind."""
    person = voice.portrait
    proud = _PROUD.search(person.traits) is not None and person.level("agreeableness") < 0
    return proud or person.manner.has("hostile")


def _lacking(voice: Voice, question: str) -> Fact | None:
    """Return a trouble that wasn't told yet, now and then a goal, which comes after all troubles too."""
    troubles = [fact for fact in voice.portrait.of("trouble") if not fact.thing]
    goals = [fact for fact in voice.portrait.of("goal") if fact.said.startswith("I want")]
    first, second = (goals, troubles) if voice.rng.random() < _DREAMS else (troubles, goals)
    return voice.pick(first, keys(question)) or voice.pick(second, keys(question))


_DREAMS = 0.25
"""How often a wish is told before any trouble."""


def _plight(voice: Voice, moment: Moment) -> str:
    """Return what the scene says is wrong for this very person, in their words; empty where it says nothing."""
    told = [line.content for line in moment.task.perceived if line.kind == "situation"]
    for text in (*reversed(told), moment.task.situation):
        for part in sentences(text):
            if _LISTENER.search(part) and _ILL.search(part) and not part.rstrip().endswith("?"):
                said = first_person(bare(part))
                return "" if any(said.lower() in line.lower() for line in voice.own_lines) else said
    return ""
