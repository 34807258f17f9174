"""Whoever is described by what is offered to them is nobody's maker or courier: the offer is no part of their life."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.doubles import table
from tests.rehearsal.test_described import left_out, made_at, told_of
from troupe_mcp.models.rehearsal.english.demonyms import without_demonyms

BAKERY = "a bakery that delivers fresh bread at 6 am by bicycle in Rotterdam"
OFFERS: tuple[tuple[str, str, str], ...] = (
    (f"Plausible customers of {BAKERY}: people living in Rotterdam, mixed ages, jobs, incomes and households",
     "Rotterdam", r"baker|cook|chef|courier|driver|bike"),
    (f"Plausible customers of {BAKERY}", "Rotterdam", r"baker|cook|chef|courier|driver|bike"),
    ("potential customers for a bakery delivering by bicycle, Rotterdam", "Rotterdam", r"baker|chef|courier|bike"),
    ("people who might buy shoes from a shoemaker who repairs them in Porto", "Porto", r"shoemaker"),
    ("target group of a gym app that teaches yoga in Berlin", "Berlin", r"teacher|lecturer|tutor"),
    ("buyers of handmade shoes from a shoemaker in Porto", "Porto", r"shoemaker|buyer"),
    ("guests of a dog hotel that drives dogs home near Lyon", "Lyon", r"driver|hotel|guest"),
    ("prospective users of an app that cleans up mailboxes in Leeds", "Leeds", r"cleaner|^user"),
    ("likely visitors of a museum, which sells posters by painters, in Oslo", "Oslo", r"painter|visitor"),
)  # fmt: skip


@pytest.mark.parametrize(("description", "town", "makers"), OFFERS)
async def test_an_offer_makes_nobodys_job_and_its_place_is_where_they_live(
    tmp_path: Path, description: str, town: str, makers: str
) -> None:
    async with table(tmp_path) as at:
        made, files = await made_at(at, count=10, description=description)

    titles = {file["occupation"]["title"] for file in files}
    assert {file["residence"] for file in files} == {town}
    assert len(titles) > 7
    assert [title for title in titles if re.search(makers, title, re.IGNORECASE)] == []
    assert left_out(made) == ""


@pytest.mark.parametrize(
    ("description", "work"),
    [
        ("prospective users of an app for couriers that cleans up their routes in Leeds", "courier"),
        ("people in Utrecht who might use a planner for nurses", "nurse"),
        ("readers of a magazine for teachers", "teacher"),
    ],
)
async def test_what_is_made_for_a_trade_is_for_its_people(tmp_path: Path, description: str, work: str) -> None:
    async with table(tmp_path) as at:
        _, files = await made_at(at, count=6, description=description)

    assert [title for file in files if work not in (title := file["occupation"]["title"].lower())] == []


async def test_mixed_households_and_incomes_are_spread(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        wanted = f"Plausible customers of {BAKERY}: people of mixed ages, incomes and households"
        made, files = await made_at(at, count=12, description=wanted, dimensions=["occupation", "morning routine"])

    homes = re.findall(r"You (?:live alone|live with a partner|share a flat|have a child|have a partner)", str(files))
    assert len(set(homes)) >= 3
    assert len({file["money"] for file in files}) == 3
    assert left_out(made) == ""


async def test_only_those_who_are_customers_are_told_so(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for description, line in (
            ("loyal customers of a bank in Leeds who are angry about fees", "You are a loyal customer of a bank."),
            ("readers of a newspaper about farming", "You read a newspaper about farming."),
        ):
            _, files = await made_at(at, count=3, description=description)
            assert all(line in text for text in told_of(files)), description
        _, files = await made_at(at, count=3, description="potential customers of a bank in Leeds")
        assert not [text for text in told_of(files) if "customer of" in text]


SUPPOSED = (
    "people in Rotterdam who might order fresh bread delivered to their door at 6 am",
    "dog owners who could use a dog hotel for their holidays",
    "adults in Spain who would buy a solar loan for their roof",
    "parents who work a lot and might let their children eat at a canteen",
)


@pytest.mark.parametrize("description", SUPPOSED)
async def test_what_people_might_do_is_no_fact_of_theirs(tmp_path: Path, description: str) -> None:
    async with table(tmp_path) as at:
        _, files = await made_at(at, count=4, description=description)

    assert not [
        text for text in told_of(files) if re.search(r"You (?:might|could|would)\b|\btheir (?:door|roof)", text)
    ]


async def test_what_people_would_like_to_try_interests_them(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        _, files = await made_at(at, count=3, description="Londoners from 30 to 50 who would like to try a meal kit")

    assert all("meal kit" in file["preferences"]["interests"] for file in files)
    assert all(30 <= file["age"] <= 50 and file["residence"] == "London" for file in files)


OWN = (
    ("people who eat bread at their desk", "You eat bread at your desk."),
    ("women in Oslo who buy their clothes second-hand and wash them by hand",
     "You buy your clothes second-hand and wash them by hand."),
    ("people who would like to learn Spanish before they retire", "To learn Spanish before you retire."),
    ("parents in Lyon whose children eat at a school canteen", "Your children eat at a school canteen."),
)  # fmt: skip


async def test_what_several_have_is_each_ones_own(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for description, line in OWN:
            _, files = await made_at(at, count=2, description=description)
            assert all(line in text for text in told_of(files)), description


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rotterdammers between 25 and 75", "people in Rotterdam between 25 and 75"),
        ("New Yorkers with dogs", "people in New York with dogs"),
        ("young Berliners, and Parisians", "young people in Berlin, and people in Paris"),
        ("a Londoner, 34", "a person in London, 34"),
        ("Germans over 60", "people in Germany over 60"),
        ("Glaswegians", "people in Glasgow"),
        ("Italians living in London", "Italians living in London"),
        ("Maria Berliner, 58, a Parisian baker in Paris", "Maria Berliner, 58, a Parisian baker in Paris"),
    ],
)
def test_people_who_are_called_by_their_town_live_there(text: str, said: str) -> None:
    assert without_demonyms(text) == said


async def test_members_of_a_list_are_as_old_as_such_people_are(tmp_path: Path) -> None:
    listed = "parents, nurses, retirees, office workers, students, shift workers"
    async with table(tmp_path) as at:
        made, files = await made_at(at, count=18, description=f"People in Rotterdam who might want bread: {listed}")

    jobs = [file["occupation"]["title"] for file in files]
    nurses = [file["age"] for file in files if file["occupation"]["title"] == "Nurse"]
    retired = [file["age"] for file in files if file["occupation"]["title"].startswith("Retired")]
    assert (len(nurses), len(retired), jobs.count("Student"), jobs.count("Shift worker")) == (3, 3, 3, 3)
    assert max(nurses) > 30
    assert min(retired) > 60
    assert len(set(retired)) > 2
    assert sum("child" in json.dumps(file["relationships"]) for file in files[::6]) == 3
    assert left_out(made) == ""


async def test_families_have_children_and_some_are_not_all(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        _, files = await made_at(at, count=6, description="young families, freelancers and early risers in Rotterdam")
        assert all(re.search(r"You have [\w ]*small child", json.dumps(file)) for file in files[::3])
        assert all(file["age"] < 40 for file in files[::3])
        assert all(file["occupation"]["title"] == "Freelancer" for file in files[1::3])
        assert all("You count as an early riser." in json.dumps(file) for file in files[2::3])
        wanted = "Rotterdammers between 25 and 75 who eat bread for breakfast, some with children, some living alone"
        made, files = await made_at(at, count=8, description=wanted)

    assert all("You have children." in text for text in told_of(files[::2]))
    assert all("You live alone." in text for text in told_of(files[1::2]))
    assert all(25 <= file["age"] <= 75 and file["residence"] == "Rotterdam" for file in files)
    assert left_out(made) == ""


async def test_one_occupation_of_all_is_said_where_nobody_asked_for_it(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for description, warned in (
            ("people who live in Leeds and work as bakers", True),
            ("bakers in Leeds", False),
            (f"Plausible customers of {BAKERY}", False),
        ):
            made, _ = await made_at(at, count=4, description=description)
            assert any("same occupation" in line for line in made.data.get("warnings", [])) == warned, description


@pytest.mark.parametrize(
    ("description", "fact"),
    [
        ("Dog owners in Leeds, 25 to 60", "You own a dog."),
        ("E-bike owners in Utrecht", "You own an e-bike."),
        ("Homeowners in Spain", "You are a homeowner."),
        ("Gym members in Berlin", "You are a member of a gym."),
    ],
)
async def test_what_somebody_is_called_by_stands_in_their_file(tmp_path: Path, description: str, fact: str) -> None:
    async with table(tmp_path) as at:
        made, files = await made_at(at, count=4, description=description)

    assert all(fact in json.dumps(file) for file in files)
    assert left_out(made) == ""


async def test_who_owns_an_animal_judges_what_is_for_animals_by_it(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        made, _ = await made_at(at, count=6, description="Dog owners in Leeds, 25 to 60")
        offer = "We plan a dog hotel with a webcam near the station. What do you like about it, and what bothers you?"
        told = await at.ok("listen_and_act", people=[made.run], say=offer, seed=1)

    assert "people who keep one" not in told.text
    assert "I own a dog" in told.text
