"""What is told of people who were made, or would be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any
from typing import cast as cast_to

from troupe_mcp.language.text import clip
from troupe_mcp.server.results.people import Alike, Covered, Created, LeftOut, Peopled, TurnPrice
from troupe_mcp.server.shaping.envelope import envelope
from troupe_mcp.server.shaping.onward import onward
from troupe_mcp.server.shaping.pricing import price_line, priced, turn_line
from troupe_mcp.server.shaping.telling import page, told
from troupe_mcp.simulation.people.likeness import ALIKE
from troupe_mcp.simulation.people.persona import summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcp.types import CallToolResult

    from troupe_mcp.app.views import RunView

FEWEST_OF_ONE_TRADE = 3
MOST_CELLS = 120
MOST_LINES = 10
MOST_LEFT_OUT = 12
MOST_UNQUOTED = 20


def cast(view: RunView) -> CallToolResult:
    """Return a casting: the one person it made, or the people who are its cast."""
    spec = view.run.settings["spec"]
    return _people(view) if spec.get("group", spec["planned"]) else _person(view)


def planned(view: RunView) -> CallToolResult:
    """Return what a casting would be: who is wanted, how many of each cell, and what it would cost."""
    if view.estimate is None:
        raise ValueError("a casting that was played is no plan")
    run = view.run
    estimate = priced(view.played_by, view.estimate)
    head = envelope(view, f"the same call without dry_run and with seed={run.seed} makes just these")
    kept = {name: head[name] for name in ("kind", "status", "played_by", "notice", "next", "warnings", "seed", "title")}
    cells = _covered(view, planned=not view.cast)
    kept["warnings"] = [*(kept["warnings"] or []), *_outside(view, cells)] or None
    result = Peopled(**kept, estimate=estimate, lines=_lines(view) or None, coverage=cells or None)
    body = [price_line(estimate), *_coverage_lines(cells), *_numbered(result.lines)]
    return told(result, page(result, body))


def _people(view: RunView) -> CallToolResult:
    run = view.run
    done = run.status == "done"
    follow = onward(view.run, f'listen_and_act(people=["{run.id}"], say="…") asks all of them')
    missed = view.left_out()
    warnings = _left_out(view, missed)
    unquoted = [f"{member.name}: {claim}" for member in view.cast for claim in _listed(member.persona.spec, "unquoted")]
    if unquoted:
        warnings.append(
            f"{len(unquoted)} claims have no quote in their transcript and are marked `unquoted` in the documents; "
            "take them out, or check them."
        )
    cells = _covered(view, planned=False) if done else []
    warnings += _outside(view, cells) + ([*_unheld(view), *_one_trade(view)] if done else [])
    alike = _alike(view) if done else None
    if alike and alike.pairs_above_0_8 and run.settings["spec"].get("calls"):
        pairs = "1 pair is" if alike.pairs_above_0_8 == 1 else f"{alike.pairs_above_0_8} pairs are"
        warnings.append(
            f"{pairs} alike (likeness above {ALIKE}). More in the description, dimensions or "
            "another seed sets them apart."
        )
    result = Peopled(
        **envelope(replace(view, warnings=(*view.warnings, *warnings)), follow),
        coverage=cells or None,
        closest=alike,
        unquoted=unquoted[:MOST_UNQUOTED] or None,
        left_out=[LeftOut(**each) for each in missed[:MOST_LEFT_OUT]] or None,
        price_per_turn=_turn(view),
    )
    lines = [f"{each.person} · {each.name}: {each.line or ''}" for each in result.people or []]
    more = [f"… and {result.people_total - len(lines)} more"] if result.people_total else []
    body = [*lines, *more] or ["Nobody is written yet."]
    return told(result, page(result, [*body, *_coverage_lines(cells), *_ends(result), *_claims(result.unquoted)]))


def _person(view: RunView) -> CallToolResult:
    person = view.run.settings["spec"]["ids"][0]
    made = next(iter(view.cast), None)
    warned = replace(view, warnings=(*view.warnings, *_unheld(view)))
    head = envelope(warned, onward(view.run, f'listen_and_act(people=["{person}"], say="…")'))
    if made is None:
        result = Created(**head, person=person)
        return told(result, page(result, [f"{person} is not written yet."]))
    spec = made.persona.spec
    line = summary(spec)
    result = Created(
        **head,
        person=person,
        name=made.name,
        version=made.version,
        summary=line,
        uri=f"troupe://people/{person}",
        claims=len(_listed(spec, "claims")) or None,
        unquoted=_listed(spec, "unquoted")[:MOST_UNQUOTED] or None,
    )
    body = [f"{person} · {made.name}, version {made.version}", line]
    if result.claims is not None:
        body.append(f"{result.claims} claims, each with its quote in the transcript.")
    return told(result, page(result, [*body, *_claims(result.unquoted)]))


def _unheld(view: RunView) -> list[str]:
    """Return what of the description is in nobody's file, once, for whoever made them to tell."""
    unread = view.unread()
    told = (
        [f"The rehearsal reads English only: it could not read “{clip(unread, 400)}”. A model would."] if unread else []
    )
    missing = [each for each in view.unheld() if each not in unread]
    if missing:
        whose = "anybody's file" if len(view.cast) > 1 else "the file"
        told.append(f"Not in {whose}, the rehearsal cannot write it: {clip(', '.join(missing), 400)}.")
    return told


def _one_trade(view: RunView) -> list[str]:
    """Return that all have the same occupation, where no description begins with it: they may be meant to differ."""
    jobs = [member.persona.spec.get("occupation") for member in view.cast]
    titles = {str(cast_to("Mapping[str, Any]", job).get("title", "")) for job in jobs if isinstance(job, Mapping)}
    description = str(view.run.settings["spec"].get("description") or "")
    who = re.split(r"\b(?:of|for|at|who|that|which|with)\b|[,:;]", description, maxsplit=1)[0].lower()
    title = next(iter(titles), "")
    if len(view.cast) < FEWEST_OF_ONE_TRADE or len(titles) != 1 or not title or title.split()[-1].lower() in who:
        return []
    said = "If it isn't meant, say in the description what they work as, or “of different jobs”."
    return [f"All {len(view.cast)} have the same occupation, {title}. {said}"]


def _listed(spec: Mapping[str, Any], key: str) -> list[str]:
    """Return a list of a document as texts; somebody's own document may have anything under a key."""
    found = spec.get(key)
    return [str(item) for item in cast_to("list[Any]", found)] if isinstance(found, list) else []


def _lines(view: RunView) -> list[str]:
    """Return who the first of a plan are to be."""
    places: Sequence[Mapping[str, Any]] = view.run.settings["spec"]["places"]
    ready = iter(view.cast)
    lines = [
        ": ".join(filter(None, (member.name, summary(member.persona.spec))))
        if place.get("ready") and (member := next(ready, None))
        else str(place.get("line") or ("of a transcript" if place.get("transcript") else ""))
        for place in places[:MOST_LINES]
    ]
    return [clip(line, 200) for line in lines] if any(lines) else []


def _numbered(lines: Sequence[str] | None) -> list[str]:
    return ["", "The first of them:", *(f"{at}. {line}" for at, line in enumerate(lines, 1))] if lines else []


def _covered(view: RunView, *, planned: bool) -> list[Covered]:
    return [
        Covered(
            dimension=cell.dimension, cell=cell.cell, wanted=cell.wanted, got=None if planned else cell.got,
            weighted=cell.weighted,
        )
        for cell in view.coverage()[:MOST_CELLS]
    ]  # fmt: skip


def _outside(view: RunView, cells: Sequence[Covered]) -> list[str]:
    """Return of which dimensions people are in none of the cells that were wanted."""
    got: dict[str, int] = {}
    for cell in cells:
        if cell.wanted is not None and cell.got is not None:
            got[cell.dimension] = got.get(cell.dimension, 0) + cell.got
    people = len(view.cast)
    return [
        f"{people - number} of {people} people are in no cell of {dimension}: their documents say it otherwise, or "
        "not at all."
        for dimension, number in got.items()
        if number < people and len(cells) < MOST_CELLS
    ]


def _coverage_lines(cells: Sequence[Covered]) -> list[str]:
    """Return a line a dimension: `age: 18-29 60/60, 30+ 139/140 (1 missing)`."""
    lines = [
        f"{dimension}: {', '.join(map(_cell, group))}"
        for dimension, group in groupby(cells, lambda cell: cell.dimension)
    ]
    how = " (got/wanted)" if any(cell.wanted is not None and cell.got is not None for cell in cells) else ""
    return ["", f"Coverage{how}:", *(clip(line, 600) for line in lines)] if lines else []


def _cell(cell: Covered) -> str:
    numbers = [str(number) for number in (cell.got, cell.wanted) if number is not None]
    missing = (cell.wanted or 0) - (cell.wanted or 0 if cell.got is None else cell.got)
    notes = [f"{missing} missing"] if missing > 0 else []
    notes += [f"{cell.weighted:.1%} weighted"] if cell.weighted is not None else []
    told_of = f" ({', '.join(notes)})" if notes else ""
    return f"{cell.cell} {'/'.join(numbers)}{told_of}"


def _alike(view: RunView) -> Alike | None:
    found = view.closest()
    if found is None:
        return None
    names = [view.cast[place].name for place in (found.one, found.other)]
    return Alike(people=names, likeness=round(found.likeness, 3), pairs_above_0_8=found.alike, compared=found.compared)


def _left_out(view: RunView, missed: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return who is missing, and the call that fills the places."""
    if not missed:
        return []
    said = "; ".join(f"place {each['place']} ({each['outcome']}): {clip(each['line'], 80)}" for each in missed[:4])
    more = f"; and {len(missed) - 4} more" if len(missed) > 4 else ""
    first = clip(missed[0]["line"] or view.run.settings["spec"]["description"], 80).replace('"', "'")
    told_of = (
        f"{len(missed)} of {view.run.total} were asked for twice, had no answer and are left out: {said}{more}. "
        f'create_people(each=["{first}"]) writes one anew, in other words if it was refused.'
    )
    return [told_of]


def _turn(view: RunView) -> TurnPrice | None:
    if view.turns is None:
        return None
    price = priced(view.played_by, view.turns)
    return TurnPrice(tokens=price.each_tokens, usd=price.each_usd)


def _ends(result: Peopled) -> list[str]:
    """Return how alike people are, and what a turn of them costs."""
    lines: list[str] = []
    if alike := result.closest:
        lines.append(
            f"Closest pair: {' and '.join(alike.people)}, likeness {alike.likeness:.2f} of 1 (alike: above {ALIKE})."
        )
    if result.price_per_turn:
        lines.append(turn_line(result.price_per_turn))
    return ["", *lines] if lines else []


def _claims(claims: Sequence[str] | None) -> list[str]:
    return ["", "Without a quote:", *(f"- {clip(claim, 200)}" for claim in claims)] if claims else []
