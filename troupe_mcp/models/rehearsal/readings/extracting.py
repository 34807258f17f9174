"""Turning a transcript into fields: only what people really said, with the place where they said it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.asked.replies import NAMED, answering, asks_for, is_of_oneself, is_open, replies
from troupe_mcp.models.rehearsal.english.words import keys
from troupe_mcp.models.rehearsal.matters.consents import consent_of, offers, says
from troupe_mcp.models.rehearsal.offers.merits import merits
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.readings import said
from troupe_mcp.models.rehearsal.readings.answered import answers
from troupe_mcp.models.rehearsal.readings.chosen import GAP
from troupe_mcp.models.rehearsal.readings.fields import (
    UNDECIDED,
    description_of,
    parts_of,
    role_of,
    spelled,
    suits,
    typed,
)
from troupe_mcp.models.rehearsal.readings.reasons import reasons_to_take
from troupe_mcp.models.rehearsal.readings.votes import choices_of, is_vote, options_before, vote
from troupe_mcp.models.rehearsal.voice.shrugs import is_shrug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.matters.consents import Consent
    from troupe_mcp.models.rehearsal.offers.options import Option
    from troupe_mcp.simulation.worlds.transcript import Utterance
    from troupe_mcp.studies.tasks import ExtractTask


@dataclass(frozen=True, slots=True)
class _Talk:
    """What was said from outside, which question each line answers by its place, and what is to be found out."""

    outside: Sequence[Utterance]
    asked: Mapping[int, str]
    objective: str

    def answering(self, role: str, name: str, meaning: Any, lines: Sequence[Utterance]) -> list[Utterance]:
        """Return the lines that answer a question that asks for a field; of "their answer", for the objective."""
        if _is_refusal(role, name, meaning):
            found = answering(f"against: {self.objective} {description_of(meaning)}", self.asked, lines)
            return [line for line in found if _AGAINST.search(self.asked[line.position])] or found
        found = answering(f"{spelled(name)}: {description_of(meaning)}", self.asked, lines)
        return found or (answering(self.objective, self.asked, lines) if role in {"quote", "agrees"} else [])

    def merits(self, role: str, line: Utterance, replying: Sequence[Utterance]) -> said.Sayings:
        """Return what a line says for what is offered, or against it: to the very question in so many words."""
        if is_shrug(line.content):
            return []
        sign = _SIGNED[role]
        found = merits(line.content, sign, keys(" ".join(u.content for u in self.outside)))
        both = all(asks_for(self.asked.get(line.position, ""), words) for words in _SIDES)
        asked = self.asked.get(line.position, "")
        if is_of_oneself(asked):
            found = [(value, quote) for value, quote in found if not says("no", quote)]
        if found or line not in replying or both or not is_open(asked) or merits(line.content, -sign):
            return found
        return answers(line.content)


def extract(task: ExtractTask) -> dict[str, Any]:
    """Return the fields of one person, or the records of a whole run; what nobody said is null."""
    talk = _Talk([u for u in task.transcript if u.from_outside], replies(task.transcript), task.objective)
    survey = any(NAMED.match(u.content) and not u.position for u in talk.outside)
    spoken = [u for u in task.transcript if not u.from_outside and u.kind in {"TALK", "SHOW", "WRITE"}]
    lines = [replace(u, content=NAMED.sub("", u.content)) if survey else u for u in spoken if u.content.strip()]
    fields = dict(task.fields) or {_free_field(task.objective): task.objective}
    if not task.many:
        return _of_person(fields, [u for u in lines if not task.person or u.person == task.person], talk)
    return {"records": _of_run(fields, lines, talk)}


def _free_field(objective: str) -> str:
    return (
        "ideas"
        if re.search(r"\bideas?\b|feature", objective, re.IGNORECASE)
        else "choice"
        if re.search(r"choice|choos|chose|prefer|vote|wins?\b|winner", objective, re.IGNORECASE)
        else "answer"
    )


def _of_person(fields: Mapping[str, Any], lines: Sequence[Utterance], talk: _Talk) -> dict[str, Any]:
    found: dict[str, Any] = {}
    quotes: list[dict[str, Any]] = []
    for name, meaning in fields.items():
        value, line, quote = _whole(name, meaning, lines, talk)
        found[name] = value
        if value is not None and line is not None:
            quotes.append({"field": name, "position": line.position, "quote": quote})
    return {"found": found, "quotes": quotes}


def _whole(name: str, meaning: Any, lines: Sequence[Utterance], talk: _Talk) -> tuple[Any, Utterance | None, str]:
    """Return a field's value as its schema wants it, with what it rests on: part by part, where it has parts."""
    parts = parts_of(meaning)
    if parts is None:
        value, line, quote = _value(_role(name, meaning, talk), name, meaning, lines, talk)
        return (value, line, quote) if suits(value, meaning) else _NOTHING
    inner, many = parts
    if many:
        records = _of_run(inner, lines, replace(talk, objective=f"{name} {description_of(meaning)}"))
        items = [{part: record[part] for part in inner} for record in records]
        words = next((quote for record in records for quote in record["quotes"]), None)
        if words is None or not suits(items, meaning):
            return _NOTHING
        return items, next(u for u in lines if u.position == words["position"]), words["quote"]
    whole = _of_person(inner, lines, talk)
    evidence = next(iter(whole["quotes"]), None)
    if evidence is None or not suits(whole["found"], meaning):
        return _NOTHING
    return whole["found"], next(u for u in lines if u.position == evidence["position"]), evidence["quote"]


def _role(name: str, meaning: Any, talk: _Talk) -> str:
    role = role_of(name, meaning)
    if role in _VOTES:
        return role
    if role == "reason" and _AGAINST.search(_OR_NOT.sub(" ", f"{spelled(name)} {meaning} {talk.objective}")):
        return "objection"
    options = options_in([u.content for u in talk.outside])
    if role in _VAGUE and any(option.kind and option.kind.casefold() == name.casefold() for option in options):
        return "title"  # "ad", where ads were shown
    return "choice" if is_vote(meaning, options) else role


_OR_NOT = re.compile(r"\bor (?:\w+ )?(?:not|against|\w+n['’]t)\b", re.IGNORECASE)
_AGAINST = re.compile(
    r"\b(?:against|not|\w+n['’]t|object\w*|refus\w*|declin\w*|reject\w*|hesita\w*"
    r"|(?:keep|stop|hold)\w* \w+ (?:from|back))\b",
    re.IGNORECASE,
)
"""What makes a reason one against something."""
_VAGUE = ("other", "like", "consent")
"""What a field may seem to be after that is called like what was shown: "slogan: which they like"."""


def _is_list(meaning: Any, name: str) -> bool:
    if isinstance(meaning, Mapping):
        return cast("Mapping[str, Any]", meaning).get("type") == "array"
    return name.lower() in {
        "ideas",
        "features",
        "objections",
        "problems",
        "quotes",
        "suggestions",
        "benefits",
        "concerns",
    }


def _value(
    role: str, name: str, meaning: Any, lines: Sequence[Utterance], talk: _Talk
) -> tuple[Any, Utterance | None, str]:
    """Return a field's value with the line and the words it rests on: the latest choice, the first of the rest."""
    if role in _VOTES:
        value, line, quote = vote(role, meaning, lines, talk.outside)
        return (value if choices_of(meaning) else typed(value, meaning)), line, quote
    if role == "consent":
        return _consent(name, meaning, lines, talk)
    if role == "person":
        return (typed(lines[0].person, meaning), lines[0], said.quote_of(lines[0].content)) if lines else _NOTHING
    hits = _hits(role, name, meaning, lines, talk)
    if _is_list(meaning, name) and hits:
        return typed([value for value, _, _ in hits], meaning), hits[0][1], hits[0][2]
    if role in {"rating", "price"}:
        hits = hits[::-1]
    return (typed(hits[0][0], meaning), hits[0][1], hits[0][2]) if hits else _NOTHING


_NOTHING: tuple[Any, Utterance | None, str] = (None, None, "")


def _consent(name: str, meaning: Any, lines: Sequence[Utterance], talk: _Talk) -> tuple[Any, Utterance | None, str]:
    """Return whether somebody would do a thing, as they said last: yes, no, or maybe with what it hangs on."""
    stand, line = _stood(f"{spelled(name)} {description_of(meaning)}", lines, talk)
    if stand is None or line is None:
        return _NOTHING
    plain = choices_of(meaning) or not (isinstance(meaning, str) or meaning.get("type") in {None, "string"})
    value = typed(stand.sign > 0 if stand.sign else "maybe" if plain else stand.told, meaning)
    return (value, line, stand.quote) if value is not None else _NOTHING


def _stood(wanted: str, lines: Sequence[Utterance], talk: _Talk) -> tuple[Consent, Utterance] | tuple[None, None]:
    """Return the last stand on an offer: in answer to the very question, to one like it, else in so many words."""
    held = [(stand, line) for line in lines if (stand := consent_of(line.content)) is not None]
    asked = [(offers(talk.asked.get(line.position, ""), wanted), stand, line) for stand, line in held]
    best = max((asks for asks, _, _ in asked), default=0)
    found = [
        (stand, line)
        for asks, stand, line in asked
        if asks == best and (asks or (not stand.bare and line.position not in talk.asked))
    ]
    return found[-1] if found else (None, None)


def _hits(
    role: str, name: str, meaning: Any, lines: Sequence[Utterance], talk: _Talk
) -> list[tuple[Any, Utterance, str]]:
    choices = choices_of(meaning)
    if (named := _among(role, choices, lines)) is not None:
        return named
    if role == "reason":
        return _reasons(lines, talk)
    replying = talk.answering(role, name, meaning, lines)
    if role in _SIGNED:
        lines = replying if replying and _is_refusal(role, name, meaning) else lines
        return [(value, line, quote) for line in lines for value, quote in talk.merits(role, line, replying)]
    if replying and not choices and (role in _TOLD or (role == "agrees" and is_open(talk.asked[replying[0].position]))):
        told = [(value, line, quote) for line in replying for value, quote in answers(line.content)]
        if told:
            return told
    if replying and role == "price":
        return [(value, line, quote) for line in replying for value, quote in said.amounts(line.content)]
    lines = _telling(role, lines, replying, talk)
    found: list[tuple[Any, Utterance, str]] = []
    for line in lines:
        words = said.about(f"{name} {meaning}", line.content) if role == "other" else ()
        hits = words or said.SAYINGS.get(role, _silent)(line.content, ())
        found.extend((value, line, quote) for value, quote in hits)
    open_ended = next((choice for choice in choices if UNDECIDED.search(str(choice))), None) if not found else None
    return found if open_ended is None else [(open_ended, line, line.content) for line in replying if _is_gap(line)]


def _is_refusal(role: str, name: str, meaning: Any) -> bool:
    """Return whether a field is after the reason why somebody would not do a thing."""
    return role == "objection" and role_of(name, meaning) == "reason"


def _is_gap(line: Utterance) -> bool:
    """Return whether somebody says that they have no view."""
    return GAP.search(line.content) is not None


def _telling(role: str, lines: Sequence[Utterance], replying: Sequence[Utterance], talk: _Talk) -> Sequence[Utterance]:
    """Return the lines that can tell a field: what answers its question, and nothing that answers another."""
    if replying and role in {"agrees", "rating"}:
        return replying
    if role == "agrees":
        return [line for line in lines if not is_of_oneself(talk.asked.get(line.position, ""))]
    if role in _TOLD:
        return [line for line in lines if not is_shrug(line.content) and not (replying and line.position in talk.asked)]
    return lines


def _among(role: str, choices: Sequence[Any], lines: Sequence[Utterance]) -> list[tuple[Any, Utterance, str]] | None:
    """Return the allowed values that were named, where a field is a category or a degree; nothing where it is none."""
    degrees = role in {"agrees", "rating", "other"} and any("disagree" in str(choice).lower() for choice in choices)
    if role != "category" and not degrees:
        return None
    named = [(choice, line, quote) for line in lines for choice, quote in said.named([*choices], line.content)]
    return named if named or not degrees else None


def _reasons(lines: Sequence[Utterance], talk: _Talk) -> list[tuple[Any, Utterance, str]]:
    """Return why somebody chose, or where there was nothing to choose from why they would take it, or scored so."""
    _, line, _ = vote("choice", "", lines, talk.outside)
    if line is None and (line := _stood("", lines, talk)[1]) is not None:
        return [(why, line, quote) for why, quote in reasons_to_take(line.content)]
    return [
        (why, at, quote)
        for at in (lines if line is None else [line])
        for why, quote in said.reasons(at.content, options_before(talk.outside, at, ""))
    ]


def _silent(_: str, __: tuple[Option, ...]) -> said.Sayings:
    return []


def _of_run(fields: Mapping[str, Any], lines: Sequence[Utterance], talk: _Talk) -> list[dict[str, Any]]:
    roles = {name: _role(name, meaning, talk) for name, meaning in fields.items()}
    main = next((name for name, role in roles.items() if role in _MAIN), "")
    role = roles.get(
        main, "idea" if re.search(r"\bidea|feature|suggest|propos", talk.objective, re.IGNORECASE) else "quote"
    )
    records: list[dict[str, Any]] = []
    seen: list[str] = []
    replying = talk.answering(role, main, fields.get(main, ""), lines)
    for line in lines:
        for value, quote in _mains(role, spelled(main), fields.get(main, ""), line, talk, replying):
            if said.known_before(str(value), seen) and role in {"idea", "objection", "problem"}:
                continue
            seen.append(str(value))
            held = {
                name: (typed(value, fields[name]), line, quote)
                if other == role and other not in _VOTES and parts_of(fields[name]) is None
                else _beside(other, role, name, fields[name], line, talk)
                for name, other in roles.items()
            }
            held = {name: each if suits(each[0], fields[name]) else _NOTHING for name, each in held.items()}
            quotes = [
                {"field": name, "position": at.position, "quote": words} for name, (_, at, words) in held.items() if at
            ]
            values = {name: found for name, (found, _, _) in held.items()}
            records.append({**values, "person": line.person, "quotes": quotes})
    return records


_VOTES = ("number", "title", "choice")
_SIGNED = {"like": 1, "objection": -1}
"""What speaks for a thing or against it."""
_SIDES = ("what they like", "what bothers them")
_TOLD = ("other", "problem", "benefit", "quote")
"""What is told in words: of these an answer to the very question is the value as it stands."""
_MAIN = ("idea", "number", "title", "choice", "rating", "price", "objection", "agrees", "problem", "consent", "like")


def _mains(
    role: str, name: str, meaning: Any, line: Utterance, talk: _Talk, replying: Sequence[Utterance]
) -> list[tuple[Any, str]]:
    if role in _VOTES:
        value, found, quote = vote(role, meaning, [line], talk.outside)
        return [(value, quote)] if found is not None else []
    if role in _SIGNED:
        return talk.merits(role, line, replying)
    if role == "consent":
        stand, _ = _stood(f"{name} {description_of(meaning)}", [line], talk)
        return [(stand.told, stand.quote)] if stand is not None else []
    if role in _TOLD and (line in replying or is_shrug(line.content)):
        return answers(line.content)
    return [] if replying and role in _TOLD and line.position in talk.asked else said.SAYINGS[role](line.content, ())


def _beside(
    role: str, main: str, name: str, meaning: Any, line: Utterance, talk: _Talk
) -> tuple[Any, Utterance | None, str]:
    if main == "idea" and role in {"reason", "problem"}:
        found = said.problems(line.content)
        return (typed(found[0][0], meaning), line, found[0][1]) if found else _NOTHING
    if parts_of(meaning) is not None:
        return _whole(name, meaning, [line], talk)
    return _value(role, name, meaning, [line], talk)
