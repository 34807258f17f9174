"""One claim against a log: a verdict with the words it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.language.ask import ask
from troupe_mcp.language.prompt import Message, Prompt
from troupe_mcp.simulation.persona import slug
from troupe_mcp.studies.extraction import only_said
from troupe_mcp.studies.forms import Judged, Scored
from troupe_mcp.studies.tasks import ClaimTask
from troupe_mcp.studies.transcript import as_text, transcript

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.events import Event


async def check(
    log: Sequence[tuple[int, Event]],
    *,
    claim: str,
    people: Sequence[str],
    person: str,
    scored: bool,
    seed: int,
    source: str,
    templates: Templates,
    model: Model,
) -> Mapping[str, Any]:
    """Return `{verdict, justification, confidence, quotes: [{position, person, quote}]}`, and `score` where `scored`.

    Quotes that nobody said where they claim to stand are dropped. `source` names the run in the call's address.
    Raises ModelFailed where nobody could answer.
    """
    lines = transcript(log, person)
    task = ClaimTask(claim, lines, tuple(people), person, scored)
    system = templates.render("claim.system.md.j2", scored=scored)
    user = templates.render("claim.user.md.j2", claim=claim, people=people, person=person, transcript=as_text(lines))
    form = Scored if scored else Judged
    address = ("check", source, slug(person) if person else "run")
    prompt = Prompt((Message("system", system), Message("user", user)), form, task, address, seed, templates.version)
    answer = (await ask(model, prompt, form)).model_dump(mode="json")
    speaker = {line.position: line.person for line in lines if not line.from_outside}
    kept = only_said(answer, {line.position: line.content for line in lines if not line.from_outside})
    return {**kept, "quotes": [{**quote, "person": speaker[quote["position"]]} for quote in kept["quotes"]]}
