"""Planning an interview: questions that let a person show what should hold, without giving it away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.english.sentences import bare
from troupe_mcp.models.rehearsal.english.words import lowered
from troupe_mcp.models.rehearsal.matters.opinions import near, touching
from troupe_mcp.models.rehearsal.readings.expectations import kind_of
from troupe_mcp.models.rehearsal.readings.questions import question_for
from troupe_mcp.models.rehearsal.readings.topics import claims_in, topic_of

if TYPE_CHECKING:
    from random import Random

    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.studies.tasks import InterviewPlanTask

_BY_KIND: dict[str, tuple[str, ...]] = {
    "work": ("What does your work look like?", "What do you do for a living, day by day?"),
    "trouble": ("What annoys you most at work?", "What gets in your way on an ordinary day?"),
    "belief": ("What do you think about {topic}?",),
    "like": ("What do you like?", "What makes you happy in small ways?"),
    "dislike": ("What can't you stand?", "What do you avoid?"),
    "routine": ("What do you do in the {about}?", "How does your {about} go?"),
    "goal": ("What do you dream of?", "What do you still want from life?"),
    "family": ("Who are the people close to you?", "Tell me about your family."),
    "money": ("How do you get by with money?",),
    "media": ("What do you watch, read or listen to?",),
    "health": ("How is your health?",),
    "past": ("What happened in your past that you still think of?",),
    "skill": ("What are you good at?",),
    "education": ("What did you study, and where?",),
    "habit": ("What habits do you have?",),
    "interest": ("What do you do in your free time?",),
    "origin": ("Where do you live?",),
    "nation": ("Which country are you from?",),
    "gender": ("Are you a woman or a man?",),
    "age": ("How old are you?",),
    "trade": ("What do you do for a living?",),
    "temper": (
        "How would people close to you describe you?",
        "What are you like as a person?",
        "What kind of person are you to live with?",
    ),
    "buying": (
        "What do you do when something you bought disappoints you?",
        "When did you last take something back to a shop, and why?",
        "What happens when a shop sells you something that isn't quite right?",
    ),
}
_SPREAD = (
    "work", "belief", "like", "routine", "family", "gap", "goal", "trouble", "dislike", "routine", "past", "belief",
    "money", "habit", "health", "media",
)  # fmt: skip
_FURTHER = (
    "What part does {topic} play in your life?",
    "What else can you tell me about {topic}?",
    "How does {topic} show in an ordinary week?",
    "What would somebody close to you say about you and {topic}?",
)
_OPEN = (
    "What should one know about you?",
    "How would people close to you describe you?",
    "What does a normal day look like?",
    "What matters most to you?",
)
_UNKNOWN = (
    ("How does one tune a harpsichord?", "harpsichord"),
    ("What is the boiling point of tungsten?", "tungsten"),
    ("Which king followed Clovis the Third?", "clovis"),
    ("How many moons circle Neptune?", "neptune"),
)


def plan_interview(task: InterviewPlanTask, person: Portrait, rng: Random) -> dict[str, Any]:
    """Return the questions: from the expectations where there are any, else spread over the person's life."""
    count = max(1, task.count)
    claims = claims_in(task.expectations)
    planned = _from_expectations(claims, count) if claims else _from_person(person, rng, count)
    return {"questions": [{"question": question, "expectation": claim} for question, claim in planned[:count]]}


_EACH = 2
"""Questions about one claim at most: who asks a third time hears nothing new."""


def _from_expectations(claims: list[str], count: int) -> list[tuple[str, str]]:
    """Return a question for each claim, and one more for each where few are made and more are wanted."""
    planned: list[tuple[str, str]] = []
    for more in range(_EACH):
        for claim in [claim for claim in claims if not more or kind_of(claim) not in _PLAIN]:
            question = _question(claim, [question for question, _ in planned])
            if question and len(planned) < count:
                planned.append((question, claim))
    return planned


def _question(claim: str, used: list[str]) -> str:
    """Return a question about a claim's matter that doesn't tell what should be answered."""
    kind = kind_of(claim)
    topic = topic_of(claim)
    if kind == "view" and topic and (asked := f"What do you think about {topic}?") not in used:
        return asked
    filled = (question.format(topic=topic or "that", about="morning") for question in _BY_KIND.get(kind, ()))
    if found := next((question for question in filled if question not in used), ""):
        return found
    further = [wording.format(topic=topic) for wording in _FURTHER] if topic and kind not in _PLAIN else []
    return next((question for question in (*further, *_OPEN) if question not in used), "")


_PLAIN = ("age", "gender", "nation", "origin", "trade", "temper")
"""What one question settles: nobody is asked their age in other words."""


def _from_person(person: Portrait, rng: Random, count: int) -> list[tuple[str, str]]:
    """Return questions spread over the life, the first one about what stands last in the person's beliefs."""
    planned: list[tuple[str, str]] = []
    asked: list[str] = []
    told: list[Fact] = []
    last = [*person.of("belief")[:-4:-1], *person.of("like", "dislike", "interest")[::-1][:3]]
    final = next(((question, fact) for fact in last if (question := question_for(person, fact))), None)
    if final is not None:
        asked.append(final[0])
        told.append(final[1])
        planned.append((final[0], _expectation(person, final[1])))
    kinds = [*_SPREAD, *_SPREAD, *_SPREAD]
    if final is not None:
        kinds.remove("like" if final[1].kind == "interest" else final[1].kind)
    stressed = _of_a_deed(person)
    if stressed is not None and stressed[1] not in told:
        planned.append((stressed[0], _expectation(person, stressed[1])))
        asked.append(stressed[0])
        told.append(stressed[1])
        kinds = ["gap", *(kind for kind in kinds if kind != "gap")]  # which stays among the few that are asked
    for kind in kinds:
        if len(planned) >= count:
            break
        if kind == "gap":
            known = any(expected.endswith(_GAP_END) for _, expected in planned)
            planned += [] if known else [_unknown(person, rng)]
            continue
        facts = [fact for fact in person.of(kind) if fact not in told]
        for fact in rng.sample(facts, len(facts)):
            question = question_for(person, fact)
            if question and question not in asked:
                asked.append(question)
                told.append(fact)
                planned.append((question, _expectation(person, fact)))
                break
    return [*planned, *_more(person, len(planned), count)]


def _more(person: Portrait, asked: int, count: int) -> list[tuple[str, str]]:
    fits = f"The answer fits {person.first}"
    return [(f"What else should one know about you, point {place + 1}?", fits) for place in range(asked, count)]


def _of_a_deed(person: Portrait) -> tuple[str, Fact] | None:
    """Return the deed that stands first of all that somebody can't stand, "being asked anything", and asks for it."""
    first = next(iter(person.of("dislike")), None)
    deed = first is not None and re.match(r"\w+ing\b", first.said) is not None
    return (_BY_KIND["dislike"][0], first) if first is not None and deed else None


_GAP_END = "doesn't know and says so"


def _unknown(person: Portrait, rng: Random) -> tuple[str, str]:
    fitting = [question for question, _ in _UNKNOWN if not touching(person, question) and not near(person, question)]
    fitting = fitting or [question for question, key in _UNKNOWN if key not in person.vocabulary]
    return fitting[rng.randrange(len(fitting))], f"{person.first} {_GAP_END}"


def _expectation(person: Portrait, fact: Fact) -> str:
    """Return a fact as a statement that an answer can be checked against."""
    if fact.kind == "belief":
        return f"{person.first} holds: {lowered(bare(fact.said))}"
    if fact.thing:
        verb = {"dislike": "dislikes", "skill": "is good at", "interest": "is interested in"}.get(fact.kind, "likes")
        return f"{person.first} {verb} {fact.said}"
    return f"{person.first} says: {bare(fact.said)}"
