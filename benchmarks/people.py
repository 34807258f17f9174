"""Any number of distinct people, the same ones each time."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

WORDS: dict[str, list[str]] = json.loads(Path(__file__).with_name("people.json").read_text("utf-8"))


def person(number: int) -> dict[str, Any]:
    """Return the specification of one person; numbers up to 10,647 differ in name as well."""
    dice = random.Random(number)
    home = dice.randrange(len(WORDS["places"]))
    last, rest = "", number
    for _ in range(3):
        rest, at = divmod(rest, len(WORDS["syllables"]))
        last += WORDS["syllables"][at]
    job = dice.choice(WORDS["jobs"])
    tastes = dice.sample(WORDS["likes"], 6)
    big_five = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")
    return {
        "name": f"{dice.choice(WORDS['first'])} {last.capitalize()}",
        "age": dice.randint(18, 88),
        "nationality": WORDS["from"][home],
        "residence": WORDS["places"][home],
        "occupation": {"title": job, "description": f"Has worked as a {job} for {dice.randint(1, 30)} years."},
        "personality": {
            "traits": dice.sample(WORDS["traits"], 3),
            "big_five": {name: f"{dice.choice(('Low', 'Medium', 'High'))}." for name in big_five},
        },
        "preferences": {"likes": tastes[:4], "dislikes": tastes[4:]},
        "beliefs": dice.sample(WORDS["beliefs"], 3),
        "style": dice.choice(("Short sentences.", "Warm, with many detours.", "Dry and exact.", "Loud, informal.")),
        "long_term_goals": dice.sample(WORDS["goals"], 2),
        "money": f"You earn {dice.randrange(400, 9_000, 10):,} euros a month. {dice.choice(WORDS['money'])}",
        "media": dice.choice(WORDS["media"]),
        "behaviors": {"general": dice.sample(WORDS["habits"], 2)},
    }
