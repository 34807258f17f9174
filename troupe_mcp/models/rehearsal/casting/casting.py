"""A whole person of a description: what it says as facts, the rest drawn from pools that fit it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.casting.ages import told_ages
from troupe_mcp.models.rehearsal.casting.audience import audience_in
from troupe_mcp.models.rehearsal.casting.called import gender_of_name, region_for
from troupe_mcp.models.rehearsal.casting.christening import gender_in
from troupe_mcp.models.rehearsal.casting.drawing import Draw, going_tempers, named
from troupe_mcp.models.rehearsal.casting.given import nearest, told_of, with_given
from troupe_mcp.models.rehearsal.casting.members import members_in
from troupe_mcp.models.rehearsal.casting.mentioned import without_others
from troupe_mcp.models.rehearsal.casting.populating import abroad
from troupe_mcp.models.rehearsal.casting.sketch import is_town, land_of, names_home, region_of, sketch_of
from troupe_mcp.models.rehearsal.casting.telling import Told
from troupe_mcp.models.rehearsal.english.words import article, capital, plain_words
from troupe_mcp.models.rehearsal.lexicon import pools, relatives
from troupe_mcp.models.rehearsal.person.dispositions import dispositions_in, temper_for
from troupe_mcp.models.rehearsal.person.livelihood import all_titles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from troupe_mcp.models.rehearsal.casting.sketch import Sketch
    from troupe_mcp.simulation.casting.casting import CastTask

_OF_RETIREMENT = 60
_KIN_OF_AGE = {"teen": 19, "young": 30, "mid": 56}
_FAMILY_WORDS = {"widow": "You are widowed.", "widower": "You are widowed.", "grandmother": "You have grandchildren.",
                 "grandfather": "You have grandchildren."}  # fmt: skip


def cast_person(task: CastTask, rng: Random) -> dict[str, Any]:
    """Return a whole specification."""
    return _Part(task, rng).specification()


class _Part:
    """One person while they are put together."""

    def __init__(self, task: CastTask, rng: Random) -> None:
        given = task.given
        audience = audience_in(task.context)
        text, members = members_in(audience.text)
        known = with_given(task.line, given)
        line, around = sketch_of(known), sketch_of(text)
        told = [
            *line.told,
            *(each for each in (*audience.told, *around.told) if each not in line.told and not _is_label(each)),
        ]
        told += [each for each in told_of(given) if each not in told]
        if _LACONIC.search(f"{task.line} {task.context}"):
            told.append(Told("temper", "dry"))
        told += _of_qualities(line.qualities, around.qualities)
        told += [Told("family", text) for word, text in _FAMILY_WORDS.items() if line.says(word)]
        self.rng = rng
        self.trade, self.title = self._trade(line, around)
        self.told: list[Told] = [each for each in told if not _is_title(each, self.title)]
        self.dispositions = dispositions_in(task.line if members else f"{task.line} {audience.text}")
        shunned = [Told("dislikes", thing) for each in self.dispositions for thing in each.shuns]
        self.draw = Draw([*self.told, *shunned], rng)
        self.former = line.former or around.former
        self.retired = line.retired or around.retired
        between = told_ages(task.line) or told_ages(without_others(text))
        self.age = _number(given.get("age")) or line.age or around.age or self._drawn_age(between)
        self.retired = self.retired or (self.former and self.age >= _OF_RETIREMENT)
        called = task.name or line.name
        gender = gender_in(given) or line.gender or (gender_of_name(called) if called else "") or around.gender
        self.gender = gender or rng.choice(("female", "male"))
        foreign = abroad(f"{task.line} {task.context}")
        found = region_of(str(given.get("nationality") or given.get("country") or ""))
        found = found or (not foreign and (line.region or around.region)) or ""
        found_by_name = region_for(called, rng) if called and not found else ""
        self.region = found or found_by_name or rng.choice(sorted(pools()["regions"]))
        country = plain_words(str(given.get("country", "")))
        at_home = any(word in self.home["places"] for word in country)
        told_place = line.place or around.place
        self.people = line.people or around.people
        of_here = at_home or not found or names_home(self.people, self.region)
        self.place = told_place or (rng.choice(self.home["towns"]) if of_here else land_of(self.people))
        self.native = (
            at_home
            or (not found and not told_place)
            or (not foreign and names_home(self.people or f"{known} {task.context}", self.region))
        )
        self.name = called or named(self.region, self.gender, task.taken, rng, self.age)
        self.known = [self.name]
        self.title = self.title or self._drawn_title()
        traits = line.traits if members else (*line.traits, *around.traits)
        self.temper = self._temper(traits, task.leaning)
        shown = [trait for each in self.dispositions for trait in each.traits]
        self.traits = list(dict.fromkeys([*traits, *shown, *self.temper["traits"]]))[:5]

    @property
    def home(self) -> Mapping[str, Any]:
        return pools()["regions"][self.region]

    @property
    def stage(self) -> Mapping[str, Any]:
        name = next((stage for stage, limit in _KIN_OF_AGE.items() if self.age < limit), "older")
        return pools()["stages"][name]

    @property
    def pool(self) -> Mapping[str, Any]:
        return pools()["trades"]["home" if self.retired or self.former else self.trade or "general"]

    @property
    def learned(self) -> Mapping[str, Any]:
        """What belongs to the trade that was learned, also in retirement."""
        return pools()["trades"][self.trade or "general"]

    def _trade(self, line: Sketch, around: Sketch) -> tuple[str, str]:
        if line.title or around.title not in all_titles():
            return line.trade, line.title
        return around.trade, around.title

    def _drawn_age(self, between: tuple[int, int] | None) -> int:
        if between:
            return self.rng.randrange(*between)
        low, high = {"study": (18, 26), "home": (64, 79)}.get(self.trade, (25, 62))
        return self.rng.randint(*((63, 79) if self.retired else (max(low, 40), high) if self.former else (low, high)))

    def _drawn_title(self) -> str:
        no = {"general", "study", "home", "land" if is_town(self.place) else ""}
        trades = sorted(name for name in pools()["trades"] if name not in no)
        self.trade = "study" if self.age < 22 else self.rng.choice(trades)
        self.retired = self.retired or self.age >= 68
        titles = [
            title
            for title in pools()["trades"][self.trade]["titles"]
            if self._suits(title) and title not in pools()["seldom"]
        ]
        return "high school student" if self.age < 18 else str(self.rng.choice(titles[:12]))

    def _suits(self, title: str) -> bool:
        female = re.search(r"(?:ess|woman|mother|wife|widow)$", title) is not None
        male = re.search(r"(?:[^o]man|father|husband|widower|waiter|actor)$", title) is not None
        return not (female and self.gender == "male") and not (male and self.gender == "female")

    def _temper(self, traits: Sequence[str], leaning: str) -> Mapping[str, Any]:
        tempers: Mapping[str, Any] = pools()["tempers"]
        fitting = [name for trait in traits for name, temper in tempers.items() if trait in temper["words"]]
        fitting += self.said("temper")
        fitting = [temper for temper in (temper_for(self.dispositions, next(iter(fitting), "")),) if temper]
        going = {name: tempers[name] for name in going_tempers(self.told)}
        fitting += nearest(leaning, going, self.rng)
        return tempers[fitting[0] if fitting else self.rng.choice(sorted(going))]

    def _style(self) -> str:
        """Return how somebody speaks: by their ways with others, as it is told, and as their temper does."""
        lines = [line for style in (*(each.style for each in self.dispositions), *self.said("style"),
                                    self.temper["style"]) for line in _SENTENCE.findall(style)]  # fmt: skip
        first = {line.split()[0].strip(".,"): line for line in reversed(lines)}
        return " ".join(line for line in dict.fromkeys(lines) if first[line.split()[0].strip(".,")] == line)

    def said(self, key: str) -> list[str]:
        """Return what the description says under a key."""
        return [each.text for each in self.told if each.key == key]

    def specification(self) -> dict[str, Any]:
        pool, stage, temper, lines = self.pool, self.stage, self.temper, self.draw.lines
        return {
            "name": self.name,
            "age": self.age,
            "gender": self.gender,
            "nationality": self.region if self.native else self.people,
            "residence": capital(self.place),
            "languages": self._languages(),
            "education": "" if self.age < 18 else self.draw.one(self._schooling()),
            "long_term_goals": self._goals(),
            "occupation": self._occupation(),
            "style": self._style(),
            "personality": {"traits": self.traits, "big_five": dict(zip(_FIVE, temper["five"], strict=True))},
            "preferences": {
                "interests": [*self.said("interests"), *lines(pool["interest"], 2), *lines(stage["interest"], 3)],
                "likes": [*self.said("likes"), *lines([*pool["like"], *stage["like"]], 4), *lines(temper["like"], 1)],
                "dislikes": [
                    *self.said("dislikes"),
                    *lines([*pool["dislike"], *stage["dislike"]], 4),
                    *lines(temper["dislike"], 1),
                ],
            },
            "beliefs": [
                *self.said("beliefs"), *lines(pool["belief"], 3), *lines(temper["belief"], 2), *self.draw.sides(4)
            ],
            "skills": lines(self.learned["skill"], 4),
            "behaviors": self._behaviors(),
            "frustrations": [*self.said("frustrations"), *lines(pool["trouble"], 4)],
            "health": " ".join(self.said("health")) or self.draw.one(stage["health"]),
            "money": " ".join(self.said("money")) or self.draw.one(stage["money"]),
            "media": " ".join(self.said("media")) or self.draw.one(stage["media"]),
            "relationships": self._relationships(),
            "other_facts": [*self.said("facts"), *lines(stage["fact"], 2)],
        }  # fmt: skip

    def _languages(self) -> str:
        language, told = str(self.home["language"]), self.said("languages")
        if not self.native or any(language in each for each in told):
            return " ".join(told)
        if language == "English":
            return " ".join(told) or "You speak English and little else."
        return " ".join([f"You speak {language} at home.", *told])

    def _schooling(self) -> list[str]:
        """Return how the trade may have been learned, for who has left it without what goes on at work."""
        learned: list[str] = self.learned["education"]
        gone = self.retired or self.former
        return [line for line in learned if not _GOES_ON.search(line)] if gone else learned

    def _goals(self) -> list[str]:
        """Return what somebody is told to want, one thing of their work and one of their life, each another matter."""
        told = self.said("goals")
        of_work = self.draw.lines(self.pool["goal"], 1, told)
        return [*told, *of_work, *self.draw.lines(self.stage["goal"], 1, [*told, *of_work])]

    def _occupation(self) -> dict[str, str]:
        if self.retired or self.former or self.trade == "home":
            worked = (
                ""
                if self.trade == "home"
                else f"You worked as {article(self.title)} for {max(self.age - 30, 5)} years."
            )
            gone = "Retired" if self.retired else "Former"
            title = (
                f"{gone} {self.title}"
                if worked
                else "Pensioner"
                if self.age > 60 and self.title != "unemployed"
                else capital(self.title)
            )
            facts = [*self.said("work"), worked, *self.draw.lines(self.pool["work"], 2)]
            return {"title": title, "organization": "", "description": " ".join(fact for fact in facts if fact)}
        placed = self.said("work") or self.trade in {"", "general"}
        places: list[str] = [] if placed else self.pool["organization"]
        facts = [*self.said("work"), *self.draw.lines(self.pool["work"], 3)]
        place = self.draw.one(places)
        return {"title": capital(self.title), "organization": capital(place), "description": " ".join(facts)}

    def _behaviors(self) -> dict[str, Any]:
        night = not (self.retired or self.former) and any(_NIGHTS.search(each.text) for each in self.told)
        day: Mapping[str, Any] = pools()["night"] if night else {}
        lines = self.draw.lines
        return {
            "general": [*self.said("habits"), *lines(self.temper["general"], 2), *lines(self.pool["habit"], 2)],
            "routines": {
                "morning": day.get("morning") or lines(self.stage["morning"], 2),
                "workday": day.get("workday") or lines(self.pool["workday"], 2),
                "evening": lines(self.stage["evening"], 2),
                "weekend": lines(self.stage["weekend"], 2),
            },
        }

    def _relationships(self) -> list[dict[str, str]]:
        """Return what is told of the family and a friend, or people drawn for this stage of life."""
        told = [{"name": "", "description": text} for text in self.said("family")]
        kin = [(kind, line) for kind, line in self.stage["kin"] if kind == "friend" or not told]
        found = self.draw.lines([line for _, line in kin], 1 if told else 3)
        return [*told, *({"name": self._friend(line), "description": line} for line in found)]

    def _friend(self, line: str) -> str:
        male = re.search(r"\b(?:brother|father|son|uncle)\b", line)
        female = re.search(r"\b(?:sister|mother|daughter|aunt)\b", line)
        gender = "male" if male else "female" if female else self.rng.choice(("female", "male"))
        names: list[str] = relatives()[self.region][gender]
        self.known.append(self.rng.choice([name for name in names if name not in self.known] or names))
        return self.known[-1]


def _of_qualities(*called: Sequence[str]) -> list[Told]:
    """Return what follows from being called frugal, picky and the like."""
    words = [word for each in called for word in each]
    fitting = [quality for quality in pools()["qualities"] if any(word in quality["words"] for word in words)]
    return [Told(_KEYS[key], text) for each in fitting for key, text in each.items() if key != "words"]


_KEYS: dict[str, str] = {
    "habit": "habits", "belief": "beliefs", "like": "likes", "dislike": "dislikes", "trouble": "frustrations",
    "temper": "temper", "money": "money",
}  # fmt: skip
_LACONIC = re.compile(r"\b(?:speaks|says|talks) little\b(?! [A-Z])|\bfew words\b|\bmonosyllab")
_NIGHTS = re.compile(
    r"\b(?:work|clean|drive|guard|bake)\w*\b.*\b(?:at night|nights)\b|\bnight shifts?\b", re.IGNORECASE
)
_GOES_ON = re.compile(r"\bstill\b|\bon shift\b|\bstayed\b")
_SENTENCE = re.compile(r"\w[^.]*\.")
_FIVE = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")


def _is_label(told: Told) -> bool:
    """Whether a thing that is told of all is only what they are called, as in "retired teachers"."""
    return told.key in {"facts", "work"} and not told.text.startswith("You")


def _is_title(told: Told, title: str) -> bool:
    """Whether a thing that is told says only of which trade somebody is, as their title does."""
    return bool(title) and told.text in {
        f"You work as {article(title)}.",
        f"You work as {article(f'retired {title}')}.",
    }


def _number(value: Any) -> int:
    match = re.search(r"\d{1,3}", str(value))
    return int(match.group()) if match else 0
