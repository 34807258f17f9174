"""Interventions and claims to watch, in the form in which a caller gives them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

from troupe_mcp.app.scenes.requests import Happening, one_or_several

MOST_CLAIM = 2000


class Watched(BaseModel):
    """A claim that is judged at each step: with a score 0-9, or about one person, where asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    claim: str = Field(max_length=MOST_CLAIM)
    score: bool = False
    person: str | None = None


class When(BaseModel):
    """When an intervention speaks: as a step opens, where all that is given here holds on what happened before it."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    step: int | None = Field(None, ge=1)
    every: int | None = Field(None, ge=1)
    claim: str | None = Field(None, max_length=MOST_CLAIM)
    holds: bool | None = Field(None, alias="is")
    above: int | None = Field(None, ge=0, le=9)
    below: int | None = Field(None, ge=0, le=9)
    silent_for: int | None = Field(None, ge=1)
    matches: str | None = None
    person: str | None = None


class Then(Happening):
    """What an intervention brings: words, things, thoughts; who comes, who goes."""

    _one_addressee = field_validator("to", mode="before")(one_or_several)


class Intervention(BaseModel):
    """What is to happen as a step of a world opens, once its conditions hold: every time where they have `every`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: When
    then: Then
