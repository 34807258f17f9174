"""The verb that plays people alone with whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.app.handles import named
from troupe_mcp.app.labels import unseen, unspoken
from troupe_mcp.app.naming import call_digest, company, first_words, mint
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.runs.playing import fresh_seed, unplayed
from troupe_mcp.app.scenes.costs import for_whom, price, priced_for
from troupe_mcp.app.scenes.remembering import Brought, memories_to_bring, with_brought
from troupe_mcp.app.scenes.requests import Opening, as_mapping, tidy
from troupe_mcp.app.scenes.staging import Staging
from troupe_mcp.app.studies.cautions import unsaid
from troupe_mcp.errors import NotFound, RequestError
from troupe_mcp.language.text import one_line
from troupe_mcp.runs.log import read_log
from troupe_mcp.simulation.worlds.events import SceneSet
from troupe_mcp.store import RunRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import Member, RunView

INTERVIEWER = "interviewer"
NOTHING = "Nothing to react to: give one of say, show, questions, documents, think, goal, situation."


async def listen_and_act(
    self: App,
    people: Sequence[str] = (),
    opening: Opening | None = None,
    questions: Sequence[str] = (),
    *,
    speaker: str = "",
    run: str | None = None,
    staging: Staging | None = None,
    play: Play | None = None,
) -> RunView:
    """Talk to people in private, one question after the other, in a new run or as a follow-up in `run`.

    `speaker` is who talks to them: where not given, whoever did so before in `run`, else an interviewer.
    Of `staging` only the tools and `bring_memories` count here. Raises RequestError where nobody is asked or nothing is
    said, NotFound, Ambiguous, Conflict.
    """
    play, opening, staging = play or Play(), opening or Opening(), staging or Staging()
    digest = call_digest(
        "listen_and_act",
        {
            "people": list(people),
            **as_mapping(opening),
            "questions": list(questions),
            "speaker": speaker,
            **as_mapping(staging),
            "run": run,
            "seed": play.seed,
            "played_by": play.played_by,
        },
    )
    questions = [tidy(f"questions[{place}]", question) for place, question in enumerate(questions)]
    if not (questions or opening.lines(1)):
        raise RequestError(NOTHING)
    parent = self.run(run) if run else None
    if known := self.to_join(digest, play, parent):
        return await self.rejoin(known, play)
    parent = await self.going_on(self.finished(run), play) if run else None
    members = asked(self, people, parent) or priced_for(self, people, play)
    brought = await memories_to_bring(self, members, again=parent is not None) if staging.bring_memories else Brought()
    past = [event for _, event in await read_log(self.store, parent.id)] if parent else [*brought.events]
    base = await self.step_of(parent, None) if parent else 0
    names = tuple(member.name for member in members)
    lines = opening.lines(base + 1, names)
    first = base + 2 if opening.say else base + 1
    lines = await self.files.opened(lines)
    lines += [line for n, q in enumerate(questions) for line in Opening(say=q).lines(first + n, names)]
    before = next((event for event in reversed(past) if isinstance(event, SceneSet)), None)
    voice = one_line(speaker) or (before.speaker if before else INTERVIEWER)
    last = max(line.step for line in lines)
    tools = staging.equipment(names, before)
    scene = SceneSet(
        "private", "together", last, voice, names, tuple(lines), base, tools=tools, quality=staging.care(before)
    )
    new = RunRecord(
        mint("talk", first_words(names)),
        "interview",
        f"Talk with {company(names)}",
        settings=parent.settings if parent else self.frozen(play, list(brought.on_rehearsal)),
        seed=fresh_seed(play),
        total=len(names) * (scene.last_step - base),
        call_digest=digest,
    )
    alone = not past and all(line.kind == "say" for line in lines)
    cautions = unsaid([line.content for line in lines]) if alone else ()
    if play.dry_run:
        cost = price(self, new, past, scene, self.cast(parent) if parent else members)
        return unplayed(new, members if people or parent else (), cost, (*for_whom(people, parent), *cautions))
    if parent:
        return await self.go_on(parent, scene, digest, play, unseen(new, scene))
    told = (
        *unseen(new, scene),
        *cautions,
        *unspoken(new, members),
        *self.warnings(new, play),
        *(brought.said() if staging.bring_memories else ()),
    )
    return await self.begin(with_brought(new, brought), [*brought.events, scene], members, play, told)


def asked(self: App, people: Sequence[str], parent: RunRecord | None) -> list[Member]:
    """Return who is asked: the people given, of the cast of a run where there is one, or all of that cast."""
    if parent is None:
        return self.members(people)
    cast = self.cast(parent)
    if not people or list(people) == [parent.id]:
        return cast
    names = [member.name for member in cast]
    chosen: list[Member] = []
    for handle in people:
        name = named(cast, handle)
        if name is None:
            message = (
                f"{handle[:80]!r} is not in {parent.id}: {', '.join(names[:12])}. Leave run out to talk to others."
            )
            raise NotFound(message)
        chosen += [member for member in cast if member.name == name]
    return list(dict.fromkeys(chosen))
