"""What users get wrong: each is told clearly, and everything works afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from tests.doubles import ERAS, Era, Scripted, error, ok, stdio, table

TALK: dict[str, Any] = {"people": ["Oscar"], "say": "Hello?"}

# The tool, its arguments, and what its answer must name: the value, the alternatives or the next step.
WRONG: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "moments of no form": (
        "run_world",
        {**TALK, "interventions": [{"if": "they agree"}]},
        ["interventions[0].", 'For example interventions=[{"when": {'],
    ),
    "questions of no form": ("ask_people", {"people": ["Oscar"], "questions": 5}, ['For example questions=[{"id": ']),
    "unknown person": ("listen_and_act", {"people": ["Anna"], "say": "x"}, ["'Anna'", "find_people", "create_person"]),
    "nearly a person": ("listen_and_act", {"people": ["Lisa Cartwright"], "say": "x"}, ["Lisa Carter"]),
    "several in one text": (
        "listen_and_act",
        {"people": "Oscar, Lisa Carter", "say": "x"},
        ['Give a list: people=["Oscar", "Lisa Carter"]'],
    ),
    "a stranger in one text": (
        "listen_and_act",
        {"people": "Lisa Carter, Nobody", "say": "x"},
        ["No person 'Lisa Carter, Nobody'", "find_people"],
    ),
    "half an id": ("run_world", {"people": ["p-nobody-22"], "say": "x"}, ["'p-nobody-22'", "find_people"]),
    "no name at all": ("listen_and_act", {"people": [""], "say": "x"}, ["No person ''"]),
    "unknown argument": ("run_world", {"peoples": ["Oscar"]}, ["run_world has no argument 'peoples'", "people?"]),
    "foreign argument": ("run_world", {"n_people": 3}, ["'n_people'", "did you mean people?"]),
    "another word for an argument": ("ask_people", {"persons": ["Oscar"]}, ["did you mean people?"]),
    "field of a person": ("edit_person", {"age": 80}, ['define={"age": 80}', "It has: person, define"]),
    "field of somebody new": ("create_person", {"age": 80}, ['persona={"age": 80}', "It has: description"]),
    "whole persona to edit": ("edit_person", {"persona": {"age": 80}}, ["did you mean define?"]),
    "another most": ("run_world", {"max_steps": 3}, ["did you mean steps?"]),
    "model of one's own": ("run_world", {"model": "gpt-4"}, ["[model] in config.ini", 'played_by="host"']),
    "far from any argument": ("compare_runs", {"questions": ["q"]}, ["It has: runs, on"]),
    "strange argument": ("cancel_run", {"zzz": 1}, ["'zzz'", "It has: run"]),
    "number for a list": ("listen_and_act", {"people": 5, "say": "x"}, ["people is 5", "expected", 'people=["']),
    "list for a text": (
        "listen_and_act",
        {"people": ["Oscar"], "say": ["x"]},
        ["say is ['x']", "expected one text: make a call for each"],
    ),
    "words for a number": ("run_world", {"people": ["Oscar"], "steps": "many"}, ["steps is 'many'", "expected"]),
    "unknown order": ("run_world", {"people": ["Oscar"], "order": "random"}, ["order is 'random'", "in_turn"]),
    "unknown player": ("listen_and_act", {**TALK, "played_by": "god"}, ["played_by", "god"]),
    "negative seed": ("listen_and_act", {**TALK, "seed": -1}, ["seed is -1", "at least 0"]),
    "long wait": ("listen_and_act", {**TALK, "wait_seconds": 500}, ["wait_seconds is 500", "50"]),
    "missing argument": ("cancel_run", {}, ["run is required"]),
    "no steps": ("run_world", {"people": ["Oscar"], "steps": 0}, ["steps=0", "1 to 100"]),
    "too many steps": ("run_world", {"people": ["Oscar"], "steps": 10**9}, ["steps=1000000000", "1 to 100", "run="]),
    "negative steps": ("run_world", {"people": ["Oscar"], "steps": -3}, ["steps=-3", "1 to 100"]),
    "unknown run": ("get_run", {"run": "focus group"}, ["No run 'focus group'"]),
    "unsafe run": ("continue_run", {"run": "../../etc/passwd"}, ["No run '../../etc/passwd'"]),
    "empty cast": ("run_world", {"people": [], "say": "x"}, ["No people", "people"]),
    "no cast": ("listen_and_act", {"say": "x"}, ["No people", "people"]),
    "nothing said": ("listen_and_act", {"people": ["Oscar"]}, ["Nothing to react to", "say, show, questions"]),
    "nothing in what is said": (
        "listen_and_act",
        {"people": ["Oscar"], "say": "", "show": ""},
        ["Nothing to react to"],
    ),
    "an empty question": ("listen_and_act", {"people": ["Oscar"], "questions": ["", "A?"]}, ["questions[0] is empty"]),
    "a long claim to watch": (
        "run_world",
        {"people": ["Oscar"], "say": "x", "watch": ["x" * 2500]},
        ["watch[0] has 2,500 characters", "2,000"],
    ),
    "only blanks said": ("listen_and_act", {"people": ["Oscar"], "say": " \n "}, ["say is empty"]),
    "very much said": ("listen_and_act", {"people": ["Oscar"], "say": "x" * 30_000}, ["30,000", "20,000", "split"]),
    "script to a stranger": (
        "run_world",
        {"people": ["Oscar"], "script": [{"step": 1, "to": ["Bob"], "say": "x"}]},
        ["script[0]", "'Bob'", "Oscar"],
    ),
    "script with an unknown word": (
        "run_world",
        {"people": ["Oscar"], "script": [{"at": 1, "say": "x"}]},
        ["script[0].at", "it has step, to, say"],
    ),
    "question of no kind": (
        "ask_people",
        {"people": ["Oscar"], "questions": [{"text": "x", "type": "choice"}]},
        ["questions[0].kind is required: choice, choices", "questions[0].type", "it has id, text, kind"],
    ),
    "list of objects for fields": (
        "extract_results",
        {"run": ["x"], "objective": "y", "fields": [{"name": "y"}]},
        ["fields is [{'name': 'y'}]", "an object", "fields[0]"],
    ),
    "script that says nothing": (
        "run_world",
        {"people": ["Oscar"], "script": [{"step": 1, "to": ["Oscar"]}]},
        ["script[0] says nothing", "say, show"],
    ),
    "script that comes late": (
        "run_world",
        {"people": ["Oscar"], "steps": 2, "script": [{"step": 3, "say": "x"}]},
        ["script[0]", "step 3", "plays 2"],
    ),
    "script with a strange key": (
        "run_world",
        {"people": ["Oscar"], "script": [{"step": 1, "tell": "x"}]},
        ["script[0].tell", "not known"],
    ),
    "at_step alone": ("run_world", {"people": ["Oscar"], "at_step": 1}, ["at_step", "fork_of"]),
    "nothing to make": ("create_person", {}, ["give one of description, like, persona, fragments, name"]),
    "nameless persona": ("create_person", {"persona": {"age": 30}}, ["no name", "name='…'"]),
    "numbered name": ("create_person", {"persona": {"name": 7}}, ["'name' is 7"]),
    "endless name": ("create_person", {"name": "x" * 500}, ["500 characters", "80"]),
    "persona as text": ("create_person", {"persona": "a baker"}, ["persona is 'a baker'", "expected"]),
    "persona as list": ("create_person", {"persona": [1, 2]}, ["persona is [1, 2]", "expected"]),
    "fragment as persona": (
        "create_person",
        {"persona": {"type": "Fragment", "persona": {"name": "A"}}},
        ["'Fragment'", "'TinyPerson'"],
    ),
    "unknown copy": ("create_person", {"like": "Nobody Atall"}, ["'Nobody Atall'"]),
    "unknown fragment": ("create_person", {"like": "Oscar", "fragments": ["nope"]}, ["'nope'", "picky_customer"]),
    "no runs to extract": ("extract_results", {"run": [], "objective": "x"}, ["Give run"]),
    "no objective": ("extract_results", {"run": ["x"], "objective": " "}, ["Give objective"]),
    "strange fields": ("extract_results", {"run": ["x"], "objective": "x", "fields": 3}, ["fields", "3"]),
    "strange page": ("find_people", {"limit": 0}, ["limit is 0"]),
    "lost page": ("get_run", {"cursor": "nowhere"}, ["'nowhere'", "cursor"]),
}


@pytest.mark.parametrize("era", ERAS)
async def test_every_mistake_is_explained_and_harms_nothing(tmp_path: Path, era: Era) -> None:
    told: dict[str, str] = {}
    async with table(tmp_path, Scripted(), era=era) as at:
        for mistake, (tool, arguments, _) in WRONG.items():
            told[mistake] = await at.error(tool, **arguments)
        listed = await at.ok("get_run")
        made = await at.ok("find_people", kind="person")
        after = await at.ok("listen_and_act", **TALK)

    lacking = {
        mistake: (told[mistake], missing)
        for mistake, (_, _, wanted) in WRONG.items()
        if (missing := [words for words in wanted if words not in told[mistake]])
    }
    assert lacking == {}
    assert listed.data["runs"] == [], "no run was begun in vain"
    assert made.data["people"] == [], "nobody was made in vain"
    assert after.data["status"] == "done"


@pytest.mark.parametrize("era", ERAS)
async def test_mistakes_over_stdio_read_the_same(tmp_path: Path, era: Era) -> None:
    async with Client(stdio(tmp_path), mode=era) as client:
        for mistake in ("unknown person", "unknown argument", "number for a list", "too many steps", "unknown run"):
            tool, arguments, wanted = WRONG[mistake]
            told = await error(client, tool, **arguments)
            assert [words for words in wanted if words not in told] == []
        assert (await ok(client, "listen_and_act", **TALK)).data["status"] == "done"


async def test_a_name_that_means_several_is_asked_about(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        ids = [(await at.ok("create_person", name="Ana", persona={"age": age})).data["person"] for age in (20, 30)]
        told = await at.error("listen_and_act", people=["Ana"], say="Hello?")
        by_id = await at.ok("listen_and_act", people=[ids[0]], say="Hello?")
        within = await at.ok("listen_and_act", people=["Ana"], run=by_id.run, say="Once more?")

    assert "'Ana' is 2 people" in told
    assert all(one in told for one in ids)
    assert [reply["person"] for reply in within.data["replies"]] == [ids[0]]


@pytest.mark.parametrize(
    ("persona", "wanted"),
    [
        ({"name": {"first": "A"}}, "'name' is {'first': 'A'}"),
        ({"name": "  "}, "name"),
        ({"name": "A", "deep": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {"i": {"j": {"k": {"l": 1}}}}}}}}}}}}},
         "nested deeper than 12"),
        ({"name": "A", "life": "x" * 5_000_000}, "200,000"),
        ({"name": "A", "life": ["y" * 100] * 50_000}, "200,000"),
    ],
    ids=["object name", "blank name", "too deep", "five megabytes of text", "five megabytes of list"],
)  # fmt: skip
async def test_an_odd_persona_is_refused_and_kept_nowhere(tmp_path: Path, persona: dict[str, Any], wanted: str) -> None:
    async with table(tmp_path, Scripted()) as at:
        told = await at.error("create_person", persona=persona)
        made = await at.ok("find_people", kind="person")
        after = await at.ok("create_person", persona={"name": "A"})

    assert wanted in told
    assert made.data["people"] == []
    assert after.data["name"] == "A"


async def test_nested_garbage_that_is_json_is_taken_as_it_is(tmp_path: Path) -> None:
    garbage: dict[str, Any] = {
        "name": "Odd",
        "age": [None, {"": []}],
        "traits": {"1": {"2": [[[]]]}},
        "x": 1e300,
        "y": False,
    }
    async with table(tmp_path) as at:
        made = await at.ok("create_person", persona=garbage)
        told = await at.ok("listen_and_act", people=[made.data["person"]], say="What do you do on Sundays?")

    assert told.data["replies"][0]["status"] == "answered"


async def test_a_run_that_plays_cannot_be_played_again(tmp_path: Path) -> None:
    model = Scripted()
    model.gate.clear()
    async with table(tmp_path, model) as playing, table(tmp_path, Scripted(), era="legacy") as other:
        told = await playing.ok("listen_and_act", **TALK, wait_seconds=0)
        await model.until_asked(1)
        for at in (playing, other):
            for tool, arguments in (
                ("continue_run", {"run": told.run}),
                ("listen_and_act", {"run": told.run, "say": "And?"}),
                ("run_world", {"fork_of": told.run, "say": "And?"}),
                ("extract_results", {"run": [told.run], "objective": "x"}),
            ):
                refused = await at.error(tool, **arguments)
                assert told.run in refused
                assert "get_run(run=" in refused
                assert "cancel_run" in refused
        model.gate.set()
        finished = await other.ok("get_run", run=told.run)
        again = await other.error("continue_run", run=told.run)

    assert finished.data["status"] == "done"
    assert "is done" in again
    assert len(model.asked) == 1


async def test_runs_are_built_upon_only_where_they_can_be(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        group = await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Hello?", steps=2)
        paused = await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Hi?", steps=2, max_calls=1)
        far = await at.error("run_world", fork_of=group.run, at_step=9, say="x")
        below = await at.error("run_world", fork_of=group.run, at_step=-1, say="x")
        both = await at.error("run_world", run=group.run, fork_of=group.run, say="x")
        cast = await at.error("run_world", run=group.run, people=["Fetu Leavasa"], say="x")
        absent = await at.error("listen_and_act", run=group.run, people=["Fetu Leavasa"], say="x")
        unfinished = await at.error("run_world", run=paused.run, say="x")
        nearly = await at.error("get_run", run=group.run[:-1])

    assert far == f"{group.run} has steps 0-2, so at_step=9 does not exist."
    assert "at_step=-1" in below
    assert "not both" in both
    assert "fork_of" in cast
    assert "'Fetu Leavasa' is not in" in absent
    assert "Oscar" in absent
    assert f'continue_run(run="{paused.run}")' in unfinished
    assert group.run in nearly, "the latest are offered"


async def test_fields_named_in_one_text_with_commas_are_several(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        talk = await at.ok("listen_and_act", **TALK)
        found = await at.ok("extract_results", run=talk.run, objective="objections", fields="objection, who, quote")

    assert set(found.data["results"][0]) >= {"objection", "who", "quote"}


async def test_a_run_called_by_its_subject_is_found_by_the_search_that_the_error_gives(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        group = await at.ok("run_world", people=["Oscar", "Lisa Carter"], situation="A group on laundry.", say="Hello?")
        told = await at.error("get_run", run="the laundry group")
        found = await at.ok("get_run", query="laundry group")

    assert 'get_run(query="laundry group")' in told
    assert [line["run"] for line in found.data["runs"]] == [group.run]


async def test_a_follow_up_within_a_group_names_whoever_was_just_talked_to(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        group = await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Hello?")
        one = await at.ok("listen_and_act", run=group.run, people=["Oscar"], say="In private?")
        both = await at.ok("listen_and_act", run=group.run, say="And you all?")

    assert f'listen_and_act(run="{group.run}", people=["{one.data["replies"][0]["person"]}"], say=' in one.data["next"]
    assert f'listen_and_act(run="{group.run}", say=' in both.data["next"]


async def test_an_intervention_of_a_step_names_the_step_once(tmp_path: Path) -> None:
    moments = [{"when": {"step": 2}, "then": {"say": "And the price?"}}]
    async with table(tmp_path, Scripted()) as at:
        told = await at.ok("run_world", people=["Oscar"], say="Hello?", steps=2, interventions=moments)

    assert "Intervention 1 spoke at step 2: say: And the price?" in told.text


async def test_words_for_an_answer_are_told_which_object_is_wanted(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        handed = await at.ok("listen_and_act", **TALK, played_by="host")
        prompt = handed.data["handed"]["prompts"][0]["id"]
        told = await at.ok("continue_run", run=handed.run, answers={prompt: "Hello there."})

    assert 'it is text; expected the JSON object of the schema: {"thought": …, "actions": …' in told.data["warnings"][0]


async def test_an_argument_that_takes_few_values_or_a_text_is_told_without_an_example_of_another_tool(
    tmp_path: Path,
) -> None:
    async with table(tmp_path) as at:
        grouped = await at.error("extract_results", run=["talk-a"], objective="Age", group_by="age")
        weighted = await at.error("compare_runs", runs=["talk-a"], real="file:a.csv", weights={"a": 1})
    assert grouped.endswith("expected 'person' or 'run'.")
    assert "weights is {'a': 1}; expected a text, as weights=\"…\"" in weighted
