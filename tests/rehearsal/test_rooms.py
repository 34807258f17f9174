from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.rehearsal.exam_rooms import examine_rooms, newcomers, rooms
from tests.rehearsal.read_aloud import GROUP
from tests.rehearsal.stage import Room, ask, person
from tests.rehearsal.toys import TOYS
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.matters.plans import plans, side_in
from troupe_mcp.models.rehearsal.person.portrait import compile_portrait
from troupe_mcp.simulation.people.persona import Persona


@pytest.mark.parametrize("seed", [1, 2])
def test_in_a_room_what_is_told_fits_and_nobody_talks_by_formula(seed: int):
    assert examine_rooms(seed=seed) == []


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(3, 30))
def test_in_a_room_what_is_told_fits_whatever_the_seed(seed: int):
    assert examine_rooms(seed=seed) == []


@pytest.mark.parametrize("toy", TOYS, ids=lambda toy: type(toy).__name__)
def test_the_toys_are_seen_through_in_a_room(toy: object):
    assert examine_rooms(model=toy)  # pyright: ignore[reportArgumentType]


def room_of(*specs: Mapping[str, object], seed: int = 1) -> Room:
    return Room(*(Persona.of(dict(spec)) for spec in specs), seed=seed)


def test_what_several_people_have_in_common_is_told_once_and_taken_up():
    owners = [{"name": name, "other_facts": ["You own a dog."]} for name in ("Ada", "Bo", "Cy")]
    room = room_of(*owners)
    room.stimulus("Do you have any pets?")
    said = list(room.round().values())
    assert sum("own a dog" in text for text in said) == 1
    assert any(re.search(r"same|too|two", text) for text in said[1:])


def test_a_trouble_from_elsewhere_is_not_told_on_the_way():
    clerk = {"name": "Ada", "frustrations": ["You type each form twice.", "The tram skips your stop."]}
    room = room_of(clerk, {"name": "Bo", "frustrations": ["You type each form twice."]}, {"name": "Cy"})
    room.stimulus("What goes wrong when you are on your way somewhere?")
    said = room.round()
    assert "tram" in said["Ada"]
    assert "form" not in said["Ada"] + said["Bo"]


def test_alone_as_well_a_trouble_belongs_where_the_question_is_set():
    clerk = Persona.of({"name": "Ada", "frustrations": ["You type each form twice.", "The tram skips your stop."]})
    assert "tram" in ask(clerk, "What annoys you most when you travel?")


def test_the_mayor_is_told_what_concerns_a_town():
    voter = {"name": "Ada", "beliefs": ["Cats are cleverer than dogs.", "The streets should be lit all night."]}
    room = room_of(voter, {"name": "Bo"}, {"name": "Cy"})
    room.stimulus("What would you tell the mayor?")
    assert "streets should be lit" in room.round()["Ada"]


def test_a_part_of_a_life_is_made_better_without_a_device():
    for question in ("What would make your work easier?", "What would you change about your street?"):
        for text in (text for p in newcomers() for text in [ask(p, question)]):
            assert not re.search(r"\bit (?:asks|keeps|shows|works|reminds)\b", text), text


def test_an_app_for_passengers_is_called_an_app_and_does_what_an_app_can():
    for p in newcomers():
        text = ask(p, "We are building an app for bus passengers. What should it do for you?")
        assert not re.search(r"\bthe bu\b|has a corner|lends a full battery", text), text


def test_between_two_things_an_own_fact_decides_and_the_lot_stays():
    reader = {"name": "Ada", "likes": ["old books in a quiet library"]}
    said: list[dict[str, str]] = []
    for _ in range(2):
        room = room_of(reader, {"name": "Bo"}, {"name": "Cy"})
        room.stimulus("Our town will build a new library or a swimming pool. Which would you rather have?")
        said.append(room.round())
    assert said[0] == said[1]
    assert "library" in said[0]["Ada"]
    assert all(re.search(r"library|pool", text) for text in said[0].values())


def test_the_ideas_of_others_are_named_without_quotation_marks():
    for _, said in rooms(seed=5):
        assert not [text for text in said.values() if '"' in text]


def test_what_a_plan_brings_with_it_is_said_once_and_holds_no_kin_and_no_possession():
    kin = [word for word in words().lists["kin"] if word not in {"child", "children", "parents"}]
    lines = [line for plan in plans() for side in (plan.plus, plan.minus, plan.ask) for line in side]
    for line in lines:
        assert side_in(line)
        assert not re.search(r"\d|\b(?:my|our)\b", line, re.IGNORECASE), line
        assert not [word for word in re.findall(r"[a-z]+", line.lower()) if word in kin], line
    for seed in range(3):
        room = Room(*newcomers(), seed=seed)
        room.stimulus("Should the town ban fireworks?")
        named = [line for text in room.round().values() for line in lines if line.rstrip(".?").lower() in text.lower()]
        assert named
        assert len(named) == len(set(named)), seed


def test_free_rounds_go_on_with_something_more():
    room = Room(*newcomers()[:4])
    room.stimulus("Should the city centre be free of cars?")
    first = room.round()
    second = room.round()
    assert any(second.values())
    assert not set(first.values()) & {text for text in second.values() if text}


def test_what_one_would_tell_the_mayor_is_told_as_to_a_person():
    for seed in range(1, 7):
        ada = {"name": "Ada", "beliefs": ["Rents should be capped in every large city."]}
        room = room_of(ada, {"name": "Bo"}, {"name": "Cy"}, seed=seed)
        room.stimulus("What would you tell the mayor?")
        said = room.round()["Ada"]
        assert "hat rents should be capped" in said, (seed, said)
        assert "every large city" not in said, (seed, said)


def test_who_told_a_trouble_that_a_mayor_could_mend_comes_back_to_it():
    for seed in range(1, 7):
        ada = {"name": "Ada", "frustrations": ["You sit an hour in traffic every morning."]}
        room = room_of(ada, {"name": "Bo"}, {"name": "Cy"}, seed=seed)
        room.stimulus("What goes wrong when you are on your way somewhere?")
        assert "an hour in traffic" in room.round()["Ada"], seed
        room.stimulus("What would you tell the mayor?")
        assert "he traffic" in room.round()["Ada"], seed


def test_a_grievance_of_the_job_is_no_trouble_on_the_way():
    ada = {"name": "Ada", "frustrations": ["You lose the airport fares because the apps take them."]}
    room = room_of(ada, {"name": "Bo"}, {"name": "Cy"})
    room.stimulus("What goes wrong when you are on your way somewhere?")
    assert "fares" not in room.round()["Ada"]


def test_a_belief_about_another_thing_is_no_view_of_the_matter():
    ada = {"name": "Ada", "beliefs": ["Cars without drivers should be forbidden.", "Schools should feed every child."]}
    room = room_of(ada, {"name": "Bo"}, {"name": "Cy"})
    for plan in ("The city plans a car-free centre.", "The school wants to ban phones all day."):
        room.stimulus(f"{plan} What do you think of it?")
        assert not re.search("drivers|feed", room.round()["Ada"]), plan


def test_the_van_that_nobody_knows_is_my_van_where_somebody_owns_one():
    ada = Persona.of({"name": "Ada", "vehicle": "You own a camper van.", "habits": ["You feel foolish about the van."]})
    told = [fact.said for fact in compile_portrait(ada).facts]
    assert any("foolish about my van" in said for said in told), told


def test_about_one_answer_in_five_takes_up_somebody_in_the_room():
    cast = [person(name) for name in ("Oscar", "Mahrous_Gaballah", "Solveig_Rustad", "Caio_Marinho")]
    named = turns = 0
    for seed in range(1, 7):
        room = Room(*cast, seed=seed)
        for question in GROUP:
            room.stimulus(question)
            for name, text in room.round().items():
                turns += 1
                named += any(p.name.split()[0] in text for p in cast if p.name != name)
    assert 0.15 < named / turns < 0.5, named / turns
