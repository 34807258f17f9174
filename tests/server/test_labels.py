"""Whatever rests on the rehearsal says so before anything else; whatever does not, does not.

Every tool, resource and prompt is classified here: a new one fails until somebody has thought about it.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.types import BlobResourceContents, TextContent, TextResourceContents

from tests.doubles import ERAS, Era, Scripted, Table, Told, Written, settings, spoken, table, turn
from troupe_mcp.app import open_app
from troupe_mcp.app.exports.exporting import FORMATS
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.server.build import build_server
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.studies.tasks import ExtractTask

PROOF = "no evidence about people"
RESTING_TOOLS = {
    "create_person", "create_people", "listen_and_act", "run_world", "extract_results", "validate_person",
    "check_proposition", "tell_story", "get_run", "continue_run", "cancel_run", "ask_people", "export_run",
    "compare_runs",
}  # fmt: skip
"""create_person only where it is given a description: somebody writes what is missing."""
OTHER_TOOLS = {
    "find_people": "who people are, and who wrote them; never what they said",
    "edit_person": "what the caller changes of somebody",
}
ARTIFACT = "troupe://runs/{run}/artifacts/{name}"
OF_ARTIFACTS = {ARTIFACT, f"{ARTIFACT}/html", f"{ARTIFACT}/json", f"{ARTIFACT}/docx"}
OF_RUNS = {"troupe://runs/{run}", "troupe://runs/{run}/transcript", "troupe://runs/{run}/events"}
OF_EXPORTS = {f"troupe://runs/{{run}}/export/{form}" for form in FORMATS}
"""What each of them says first stands in tests/exports."""
RESTING_RESOURCES = OF_RUNS | OF_ARTIFACTS | OF_EXPORTS
OTHER_RESOURCES = {
    "troupe://guide": "about the tools",
    "troupe://people": "who people are",
    "troupe://people/{person}": "who somebody is",
    "troupe://library/{name}": "who somebody is",
    "troupe://fragments/{name}": "what can be mixed in",
    "troupe://runs": "a list that names each run's player",
}
OTHER_PROMPTS = {
    "focus_group": {"topic": "bread"},
    "interview": {"person": "Oscar", "topic": "bread"},
    "ad_test": {"ads": "Ad 1: Bread. Warm."},
}
"""What a user picks; it holds no result, and asks for who played."""
CLERKS: dict[str, Any] = {"description": "clerks in Leeds", "seed": 1}
TALK: dict[str, Any] = {"people": ["Oscar", "Lisa Carter"], "say": "Tea or coffee?", "seed": 1}


@asynccontextmanager
async def both(directory: Path) -> AsyncGenerator[Table]:
    """A table where a scripted model plays by default, and the rehearsal can be asked for."""
    models = {"scripted": Scripted(), "rehearsal": Rehearsal()}
    async with open_app(settings(directory), models) as app, Client(build_server(app)) as client:
        yield Table(client, app)


def complaints(told: Told) -> list[str]:
    """What is wrong with a result that rests on the rehearsal: in its first line, or in its first field."""
    first, notice = told.text.splitlines()[0], str(told.data.get("notice"))
    return [
        *([] if "ehearsal: " in first and PROOF in first else [f"first line: {first}"]),
        *([] if next(iter(told.data)) == "notice" else [f"first field: {next(iter(told.data))}"]),
        *([] if "ehearsal: " in notice and PROOF in notice else [f"notice: {notice}"]),
    ]


async def rehearsed(at: Table) -> dict[str, Told]:
    """Every form in which a tool can return something rehearsed, by tool and form."""
    talk = await at.ok("listen_and_act", **TALK)
    group = await at.ok("run_world", **TALK, steps=2)
    found = await at.ok("extract_results", run=group.run, objective="the drink", fields=["drink"])
    verdict = await at.ok("validate_person", person="Oscar", seed=1)
    told = {"listen_and_act": talk, "run_world": group, "extract_results": found, "validate_person": verdict}
    told |= (
        await rehearsed_readings(at, group.run) | await rehearsed_castings(at) | await rehearsed_surveys(at, group.run)
    )
    for form, result in list(told.items()):
        if "estimate" not in form:
            told[f"get_run {form}"] = await at.ok("get_run", run=result.run)
    told["get_run transcript"] = await at.ok("get_run", run=group.run, detail="transcript")
    told["get_run events"] = await at.ok("get_run", run=group.run, detail="events", limit=2)
    told["get_run next page"] = await at.ok(
        "get_run", run=group.run, detail="events", cursor=told["get_run events"].data["next_cursor"]
    )
    told["get_run person"] = await at.ok("get_run", run=group.run, person="Oscar")
    told |= {
        f"export_run {form}": await at.ok("export_run", run=found.run, format=form) for form in ("html", "csv", "study")
    }
    told["compare_runs"] = await at.ok("compare_runs", runs=[told["ask_people"].run, told["ask_people run"].run])
    told["run_world going on"] = await at.ok("run_world", run=group.run, steps=1, seed=1)
    told["run_world fork"] = await at.ok("run_world", fork_of=group.run, at_step=1, say="Or water?", steps=1)
    told["run_world paused"] = await at.ok("run_world", **TALK | {"seed": 2}, steps=2, max_calls=0)
    told["cancel_run"] = await at.ok("cancel_run", run=told["run_world paused"].run)
    told["continue_run"] = await at.ok("continue_run", run=told["run_world paused"].run)
    for tool in ("listen_and_act", "run_world"):
        told[f"{tool} estimate"] = await at.ok(tool, **TALK, dry_run=True)
    told["extract_results estimate"] = await at.ok("extract_results", run=group.run, objective="x", dry_run=True)
    told["validate_person estimate"] = await at.ok("validate_person", person="Oscar", dry_run=True)
    return told


async def rehearsed_readings(at: Table, run: str) -> dict[str, Told]:
    claim: dict[str, Any] = {"run": run, "claim": "Oscar likes tea", "score": True}
    return {
        "check_proposition": await at.ok("check_proposition", **claim),
        "check_proposition estimate": await at.ok("check_proposition", **claim, dry_run=True),
        "tell_story": await at.ok("tell_story", run=run),
        "tell_story estimate": await at.ok("tell_story", run=run, dry_run=True),
        "tell_story person": await at.ok("tell_story", person="Oscar", seed=1),
        "tell_story person estimate": await at.ok("tell_story", person="Oscar", dry_run=True),
    }


async def rehearsed_surveys(at: Table, run: str) -> dict[str, Told]:
    put: dict[str, Any] = {"questions": [{"text": "Tea or coffee?", "kind": "choice", "options": ["tea", "coffee"]}]}
    return {
        "ask_people": await at.ok("ask_people", people=["Oscar"], seed=1, **put),
        "ask_people run": await at.ok("ask_people", run=run, **put),
        "ask_people estimate": await at.ok("ask_people", people=["Oscar"], **put, dry_run=True),
    }


async def rehearsed_castings(at: Table) -> dict[str, Told]:
    return {
        "create_person": await at.ok("create_person", **CLERKS),
        "create_person estimate": await at.ok("create_person", **CLERKS, dry_run=True),
        "create_people": await at.ok("create_people", **CLERKS, count=2),
        "create_people estimate": await at.ok("create_people", **CLERKS, count=2, dry_run=True),
        "create_people paused": await at.ok("create_people", description="bakers", count=2, seed=1, max_calls=1),
    }


@pytest.mark.parametrize("era", ERAS)
async def test_every_tool_resource_and_prompt_is_classified(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, era=era) as at:
        tools = {tool.name for tool in (await at.client.list_tools()).tools}
        resources = {str(one.uri) for one in (await at.client.list_resources()).resources}
        templates = {one.uri_template for one in (await at.client.list_resource_templates()).resource_templates}
        prompts = {prompt.name for prompt in (await at.client.list_prompts()).prompts}

    assert tools == RESTING_TOOLS | set(OTHER_TOOLS), "does what it returns rest on who played?"
    assert resources | templates == RESTING_RESOURCES | set(OTHER_RESOURCES)
    assert prompts == set(OTHER_PROMPTS)


@pytest.mark.parametrize("era", ERAS)
async def test_every_result_of_a_rehearsal_says_so_first(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, era=era) as at:
        told = await rehearsed(at)

    assert {form.split()[0] for form in told} == RESTING_TOOLS, "each tool was tried"
    assert {form: wrong for form, result in told.items() if (wrong := complaints(result))} == {}


@pytest.mark.parametrize("era", ERAS)
async def test_every_resource_of_a_rehearsal_says_so_first(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, era=era) as at:
        forms = (await rehearsed(at)).items()
        runs = [told.run for form, told in forms if "estimate" not in form and form != "compare_runs"]
        for run in dict.fromkeys(runs):
            read = {one: await at.read(one.replace("{run}", run)) for one in OF_RUNS}
            first = [
                next(iter(json.loads(read["troupe://runs/{run}"]).items())),
                ("notice", read["troupe://runs/{run}/transcript"].splitlines()[0]),
                ("notice", json.loads(read["troupe://runs/{run}/events"].splitlines()[0])["content"]),
            ]
            assert all(name == "notice" and words.startswith("Rehearsal: ") for name, words in first), run
            assert all(PROOF in words for _, words in first), run


@pytest.mark.parametrize("played", ["rehearsal", "scripted"])
async def test_what_was_written_says_so_first_in_every_format_where_it_was_rehearsed(
    tmp_path: Path, played: str
) -> None:
    model = Scripted(lambda _: turn("# Bread\nIt is warm.", does="WRITE")) if played == "scripted" else None
    async with table(tmp_path, model) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Write a note about bread.", tools=["documents"])
        whole = await at.ok("get_run", run=told.run, detail="artifacts")
        [name] = [line["name"] for line in told.data["documents"]]
        uris = {one.rpartition("/")[2]: one.replace("{run}", told.run) for one in OF_ARTIFACTS}
        read = {
            form: (await at.client.read_resource(uri.replace("{name}", name))).contents[0] for form, uri in uris.items()
        }

    texts = {form: content.text for form, content in read.items() if isinstance(content, TextResourceContents)}
    file = read["docx"]
    assert isinstance(file, BlobResourceContents)
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(file.blob))) as archive:
        texts["docx"] = archive.read("word/document.xml").decode()
    assert len(texts) == 4
    labelled = played == "rehearsal"
    assert {form: PROOF in text.replace("\n", " ")[:900] for form, text in texts.items()} == dict.fromkeys(
        texts, labelled
    )
    assert texts["{name}"].startswith("> Rehearsal: ") is labelled
    assert (next(iter(json.loads(texts["json"]))) == "notice") is labelled
    assert (complaints(whole) == []) is labelled


async def test_what_does_not_rest_on_it_holds_nothing_that_was_said(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = (await rehearsed(at))["run_world"].run
        said = [words for _, _, words in spoken(await at.events(run))]
        other = [
            (await at.ok("create_person", like="Oscar", name="Oskar II")).text,
            (await at.ok("find_people", full=True)).text,
            (await at.ok("find_people", run=run)).text,
            (await at.ok("get_run")).text,
            await at.read("troupe://guide"),
            await at.read("troupe://people"),
            await at.read("troupe://runs"),
            await at.error("run_world", run=run, people=["Oscar"]),
            await at.error("run_world", fork_of=run, at_step=9),
            await at.error("listen_and_act", run=run, people=["Nobody"], say="Hello?"),
            await at.error("continue_run", run=run),
            await at.error("get_run", run="nothing"),
        ]
        for name, given in OTHER_PROMPTS.items():
            [message] = (await at.client.get_prompt(name, given)).messages
            assert isinstance(message.content, TextContent)
            assert "who played" in message.content.text
            other.append(message.content.text)

    assert len(said) >= 3
    assert [(words, text) for words in said for text in other if words in text] == []


@pytest.mark.parametrize("era", ERAS)
async def test_a_list_of_runs_names_the_player_of_each(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, era=era) as at:
        await rehearsed(at)
        told = await at.ok("get_run")
        runs = json.loads(await at.read("troupe://runs"))

    assert {line["played_by"] for line in (*told.data["runs"], *runs)} == {"rehearsal"}
    listed = [line for line in told.text.splitlines() if "·" in line]
    assert len(listed) == len(told.data["runs"]) > 5
    assert all("· rehearsal ·" in line for line in listed)


async def test_what_a_model_played_carries_no_label(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        told = await rehearsed(at)
        run = told["run_world"].run
        texts = [await at.read(one.replace("{run}", run)) for one in OF_RUNS]

    assert [form for form, result in told.items() if result.data.get("notice")] == []
    assert [form for form, result in told.items() if "ehears" in result.text.splitlines()[0]] == []
    assert [text for text in texts if "ehears" in text] == []
    assert told["validate_person"].data["score"] == 1.0
    assert "measured" not in told["validate_person"].data


@pytest.mark.parametrize("era", ERAS)
async def test_a_rehearsed_person_has_no_score_and_has_not_passed(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, era=era) as at:
        told = await at.ok("validate_person", person="Oscar", seed=1)
        read = await at.ok("get_run", run=told.run)
        happened = await at.read(f"troupe://runs/{told.run}/events")

    for result in (told, read):
        assert (result.data["score"], result.data["passed"]) == (None, None)
        assert result.data["measured"] == "not measured: rehearsal"
        assert "score not measured: rehearsal" in result.text
        assert "passed" not in result.text
        assert result.data["findings"]
    assert "'score': None" in happened


async def test_whoever_was_written_by_the_rehearsal_is_marked_wherever_they_are_shown_whole(tmp_path: Path) -> None:
    async with both(tmp_path) as at:
        acted = await at.ok("create_person", **CLERKS, played_by="rehearsal")
        by_model = await at.ok("create_person", **CLERKS)
        shown = {
            made.run: (
                (await at.ok("find_people", query=made.data["person"], full=True)).data["people"][0]["specification"],
                json.loads(await at.read(made.data["uri"]))["persona"],
            )
            for made in (acted, by_model)
        }

    assert complaints(acted) == []
    assert "no language model wrote this" in acted.data["notice"]
    assert "notice" not in by_model.data
    assert [person["provenance"] for person in shown[acted.run]] == ["rehearsed"] * 2
    assert [person["provenance"] for person in shown[by_model.run]] == ["written by scripted-1"] * 2


async def test_whoever_the_rehearsal_wrote_is_no_evidence_though_a_model_plays_them(tmp_path: Path) -> None:
    async with both(tmp_path) as at:
        acted = await at.ok("create_person", **CLERKS, played_by="rehearsal")
        people, name = [acted.data["person"], "Oscar"], acted.data["name"]
        told = {
            "talk": await at.ok("listen_and_act", people=people, say="Hi."),
            "estimate": await at.ok("run_world", people=people, say="Hi.", dry_run=True),
            "validation": await at.ok("validate_person", person=people[0]),
            "story": await at.ok("tell_story", person=people[0]),
        }
        told["further"] = await at.ok("listen_and_act", run=told["talk"].run, say="And?")
        told["fork"] = await at.ok("run_world", fork_of=told["talk"].run, at_step=0, steps=1)
        told["found"] = await at.ok("extract_results", run=told["talk"].run, objective="the drink")
        mixed = await at.ok("run_world", run=told["fork"].run, steps=1, played_by="rehearsal")
        without = await at.ok("listen_and_act", people=["Oscar"], say="Hi.")

    assert {form: wrong for form, result in told.items() if (wrong := complaints(result))} == {}
    assert all(f"{name} was written by the rehearsal" in told[f].data["notice"] for f in told if f != "found")
    assert told["talk"].data["played_by"] == "scripted-1"
    assert "played by scripted-1" in mixed.data["notice"]
    assert f"{name} was written by the rehearsal." in mixed.data["notice"]
    assert "notice" not in without.data


async def test_votes_of_rehearsed_people_are_counted_as_what_was_said_and_marked(tmp_path: Path) -> None:
    fields = {"ad_number": {"type": "integer"}}
    async with table(tmp_path) as at:
        shown = "Ad 1: Bread. Warm, from the oven.\n\nAd 2: Tea. Hot, from the pot."
        talk = await at.ok("listen_and_act", people=["Oscar", "Lisa Carter", "Caio Marinho"], show=shown, say="Which?")
        told = await at.ok("extract_results", run=talk.run, objective="the ad", fields=fields)

    assert sum(told.data["tally"]["ad_number"].values()) == 3
    assert told.data["tally_note"] == f"counts of what was said; rehearsal: {PROOF}"
    assert told.data["tally_note"] in told.text
    assert "%" not in told.text.split("|")[0]


async def test_a_fork_that_a_model_goes_on_with_says_which_steps_were_rehearsed(tmp_path: Path) -> None:
    async with both(tmp_path) as at:
        parent = await at.ok("run_world", **TALK, steps=2, played_by="rehearsal")
        fork = await at.ok("run_world", fork_of=parent.run, say="Or water?", steps=1)
        grandchild = await at.ok("run_world", fork_of=fork.run, say="Or milk?", steps=1, played_by="rehearsal")
        anew = await at.ok("run_world", fork_of=parent.run, at_step=0, say="Or water?", steps=1)
        transcript = await at.read(f"troupe://runs/{fork.run}/transcript")
        happened = await at.events(fork.run)

    assert complaints(fork) == []
    assert fork.data["notice"].startswith("Part rehearsal: steps 1-2 rehearsed, step 3 played by scripted-1.")
    assert fork.data["played_by"] == "rehearsal, scripted-1"
    by = {line["step"]: line["played_by"] for line in happened if line["kind"] == "action"}
    assert by == {1: "rehearsal", 2: "rehearsal", 3: "scripted-1"}
    assert fork.data["notice"] == transcript.splitlines()[0]
    assert "3. Oscar (scripted-1): Oscar speaks at step 3." in transcript
    assert "1. Oscar (rehearsed)" in transcript
    assert grandchild.data["notice"].startswith("Part rehearsal: steps 1-2, 4 rehearsed, step 3 played by scripted-1.")
    assert "notice" not in anew.data, "nothing of the rehearsed past was kept"
    assert "played_by" not in anew.data["events"][-1], "where one plays, not every line says so"


async def test_what_a_model_reads_out_of_a_rehearsal_is_no_evidence_either(tmp_path: Path) -> None:
    async with both(tmp_path) as at:
        played = await at.ok("listen_and_act", **TALK)
        acted = await at.ok("listen_and_act", **TALK, played_by="rehearsal")
        found = {
            name: await at.ok("extract_results", run=runs, objective=name)
            for name, runs in {"acted": [acted.run], "played": [played.run], "both": [acted.run, played.run]}.items()
        }
        claim, story = {"claim": "Oscar likes tea", "score": True}, {"words": 100}
        for tool, given in {"check_proposition": claim, "tell_story": story}.items():
            found[f"acted, {tool}"] = await at.ok(tool, run=acted.run, **given)
            found[f"played, {tool}"] = await at.ok(tool, run=played.run, **given)
        runs = {line["run"]: line["played_by"] for line in (await at.ok("get_run")).data["runs"]}

    assert {name: complaints(told) for name, told in found.items() if "played" not in name and complaints(told)} == {}
    assert all("scripted-1 only read it" in told.data["notice"] for name, told in found.items() if "acted" in name)
    assert (
        found["both"]
        .data["notice"]
        .startswith(f"Part rehearsal: {acted.run} rests on a rehearsal, {played.run} does not.")
    )
    assert [name for name, told in found.items() if "played" in name and "notice" in told.data] == []
    assert runs[found["acted"].run] == "rehearsal, scripted-1"
    assert runs[found["played"].run] == runs[played.run] == "scripted-1"


async def test_an_estimate_says_who_would_play(tmp_path: Path) -> None:
    async with both(tmp_path) as at:
        model = await at.ok("listen_and_act", **TALK, dry_run=True)
        actor = await at.ok("listen_and_act", **TALK, dry_run=True, played_by="rehearsal")
        parent = await at.ok("run_world", **TALK, steps=1, played_by="rehearsal")
        further = await at.ok("run_world", run=parent.run, steps=1, dry_run=True)
        fork = await at.ok("run_world", fork_of=parent.run, steps=1, dry_run=True)
        read = await at.ok("check_proposition", run=parent.run, claim="Oscar likes tea", dry_run=True)
        reader = await at.ok("tell_story", run=parent.run, dry_run=True, played_by="rehearsal")
        writer = await at.ok("create_people", **CLERKS, count=2, dry_run=True, played_by="rehearsal")

    assert "would be played by scripted-1" in model.text.splitlines()[0]
    assert (model.data["estimate"]["played_by"], model.data.get("notice")) == ("scripted-1", None)
    assert "no language model would play this" in actor.text.splitlines()[0]
    assert "no language model would play this" in further.text.splitlines()[0], "who began a run goes on with it"
    assert fork.data["notice"].startswith("Part rehearsal: scripted-1 would go on from what was rehearsed")
    assert read.data["notice"].startswith("Part rehearsal: scripted-1 would read what was rehearsed")
    assert "no language model would read what was said" in reader.data["notice"]
    assert "no language model would write this" in writer.data["notice"]
    assert [complaints(told) for told in (actor, further, fork, read, reader, writer)] == [[]] * 6


async def test_where_auto_fell_to_the_rehearsal_the_first_result_says_so_and_no_other(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        first = await at.ok("listen_and_act", **TALK)
        again = await at.ok("get_run", run=first.run)
        follow = await at.ok("listen_and_act", run=first.run, say="And now?")
        read = await at.ok("extract_results", run=first.run, objective="the drink")
        wanted = await at.ok("listen_and_act", **TALK, played_by="rehearsal")
        readings = [
            await at.ok("check_proposition", run=first.run, claim="Oscar likes tea"),
            await at.ok("tell_story", run=first.run),
        ]
        beginnings = [
            await at.ok("tell_story", person="Oscar"),
            await at.ok("create_person", **CLERKS),
            await at.ok("create_people", **CLERKS, count=2),
        ]

    for told in (first, *beginnings):
        assert [warning for warning in told.data["warnings"] if "No model is configured" in warning]
    assert "OPENAI_API_KEY" in first.text
    assert [told.data.get("warnings") for told in (again, follow, read, wanted, *readings)] == [None] * 6


async def test_where_nobody_said_anything_nothing_is_offered_to_be_read(tmp_path: Path) -> None:
    def script(prompt: Prompt) -> Written:
        match prompt.task:
            case TurnTask():
                return turn()
            case ExtractTask():
                return {"quotes": [], "found": {"answer": None}}
            case _:
                return {"quotes": [], "justification": "-", "verdict": "unclear", "confidence": 0.5}

    async with table(tmp_path, Scripted(script)) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="Hello?")
        read = await at.ok("extract_results", run=talk.run, objective="what he wants")
        claim = await at.ok("check_proposition", run=talk.run, claim="Oscar wants tea")

    assert talk.data["next"].startswith("nobody said anything")
    assert read.data["next"].startswith("tell the user that nothing of this was said")
    assert claim.data["next"] == "tell the user the verdict, and that no words decide it"


async def test_who_would_play_people_that_the_rehearsal_wrote_is_told_to_have_them_written_first(
    tmp_path: Path,
) -> None:
    async with table(tmp_path) as at:
        cast = await at.ok("create_people", description="clerks in Leeds", count=2)
        told = await at.ok("listen_and_act", people=[cast.run], say="What is your day like?")
        others = await at.ok("listen_and_act", people=["Oscar"], say="What is your day like?")

    assert "make them again" in " ".join(told.data["warnings"])
    assert told.data["next"].startswith("listen_and_act(")
    assert "make them again" not in others.text
    assert others.data["next"].startswith("the same call")


async def test_ways_of_speaking_that_are_not_played_are_told_where_people_speak(tmp_path: Path) -> None:
    spoken_so = {"style": "Never answers directly. Swears a lot."}
    async with table(tmp_path) as at:
        made = await at.ok("create_person", name="Ambrose Quill", persona={"age": 44, **spoken_so})
        ambrose = made.data["person"]
        told = [
            await at.ok("listen_and_act", people=[ambrose], say="Hello?"),
            await at.ok("run_world", people=[ambrose, "Oscar"], say="Hello?", steps=1),
            await at.ok("ask_people", people=[ambrose, "Oscar"], questions=["What do you eat?"]),
        ]
        others = await at.ok("listen_and_act", people=["Oscar"], say="Hello?")

    for result in told:
        assert "Ambrose Quill: never a direct answer, swearing" in " ".join(result.data["warnings"])
    assert "does not play" not in others.text
