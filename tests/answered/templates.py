"""Which prompt templates the kept answers are to: a message is of a template whose fixed words it has, in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from jinja2 import Environment

from tests.answered.scenes.seen import flat
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.library import PACKAGE

OPENS = ("if", "for")
TELLING = 25
"""Characters from which on a text of a branch tells its template."""


@cache
def templates() -> dict[str, str]:
    """Return the sources of all prompt templates, by name."""
    return {path.name: path.read_text("utf-8") for path in sorted(PACKAGE.glob("*/prompts/*.j2"))}


def fixed_words(source: str, *, branches: bool = False) -> list[str]:
    """Return the texts that stand in whatever is rendered of a template, in order; or those of its branches."""
    found: list[str] = []
    depth, begins = 0, False
    for _, kind, text in Environment(autoescape=True).lex(source):
        if kind == "data" and bool(depth) == branches:
            found.append(flat(text))
        elif kind == "name" and begins:
            depth += (text in OPENS) - text.startswith("end")
        begins = kind == "block_begin" or (begins and kind == "whitespace")
    return [text for text in found if text]


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return what every message of a template matches as a whole."""
    source = templates()[name]
    if fixed := fixed_words(source):
        return re.compile(".*".join(["", *map(re.escape, fixed), ""]))
    others = flat(" ".join(each for other, each in templates().items() if other != name))
    some = [text for text in fixed_words(source, branches=True) if len(text) >= TELLING and text not in others]
    return re.compile(f".*({'|'.join(map(re.escape, some))}).*")


def answered(prompts: Iterable[Prompt]) -> Counter[str]:
    """Return how many of the prompts each template is in."""
    count = Counter[str](dict.fromkeys(templates(), 0))
    for prompt in prompts:
        said = [flat(message.text) for message in prompt.messages]
        count.update(name for name in templates() if any(pattern(name).fullmatch(text) for text in said))
    return count
