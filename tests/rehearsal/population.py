"""A population: people mixed by lot from hand-written statements in every form that real files have."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from troupe_mcp.simulation.people.persona import Persona

_LEVELS = ("High.", "Medium.", "Low.", 0.2, 0.8, "High. Talks to everybody.")


@cache
def _pools() -> dict[str, Any]:
    return json.loads(Path(__file__).with_name("pools.json").read_text("utf-8"))


def population(count: int, seed: int = 1) -> list[Persona]:
    """Return that many people; every fifth holds next to nothing."""
    return [_somebody(Random(f"{seed}/{number}"), sparse=number % 5 == 4) for number in range(count)]


def _somebody(dice: Random, *, sparse: bool) -> Persona:
    pools = _pools()
    land, job = dice.choice(pools["lands"]), dice.choice(pools["jobs"])
    gender = dice.choice(("female", "male"))
    first = dice.choice(land[gender])
    own = {"female": ("her", "her"), "male": ("his", "him")}[gender]
    holes = {"n": str(dice.randrange(3, 90) * 50), "coin": land["coin"], "place": land["place"], "Name": first}

    def some(pool: str, most: int) -> list[str]:
        drawn = dice.sample(pools[pool], dice.randrange(most + 1))
        return [_filled(text, {**holes, "p": own[0], "o": own[1]}) for text in drawn]

    spec: dict[str, Any] = {"name": f"{first} {dice.choice(land['last'])}", "gender": gender}
    if dice.random() < 0.9:
        spec["age"] = dice.choice((dice.randrange(19, 88), str(dice.randrange(19, 88))))
    spec["occupation"] = _occupation(job, first, dice)
    if sparse:
        return Persona.of({**spec, "beliefs": some("beliefs", 2)})
    style = dice.choice(pools["styles"])
    names = [name for name in (*land["female"], *land["male"]) if name != first]
    parts: dict[str, Any] = {
        "nationality": land["land"],
        dice.choice(("residence", "location", "home")): f"{land['place']}, two rooms above a shop",
        "style": style,
        "education": " ".join(some("education", 2)),
        "health": " ".join(some("health", 2)),
        "money": " ".join(some("money", 3)),
        dice.choice(("media", "media_habits")): some("media", 3),
        "beliefs": some("beliefs", 6),
        dice.choice(("long_term_goals", "goals")): some("goals", 3),
        "frustrations": [f"You {text}." for text in dice.sample(job["trouble"], dice.randrange(3))],
        "preferences": {"likes": some("likes", 4), "dislikes": some("dislikes", 4), "interests": some("interests", 3)},
        "skills": some("skills", 3),
        "behaviors": {
            "general": some("habits", 4),
            "routines": {about: some(about, 2) for about in ("morning", "workday", "evening", "weekend")},
        },
        "relationships": _relations(dice, gender, names, own[1]),
        dice.choice(("other_facts", "background")): some("past", 4),
        "personality": {
            "traits": some("traits", 3),
            "big_five": {trait: dice.choice(_LEVELS) for trait in ("extraversion", "agreeableness", "neuroticism")},
        },
    }
    kept = {key: value for key, value in parts.items() if value and dice.random() < 0.85}
    return Persona.of({**spec, **kept})


def _occupation(job: dict[str, Any], first: str, dice: Random) -> Any:
    """Return a trade as a title alone or with what is done, in the second person, verb-first or name-first."""
    if dice.random() < 0.15:
        return job["title"]
    done: list[str] = dice.sample(job["do"], dice.randrange(1, len(job["do"]) + 1))
    form = dice.randrange(3)
    verbs = [text.split(" ", 1) for text in done]
    thirds = [f"{verb if verb in {'sold', 'drew'} else _third(verb)} {rest}" for verb, rest in verbs]
    texts = [
        [f"You {text}." for text in done],
        [f"{text[0].upper()}{text[1:]}." for text in thirds],
        [f"{first} {text}." for text in thirds],
    ][form]
    organization = {"organization": job["organization"]} if job["organization"] else {}
    return {"title": job["title"], **organization, "description": " ".join(texts)}


def _third(verb: str) -> str:
    return f"{verb}es" if verb.endswith(("sh", "ch")) else f"{verb[:-1]}ies" if verb == "carry" else f"{verb}s"


def _relations(dice: Random, gender: str, names: list[str], them: str) -> list[dict[str, str]]:
    fitting = [each for each in _pools()["family"] if each.get("of", gender) == gender]
    found: list[dict[str, str]] = []
    for each in dice.sample(fitting, dice.randrange(4)):
        name = _filled(each["name"], {"f": names[0], "m": names[-1]})
        if name not in [relation["name"] for relation in found]:
            found.append({"name": name, "description": _filled(each["description"], {"o": them})})
    return found


def _filled(text: str, holes: dict[str, str]) -> str:
    for hole, value in holes.items():
        text = text.replace("{" + hole + "}", value)
    return text
