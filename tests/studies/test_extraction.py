"""What an extraction keeps of a model's answer, and how it counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.doubles import Scripted, plain, table, text_of, turn
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import Acted, Found, Stimulus
from troupe_mcp.studies.extraction import bare, records_of, tally
from troupe_mcp.studies.tasks import ExtractTask

VOTES = {"Oscar": "I take the tea.", "Lisa Carter": "I take the coffee.", "Solveig Rustad": "I take the tea."}
TALK: dict[str, Any] = {"people": list(VOTES), "say": "Tea or coffee?", "seed": 1}


def record(person: str, **fields: tuple[str, int, str]) -> dict[str, Any]:
    quotes = [{"field": name, "position": at, "quote": words} for name, (_, at, words) in fields.items()]
    values = {name: value for name, (value, _, _) in fields.items()}
    return {"person": person, "quotes": quotes, "topic": None, **values}


def reader(prompt: Prompt) -> Any:
    match prompt.task:
        case TurnTask(person=person):
            return turn(VOTES[person])
        case ExtractTask(person=person, transcript=lines, many=False):
            own = next(line for line in lines if line.person == person)
            drink = own.content.split()[-1].strip(".")
            true = {"field": "drink", "position": own.position, "quote": own.content}
            false = {"field": "why", "position": own.position, "quote": "because my mother did"}
            moved = {"field": "why", "position": own.position + 1, "quote": own.content}
            return {"found": {"drink": drink, "why": None}, "quotes": [true, false, moved]}
        case ExtractTask(transcript=lines):
            own = [line for line in lines if not line.from_outside]
            said = [record(u.person, drink=("x", u.position, u.content), topic=("hot", 3, "Tea or")) for u in own]
            return {"records": [*said, record("Oscar", drink=("y", 1, "nobody said this"))]}
        case _:
            return plain(prompt)


async def test_quotes_that_nobody_said_are_dropped(tmp_path: Path) -> None:
    model = Scripted(reader)
    async with table(tmp_path, model) as at:
        talk = await at.ok("listen_and_act", **TALK)
        fields = {"drink": "what they take", "why": "the reason"}
        found = await at.ok("extract_results", run=talk.run, objective="the drink", fields=fields)

    rows = {row["person"]: row for row in found.data["results"]}
    assert {name: row["quotes"] for name, row in rows.items()} == {
        name: {"drink": said, "why": said} for name, said in VOTES.items()
    }
    assert all(row["positions"]["why"] == row["positions"]["drink"] for row in rows.values()), "it was cited elsewhere"
    assert [row["why"] for row in rows.values()] == [None, None, None]
    assert found.data["tally"] == {"drink": {"tea": 2, "coffee": 1}}
    assert "drink:\n  tea     ████████████ 2\n  coffee  ██████ 1\n" in found.text


RECORDS: dict[str, Any] = {"objective": "drinks", "fields": ["drink", "topic"], "group_by": "run"}


async def test_each_field_of_a_record_of_a_run_has_words_of_its_own_where_they_really_stand(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(reader)) as at:
        talk = await at.ok("listen_and_act", **TALK)
        found = await at.ok("extract_results", run=talk.run, **RECORDS)
        log = await at.log(talk.run)
        again = await at.ok("extract_results", run=talk.run, **RECORDS, new=True)

    *rows, last = found.data["results"]
    assert [row["person"] for row in rows] == [*VOTES]
    for row in rows:
        said, asked = (log[int(row["positions"][name]) - 1] for name in ("drink", "topic"))
        assert isinstance(said, Acted)
        assert isinstance(asked, Stimulus)
        assert (said.person, said.content) == (row["person"], row["quotes"]["drink"])
        assert row["quotes"]["topic"] in asked.content
    assert {"quotes", "positions", "quote", "position"}.isdisjoint(last), "nobody said it"
    assert again.data["results"] == found.data["results"]
    assert again.data["cost"]["calls"] == 0


async def test_the_text_of_records_tells_which_words_each_field_rests_on(tmp_path: Path) -> None:
    def two(prompt: Prompt) -> Any:
        match prompt.task:
            case TurnTask():
                return turn("The tea, please.", "It is warm in here.")
            case ExtractTask(transcript=lines):
                tea, warm = (line for line in lines if not line.from_outside)
                found = record("Oscar", drink=("tea", tea.position, "The tea"), topic=("heat", warm.position, "warm"))
                return {"records": [found]}
            case _:
                return plain(prompt)

    async with table(tmp_path, Scripted(two)) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="What?", seed=1)
        found = await at.ok("extract_results", run=talk.run, **RECORDS)
        made = await at.ok("export_run", run=found.run, format="csv")

    [row] = found.data["results"]
    tea, warm = row["positions"]["drink"], row["positions"]["topic"]
    assert warm == tea + 1
    assert f"Oscar · drink [{tea}]: “The tea”; topic [{warm}]: “warm”" in found.text
    assert "| Oscar | tea | heat |" in found.text
    assert "The tea" in made.data["preview"]


def test_records_of_logs_that_have_one_quote_for_all_fields_are_still_read() -> None:
    kept = {"drink": "tea", "person": "Oscar", "position": 3, "quote": "I take the tea."}
    log = [(9, Found(0, "extraction", "world-1", {"records": [kept]}))]

    assert records_of(log, several=False) == [kept]
    assert bare(kept) == {"drink": "tea", "person": "Oscar"}


async def test_a_field_of_a_run_may_be_called_quote(tmp_path: Path) -> None:
    def words(prompt: Prompt) -> Any:
        best: dict[str, Any] = {"person": "Oscar", "quotes": [], "quote": "I take the tea."}
        return {"records": [best]} if isinstance(prompt.task, ExtractTask) else reader(prompt)

    async with table(tmp_path, Scripted(words)) as at:
        talk = await at.ok("listen_and_act", **TALK)
        found = await at.ok("extract_results", run=talk.run, objective="best words", fields=["quote"], group_by="run")

    assert "| Oscar | I take the tea. |" in found.text


async def test_what_one_person_said_is_read_without_what_others_said_alone(tmp_path: Path) -> None:
    model = Scripted(reader)
    async with table(tmp_path, model) as at:
        talk = await at.ok("listen_and_act", **TALK)
        await at.ok("extract_results", run=talk.run, objective="the drink", fields=["drink", "why"])

    [oscars] = [text_of(p) for p in model.asked if isinstance(p.task, ExtractTask) and p.task.person == "Oscar"]
    assert "I take the tea." in oscars
    assert "coffee." not in oscars.replace("Tea or coffee?", "")


async def test_an_answer_of_the_wrong_type_is_asked_for_again(tmp_path: Path) -> None:
    def careless(prompt: Prompt) -> Any:
        if isinstance(prompt.task, ExtractTask):
            number: Any = 2 if prompt.address[-1] == "1" else "two"
            return {"found": {"n": number}, "quotes": []}
        return plain(prompt)

    model = Scripted(careless)
    async with table(tmp_path, model) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="How many?", seed=1)
        found = await at.ok("extract_results", run=talk.run, objective="number", fields={"n": {"type": "integer"}})

    assert [row["n"] for row in found.data["results"]] == [2]
    assert found.data["cost"]["calls"] == 2


async def test_an_extraction_that_a_model_refuses_fails_and_says_what_to_try(tmp_path: Path) -> None:
    def shy(prompt: Prompt) -> Any:
        return Completion("I would rather not.", "refused") if isinstance(prompt.task, ExtractTask) else plain(prompt)

    async with table(tmp_path, Scripted(shy)) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="How many?", seed=1)
        found = await at.ok("extract_results", run=talk.run, objective="number")

    assert (found.data["status"], found.data["reason"]) == ("failed", "refused")
    assert "The model refused to answer. Put it in other words" in found.text
    assert found.data["next"].startswith('the same call with played_by="…" has somebody else answer')


async def test_one_refused_of_several_is_a_row_without_values_and_the_result_says_so(tmp_path: Path) -> None:
    def shy(prompt: Prompt) -> Any:
        refuses = isinstance(prompt.task, ExtractTask) and prompt.task.person == "Oscar"
        return Completion("I would rather not.", "refused") if refuses else plain(prompt)

    async with table(tmp_path, Scripted(shy)) as at:
        talk = await at.ok("listen_and_act", people=["Oscar", "Lisa Carter"], say="How many?", seed=1)
        found = await at.ok("extract_results", run=talk.run, objective="number", fields=["n"])

    assert found.data["status"] == "done"
    assert [row["person"] for row in found.data["results"]] == ["Oscar", "Lisa Carter"]
    assert found.data["warnings"] == ["No answer: Oscar 1 of 1 times (refused)."]


async def test_a_run_that_is_named_twice_counts_once(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(reader)) as at:
        talk = await at.ok("listen_and_act", **TALK)
        wanted: dict[str, Any] = {"objective": "the drink", "fields": {"drink": "which", "why": "why"}}
        found = await at.ok("extract_results", run=[talk.run, talk.run], **wanted)

    assert [row["person"] for row in found.data["results"]] == list(VOTES)
    assert "counts in each" not in found.text


async def test_values_of_an_enumeration_are_the_only_ones_taken(tmp_path: Path) -> None:
    def wild(prompt: Prompt) -> Any:
        if isinstance(prompt.task, ExtractTask):
            mood = "glad" if prompt.address[-1] == "1" else "ecstatic"
            return {"found": {"mood": mood}, "quotes": []}
        return plain(prompt)

    async with table(tmp_path, Scripted(wild)) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="How are you?", seed=1)
        fields = {"mood": {"enum": ["glad", "sad"]}}
        found = await at.ok("extract_results", run=talk.run, objective="mood", fields=fields)

    assert [row["mood"] for row in found.data["results"]] == ["glad"]


def test_a_tally_counts_what_repeats_and_says_what_was_not_said() -> None:
    rows = [{"ad": 1, "why": "a"}, {"ad": 2, "why": "b"}, {"ad": 1, "why": "c"}, {"ad": None, "why": "d"}]

    assert tally(rows, {"ad": "", "why": "", "other": ""}) == {"ad": {"1": 2, "2": 1, "(not said)": 1}}
    assert list(tally(rows, {"ad": ""})["ad"]) == ["1", "2", "(not said)"]
    assert tally([], {"ad": ""}) == {}


async def test_a_quote_that_nobody_said_is_told_with_its_field(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(reader)) as at:
        talk = await at.ok("listen_and_act", **TALK)
        fields = {"drink": "what they take", "why": "the reason"}
        by_person = await at.ok("extract_results", run=talk.run, objective="the drink", fields=fields)
        of_the_run = await at.ok("extract_results", run=talk.run, **RECORDS)
        later = await at.ok("get_run", run=of_the_run.run)

    [warning] = by_person.data["warnings"]
    assert warning.startswith("The reader gave 3 quotes that nobody said there (why × 3), left out here: Oscar: “")
    assert warning in by_person.text
    assert of_the_run.data["unfounded"] == later.data["unfounded"] == ["nobody said this"]
    assert (
        "The reader gave 1 quote that nobody said there (drink × 1), left out here: Oscar: “nobody said this”."
        in later.text
    )


async def test_a_tally_counts_lists_by_their_items_and_leaves_sentences_alone(tmp_path: Path) -> None:
    picks = {"Oscar": ["Bo", "Ana Lu"], "Lisa Carter": ["Bo"], "Solveig Rustad": []}

    def lists(prompt: Prompt) -> Any:
        if isinstance(prompt.task, ExtractTask):
            name = prompt.task.person
            glad = "yes" if name == "Oscar" else None
            found = {"liked": picks[name], "why": f"{name} says so.", "glad": glad, "age": len(name)}
            return {"found": found, "quotes": []}
        return plain(prompt)

    fields = {
        "liked": {"type": "array", "items": {"type": "string"}},
        "why": "the reason",
        "glad": {"enum": ["yes", "no"]},
        "age": {"type": "integer"},
    }
    async with table(tmp_path, Scripted(lists)) as at:
        talk = await at.ok("listen_and_act", **TALK)
        found = await at.ok("extract_results", run=talk.run, objective="whom they like", fields=fields)
        one = await at.ok("extract_results", run=talk.run, objective="liked", fields=fields, people=["Oscar"])
        report = await at.ok("export_run", run=found.run, format="markdown")

    assert found.data["tally"] == {
        "liked": {"Bo": 2, "Ana Lu": 1, "(not said)": 1},
        "glad": {"(not said)": 2, "yes": 1},
        "age": {"5": 1, "11": 1, "14": 1},
    }
    assert one.data["tally"] == {"glad": {"yes": 1}, "age": {"5": 1}}
    assert "['" not in report.text


async def test_of_a_survey_everybodys_answers_are_read_each_after_the_words_of_its_question(tmp_path: Path) -> None:
    read: dict[str, str] = {}

    def reading(prompt: Prompt) -> Any:
        match prompt.task:
            case ExtractTask(person=person):
                read[person] = text_of(prompt)
                return {"found": {"drink": None}, "quotes": []}
            case _:
                return {"answer": "Tea, with milk."}

    people = ["Oscar", "Lisa Carter", "Solveig Rustad", "Ximena Undurraga", "Caio Marinho"]
    async with table(tmp_path, Scripted(reading)) as at:
        survey = await at.ok(
            "ask_people", people=people, questions=["What do you drink?", "And in the evening?"], seed=1
        )
        await at.ok("extract_results", run=survey.run, objective="the drink", fields={"drink": "what they drink"})

    assert list(read) == people
    for text in read.values():
        assert text.count("Tea, with milk.") == 2, "nobody's answers are left out"
        assert text.index("What do you drink?") < text.index("Tea, with milk.") < text.index("And in the evening?")
