"""The form in which a caster writes a person: our persona's usual keys, each of them wanted."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from troupe_mcp.language.answer import Answer

Line = Annotated[str, Field(min_length=1)]


class Occupation(Answer):
    """What somebody does for a living."""

    title: str
    organization: str
    description: str


class BigFive(Answer):
    """Five traits, each `High.`, `Medium.` or `Low.` with what shows it."""

    openness: str
    conscientiousness: str
    extraversion: str
    agreeableness: str
    neuroticism: str


class Personality(Answer):
    """Traits in a few words each, and the five."""

    traits: list[Line]
    big_five: BigFive


class Preferences(Answer):
    """What somebody is drawn to, and what they can't stand."""

    interests: list[Line]
    likes: list[Line]
    dislikes: list[Line]


class Routines(Answer):
    """What an ordinary day and a weekend bring."""

    morning: list[Line]
    workday: list[Line]
    evening: list[Line]
    weekend: list[Line]


class Behaviors(Answer):
    """What somebody does without being asked."""

    general: list[Line]
    routines: Routines


class Relation(Answer):
    """Somebody in their life."""

    name: str
    description: Line


class Specification(Answer):
    """A whole person."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    age: Annotated[int, Field(ge=0, le=120)]
    gender: str
    nationality: str
    residence: str
    languages: str
    education: str
    long_term_goals: list[Line]
    occupation: Occupation
    style: str
    personality: Personality
    preferences: Preferences
    beliefs: list[Line]
    skills: list[Line]
    behaviors: Behaviors
    frustrations: list[Line]
    health: str
    money: str
    media: str
    relationships: list[Relation]
    other_facts: list[Line]


class PlannedPerson(Answer):
    """One person of a plan: a name of their own and who this is, in a line."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    line: Line


class CastPlan(Answer):
    """The people of a cast, all different."""

    people: list[PlannedPerson]
