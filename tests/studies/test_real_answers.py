"""Answers of real people beside those of a survey: what is read, what differs, and what may be concluded from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.doubles import REHEARSAL, Told, Written, settings, table
from tests.surveys.panels import answering, made, panel
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.settings import ServerSection
from troupe_mcp.studies.comparison.beside import laid_beside
from troupe_mcp.studies.comparison.closeness import Closeness, closeness
from troupe_mcp.studies.comparison.laid import laid
from troupe_mcp.studies.comparison.respondents import read_real
from troupe_mcp.studies.questionnaire import Option, Question
from troupe_mcp.studies.statistics.people import Respondent
from troupe_mcp.studies.survey.tables import Table
from troupe_mcp.studies.tasks import ExtractTask

ADS = ["Ad one", "Ad two"]
AD: dict[str, Any] = {"id": "ad", "text": "Which ad?", "kind": "choice", "options": ["Ad one: cheap", "Ad two: good"]}
RATE: dict[str, Any] = {"id": "rate", "text": "How good?", "kind": "rating", "scale": [1, 7]}
WHY: dict[str, Any] = {"id": "why", "text": "What should change?", "kind": "text"}
WORDS = ["price", "lower", "colour", "brighter", "should", "less", "talk", "cheaper", "taste", "bitter", "bigger"]


def drawn(rng: Random, second: float, mean: float = 4.0) -> dict[str, Any]:
    """Return somebody's answers, who chooses the second ad with a chance and rates around a mean."""
    rate = min(7, max(1, round(rng.gauss(mean, 1.2))))
    return {"ad": ADS[rng.random() < second], "rate": rate, "why": " ".join(rng.sample(WORDS, 5))}


def people(second: float, mean: float = 4.0, words: str = "") -> Any:
    """Return a model whose people answer so, each by a draw of their own."""

    def answer(person: str, asked: Any, rng: Random) -> Any:
        said = drawn(Random(f"{person}/{rng.random()}"), second, mean)[asked.question.id]
        return f"{said} {words}".strip() if asked.question.id == "why" else said

    return answering(answer)


def rows(count: int, second: float, mean: float = 4.0, *, seed: int = 1, head: str = "ad,rate,why") -> str:
    """Return a CSV of so many real people who answer so."""
    rng = Random(seed)
    return "\n".join([head, *(",".join(map(str, drawn(rng, second, mean).values())) for _ in range(count))])


def line(told: Told, question: str) -> dict[str, Any]:
    return next(each for each in told.data["real"]["questions"] if each["question"] == question)


async def test_what_differs_from_real_answers_is_told_apart_from_what_does_not_and_nobody_is_asked(
    tmp_path: Path,
) -> None:
    model = people(0.8)
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(80))
        run = (await at.ok("ask_people", people=[crowd], questions=[AD, RATE], seed=5)).run
        asked = len(model.asked)
        told = await at.ok("compare_runs", runs=[run], real=rows(90, 0.3))
        again = await at.ok("compare_runs", runs=[run], real=rows(90, 0.3), on="AD")
        in_python = await at.app.compare_runs([run], real=rows(90, 0.3))

    ad, rate = line(told, "ad"), line(told, "rate")
    assert (ad["verdict"], ad["n"], rate["verdict"]) == ("differs", [90, 80], "close")
    assert ad["said"].startswith("Beyond noise: ‘Ad one’ ")
    assert ad["distance_is"] == "total variation"
    [difference, _] = told.data["differences"]
    assert ad["distance"] == pytest.approx(difference["difference"]["Ad two"], abs=0.001)
    assert ad["distance"] > 0.3 > ad["by_chance"] > 0.03
    assert rate["distance"] < 0.1
    assert rate["distance_is"] == "Wasserstein, in lengths of the scale"
    assert difference["interval"]["Ad two"][0] > 0.2
    assert difference["correction"] == "Holm, 2 tests"
    assert difference["method"] == "permutation chi-square"
    [concluded] = told.data["real"]["concluded"]
    assert concluded == (
        "Of 2 compared: 1 differs from the real answers beyond noise (ad); 1 is close to them (rate). Where "
        "they differ, do not take the simulated figures for real ones."
    )
    assert told.data["real"]["unused"] == ["why"]
    assert told.text.splitlines()[0] == "1 survey beside 90 real people · 1 differs, 1 close"
    assert "and no more. It proves nothing where the simulated people were made from these answers" in told.text
    assert "ad: Which ad? (real to simulated, 90 and 80 people)" in told.text
    assert told.text.splitlines()[-1].startswith(f'Next: get_run(run="{run}", detail="events")')
    assert [each["question"] for each in again.data["real"]["questions"]] == ["ad"]
    assert in_python.real
    assert [each.verdict for each in in_python.real.closeness] == ["differs", "close"]
    assert len(model.asked) == asked


async def test_of_many_people_who_answer_alike_the_answers_are_close(tmp_path: Path) -> None:
    async with table(tmp_path, people(0.5)) as at:
        crowd = await made(at, panel(300))
        run = (await at.ok("ask_people", people=[crowd], questions=[RATE], seed=2)).run
        told = await at.ok("compare_runs", runs=[run], real=rows(300, 0.5, seed=4))

    assert line(told, "rate")["verdict"] == "close"
    assert line(told, "rate")["said"].startswith("All intervals lie within 0.6 on the scale of 1 to 7 of the real")
    assert told.data["real"]["concluded"] == ["Of 1 compared: 1 is close to them (rate)."]
    assert "tell the user the conclusion with its limits" in told.data["next"]


KINDS: dict[str, tuple[dict[str, Any], Any, str, str]] = {
    "some": ({"kind": "choices", "options": ["a", "b", "c"]}, ["a"], "a;B", "total variation, mean over options"),
    "none": ({"kind": "choices", "options": ["a", "b", "c"]}, ["a"], "none", "total variation, mean over options"),
    "order": ({"kind": "ranking", "options": ["a", "b", "c"]}, [*"abc"], "c; b; a", "Spearman of mean ranks"),
    "count": ({"kind": "number", "unit": "EUR"}, 3, "2.5", "Wasserstein, in sd of the real answers"),
    "buy": ({"kind": "price", "options": ["1 euro", "9 euros"]}, ["1 euro"], "1 euro;9 euros", "total variation, mean"),
    "range": (
        {"kind": "price", "unit": "EUR"},
        {"too_cheap": 1, "cheap": 2, "expensive": 4, "too_expensive": 5},
        "1;2;8;9",
        "Wasserstein, in sd",
    ),
}


async def test_cells_of_every_kind_are_matched_and_compared_in_one_known_distance(tmp_path: Path) -> None:
    """A few of the real people say otherwise, so that there is a spread."""
    other = {"some": "c", "none": "c", "order": "a;b;c", "count": "9", "buy": "none", "range": "1;3;4;9"}
    cells = [[said[2] for said in KINDS.values()]] * 12 + [[*other.values()]] * 3 + [["NA"] * len(KINDS)]
    real = "\n".join([",".join(KINDS), *(",".join(row) for row in cells)])
    async with table(tmp_path, answering(lambda _, asked, __: KINDS[asked.question.id][1])) as at:
        crowd = await made(at, panel(12))
        asked = [{"id": name, "text": f"{name}?", **kind[0]} for name, kind in KINDS.items()]
        run = (await at.ok("ask_people", people=[crowd], questions=asked, seed=2)).run
        told = await at.ok("compare_runs", runs=[run], real=real)

    for name, (_, _, _, distance) in KINDS.items():
        found = line(told, name)
        assert found["distance_is"].startswith(distance)
        assert found["n"] == [15, 12], name
        assert found["verdict"] == ("undecided" if name == "count" else "differs"), name
    shares = {each["measure"]: each.get("before") for each in told.data["differences"]}
    assert shares["some"] == {"a": 0.8, "b": 0.8, "c": 0.2}
    assert shares["none"] == {"a": 0.0, "b": 0.0, "c": 0.2}
    assert shares["buy"] == {"1 euro": 0.8, "9 euros": 0.8}
    assert shares["count"] == {"mean": 3.8}
    assert shares["range"] == {"mean": (12 * 5 + 3 * 3.5) / 15}
    assert line(told, "order")["distance"] == -1.0
    assert line(told, "some")["distance"] == pytest.approx((0.2 + 0.8 + 0.2) / 3, abs=0.001)


async def test_columns_have_names_of_their_own_weights_count_and_groups_are_compared(tmp_path: Path) -> None:
    head = "Q7,how good,comment,mass,Gender,where"
    cells = [
        f"{'ad TWO' if at % 3 else 'ad one: CHEAP'},4,so,{1 if at % 3 else 4},{'mf'[at % 2]},x" for at in range(60)
    ]
    how: dict[str, Any] = {
        "real": "\n".join([head, *cells]),
        "mapping": {"q7": "ad", "how good": "rate"},
        "weights": "mass",
    }
    async with table(tmp_path, people(0.66)) as at:
        crowd = await made(at, panel(40, gender=lambda number: "mf"[number % 2]))
        run = (await at.ok("ask_people", people=[crowd], questions=[AD, RATE], seed=5)).run
        told = await at.ok("compare_runs", runs=[run], **how)
        grouped = await at.ok("compare_runs", runs=[run], group_by=["gender"], on="ad", **how)
        no_column = await at.error("compare_runs", runs=[run], group_by=["age"], **how)
        nobody = await at.error("compare_runs", runs=[run], group_by=["where"], **how)
        how["real"] = how["real"].replace(",m,x", ",man,x").replace(",f,x", ",woman,x")
        called_otherwise = await at.error("compare_runs", runs=[run], group_by=["gender"], **how)

    [ad, _] = told.data["differences"]
    assert ad["before"] == {"Ad one": 0.667, "Ad two": 0.333}
    assert told.data["real"]["unused"] == ["comment", "Gender", "where"]
    assert "counted by their weights. Columns not used: comment, Gender, where." in told.text
    found = {each["question"]: each["n"] for each in grouped.data["real"]["questions"]}
    assert found == {"ad": [60, 40], "ad, gender: f": [30, 20], "ad, gender: m": [30, 20]}
    assert {each["correction"] for each in grouped.data["differences"]} == {"Holm, 3 tests"}
    assert grouped.data["real"]["concluded"][0].startswith("Of 1 compared: ")
    assert "group_by 'age': real has no such column. Columns for groups: comment, Gender, where." in no_column
    assert "group_by 'where': nobody has that." in nobody
    assert "no group is on both sides. real says man, woman; who was asked f, m." in called_otherwise


async def test_a_file_of_the_operator_s_folder_is_read_and_several_surveys_are_each_laid_beside_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "answers.csv").write_text(rows(60, 0.2).replace("ad,", "\ufeffad,", 1), "utf-8")
    configured = settings(tmp_path / "data").model_copy(
        update={"server": ServerSection(wait_seconds=30, files_dir=str(folder))}
    )
    async with table(tmp_path, people(0.8), configured=configured) as at:
        crowds = [await made(at, panel(size)) for size in (40, 30)]
        runs = [
            (await at.ok("ask_people", people=[crowd], questions=[AD], seed=seed)).run
            for seed, crowd in enumerate(crowds)
        ]
        told = await at.ok("compare_runs", runs=runs, real="file:answers.csv")
        unknown = await at.error("compare_runs", runs=runs, real="file:answer.csv")
        other = await at.error("compare_runs", runs=runs, real="file:answers.json")

    assert [(each["run"], each["n"]) for each in told.data["real"]["questions"]] == [
        (runs[0], [60, 40]),
        (runs[1], [60, 30]),
    ]
    assert [each.split(":")[0] for each in told.data["real"]["concluded"]] == runs
    assert {each["to"] for each in told.data["differences"]} == {*runs}
    assert "people" in {each["what"] for each in told.data["inputs"]}
    assert "No file 'answer.csv'" in unknown
    assert "real='file:answers.json' is no .csv" in other


async def test_answers_and_reasons_in_words_are_compared_by_words_and_that_is_said(tmp_path: Path) -> None:
    async with table(tmp_path, people(0.5, words="honestly")) as at:
        crowd = await made(at, panel(30))
        run = (await at.ok("ask_people", people=[crowd], questions=[AD, WHY], seed=5)).run
        head, *said = rows(30, 0.5).splitlines()
        alike = await at.ok("compare_runs", runs=[run], real="\n".join([head, *(f"{each} honestly" for each in said)]))
        other = await at.ok("compare_runs", runs=[run], real="why,ad.reason\n" + "It tastes bad,Cheap\n" * 20)

    assert line(alike, "why")["verdict"] == "undecided"
    assert line(alike, "why")["said"] == "No difference of words was seen beyond noise."
    why, reason = line(other, "why"), line(other, "ad.reason")
    assert (why["verdict"], why["kind"], reason["verdict"], reason["kind"]) == ("differs", "text", "differs", "reasons")
    assert why["distance"] > 0.5 > why["by_chance"]
    found = next(each for each in other.data["differences"] if each["measure"] == "why")
    assert (
        found["notes"][0] == "compared by words, not by meaning: who says the same in other words counts as different"
    )
    assert "honestly 0 % → 100 %" in " ".join(found["notes"])
    assert found["told"][0].startswith("20 answers in words, 3 words each, alike among themselves 1.00")
    assert any("much longer" in note for note in found["notes"])


async def test_themes_that_a_model_found_in_simulated_words_are_compared_with_those_of_real_people(
    tmp_path: Path,
) -> None:
    model = people(0.5)
    answers = model.script

    def script(prompt: Prompt) -> Written:
        if isinstance(prompt.task, ExtractTask):
            return {"found": {"theme": "price" if "price" in str(prompt.task) else "other"}, "quotes": []}
        return answers(prompt)

    model.script = script
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(20, gender=lambda number: "mf"[number % 2]))
        run = (await at.ok("ask_people", people=[crowd], questions=[WHY], seed=5)).run
        about: dict[str, Any] = {"run": [run], "objective": "what should change", "fields": {"theme": "the theme"}}
        job = (await at.ok("extract_results", **about)).run
        paid = len(model.asked)
        coded = "theme,gender\n" + "Price;taste,m\nprice,f\nnone,m\n,f\n" * 10
        told = await at.ok("compare_runs", runs=[job], real=coded, group_by=["gender"])
        assert len(model.asked) == paid
        many = "theme\n" + "\n".join(f"theme {at}" for at in range(30))
        too_many = await at.error("compare_runs", runs=[job], real=many)
        whole = (await at.ok("extract_results", **about, group_by="run")).run
        nobody = await at.error("compare_runs", runs=[whole], real=coded)

    theme = next(each for each in told.data["differences"] if each["measure"] == "theme")
    assert told.text.startswith("1 job beside 40 real people · ")
    assert theme["n"] == [30, 20]
    assert theme["before"] == {"price": 0.667, "other": 0.0, "taste": 0.333}
    assert theme["after"]["taste"] == 0.0
    assert sum(theme["after"].values()) == 1.0
    assert line(told, "theme")["verdict"] == "differs"
    assert line(told, "theme, gender: m")["n"] == [20, 10]
    assert "'theme' has 32 different values" in too_many
    assert "normalize=" in too_many
    assert f"{whole} has no records of people" in nobody


async def test_real_beside_rehearsed_answers_proves_nothing_and_says_so(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        crowd = await made(at, panel(12))
        run = (await at.ok("ask_people", people=[crowd], questions=[AD, RATE, WHY], seed=5, **REHEARSAL)).run
        told = await at.ok("compare_runs", runs=[run], real=rows(40, 0.5))

    assert told.data["notice"].startswith(f"Rehearsal: {run}; beside real answers it proves nothing")
    assert "no evidence about people" in told.text.splitlines()[0]
    assert {each["verdict"] for each in told.data["real"]["questions"]} == {"not measured"}
    assert {each["verdict"] for each in told.data["differences"]} == {"not measured: rehearsal"}
    assert not {"distance", "by_chance"} & {key for each in told.data["real"]["questions"] for key in each}
    assert not {"p", "interval", "effect"} & {key for each in told.data["differences"] for key in each}
    assert told.data["real"]["concluded"] == ["Nothing was measured."]
    assert told.data["real"]["caution"].startswith("Real answers beside what is not measured prove nothing")
    assert "ad (choice, 40 real, 12 simulated): not measured. Reason: rehearsal." in told.text
    assert told.data["next"].startswith("tell the user that this was rehearsed")


async def test_a_survey_that_is_not_done_is_not_measured(tmp_path: Path) -> None:
    async with table(tmp_path, people(0.5)) as at:
        crowd = await made(at, panel(10))
        part = await at.ok("ask_people", people=[crowd], questions=[AD, RATE], seed=3, max_calls=10)
        told = await at.ok("compare_runs", runs=[part.run], real=rows(40, 0.5), on="ad")

    assert line(told, "ad")["said"].startswith(f"Reason: {part.run} is paused at ")


FAULTS: dict[str, tuple[Mapping[str, Any], Sequence[str]]] = {
    "nothing in it": ({"real": ""}, ["real has nothing in it", 'real="ad,age']),
    "no rows": ({"real": "ad,rate\n"}, ["real has a header but no rows"]),
    "a column twice": ({"real": "ad,ad\nAd one,Ad two"}, ["The CSV's header has 'ad' twice"]),
    "two columns to one question": (
        {"real": "ad,Q7\nAd one,Ad two", "mapping": {"Q7": "ad", "ad": "ad"}},
        ["Two columns go to 'ad': 'Q7' and 'ad'"],
    ),
    "no common question": (
        {"real": "colour,size\nred,3"},
        [
            "No column of real (colour, size) is a question of survey-",
            "It asked: ad, rate, best.",
            'mapping={"colour": "ad"}',
        ],
    ),
    "mapping to no question": (
        {"real": "colour\nred", "mapping": {"colour": "shade"}},
        ["mapping['colour'] is 'shade', which is no question of survey-", "ad, rate, best"],
    ),
    "mapping of no column": (
        {"real": "colour\nred", "mapping": {"color": "ad"}},
        ["mapping names the column 'color', which the CSV lacks", "colour"],
    ),
    "one answer that is none": (
        {"real": "ad\nAd one\nAd three\nAd two"},
        [
            "1 of 3 answers in column 'ad' can't be matched to 'ad', a choice: line 3: 'Ad three'",
            "Expected one of: Ad one, Ad two",
        ],
    ),
    "all answers are none": (
        {"real": "ad\n1\n2\n1"},
        ["3 of 3 answers in column 'ad'", "line 2: '1'; line 3: '2'", 'mapping={"COLUMN": "question"} says which'],
    ),
    "off the scale": ({"real": "rate\n4\n8"}, ["line 3: '8'", "Expected a number from 1 to 7"]),
    "an empty column": ({"real": "ad,rate\n,4\n,5"}, ["Column 'ad' is empty in every row. Expected one of: Ad one"]),
    "weights below zero": (
        {"real": "ad,weight\nAd one,1\nAd two,-2"},
        ["real, line 3, column 'weight': the weight '-2' is no number from 0"],
    ),
    "nobody weighs": ({"real": "ad,mass\nAd one,0", "weights": "mass"}, ["Every row has the weight 0 in 'mass'"]),
    "no such weights": ({"real": "ad\nAd one", "weights": "mass"}, ["weights names the column 'mass'"]),
    "cells missing": ({"real": "ad,rate\nAd one"}, ["real, line 2: 1 cells under 2 columns"]),
    "a maxdiff": ({"real": "best\na"}, ["for 'best', a maxdiff, of which no table has answers"]),
    "nothing of that name": ({"real": "ad\nAd one\nAd two", "on": "rate"}, ["They answered: ad."]),
    "columns of nothing": ({"weights": "mass"}, ["say what columns of real answers mean", "real="]),
}


async def test_whatever_is_wrong_with_real_answers_is_named_with_what_would_be_right(tmp_path: Path) -> None:
    best = {"id": "best", "text": "Best?", "kind": "maxdiff", "options": [*"abcd"]}
    asked = {"ad": "Ad one", "rate": 4, "best": [*"abcd"]}
    async with table(tmp_path, answering(lambda _, each, __: asked[each.question.id])) as at:
        crowd = await made(at, panel(3))
        run = (await at.ok("ask_people", people=[crowd], questions=[AD, RATE, best], seed=5)).run
        for name, (given, wanted) in FAULTS.items():
            told = await at.error("compare_runs", runs=[run], **given)
            assert [words for words in wanted if words not in told] == [], f"{name}: {told}"
        many = await at.error("compare_runs", runs=[run], real="ad\n" + "Ad one\n" * 10_001)
        talk = await at.ok("listen_and_act", people=[crowd], say="Hello.")
        no_survey = await at.error("compare_runs", runs=[talk.run], real="ad\nAd one")
        none = await at.error("compare_runs", runs=[], real="ad\nAd one")

    assert "real has 10,001 rows; at most 10,000" in many
    assert f"{talk.run} is a run of kind interview" in no_survey
    assert f'ask_people(people=["{talk.run}"]' in no_survey
    assert 'compare_runs(runs=["…"], real=' in none


async def test_many_questions_keep_to_the_budget_and_the_next_call_says_the_table_again(tmp_path: Path) -> None:
    asked = [{**AD, "id": f"ad{number}"} for number in range(50)]
    real = "\n".join([",".join(each["id"] for each in asked), *([",".join(["Ad one"] * 50)] * 12)])
    async with table(tmp_path, answering(lambda _, __, rng: rng.choice(ADS))) as at:
        crowd = await made(at, panel(8))
        run = (await at.ok("ask_people", people=[crowd], questions=asked, seed=1, sitting="all")).run
        told = await at.ok("compare_runs", runs=[run], real=real)

    assert len(told.text) <= 12_000
    assert len(json.dumps(told.data, ensure_ascii=False)) <= 30_000
    assert told.data["real"]["questions_total"] == 50
    assert told.data["more"]["arguments"]["real"] == "…"
    assert told.text.splitlines()[-1].startswith("Next: ")


QUESTION = Question("ad", "Which?", "choice", tuple(Option(name, name) for name in ADS))


def study(seed: int, real: float, simulated: float) -> Closeness:
    """Return what a study of 60 real and 60 simulated people comes to, who choose the second ad with these chances."""
    rng = Random(seed)
    cells = "\n".join(["ad", *(ADS[rng.random() < real] for _ in range(60))])
    said = [ADS[rng.random() < simulated] for _ in range(60)]
    answers = tuple(Respondent(f"Person {at}", (each,)) for at, each in enumerate(said))
    read = read_real(cells, [QUESTION], {}, "", "survey-x")
    [pair] = laid_beside(read, [Table(QUESTION, answers, (), {})], 0)
    return closeness(laid(pair, {each.name: each.name for each in answers}, seed=seed, untested=""))


def test_of_sixty_studies_without_a_difference_few_are_flagged_and_of_those_30_points_apart_nearly_all() -> None:
    alike = [study(seed, 0.4, 0.4) for seed in range(60)]
    apart = [study(seed, 0.35, 0.65) for seed in range(30)]
    false = sum(each.verdict == "differs" for each in alike)
    assert false <= 6, "more than one of twenty, and the luck of sixty draws"
    assert sum(each.verdict == "differs" for each in apart) >= 27
    distances = [each.distance for each in alike if each.distance]
    mean = sum(each.value for each in distances) / 60
    assert mean == pytest.approx(sum(each.chance or 0 for each in distances) / 60, rel=0.25)
