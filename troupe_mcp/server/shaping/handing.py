"""Open prompts as the assistant gets them: the shared rules once, then each prompt complete on its own with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.language.answer import told_schema
from troupe_mcp.server.results.envelope import Handed, OpenPrompt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.app.views import Awaited

MOST_PROMPTS = 8
MOST_CHARACTERS = 30_000
"""Of one round; the first prompt is always in it."""


def handed(awaited: Sequence[Awaited], run: str, taken: int = 0) -> Handed | None:
    """Return a round of a run's open prompts, those that share the first one's rules and form; None without any.

    So many answers were `taken` already.
    """
    if not awaited:
        return None
    first = awaited[0].prompt
    rules = "\n\n".join(message.text for message in first.messages[: first.shared])
    schema = told_schema(first.answer)
    room = MOST_CHARACTERS - len(rules) - len(schema)
    shown: list[OpenPrompt] = []
    for one in awaited:
        prompt = one.prompt
        alike = prompt.answer is first.answer and prompt.messages[: prompt.shared] == first.messages[: first.shared]
        text = "\n\n".join(message.text for message in prompt.messages[prompt.shared :])
        room -= len(text)
        if not alike or len(shown) == MOST_PROMPTS or (room < 0 and shown):
            break
        shown.append(OpenPrompt(id=one.id, prompt=text))
    how = _how(len(shown), handing_in(run, [prompt.id for prompt in shown]), taken)
    return Handed(how=how, rules=rules, answer_schema=schema, prompts=shown, remaining=len(awaited) - len(shown))


def handing_in(run: str, ids: Iterable[str]) -> str:
    """Return the call that hands in answers to prompts."""
    answers = ", ".join(f'"{each}": {{…}}' for each in ids)
    return f'continue_run(run="{run}", answers={{{answers}}})'


def _how(count: int, call: str, taken: int) -> str:
    """Return what to do. Answers of one wave are played together, so that until then no transcript has them."""
    which, what = ("the one prompt", "it") if count == 1 else (f"each of the {count} prompts by itself", "all you have")
    return (
        f"You are the model of this run. Answer {which}: read the rules and that prompt as if there were nothing else, "
        f"and write one JSON object of the schema. Then hand {what} in: {call}, where each {{…}} is such an object."
        f"{_kept(taken)}"
    )


def _kept(taken: int) -> str:
    if not taken:
        return ""
    come, are = ("1 answer is", "it shows") if taken == 1 else (f"{taken} answers are", "they show")
    return f" {come} in and kept: {are} once the others who act at the same time have theirs, whoever gives them."


def handed_lines(round_: Handed) -> list[str]:
    """Return a round as text: what to do, what all prompts share, then each under a heading of its own."""
    count = len(round_.prompts)
    lines = [round_.how]
    if round_.remaining:
        lines.append(f"{round_.remaining} more prompts follow in later rounds.")
    lines += ["", "===== RULES, to be read before every prompt =====", round_.rules]
    lines += ["", "===== SCHEMA of every answer =====", round_.answer_schema]
    for number, prompt in enumerate(round_.prompts, 1):
        lines += ["", f"===== PROMPT {prompt.id} ({number} of {count}) =====", prompt.prompt]
    return [*lines, "", "===== END of the prompts ====="]
