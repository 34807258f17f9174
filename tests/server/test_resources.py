"""What clients read instead of call, what users pick from menus, and what completes as they type."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mcp import MCPError
from mcp.types import PromptReference, ResourceTemplateReference, TextContent

from tests.doubles import ERAS, ROOT, Era, Scripted, Table, spoken, table, turn
from troupe_mcp.app.exports.exporting import FORMATS

INVALID = -32602
TEMPLATES = {
    "troupe://people/{person}",
    "troupe://library/{name}",
    "troupe://fragments/{name}",
    "troupe://runs/{run}",
    "troupe://runs/{run}/transcript",
    "troupe://runs/{run}/events",
    *(f"troupe://runs/{{run}}/artifacts/{{name}}{form}" for form in ("", "/html", "/json", "/docx")),
    *(f"troupe://runs/{{run}}/export/{form}" for form in FORMATS),
}


async def completed(at: Table, ref: PromptReference | ResourceTemplateReference, name: str, value: str) -> list[str]:
    return (await at.client.complete(ref, {"name": name, "value": value})).completion.values


@pytest.mark.parametrize("era", ERAS)
async def test_everything_that_can_be_read_is_listed_with_words_and_types(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, era=era) as at:
        resources = (await at.client.list_resources()).resources
        templates = (await at.client.list_resource_templates()).resource_templates

    assert {resource.uri for resource in resources} == {"troupe://guide", "troupe://people", "troupe://runs"}
    assert {template.uri_template for template in templates} == TEMPLATES
    assert all(one.title and one.description and one.mime_type for one in (*resources, *templates))


@pytest.mark.parametrize("era", ERAS)
async def test_people_fragments_and_runs_can_be_read(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, Scripted(), era=era) as at:
        made = await at.ok("create_person", like="Oscar", name="Oskar II")
        told = await at.ok("run_world", people=[made.data["person"]], title="Alone", say="Hello?", steps=1, seed=4)
        people = json.loads(await at.read("troupe://people"))
        one = json.loads(await at.read(made.data["uri"]))
        shipped = json.loads(await at.read("troupe://library/Lisa%20Carter"))
        fragment = json.loads(await at.read("troupe://fragments/picky_customer"))
        runs = json.loads(await at.read("troupe://runs"))
        run = json.loads(await at.read(f"troupe://runs/{told.run}"))
        transcript = await at.read(f"troupe://runs/{told.run}/transcript")
        happened = await at.events(told.run)

    assert people[0] == {"person": made.data["person"], "name": "Oskar II", "kind": "person", "line": people[0]["line"]}
    assert len([line for line in people if line["kind"] == "library"]) == 12
    assert len([line for line in people if line["kind"] == "fragment"]) == 10
    assert (one["type"], one["persona"]["name"]) == ("TinyPerson", "Oskar II")
    assert shipped == json.loads((ROOT / "personas" / "Lisa_Carter.agent.json").read_text("utf-8"))
    assert fragment["type"] == "Fragment"
    assert runs == [{"run": told.run, "kind": "world", "title": "Alone", "status": "done", "played_by": "scripted-1"}]
    assert (run["status"], run["seed"], run["cost"]["calls"]) == ("done", 4, 1)
    assert "Alone" in transcript
    assert "1. Oskar II: Oskar II speaks at step 1." in transcript
    assert spoken(happened) == [(1, "Oskar II", "Oskar II speaks at step 1.")]
    assert [event["position"] for event in happened] == sorted(event["position"] for event in happened)


async def test_what_was_made_can_be_read_and_made_again(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        document = json.loads(await at.read("troupe://library/Oscar"))
        made = await at.ok("create_person", persona=document)
        again = json.loads(await at.read(made.data["uri"]))

    assert again == document


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(
    "uri",
    [
        "troupe://nothing",
        "troupe://people/nobody",
        "troupe://library/nobody",
        "troupe://fragments/nothing",
        "troupe://runs/nothing",
        "troupe://runs/nothing/transcript",
        "troupe://runs/nothing/events",
        "troupe://runs/..%2F..%2Fetc%2Fpasswd",
    ],
)
async def test_what_is_not_there_is_not_found(tmp_path: Path, era: Era, uri: str) -> None:
    async with table(tmp_path, era=era) as at:
        with pytest.raises(MCPError) as refused:
            await at.client.read_resource(uri)
        guide = await at.read("troupe://guide")

    assert refused.value.error.code == INVALID
    assert refused.value.error.data == {"uri": uri}
    assert "Traceback" not in refused.value.error.message
    assert guide.startswith("# Troupe")


async def test_a_name_that_means_several_is_no_resource(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for age in (20, 30):
            await at.ok("create_person", name="Ana", persona={"age": age})
        with pytest.raises(MCPError, match="'Ana' is 2 people"):
            await at.client.read_resource("troupe://people/Ana")


@pytest.mark.parametrize("era", ERAS)
async def test_names_complete_as_they_are_typed(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, Scripted(), era=era) as at:
        made = await at.ok("create_person", name="Zoe Quill")
        told = await at.ok("listen_and_act", people=["Oscar"], say="Hello?")
        interview = PromptReference(name="interview")
        assert await completed(at, interview, "person", "lisa") == ["Lisa Carter"]
        assert await completed(at, interview, "person", "zoe") == [made.data["person"]]
        assert len(await completed(at, interview, "person", "")) == 13
        assert await completed(at, interview, "topic", "x") == []
        for uri, name, value, wanted in (
            ("troupe://runs/{run}", "run", "talk", [told.run]),
            ("troupe://runs/{run}/events", "run", "", [told.run]),
            ("troupe://fragments/{name}", "name", "PICKY", ["picky_customer"]),
            ("troupe://library/{name}", "name", "ilona", ["Ilona Szabados"]),
            ("troupe://people/{person}", "person", "nobody", []),
        ):
            assert await completed(at, ResourceTemplateReference(uri=uri), name, value) == wanted


@pytest.mark.parametrize("era", ERAS)
async def test_what_was_written_in_a_run_completes_once_the_run_is_chosen(tmp_path: Path, era: Era) -> None:
    uri = "troupe://runs/{run}/artifacts/{name}/html"
    async with table(tmp_path, Scripted(lambda _: turn("# 봄 Note\nWarm.", does="WRITE")), era=era) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Write.", tools=["documents"])
        ref, argument = ResourceTemplateReference(uri=uri), {"name": "name", "value": "NOTE"}
        chosen = await at.client.complete(ref, argument, context_arguments={"run": told.run})
        page = await at.read(told.data["documents"][0]["uri"] + "/html")
        assert await completed(at, ref, "name", "") == []

    assert len(chosen.completion.values) == 1
    assert "<h1>봄 Note</h1>" in page, "whatever the script, the address can be read"


@pytest.mark.parametrize("era", ERAS)
async def test_prompts_say_what_was_asked_for(tmp_path: Path, era: Era) -> None:
    given: dict[str, dict[str, str]] = {
        "focus_group": {"topic": "ovens that order flour"},
        "interview": {"person": "Oscar", "topic": "bathroom pods"},
        "ad_test": {"ads": "Ad 1: Bread. Warm."},
    }
    async with table(tmp_path, era=era) as at:
        listed = {prompt.name: prompt for prompt in (await at.client.list_prompts()).prompts}
        texts: dict[str, Any] = {}
        for name, arguments in given.items():
            [message] = (await at.client.get_prompt(name, arguments)).messages
            assert isinstance(message.content, TextContent)
            texts[name] = message.content.text

    assert set(listed) == set(given)
    assert all(prompt.title and prompt.description for prompt in listed.values())
    for name, arguments in given.items():
        assert all(value in texts[name] for value in arguments.values())
        required = {argument.name for argument in listed[name].arguments or [] if argument.required}
        assert required <= set(arguments)


async def test_an_unknown_prompt_is_refused_with_those_there_are(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        with pytest.raises(MCPError) as refused:
            await at.client.get_prompt("nope", {})

    assert "focus_group" in refused.value.error.message


async def test_a_prompt_without_what_it_needs_is_refused_with_that(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        with pytest.raises(MCPError) as refused:
            await at.client.get_prompt("interview", {"person": "Oscar"})

    assert refused.value.error.message == "The prompt 'interview' needs topic: What you want to learn."
