"""Results as text: what matters first, within a budget, and the next call last."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TypeVar

from mcp.types import CallToolResult, TextContent

from troupe_mcp.app.labels import REHEARSAL
from troupe_mcp.language.text import clip
from troupe_mcp.server.results.envelope import Envelope
from troupe_mcp.server.results.flat import Flat, More
from troupe_mcp.server.results.played import NOT_SHOWN, Action, DocumentLine, EventLine, Played, Reply, State
from troupe_mcp.server.shaping.changes import CHANGES
from troupe_mcp.server.shaping.handing import handed_lines

MOST_TEXT = 12_000
MOST_STRUCTURED = 30_000
MOST_REPLIES = 100
LONGEST_MIND = 60

SHORTEST_LINE, LONGEST_QUESTION = 200, 1000
"""Characters of a line that is cut at the end of the budget, and of a question before its replies."""

ResultT = TypeVar("ResultT", bound=Envelope)


def told(result: Flat, text: str) -> CallToolResult:
    """Return a result whose text and structured content each suffice alone."""
    hands_out = isinstance(result, Envelope) and result.handed
    block = TextContent(type="text", text=text if hands_out else clip(text, MOST_TEXT))
    return CallToolResult(content=[block], structured_content=result.structured())


def heading(result: Envelope) -> str:
    """Return the first line: which run, how far, who played and what that is worth, what it cost."""
    handle = result.run or result.job or result.kind or "run"
    parts = [handle, result.status + (f" ({result.reason})" if result.reason else "")]
    if result.total:
        unit = {"world": "steps", "interview": "answers"}.get(result.kind or "", "done")
        parts.append(f"{result.done}/{result.total} {unit}")
    would = "would be " if result.status == "estimate" else ""
    player = "host (the assistant itself)" if result.played_by == "host" else result.played_by or "nobody"
    parts.append(result.notice.rstrip(".") if result.notice else f"{would}played by {player}")
    if result.cost:
        again = f", {result.cost.cached_calls} from the ledger" if result.cost.cached_calls else ""
        cost = "price unknown" if result.cost.usd is None else f"${result.cost.usd:.2f}"
        calls = "1 call" if result.cost.calls == 1 else f"{result.cost.calls} calls"
        if result.kind == "interview" and result.cost.calls + result.cost.cached_calls > (result.total or 0):
            calls += " in all"  # what is done is counted from this call on, what it cost from the first
        parts.append(f"{cost}, {calls}{again}")
    return " · ".join(parts)


def page(result: Envelope, body: Sequence[str]) -> str:
    """Return heading, body, warnings and the next call, with the body cut at a line where it is too long."""
    ends = [f"Note: {warning}" for warning in result.warnings or ()]
    if result.handed:  # prompts are never cut, and what was wrong with answers comes before them
        said = [*ends, ""] if ends else []
        return "\n".join([heading(result), "", *said, *handed_lines(result.handed), "", f"Next: {result.next}"])
    if result.more:
        ends.append(f"More: {call(result.more)}")
    ends.append(f"Next: {result.next}")
    room = MOST_TEXT - len(heading(result)) - sum(len(line) + 1 for line in ends) - 20
    kept: list[str] = []
    for line in body:
        room -= len(line) + 1
        if room < 0:
            left = room + len(line)
            kept.append(clip(line, left) if left > SHORTEST_LINE else "…")
            break
        kept.append(line)
    return "\n".join([heading(result), "", *kept, "", *ends])


def call(more: More) -> str:
    """Return a call as it could be written."""
    arguments = ", ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in more.arguments.items())
    return f"{more.tool}({arguments})"


def fitted(result: Played) -> Played:
    """Return the result within its budget: minds go first, then all replies are shortened evenly, then the last.

    Where prompts wait for answers they are the result: all that happened stands in them.
    """
    if result.handed:
        return result.model_copy(update={"replies": None, "events": None, "script": None, "documents": None})
    result = _without_minds(_first(result))
    for limit in (1200, 600, 300, 160):
        if _size(result) <= MOST_STRUCTURED:
            return result
        result = _shortened(result, limit)
    kept = list(result.replies or [])
    while kept and _size(result) > MOST_STRUCTURED:
        kept = kept[: max(len(kept) * 3 // 4, 1)] if len(kept) > 1 else []
        more = More(tool="get_run", arguments={"run": result.run, "detail": "transcript", "cursor": "0"})
        result = result.model_copy(update={"replies": kept, "more": more})
    return result


def _size(result: Flat) -> int:
    return len(json.dumps(result.structured(), ensure_ascii=False))


def _first(result: Played) -> Played:
    answers = result.replies or []
    if len(answers) <= MOST_REPLIES:
        return result
    more = More(tool="get_run", arguments={"run": result.run, "detail": "transcript"})
    return result.model_copy(update={"replies": answers[:MOST_REPLIES], "more": more})


def _without_minds(result: Played) -> Played:
    if _size(result) <= MOST_STRUCTURED:
        return result
    bare = [reply.model_copy(update={"mind": None}) for reply in result.replies or []]
    return result.model_copy(update={"replies": bare or None})


def _shortened(result: Played, limit: int) -> Played:
    def short(reply: Reply) -> Reply:
        actions = [a.model_copy(update={"content": clip(a.content, limit)}) for a in reply.actions]
        return reply.model_copy(update={"actions": actions, "question": clip(reply.question or "", 120) or None})

    def brief(line: EventLine) -> EventLine:
        return line.model_copy(update={"content": clip(line.content or "", limit)})

    more = More(tool="get_run", arguments={"run": result.run, "detail": "transcript"})
    lines = [brief(line) for line in result.events or []] or None
    answers = [short(reply) for reply in result.replies or []] or None
    plan = [brief(line) for line in result.script or []] or None
    return result.model_copy(update={"replies": answers, "events": lines, "script": plan, "more": more})


def played_lines(result: Played) -> list[str]:
    """Return replies under their questions, or the last step's events."""
    lines: list[str] = []
    asked = ""
    for reply in result.replies or []:
        if reply.question and reply.question != asked:
            asked = reply.question
            question = f"Q: {clip(asked, LONGEST_QUESTION)}"
            lines += ["", question] if lines else [question]
        lines.append(f"{reply.name}{_by(reply.played_by)}: {_deeds(reply)}{_mind(reply.mind)}{_note(reply.note)}")
    lines += [event_text(line) for line in result.events or []]
    made = [document_text(line) for line in result.documents or ()]
    return [*lines, *standing_lines(result), *([""] if made else []), *made]


def standing_lines(result: Played) -> list[str]:
    """Return who is related, who is not there, and the time, where a world has such rules."""
    told = (
        ("Related", "; ".join(result.relations or ())),
        ("Not there", ", ".join(result.absent or ())),
        ("Time", result.time or ""),
    )
    return [f"{head}: {text}" for head, text in told if text]


def _deeds(reply: Reply) -> str:
    if not reply.actions:
        return "(says nothing)" if reply.status == "answered" else f"(no answer: {reply.status})"
    return " ".join(map(_deed, reply.actions))


def _mind(mind: State | None) -> str:
    """Return in brackets how somebody is now."""
    said = [f"feels {mind.feeling}" if mind.feeling else "", f"wants {mind.goal}" if mind.goal else ""] if mind else []
    told = ", ".join(clip(each, LONGEST_MIND) for each in said if each)
    return f" ({told})" if told else ""


def _deed(action: Action) -> str:
    said = f"{indented(action.content)}{_note(action.note)}"
    return said if action.type == "TALK" else f"[{action.type.lower()}: {said}]"


def placed(run: str) -> str:
    """Return where the positions of cited words are found."""
    return f'(In brackets: positions, shown by get_run(run="{run}", detail="events").)'


def document_text(line: DocumentLine) -> str:
    """Return a document, or what else a tool left, as a line."""
    version = f", version {line.version}" if line.version > 1 else ""
    return f"{line.kind} “{line.title}” by {line.author}, step {line.step}{version}: {line.uri}{_note(line.note)}"


def _note(note: str | None) -> str:
    return f" ({note})" if note else ""


def _by(player: str | None) -> str:
    """Return who played, where that has to be told."""
    return f" ({'rehearsed' if player == REHEARSAL else player})" if player else ""


def event_text(line: EventLine) -> str:
    """Return one event as a line of a transcript."""
    if line.kind == NOT_SHOWN:
        return line.content or ""
    if line.kind in CHANGES:
        return f"{line.step}. ({line.content})"
    if line.kind == "turn" and line.type is None:
        return f"{line.step}. ({line.person}: {line.note})"
    if line.kind == "intervention":
        return f"{line.step}. ({line.type}: {line.content})"
    if not (line.person or line.content):
        return f"{line.step}. ({': '.join(filter(None, (line.kind.replace('_', ' '), line.note)))})"
    whom = f" → {', '.join(line.to)}" if line.to else ""
    how = "" if line.type in {"TALK", "say"} else f" [{(line.type or line.kind).lower()}]"
    said = f": {indented(line.content)}" if line.content else ""
    return f"{line.step}. {line.person or ''}{_by(line.played_by)}{whom}{how}{said}{_note(line.note)}"


def indented(text: str) -> str:
    """Return a text whose further lines cannot be read as somebody else's."""
    return text.replace("\n", "\n    ")
