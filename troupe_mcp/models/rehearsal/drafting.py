"""Documents that people are asked to write: of what they would say, and of what they know was said.

One with a title of its own that somebody wrote before is written on. Nothing is made up in it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.verbs import is_base, is_noun
from troupe_mcp.models.rehearsal.english.words import capital, concepts, keys, normal, plain_words, shared
from troupe_mcp.models.rehearsal.talk.answering import answer

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_WRITE = re.compile(
    r"\b(?<!you )(?<!who )(?<!to )(?:write|draft|jot|type)(?: (?:down|up|out))?(?: (?:me|us))?"
    r" (?P<what>(?:an?|the|your|one|some)\b[^.?!;:\n]*)",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"\b(?:titled|entitled|called|named|with the title|under the title|title:?)\s+"
    r"[\"“”'‘«](?P<title>[^\"“”»\n]{1,110}?)[\"”’'»](?!\w)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\b(?:together|shared|joint(?:ly)?|one document|the same document|as a group)\b", re.IGNORECASE)
_PLEASE = re.compile(r"\b(?:can|could|will|would) you (?=(?:please )?(?:write|draft|jot|type)\b)", re.IGNORECASE)
_ASIDE = re.compile(r",? (?:all )?together\b|, (?:one|as one|in one)\b", re.IGNORECASE)
_TELLING = ("situation", "say", "TALK", "DO", "document", "show", "SHOW")
_STATED = ("situation", "say", "document", "show")
_FORM = "write short note document title titled shared together incident report one"
MOST_LINES = 6
_TOPIC = re.compile(r"\s+(?:about|on|of|for|why|how|to)\s+", re.IGNORECASE)
_SMALL = re.compile(
    r"^(?:an?|the|one|some|your)\s+|\b(?:short|brief|quick|little|small|new|one-page|few lines?)\s+", re.IGNORECASE
)
_BRIEFS = re.compile(r"\b(?:brief|proposal|pitch|concept|plan|specification|idea)s?$", re.IGNORECASE)
_WISHED = re.compile(r"^(?:wishes|demands|ideas|requirements|features|improvements)\b.*?\b(?:for|to|of|about)\s+")
_ANEW = re.compile(r"\b(?:write it again|rewrite|revise|new version|improve (?:it|your))\b", re.IGNORECASE)


def document(voice: Voice, moment: Moment) -> str:
    """Return the document that the person is asked to write; empty where nothing is to be written.

    One with a title of its own that others wrote before, and that the person knows, is added to: its next version.
    """
    title = wanted_title(moment)
    match = _WRITE.search(_PLEASE.sub("", _TITLED.sub("", moment.text)))
    before = [item.title for item in moment.task.perceived if item.own and item.kind == "WRITE"]
    if match is None and not (before and _ANEW.search(moment.text)):
        return ""
    wanted = match["what"].strip() if match else before[-1].rpartition("’s ")[2].replace(": ", " about ")
    kind, topic = _kind_and_topic(_ASIDE.split(wanted, maxsplit=1)[0])
    there = there_of(moment, title) if title else ""
    lines = _matters(voice, moment, title, there) if title or _TOGETHER.search(moment.text) else []
    if not lines and not there:
        lines = _lines(voice, moment, kind, topic or _matter(title))
    if not lines:
        return ""
    whose = f"{voice.called(moment.task.person)}’s {kind}" if moment.task.here else kind
    mine = re.sub(r"^your\b", "my", topic)
    title = title or (before[-1] if not match else capital(f"{whose}: {mine}" if topic else whose))
    body = "\n".join(f"- {line}" for line in lines) if "list" in kind else "\n\n".join(lines)
    return "\n\n".join(part for part in (f"# {title}", there, body) if part)


def wanted_title(moment: Moment) -> str:
    """Return the title, as it stands in quotes, of a document that is to be written; mostly none is given."""
    found = _TITLED.search(moment.text)
    asked = found and _WRITE.search(_PLEASE.sub("", _TITLED.sub("", moment.text)))
    return found["title"].strip() if found and asked else ""


def last_of(moment: Moment, title: str) -> Perceived | None:
    """Return the newest document of a title that the person wrote, or saw written."""
    known = [item for item in moment.task.perceived if item.kind == "WRITE" and normal(item.title) == normal(title)]
    return known[-1] if known else None


def there_of(moment: Moment, title: str) -> str:
    """Return the text, without its title, of a document that is to be written on: the one just read, or one's own."""
    last = last_of(moment, title)
    text = moment.task.brought[0].text if moment.task.brought else last.content if last and last.own else ""
    return text.partition("\n")[2].strip()


def _matter(title: str) -> str:
    """Return what a title says it is about: of "Incident note: power cut" the power cut."""
    return title.partition(":")[2].strip() or title


def _matters(voice: Voice, moment: Moment, title: str, there: str) -> list[str]:
    """Return what the person knows of the matter that isn't there yet: how things stand, and who said what of it.

    Where several write together each brings in their own words, and what they hold.
    """
    wanted = tuple(key for key in keys(f"{_TITLED.sub('', moment.text)} {title}") if key not in keys(_FORM))
    shared_work = _TOGETHER.search(moment.text) is not None and moment.task.here
    found: list[str] = []
    for item in moment.task.perceived:
        if item is moment.cue or item.kind not in _TELLING or not shared(keys(item.content), wanted):
            continue
        if item.kind in _STATED:
            found += [line for line in sentences(item.content) if _tells(line)]
        elif item.own or not shared_work:
            who = moment.task.person if item.own else item.source
            lines = [line for line in sentences(item.content) if _tells(line) and shared(keys(line), wanted)]
            found += [f"{who}: “{line}”" for line in lines]
    held = (fact for fact in voice.portrait.facts if not fact.thing and len(shared(fact.keys, wanted)) > 1)
    found += [f"{moment.task.person}: “{voice.tell(fact)}.”" for fact in held]
    return [line for line in dict.fromkeys(found) if normal(line) not in normal(there)][:MOST_LINES]


def _tells(line: str) -> bool:
    """Return whether a sentence states something: it neither asks nor bids."""
    first, second, *_ = [*plain_words(line), "", ""]
    bids = is_base(first) and (not is_noun(first) or second in {"about", "the", "a", "an", "me", "us", "to", "your"})
    return not line.endswith("?") and not bids and not _WRITE.search(line)


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
