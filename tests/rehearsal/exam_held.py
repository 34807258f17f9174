"""Examination: everything that somebody says of a life is held by the persona, the question or the talk so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tests.rehearsal.stage import interview
from troupe_mcp.language.model import Model
from troupe_mcp.simulation.people.persona import Persona

_SPELLED = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_KIN = [
    "wife",
    "husband",
    "spouse",
    "mother",
    "father",
    "mum",
    "mom",
    "dad",
    "parent",
    "daughter",
    "son",
    "sister",
    "brother",
    "sibling",
    "aunt",
    "uncle",
    "niece",
    "nephew",
    "grandmother",
    "grandfather",
    "grandson",
    "granddaughter",
    "grandchild",
    "cousin",
    "boyfriend",
    "girlfriend",
    "fiancé",
    "fiancée",
    "child",
    "kid",
    "baby",
    "twin",
    "widow",
    "widower",
    "orphan",
    "bride",
    "groom",
    "stepmother",
    "stepfather",
]
_NOT_OWNED = [
    "view",
    "opinion",
    "word",
    "mind",
    "position",
    "point",
    "guess",
    "prior",
    "rule",
    "test",
    "case",
    "answer",
    "problem",
    "yardstick",
]
"""What anybody has who talks."""
_WANTS_NUMBER = re.compile(r"\bon a scale\b|\bfrom 1 to \d+\b|\bhow much would you pay\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")


def invented(said: str, held: str) -> list[str]:
    """Return the numbers, names, kin and belongings in some words that don't occur in what is held."""
    known = _words(held)
    return [
        *(number for number in re.findall(r"\d+(?:[.,:]\d+)*", said) if number not in held),
        *(word for word in _words(said) if word in _SPELLED and word not in known and word not in _digits(held)),
        *(name for name in _names(said) if name.lower() not in known),
        *(word for word in _words(said) if _single(word) in _KIN and not _has(known, word)),
        *(f"my {noun}" for noun in _belongings(said) if not _has(known, noun) and noun not in _NOT_OWNED),
    ]


@lru_cache(maxsize=10_000)
def _words(text: str) -> dict[str, None]:
    return dict.fromkeys(re.findall(r"[^\W\d_]+", text.lower().replace("’s", "").replace("'s", "")))


def _digits(held: str) -> list[str]:
    numbers = dict(zip(range(2, 21), _SPELLED, strict=False))
    return [word for number, word in numbers.items() if re.search(rf"\b{number}\b", held)]


def _single(word: str) -> str:
    return {"children": "child", "wives": "wife", "grandchildren": "grandchild"}.get(word, word.removesuffix("s"))


def _has(known: dict[str, None], word: str) -> bool:
    forms = (word, _single(word), f"{_single(word)}s", {"child": "children", "wife": "wives"}.get(_single(word), word))
    return any(form in known for form in forms)


def _names(said: str) -> Iterator[str]:
    """Yield the capitalised words inside sentences; at a sentence's start a capital tells nothing."""
    for sentence in _SENTENCE.split(said):
        for found in re.finditer(r"(?<=[^\W\d_][ ,;]|, )[A-ZÀ-Þ][^\W\d_]+", sentence):
            yield found.group()


def _belongings(said: str) -> Iterator[str]:
    """Yield the nouns after "my": the word itself, or the one behind an adjective that is held or common."""
    for found in re.finditer(r"\bmy ([^\W\d_]+(?:['’-][^\W\d_]+)*)", said, re.IGNORECASE):
        yield found.group(1).lower().split("'")[0].split("’")[0]


def held_by(person: Persona) -> str:
    """Return all words of a persona."""
    return _text({**person.spec, "name": person.name})


def _text(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key} {_text(part)}".replace("_", " ") for key, part in value.items())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list):
        return " ".join(_text(part) for part in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return str(value)


def audit(people: Sequence[Persona], questions: Sequence[str], model: Model, seed: int = 1) -> list[str]:
    """Return every invention in an interview of everybody, with its question and answer."""
    found: list[str] = []
    for person in people:
        held = held_by(person)
        said = interview(person, list(questions), seed=seed, model=model)
        for place, (question, text) in enumerate(zip(questions, said, strict=True)):
            heard = " ".join((held, *questions[: place + 1]))
            wanted = re.findall(r"\d+(?:[.,]\d+)*", text)[:1] if _WANTS_NUMBER.search(question) else []
            things = invented(text, " ".join((heard, *wanted)))
            found.extend(f"seed {seed}, {person.name}, {question!r}: {thing!r} in {text!r}" for thing in things)
    return found


_ADMITS = re.compile(
    r"nothing (?:special |much )?to (?:tell|say)|(?:couldn't|could not|can't|cannot) (?:really )?(?:tell|say)|no idea"
    r"|don't (?:really )?know|no clue"
    r"|no first point"
    r"|rather not|rather leave|keep (?:that|it) to myself|i keep to myself|next question|that's mine"
    r"|not your business|skip"
    r"|not (?:so|like that)|somebody else|elsewhere|never (?:said|spoke)|wrong (?:person|account)|pass on"
    r"|door closed|locked"
    r"|story i don't tell|no (?:view|opinion|data|more)|the whole|that's all|that's about all|not much|i have nothing"
    r"|never came up|still not know|not from me|not me\b|must mean|tell you this|sold you that|^\W*no\b|idk"
    r"|got me there|won't guess|i don't guess|how should i|ask (?:some|other)"
    r"|concerns me|disappoint you|hasn't come up|outside the plan|leave to others|nobody tell|drawer is empty"
    r"|end of the list"
    r"|comes to mind|(?:much|lot|little) to (?:tell|say)|(?:can't|cannot) (?:think of|remember)|nothing i could"
    r"|(?:couldn't|could not) (?:name|put|give)"
    r"|hard to say|never thought|made up my mind|enough about|to others|be guessing|story ends|nothing left"
    r"|no (?:further|encore)|end(?:s)?, friend|more i cannot|i(?:'ve)? said|it's simply so|confusing me",
    re.IGNORECASE,
)


def gaps(people: Sequence[Persona], questions: Sequence[str], model: Model, seed: int = 1) -> list[str]:
    """Return every reply to a question about something not held that is silent or neither admits nor corrects it."""
    found: list[str] = []
    for person in people:
        for question, text in zip(questions, interview(person, list(questions), seed=seed, model=model), strict=True):
            if not _ADMITS.search(text.replace("’", "'")):
                found.append(f"seed {seed}, {person.name}, {question!r}: {text!r} fills a gap")
    return found


def undecided(people: Sequence[Persona], questions: Sequence[str], model: Model, seed: int = 1) -> float:
    """Return the share of replies to opinion questions that know nothing to say."""
    said = [text for person in people for text in interview(person, list(questions), seed=seed, model=model)]
    return sum(not text or _DONT_KNOW.search(text) is not None for text in said) / len(said)


_DONT_KNOW = re.compile(
    r"nothing (?:special |much )?to (?:tell|say)|(?:couldn't|could not|can't) (?:really )?(?:tell|say)|no idea"
    r"|don't (?:really )?know|no clue"
    r"|no (?:view|opinion|data)|i have nothing|idk|got me there|concerns me|hasn't come up|leave to others|nobody tell"
    r"|drawer is empty|how (?:should )?i know|no first point|outside the plan|disappoint you|ask (?:some|other)"
    r"|never thought|can't say|made up my mind|leave (?:that|it) to others|comes to mind|much to (?:tell|say)"
    r"|can't think of|not my business|who knows|still not know|never came up",
    re.IGNORECASE,
)
