"""An interview as its replies: each turn with the question it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.server.results.played import Action, Reply, State
from troupe_mcp.server.shaping.beside import has_several_players, note_of, player_of_turn
from troupe_mcp.server.shaping.transcript import UNSEEN
from troupe_mcp.simulation.worlds.events import Acted, StepBegan, Stimulus, TurnTaken

if TYPE_CHECKING:
    from troupe_mcp.app.views import RunView


def replies(view: RunView) -> list[Reply]:
    """Return what people did since the call began, turn by turn, with the question it answers."""
    ids = {member.name: member.person for member in view.cast}
    asked: dict[str, str] = {}
    everybody = ""
    done: dict[str, list[Action]] = {}
    told: list[Reply] = []
    several = has_several_players(view)
    for position, event in view.log:
        match event:
            case StepBegan():
                asked, everybody = {}, ""
            case Stimulus() if event.kind == "say":
                everybody = "" if event.to else event.content
                asked |= dict.fromkeys(event.to, event.content)
            case Acted() if event.type not in UNSEEN:
                to = [*event.to, *event.unknown] or None
                action = Action(type=event.type, content=event.content, to=to, note=note_of(event))
                done.setdefault(event.person, []).append(action)
            case TurnTaken():
                actions = done.pop(event.person, [])
                if position > view.since:
                    mind = State(feeling=event.feeling, attention=event.attention, goal=event.goal)
                    question = asked.get(event.person, everybody) or None
                    told.append(
                        Reply(
                            person=ids.get(event.person, event.person),
                            name=event.person,
                            question=question,
                            actions=actions,
                            mind=mind if event.outcome == "answered" else None,
                            status=event.outcome,
                            played_by=player_of_turn(event) if several else None,
                            note=event.cut or None,
                        )
                    )
            case _:
                continue
    return told
