"""Bad surveys are refused in words that say what to mend, and cost nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.doubles import settings, table
from tests.surveys.panels import always, answering, made, panel
from troupe_mcp.settings import LimitsSection

AD: dict[str, Any] = {"id": "ad", "text": "Which ad?", "kind": "choice", "options": ["one", "two"]}
OPEN: dict[str, Any] = {"id": "why", "text": "Why?", "kind": "text"}
BAD: list[tuple[list[dict[str, Any]], str]] = [
    ([], "No questions"),
    ([{"text": "Which?", "kind": "choice"}], "questions[0] ('q1'): choice needs at least 2 options"),
    ([{"text": "Which?", "kind": "choice", "options": ["one"]}], "For an open answer use kind 'text'"),
    ([AD, AD], "the id 'ad' is taken by an earlier question"),
    ([{**AD, "options": ["one", "One"]}], "is there twice"),
    ([{**AD, "kind": "poll"}], "questions[0].kind is 'poll'"),
    ([{**AD, "id": "a b"}], "an id is a letter, then letters"),
    ([{**AD, "text": " "}], "asks nothing"),
    ([{"text": "Why {{ad}}?", "kind": "text"}], "{{ad}} is filled by the answer to an earlier question"),
    ([{"id": "q", "text": "Why {{q}}?", "kind": "text"}], "It is the first one."),
    ([AD, {**OPEN, "skip_if": {"nowhere": "one"}}], "'nowhere' is none. Before it come: ad"),
    ([{**OPEN, "skip_if": {"ad": "one"}}, AD], "skip_if waits for an earlier question"),
    ([AD, {**OPEN, "skip_if": {"ad": "three"}}], "skip_if goes by 'three', no option of 'ad': one, two"),
    ([AD, {**OPEN, "skip_if": {"ad": "< 3"}}], "its answers are options"),
    ([OPEN, {**AD, "skip_if": {"why": "so"}}], "can't go by 'why', which is text"),
    ([{"text": "Rate.", "kind": "rating", "scale": [5, 1]}], "scale [5, 1] is reversed"),
    ([{"text": "Rate.", "kind": "rating", "scale": [5]}], "expected its two ends"),
    ([{"text": "Rate.", "kind": "rating", "scale": [0, 1000]}], "more than 101 points"),
    ([{**AD, "scale": [1, 5]}], "scale belongs to kind 'rating'"),
    ([{**AD, "axis": "mood"}], "axis joins ratings"),
    ([{**OPEN, "options": ["one"]}], "text takes no options"),
    ([{"text": "Best?", "kind": "maxdiff", "options": ["a", "b", "c"]}], "maxdiff needs at least 4 options"),
    ([{"text": "Buy?", "kind": "price", "options": ["cheap"]}], "the price 'cheap' has no number"),
    ([{**AD, "options": [str(n) for n in range(40)]}], "at most 26"),
    ([{**OPEN, "id": f"q{n}"} for n in range(99)], "at most 60"),
]


async def test_questions_of_no_use_are_refused_with_what_to_mend(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for questions, words in BAD:
            assert words in await at.error("ask_people", people=["Oscar"], questions=questions)
        assert (await at.ok("get_run")).data["runs"] == []


async def test_a_survey_of_nobody_of_too_many_or_by_useless_groups_is_refused(tmp_path: Path) -> None:
    model = answering(always("one"))
    configured = settings(tmp_path).model_copy(update={"limits": LimitsSection(max_people=850)})
    async with table(tmp_path, model, configured=configured) as at:
        crowd = await made(at, panel(20, age=lambda n: 20 + n))
        talk = (await at.ok("listen_and_act", people=["Oscar"], say="Well?")).run
        reading = (await at.ok("extract_results", run=[talk], objective="all")).run
        nobody = await at.error("ask_people", questions=[AD])
        castless = await at.error("ask_people", run=reading, questions=[AD])
        many = await at.error("ask_people", people=[crowd] * 43, questions=[AD])
        sixty = [{**AD, "id": f"q{n}"} for n in range(60)]
        answers = await at.error("ask_people", people=[crowd] * 42, questions=sixty, repeats=10)
        alone = await at.error("ask_people", people=[crowd], questions=[AD], group_by=["name"])
        unknown = await at.error("ask_people", people=[crowd], questions=[AD], group_by=["shoe size"])
        repeats = await at.error("ask_people", people=[crowd], questions=[AD], repeats=11)

    assert nobody.startswith("No people.")
    assert "has no people of its own" in castless
    assert "860 people; at most 850" in many
    assert "840 people × 60 questions × 10 repeats are 504,000 answers" in answers
    assert "makes 20 groups of one person each" in alone
    assert "nobody has that. Fields: occupation, age" in unknown
    assert "repeats" in repeats
    assert not [prompt for prompt in model.asked if prompt.address[0] == "question"]


async def test_groups_of_one_among_others_are_told_and_left_out_of_the_test(tmp_path: Path) -> None:
    people = panel(9, trade=lambda n: "baker" if n < 4 else "smith" if n < 8 else "king")
    async with table(tmp_path, answering(lambda person, _, __: "one" if int(person[-1]) < 4 else "two")) as at:
        crowd = await made(at, people)
        told = await at.ok("ask_people", people=[crowd], questions=[AD], group_by=["trade"])

    [found] = told.data["questions"]
    assert [(group["group"], group["n"]) for group in found["by_group"]] == [("baker", 4), ("king", 1), ("smith", 4)]
    assert "fewer than two people: king" in found["tests"][0]["note"]
