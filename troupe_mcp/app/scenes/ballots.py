"""A ballot as a caller gives it: the question that a group answers in private before and after it talks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, model_validator

from troupe_mcp.errors import RequestError, TroupeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.simulation.worlds.events import SceneSet

KINDS = ("choice", "rating")
"""What can be voted on: a vote that moved has to be told from one that did not."""
YES_OR_NO = ("Yes", "No")


class Ballot(BaseModel):
    """A question of choice, or a rating on a `scale` with `labels`.

    Without `options` a choice is between those that the text names ("For or against it?"), else yes or no.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    kind: str | None = None
    options: tuple[str, ...] = ()
    scale: tuple[int, ...] | None = None
    labels: tuple[str, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str) else value


def ballot_of(given: Ballot | str | None, before: SceneSet | None, where: str) -> Mapping[str, Any] | None:
    """Return the ballot of a scene as it is kept: as given, or as it was before; "" ends it.

    Raises RequestError where nothing can be voted on so.
    """
    if given is None:
        return before.ballot if before and where != "private" else None
    asked = Ballot(text=given) if isinstance(given, str) else given
    if not asked.text.strip():
        return None
    if where == "private":
        raise RequestError(
            "A ballot needs people who hear each other: leave setting='private' out, or ask each alone with ask_people."
        )
    kind = asked.kind or ("rating" if asked.scale else "choice")
    if kind not in KINDS:
        raise RequestError(
            f"ballot has kind {kind[:40]!r}; expected one of {', '.join(KINDS)}: votes are compared before and after. "
            "Other kinds: ask_people(run=…) asks a run's people without its learning of it."
        )
    return _kept(asked, kind)


def as_read(given: Ballot | str | None, kept: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return between what people choose where a ballot came without options and its text names them."""
    offered = [text for _, text, _ in kept["options"]] if kept else []
    if not given or not kept or offered in ([], list(YES_OR_NO)) or (isinstance(given, Ballot) and given.options):
        return ()
    told = f"The ballot was read as a choice of {' | '.join(offered)}, as its text offers them."
    return (f'{told} For others: ballot={{"text": "…", "options": ["…", "…"]}}.',)


def _kept(asked: Ballot, kind: str) -> Mapping[str, Any]:
    from troupe_mcp.studies.questionnaire import as_json
    from troupe_mcp.studies.survey.alternatives import alternatives_in
    from troupe_mcp.studies.survey.reading import questions_of

    options = asked.options or ((alternatives_in(asked.text) or YES_OR_NO) if kind == "choice" else ())
    put = {**asked.model_dump(exclude_none=True), "id": "ballot", "kind": kind, "options": options}
    try:
        [question] = questions_of([put])
    except TroupeError as fault:
        raise type(fault)(str(fault).replace("questions[0] ('ballot')", "ballot")) from fault
    kept = as_json(question)
    return {**kept, "scale": list(question.scale), "labels": list(question.labels)}
