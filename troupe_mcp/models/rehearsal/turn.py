"""One turn: from what happened to a thought, an action and a state of mind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal import deeds
from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.asked.calling import addressed, named
from troupe_mcp.models.rehearsal.asked.errands import errand
from troupe_mcp.models.rehearsal.asked.fielding import own_fields
from troupe_mcp.models.rehearsal.asked.inquiries import inquiry_in
from troupe_mcp.models.rehearsal.asked.moment import WORDS_OF_OTHERS, Moment, moment_of
from troupe_mcp.models.rehearsal.asked.searching import searched
from troupe_mcp.models.rehearsal.company import company
from troupe_mcp.models.rehearsal.company.exchanges import is_empty, remark
from troupe_mcp.models.rehearsal.company.going_on import go_on, is_told
from troupe_mcp.models.rehearsal.company.welcome import welcome
from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.life.citing import cited
from troupe_mcp.models.rehearsal.life.particulars import thing_asked
from troupe_mcp.models.rehearsal.life.personalia import again
from troupe_mcp.models.rehearsal.matters.criteria import subject_of
from troupe_mcp.models.rehearsal.matters.grounds import LIVED
from troupe_mcp.models.rehearsal.matters.opinions import answer_opinion
from troupe_mcp.models.rehearsal.matters.petition import told_to
from troupe_mcp.models.rehearsal.matters.sides import since_asked
from troupe_mcp.models.rehearsal.talk.answering import answer, matter_before
from troupe_mcp.models.rehearsal.talk.further import kind_of_follow_up
from troupe_mcp.models.rehearsal.talk.happenings import is_cue, taken_in
from troupe_mcp.models.rehearsal.talk.plainly import is_plain
from troupe_mcp.models.rehearsal.talk.reactions import overheard
from troupe_mcp.models.rehearsal.tools import planned, with_tools
from troupe_mcp.models.rehearsal.voice.dressing import dressed, with_question
from troupe_mcp.models.rehearsal.voice.gaps import drawn, gap_for, last_resort
from troupe_mcp.models.rehearsal.voice.mood import mind, thought
from troupe_mcp.models.rehearsal.voice.voice import Voice

if TYPE_CHECKING:
    from random import Random

    from troupe_mcp.models.rehearsal.person.facts import Portrait
    from troupe_mcp.simulation.turns.perception import TurnTask


def play(task: TurnTask, portrait: Portrait, rng: Random, seed: int = 0) -> dict[str, Any]:
    """Return the turn that this person takes; the seed alone draws lots that must not change from turn to turn."""
    moment = moment_of(task)
    task = moment.task
    voice = Voice.at(moment, portrait, rng, seed)
    if done := with_tools(voice, moment):
        return _turn(voice, moment, [_action(task, kind, content, "") for kind, content in done], done[0][1])
    quote, to = errand(moment)
    if not quote:
        quote, to = cited(moment) or searched(voice, moment), _asker(moment)
    kind, parts, to = ("TALK", [quote], to) if quote else _act(voice, moment)
    content = quote or (voice.say(parts) if kind == "TALK" else " ".join(parts))
    content = "" if _only_opens(voice, parts, content) else content
    if kind == "TALK" and len(task.here) > 1:
        old = "" if is_told(moment, content) else content
        content = _in_other_words(voice, moment, content) if moment.questions else old
    repeated = not content or company.is_repeat(voice, content)
    if kind == "TALK" and repeated and moment.questions and (parts or task.private) and not moment.for_other:
        content = _said_before(voice, moment.asked) or _at_a_loss(voice, moment.asked)
    elif repeated:
        content = _at_a_loss(voice, moment.asked) if _owes_an_answer(moment) else ""
    if not content and (content := go_on(voice, moment)):
        kind, to = "TALK", _first_of(task, addressed(content, task.together))
    content = with_question(voice, content) if kind == "TALK" else content
    greeting, newcomer = welcome(voice, task)
    if greeting and (kind == "TALK" or not content):
        kind, to = "TALK", to if content else newcomer
        content = f"{greeting} {content}".strip()
    actions = [_action(task, kind if content else "NOTHING", content, to)]
    if content and "REACH_OUT" in task.actions and deeds.approached(moment) == to != "":
        actions.insert(0, _action(task, "REACH_OUT", "walks over", to))
    if appointment := planned(moment):
        actions.append(_action(task, "PLAN", appointment, ""))
    return _turn(voice, moment, actions, content, to)


def _turn(voice: Voice, moment: Moment, actions: list[dict[str, str]], content: str, to: str = "") -> dict[str, Any]:
    return {
        "thought": thought(voice, moment, content),
        "actions": actions,
        "mind": mind(voice, moment, content, to),
    }


def _asker(moment: Moment) -> str:
    """Return whom an answer is for: who asked; in a room what is asked from outside is answered before all."""
    return moment.asker if moment.by_person or moment.task.private else ""


def _first_of(task: TurnTask, people: tuple[str, ...]) -> str:
    """Return the first of the people who is another one, nothing where none is."""
    return next((name for name in people if name in task.here), "")


def _owes_an_answer(moment: Moment) -> bool:
    """Return whether somebody in the room has asked this very person something."""
    asked = bool(moment.questions) and moment.text.rstrip().endswith("?")
    return asked and moment.by_person and moment.addressed


def _in_other_words(voice: Voice, moment: Moment, content: str) -> str:
    """Return a nod where somebody has just given this very answer: nobody says another's sentence again."""
    said = normal(content)
    before = next((line for line in since_asked(moment) if said and normal(line.content) == said), None)
    if before is None or is_plain(content):
        return content
    family = "same" if voice.told and voice.told[0].kind in LIVED else "same_view"
    return voice.say([remark(voice, family, voice.called(before.source))]) or content


def _only_opens(voice: Voice, parts: list[str], content: str) -> bool:
    """Return whether an opener is all that is left of an answer, whose rest was said before."""
    return len(parts) > 1 and parts[0] in voice.listed("open") and normal(content) == normal(parts[0])


def _said_before(voice: Voice, asked: str) -> str:
    """Return what anybody knows of themselves for who asks it again: nobody forgets their age over a question."""
    known = again(voice, asked)
    said = voice.say([drawn(voice, "again", known)]) if known else ""
    return said or (voice.thinking(known) if known else "")


def _at_a_loss(voice: Voice, asked: str) -> str:
    """Return a gap that wasn't said yet, for a question that must not meet silence; an old one where all were."""
    own = bool(own_fields(asked))
    further = kind_of_follow_up(asked) != ""
    thing = "" if further else thing_asked(asked) if own else subject_of(asked)
    shape = "" if own else "self" if inquiry_in(asked) else "view"
    tried = (gap_for(voice, asked, thing, shape), gap_for(voice, asked, "", shape))
    tried = (*tried, drawn(voice, "nomore", "")) if further else tried
    said = (voice.say([wording]) for wording in tried)
    fresh = next((text for text in said if text and not company.is_repeat(voice, text)), "")
    return fresh or voice.thinking(last_resort(voice))


def _action(task: TurnTask, kind: str, content: str, to: str) -> dict[str, str]:
    if kind not in task.actions:
        kind = "NOTHING" if "NOTHING" in task.actions or not content else next(iter(task.actions), "NOTHING")
    return {"type": kind, "content": "" if kind == "NOTHING" else content, "to": "" if kind == "NOTHING" else to}


def _act(voice: Voice, moment: Moment) -> tuple[str, list[str], str]:
    """Return what is done to a moment; what happens before one's eyes is taken in before a question is answered."""
    taken = taken_in(voice, moment)
    if is_cue(moment) or (taken and not moment.questions):
        return "TALK", [taken], ""
    kind, parts, to = _answered(voice, moment)
    return (kind, [taken, *parts], to) if taken and kind == "TALK" else (kind, parts, to)


def _answered(voice: Voice, moment: Moment) -> tuple[str, list[str], str]:
    cue, task = moment.cue, moment.task
    if cue is None:
        return "NOTHING", [], ""
    if cue.kind in {"think", "goal"} or (
        cue.kind == "say" and intents.sends_to_talk(moment.text) and not moment.questions
    ):
        partner = _first_of(task, named(moment.text, task.together))
        if partner:
            return "TALK", company.open_talk(voice, partner), partner
    if cue.kind in WORDS_OF_OTHERS and not moment.for_other and (done := _done(voice, moment)) is not None:
        return done
    to = _asker(moment)
    if moment.for_other:
        return "TALK", overheard(voice, moment), ""
    parts = dressed(voice, moment, told_to(voice, moment, answer(voice, moment)))
    called = _first_of(task, addressed(" ".join(parts), task.together))
    return "TALK", parts, called or to


def _done(voice: Voice, moment: Moment) -> tuple[str, list[str], str] | None:
    """Return the action other than talk that the moment calls for, nothing where talk is called for."""
    if deeds.asks_to_show(moment.text) and not (moment.by_person and is_empty(moment.text)):
        thing = deeds.thing_to_show(voice, moment)
        return ("SHOW", [thing], "") if thing else ("TALK", [voice.frame("nothing.held")], "")
    if deeds.is_for_thinking(moment.text) and not moment.questions:
        return "THINK", answer_opinion(voice, moment.text, matter_before(moment)), ""
    if (deed := deeds.deed(voice, moment)) and not any(part.endswith("?") for part in moment.questions):
        return "DO", [deed], ""
    return None
