"""First calls of check_proposition and validate_person, as an assistant makes them from their descriptions alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doubles import REHEARSAL, table

POOL = {"id": "pool", "text": "Close the pool?", "kind": "choice", "options": ["yes", "no"]}


async def test_a_claim_about_a_run_in_which_nobody_speaks_is_sent_to_where_it_is_decided(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        people = ["Oscar", "Lisa Carter"]
        survey = await at.ok("ask_people", people=people, questions=[POOL], **REHEARSAL)
        talk = await at.ok("listen_and_act", people=["Oscar"], say="Close the pool?", **REHEARSAL)
        job = await at.ok("extract_results", run=talk.run, objective="for or against", **REHEARSAL)
        crowd = await at.ok("create_people", each=[{"name": "Ana"}, {"name": "Bo"}])
        refused = [
            await at.error("check_proposition", claim="Most would close it", run=run)
            for run in (survey.run, job.data["job"], crowd.run, "Oscar")
        ]
        followed = await at.ok("extract_results", run=survey.run, objective="why", **REHEARSAL)

    assert f'get_run(run="{survey.run}") has the shares' in refused[0]
    assert f'extract_results(run="{survey.run}", ' in refused[0]
    assert followed.data["status"] == "done"
    assert f'Give the run that it reads: run="{talk.run}".' in refused[1]
    assert f'run_world(people=["{crowd.run}"], ' in refused[2]
    assert "run='Oscar' is a person. Give person='Oscar' without run" in refused[3]


@pytest.mark.parametrize("tool", ["check_proposition", "validate_person"])
async def test_several_people_are_not_taken_for_the_first_of_them(tmp_path: Path, tool: str) -> None:
    claim = {"claim": "They like trains"} if tool == "check_proposition" else {}
    async with table(tmp_path) as at:
        crowd = await at.ok("create_people", each=[{"name": "Ana"}, {"name": "Bo"}, {"name": "Cy"}])
        one = await at.ok("create_people", each=[{"name": "Dee"}])
        refused = [await at.error(tool, person=person, **claim) for person in (crowd.run, "Oscar, Lisa Carter")]
        alone = await at.ok(tool, person=one.run, **claim, dry_run=True)
        misnamed = await at.error(tool, people=["Ana"], **claim)

    assert (
        'is 3 people, and each is looked at alone. Give person="Ana", then make the same call for Bo, Cy.' in refused[0]
    )
    assert 'is 2 people, and each is looked at alone. Give person="Oscar"' in refused[1]
    assert alone.data["estimate"]["people"] == 1
    assert misnamed == f"{tool} has no argument 'people'; did you mean person?"


async def test_a_question_is_no_claim_and_costs_nothing(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        refused = await at.error("check_proposition", claim="What does Oscar think?", person="Oscar")
        named = await at.error("check_proposition", proposition="Oscar is tall", person="Oscar")
        scored = await at.error("check_proposition", claim="Oscar is tall", person="Oscar", score=9)
        runs = await at.ok("get_run")

    assert "claim='What does Oscar think?' asks, and a verdict is yes or no to a statement." in refused
    assert "extract_results(run=…, objective=…) answers a question" in refused
    assert named.endswith("did you mean claim?")
    assert "score is 9; expected true or false" in scored
    assert not runs.data.get("runs")


async def test_expectations_may_be_a_list(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok(
            "validate_person", person="Oscar", expectations=["Is an architect", "Hates noise"], **REHEARSAL
        )

    asked = {finding["expectation"] for finding in told.data["findings"]}
    assert {"Is an architect", "Hates noise"} <= asked
