"""Casts written by the rehearsal keep to what a description says of them, and what it leaves out is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Table, Told, table
from troupe_mcp.models.rehearsal.lexicon import pools

FIRST = {
    gender: {name for region in pools()["regions"].values() for name in region[gender]} for gender in ("female", "male")
}
LEFT_OUT = "the rehearsal cannot write it: "


async def made_at(at: Table, **wanted: Any) -> tuple[Told, list[dict[str, Any]]]:
    """Cast people through the tools; return the result, and the files of those who came of it."""
    made = await at.ok("create_people", **{"seed": 1, **wanted})
    uris = [f"troupe://people/{each['person']}" for each in made.data["people"]]
    return made, [json.loads(await at.read(uri))["persona"] for uri in uris]


async def cast(directory: Path, **wanted: Any) -> tuple[Told, list[dict[str, Any]]]:
    """Cast people at a table of their own."""
    async with table(directory) as at:
        return await made_at(at, **wanted)


def left_out(told: Told) -> str:
    """Return what a result says that nobody's file holds."""
    [line] = [each for each in told.data["warnings"] if LEFT_OUT in each] or [""]
    return line.partition(LEFT_OUT)[2]


def told_of(files: list[dict[str, Any]]) -> list[str]:
    return [json.dumps(each, ensure_ascii=False) for each in files]


PAIRS = (
    ("mother (woman)", "father (man)"), ("mother", "father"), ("Frau", "Mann"), ("mujer", "hombre"), ("mum", "dad"),
    ("female", "male"), ("women", "men"), ("F", "M"),
)  # fmt: skip


async def test_a_name_fits_the_gender_in_whatever_words_it_is_given(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for woman, man in PAIRS:
            _, files = await made_at(at, count=6, demography={"gender": {woman: 0.5, man: 0.5}})
            for file in files:
                gender = "female" if file["gender"] == woman else "male"
                assert file["name"].split()[0] in FIRST[gender], file["gender"]


async def test_a_gender_in_words_that_nobody_knows_decides_no_name(tmp_path: Path) -> None:
    _, files = await cast(tmp_path, count=24, demography={"gender": {"fluid": 0.5, "member": 0.5}})

    kinds = {(file["gender"], gender) for file in files for gender in FIRST if file["name"].split()[0] in FIRST[gender]}
    assert len(kinds) == 4


async def test_a_wish_for_a_spread_is_nobodys_fact_and_what_has_no_material_is_said_once(tmp_path: Path) -> None:
    made, files = await cast(
        tmp_path,
        count=6,
        description="parents in Spain between 30 and 50 with at least one child living at home; varied in income, "
        "region, town size, interest in organic food and cooking",
    )

    assert "varied" not in "".join(told_of(files)).lower()
    assert {file["money"] for file in files} == {f"You have a {each} income." for each in ("low", "middle", "high")}
    assert len({file["residence"] for file in files}) == 3
    assert all("You have a child living at home." in text for text in told_of(files))
    assert all(30 <= file["age"] <= 50 for file in files)
    assert left_out(made) == "town size, interest in organic food and cooking."


async def test_dimensions_that_the_rehearsal_cannot_draw_are_said(tmp_path: Path) -> None:
    made, _ = await cast(tmp_path, count=4, description="bakers in Leeds", dimensions=["age", "love of jazz"])

    assert left_out(made) == "love of jazz."


async def test_a_language_is_no_place_and_the_country_shows(tmp_path: Path) -> None:
    _, files = await cast(
        tmp_path,
        count=8,
        description="People in rural Brazil who use a cheap smartphone; they search the web in Brazilian Portuguese",
    )

    assert {file["residence"] for file in files} == {"Rural Brazil"}
    assert all("smartphone" not in file["money"] for file in files)
    assert all("You search the web in Brazilian Portuguese." in text for text in told_of(files))
    at_desks = {title for trade in ("art", "tech", "office") for title in pools()["trades"][trade]["titles"]}
    assert not {file["occupation"]["title"].lower() for file in files} & at_desks


async def test_members_that_are_listed_go_to_one_person_each_and_others_stay_others(tmp_path: Path) -> None:
    description = "Colleagues of a 45-year-old doctor at a clinic in São Paulo: one a nurse, one a receptionist"
    _, files = await cast(tmp_path, count=2, description=description)

    assert [file["occupation"]["title"] for file in files] == ["Nurse", "Receptionist"]
    assert 45 not in {file["age"] for file in files}
    assert all("You are a colleague of a 45-year-old doctor at a clinic." in text for text in told_of(files))


NAMED: tuple[tuple[str, list[str]], ...] = (
    ("a nurse and a receptionist in Leeds", ["Nurse", "Receptionist"]),
    ("two nurses and a baker", ["Nurse", "Nurse", "Baker"]),
    ("bakers, plumbers and teachers in Leeds", ["Baker", "Plumber", "Teacher"]),
    ("a landlord, a tenant and an estate agent in Dublin", ["Landlord", "Tenant", "Estate agent"]),
    ("hospital administrators evaluating software for nurses", ["Hospital administrator"] * 3),
    ("IT procurement managers at German companies with 200 employees", ["IT procurement manager"] * 3),
    ("owners of small restaurants in Mexico City", ["Restaurant owner"] * 3),
)


async def test_who_a_description_names_is_who_they_are(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for description, titles in NAMED:
            _, files = await made_at(at, count=len(titles), description=description)
            assert [file["occupation"]["title"] for file in files] == titles, description


OF_ALL = (
    ("nurses on night shift in a London hospital", "You work on night shift in a London hospital."),
    ("designers in Berlin struggling with late payments", "You struggle with late payments."),
    ("patients with type 2 diabetes in Chicago", "You have type 2 diabetes."),
    ("first-time mothers in Manchester with a 3-month-old baby", "You are a first-time mother."),
    ("parents of teenagers in Leeds", "You are a parent of teenagers."),
    ("parents in Leeds", "You have a child."),
    ("people who live alone and have never used a smartphone", "You have never used a smartphone."),
    ("customers of a bank who are angry about fees", "You are angry about fees."),
    ("recently divorced men over 50 in Ohio", "You are recently divorced."),
    ("pregnant women in Paris", "You are pregnant."),
    ("single parents on benefits in Glasgow", "You are on benefits."),
    ("students in Leeds, stressed about exams", "You are stressed about exams."),
    ("landlords with more than three flats", "You have more than three flats."),
)


async def test_what_a_group_is_or_does_each_of_them_is_or_does(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for description, line in OF_ALL:
            made, files = await made_at(at, count=2, description=description)
            assert all(line in text for text in told_of(files)), description
            assert left_out(made) == "", description


AGES = (
    ("people in their thirties", 30, 39),
    ("women in their late fifties", 56, 59),
    ("parents of teenagers", 27, 49),
    ("nurses in Leeds", 20, 64),
    ("first-time mothers", 24, 40),
)


async def test_ages_are_those_of_whoever_is_described(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for description, low, high in AGES:
            _, files = await made_at(at, count=6, description=description)
            assert all(low <= file["age"] <= high for file in files), description


async def test_nobody_is_as_old_as_a_child_they_have(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        made = await at.ok("create_person", description="mother of a 3-year-old and nurse in Leeds", seed=1)
        file = json.loads(await at.read(made.data["uri"]))["persona"]

    assert file["age"] > 20
    assert "You are a mother of a 3-year-old." in json.dumps(file)


async def test_what_a_description_says_and_no_file_holds_is_told(tmp_path: Path) -> None:
    made, _ = await cast(tmp_path, count=2, description="bakers in Leeds, zebra-striped apron wearers")
    assert left_out(made) == "zebra-striped apron wearers."


async def test_shares_of_women_and_men_are_kept(tmp_path: Path) -> None:
    _, files = await cast(tmp_path, count=10, description="users of a fitness app, 60% women")
    assert sorted(file["gender"] for file in files) == ["female"] * 6 + ["male"] * 4


@pytest.mark.parametrize(
    "description",
    [
        "大阪の退職した教師、猫を飼っている",
        "30歳の教師",
        "住在北京的退休教师",
        "معلمة متقاعدة من القاهرة",
        "Учительница на пенсии",
        "은퇴한 교사",
        "eine pensionierte Lehrerin aus Bremen, die Bienen hält",
    ],
)
async def test_a_description_in_another_language_is_said_not_to_be_read_and_that_a_model_would(
    tmp_path: Path, description: str
) -> None:
    async with table(tmp_path) as at:
        for told in (
            await at.ok("create_person", description=description),
            await at.ok("create_people", description=description, count=2),
        ):
            [said] = [each for each in told.data["warnings"] if description in each]
            assert "reads English only" in said
            assert "A model would" in said
            assert said in told.text


async def test_of_an_english_description_only_words_in_another_script_are_said_not_to_be_read(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        mixed = await at.ok("create_person", description="a retired teacher 田中 from Osaka")
        latin = await at.ok("create_person", description="café owners in São Paulo and Đà Nẵng")

    assert "The rehearsal reads English only: it could not read “田中”. A model would." in mixed.data["warnings"]
    assert not [each for each in latin.data["warnings"] if "reads English" in each]
