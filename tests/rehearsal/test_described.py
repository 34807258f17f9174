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


async def made_one(at: Table, description: str, **given: Any) -> tuple[Told, dict[str, Any]]:
    """Make one person through the tool; return the result, and their file."""
    made = await at.ok("create_person", **{"description": description, "seed": 1, **given})
    return made, json.loads(await at.read(f"troupe://people/{made.data['person']}"))["persona"]


CALLED = (
    ("Dr. Eva Roth, 68, a patient retired physicist who volunteers at the repair café in Leeds",
     "Dr. Eva Roth", "female", "Retired physicist"),
    ("Mrs. Agnes Higginbotham, 82, a former seamstress who lives alone", "Mrs. Agnes Higginbotham", "female",
     "Retired seamstress"),
    ("Agnes, a former seamstress, 82", "Agnes", "female", "Retired seamstress"),
    ("a retired clockmaker called Wilhelm from Freiburg", "Wilhelm", "male", "Retired clockmaker"),
    ("Captain James Murdoch, retired ship's captain from Hull, 77", "Captain James Murdoch", "male",
     "Retired ship's captain"),
    ("Ms. Linda Okafor, 45, ex-police officer turned baker", "Ms. Linda Okafor", "female", "Baker"),
    ("a trainee paramedic named Chloe, 22", "Chloe", "female", "Trainee paramedic"),
    ("Ahmed, 23, trainee electrician in Birmingham", "Ahmed", "male", "Trainee electrician"),
    ("Mr Singh, who runs the corner shop in Bradford", "Mr Singh", "male", "Shopkeeper"),
    ("Retired plumber Frank Dobson, 70, from Wigan", "Frank Dobson", "male", "Retired plumber"),
    ("Tomasz Kowalski - 34 - Polish plumber in Manchester", "Tomasz Kowalski", "male", "Plumber"),
    ("a twice-divorced former rock drummer, 57, named Gaz", "Gaz", "male", "Former rock drummer"),
    ("Priya Sharma, 41, between jobs, used to be a marketing manager", "Priya Sharma", "female", "Unemployed"),
    ("Prof. Harold Whitcombe, 71, emeritus professor of botany in Sheffield", "Prof. Harold Whitcombe", "male",
     "Retired professor of botany"),
)  # fmt: skip


async def test_the_name_gender_and_trade_of_a_description_are_those_of_the_person(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for description, name, gender, title in CALLED:
            made, file = await made_one(at, description)
            assert (file["name"], file["gender"], file["occupation"]["title"]) == (name, gender, title), description
            assert left_out(made) == "", description


async def test_a_given_name_decides_the_gender(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for name, gender in (("Dr. Eva Roth", "female"), ("Mr. Patel", "male"), ("Sister Bernadette", "female")):
            _, file = await made_one(at, "68, a patient retired physicist in Leeds", name=name)
            assert (file["name"], file["gender"], file["occupation"]["title"]) == (name, gender, "Retired physicist")


NOT_CALLED = (
    "a baker in Leeds with a dog called Rex", "Commuters, 40, in Leeds", "Grumpy, 70, retired, Leeds",
    "a cashier at a bakery called Sunrise in Leeds",
)  # fmt: skip


async def test_what_names_no_person_is_nobodys_name(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for description in NOT_CALLED:
            _, file = await made_one(at, description)
            first, last = file["name"].split()
            british = pools()["regions"]["British"]
            assert first in british["female"] + british["male"], description
            assert last in british["last"], description


async def test_a_role_towards_an_offer_is_no_occupation_and_the_utmost_of_a_kind_is_a_trait(tmp_path: Path) -> None:
    titles = {title for trade in pools()["trades"].values() for title in trade["titles"]}
    roles = (
        ("The most difficult visitor a repair café in Leeds could get: a man who knows everything better", "difficult"),
        ("A very difficult visitor from Leeds", "difficult"),
        ("The grumpiest neighbour in Leeds", "grumpy"),
        ("the rudest customer imaginable, Leeds", "rude"),
        ("an angry stranger on a train to Leeds", "angry"),
    )
    async with table(tmp_path) as at:
        for description, trait in roles:
            made, file = await made_one(at, description)
            assert file["occupation"]["title"].lower().removeprefix("retired ") in titles, description
            assert trait in file["personality"]["traits"], description
            assert (file["residence"], file["nationality"]) == ("Leeds", "British"), description
            assert left_out(made) == "", description


FACTS = (
    ("a volunteer called Tom who mends lamps", ["You are a volunteer.", "You mend lamps."]),
    ("Eva, 68, a retired nurse who volunteers at the repair café", ["You volunteer at the repair café."]),
    ("an ex-soldier who now keeps bees near York", ["You used to be a soldier.", "You now keep bees."]),
    ("a nurse who faints at the sight of blood", ["You faint at the sight of blood."]),
    ("a visitor who wants his old radio back", ["To get your old radio back."]),
    ('a visitor who asks "Have you tried turning it off?"', ['You ask "Have you tried turning it off?"']),
    ("a visitor who loves your old toaster", ["other people's old toaster"]),
    ("a widow of a coal miner, 79, in Barnsley", ["You are a widow of a coal miner."]),
    ("a keen amateur astronomer named Ruth, semi-retired", ["You are an amateur astronomer.", "You are semi-retired."]),
    ("Lord Ashdown, 63, an eccentric collector of vintage radios", ["You collect vintage radios."]),
    ("an expectant mother named Grace, 31, on maternity leave",
     ["You are an expectant mother.", "You are on maternity leave."]),
)  # fmt: skip


async def test_what_a_description_says_of_one_is_kept_and_no_note_says_otherwise(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for description, lines in FACTS:
            made, file = await made_one(at, description)
            said = [json.dumps(line, ensure_ascii=False)[1:-1] for line in lines]
            assert [line for line in said if line not in json.dumps(file, ensure_ascii=False)] == [], description
            assert left_out(made) == "", description


async def test_nobody_goes_on_with_a_trade_they_have_left(tmp_path: Path) -> None:
    goals = pools()["trades"]["craft"]["goal"]
    async with table(tmp_path) as at:
        _, file = await made_one(at, "Agnes, a former seamstress, 82")
    assert not set(file["long_term_goals"]) & set(goals)
    assert "You worked as a seamstress for 52 years." in file["occupation"]["description"]


async def test_somebody_of_a_people_lives_where_it_is_said(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        _, file = await made_one(at, "Maria, a Portuguese cleaner in London who sends money home")
    assert (file["nationality"], file["residence"], file["gender"]) == ("Portuguese", "London", "female")


async def test_in_a_town_nobody_keeps_sheep_and_names_fit_ages(tmp_path: Path) -> None:
    _, files = await cast(tmp_path, count=40, description="people in Leeds")

    titles = {file["occupation"]["title"].lower().removeprefix("retired ") for file in files}
    assert not titles & {*pools()["trades"]["land"]["titles"], "tram driver"}
    young = {file["name"].split()[0] for file in files if file["age"] < 30}
    old = {file["name"].split()[0] for file in files if file["age"] > 60}
    assert not young & {"Nigel", "Maureen", "Graham", "Stuart"}
    assert not old & {"Callum", "Beth", "Lewis", "Toby"}
