"""People with a calendar: what they put into it, who learns of it, what they see of it; and a tool of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Scripted, Written, table, text_of, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.tools import TOOLS
from troupe_mcp.simulation.tools.calendar import Entry, entry_of
from troupe_mcp.simulation.tools.tool import SIMULATED, Outcome, TinyTool, Use
from troupe_mcp.simulation.turns.actions import ActionKind
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.transcript import as_text, transcript

THREE = ["Oscar", "Lisa Carter", "Fetu Leavasa"]
ROOM: dict[str, Any] = {
    "people": THREE, "say": "Make your appointments.", "tools": ["calendar"], "seed": 3, "order": "together",
}  # fmt: skip


def writes(*planned: str) -> Any:
    """Oscar plans one thing a step; the others talk."""

    def script(prompt: Prompt) -> Written:
        assert isinstance(prompt.task, TurnTask)
        at = prompt.task.step - 1
        if prompt.task.person == "Oscar" and at < len(planned):
            return turn(planned[at], does="PLAN")
        return turn("Hm.")

    return Scripted(script)


async def test_who_is_invited_learns_of_it_and_sees_what_lies_ahead(tmp_path: Path) -> None:
    model = writes("2026-05-03 10:00 Dentist; with Lisa", "3 March 2026: ski trip with Marvin")
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", **ROOM, steps=3)
        happened, log = await at.events(told.run), [*enumerate(await at.log(told.run), 1)]

    line = "- Oscar put into your calendar and theirs now: “2026-05-03 10:00 Dentist; with Lisa Carter”\n"
    assert line in model.asked_of("Lisa Carter", 2)[0]
    assert "Your calendar: “2026-05-03 10:00 Dentist (Oscar, Lisa Carter)”" in model.asked_of("Lisa Carter", 3)[0]
    assert "Dentist" not in "".join(model.asked_of("Fetu Leavasa"))
    assert "Your calendar" not in "".join(model.asked_of("Fetu Leavasa"))
    assert "ski trip" not in "".join(model.asked_of("Lisa Carter"))
    assert (
        "Your calendar: “2026-03-03 ski trip (Oscar, Marvin); 2026-05-03 10:00 Dentist (Oscar, Lisa Carter)”"
        in model.asked_of("Oscar", 3)[0]
    ), "in the order of the dates"
    followed = {name: as_text(transcript(log, name)) for name in THREE}
    assert {name: "Dentist" in text for name, text in followed.items()} == {
        "Oscar": True, "Lisa Carter": True, "Fetu Leavasa": False,
    }, "nor does a claim about Fetu rest on it"  # fmt: skip
    assert [e["to"] for e in happened if e.get("type") == "PLAN" and "to" in e] == [["Lisa Carter"]]
    assert [(d["kind"], d["title"], d["author"]) for d in told.data["documents"]] == [
        ("appointment", "2026-05-03 10:00 Dentist", "Oscar"), ("appointment", "2026-03-03 ski trip", "Oscar"),
    ]  # fmt: skip


async def test_what_has_no_date_is_not_in_the_calendar_and_only_its_author_is_told(tmp_path: Path) -> None:
    model = writes("Tuesday 10:00 Dentist; with Lisa")
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", **ROOM, steps=2)

    [text] = model.asked_of("Oscar", 2)
    assert (
        "- Your appointment “Tuesday 10:00 Dentist; with Lisa” was not put into your calendar: it has no date with "
        "day, month and year. It needs this form: YYYY-MM-DD HH:MM what; with names."
    ) in text
    assert "Dentist" not in "".join(model.asked_of("Lisa Carter"))
    assert "documents" not in told.data


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("2026-05-03 10:00 Dentist; with Ana", Entry("2026-05-03", "10:00", "Dentist", ("Ana",))),
        ("Dentist on 3 May 2026 at 10am with Ana and Bob", Entry("2026-05-03", "10:00", "Dentist", ("Ana", "Bob"))),
        ("May 3rd, 2026, 2:30 pm: Tasting (with Lisa)", Entry("2026-05-03", "14:30", "Tasting", ("Lisa",))),
        ("3.5.2026 14:00 Treffen", Entry("2026-05-03", "14:00", "Treffen")),
        ("2026-05-03, 10:00-11:00 Budget meeting", Entry("2026-05-03", "10:00", "Budget meeting")),
        ("Sunday, 3 May 2026: walk", Entry("2026-05-03", "", "walk")),
        ("2026-05-03 12am Midnight", Entry("2026-05-03", "00:00", "Midnight")),
        ("3 March 2026 치과", Entry("2026-03-03", "", "치과")),
        ("2026-02-30 Dentist", "there is no day 2026-02-30"),
        ("Dentist tomorrow at 10:00", "it has no date with day, month and year"),
        ("03/05/2026 lunch", "it has no date with day, month and year"),
        ("2026-05-03 10:00", "it does not say what it is"),
    ],
)
def test_a_date_is_read_as_people_write_it_and_never_guessed(said: str, entry: Entry | str) -> None:
    assert entry_of(said) == entry


def _posts(use: Use) -> Outcome:
    whom, _, text = use.content.partition(": ")
    return (
        Outcome(f"Letter to {whom}", seen="a letter is posted", data={"text": text})
        if text
        else Outcome(notice="No text.")
    )


POST = TinyTool(
    "post",
    "letter",
    (ActionKind("POST", "post a letter; content is 'whom: what'", "room", past=("posted", "did at the post")),),
    _posts,
    lambda known, _: f"Letters you posted: {len(known)}" if known else "",
    touches_world=True,
)
"""A third tool, whole."""


async def test_a_tool_is_added_in_one_file_and_what_would_touch_the_world_is_marked_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TOOLS, POST.name, POST)

    def posts(prompt: Prompt) -> Written:
        assert isinstance(prompt.task, TurnTask)
        return turn("The mayor: Mend the bridge.", does="POST") if prompt.task.person == "Oscar" else turn("Hm.")

    model = Scripted(posts)
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", **{**ROOM, "tools": ["post", "documents"]}, steps=2)
        talk = await at.ok("listen_and_act", people=["Oscar"], say="Write to the mayor.", tools=["post"])
        transcript = await at.ok("get_run", run=told.run, detail="transcript")
        pages = [await at.read(told.data["documents"][0]["uri"] + form) for form in ("", "/html", "/json")]

    mark = f"({SIMULATED})"
    assert f"- POST: post a letter; content is 'whom: what' {mark}" in model.asked_of("Fetu Leavasa", 1)[0]
    assert f"- You posted: “The mayor: Mend the bridge. {mark}”" in model.asked_of("Oscar", 2)[0]
    assert f"- Oscar did at the post now: “a letter is posted {mark}”" in model.asked_of("Lisa Carter", 2)[0]
    assert "Letters you posted: 1" in model.asked_of("Oscar", 2)[0]
    assert [d["note"] for d in told.data["documents"]] == [SIMULATED]
    assert [a["note"] for reply in talk.data["replies"] for a in reply["actions"]] == [SIMULATED]
    assert all(mark in each.text for each in (told, talk, transcript))
    assert all("imulated: nothing left this machine" in page for page in pages)
    assert told.data["documents"][0]["version"] == 2


async def test_a_run_outlives_a_tool_that_is_no_longer_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = Scripted(lambda _: turn("The mayor: Mend the bridge.", does="POST"))
    with monkeypatch.context() as for_now:
        for_now.setitem(TOOLS, POST.name, POST)
        async with table(tmp_path, model) as at:
            told = await at.ok("run_world", **{**ROOM, "tools": ["post"]}, steps=1)
    model.script = lambda _: turn("Hm.")
    async with table(tmp_path, model) as at:
        seen = await at.ok("get_run", run=told.run)
        later = await at.ok("run_world", run=told.run, say="And now?", steps=1)

    assert seen.data["documents"][0]["kind"] == "post"
    assert "- POST" not in text_of(model.asked[-1])
    assert later.data["status"] == "done"
