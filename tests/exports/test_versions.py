"""The report of a survey of several versions: who saw which, and how they differ, in the figures of the result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.doubles import REHEARSAL, Told, table
from tests.exports.test_reports import Page, exported, in_order
from tests.players.test_limits import answered
from tests.surveys.panels import always, answering, made, panel
from tests.surveys.test_versions import BUY, PRICES, RATE, SHOW, apart, buyers
from troupe_mcp.studies.survey.tasks import Asked

TITLE = "How the versions differ"
ASKED: dict[str, Any] = {"questions": [BUY, RATE], "show": SHOW, "variants": PRICES, "seed": 3}


def section(report: str) -> str:
    """What a report, as Markdown, says of versions."""
    return report.partition(f"## {TITLE}\n")[2].partition("\n## ")[0].replace("\\", "")


def percents(told: Told, option: str) -> list[str]:
    """The shares of an option in a result, and its difference, as a reader sees them."""
    found = apart(told, "buy")
    shares = [f"{100 * found[side][option]:.1f}".removesuffix(".0") + " %" for side in ("before", "after")]
    low, high = found["interval"][option]
    points = f"{100 * found['difference'][option]:+.1f}".removesuffix(".0")
    return [option, *shares, f"{points} points", f"{100 * low:+.0f} to {100 * high:+.0f}"]


async def test_a_report_has_the_differences_between_versions_that_the_result_has(tmp_path: Path) -> None:
    async with table(tmp_path, buyers()) as at:
        told = await at.ok("ask_people", people=[await made(at, panel(40))], **ASKED)
        preview, html = await exported(at, told.run, "html")
        _, markdown = await exported(at, told.run, "markdown")

    page, written = Page(html), section(markdown)
    assert page.wrong == []
    assert in_order(page.headings)
    assert "| dear | 40 | 90 euros |" in written
    assert "Design within: each person saw every version, in a fresh context, and nobody knew of others." in written
    assert "### Would you buy it at ‹price›? — cheap to dear\n\nThe same 40 people\n" in written
    assert f"| {' | '.join(percents(told, 'yes'))} |" in written
    assert f"**Beyond noise**: p = {apart(told, 'buy')['p']:g} (McNemar, exact; Holm, 2 tests)." in written
    assert f"{apart(told, 'buy')['changed_total']} of 40 people answered otherwise" in written
    assert "**Within noise**: p = " in written
    assert "Assumed (McNemar, exact): the same people both times" in written
    shown = page.text.partition("In figures")[0]
    assert all(cell in shown for cell in percents(told, "yes"))
    assert "Beyond noise: p = " in " ".join(shown.split())
    assert TITLE in preview.data["preview"]


async def test_versions_that_different_people_saw_are_told_as_such(tmp_path: Path) -> None:
    three = [*PRICES, {"id": "free", "price": "0 euros"}]
    async with table(tmp_path, buyers(0.95, 0.2)) as at:
        people = [await made(at, panel(50))]
        told = await at.ok("ask_people", people=people, **{**ASKED, "variants": three}, design="between")
        written = section((await exported(at, told.run, "markdown"))[1])

    counts = {version["id"]: version["n"] for version in told.data["versions"]}
    assert "Design between: each person saw one, and nobody knew of others." in written
    assert f"cheap to free\n\n{counts['cheap']} and {counts['free']} people\n" in written
    assert written.count("### ") == 4, "each question, of each version but the first"
    assert "answered otherwise" not in written


async def test_the_report_of_a_rehearsal_shows_the_figures_and_that_nothing_was_measured(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("ask_people", people=[await made(at, panel(8))], **ASKED, **REHEARSAL)
        written = section((await exported(at, told.run, "markdown"))[1])

    assert written.count("**Not measured: rehearsal**") == 2
    assert "95 %" not in written
    assert "p = " not in written


async def test_a_report_says_that_the_assistant_who_answered_by_hand_read_all_versions(tmp_path: Path) -> None:
    blind = "nothing was blind"
    async with table(tmp_path) as at:
        people = [await made(at, panel(2))]
        ask: dict[str, Any] = {"people": people, "questions": [RATE], "show": SHOW, "variants": PRICES}
        told = await at.ok("ask_people", **ask, played_by="host")
        told = await answered(at, told, {"rating": 3, "reason": "So."})
        rehearsed = await at.ok("ask_people", **ask, **REHEARSAL)
        written = [section((await exported(at, run.run, "markdown"))[1]) for run in (told, rehearsed)]

    assert [blind in text for text in written] == [True, False]


async def test_options_that_are_counted_one_by_one_share_a_table_and_words_are_in_none(tmp_path: Path) -> None:
    order = ["Colour", "Price", "Shape"]
    put = [
        {"id": "rank", "text": "What matters?", "kind": "ranking", "options": order},
        {"id": "why", "text": "Why?", "kind": "text"},
    ]

    def ranked(person: str, asked: Asked, _: object) -> Any:
        if asked.question.kind == "text":
            return "So."
        return order if "9 euros" in asked.text or int(person[-1]) % 2 else order[::-1]

    async with table(tmp_path, answering(ranked)) as at:
        people = [await made(at, panel(12))]
        told = await at.ok("ask_people", people=people, questions=put, show=SHOW, variants=PRICES, seed=3)
        written = section((await exported(at, told.run, "markdown"))[1])

    assert written.count("### ") == 1
    assert all(f"\n| {name} | " in written for name in order)
    assert "Mean rank, 1 = best." in written


async def test_placeholders_are_readable_wherever_a_report_has_them(tmp_path: Path) -> None:
    pick = {"id": "pick", "text": "Which?", "kind": "choice", "options": ["{{price}}", "Neither"]}
    async with table(tmp_path, answering(always("{{price}}"))) as at:
        people = [await made(at, panel(4))]
        told = await at.ok("ask_people", people=people, questions=[pick], show=SHOW, variants=PRICES, seed=3)
        report = (await exported(at, told.run, "markdown"))[1].replace("\\", "")

    assert "(version cheap):\n\n> A lamp. 9 euros only." in report
    assert "(version dear):\n\n> A lamp. 90 euros only." in report
    assert "| ‹price› | 100 % | 100 % |" in report


async def test_large_numbers_are_written_out(tmp_path: Path) -> None:
    put = {"id": "km", "text": "How many km a year at {{price}}?", "kind": "number"}

    def far(person: str, asked: Asked, _: object) -> int:
        return (12_000 if "9 euros" in asked.text else 2_500_000) + int(person[-1])

    dear = [{"id": "near", "price": "9 euros"}, {"id": "far", "price": "90 euros"}]
    async with table(tmp_path, answering(far)) as at:
        people = [await made(at, panel(6))]
        told = await at.ok("ask_people", people=people, questions=[put], variants=dear, seed=3)
        report = (await exported(at, told.run, "markdown"))[1]

    assert "| mean | 12,002 | 2,500,002 | +2,488,000 |" in section(report)
    assert "mean 2,500,002, median 2,500,002" in told.text
    figures = [line for line in told.text.splitlines() if "“" not in line]
    assert "e+0" not in section(report) + "\n".join(figures)


async def test_large_answers_are_written_out_where_they_are_quoted_piped_and_listed(tmp_path: Path) -> None:
    put = [
        {"id": "km", "text": "How many km a year?", "kind": "number"},
        {"id": "why", "text": "Why {{km}} km?", "kind": "text"},
    ]

    def far(person: str, asked: Asked, _: object) -> Any:
        return "So." if asked.question.kind == "text" else 2_500_001.0

    model = answering(far)
    async with table(tmp_path, model) as at:
        told = await at.ok("ask_people", people=[await made(at, panel(3))], questions=put)
        report = (await exported(at, told.run, "markdown"))[1]
        rows = (await exported(at, told.run, "csv"))[1]

    assert "(2,500,001)" in told.text
    assert "| km | 2,500,001 |" in report
    assert any("Why 2,500,001 km?" in message.text for prompt in model.asked for message in prompt.messages)
    assert ",2500001," in rows, "where it is computed with it is plain"
    assert not [text for text in (told.text, report, rows) if "e+0" in text]
