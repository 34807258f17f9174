"""Asking around: a question to one of several by name, its answer out of the own life, and who else answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.calling import addressed
from troupe_mcp.models.rehearsal.asked.inquiries import Inquiry, answering_it, inquiries, inquiry_in
from troupe_mcp.models.rehearsal.company.exchanges import is_empty, remark
from troupe_mcp.models.rehearsal.company.thread import Thread, thread_of, untold
from troupe_mcp.models.rehearsal.english.words import capital
from troupe_mcp.models.rehearsal.matters.grounds import nearness
from troupe_mcp.models.rehearsal.matters.plans import consequence, plan_in

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_QUIET = 2
"""The steps after which one asks somebody who has said nothing yet, where others have."""
_OFTEN = 2
"""How often the same thing is asked in a talk."""
_JOINING = 2
"""How many answer a question that was put to somebody else."""
_TOWARDS = 0.5
"""How often they say it towards whoever was asked."""
_BACK = 0.45
"""How often one of two who has answered asks on."""


def ask_around(voice: Voice, thread: Thread) -> list[str]:
    """Ask one of the others, by name, what the subject and their last words bring to mind."""
    worn = [inquiry for line in thread.lines if (inquiry := inquiry_in(line.content)) is not None]
    ranked: list[tuple[float, Inquiry, str, bool]] = []
    for name in thread.here:
        lines = thread.by(name)
        told = [line for line in lines if "?" not in line and not is_empty(line)]
        asked = sum(name in addressed(line.content, thread.together) for line in thread.lines if "?" in line.content)
        for inquiry in inquiries() if lines or thread.since >= _QUIET or not thread.lines else ():
            follows = bool(told) and not thread.is_tale and inquiry.after.search(told[-1]) is not None
            bears = 2.5 * inquiry.belongs(thread.subject, tale=thread.is_tale) + 1.5 * follows
            if not bears or worn.count(inquiry) >= _OFTEN or _has_told(inquiry, told):
                continue
            concerns = bool(answering_it(voice, inquiry, thread.subject))
            rank = bears + concerns - inquiry.wide - 2.5 * worn.count(inquiry) - 2 * asked + 1.5 * voice.rng.random()
            ranked.append((rank, inquiry, name, follows))
    for _, inquiry, name, follows in sorted(ranked, key=lambda entry: -entry[0]):
        if question := _worded(voice, inquiry, voice.called(name), follows=follows):
            return [question]
    return []


def ask_back(voice: Voice, moment: Moment) -> list[str]:
    """Ask the one other person in a talk that was opened with a question for both."""
    thread = thread_of(moment)
    return ask_around(voice, thread) if thread is not None and thread.asks else []


def _has_told(inquiry: Inquiry, lines: list[str]) -> bool:
    """Return whether somebody has told already what an inquiry is after."""
    return inquiry.own is not None and any(inquiry.own.search(line) for line in lines)


def _worded(voice: Voice, inquiry: Inquiry, name: str, *, follows: bool) -> str:
    then = tuple(wording for wording in inquiry.then if voice.least((wording.removesuffix(", then"),)))
    wording = (voice.least(then) if follows else "") or voice.least(inquiry.asks)
    if not wording:
        return ""
    lead = voice.least(voice.listed("inquire"), own=True) or "{Q}, {name}?"
    low = f"{wording[0].lower()}{wording[1:]}"
    return lead.replace("{Q}", wording).replace("{q_low}", low).replace("{name}", name)


def answer_asker(voice: Voice, moment: Moment) -> list[str]:
    """Answer such a question out of the own life; nothing where another one was asked or nothing is held."""
    inquiry = inquiry_in(moment.asked) if moment.by_person and moment.addressed else None
    thread = thread_of(moment) if inquiry is not None else None
    if inquiry is None or thread is None:
        return []
    facts = answering_it(voice, inquiry, f"{thread.subject}\n{' '.join(thread.own)}")
    if fact := next(iter(untold(facts, thread)), None):
        told = voice.tell(fact)
        back = len(thread.here) == 1 and voice.rng.random() < _BACK + 0.2 * voice.portrait.level("extraversion")
        return [capital(fact.said) if fact.thing else told, *(ask_around(voice, thread) if back else [])]
    if any(inquiry.answers(fact) and voice.spoken(fact) for fact in voice.portrait.of(*inquiry.kinds)):
        text = remark(voice, "pass_told", "") or voice.least(voice.listed("nomore"), own=True)
        return [text] if text else []
    plan = plan_in(thread.subject) if inquiry.near and not thread.is_tale else None
    brought = consequence(voice, plan) if plan is not None else ""
    return [brought] if brought else []


def chime_in(voice: Voice, thread: Thread) -> list[str]:
    """Answer what somebody else was asked and has answered."""
    places = [n for n, line in enumerate(thread.lines) if line.content.rstrip().endswith("?")]
    inquiry = inquiry_in(thread.lines[places[-1]].content) if places else None
    if inquiry is None:
        return []
    since = thread.lines[places[-1] + 1 :]
    mine = thread.lines[places[-1]].own and len(thread.here) > 1
    if not 0 < len(since) <= _JOINING or mine or any(line.own for line in since):
        return []
    if is_empty(since[0].content):
        return []
    facts = untold(answering_it(voice, inquiry, since[0].content), thread)
    fact = next((fact for fact in facts if not fact.thing), None)
    if fact is None:
        return []
    if nearness(fact.said, since[0].content) and voice.rng.random() < _TOWARDS:
        return [voice.fill("meet", name=voice.called(since[0].source), fact=voice.tell(fact))]
    return [voice.tell(fact)]
