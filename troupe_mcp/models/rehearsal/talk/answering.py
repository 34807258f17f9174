"""What is said in answer: stance first, then what is asked of a thing, of the own life, of the world."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.asked.fielding import own_fields
from troupe_mcp.models.rehearsal.asked.moment import Moment, asked_before, questions_of
from troupe_mcp.models.rehearsal.asked.occasions import asks_occasion
from troupe_mcp.models.rehearsal.asked.presumed import names_in, presumed
from troupe_mcp.models.rehearsal.company.among import among
from troupe_mcp.models.rehearsal.company.asking_around import answer_asker, ask_back
from troupe_mcp.models.rehearsal.company.debating import give_reasons
from troupe_mcp.models.rehearsal.company.exchanges import about_the_talk, is_empty, question_about, remark, reply
from troupe_mcp.models.rehearsal.company.handing_round import reopened
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import keys, light, normal
from troupe_mcp.models.rehearsal.ideas.brainstorms import ideas_of, shown_for
from troupe_mcp.models.rehearsal.ideas.elaborating import answer_own
from troupe_mcp.models.rehearsal.ideas.ideas import names_product
from troupe_mcp.models.rehearsal.ideas.rounds import carry_on
from troupe_mcp.models.rehearsal.life.belongings import thing_of_own
from troupe_mcp.models.rehearsal.life.bridges import bridge, bridged, recounted
from troupe_mcp.models.rehearsal.life.contentment import contented
from troupe_mcp.models.rehearsal.life.easing import eased
from troupe_mcp.models.rehearsal.life.favours import taken_up
from troupe_mcp.models.rehearsal.life.helping import wanted
from troupe_mcp.models.rehearsal.life.life import NAMED, answer_fields
from troupe_mcp.models.rehearsal.life.likings import felt
from troupe_mcp.models.rehearsal.life.personalia import of_oneself
from troupe_mcp.models.rehearsal.life.predicaments import in_a_fix
from troupe_mcp.models.rehearsal.life.recollecting import recollect
from troupe_mcp.models.rehearsal.life.selves import explain, introduction
from troupe_mcp.models.rehearsal.matters.grounds import bearing
from troupe_mcp.models.rehearsal.matters.opinions import answer_held, answer_opinion, taste
from troupe_mcp.models.rehearsal.matters.sides import about_others, is_about_oneself
from troupe_mcp.models.rehearsal.matters.siding import invited, would_use
from troupe_mcp.models.rehearsal.offers.appraising import appraised
from troupe_mcp.models.rehearsal.offers.conditions import conditioned
from troupe_mcp.models.rehearsal.offers.courting import courted
from troupe_mcp.models.rehearsal.offers.exhibits import about_shown
from troupe_mcp.models.rehearsal.offers.hindrances import hindrance
from troupe_mcp.models.rehearsal.offers.impressions import impression
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.offers.products import product_of
from troupe_mcp.models.rehearsal.offers.repricing import reprice
from troupe_mcp.models.rehearsal.offers.special import special
from troupe_mcp.models.rehearsal.offers.twists import twisted
from troupe_mcp.models.rehearsal.polls.agreement import answer_agreement
from troupe_mcp.models.rehearsal.polls.choices import answer_choice
from troupe_mcp.models.rehearsal.talk import talk
from troupe_mcp.models.rehearsal.talk.anchoring import anchored
from troupe_mcp.models.rehearsal.talk.athand import asked_on, at_hand
from troupe_mcp.models.rehearsal.talk.candour import candid
from troupe_mcp.models.rehearsal.talk.earlier import earlier
from troupe_mcp.models.rehearsal.talk.plainly import plainly
from troupe_mcp.models.rehearsal.talk.probing import follow_up
from troupe_mcp.models.rehearsal.talk.reactions import unasked
from troupe_mcp.models.rehearsal.voice.voice import Voice

_OF_OTHERS = re.compile(
    r"^\W*(?:is|are|does|do|should|can|must|has|have|will)(?:n't)?\b(?! you\b| your\b)(?!.*\byour?s?\b)", re.IGNORECASE
)


def _among(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Fit an answer to a question from outside into a room of several; of a thing on offer everybody's word counts."""
    if moment.by_person or not moment.questions or len(moment.task.here) < 2:
        return parts
    if closing := about_the_talk(voice, moment.asked):
        voice.told.clear()
        return closing
    offer = _is_offer(moment)
    return parts if moment.things and offer else among(voice, moment, parts, silent=not offer)


_POINTED = re.compile(r"\b(?:it|this|that|these|those|them|ads?|(?:the|such an?) \w+)\b", re.IGNORECASE)
_OFFERED = re.compile(
    r"\b(?:app|product|device|idea|offer|feature|prototype|software|service)s?\b"
    r"|\bwe(?: are|['’]re)? (?:\w+ing|build|make|sell|offer|plan|launch) (?:an?|the|our|this)\b",
    re.IGNORECASE,
)


def _is_offer(moment: Moment) -> bool:
    """Return whether a question is about something that was shown or described as a product."""
    around = "\n".join(moment.shown[-3:])
    named = _POINTED.search(moment.asked) is not None and _OFFERED.search(around) is not None
    return bool(moment.things) or (named and names_product(around))


def answer(voice: Voice, moment: Moment) -> list[str]:
    """Return the sentences of an answer, or of a reaction where nothing is asked; none for silence."""
    moment = reopened(moment)
    if reasons := give_reasons(voice, moment):
        return reasons
    if len(moment.questions) == 1 and len(moment.task.here) < _BOTH and (known := of_oneself(voice, moment.asked)):
        return [known]
    if talked := earlier(voice, moment) or candid(voice, moment):
        return talked
    if said := at_hand(voice, moment) or asked_on(voice, moment):
        return said
    offered = (
        thing_of_own(voice, moment)
        or contented(voice, moment)
        or hindrance(voice, moment)
        or in_a_fix(voice, moment)
        or wanted(voice, moment)
        or taken_up(voice, moment)
        or felt(voice, moment)
        or courted(voice, moment)
        or twisted(voice, moment)
    )
    offered = offered or appraised(voice, moment)
    said = plainly(voice, moment, offered or anchored(voice, moment, _answer(voice, moment)))
    return (
        said
        if said and not all(map(is_empty, said))
        else at_hand(voice, moment, last=True) or asked_on(voice, moment, last=True) or said
    )


def _answer(voice: Voice, moment: Moment) -> list[str]:
    if moment.questions and not moment.task.private and not moment.by_person and is_about_oneself(moment):
        return []
    done = reprice(voice, moment) or answer_asker(voice, moment)
    if done := done or conditioned(voice, moment):
        return done
    stance = _stance(voice, moment)
    if stance:
        return _among(voice, moment, stance)
    if not moment.questions:
        return _reaction(voice, moment)
    if remembered := recollect(moment):
        return remembered
    further = carry_on(voice, moment) if moment.by_person and not moment.task.private else None
    if further or (further is not None and not moment.addressed):
        return further
    return (
        _to_the_talk(voice, moment)
        or _of_a_thing(voice, moment)
        or _of_ease(voice, moment)
        or _of_an_occasion(voice, moment)
        or _settled(voice, moment)
        or would_use(voice, moment)
        or bridged(voice, moment, _of_life(voice, moment) or _of_the_world(voice, moment), own_fields(moment.asked))
    )


def _reaction(voice: Voice, moment: Moment) -> list[str]:
    here = options_in((moment.text,))
    if here and intents.asks_choice(moment.text) and not moment.by_person:
        return answer_choice(voice, here, moment.text)
    return unasked(voice, moment)


def _to_the_talk(voice: Voice, moment: Moment) -> list[str]:
    """Answer what is asked of the talk itself: how it goes, an own idea before, what somebody else said."""
    asked = moment.asked
    if intents.asks_how_it_goes(asked) and len(moment.questions) == 1:
        return [voice.frame("fine")]
    own = [] if options_in(moment.shown) else answer_own(voice, asked, _context(moment))
    if own:
        return own
    if moment.by_person and (short := reply(voice, moment.questions[-1])):
        return [short]
    return [] if ideas_of(moment) else about_others(voice, moment)


def _of_a_thing(voice: Voice, moment: Moment) -> list[str]:
    parts = (
        about_shown(voice, moment)
        or impression(voice, moment)
        or invited(voice, moment)
        or special(voice, moment, moment.asked, _context(moment))
    )
    bare = bool(parts) and not voice.told and all(map(is_empty, parts))
    return _among(voice, moment, parts) if bare else parts


def _of_ease(voice: Voice, moment: Moment) -> list[str]:
    """Tell the trouble and the wish where one asks what would make the own life easier."""
    if moment.by_person or not intents.asks_ease(moment.asked):
        return []
    return _among(voice, moment, eased(voice, moment.asked))


def _of_an_occasion(voice: Voice, moment: Moment) -> list[str]:
    """Tell what happened once where it is held, else what is held near it; only to who asks one alone."""
    asked = next(iter(filter(asks_occasion, moment.questions)), "")
    if not asked or moment.by_person or len(moment.task.here) > 1 or _looks_on(asked):
        return []
    said = answer_fields(voice, own_fields(asked) or ("own",), asked)
    if any(fact.kind in _HAPPENED for fact in voice.told):
        return said
    voice.told.clear()
    return recounted(voice, asked)


_HAPPENED = ("past", "other", "education")


def _looks_on(asked: str) -> bool:
    return not own_fields(asked) and not intents.asks_own_life(asked)


def _settled(voice: Voice, moment: Moment) -> list[str]:
    """Answer what refers to an earlier answer, asks two things at once, or takes for granted what doesn't hold."""
    asked = moment.asked
    return (
        explain(voice, asked)
        or follow_up(voice, asked, asked_before(moment))
        or bridged(voice, moment, _several(voice, moment), own_fields(asked))
        or presumed(voice, moment, asked)
    )


def _of_life(voice: Voice, moment: Moment) -> list[str]:
    asked = moment.asked
    fields = () if _OF_OTHERS.match(asked) and not moment.by_person else own_fields(asked)
    if not fields or (fields == ("own",) and taste(voice.portrait, asked)[0]):
        return []
    around = f"{moment.text} " if moment.by_person else asked
    return _among(voice, moment, answer_fields(voice, fields, asked, around)) + _maybe_ask(voice, moment)


def _of_the_world(voice: Voice, moment: Moment) -> list[str]:
    if len(moment.task.here) > 1 and not moment.by_person and "trouble" in own_fields(moment.asked):
        voice.told.clear()
        return [remark(voice, "pass_trouble", "") or voice.frame("gap")]  # no view is a trouble of one's own
    alone = not moment.by_person and len(moment.task.here) < 2
    parts = answer_opinion(voice, moment.asked, matter_before(moment), alone=alone)
    if moment.by_person and moment.cue is not None and not voice.told:
        parts = _conversing(voice, moment) or parts
    return _among(voice, moment, parts) + _maybe_ask(voice, moment)


def _context(moment: Moment) -> str:
    shown = shown_for(moment)
    return "\n".join([moment.task.situation, *_before(shown[:-4], moment.things), *shown[-4:]]).strip()


def _before(past: tuple[str, ...], things: tuple[str, ...]) -> list[str]:
    """Return what was shown, or named as the product, too long ago to stand among the last words."""
    product = next((text for text in reversed(past) if product_of(text).kind), "")
    return [text for text in past if text == product or text in things[-2:]]


def _several(voice: Voice, moment: Moment) -> list[str]:
    """Answer two questions of one's life that were asked in one breath, each with one sentence."""
    parts = [part for question in moment.questions for part in intents.parts_of(question)]
    asked = [own_fields(part) for part in parts]
    if len(parts) == _BOTH and asked[0] in {(), ("own",)} and asked[1] and _POINTS_BACK.search(parts[1]):
        told = answer_fields(voice, ("own",), parts[0])
        return told if voice.told else [bridge(voice, parts[0], parts[0], ("own",)) or told[0]]
    if not 1 < len(parts) <= 3 or not all(asked):
        return []
    if ("life",) in asked:
        other = next((n for n, fields in enumerate(asked) if fields[0] not in {"life", "work", "name", "age"}), None)
        return [] if other is None else [introduction(voice), *answer_fields(voice, asked[other], parts[other])[:1]]
    held: list[str] = []
    gaps: list[str] = []
    for part, fields in zip(parts[:2], asked, strict=False):
        told = len(voice.told)
        said = presumed(voice, moment, part) or answer_fields(voice, fields, part)
        known = len(voice.told) > told or any(field in NAMED for field in fields)
        if not (held and _says_again(said[:1], held[0])):
            (held if known else gaps).extend(said[:1])
    return held or gaps[:1]


_BOTH = 2
_POINTS_BACK = re.compile(r"\b(?:about|with|of|at|in) (?:it|that|them)\W*$", re.IGNORECASE)


def _says_again(said: list[str], before: str) -> bool:
    return any(normal(before) in normal(part) for part in said)


def _conversing(voice: Voice, moment: Moment) -> list[str]:
    """Answer a question among people that asks for nothing in particular with something of one's own."""
    line = moment.text
    fact = next(iter(bearing(voice, line)), None)
    if fact is None and len(moment.task.here) == 1:
        fact = voice.pick([fact for fact in voice.portrait.of("work", "past", "habit") if not fact.thing])
    return [voice.tell(fact)] if fact else []


def _stance(voice: Voice, moment: Moment) -> list[str]:
    """Return a degree of agreement where one is asked for, or the yes or no that an own belief decides."""
    if moment.by_person:
        return []
    stated = _stated(moment)
    agreed = answer_agreement(voice, moment.text, stated)
    if agreed or not moment.questions:
        return agreed
    return [] if intents.asks_rating(moment.asked) else answer_held(voice, moment.asked, stated)


def _stated(moment: Moment) -> str:
    """Return the statement before a bare "Do you agree?": the last one shown or said."""
    return next(
        (part for text in reversed(moment.shown[-3:]) for part in reversed(sentences(text)) if not questions_of(part)),
        "",
    )


_VIEW = re.compile(r"\b(?:what['’]?s|views?|opinions?|take|thoughts?|stance|see|feel|stand)\b", re.IGNORECASE)


def matter_before(moment: Moment) -> str:
    """Return what a question without a matter of its own is about: what was shown or stated before it."""
    if len([key for key in keys(_VIEW.sub("", moment.asked)) if key not in light()]) > 1:
        return ""
    shown = normal("\n".join(moment.shown[:-1]))
    if any(normal(name) not in shown for name in names_in(moment.asked)):
        return ""  # of another thing than the one shown
    stated = [part for text in moment.shown[-2:] for part in sentences(text) if not questions_of(part)]
    return "\n".join([*moment.things[-2:], *stated])


def _maybe_ask(voice: Voice, moment: Moment) -> list[str]:
    if not moment.by_person or moment.cue is None:
        return []
    asked_last = bool(moment.own) and moment.own[-1].rstrip().endswith("?")
    alone = len(moment.task.here) == 1
    chance = (0.35 if not alone or asked_last else 0.8) + 0.15 * voice.portrait.level("extraversion")
    if (asked_last and not alone) or voice.rng.random() > chance:
        return []
    if not alone:
        question = question_about(voice, moment.text, voice.called(moment.asker))
        return [question] if question else []
    return ask_back(voice, moment) or talk.ask_on(voice, moment.cue, lead=False)
