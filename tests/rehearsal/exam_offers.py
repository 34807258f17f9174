"""Examinations of what people say to things on offer: each takes an actor and returns its complaints."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from tests.rehearsal.adverts import ADS
from tests.rehearsal.stage import ask
from troupe_mcp.language.model import Model
from troupe_mcp.models.rehearsal.english.words import coverage, keys, normal
from troupe_mcp.models.rehearsal.offers.options import Option, options_in
from troupe_mcp.models.rehearsal.readings.chosen import option_chosen
from troupe_mcp.simulation.people.persona import Persona

RUN = 6
Path = tuple[str | int, ...]


def on_offer(name: str) -> tuple[Option, ...]:
    return options_in(ADS[name])


def chosen(text: str, options: tuple[Option, ...]) -> str:
    found = option_chosen(text, options)
    return found[0].text if found else ""


def sources(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield each sentence of a document with the way to its text."""
    if isinstance(value, str) and path and path[0] not in {"name", "style"}:
        for part in re.split(r"(?<=[.!?])\s+", value):
            yield path, part
    elif isinstance(value, Mapping):
        for key, inner in cast("Mapping[str, Any]", value).items():
            yield from sources(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(cast("list[Any]", value)):
            yield from sources(inner, (*path, place))


def without(spec: Any, path: Path, sentence: str) -> Any:
    """Return the document without one sentence."""
    if not path:
        return " ".join(str(spec).replace(sentence, "").split())
    if isinstance(spec, Mapping):
        pairs = cast("Mapping[str, Any]", spec)
        return {key: without(inner, path[1:], sentence) if key == path[0] else inner for key, inner in pairs.items()}
    items = [
        without(inner, path[1:], sentence) if n == path[0] else inner for n, inner in enumerate(cast("list[Any]", spec))
    ]
    return [item for item in items if item not in ("", {})]


def cited(p: Persona, text: str) -> list[tuple[Path, str]]:
    """Return the sentences of a persona that an answer rests on, best covered first."""
    spoken = keys(text)
    found: list[tuple[float, int, Path, str]] = []
    for path, sentence in sources(p.spec):
        held = keys(sentence)
        share = coverage(held, spoken)
        if held and share >= 0.7 and (len(held) > 1 or normal(sentence) in normal(text)):
            found.append((-share * len(held), len(found), path, sentence))
    return [(path, sentence) for _, _, path, sentence in sorted(found)]


def own_words(text: str, options: tuple[Option, ...]) -> str:
    """Return an answer without its quotes and the names of the options."""
    text = re.sub(r"\"[^\"]*\"", " ", text)
    for option in options:
        text = re.sub(re.escape(option.spoken), " ", text, flags=re.IGNORECASE)
    return text


def knock_out(model: Model, persons: Sequence[Persona], names: Sequence[str], seed: int = 1) -> list[str]:
    """Complain of answers that name no pick, and of those that stay the same without the fact they cite."""
    complaints: list[str] = []
    for name in names:
        shown, question = ADS[name]
        options = on_offer(name)
        for p in persons:
            text = ask(p, question, shown=shown, seed=seed, model=model)
            if not chosen(text, options):
                complaints.append(f"seed {seed}, {name}, {p.name}: no pick in {text!r}")
                continue
            for path, sentence in cited(p, own_words(text, options))[:1]:
                poorer = Persona.of(without(dict(p.spec), path, sentence))
                again = ask(poorer, question, shown=shown, seed=seed, model=model)
                same = [sentence for _, sentence in cited(p, own_words(again, options))[:1]] == [sentence]
                if same and chosen(again, options) == chosen(text, options):
                    complaints.append(f"seed {seed}, {name}, {p.name}: without {sentence!r} still {again!r}")
    return complaints


def stances_knocked_out(model: Model, persons: Sequence[Persona], questions: Sequence[str]) -> list[str]:
    """Complain of opinions that stay word for word the same without the sentence that they rest on."""
    complaints: list[str] = []
    for question in questions:
        for p in persons:
            text = ask(p, question, model=model)
            for path, sentence in cited(p, text)[:1]:
                poorer = Persona.of(without(dict(p.spec), path, sentence))
                if ask(poorer, question, model=model) == text:
                    complaints.append(f"{question} {p.name}: without {sentence!r} still {text!r}")
    return complaints


def reasons_given(model: Model, persons: Sequence[Persona], names: Sequence[str]) -> float:
    """Return the share of answers that rest on something the person's file holds."""
    given = [bool(cited(p, ask(p, ADS[name][1], shown=ADS[name][0], model=model))) for name in names for p in persons]
    return sum(given) / len(given)


def echoes(model: Model, persons: Sequence[Persona], asked: Sequence[tuple[str, str]], seed: int = 1) -> list[str]:
    """Complain of runs of six words that stand in what was shown or asked, outside quotes."""
    complaints: list[str] = []
    for shown, question in asked:
        heard = f" {normal(shown)} {normal(question)} "
        for p in persons:
            text = ask(p, question, shown=shown, seed=seed, model=model)
            words = normal(re.sub(r"\"[^\"]*\"", " | ", text)).split()
            runs = [" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1)]
            complaints += [f"seed {seed}, {p.name}: {run!r} in {text!r}" for run in runs if f" {run} " in heard][:1]
    return complaints


def shuffled(model: Model, persons: Sequence[Persona], names: Sequence[str], seed: int = 1) -> list[str]:
    """Complain of picks that change with the order in which the same things stand."""
    complaints: list[str] = []
    rng = random.Random(seed)
    for name in names:
        bodies = [option.text for option in on_offer(name)]
        orders = [bodies, bodies[::-1], rng.sample(bodies, len(bodies))]
        lists = ["\n\n".join(f"Ad {n}: {body}" for n, body in enumerate(order, 1)) for order in orders]
        for p in persons:
            picks: list[str] = []
            for order, shown in zip(orders, lists, strict=True):
                text = ask(p, "Which of these ads convinces you most?", shown=shown, seed=seed, model=model)
                named = option_chosen(text, options_in((shown,)))
                picks.append(order[int(named[0].label) - 1] if named else "")
            if len(set(picks)) > 1 or not picks[0]:
                complaints.append(f"seed {seed}, {name}, {p.name}: {picks}")
    return complaints


def number_in(text: str) -> float | None:
    """Return the number that an answer gives first."""
    found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return float(found.group().replace(",", "")) if found else None


def turned(model: Model, persons: Sequence[Persona], seed: int = 1) -> list[str]:
    """Complain where a like, moved among the dislikes, doesn't lower its rating or lifts what speaks of it."""
    complaints: list[str] = []
    for p in persons:
        likes, keep = _likes(p)
        for like in likes[:3]:
            question = f"On a scale from 1 to 10, how appealing is this to you: {like}?"
            averse = Persona.of({**keep, "likes": [x for x in likes if x != like], "dislikes": [like]})
            before = number_in(ask(Persona.of({**keep, "likes": likes}), question, seed=seed, model=model))
            after = number_in(ask(averse, question, seed=seed, model=model))
            if before is None or after is None or (after >= before and not before == after == 1):
                complaints.append(f"seed {seed}, {p.name}, {like!r}: {before} then {after}")
            shown = f"1. A parcel in grey paper\n2. A gift: {like}"
            options = options_in((shown,))
            text = ask(averse, "Which one would you take?", shown=shown, seed=seed, model=model)
            if chosen(text, options) != options[0].text:
                complaints.append(f"seed {seed}, {p.name}, {like!r} disliked: {text!r}")
    return complaints


def _likes(p: Persona) -> tuple[list[str], dict[str, Any]]:
    held = cast("Mapping[str, Any]", p.spec.get("preferences") or p.spec)
    likes = [str(like) for like in cast("list[Any]", held.get("likes") or [])]
    return likes, {key: value for key, value in p.spec.items() if key not in {"preferences", "likes", "dislikes"}}
