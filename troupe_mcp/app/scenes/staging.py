"""How a world is staged: what a caller may say of its rules, beside who is there and what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from troupe_mcp.app.scenes.ballots import Ballot
from troupe_mcp.app.scenes.interventions import Intervention, Watched
from troupe_mcp.errors import NotFound, RequestError
from troupe_mcp.language.text import clean, one_line
from troupe_mcp.simulation.people.names import match_name
from troupe_mcp.simulation.steering.steering import Proposition
from troupe_mcp.simulation.tools import TOOLS
from troupe_mcp.simulation.worlds.events import Order, Question, Setting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.simulation.worlds.events import SceneSet

IN_TURN_UP_TO = 6
"""People in a room who by default hear each other within a step; more act together."""
MOST_QUESTIONS = 50
LONGEST = 2000


class GuideItem(BaseModel):
    """A question of a moderator's guide, and for how many steps it is talked about; left out, an even share."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    steps: int | None = Field(None, ge=1, le=100)


class Staging(BaseModel):
    """The rules of a world; what is left out stays as it was in a run that goes on, or is the default.

    `order` auto: in turn for a few people in a room, together otherwise; so a run begins. `speaker` is who says what
    comes from outside. A `guide` is asked by `moderator`: somebody in the cast, who then only moderates, or a voice of
    any name. A fork keeps it where it stood, and `()` ends it.
    `relations` are lines like `Ana, Bo: sisters`, and make it a network; a network without any takes them from what
    people's files say under `relationships`. `start` is the ISO date and time of the first step; `time_per_step`, as
    `10 minutes` or `P6M`, how much later each further one is.
    `quality` of turns: slips that code sees are noted, mended by taking the turn again, or a call judges turns as well.
    `bring_memories`: people remember what they perceived in their other finished runs.
    `tools` are what people may work with; those in `tool_owners` belong to one person of the cast each.
    `ballot` is voted on in private before the first step and after the last; a run that goes on votes after again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    setting: Setting | None = None
    order: Literal["auto", "together", "in_turn"] | None = None
    speaker: str | None = None
    relations: tuple[str, ...] | None = None
    start: str | None = None
    time_per_step: str | None = None
    interventions: tuple[Intervention, ...] | None = None
    watch: tuple[str | Watched | Proposition, ...] | None = None
    stop_when: str | None = None
    bring_memories: bool = False
    quality: Literal["note", "mend", "judge"] | None = None
    guide: tuple[str | GuideItem, ...] | None = None
    moderator: str | None = None
    tools: tuple[str, ...] | None = None
    tool_owners: dict[str, str] = Field(default_factory=dict[str, str])
    ballot: Ballot | str | None = None

    def turns(self, where: Setting, people: int, before: SceneSet | None) -> Order:
        """Return the order of a scene: as given, or as it was given before; else by how many there are."""
        usual = _usual(where, people)
        if self.order:
            return usual if self.order == "auto" else self.order
        given = before is not None and before.order != _usual(before.setting, len(before.people))
        return before.order if before and given else usual

    def questions(self, steps: int) -> tuple[Question, ...]:
        """Return the guide with its time boxes: what `steps` leave is shared evenly by those without a time.

        Raises RequestError where a question is empty or too long, or where the guide needs more steps than there are.
        """
        items = [
            item if isinstance(item, GuideItem) else GuideItem(question=item, steps=None) for item in self.guide or ()
        ]
        if len(items) > MOST_QUESTIONS:
            raise RequestError(f"guide has {len(items)} questions; at most {MOST_QUESTIONS} are possible.")
        open_ended = [item for item in items if item.steps is None]
        left = steps - sum(item.steps or 0 for item in items)
        if left < len(open_ended):
            need = steps - left + len(open_ended)
            raise RequestError(f"guide needs at least {need} steps, and steps={steps}. Give steps={need} or ask less.")
        share, rest = divmod(left, len(open_ended)) if open_ended else (0, 0)
        longer = {id(item) for item in open_ended[:rest]}
        return tuple(
            Question(_question(at, item.question), item.steps or share + (id(item) in longer))
            for at, item in enumerate(items)
        )

    def led(
        self, cast: Sequence[str], speaker: str, after: int, steps: int, goes_on: SceneSet | None
    ) -> Mapping[str, Any]:
        """Return the guide of a scene that plays so many steps after one, and its moderator.

        They are as given, or those of a scene that `goes_on`, where that stood.
        """
        if self.guide is not None or not (goes_on and goes_on.guide):
            leader = self.leader(cast, speaker) if self.guide or self.moderator else ""
            return {"guide": self.questions(steps), "moderator": leader}
        gone = goes_on.moderator in goes_on.people and goes_on.moderator not in cast
        kept = self.moderator or (speaker if gone else goes_on.moderator)
        leader = match_name(kept, cast) or one_line(kept)[:80]
        return {"guide": goes_on.guide, "moderator": leader, "resumed": goes_on.step < after}

    def leader(self, cast: Sequence[str], speaker: str) -> str:
        """Return who moderates, by their name in the cast where they are in it. Raises NotFound, RequestError."""
        if self.moderator is None:
            return speaker
        if not self.guide:
            raise RequestError(
                f"moderator={self.moderator[:80]!r} has nothing to ask: give guide, e.g. guide=['What annoys you?']."
            )
        name = match_name(self.moderator, cast)
        if name and len(cast) < 2:
            raise NotFound(f"{name} would moderate nobody: give people who are moderated as well.")
        return name or one_line(self.moderator)[:80] or speaker

    def care(self, before: SceneSet | None) -> str:
        """Return how a scene's turns are checked: as given, or as before."""
        if self.quality is None:
            return before.quality if before else ""
        return "" if self.quality == "note" else self.quality

    def equipment(self, cast: Sequence[str], before: SceneSet | None) -> tuple[str, ...]:
        """Return the tools of a scene, with their owners by their names in the cast.

        Raises RequestError for a tool that does not exist or was not given, NotFound for an owner who is not there.
        """
        if self.tools is None and not self.tool_owners:
            return before.tools if before else ()
        given = list(dict.fromkeys(self.tools or self.tool_owners))
        if unknown := next((tool for tool in given if tool not in TOOLS), None):
            raise RequestError(f"No tool {unknown[:60]!r}. There are: {', '.join(TOOLS)}.")
        if stray := next((tool for tool in self.tool_owners if tool not in given), None):
            raise RequestError(f"tool_owners names {stray[:60]!r}, which is not in tools: {', '.join(given)}. Add it.")
        owners = {tool: self._owner(tool, owner, cast) for tool, owner in self.tool_owners.items()}
        return tuple(f"{tool}:{owners[tool]}" if tool in owners else tool for tool in given)

    def _owner(self, tool: str, wanted: str, cast: Sequence[str]) -> str:
        owner = match_name(wanted, cast)
        if owner is None:
            raise NotFound(
                f"tool_owners gives {tool} to {wanted[:80]!r}, who is not in the cast: {', '.join(cast[:12])}. Use one "
                "of these names."
            )
        return owner


def _usual(where: Setting, people: int) -> Order:
    """Return the order that nobody had to ask for."""
    return "in_turn" if where in {"room", "refereed"} and people <= IN_TURN_UP_TO else "together"


def _question(at: int, text: str) -> str:
    said = clean(text)
    if not said or len(said) > LONGEST:
        raise RequestError(f"guide[{at}] has {len(said):,} characters; from 1 to {LONGEST:,} are possible.")
    return said
