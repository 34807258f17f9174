"""Working with tools: a modest document of what the person would say, a proposed date, a text that is asked for.

Nothing is made up: no word of a document that the person would not say, no date that nobody named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.calling import addressed, named
from troupe_mcp.models.rehearsal.asked.moment import WORDS_OF_OTHERS
from troupe_mcp.models.rehearsal.drafting import document, last_of, there_of, wanted_title
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import capital, keys, normal, shared
from troupe_mcp.simulation.tools.calendar import Entry, entry_of

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_READ = re.compile(r"\bread\b|\bwhat (?:does|do|did) .+ (?:say|write|wrote)\b|\bmake of\b|\bthink of\b", re.IGNORECASE)
_PROPOSED = re.compile(
    r"\b(?:let['’]?s|shall we|can (?:we|you)|could (?:we|you)|will you|how about|join|come|meet|book|schedule"
    r"|appointment|calendar|invite|see you|save the date|put (?:it|this|that) (?:down|in)|takes place|will be"
    r"|is (?:on|at))\b",
    re.IGNORECASE,
)
_HEAD = re.compile(r"[^,:]+[,:]\s*")
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
    adding = "WRITE" in task.actions and wanted_title(moment)
    if adding and not task.brought and (last := last_of(moment, adding)) is not None and not last.own:
        return [("READ", adding)] if "READ" in task.actions else []
    if task.brought and not adding:
        return [("TALK", _quoting(voice, moment))]
    if "READ" in task.actions and (title := _asked_for(moment)):
        return [("READ", title)]
    if "WRITE" in task.actions and (text := document(voice, moment)):
        return [("WRITE", text)]
    if adding and there_of(moment, adding):
        return [("TALK", f"I have nothing to add to “{adding}”.")]
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
        head = _HEAD.match(entry.title)
        mine = head is not None and task.person in addressed(head.group(), task.together)
        title = entry.title[head.end() :] if head and mine else entry.title
        what = capital(_LEAD.sub("", _LEAD.sub("", title)).strip(" ,:")) or "Appointment"
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
    by_author = [item for item in written if not item.own and _names(item.source, moment)]
    return next((item.title for item in reversed(by_title or by_author)), "")


def _names(author: str, moment: Moment) -> bool:
    """Return whether who wrote something is named, here or gone."""
    return author in named(moment.text, tuple(dict.fromkeys((*moment.task.together, author))))


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
