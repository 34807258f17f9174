"""One step of a run as a paragraph: what was put to the people, and their answers in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.words import capital
from troupe_mcp.models.rehearsal.matters.consents import consent_of
from troupe_mcp.models.rehearsal.readings.said import stances
from troupe_mcp.models.rehearsal.voice.shrugs import is_shrug
from troupe_mcp.simulation.people.names import called

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from troupe_mcp.simulation.worlds.transcript import Utterance
    from troupe_mcp.studies.tasks import StoryTask

_FIRST = ("{who} spoke first: {words}", "{words} said {who}", "It was {who} who began: {words}")
_NEXT = (
    "{words} said {who}",
    "{who} put it this way: {words}",
    "Then came {who}: {words}",
    "{who} had this to say: {words}",
    "{words} {who} said",
    "From {who} came: {words}",
)
_AGAIN = ("{words} {who} went on", "{who} added: {words}")
_ASKS = ("{words} {who} asked", "{who} wanted to know: {words}")
_TO = ("{who} turned to {whom}: {words}", "To {whom}, {who} said: {words}")
_NO = ("{who} would have none of it: {words}", "{who} said no: {words}")
_YES = ("{who} said yes: {words}", "{who} was for it: {words}")
_EACH = ("{words} {who} said", "{who} answered: {words}", "{who} had this to say: {words}")
_ALONE = ("{words} {who} said", "The answer was: {words}", "{who} answered: {words}")
_RETURNS = ("", "Next, ", "Then ", "After that, ", "Later ", "Then ")


@dataclass(frozen=True, slots=True)
class Style:
    """How much is told: speakers in a step, words in a quote, people with their trades."""

    speakers: int
    words: int
    trades: bool = True


def scene(
    task: StoryTask, lines: Sequence[Utterance], style: Style, place: int, known: Sequence[str], heard: Counter[str]
) -> str:
    """Return a step as a paragraph; `known` have spoken before and go by their first names.

    Where not all can be told of, those come first who were `heard` least in the story so far.
    """
    names = [name for name, _ in task.cast]
    told = [part for line in lines if line.from_outside for part in [_stimulus(line, names, style, place)] if part]
    spoken = [line for line in lines if not line.from_outside and line.content.strip()]
    turns = sorted(range(len(spoken)), key=lambda turn: (heard[spoken[turn].person], turn))
    shown = [spoken[turn] for turn in sorted(turns[: style.speakers])]
    heard.update(line.person for line in shown)
    alone = task.private or len(names) == 1
    if not told and shown and place == 1 and not alone:
        told.append("The talk went on.")
    before = ""
    met = list(known)
    for index, line in enumerate(shown):
        who = called(line.person, names) if line.person in met or len(names) < 2 else line.person
        met.append(line.person)
        forms = (_ALONE if len(names) == 1 else _EACH) if alone else ()
        told.append(_reply(line, who, before, index + place * 2, style, forms, names=names))
        before = line.person
    told += _grouped([line for line in spoken if line.person not in {u.person for u in shown}], names)
    if not alone and spoken and len(names) > 2:
        silent = [called(name, names) for name in names if all(line.person != name for line in spoken)]
        if 0 < len(silent) < len(names) and place:
            told.append(f"{_joined(silent)} kept silent.")
    return " ".join(told)


def _grouped(rest: Sequence[Utterance], names: Sequence[str]) -> list[str]:
    """Tell of the others in a word: who said yes, who said no, who spoke as well."""
    stands = {line.person: stand.sign if (stand := consent_of(line.content)) else 0 for line in rest}
    groups = ((1, "said yes as well"), (-1, "said no as well"), (0, "spoke too"))
    told = [([called(who, names) for who, sign in stands.items() if sign == wanted], did) for wanted, did in groups]
    return [f"{_joined(people)} {did}." for people, did in told if people]


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _stimulus(line: Utterance, names: Sequence[str], style: Style, place: int) -> str:
    whom = "" if not line.to or set(line.to) == set(names) else f" {_joined([called(name, names) for name in line.to])}"
    words = quote(_put(line.content, max(style.words, _QUESTION)), max(style.words, _QUESTION))
    who = f"the {line.person}" if line.person.islower() else line.person
    lead = _RETURNS[place % len(_RETURNS)]
    match line.kind:
        case "say":
            verb = "asked" if words.endswith("?”") else "said"
            return f"{capital(f'{lead}{who}')} {verb}{' to' if whom and verb == 'said' else ''}{whom}: {words}"
        case "show":
            return f"{capital(f'{lead}{who}')} showed{whom or ' something to look at'}: {words}"
        case "document":
            title = bare(line.content.split("\n", 1)[0])
            return f"There was something to read: “{title}”."
        case "situation" if place:
            return f"Then the situation changed: {words}"
        case "change":
            return line.content
        case _:
            return ""


_QUESTION = 24
"""Words of what is put to people that may stand in full; of more the question does."""


def _put(content: str, most: int) -> str:
    """Return what is put to people: all of it where it is short, else what it asks."""
    asked = [part for part in questions_of(content) if part.rstrip("\"”')").endswith("?")]
    if not asked or len(content.split()) <= most:
        return content
    whole = " ".join(asked)
    return whole if whole in content and len(whole.split()) <= most else asked[-1]


def _reply(
    line: Utterance, who: str, before: str, turn: int, style: Style, alone: Sequence[str], *, names: Sequence[str]
) -> str:
    if line.kind == "DO":
        return f"What {who} did was noted so: {quote(line.content, style.words)}"
    words = quote(line.content, style.words)
    whom = _joined([called(name, names) for name in line.to]) if line.to and not alone else ""
    forms: Sequence[str] = _NEXT if turn else _FIRST
    stance = [] if is_shrug(line.content) else stances(line.content)
    if alone:
        forms = alone
    elif line.person == before:
        forms = _AGAIN
    elif whom:
        forms = _TO
    elif words.endswith("?”"):
        forms = _ASKS
    elif stance and line.content.startswith(stance[0][1]):
        forms = _YES if stance[0][0] else _NO
    form = forms[turn % len(forms)]
    text = form.format(who=who, whom=whom, words=_inside(words) if form.startswith("{words}") else words)
    return text if text.endswith("”") else f"{text}."


def _inside(words: str) -> str:
    """Return a quote as it stands before "said": with a comma for its full stop."""
    return f"{words[:-2]},”" if words.endswith(".”") else words


def quote(content: str, most: int) -> str:
    """Return somebody's words in quotation marks: whole sentences as far as they go, else their beginning."""
    text = " ".join(content.replace("“", "'").replace("”", "'").split())
    kept: list[str] = []
    for part in sentences(text):
        if kept and len(" ".join([*kept, part]).split()) > most:
            break
        kept.append(part)
    said = " ".join(kept)
    if len(said.split()) > most:
        said = re.sub(r"[\s,;:–—-]+$", "", " ".join(said.split()[:most])) + "…"
    return f"“{said if re.search(r'[.!?…]$', said) else said + '.'}”"
