"""Wear, seen from outside: which wordings return that neither a persona nor a question has brought."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import cast

from tests.rehearsal.stage import Room, interview
from troupe_mcp.language.model import Model
from troupe_mcp.simulation.people.persona import Persona

QUESTIONS = (
    "Tell us a little about yourself.",
    "What does an ordinary day look like for you?",
    "What annoys you most at work?",
    "What do you do at the weekend?",
    "Who is close to you?",
    "Do you trust advertising?",
    "Should AI decide who gets a loan?",
    "What do you dream of?",
    "How do you get by with money?",
    "What do you like?",
    "What can't you stand?",
    "What should the town do for people like you?",
    "Would you use an app that plans your week?",
    "Should phones be banned in schools?",
    "What do you do in the evening?",
    "What happened in your past that still matters?",
    "How is your health?",
    "What are you good at?",
    "What do you think about working from home?",
    "What should one know about you before one leaves?",
)
MOST, RUN = 0.15, 4
Talk = Mapping[str, Sequence[str]]
"""What each person said, one text a question."""

_ALIKE = {
    "*": "i you he she they me him them we us my your his her their our mine yours do does did don doesn didn not t",
    "be": "am is are was were be s m re",
    "have": "has have had ve",
}
_SAME = {word: same for same, words in _ALIKE.items() for word in words.split()}


def plain(text: str) -> list[str]:
    """Return the words of a text, with what changes between "you" and "I" made equal."""
    unquoted = re.sub(r"[\"“][^\"”]*[\"”]", " ", text.lower().replace("’", "'"))
    spoken: list[str] = re.findall(r"[^\W_]+", unquoted)
    words = [_SAME.get(word, word) for word in spoken]
    return [
        word if word in {"*", "be", "have"} else re.sub(r"(?:ies|es|s|ed|y|e)$", "", word) or word for word in words
    ]


def runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Return all runs of four words."""
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?…])\s+", text) if re.search(r"\w", part)]


def texts(value: object) -> Iterator[str]:
    """Return every text of a document, keys included."""
    if isinstance(value, Mapping):
        for key, part in cast("Mapping[str, object]", value).items():
            yield key
            yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in cast("Sequence[object]", value):
            yield from texts(part)
    else:
        yield str(value)


def given(people: Sequence[Persona], questions: Sequence[str]) -> set[tuple[str, ...]]:
    """Return the runs that personas and questions bring themselves."""
    held = [text for p in people for text in texts(p.spec)]
    return {run for text in (*held, *questions) for run in runs(plain(text))}


def frames_in(text: str, known: set[tuple[str, ...]], names: Sequence[str]) -> set[tuple[str, ...]]:
    """Return what an answer may owe to a frame: foreign runs of four, and sentences too short for one."""
    found: set[tuple[str, ...]] = set()
    for sentence in sentences(text):
        words = [word for word in plain(re.sub(r"\b(?:" + "|".join(names) + r")\b", " ", sentence)) if word]
        found |= {run for run in runs(words) if run not in known}
        if 1 < len(words) < RUN and tuple(words) not in {run[n : n + len(words)] for run in known for n in (0, 1)}:
            found.add(tuple(words))
    return found


def shared_frames(left: set[tuple[str, ...]], right: set[tuple[str, ...]]) -> int:
    """Return how many separate frames two answers share; overlapping runs are one."""
    left_over = sorted(left & right)
    count = 0
    while left_over:
        group = [left_over.pop()]
        for run in group:
            near = [r for r in left_over if r[: RUN - 1] == run[1:] or r[1:] == run[: RUN - 1]]
            group += near
            left_over = [r for r in left_over if r not in near]
        count += 1
    return count


def complaints(talk: Talk, people: Sequence[Persona], questions: Sequence[str]) -> list[str]:
    """Return what is worn in a talk: sentences said twice, frames in too many turns, pairs that share two frames."""
    known, found = given(people, questions), list[str]()
    names = [re.escape(part) for p in people for part in p.name.split()]
    per_person: dict[str, list[set[tuple[str, ...]]]] = defaultdict(list)
    for name, said in talk.items():
        spoken = [
            " ".join(plain(sentence)) for text in said for sentence in sentences(text) if len(plain(sentence)) > 1
        ]
        found += [f"{name} says twice: {text}" for text, times in Counter(spoken).items() if times > 1]
        per_person[name] = [frames_in(text, known, names) for text in said]
    everyone = [frames for listed in per_person.values() for frames in listed]
    for who, listed in (*per_person.items(), ("the room", everyone)):
        counts = Counter(frame for frames in listed for frame in frames)
        limit = max(2.0, MOST * len(listed))
        found += [f"{who}: {' '.join(run)} in {n} of {len(listed)} turns" for run, n in counts.items() if n > limit]
    for place, question in enumerate(questions):
        for one, other in combinations(per_person, 2):
            if shared_frames(per_person[one][place], per_person[other][place]) > 1:
                found.append(f"{one} and {other} share two frames in: {question}")
    return found


def moderated(model: Model, people: Sequence[Persona], questions: Sequence[str], *, seed: int = 1) -> Talk:
    """Return one room in which a moderator asks everybody one thing a step."""
    room = Room(*people, seed=seed, model=model)
    said: dict[str, list[str]] = {p.name: [] for p in people}
    for question in questions:
        room.stimulus(question)
        for name, text in room.round().items():
            said[name].append(text)
    return said


def interviews(model: Model, people: Sequence[Persona], questions: Sequence[str], *, seed: int = 1) -> Talk:
    """Return one private interview with each."""
    return {p.name: interview(p, list(questions), seed=seed, model=model) for p in people}
