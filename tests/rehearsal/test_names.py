"""Whom words are for where names are awkward: shared first names, titles, odd spellings, names that are words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.doubles import Table, spoken, table

LIKE = ("Lisa Carter", "Oscar", "Fetu Leavasa", "Mahrous Gaballah")
LISAS = ("Lisa Carter", "Lisa Meier", "Oscar")
TITLED = ("Dr. Eva Roth", "Prof. Kwame Mensah", "Mrs Adeyemi", "Frau Dr. Schulz")
ODD = ("bo", "k2", "Jean-Luc de la Cruz", "O'Brien")
WORDS = ("Will Turner", "May Lin", "Grace Hope", "Mark Bill")
EVENING = "What do you do in the evening?"


async def talk(at: Table, people: tuple[str, ...], *lines: str, more: int = 0, order: str = "together") -> str:
    """Put lines to people of these names, one a step, let them go on for some more, and return the run."""
    made = [
        (await at.ok("create_person", like=like, name=name)).data["person"]
        for like, name in zip(LIKE, people, strict=False)
    ]
    script = [{"step": step, "say": line} for step, line in enumerate(lines, 1)]
    return (await at.ok("run_world", people=made, script=script, steps=len(lines) + more, seed=4, order=order)).run


async def said(at: Table, run: str, step: int) -> dict[str, str]:
    """Return who said what at a step."""
    return {who: words for when, who, words in spoken(await at.events(run)) if when == step}


@pytest.mark.parametrize(
    ("people", "line", "meant"),
    [
        (LISAS, "Lisa Meier, what annoys you at work?", {"Lisa Meier"}),
        (LISAS, "What annoys you at work, Lisa Carter?", {"Lisa Carter"}),
        (LISAS, "Ms. Meier, what annoys you at work?", {"Lisa Meier"}),
        (LISAS, "Lisa, what annoys you at work?", {"Lisa Carter", "Lisa Meier"}),
        (LISAS, "Lisa Meier and Oscar, what annoys you at work?", {"Lisa Meier", "Oscar"}),
        (TITLED, "Dr. Roth, what annoys you at work?", {"Dr. Eva Roth"}),
        (TITLED, "Eva, what annoys you at work?", {"Dr. Eva Roth"}),
        (TITLED, "Professor Mensah, what annoys you at work?", {"Prof. Kwame Mensah"}),
        (TITLED, "Frau Schulz, what annoys you at work?", {"Frau Dr. Schulz"}),
        (TITLED, "Mrs. Adeyemi, what annoys you at work?", {"Mrs Adeyemi"}),
        (ODD, "Bo, what annoys you at work?", {"bo"}),
        (ODD, "K2, what annoys you at work?", {"k2"}),
        (ODD, "Jean-Luc, what annoys you at work?", {"Jean-Luc de la Cruz"}),
        (ODD, "Mr de la Cruz, what annoys you at work?", {"Jean-Luc de la Cruz"}),
        (ODD, "O’Brien, what annoys you at work?", {"O'Brien"}),
        (WORDS, "Will, what annoys you at work?", {"Will Turner"}),
        (WORDS, "And you, May: what annoys you at work?", {"May Lin"}),
        (WORDS, "What annoys you at work, Grace?", {"Grace Hope"}),
    ],
)
async def test_who_is_addressed_by_name_answers_alone(
    tmp_path: Path, people: tuple[str, ...], line: str, meant: set[str]
) -> None:
    async with table(tmp_path) as at:
        run = await talk(at, people, EVENING, line)
        everybody, answered = await said(at, run, 1), await said(at, run, 2)

    assert everybody.keys() == set(people), "what is put to all is for all"
    assert answered.keys() == meant


@pytest.mark.parametrize(
    "line", ["Will you take a day off this year?", "May I ask what annoys you at work?", "In May, what do you do?"]
)
async def test_a_common_word_addresses_nobody_who_is_called_like_it(tmp_path: Path, line: str) -> None:
    async with table(tmp_path) as at:
        answered = await said(at, await talk(at, WORDS, line, order="in_turn"), 1)
        named = await said(at, await talk(at, WORDS, f"Will, {line[0].lower()}{line[1:]}", order="in_turn"), 1)

    assert len(answered) > 1
    assert named.keys() <= {"Will Turner"}


async def test_two_who_share_a_first_name_call_each_other_by_the_whole_one(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = await talk(at, LISAS, EVENING, "Talk about your work with each other.", more=4, order="in_turn")
        words = [words for _, _, words in spoken(await at.events(run))]
        story = (await at.ok("tell_story", run=run)).text

    called = [called for line in words for called in re.findall(r"\bLisa\b(?: \w+)?", line)]
    assert called
    assert set(called) <= {"Lisa Carter", "Lisa Meier"}
    assert set(re.findall(r"\bLisa\b(?: \w+)?", story)) == {"Lisa Carter", "Lisa Meier"}


async def test_people_with_titles_are_called_by_their_first_names_or_else_with_the_title(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = await talk(at, TITLED, "Introduce yourselves to one another.", "Talk about your work.", more=4)
        words = " ".join(words for _, _, words in spoken(await at.events(run)))
        story = (await at.ok("tell_story", run=run)).text

    assert "Eva" in words
    for text in (words, story.replace("Dr. Eva Roth", "").replace("Prof. Kwame Mensah", "")):
        assert not re.search(r"\b(?:Dr|Prof|Mrs|Frau)\b(?!\.? (?:Adeyemi|Dr\. Schulz|Schulz))", text), text


async def test_two_of_one_whole_name_are_told_apart_wherever_they_are_told_of(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = await talk(at, ("Bo", "Bo", "Oscar"), EVENING, "Bo (2), what annoys you at work?", "Bo, and you?")
        second, third = await said(at, run, 2), await said(at, run, 3)
        story = (await at.ok("tell_story", run=run)).text
        found = await at.ok("extract_results", run=run, objective="What annoys each?", fields=["trouble"])
        heard = (await at.ok("get_run", run=run, detail="transcript")).text

    assert (second.keys(), third.keys()) == ({"Bo (2)"}, {"Bo"})
    assert f"Bo (2): “{second['Bo (2)']}”" in story
    assert [row["person"] for row in found.data["results"]] == ["Bo", "Bo (2)", "Oscar"]
    assert "Bo (2)" in heard


async def test_a_claim_about_one_of_two_lisas_is_judged_by_what_she_said(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = await talk(at, LISAS, EVENING)
        words = await said(at, run, 1)
        judged = {
            name: (await at.ok("check_proposition", run=run, claim=f"{name} says that {words['Lisa Meier']}")).data[
                "verdict"
            ]
            for name in ("Lisa Meier", "Lisa Carter")
        }

    assert judged["Lisa Meier"] == "yes"
    assert judged["Lisa Carter"] != "yes"
