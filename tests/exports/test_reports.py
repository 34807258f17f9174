"""Reports that people read: what is in them, and what never becomes markup."""

from __future__ import annotations

import io
import itertools
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from tests.doubles import Scripted, Table, Told, Written, plain, table, turn
from troupe_mcp.app.exports.exporting import FORMATS
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.studies.reports.markdown import plain as plain_text

ODD = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> & https://evil.example/x www.evil.example "
    "![pixel](http://evil.example/p.png) [link](http://evil.example) | **bold** \u202eevil"
)
REHEARSED = "Rehearsal: no language model played this"
FIVE = ["Lisa Carter", "Oscar", "Ngozi Adeleke", "Raghav Deshmukh", "Solveig Rustad"]
GROUP: dict[str, Any] = {"people": FIVE, "say": "Would you pay for bread by post?", "title": "Bread by post", "seed": 3}
VOID = {"meta", "link", "br", "img", "input", "hr", "path", "rect", "circle"}


class Page(HTMLParser):
    """A page as its elements, with whatever is not closed, asks for something elsewhere, or could run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.wrong: list[str] = []
        self.text = ""
        self.feed(text)
        self.wrong += [f"{name} is not closed" for name in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in {"script", "iframe", "object", "img", "link", "a"}:
            self.wrong.append(f"<{tag}>")
        self.wrong += [f"{tag} {name}" for name, _ in attrs if name.startswith("on") or name in {"src", "href"}]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        self.text += data


def in_order(headings: list[int]) -> bool:
    return headings[:1] == [1] and all(after <= before + 1 for before, after in itertools.pairwise(headings))


def content(told: Told) -> bytes:
    """The file that was written."""
    return Path(told.data["path"]).read_bytes()


def words_of(drawing: str) -> ET.Element:
    """A drawing as its elements."""
    return ET.fromstring(drawing)  # noqa: S314 -- our own


async def exported(at: Table, run: str, form: str) -> tuple[Told, str]:
    """What the tool tells, and the file."""
    told = await at.ok("export_run", run=run, format=form)
    return told, content(told).decode()


def says_odd_things(prompt: Prompt) -> Written:
    return turn(f"{ODD}\n=1+1") if isinstance(prompt.task, TurnTask) else plain(prompt)


async def test_a_report_shows_who_was_asked_what_and_what_they_said_step_by_step(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        run = (await at.ok("run_world", **GROUP, steps=6)).run
        told, text = await exported(at, run, "html")

    page = Page(text)
    assert page.wrong == []
    assert in_order(page.headings)
    assert {"header", "main", "footer", "svg", "title", "desc"} <= set(page.tags)
    for wanted in ("Bread by post", "Would you pay for bread by post?", *FIVE, "scripted-1", "Seed", "Step 6", run):
        assert wanted in page.text
    assert all(f"{name} speaks at step {step}." in page.text for name in FIVE for step in range(1, 7))
    assert len(text.encode()) == told.data["bytes"] < 300_000
    assert (told.data["name"], told.data["media_type"]) == (f"{run}.html", "text/html")
    assert 0 < len(told.data["preview"]) <= 1000
    assert "Bread by post" in told.data["preview"]


SEEN = "Loaf Post brings bread on Tuesdays."
PUT = "Would it suit you?"


async def test_a_report_says_each_thing_once(tmp_path: Path) -> None:
    two: dict[str, Any] = {"people": ["Oscar", "Lisa Carter"], "show": SEEN, "seed": 3}
    async with table(tmp_path, Scripted()) as at:
        world = await at.ok("run_world", **two, say=PUT, steps=1, title="Bread")
        talk = await at.ok("listen_and_act", **two, questions=[PUT, "Why?"])
        reports = [(await exported(at, told.run, form))[1] for told in (world, talk) for form in ("html", "markdown")]

    assert [text.count("Oscar speaks at step 1") for text in reports] == [1] * 4
    assert [text.count(PUT) for text in reports[2:]] == [1, 1], "a question stands before its answers"
    assert [text.count("Loaf Post brings bread on Tuesdays") for text in reports] == [1] * 4


async def test_the_report_of_a_survey_has_every_answer_in_a_table_and_not_again_below(tmp_path: Path) -> None:
    put = [{"id": "suits", "text": PUT, "kind": "choice", "options": ["Always", "Never"]}]
    async with table(tmp_path) as at:
        survey = await at.ok("ask_people", people=FIVE, show=SEEN, questions=put, title="Post")
        text = Page((await exported(at, survey.run, "html"))[1]).text

    answers, _, below = text.partition("Answers")[2].partition("Who was there")
    assert len(re.findall("Always|Never", answers)) >= len(FIVE)
    assert not re.search("Always|Never", below)
    assert all(name in below for name in FIVE)
    assert text.count(REHEARSED) == text.count(SEEN) == 1


def before_figures(report: str) -> str:
    """What a reader has read of a report when they come to the first figure."""
    head, figures, _ = report.replace("\\", "").partition("## In figures")
    assert figures
    return head


async def test_what_a_survey_is_worth_who_played_and_where_people_come_from_stand_before_its_figures(
    tmp_path: Path,
) -> None:
    put: dict[str, Any] = {"id": "suits", "text": PUT, "kind": "choice", "options": ["Always", "Never"]}
    async with table(tmp_path) as at:
        made = await at.ok(
            "create_people", description="shy clerks", demography={"shift": {"day": 1, "night": 1}}, count=2
        )
        people = [made.run, "Oscar", "Lisa Carter"]
        survey = await at.ok("ask_people", people=people, questions=[put], title="Post")
        files = {form: (await exported(at, survey.run, form))[1] for form in ("markdown", "html", "svg")}

    first = {"markdown": before_figures(files["markdown"]), "html": Page(files["html"]).text.partition("In figures")[0]}
    for text in first.values():
        assert "Do not count: Read what was said" in text
        assert "small panel: 4 people" in text.replace("**", "")
        assert "rehearsal (a script, no language model)" in text
        assert "made of the description “shy clerks” and a demography (shift), written by the rehearsal" in text
        assert "Oscar, Lisa Carter from the library" in text
    assert "Do not count" in "".join(words_of(files["svg"]).itertext())
    assert [files[form].count("Do not count") for form in ("markdown", "html")] == [1, 1]


async def test_a_group_of_too_few_people_is_drawn_in_no_export(tmp_path: Path) -> None:
    put: dict[str, Any] = {"id": "suits", "text": PUT, "kind": "choice", "options": ["Always", "Never"]}
    crowd = [{"name": f"Person {at}", "trade": "king" if at < 1 else "smith"} for at in range(9)]
    async with table(tmp_path) as at:
        made = await at.ok("create_people", each=crowd)
        survey = await at.ok("ask_people", people=[made.run], questions=[put], group_by=["trade"])
        alone = await at.ok("ask_people", people=["Oscar"], questions=[put])
        files = [(await exported(at, survey.run, form))[1] for form in ("markdown", "html", "svg")]
        one = (await exported(at, alone.run, "markdown"))[1]

    assert all("— trade: smith" in text for text in files)
    assert not any("— trade: king" in text for text in files)
    assert "groups of fewer than 5 people are not drawn" in files[0]
    assert "9 people given as documents or rows of a table" in files[0]
    assert "## In figures" not in one
    assert "100 %" not in one


async def test_a_report_says_who_answered_by_hand_and_whom_somebody_was_made_after(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        made = await at.ok("create_person", like="Oscar", name="Oskar")
        talk = await at.ok("listen_and_act", people=[made.data["person"], "Lisa Carter"], say="Tea?", played_by="host")
        text = (await exported(at, talk.run, "markdown"))[1]

    assert "Played by: host (the assistant itself, which answered as each person)" in text
    assert "People: Oskar made after Oscar; Lisa Carter from the library" in text


async def test_a_report_has_the_questions_of_a_guide_and_says_of_whom_alone_something_was_asked(tmp_path: Path) -> None:
    guide = ["How do you come to work?", "What would make you cycle?"]
    async with table(tmp_path) as at:
        people = ["Oscar", "Lisa Carter", "Solveig Rustad"]
        for leader in ("", "Solveig Rustad"):
            room = await at.ok(
                "run_world", people=people, guide=guide, moderator=leader, steps=2, title="Bikes", seed=1
            )
            await at.ok("listen_and_act", run=room.run, people=["Oscar"], say="And between us?")
            forms = ("markdown", "html", "jsonl")
            markdown, html, lines = [(await exported(at, room.run, form))[1] for form in forms]
            asked = markdown.partition("## What was asked")[2].partition("\n## ")[0]
            assert asked.split("\n\n")[1:] == [*(f"> {each}" for each in guide), "to Oscar:", "> And between us?\n"]
            assert re.search(r"And between us\?\s+to Oscar", Page(html).text)
            assert json.loads(lines.splitlines()[0])["asked"] == "\n".join([*guide, "And between us? (to Oscar)"])


async def test_a_judged_claim_and_a_cast_are_not_named_twice(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="Tea or coffee?")
        claim = await at.ok("check_proposition", run=talk.run, claim="Oscar likes tea")
        cast = await at.ok("create_people", description="shy clerks", count=2)
        pages = [Page((await exported(at, told.run, "html"))[1]).text for told in (claim, cast)]

    bodies = [page.partition("color-scheme")[2] or page.partition("}\n\n")[2] or page for page in pages]
    assert bodies[0].count("Oscar likes tea") <= 2, "the title of the page and its heading"
    assert bodies[1].count("shy clerks") <= 2


async def test_nothing_that_people_say_becomes_markup_a_link_or_a_request(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(says_odd_things)) as at:
        odd: dict[str, Any] = {**GROUP, "title": ODD[:110], "say": ODD, "people": ["Oscar", "Lisa Carter"]}
        run = (await at.ok("run_world", **odd, steps=2)).run
        html, markdown, svg = [(await exported(at, run, form))[1] for form in ("html", "markdown", "svg")]

    page = Page(html)
    assert page.wrong == []
    assert "<script>alert(1)</script>" in page.text
    assert "\u202e" not in html
    drawn = {node.tag.rpartition("}")[2] for node in words_of(svg).iter()}
    assert not drawn & {"script", "img", "image", "a", "foreignObject"}
    assert not re.search(r"(?<!\\)!\[|(?<!\\)\]\(|(?<!\\)<script|(?<!\\):\/\/|www\.", markdown)


async def test_a_rehearsed_run_says_so_first_in_every_format(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = (await at.ok("run_world", people=["Oscar"], say="Hello?", seed=1)).run
        told = {form: await at.ok("export_run", run=run, format=form) for form in FORMATS if form != "documents"}

    assert [form for form, one in told.items() if REHEARSED not in one.text.splitlines()[0]] == []
    files = {form: content(one) for form, one in told.items()}
    first = {
        "html": Page(files["html"].decode()).text.split("}\n")[-1].strip(),
        "markdown": files["markdown"].decode(),
        "svg": "".join(words_of(files["svg"].decode()).itertext()).split("}")[-1].strip(),
        "csv": files["csv"].decode().splitlines()[1],
        "jsonl": json.loads(files["jsonl"].decode().splitlines()[0])["notice"],
        "study": json.loads(zipfile.ZipFile(io.BytesIO(files["study"])).read("study.json"))["notice"],
    }
    assert {form: text for form, text in first.items() if not text.lstrip("> ").startswith(REHEARSED)} == {}


async def test_every_kind_of_run_makes_a_report_and_a_table(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        talk = await at.ok("listen_and_act", people=["Oscar", "Lisa Carter"], say="Tea or coffee?")
        runs = [
            talk,
            await at.ok("extract_results", run=talk.run, objective="the drink", fields=["drink"]),
            await at.ok("validate_person", person="Oscar"),
            await at.ok("check_proposition", run=talk.run, claim="Oscar likes tea", score=True),
            await at.ok("tell_story", run=talk.run),
            await at.ok("tell_story", person="Oscar"),
            await at.ok("create_people", description="clerks", count=3),
        ]
        pages = [(await exported(at, told.run, "html"))[1] for told in runs]
        tables = [(await exported(at, told.run, "csv"))[1] for told in runs]
        lines = [(await exported(at, told.run, "jsonl"))[1] for told in runs]

    assert [Page(text).wrong for text in pages] == [[]] * len(runs)
    assert all(in_order(Page(text).headings) for text in pages)
    assert all(text.count("\n") > 1 for text in tables)
    kinds = [{json.loads(line)["type"] for line in text.splitlines()} for text in lines]
    found = ["utterance", "record", "finding", "verdict", "story", "story", "person"]
    assert [kind in own for kind, own in zip(found, kinds, strict=True)] == [True] * len(runs)


async def test_a_run_that_has_not_ended_is_exported_as_far_as_it_is_and_says_so(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        run = (await at.ok("run_world", **GROUP, steps=3, max_calls=7)).run
        told, text = await exported(at, run, "html")
        _, markdown = await exported(at, run, "markdown")

    assert told.data["status"] == "paused"
    assert f'continue_run(run="{run}")' in told.data["next"]
    assert "This run is paused, 1 of 3 done: here is what there is so far." in Page(text).text
    assert "This run is paused" in markdown


async def test_what_there_is_nothing_of_is_refused_with_what_to_do(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        run = (await at.ok("run_world", **GROUP, max_calls=0)).run
        story = (await at.ok("tell_story", person="Oscar")).run
        refused = [
            await at.error("export_run", run=run, format="documents"),
            await at.error("export_run", run=story, format="svg"),
            await at.error("export_run", run=run, format="pdf"),
            await at.error("export_run", run="nothing"),
        ]
        _, text = await exported(at, run, "html")

    for wrong, wanted in zip(refused, ('tools=["documents"]', "nothing to draw", "'study'", "No run"), strict=True):
        assert wanted in wrong
    assert Page(text).wrong == []


async def test_a_preview_says_what_it_is_where_it_is_not_how_the_file_begins(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        run = (await at.ok("run_world", **GROUP, steps=2)).run
        told = {form: await at.ok("export_run", run=run, format=form) for form in FORMATS if form != "documents"}

    first = {form: one.data["preview"][:200] for form, one in told.items()}
    begins = [form for form, one in told.items() if content(one).decode("utf-8", "replace").startswith(first[form])]
    said = {form: one.data["preview_is"] for form, one in told.items()}
    assert [form for form, what in said.items() if what == "how the file begins"] == ["csv", "jsonl"]
    assert {"csv", "jsonl"} <= {*begins}
    assert said["html"] == "what the page says, as Markdown, results first"
    assert [form for form, one in told.items() if f"\nPreview ({said[form]}):\n\n" not in one.text] == []


async def test_documents_and_people_are_packed_under_safe_names(tmp_path: Path) -> None:
    wrote = turn("# ../../etc/Plan: \U0001f956 <b>\nBread.", does="WRITE")
    async with table(tmp_path, Scripted(lambda p: wrote if isinstance(p.task, TurnTask) else plain(p))) as at:
        made = await at.ok("create_person", like="Oscar", name="../../Ösc/ar")
        room = await at.ok("run_world", people=[made.data["person"]], say="Write.", tools=["documents"], steps=1)
        told = [await at.ok("export_run", run=room.run, format=form) for form in ("documents", "people")]

    packed = [zipfile.ZipFile(one.data["path"]) for one in told]
    names = [name for each in packed for name in each.namelist()]
    assert {name.rpartition(".")[2] for name in packed[0].namelist()} == {"md", "html", "docx", "json"}
    assert [name for name in names if re.search(r"[/\\]|\.\.|^\.", name)] == []
    person = json.loads(packed[1].read(packed[1].namelist()[0]))
    assert (person["type"], person["persona"]["name"]) == ("TinyPerson", "../../Ösc/ar")


async def test_the_same_run_gives_the_same_bytes_and_links_are_read_as_files_are(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        run = (await at.ok("run_world", **GROUP, steps=2)).run
        told, text = await exported(at, run, "html")
        again, _ = await exported(at, run, "html")
        linked = await at.read(told.data["link"])
        files = sorted(path.name for path in (tmp_path / "exports").iterdir())

    assert text == linked == content(again).decode()
    assert files == [f"{run}.html"]


async def test_thirty_people_who_say_much_still_make_a_page_under_300_kilobytes(tmp_path: Path) -> None:
    long = "Bread, and why I would not have it by post. " * 60
    model = Scripted(lambda prompt: turn(long) if isinstance(prompt.task, TurnTask) else plain(prompt))
    async with table(tmp_path, model) as at:
        made = await at.ok("create_people", description="clerks", count=30, seed=1)
        run = (await at.ok("listen_and_act", people=[made.run], say="Bread by post?", seed=1, wait_seconds=50)).run
        told, text = await exported(at, run, "html")

    assert told.data["bytes"] < 300_000
    assert "Long contributions are shortened" in Page(text).text


async def test_deleting_a_run_takes_its_exports_with_it(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        runs = [(await at.ok("run_world", **GROUP, steps=1, new=True)).run for _ in range(2)]
        for run in runs:
            await exported(at, run, "html")
        await at.app.delete(at.app.runs_to_delete(runs[:1]))
        left = [path.name for path in (tmp_path / "exports").iterdir()]

    assert left == [f"{runs[1]}.html"]


def test_markdown_shows_what_was_said_as_it_was_said() -> None:
    said = "1. one\n- two\n# three\n= four\n<b>*five*</b> https://evil.example"

    kept = plain_text(said)

    assert kept == "1\\. one\n\\- two\n\\# three\n\\= four\n\\<b\\>\\*five\\*\\</b\\> https\\://evil.example"
