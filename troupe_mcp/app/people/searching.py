"""Searching people by words: by what they are called first, then by what is said of them, what they do before the rest.

The names of keys are not what is said of somebody.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.app.people.demographics import demographics

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from troupe_mcp.app.views import PersonView

WEIGHTS = (4.0, 2.0, 1.0)
"""What a word counts for in what somebody does, in their name and line, and anywhere else."""
LINKING = frozenset({"and", "with", "who", "that", "have", "has", "are", "the", "for", "from", "people", "someone"})
"""Words that tell nothing where others are asked for."""
SHORT = 2
"""Words of no more letters tell nothing where longer ones are asked for."""
MOST_NEAR = 40
"""People in whom the words stand alike that are told apart by how much has to do with them."""
_WORD = re.compile(r"[\w'-]+")
_ENDING = re.compile(r"(?<=\w{3})(?:'s|ings?|e?rs?|ors?|ery|ed|ies|ial|e?s|e|y)$")


def best(views: Sequence[PersonView], query: str) -> list[PersonView]:
    """Return those of the age and gender asked for, first those of whom the other words are said.

    Whoever's file does not tell is among them only where nobody's does.
    """
    asked = demographics(query)
    people = [view for view in views if view.kind != "fragment"] if asked.asks() else []
    if not people:
        return _by_words(views, asked.rest if asked.rest.split() else query)
    fit = [view for view in people if asked.fit(view.spec)]
    fit = fit or [view for view in people if asked.fit(view.spec, untold=True)]
    found = _by_words(fit, asked.rest)
    words = _telling(asked.rest)
    if found and all(_weight(found[0], word) for word in words):
        return found
    return [*found, *(view for view in fit if view not in found)]


def _by_words(views: Sequence[PersonView], query: str) -> list[PersonView]:
    """Return those of whom every word is said, or where there are none any, by how many, how rare, and where."""
    words = _telling(query)
    if not words:
        return list(views)
    telling = [word for word in words if len(word) > SHORT] or words
    found = {word: [_weight(view, word) for view in views] for word in telling}
    rare = {word: math.log(1 + len(views) / max(1, sum(map(bool, at)))) for word, at in found.items()}
    scores = [sum(rare[word] * found[word][at] for word in telling) for at in range(len(views))]
    short = [word for word in words if word not in found]
    told = [at for at in range(len(views)) if words and all(found[word][at] for word in telling)]
    every = [at for at in told if all(_weight(views[at], word) for word in short)]
    kept = every or [at for at, score in enumerate(scores) if score]
    shared = Counter(scores[at] for at in kept)
    even = sorted((at for at in kept if shared[scores[at]] > 1), key=lambda at: -scores[at])[:MOST_NEAR]
    near = dict(zip(even, _nearness(query, [views[at] for at in even]), strict=True)) if even else {}
    called = {at: _called(views[at], words) for at in kept}
    return [views[at] for at in sorted(kept, key=lambda at: (-called[at], -scores[at], -near.get(at, 0.0)))]


def _called(view: PersonView, words: Sequence[str]) -> int:
    """Return how far words are somebody's name: 3 all of it, 2 words of it, 1 how they begin, 0 something else.

    The name of a fragment is what it makes of people, and counts as such where it is not all that was asked for.
    """
    name = words_of(view.name)
    if [*words] == name or [*words] == words_of(view.id):
        return 3
    if view.kind == "fragment":
        return 0
    if all(word in name for word in words):
        return 2
    return int(all(any(own.startswith(word) for own in name) for word in words))


def asks_words(query: str) -> bool:
    """Whether anything in a query can be looked for: a letter or a digit."""
    return any(sign.isalnum() for sign in query)


def _telling(query: str) -> list[str]:
    words = words_of(query)
    return [word for word in words if word not in LINKING] or words


def _nearness(query: str, views: Sequence[PersonView]) -> list[float]:
    """Return by BM25 how much people have to do with a query: it knows words of one beginning, Banco for a bank."""
    from troupe_mcp.simulation.memory.retrieval import Index

    does, all_said = (Index([_texts(view)[part] for view in views]).relevance(query) for part in (0, -1))
    return [2 * one + other for one, other in zip(does, all_said, strict=True)]


def words_of(query: str) -> list[str]:
    """Return the words of a query, once each, without case."""
    return list(dict.fromkeys(_WORD.findall(query.casefold())))


def stem(word: str) -> str:
    """Return a word without its English ending, so that banker, banking and banks are one."""
    return _ENDING.sub("", word)


def _weight(view: PersonView, word: str) -> float:
    """Return what a word counts for that begins one said of somebody, or has its stem; 0 where none is."""
    begins, whole = f" {word}", f" {stem(word)} "
    texts = zip(WEIGHTS, _texts(view), strict=True)
    return sum(weight for weight, text in texts if begins in text or whole in text)


@cache
def fragment_words() -> dict[str, str]:
    """Return by which words the fragments of the library are looked for, beside those that stand in them."""
    return json.loads(Path(__file__).with_name("fragment_words.json").read_text("utf-8"))


@lru_cache(maxsize=1024)
def _texts(view: PersonView) -> tuple[str, ...]:
    """Return what somebody does, their name and line, and all that is said of them; ids also in their parts.

    A fragment does nothing: what it makes of people stands there, in the words by which it is looked for.
    """
    known = f"{view.id} {view.id.replace('_', ' ').replace('-', ' ')} {view.name} {view.line}"
    does = " ".join(_values(view.spec.get("occupation", "")))
    if view.kind == "fragment":
        does = f"{view.name} {fragment_words().get(view.id, '')}"
    return tuple(map(_searched, (does, known, " ".join(_values(view.spec)))))


def _searched(text: str) -> str:
    """Return each word behind a blank, then the stem of each between two."""
    words = _WORD.findall(text.casefold())
    return f" {' '.join(words)} {' '.join(map(stem, words))} "


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in cast("Mapping[str, Any]", value).values():
            yield from _values(item)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _values(item)
    else:
        yield str(value)
