"""What an assistant reads of a run beside what was said: hints, what is left out, totals, moods, and who is meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.doubles import Scripted, table
from troupe_mcp.app.people.searching import fragment_words
from troupe_mcp.server.results.played import NOT_SHOWN

PEOPLE = ["Lisa Carter", "Oscar"]


async def test_a_world_in_which_nothing_was_said_tells_how_to_begin(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        silent = await at.ok("run_world", people=PEOPLE, steps=2)
        priced = await at.ok("run_world", people=PEOPLE, steps=2, dry_run=True)
        spoken = [
            await at.ok("run_world", people=PEOPLE, steps=1, say="What of a dog hotel?"),
            await at.ok("run_world", people=PEOPLE, steps=1, situation="At the gym."),
            await at.ok("run_world", run=silent.run, steps=1, say="What of a dog hotel?"),
        ]

    for told in (silent, priced):
        assert "they have little to act on" in "\n".join(told.data["warnings"])
    assert f'run_world(run="{silent.run}", say="…", steps=2) goes on' in silent.data["next"]
    assert "extract_results" not in silent.data["next"]
    for told in spoken:
        assert "little to act on" not in told.text


async def test_a_long_world_tells_the_first_reactions_and_says_what_is_left_out(tmp_path: Path) -> None:
    people = [{"name": f"Person {at}", "occupation": "clerk"} for at in range(6)]
    async with table(tmp_path, Scripted()) as at:
        crowd = (await at.ok("create_people", each=people)).run
        told = await at.ok("run_world", people=[crowd], say="What of a solar loan?", steps=8)
        short = await at.ok("run_world", people=[crowd], say="What of a school canteen?", steps=2)
        whole = await at.ok("get_run", run=told.run, detail="transcript", limit=200)

    events = told.data["events"]
    first = [line["person"] for line in events if line["step"] == 1 and line["kind"] == "action"]
    gap = next(line for line in events if line["kind"] == NOT_SHOWN)
    missing = len(whole.data["transcript"].splitlines()) - (len(events) - 1)
    assert len(events) == 30
    assert len(first) == 6
    assert gap["content"].startswith(f"… {missing} more lines of steps 2 to ")
    assert f'get_run(run="{told.run}", detail="transcript")' in gap["content"]
    assert f"\n{gap['content']}\n" in told.text
    assert NOT_SHOWN not in {line["kind"] for line in short.data["events"]}


async def test_an_interview_tells_in_short_how_people_are_and_that_costs_are_of_all_of_it(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        first = await at.ok("listen_and_act", people=PEOPLE, say="What do you think of a gym app?")
        then = await at.ok("listen_and_act", run=first.run, say="What else?")

    for reply in first.data["replies"]:
        assert f"(feels {reply['mind']['feeling']}, wants {reply['mind']['goal']})" in first.text
    assert "2/2 answers" in first.text
    assert "2 calls in all" not in first.text
    assert "4 calls in all" in then.text.splitlines()[0]


async def test_a_name_that_means_many_is_told_with_who_they_are_the_newest_first(tmp_path: Path) -> None:
    trades = ["baker", "nurse", "welder", "teacher", "beekeeper", "pilot", "clerk"]
    async with table(tmp_path) as at:
        made = [
            (
                await at.ok("create_person", name=f"Koen {trade.title()}", persona={"age": 30 + n, "occupation": trade})
            ).data["person"]
            for n, trade in enumerate(trades)
        ]
        told = await at.error("listen_and_act", people=["Koen"], say="Hello?")

    shown = [one for one in made if one in told]
    assert shown == made[-5:]
    assert told.index(made[-1]) < told.index(made[-5])
    assert "Koen Clerk: 36; clerk" in told
    assert '… find_people(query="Koen") lists all' in told
    assert len(told) < 600


async def test_the_long_notice_comes_once_and_what_is_useful_comes_first(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        crowd = await at.ok("create_people", count=3, description="people in Leeds")
        talk = await at.ok("listen_and_act", people=[crowd.run], say="What of a dog hotel?")
        poll = await at.ok("ask_people", people=[crowd.run], questions=["What of a dog hotel?"])

    assert "OPENAI_API_KEY" in crowd.text
    assert crowd.data["next"].startswith("listen_and_act(")
    assert 'played_by="host"' in crowd.data["next"]
    for told, useful in ((talk, "listen_and_act("), (poll, "tell the user")):
        assert "OPENAI_API_KEY" not in told.text
        assert "Rehearsed, as these people were written" in told.text
        assert told.data["next"].startswith(useful)
        assert told.text.splitlines()[0].count("Rehearsal: no language model played this") == 1


async def test_whoever_wants_a_format_that_there_is_not_is_told_which_one_leads_to_it(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="What of a gym app?")
        told = [await at.error("export_run", run=talk.run, format=wanted) for wanted in ("pdf", "docx")]

    for message in told:
        assert "prints it to PDF" in message
        assert "'markdown', 'csv', 'jsonl'" in message


async def test_a_report_of_a_talk_tells_feelings_and_thoughts_and_its_preview_the_first_answer(tmp_path: Path) -> None:
    rest = "Say all of it, please. " * 4
    questions = [f"What do you think of a solar loan, in sentence {number}? {rest}" for number in range(9)]
    async with table(tmp_path) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], questions=questions)
        report = await at.ok("export_run", run=talk.run, format="markdown")
        whole = await at.read(f"troupe://runs/{talk.run}/export/markdown")
        data = await at.read(f"troupe://runs/{talk.run}/export/jsonl")
        page = await at.read(f"troupe://runs/{talk.run}/export/html")

    first = talk.data["replies"][0]
    assert len(report.data["preview"]) <= 1000
    assert f"**Oscar** (feels {first['mind']['feeling']})" in report.data["preview"]
    assert "*Oscar thinks: " in whole
    assert "a dot where" not in whole, "a table has no dots"
    assert "a dot where it changed" in page
    assert json.loads(data.splitlines()[0])["asked"].splitlines()[0].startswith("What do you think of a solar loan")


async def test_what_is_the_same_for_all_is_sent_from_the_demography_to_the_description(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for fixed in ({"city": "Leeds"}, {"country": "Chile"}, {"pet": "a dog"}):
            shares = {"age": {"18-29": 1, "30+": 1}}
            told = await at.error("create_people", count=4, demography={**shares, **fixed})
            value = next(iter(fixed.values()))
            assert f"What is the same for all belongs in description: “…, {value}”." in told


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("a difficult customer", "picky_customer"),
        ("complaining guest", "picky_customer"),
        ("stingy", "frugal"),
        ("caring mother", "loving_parent"),
    ],
)
async def test_traits_are_found_by_what_people_call_them(tmp_path: Path, query: str, first: str) -> None:
    async with table(tmp_path) as at:
        await at.ok("create_people", count=8, description="pastry chefs with difficult guests")
        found = await at.ok("find_people", query=query)
        alone = await at.ok("find_people", query=query, kind="fragment")
        hard = await at.ok("find_people", query="difficult", kind="fragment")

    assert found.data["people"][0]["person"] == first
    assert alone.data["people"][0]["person"] == first
    assert {line["person"] for line in hard.data["people"]} == {"picky_customer", "aggressive_debater"}


async def test_every_trait_of_the_library_has_words_by_which_it_is_looked_for(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        there = await at.ok("find_people", kind="fragment")

    assert {line["person"] for line in there.data["people"]} == {*fragment_words()}


async def test_long_values_of_a_group_are_told_in_short_and_no_event_is_an_empty_line(tmp_path: Path) -> None:
    lives = [
        "You save a little in a jar every month and call it a plan.",
        "You pay a loan that runs for eleven more years.",
    ]
    people = [{"name": f"Person {n}", "money": lives[n % 2], "age": 30 + 12 * n} for n in range(6)]
    async with table(tmp_path) as at:
        crowd = await at.ok("create_people", each=people)
        put = {"text": "Would you use a dog hotel?", "kind": "choice", "options": ["yes", "no"]}
        told = await at.ok("ask_people", people=[crowd.run], questions=[put, put], group_by=["money", "age"])
        happened = await at.ok("get_run", run=told.run, detail="events")

    assert {line["group"] for line in told.data["questions"][0]["by_group"]} > {*lives}, "the data has them whole"
    assert not any(life in told.text for life in lives)
    assert "money You save a little in a jar…" in told.text
    assert "age 75+ (n = 2)" in told.text
    assert "75-120" not in crowd.text
    assert "75+ 2" in crowd.text
    assert told.text.count("groups by money have fewer than 5 people") == 2, "once with the figures, once in its flag"
    assert "(step ended)" in happened.text
    assert "[step_ended]: \n" not in happened.text
