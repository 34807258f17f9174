"""Bad surveys are refused in words that say what to mend, and cost nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

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
    ([{"text": "Why {{ad}}?", "kind": "text"}], 'Ask it before, or give variants=[{"id": "A", "ad": "…"}'),
    ([{**AD, "options": "one"}], "questions[0].options is 'one'; expected a list […]"),
    ([7], "questions[0] is 7; expected an object {…}"),  # type: ignore[list-item]
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
    assert 'e.g. group_by=["age"]' in alone
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
    assert found["notes"] == [
        "3 of 3 groups by trade have fewer than 5 people: baker (4), king (1), smith (4), too few to compare"
    ]


async def test_a_placeholder_that_nothing_fills_is_told_before_it_is_paid_for_and_after(tmp_path: Path) -> None:
    shown: dict[str, Any] = {"questions": ["What do you make of it?"], "show": "It costs {{price}}."}
    async with table(tmp_path, answering(always("Hm."))) as at:
        crowd = await made(at, panel(3))
        before = await at.ok("ask_people", people=[crowd], **shown, dry_run=True)
        told = await at.ok("ask_people", people=[crowd], **shown)
        filled = await at.ok(
            "ask_people", people=[crowd], **shown, variants=[{"id": "A", "price": "9 €"}, {"id": "B", "price": "12 €"}]
        )

    for each in (before, told):
        assert "Nothing fills {{price}}" in each.data["warnings"][0]
        assert 'variants=[{"price": "…"}, {"price": "…"}] fills it' in each.text
    assert not [text for text in filled.data.get("warnings", ()) if "Nothing fills" in text]
    assert told.data["questions"][0]["kind"] == "text", "a text alone is an open question"


WRONG: dict[str, dict[str, Any]] = {
    "texts alone": {"variants": ["Light that lasts", "Light for less"]},
    "by name": {"variants": {"A": "Light that lasts", "B": "Light for less"}},
    "lists": {"variants": {"line": ["Light that lasts", "Light for less"]}},
    "of an argument": {"variants": [{"show": "Light that lasts"}, {"show": "Light for less"}]},
    "one brace": {"show": "{line}", "variants": [{"line": "Light that lasts"}, {"line": "Light for less"}]},
    "texts in one": {"show": "{{line}}", "variants": [{"line": ["Light that lasts"]}, {"line": ["Light for less"]}]},
    "one": {"show": "{{line}}", "variants": [{"line": "Light that lasts"}]},
    "shown": {"show": ["Light that lasts", "Light for less"]},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=[*WRONG])
async def test_versions_in_a_wrong_form_are_answered_with_the_form_for_texts(
    tmp_path: Path, wrong: dict[str, Any]
) -> None:
    async with table(tmp_path) as at:
        told = await at.error("ask_people", people=["Oscar"], questions=["Why?"], **wrong)

    assert 'show="{{line}}", variants=[{"line": "…"}, {"line": "…"}]' in told


async def test_one_person_is_no_group(tmp_path: Path) -> None:
    async with table(tmp_path, answering(always("one"))) as at:
        told = await at.ok("ask_people", people=[await made(at, panel(1))], questions=[AD], group_by=["occupation"])

    [found] = told.data["questions"]
    assert (found["tests"][0]["note"], "notes" in found, found["by_group"]) == ("one person alone", False, [])
    assert [flag["figure"] for flag in told.data["trust"]["flags"]] == ["1 person"]


PLACES: list[dict[str, Any]] = panel(
    24,
    age=lambda n: 20 + n,
    country=lambda _: "PT",
    interests=lambda n: ["tea", "jazz" if n % 2 else "cars"],
    residence=lambda n: {"country": "PT" if n % 2 else "BR", "street": f"street {n}"},
    town=lambda n: f"town {n % 15}",
    income=lambda n: 1_000 * n,
)


async def test_a_field_that_groups_nobody_is_refused_with_one_that_would(tmp_path: Path) -> None:
    model = answering(always("one"))
    async with table(tmp_path, model) as at:
        crowd = await made(at, PLACES)
        said = {
            field: await at.error("ask_people", people=[crowd], questions=[AD], group_by=[field])
            for field in ("shoe size", "interests", "residence", "residence.street", "name")
        }

    assert "nobody has that. Fields: occupation, age, country, residence.country" in said["shoe size"]
    assert "everybody has a list there (tea, cars), so nobody is in one group" in said["interests"]
    assert 'it has parts. Name one, e.g. group_by=["residence.country"]' in said["residence"]
    for field in ("interests", "residence.street", "name"):
        assert 'group_by=["age"], or leave it out. Such: age, residence.country, income' in said[field]
    assert not [prompt for prompt in model.asked if prompt.address[0] == "question"]


async def test_every_other_field_makes_groups_in_a_clear_order(tmp_path: Path) -> None:
    fields = ["age", "AGE", "country", "residence.Country", "town", "income"]
    async with table(tmp_path, answering(lambda _, __, rng: rng.choice(["one", "two"]))) as at:
        crowd = await made(at, PLACES)
        told = await at.ok("ask_people", people=[crowd], questions=[AD], group_by=fields)

    [found] = told.data["questions"]
    groups: dict[str, dict[str, int]] = {}
    for line in found["by_group"]:
        groups.setdefault(line["field"], {})[line["group"]] = line["n"]
    assert groups["age"] == {"18-29": 10, "30-44": 14}
    assert groups["residence.Country"] == {"BR": 12, "PT": 12}
    assert [*groups["income"]] == ["0 to 5,000", "6,000 to 11,000", "12,000 to 17,000", "18,000 to 23,000"]
    assert (len(groups["town"]), [*groups["town"]][-1], groups["town"]["(other)"]) == (12, "(other)", 4)
    assert not {"AGE", "country"} & groups.keys(), "one is there already, the other would say the same again"
    notes = {test["field"]: test.get("note", "") for test in found["tests"]}
    assert notes["country"] == "all 24 are PT"
    assert "by country: not tested; all 24 are PT" in told.text
