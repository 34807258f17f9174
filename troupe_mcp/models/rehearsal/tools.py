"""Working with tools: a modest document of what the person would say, a proposed date, a text that is asked for.

Nothing is made up: no word of a document that the person would not say, no date that nobody named.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.answering import answer
from troupe_mcp.models.rehearsal.company import first_name
from troupe_mcp.models.rehearsal.moment import WORDS_OF_OTHERS
from troupe_mcp.models.rehearsal.sentences import sentences
from troupe_mcp.models.rehearsal.words import capital, concepts, keys, normal, shared
from troupe_mcp.simulation.tools.calendar import Entry, entry_of

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.moment import Moment
    from troupe_mcp.models.rehearsal.voice import Voice
    from troupe_mcp.simulation.perception import Perceived

_WRITE = re.compile(
    r"\b(?<!you )(?<!who )(?<!to )(?:write|draft|jot|type)(?: (?:down|up|out))?(?: (?:me|us))?"
    r" (?P<what>(?:an?|the|your|one|some)\b[^.?!;:\n]*)",
    re.IGNORECASE,
)
_PLEASE = re.compile(r"\b(?:can|could|will|would) you (?=(?:please )?(?:write|draft|jot|type)\b)", re.IGNORECASE)
_TOPIC = re.compile(r"\s+(?:about|on|of|for|why|how|to)\s+", re.IGNORECASE)
_SMALL = re.compile(
    r"^(?:an?|the|one|some|your)\s+|\b(?:short|brief|quick|little|small|new|one-page|few lines?)\s+", re.IGNORECASE
)
_BRIEFS = re.compile(r"\b(?:brief|proposal|pitch|concept|plan|specification|idea)s?$", re.IGNORECASE)
_WISHED = re.compile(r"^(?:wishes|demands|ideas|requirements|features|improvements)\b.*?\b(?:for|to|of|about)\s+")
_ANEW = re.compile(r"\b(?:write it again|rewrite|revise|new version|improve (?:it|your))\b", re.IGNORECASE)
_READ = re.compile(r"\bread\b|\bwhat (?:does|do|did) .+ (?:say|write|wrote)\b|\bmake of\b|\bthink of\b", re.IGNORECASE)
_PROPOSED = re.compile(
    r"\b(?:let['’]?s|shall we|can (?:we|you)|could (?:we|you)|will you|how about|join|come|meet|book|schedule"
    r"|appointment|calendar|invite|see you|save the date|put (?:it|this|that) (?:down|in)|takes place|will be"
    r"|is (?:on|at))\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:so|and|well|then|please|ok|okay|let['’]?s|shall we|can we|could we|can you|could you|will you|how about"
    r"|(?:put|note|enter) (?:this|it)? ?(?:down|in)?(?: (?:your|the) (?:calendar|diary))?)\b[,: ]*",
    re.IGNORECASE,
)


def with_tools(voice: Voice, moment: Moment) -> list[tuple[str, str]]:
    """Return what the moment calls for that the person's tools can do, as actions with their contents; mostly none."""
    cue, task = moment.cue, moment.task
    if cue is None or cue.kind not in WORDS_OF_OTHERS or moment.for_other or cue not in task.perceived[task.news :]:
        return []
    if task.brought:
        return [("TALK", _quoting(voice, moment))]
    if "READ" in task.actions and (title := _asked_for(moment)):
        return [("READ", title)]
    if "WRITE" in task.actions and (text := _document(voice, moment)):
        return [("WRITE", text)]
    return []


def planned(moment: Moment) -> str:
    """Return the appointment that somebody just proposed, with day and time, as the calendar takes it; or nothing."""
    cue, task = moment.cue, moment.task
    if cue is None or "PLAN" not in task.actions or cue.kind not in WORDS_OF_OTHERS or moment.for_other:
        return ""
    for line in sentences(cue.content):
        entry = entry_of(line)
        if isinstance(entry, str) or not entry.time or not _PROPOSED.search(line) or _known(entry, task.perceived):
            continue
        called = re.compile(rf"^(?:{re.escape(task.person)}|{re.escape(first_name(task.person))})[,:]\s*")
        what = capital(_LEAD.sub("", _LEAD.sub("", called.sub("", entry.title))).strip(" ,:")) or "Appointment"
        asker = (cue.source,) if cue.source in task.here else ()
        with_whom = [name for name in (*entry.guests, *asker) if name != task.person]
        return f"{entry.day} {entry.time} {what}" + (f"; with {', '.join(with_whom)}" if with_whom else "")
    return ""


def _known(entry: Entry, perceived: tuple[Perceived, ...]) -> bool:
    """Return whether an appointment at that time is in the person's calendar already."""
    return any(item.kind == "PLAN" and f"{entry.day} {entry.time}" in item.title for item in perceived)


def _asked_for(moment: Moment) -> str:
    """Return the title of a document of others that the person is asked about; empty where none is meant."""
    if not _READ.search(moment.text):
        return ""
    written = [item for item in moment.task.perceived if item.kind == "WRITE" and item.title]
    by_title = [item for item in written if normal(item.title) in normal(moment.text)]
    by_author = [item for item in written if not item.own and _names(item.source, moment.text)]
    return next((item.title for item in reversed(by_title or by_author)), "")


def _names(person: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(first_name(person))}\b", text, re.IGNORECASE) is not None


def _quoting(voice: Voice, moment: Moment) -> str:
    """Return what the text that was looked up says to the question, in its words and with its title."""
    found = moment.task.brought[0]
    title, _, body = found.text.partition("\n")
    lines = [line.strip("-*• ") for part in body.splitlines() for line in sentences(part.strip("#-*• "))]
    wanted = keys(moment.text)
    best = max(lines, key=lambda line: len(shared(keys(line), wanted)), default="")
    called = title.strip("#* ")
    if not found.text or not best:
        return voice.say([f"There is nothing in “{called or found.wanted}” to tell."])
    return f"“{called}” says: “{best}”"


def _document(voice: Voice, moment: Moment) -> str:
    """Return the document that the person is asked to write; empty where nothing is to be written."""
    match = _WRITE.search(_PLEASE.sub("", moment.text))
    before = [item.title for item in moment.task.perceived if item.own and item.kind == "WRITE"]
    if match is None and not (before and _ANEW.search(moment.text)):
        return ""
    kind, topic = _kind_and_topic(
        match["what"].strip() if match else before[-1].rpartition("’s ")[2].replace(": ", " about ")
    )
    lines = _lines(voice, moment, kind, topic)
    if not lines:
        return ""
    whose = f"{first_name(moment.task.person)}’s {kind}" if moment.task.here else kind
    mine = re.sub(r"^your\b", "my", topic)
    title = before[-1] if not match else capital(f"{whose}: {mine}" if topic else whose)
    body = "\n".join(f"- {line}" for line in lines) if "list" in kind else "\n\n".join(lines)
    return f"# {title}\n\n{body}"


def _kind_and_topic(what: str) -> tuple[str, str]:
    """Return what is to be written, e.g. `product brief`, and about what."""
    head, *rest = _TOPIC.split(what, maxsplit=1)
    kind = " ".join(_SMALL.sub(" ", head).split()) or "note"
    return kind, rest[0].strip(" ,\"'“”") if rest else ""


def _lines(voice: Voice, moment: Moment, kind: str, topic: str) -> list[str]:
    """Return what the person would say to it, and rests on something they hold; else only what they begin with."""
    said: dict[str, bool] = {}
    for question in _questions(kind, topic):
        held = len(voice.told)
        alone = replace(moment.task, here=(), private=True)
        cue = replace(moment.cue, content=question) if moment.cue else None
        parts = answer(voice, replace(moment, task=alone, cue=cue, questions=(question,), by_person=False))
        text = voice.say([part for part in parts if not part.rstrip().endswith("?")])
        bears = not said or bool(shared(concepts(topic), concepts(text)) or shared(keys(topic), keys(text)))
        if text and bears and not any(normal(text) in normal(line) for line in said):
            said[text] = len(voice.told) > held
    return [text for text, rests in said.items() if rests] or list(said)[:1]


def _questions(kind: str, topic: str) -> list[str]:
    """Return what the document answers."""
    if not topic:
        return [f"What {'are' if kind.endswith('s') else 'is'} your {kind}?"]
    if topic.startswith("your "):
        return [f"Tell me about {topic}.", f"What do you like about {topic}?"]
    thing = _WISHED.sub("", topic)
    if _BRIEFS.search(kind) or thing != topic:
        return [f"What should {thing} do for you?", f"What do you think about {thing}?"]
    return [f"What do you think about {topic}?", f"What matters most to you in {topic}?"]
