"""What if: forks, and the same call again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from tests.doubles import Era, Scripted, Table, events, ok, spoken, stdio, table, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import SceneSet

GROUP: dict[str, Any] = {
    "people": ["Oscar", "Lisa Carter"],
    "say": "How would you spend a free day?",
    "situation": "A quiet kitchen.",
    "steps": 4,
    "seed": 11,
}


def attentive(prompt: Prompt) -> Any:
    """Says who speaks, when, and the last thing that came from outside."""
    assert isinstance(prompt.task, TurnTask)
    told = [item.content for item in prompt.task.perceived if item.kind == "say"]
    return turn(f"{prompt.task.person}, step {prompt.task.step}: {told[-1]}")


@pytest.mark.parametrize("era", ["auto", "legacy"])
@pytest.mark.parametrize("order", ["together", "in_turn"])
async def test_a_fork_shares_the_past_for_nothing_and_leaves_its_parent_alone(
    tmp_path: Path, era: Era, order: str
) -> None:
    model = Scripted(attentive)
    async with table(tmp_path, model, era=era) as at:
        parent = await at.ok("run_world", **GROUP, order=order)
        before = await at.events(parent.run)
        paid = len(model.asked)
        fork = await at.ok("run_world", fork_of=parent.run, at_step=2, say="And if it rained?", order=order)
        after = await at.events(parent.run)
        forked = await at.events(fork.run)
        seen = await at.ok("get_run", run=parent.run)

    assert after == before
    assert {**seen.data["cost"], **parent.data["cost"]} == seen.data["cost"]
    assert (fork.data["parent"], fork.data["parent_step"]) == (parent.run, 2)
    assert fork.data["seed"] == parent.data["seed"]
    assert fork.data["steps_done"] == 4
    shared = [event for event in before if event["step"] <= 2]
    assert forked[: len(shared)] == shared
    new = [prompt.task.step for prompt in model.asked[paid:] if isinstance(prompt.task, TurnTask)]
    assert sorted(set(new)) == [3, 4], "nobody was asked again for what is shared"
    assert fork.data["cost"]["calls"] == len(new)
    late = [words for step, _, words in spoken(forked) if step > 2]
    assert late
    assert all("And if it rained?" in words for words in late)
    assert "And if it rained?" not in str(before)


async def test_a_fork_that_changes_nothing_costs_nothing_and_says_the_same(tmp_path: Path) -> None:
    model = Scripted(attentive)
    async with table(tmp_path, model) as at:
        parent = await at.ok("run_world", **GROUP)
        paid = len(model.asked)
        fork = await at.ok("run_world", fork_of=parent.run, at_step=2)
        happened, forked = await at.events(parent.run), await at.events(fork.run)

    assert [{**event, "position": 0} for event in forked] == [{**event, "position": 0} for event in happened]
    assert len(model.asked) == paid
    assert fork.data["cost"]["calls"] == 0
    assert fork.data["cost"]["usd"] == 0


async def test_a_fork_keeps_the_script_that_its_parent_still_had(tmp_path: Path) -> None:
    script = [{"step": 3, "say": "Somebody rings."}]
    async with table(tmp_path, Scripted(attentive)) as at:
        parent = await at.ok("run_world", **GROUP, script=script)
        kept = await at.ok("run_world", fork_of=parent.run, at_step=1)
        replaced = await at.ok("run_world", fork_of=parent.run, at_step=1, script=[{"step": 2, "say": "It snows."}])
        emptied = await at.ok("run_world", fork_of=parent.run, at_step=1, script=[])
        outside = {
            run: [(e["step"], e["content"]) for e in await at.events(run) if e["kind"] == "stimulus" and e["step"] > 1]
            for run in (kept.run, replaced.run, emptied.run)
        }

    rings, snows = [(3, "Somebody rings.")], [(3, "It snows.")]
    assert outside == {kept.run: rings, replaced.run: snows, emptied.run: []}


async def test_a_fork_at_step_zero_keeps_only_the_cast(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(attentive)) as at:
        parent = await at.ok("run_world", **GROUP)
        fork = await at.ok("run_world", fork_of=parent.run, at_step=0, say="A new start.", steps=1)
        happened = await at.events(fork.run)

    assert [line["name"] for line in fork.data["people"]] == GROUP["people"]
    assert {event["step"] for event in happened} == {1}
    assert "free day" not in str(happened)


async def test_a_fork_at_step_zero_begins_where_its_parent_was_also_with_another_script(tmp_path: Path) -> None:
    place = {**GROUP, "situation": "A cold kitchen.", "script": [{"step": 2, "say": "It rains."}]}
    async with table(tmp_path, Scripted(attentive)) as at:
        parent = await at.ok("run_world", **place)
        anew = await at.ok("run_world", fork_of=parent.run, at_step=0, script=[{"step": 1, "say": "A new start."}])
        moved = await at.ok(
            "run_world", fork_of=parent.run, at_step=0, situation="A tram.", say="All aboard.", script=[]
        )
        told = {run: str(await at.events(run)) for run in (anew.run, moved.run)}

    assert "A cold kitchen." in told[anew.run]
    assert "It rains." not in told[anew.run]
    assert "A tram." in told[moved.run]
    assert "A cold kitchen." not in told[moved.run]


async def test_a_fork_may_change_the_cast(tmp_path: Path) -> None:
    model = Scripted(attentive)
    async with table(tmp_path, model) as at:
        parent = await at.ok("run_world", **GROUP)
        fork = await at.ok("run_world", fork_of=parent.run, at_step=2, people=["Oscar", "Fetu Leavasa"], say="And now?")
        late = {who for step, who, _ in spoken(await at.events(fork.run)) if step > 2}

    assert late == {"Oscar", "Fetu Leavasa"}
    assert "free day" not in model.asked_of("Fetu Leavasa")[0], "who joins a fork was not there before"


async def test_the_same_call_with_the_same_seed_is_free_and_says_the_same(tmp_path: Path) -> None:
    model = Scripted(attentive)
    async with table(tmp_path, model) as at:
        first = await at.ok("run_world", **GROUP)
        told = await at.events(first.run)
        paid = len(model.asked)
        second = await at.ok("run_world", **GROUP)
        again = await at.events(second.run)
    async with table(tmp_path, model) as later:
        third = await later.ok("run_world", **GROUP)
        much_later = await later.events(third.run)
        other = await later.ok("run_world", **{**GROUP, "seed": 12})

    assert len({first.run, second.run, third.run}) == 3
    assert told == again == much_later
    for replayed in (second, third):
        assert replayed.data["cost"] == {
            "calls": 0, "cached_calls": paid, "input_tokens": 0, "output_tokens": 0, "usd": 0.0,
        }  # fmt: skip
    assert other.data["cost"]["calls"] == paid, "another seed is another sample"
    assert len(model.asked) == 2 * paid


async def test_the_rehearsal_repeats_itself_in_another_process_and_varies_with_the_seed(tmp_path: Path) -> None:
    runs: list[list[dict[str, Any]]] = []
    costs: list[tuple[int, int]] = []
    for era, seed in (("auto", 11), ("legacy", 11), ("auto", 12)):
        async with Client(stdio(tmp_path), mode=era) as client:
            told = await ok(client, "run_world", **{**GROUP, "seed": seed, "wait_seconds": 50})
            runs.append(await events(client, told.run))
            costs.append((told.data["cost"]["calls"], told.data["cost"]["cached_calls"]))

    first, same, other = runs
    assert first == same
    assert spoken(first) != spoken(other)
    assert costs[0][1] == 0
    assert costs[1] == (0, costs[0][0])
    assert costs[2][0] > 0


async def test_what_differs_is_not_taken_from_elsewhere(tmp_path: Path) -> None:
    """Other people, another order, another question: another call."""
    model = Scripted(attentive)
    async with table(tmp_path, model) as at:
        await at.ok("listen_and_act", people=["Oscar"], say="Tea?", seed=1)
        for change in ({"say": "Coffee?"}, {"people": ["Lisa Carter"]}, {"speaker": "waiter"}, {"think": "I am ill."}):
            paid = len(model.asked)
            told = await at.ok("listen_and_act", **{"people": ["Oscar"], "say": "Tea?", "seed": 1, **change})
            assert told.data["cost"]["calls"] == len(model.asked) - paid == 1
        twin = await at.ok("create_person", like="Oscar", name="Oscar")
        paid = len(model.asked)
        both = await at.ok("listen_and_act", people=["Oscar", twin.data["person"]], say="Tea?", seed=1)

    assert [reply["name"] for reply in both.data["replies"]] == ["Oscar", "Oscar (2)"]
    assert len(model.asked) - paid == 1, "the one is known, his double is a sample of his own"


@pytest.mark.parametrize("order", ["together", "in_turn"])
async def test_a_fork_that_changes_nothing_hears_as_its_parent_did_and_pays_nothing(tmp_path: Path, order: str) -> None:
    model = Scripted(attentive)
    chain = {"relations": ["Oscar, Lisa Carter: friends"]} if order == "in_turn" else {}
    async with table(tmp_path, model) as at:
        parent = await at.ok("run_world", **GROUP, **chain, order=order)
        fork = await at.ok("run_world", fork_of=parent.run, at_step=1)
        before, forked = await at.events(parent.run), await at.events(fork.run)

    assert spoken(forked) == spoken(before)
    assert fork.data["cost"]["calls"] == 0


async def test_an_order_that_was_asked_for_is_kept_where_a_run_goes_on_and_by_its_forks(tmp_path: Path) -> None:
    """What was not asked for is chosen anew, by how many there are."""
    many = [*GROUP["people"], "Fetu Leavasa", "Ximena Undurraga", "Oskar", "Omar", "Ottilie"]
    async with table(tmp_path, Scripted(attentive)) as at:
        for name in ("Oskar", "Omar", "Ottilie"):
            await at.ok("create_person", like="Oscar", name=name)
        asked = await at.ok("run_world", **GROUP, order="together")
        await at.ok("run_world", run=asked.run, say="And now?", steps=1)
        unasked = await at.ok("run_world", **GROUP, new=True)
        forks = {
            what: (await at.ok("run_world", fork_of=run, at_step=1, say="Hm?", **more)).run
            for what, run, more in (
                ("kept", asked.run, {}),
                ("given", asked.run, {"order": "in_turn"}),
                ("auto", asked.run, {"order": "auto"}),
                ("few", unasked.run, {}),
                ("many", unasked.run, {"people": many}),
            )
        }
        orders = {what: await _orders(at, run) for what, run in {"on": asked.run, **forks}.items()}

    assert orders["on"] == ["together", "together"]
    assert {what: order[-1] for what, order in orders.items() if what != "on"} == {
        "kept": "together", "given": "in_turn", "auto": "in_turn", "few": "in_turn", "many": "together",
    }  # fmt: skip


async def _orders(at: Table, run: str) -> list[str]:
    return [event.order for event in await at.log(run) if isinstance(event, SceneSet)]


async def test_a_fork_in_which_nothing_ever_reached_its_people_says_so_as_a_new_world_does(tmp_path: Path) -> None:
    alone = "they have little to act on"

    def at_a_loss(prompt: Prompt) -> Any:
        assert isinstance(prompt.task, TurnTask)
        heard = [item.content for item in prompt.task.perceived if not item.own]
        return turn(*(f"About {words}" for words in heard[-1:]))

    people = ["Oscar", "Lisa Carter"]
    async with table(tmp_path, Scripted(at_a_loss)) as at:
        silent = await at.ok("run_world", people=people, steps=2)
        spoken_to = await at.ok("run_world", people=people, say="What is a free day?", steps=2)
        led = await at.ok("run_world", people=people, guide=["What is a free day?", "And a night?"], steps=2)
        told = {
            "of silence": await at.ok("run_world", fork_of=silent.run, steps=1),
            "of silence, its price": await at.ok("run_world", fork_of=silent.run, steps=1, dry_run=True),
            "without its words": await at.ok("run_world", fork_of=spoken_to.run, at_step=0, script=[], steps=1),
            "without its guide": await at.ok("run_world", fork_of=led.run, at_step=0, guide=[], steps=1),
            "with others": await at.ok(
                "run_world", fork_of=spoken_to.run, people=["Ngozi Adeleke", "Caio Marinho"], steps=1
            ),
            "going on": await at.ok("run_world", run=silent.run, steps=1),
            "with a word": await at.ok("run_world", fork_of=silent.run, say="What is a free day?", steps=1),
            "of a talk": await at.ok("run_world", fork_of=spoken_to.run, steps=1),
            "of a talk that was led": await at.ok("run_world", fork_of=led.run, guide=[], steps=1),
            "with one who heard": await at.ok(
                "run_world", fork_of=spoken_to.run, people=["Ngozi Adeleke", "Oscar"], steps=1
            ),
        }

    warned = {name for name, each in told.items() if alone in "\n".join(each.data.get("warnings", ()))}
    assert warned == {*list(told)[:6]}


async def test_a_fork_says_what_of_its_parent_still_applies_and_how_to_drop_it(tmp_path: Path) -> None:
    later: dict[str, Any] = {
        "interventions": [{"when": {"step": 3}, "then": {"say": "The rent goes up."}}],
        "script": [{"step": 4, "say": "Last words?"}],
    }
    async with table(tmp_path, Scripted(attentive)) as at:
        parent = await at.ok("run_world", **GROUP, **later)
        branch: dict[str, Any] = {"fork_of": parent.run, "at_step": 2, "say": "The rent goes down."}
        told = [await at.ok("run_world", **branch, dry_run=dry) for dry in (True, False)]
        without = await at.ok("run_world", **branch, interventions=[], script=[])
        refused = [
            await at.error("run_world", **branch, interventions=[{"when": {"step": 3}, "then": {"say": "Now."}}]),
            await at.error("run_world", **branch, script=[{"step": 4, "say": "Now."}]),
            await at.error("run_world", **branch, script=[{"step": 9, "say": "Now."}]),
        ]
        said = [line["content"] for line in await at.events(without.run) if line["kind"] == "stimulus"]

    for each in told:
        assert f"Of {parent.run} its intervention 1 (at step 3, say: The rent goes up.) still applies here" in each.text
        assert "interventions=[] drops it" in each.text
        assert "the script of step 4 still applies here; script=[] drops it" in each.text
    assert "still appl" not in without.text
    assert "The rent goes up." not in said
    assert f'compare_runs(runs=["{parent.run}", "{without.run}"])' in without.data["next"]
    assert "compare_runs" not in parent.data["next"]
    assert "For the run's step 3 give step 1." in refused[0]
    assert "For the run's step 4 give step 2." in refused[1]
    assert "Move it, or play more steps." in refused[2]
