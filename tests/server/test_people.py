"""People: made from files, mixed, found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import ERAS, ROOT, Era, table
from troupe_mcp.library import Library

TINYTROUPE: dict[str, Any] = {
    "type": "TinyPerson",
    "persona": {
        "name": "Sophie Lefevre",
        "age": 28,
        "occupation": {"title": "Professional", "organization": "Independent"},
        "personality": {"traits": ["You are warm."], "big_five": {"openness": "High."}},
        "skills": ["You speak French."],
        "relationships": [{"name": "Lucas", "description": "your brother"}],
        "x_unknown": {"deeply": ["kept", 1, 2.5, False]},
        "zodiac": "Virgo",
    },
}


@pytest.mark.parametrize("era", ERAS)
async def test_a_tinytroupe_file_is_taken_unchanged(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, era=era) as at:
        made = await at.ok("create_person", persona=TINYTROUPE)
        read = json.loads(await at.read(made.data["uri"]))
        told = await at.ok("listen_and_act", people=["Sophie Lefevre"], say="Who is your brother?")

    assert read == TINYTROUPE
    assert made.data["name"] == "Sophie Lefevre"
    assert made.data["summary"] == "28; Professional"
    assert made.data["version"] == 1
    assert made.data["next"] in made.text
    assert told.data["replies"][0]["person"] == made.data["person"]


async def test_a_person_is_mixed_of_a_model_own_words_and_fragments(tmp_path: Path) -> None:
    oscar = json.loads((ROOT / "personas" / "Oscar.agent.json").read_text("utf-8"))["persona"]
    picky = json.loads((ROOT / "fragments" / "picky_customer.agent.fragment.json").read_text("utf-8"))["persona"]
    own = {"age": 31, "beliefs": ["Tea is soup.", oscar["beliefs"][0]], "style": None}
    async with table(tmp_path) as at:
        made = await at.ok("create_person", like="Oscar", persona=own, fragments="picky_customer", name="Oskar II")
        read = json.loads(await at.read(made.data["uri"]))["persona"]
        original = json.loads(await at.read("troupe://library/Oscar"))["persona"]

    assert read["name"] == "Oskar II"
    assert read["age"] == 31
    assert "style" not in read, "null removes"
    assert read["occupation"] == oscar["occupation"]
    assert read["beliefs"] == [*oscar["beliefs"], "Tea is soup.", *picky["beliefs"]], "joined, without doubles"
    assert set(picky["preferences"]["dislikes"]) <= set(read["preferences"]["dislikes"])
    assert original == oscar


async def test_a_fragment_that_contradicts_is_refused_unless_it_may_win(tmp_path: Path) -> None:
    people, fragments = tmp_path / "personas", tmp_path / "fragments"
    for folder in (people, fragments):
        folder.mkdir()
    (people / "Ana.agent.json").write_text(json.dumps({"name": "Ana", "style": "Loud.", "likes": ["tea"]}))
    whisperer = {"type": "Fragment", "persona": {"style": "Whispers.", "likes": ["silence"]}}
    (fragments / "whisperer.agent.fragment.json").write_text(json.dumps(whisperer))
    async with table(tmp_path / "data") as at:
        at.app.library = Library(people, fragments)
        refused = await at.error("create_person", like="Ana", fragments=["whisperer"])
        made = await at.ok("create_person", like="Ana", fragments=["whisperer"], overwrite=True)
        read = json.loads(await at.read(made.data["uri"]))["persona"]

    assert "'whisperer' contradicts this person" in refused
    assert "Two values for 'style': 'Loud.' and 'Whispers.'" in refused
    assert "null" in refused
    assert read == {"name": "Ana", "style": "Whispers.", "likes": ["tea", "silence"]}


@pytest.mark.parametrize("era", ERAS)
async def test_people_are_found_by_their_words(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, era=era) as at:
        made = await at.ok("create_person", name="Zoe Quill", persona={"occupation": "glass blower"})
        everybody = await at.ok("find_people", limit=100)
        gamers = await at.ok("find_people", query="Dota 2", kind="library")
        fragments = await at.ok("find_people", kind="fragment")
        blowers = await at.ok("find_people", query="glass BLOWER")
        nobody = await at.ok("find_people", query="astronaut in a submarine")

    assert len(everybody.data["people"]) == 1 + 12 + 10
    assert [line["name"] for line in gamers.data["people"]] == ["Aruzhan Seitkali"]
    assert {line["kind"] for line in fragments.data["people"]} == {"fragment"}
    assert [line["person"] for line in blowers.data["people"]] == [made.data["person"]]
    assert nobody.data["people"] == []
    assert "create_people" in nobody.data["next"]


async def test_somebody_made_is_found_by_id(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        made = await at.ok("create_person", name="Zoe Quill")
        found = await at.ok("find_people", query=made.data["person"])

    assert [line["person"] for line in found.data["people"]] == [made.data["person"]]


async def test_pages_hold_everybody_once(tmp_path: Path) -> None:
    seen: list[str] = []
    async with table(tmp_path) as at:
        for number in range(5):
            await at.ok("create_person", name=f"Person {number}")
        cursor = ""
        for _ in range(20):
            page = await at.ok("find_people", cursor=cursor, limit=3)
            assert len(page.data["people"]) <= 3
            seen += [line["person"] for line in page.data["people"]]
            cursor = page.data.get("next_cursor", "")
            if not cursor:
                break

    assert len(seen) == len(set(seen)) == 5 + 12 + 10


async def test_a_run_names_its_people(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", people=["Ilona", "Oscar"], say="Hello?")
        found = await at.ok("find_people", run=told.run)
        group = await at.ok("run_world", people=[told.run], say="Hello?", steps=1)

    names = ["Ilona Szabados", "Oscar"]
    assert [line["name"] for line in found.data["people"]] == names
    assert [line["name"] for line in group.data["people"]] == names


@pytest.mark.parametrize(
    "handle", ["Lisa Carter", "lisa carter", "LISA", "Carter", "lisa-carter", "troupe://library/Lisa Carter"]
)
async def test_a_library_person_is_meant_by_many_handles(tmp_path: Path, handle: str) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", people=handle, say="Hello?")

    assert [reply["name"] for reply in told.data["replies"]] == ["Lisa Carter"]


async def test_a_run_is_meant_by_its_id_its_uri_or_its_title(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("run_world", people=["Oscar", "Ilona"], say="Hello?", steps=1, title="Chat Room")
        seen = [
            (await at.ok("get_run", run=handle)).run for handle in (told.run, f"troupe://runs/{told.run}", "Chat Room")
        ]
        found = await at.ok("get_run", query="chat ro")

    assert seen == [told.run] * 3
    assert [line["run"] for line in found.data["runs"]] == [told.run]


async def test_who_is_called_just_so_is_meant_before_those_of_whose_name_it_is_a_word(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for name in ("Oscar of the Left", "Oscar of the Right"):
            await at.ok("create_person", like="Oscar", name=name)
        told = await at.ok("listen_and_act", people=["oscar", "Oscar of the left"], say="Hello.")
        await at.ok("create_person", like="Lisa Carter", name="Oscar")
        own = await at.ok("listen_and_act", people=["Oscar"], say="Hello.")

    assert [line["name"] for line in told.data["people"]] == ["Oscar", "Oscar of the Left"]
    assert told.data["people"][0]["person"] == "oscar"
    assert own.data["people"][0]["person"].startswith("p-oscar-")


async def test_whoever_makes_a_person_longer_than_a_prompt_is_told_what_prompts_leave_out(tmp_path: Path) -> None:
    long = {
        "name": "Ana",
        "other_facts": [f"You own {n} ducks, which is more than anybody else here." for n in range(150)],
    }
    async with table(tmp_path) as at:
        told = await at.ok("create_person", persona=long)
        short = await at.ok("create_person", persona={**long, "name": "Bo", "other_facts": long["other_facts"][:50]})

    [warning] = told.data["warnings"]
    assert "A prompt tells 5,000 of this specification's 8," in warning
    assert f"Note: {warning}" in told.text
    assert f'edit_person(person="{told.data["person"]}"' in warning
    assert "warnings" not in short.data
