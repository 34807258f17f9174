"""Documents in parts: nothing is lost, cuts fall between sentences, and each part knows its heading and page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troupe_mcp.simulation.memory.chunks import MOST, beginning, chunks, outline
from troupe_mcp.simulation.memory.passages import passages_for
from troupe_mcp.simulation.turns.perception import Perceived

PROSE = [f"Sentence {n} of this chapter speaks of matter number {n * 7} at some length." for n in range(400)]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab .!?。\n#-", max_size=6000))
def test_no_word_of_a_text_is_lost_and_no_part_is_too_long(text: str) -> None:
    parts = chunks(text)
    told = "".join(part.text for part in parts)
    marks = re.compile(r"^#{1,6} +(?=\S)", re.MULTILINE)
    lines = [marks.sub("", row.strip()) for row in text.split("\n")]
    assert re.sub(r"\s", "", told) == re.sub(r"\s", "", "".join(lines))
    assert all(len(part.text) <= MOST + 201 for part in parts)
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))


@pytest.mark.parametrize("wrapped", [" ", "\n", "\n\n"], ids=["one line", "lines", "paragraphs"])
def test_parts_are_cut_between_sentences(wrapped: str) -> None:
    parts = chunks(wrapped.join(PROSE))
    assert len(parts) > 20
    assert all(part.text.endswith(".") for part in parts)
    assert min(len(part.text) for part in parts[:-1]) >= 700


def test_a_part_knows_its_heading_its_page_and_its_place() -> None:
    text = "[page 1]\n# Keys\n" + "\n".join(PROSE[:40]) + "\n[page 2]\n# Dogs\nDogs wait outside.\n"
    parts = chunks(text)
    assert [part.heading for part in parts] == ["Keys"] * (len(parts) - 1) + ["Dogs"]
    assert parts[-1].place == f"part {len(parts)} of {len(parts)}, page 2"
    assert "[page" not in "".join(part.text for part in parts) + beginning(text)
    assert outline(text) == ("Keys", "Dogs")


def recalled(question: str, text: str) -> list[str]:
    read = Perceived(1, "document", "moderator", "…", title="The book", whole=text)
    return [passage.text for passage in passages_for([read, Perceived(1, "say", "moderator", question)], 0)]


def test_a_part_is_found_by_its_heading_and_quoted_with_it() -> None:
    chapters = [
        f"# Chapter on {name}\n" + "\n".join(PROSE[n * 60 : n * 60 + 60])
        for n, name in enumerate(["tea", "ice", "oak", "rye", "zinc"])
    ]
    found = recalled("What does it say on zinc?", "\n".join(chapters))
    assert found
    assert all(text.startswith("Chapter on zinc\n") for text in found)


def test_what_stands_everywhere_or_nowhere_brings_nothing_back() -> None:
    text = "\n".join(PROSE)
    for question in ("What is this chapter about?", "And the weather in Paris?", "Hello!", "你好吗？", "…", ""):
        assert recalled(question, text) == [], question
    assert recalled("Nice to see you. What of number 1274, then?", text) != []


def test_only_what_is_new_and_comes_from_others_brings_parts_back() -> None:
    read = Perceived(1, "document", "moderator", "…", title="The book", whole="\n".join(PROSE))
    asked = Perceived(1, "say", "moderator", "What of number 1274?")
    own = Perceived(1, "TALK", "Ana", "What of number 1274?", own=True)
    assert passages_for([read, asked], 0)
    assert not passages_for([read, asked], 2)
    assert not passages_for([read, own], 0)
    assert not passages_for([asked], 0)
