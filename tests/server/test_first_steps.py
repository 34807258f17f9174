"""What whoever comes with notebooks tries first: all that reaches people, files of their own, the same in Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Scripted, Written, noted, plain, settings, table, turn
from troupe_mcp import (
    ActionKind,
    Fragment,
    Intervention,
    Opening,
    Outcome,
    Play,
    Proposition,
    ResultsReducer,
    Staging,
    TinyTool,
    TroupeError,
    add_tool,
    open_app,
)
from troupe_mcp.errors import Conflict, NotFound, RequestError
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.casting.casting import CastTask
from troupe_mcp.simulation.memory.consolidation import ConsolidationTask
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import Remembered, TurnTaken

OWL = {"type": "Fragment", "persona": {"beliefs": ["You do your best work after midnight."]}}


async def test_all_that_can_reach_somebody_reaches_them_in_one_turn_in_the_order_told(tmp_path: Path) -> None:
    given = {
        "situation": "A lift that is stuck.", "documents": ["Manual\nPress the red button."], "show": "A red button.",
        "think": "I am late.", "goal": "Get out of here.", "say": "Is anybody there?",
    }  # fmt: skip
    model = Scripted()
    async with table(tmp_path, model) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], **given)
        world = await at.world(told.run)

    [asked] = model.asked_of("Oscar")
    said = ["A lift that is stuck.", "Press the red button.", "A red button.", "I am late.", "Is anybody there?"]
    places = [asked.rindex(words) for words in said]
    assert places == sorted(places)
    assert "Get out of here." in asked
    perceived = [item.kind for item in world["Oscar"].perceived if not item.own]
    assert perceived == ["situation", "document", "show", "think", "goal", "say"]


async def test_a_thought_and_a_goal_for_everybody_are_each_one_s_own(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        told = await at.ok(
            "run_world", people=["Oscar", "Lisa Carter"], say="Hello.", steps=2,
            script=[{"step": 2, "think": "It is late.", "goal": "Come to an end."}],
        )  # fmt: skip
        world = await at.world(told.run)

    for name in ("Oscar", "Lisa Carter"):
        [late] = model.asked_of(name, 2)
        assert "It is late." in late
        assert "Come to an end." in late
        assert "It is late." not in model.asked_of(name, 1)[0]
        assert [item.kind for item in world[name].perceived if item.content == "It is late."] == ["think"]


async def test_who_begins_is_drawn_by_the_seed(tmp_path: Path) -> None:
    people = ["Oscar", "Lisa Carter", "Fetu Leavasa", "Ximena Undurraga"]
    firsts: list[str] = []
    async with table(tmp_path, Scripted()) as at:
        for seed in (1, 2, 3, 4, 5, 1):
            told = await at.ok("run_world", people=people, say="Who begins?", steps=1, seed=seed, new=True)
            firsts.append(next(event.person for event in await at.log(told.run) if isinstance(event, TurnTaken)))

    assert firsts[0] == firsts[-1]
    assert len({*firsts}) > 1


async def test_what_somebody_makes_of_a_long_talk_is_kept_as_a_reflection_and_comes_back(tmp_path: Path) -> None:
    insight = "I trust Oscar with the kitchen more than I thought."

    def script(prompt: Prompt) -> Written:
        match prompt.task:
            case ConsolidationTask(backlog=backlog):
                return {**noted(backlog), "reflections": [{"text": insight, "importance": 9}]}
            case TurnTask(person=person, step=step):
                return turn(f"{person} tells at length of kitchen number {step}. " * 30)
            case _:
                return plain(prompt)

    model = Scripted(script)
    async with table(tmp_path, model, configured=settings(tmp_path, prompt_budget=14_000)) as at:
        told = await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Talk of kitchens.", steps=8)
        log = await at.log(told.run)
        world = await at.world(told.run)

    assert any(event.kind == "reflection" for event in log if isinstance(event, Remembered))
    assert insight in [memory.text for memory in world["Lisa"].memories]
    assert any(insight in text for text in model.asked_of("Lisa Carter"))


async def test_a_fragment_s_file_of_one_s_own_is_mixed_in_by_the_tool_and_in_python(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        made = await at.ok("create_person", like="Oscar", persona=OWL, name="Oskar")
        alone = await at.error("create_person", persona=OWL, name="Oskar")
        fragment = Fragment.of(OWL, "owl")
        same = await at.app.create_person(like="Oscar", fragments=[fragment], name="Oskar")
        edited = await at.app.edit_person(same.id, fragments=[Fragment("cook", {"skills": ["You cook."]})])
        group = await at.app.create_people(each=[{"name": "Bo"}, {"name": "Chi"}], fragments=[fragment])
        with pytest.raises(Conflict, match="'older' contradicts"):
            await at.app.create_person(like="Oscar", fragments=[Fragment("older", {"age": 99})])
        assert at.app.member(made.data["person"]).persona.digest == same.digest

    assert same.spec["beliefs"][-1] == "You do your best work after midnight."
    assert "You cook." in edited.person.spec["skills"]
    assert [member.persona.spec["beliefs"] for member in group.cast] == [["You do your best work after midnight."]] * 2
    assert "'Fragment'" in alone


async def test_relationships_that_are_defined_hold_in_a_network_until_they_are_cleared(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        for name in ("Ana", "Bo", "Chi"):
            await at.ok("create_person", persona={"name": name, "age": 30})
        tie = {"relationships": [{"name": "Bo", "description": "Your sister."}]}
        ana = (await at.ok("find_people", query="Ana", kind="person")).data["people"][0]["person"]
        await at.ok("edit_person", person=ana, define=tie)
        told = await at.ok("run_world", people=["Ana", "Bo", "Chi"], setting="network", say="Hello.", steps=2)
        await at.ok("edit_person", person=ana, define={"relationships": None})
        refused = await at.error("run_world", people=["Ana", "Bo", "Chi"], setting="network", say="Hello.")

    assert told.data["relations"] == ["Ana, Bo"]
    assert "Ana speaks at step 1." in model.asked_of("Bo", 2)[0]
    assert model.asked_of("Chi", 2) == [], "nothing reached Chi, who waits"
    assert "Nobody of this cast is related" in refused


async def test_python_makes_a_person_of_a_description_as_the_tool_does_and_says_where_nobody_was_made(
    tmp_path: Path,
) -> None:
    words = "a doctor of a hospital in São Paulo, 45"
    model = Scripted()
    async with table(tmp_path, model) as at:
        told = await at.ok("create_person", description=words, seed=3)
        paid = len(model.asked)
        doctor = await at.app.create_person(description=words, play=Play(seed=3, new=True))
        assert len(model.asked) == paid
        with pytest.raises(RequestError, match="description or like"):
            await at.app.create_person(description=words, like="Oscar")
        model.script = lambda prompt: Completion("", "refused") if isinstance(prompt.task, CastTask) else plain(prompt)
        with pytest.raises(Conflict, match="Nobody is written yet: cast-"):
            await at.app.create_person(description="a nurse", play=Play(seed=3))
        assert at.app.member(told.data["person"]).persona.spec == doctor.spec


async def test_python_waits_until_a_run_rests(tmp_path: Path) -> None:
    configured = settings(tmp_path)
    hurried = configured.model_copy(update={"server": configured.server.model_copy(update={"wait_seconds": 0})})
    async with open_app(hurried, {"scripted": Scripted()}) as app:
        view = await app.run_world(["Oscar", "Lisa Carter"], Opening(say="Hello."), steps=3)
        impatient = await app.run_world(["Oscar"], Opening(say="Hello."), play=Play(wait_seconds=0))

    assert (view.run.status, view.run.done) == ("done", 3)
    assert impatient.run.status == "running"


async def test_a_run_reads_well_in_python(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        view = await at.app.run_world(["Oscar", "Lisa Carter"], Opening(say="Hello, you two."), steps=2)
        with pytest.raises(NotFound, match="'Ana' is not in this world: Oscar, Lisa Carter"):
            view.world()["Ana"]
        alone = await at.app.listen_and_act(["Oscar"], Opening(say="Just us."), run=view.id)

    lines = view.transcript().splitlines()
    assert lines[:2] == [view.notice, "1. moderator: Hello, you two."]
    assert view.notice.startswith("Rehearsal")
    oscar = view.world()["oscar"]
    assert oscar.said
    assert all(f"Oscar: {words}" in view.transcript() or "Oscar →" in view.transcript() for words in oscar.said)
    assert "Just us." in alone.transcript("Oscar")
    assert "Just us." not in alone.transcript("lisa")
    assert repr(view) == f"<{view.id}: world, done, 2 of 2, played by rehearsal>"


async def test_claims_and_interventions_are_values_in_python_and_do_what_the_tools_do(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        there: dict[str, Any] = {"people": ["Oscar", "Lisa Carter"], "say": "Hello.", "steps": 2, "seed": 4}
        told = await at.ok(
            "run_world", **there, watch=[{"claim": "Oscar is calm", "person": "Oscar", "score": True}],
            interventions=[{"when": {"step": 2}, "then": {"say": "Why?"}}],
        )  # fmt: skip
        same = await at.app.run_world(
            there["people"],
            Opening(say="Hello."),
            steps=2,
            staging=Staging(
                watch=(Proposition("Oscar is calm", "Oscar", scored=True),),
                interventions=(Intervention.model_validate({"when": {"step": 2}, "then": {"say": "Why?"}}),),
            ),
            play=Play(seed=4),
        )
        assert await at.log(same.id) == await at.log(told.run)
        checked = await at.app.check_proposition(Proposition("Oscar is calm", "Oscar", scored=True), run=same.id)

    assert same.run.calls == 0
    assert checked.learned()["score"] == 8


async def test_rows_are_reduced_by_the_tool_as_in_python_and_cost_no_call_more(tmp_path: Path) -> None:
    chosen = {"Oscar": " tea", "Lisa Carter": "Tea", "Fetu Leavasa": None}

    def script(prompt: Prompt) -> Written:
        person = getattr(prompt.task, "person", "")
        if isinstance(prompt.task, TurnTask):
            return plain(prompt)
        return {"found": {"drink": chosen[person], "why": f"{person}'s reason"}, "quotes": []}

    rules = {"group": "drink", "first": "why", "collect": ["person"]}
    model = Scripted(script)
    async with table(tmp_path, model) as at:
        talk = await at.ok("listen_and_act", people=list(chosen), say="What do you drink?")
        wanted: dict[str, Any] = {"run": [talk.run], "objective": "the drink", "fields": ["drink", "why"]}
        told = await at.ok("extract_results", **wanted, reduce=rules)
        paid = len(model.asked)
        plainly = await at.ok("extract_results", **wanted)
        view = await at.app.get_run(told.run)
        unknown = await at.error("extract_results", **wanted, reduce={"group": "soup"})
        nothing = await at.error("extract_results", **wanted, reduce={"count": False})

    rows = [
        {"drink": " tea", "count": 2, "why": "Oscar's reason", "person": ["Oscar", "Lisa Carter"]},
        {"drink": "(not said)", "count": 1, "why": "Fetu Leavasa's reason", "person": ["Fetu Leavasa"]},
    ]
    assert told.data["reduced"] == view.reduced() == rows
    assert ResultsReducer.model_validate(rules).reduce(plainly.data["results"]) == rows
    assert "| (not said) | 1 |" in told.text
    assert "reduced" not in plainly.data
    assert len(model.asked) == paid
    assert "'soup'" in unknown
    assert "leaves nothing" in nothing


def test_a_tool_of_one_s_own_needs_a_word_for_its_name_and_actions_of_its_own() -> None:
    for name, action, complaint in (("two words", "BOOK", "one word"), ("diary", "WRITE", "action WRITE already")):
        tool = TinyTool(name, "entry", (ActionKind(action, "…", "room", past=("", "")),), lambda _: Outcome())
        with pytest.raises(TroupeError, match=complaint):
            add_tool(tool)
