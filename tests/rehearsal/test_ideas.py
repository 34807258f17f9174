from __future__ import annotations

import re
from typing import Any

import pytest

from tests.rehearsal.exam_ideas import examine_doubts, examine_ideas, examine_rounds
from tests.rehearsal.stage import Room, ask, interview, people, person
from tests.rehearsal.toys import TOYS
from troupe_mcp.models.rehearsal.ideas.devices import device_in, devices, devices_in
from troupe_mcp.models.rehearsal.ideas.proposals import hook_in, proposal_of
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.offers.products import Product, product_of
from troupe_mcp.models.rehearsal.person.troubles import needs
from troupe_mcp.models.rehearsal.voice.manner import broken, contracted, expanded
from troupe_mcp.simulation.people.persona import Persona

BAKER: dict[str, Any] = {
    "name": "Bence Toth",
    "gender": "male",
    "occupation": {"title": "Baker"},
    "frustrations": [
        "You throw away sixty rolls every Monday.",
        "The flour price has doubled since spring.",
        "Your apprentices quit after three weeks.",
    ],
    "behaviors": {"routines": {"morning": ["You get up at 2 and heat the oven."]}},
    "health": "Your knees hurt on the cellar stairs.",
    "relationships": [{"name": "Lili", "description": "Your daughter Lili is six and starts school."}],
}
TRUCKER: dict[str, Any] = {
    "name": "Dale Hutchins",
    "occupation": {"title": "Trucker"},
    "pain_points": [
        "You wait four unpaid hours at warehouse docks.",
        "You can't find parking after eight at night.",
        "The GPS sends you under low bridges.",
    ],
    "health": "You have a bad back and high blood pressure.",
    "media": "You listen to country radio.",
    "family": ["Your wife Jo keeps bees."],
}
NUN: dict[str, Any] = {
    "name": "Agnes",
    "style": "Gentle, formal.",
    "frustrations": ["The bishop's office asks for the same receipt twice.", "The chapel is cold in winter."],
    "routine": ["You rise at 4:40 for lauds."],
    "media": "You own no smartphone.",
    "health": "Your eyes tire in the evening.",
}
COOK: dict[str, Any] = {
    "name": "Yusuf",
    "occupation": "Line cook",
    "style": "Broken English: drops articles.",
    "frustrations": ["Half of the rice goes in the bin every Friday.", "The kitchen is too hot in July."],
    "money": "You send money to your mother every month.",
    "health": "Your hands hurt after the shift.",
    "routine": ["You work until two and sleep until ten."],
}
STRANGERS = [Persona.of(spec) for spec in (BAKER, TRUCKER, NUN, COOK)]


@pytest.mark.parametrize("seed", [1, 2])
def test_fifteen_products_meet_a_device_of_each_life_or_an_honest_word(seed: int):
    assert examine_ideas([*people()[::3], *STRANGERS], seed=seed) == []


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(10))
def test_everybody_has_ideas_for_fifteen_products(seed: int):
    assert examine_ideas([*people(), *STRANGERS], seed=seed) == []


@pytest.mark.parametrize("toy", TOYS, ids=lambda toy: toy.name)
def test_toys_have_no_ideas_no_rounds_and_no_doubts(toy: Any):
    assert examine_ideas(STRANGERS[:1], model=toy)
    assert examine_rounds(people()[:3], model=toy)
    assert examine_doubts(STRANGERS[:1], model=toy)


@pytest.mark.parametrize("seed", range(4))
def test_four_rounds_of_ideas_repeat_nothing_and_come_back_to_each_other(seed: int):
    cast = [person(stem) for stem in ("Lisa_Carter", "Oscar", "Ximena_Undurraga", "Caio_Marinho")]
    assert examine_rounds(cast, seed=seed) == []


def test_everybody_has_six_doubts_about_a_fridge():
    assert examine_doubts([*people(), *STRANGERS]) == []


def test_doubts_end_and_that_is_said():
    said = interview(STRANGERS[1], ["A smart fridge that orders by itself.", *["What else puts you off?"] * 40])
    assert any("all" in text or "more" in text or "run out" in text.lower() for text in said), said


def test_without_the_trouble_the_device_is_gone():
    question = "The product: an oven app. Give one idea for it."
    whole = [device.theme for seed in range(8) for device in devices_in(ask(STRANGERS[0], question, seed=seed))]
    without = Persona.of({**BAKER, "frustrations": BAKER["frustrations"][1:]})
    rest = [device.theme for seed in range(8) for device in devices_in(ask(without, question, seed=seed))]
    assert "unsold" in whole
    assert "unsold" not in rest


def test_couples_have_no_idea_for_a_dating_app_and_nobody_wishes_for_what_they_never_do():
    never = Persona.of({"name": "Bo", "media": "You do not watch series. You never listen to the radio."})
    for seed in range(6):
        assert not devices_in(ask(STRANGERS[1], "Give one idea for a dating app.", seed=seed))
        assert not devices_in(ask(never, "Give one idea for a TV.", seed=seed))


@pytest.mark.parametrize(
    ("question", "kind", "noun"),
    [
        ("How could a smart fridge help you?", "fridge", "fridge"),
        ("What should an oven app do for you?", "oven", "app"),
        ("What should an AI in a word processor do?", "text", "AI"),
        ("How could our car navigation help?", "nav", "car navigation"),
        ("Any ideas for a grocery delivery service?", "grocery", "service"),
        ("We build an app. Any ideas?", "soft", "app"),
        ("What do you do on Sundays?", "", ""),
    ],
)
def test_a_product_is_known_by_its_kind_and_called_by_its_noun(question: str, kind: str, noun: str):
    assert product_of(question) == Product(kind, noun)


def test_a_product_that_was_shown_long_ago_is_still_the_one_talked_about():
    room = Room(STRANGERS[2], private=True)
    room.stimulus("A robot vacuum.", kind="show")
    for question in ("What annoys you?", "What do you like?", "How do you live?", "Any plans?", "What should it do?"):
        room.stimulus(question, source="interviewer")
        said = room.round()["Agnes"]
    found = device_in(said)
    assert found, said
    assert "vacuum" in found.topics


def test_an_idea_is_explained_paid_for_and_not_told_twice():
    asked = ["What should an oven app do for you?", "How would that work?", "Would you pay for that?"]
    idea, how, pay, more = interview(STRANGERS[0], [*asked, "Tell me more about your idea."])
    assert device_in(idea), idea
    assert not device_in(how), how
    assert re.search("heat|hour|clock", how), how
    assert pay
    assert len({idea, how, pay, more}) == 4


def test_what_to_change_in_somebody_s_idea_is_answered_about_that_idea():
    room = Room(person("Lisa_Carter"), person("Oscar"), person("Fetu_Leavasa"))
    room.stimulus("A word processor with AI. Give one idea.")
    first = room.round()["Lisa Carter"]
    room.stimulus("What would you change in Lisa's idea?")
    said = room.round()
    hooks = [hook_in(first), hook_in(said["Lisa Carter"])]
    for name in ("Oscar", "Fetu Leavasa"):
        assert any(hook and hook in said[name] for hook in hooks), (name, said)


def test_the_data_of_devices_hold_together():
    hooks = [device.hook for device in devices()]
    assert set(read("mechanisms.json")) == set(needs())
    for device in devices():
        assert device.act.startswith("it "), device.act
        assert device.heard.search(device.act), device.act
        assert len(device.act.split()) <= 18, device.act
        assert not re.search(r"\bmy\b", device.act), device.act
        assert hook_in(f"{device.act}.".capitalize()), device.act
        for told in (expanded(device.act), contracted(device.act), broken(contracted(device.act), drops_be=True)):
            assert device in devices_in(told), told
        assert proposal_of(f"The app {device.act[3:]}.")[0], device.act
    assert len(set(hooks)) == len(hooks) > 600
    known = set(read("products.json")["families"]) | {"soft", "desk"}
    odd = [device.topics for device in devices() if not set(device.topics) <= known]
    assert odd == []


def test_after_telling_what_annoys_the_idea_comes_back_to_it_without_telling_it_again():
    oscar = person("Oscar")
    asked = ["What annoys you most at work?", "What else annoys you?", "We build an app. How could it help you?"]
    said = interview(oscar, [*asked, "Why would you want that?", "Any other ideas?", "One more idea, please."], seed=3)
    ideas = [device.hook for text in said for device in devices_in(text)]
    assert len(ideas) == len(set(ideas)) == 3, said
    for trouble in oscar.spec["frustrations"]:
        told = trouble.removeprefix("You ").removeprefix("Your ").rstrip(".")
        assert sum(told in text for text in said) <= 1, said


def test_whoever_would_build_a_thing_does_not_call_it_useless_when_asked_to_pay():
    for p in people():
        idea, pay = interview(p, ["An app. What should it do for you?", "Would you pay 5 euros a month for it?"])
        if device_in(idea):
            assert not re.search(r"no use|nothing in it|at any (?:price|figure)", pay), (p.name, idea, pay)


def test_whoever_came_back_to_ideas_for_one_thing_does_so_for_the_next_thing_too():
    cast = [person(stem) for stem in ("Lisa_Carter", "Oscar", "Ngozi_Adeleke", "Solveig_Rustad")]
    again: list[bool] = []
    for seed in range(6, 12):
        room = Room(*cast, seed=seed)
        room.stimulus("What could we build into a new oven for bakers? Ideas, please.")
        ovens = [room.round() for _ in range(4)]
        busy = {name for name in ovens[0] if any("the one that" in said[name] for said in ovens)}
        room.stimulus("Another subject now: what would you build into a new city bus? Ideas, please.")
        buses = [room.round() for _ in range(4)]
        again += [any("the one that" in said[name] for said in buses) for name in sorted(busy)]
    assert any(again)


@pytest.mark.parametrize("seed", [2, 5, 8])
def test_ideas_on_another_matter_begin_anew_and_those_of_before_are_left_alone(seed: int):
    room = Room(*(person(stem) for stem in ("Lisa_Carter", "Oscar", "Caio_Marinho", "Solveig_Rustad")), seed=seed)

    def said_to(question: str) -> list[str]:
        room.stimulus(question)
        return [line for _ in range(3) for line in room.round().values() if line]

    first = said_to("What ideas do you have for an app for commuters?")
    hooks = [hook for line in first if (hook := hook_in(line))]
    after = said_to("Now something else: what ideas do you have to make hospitals quieter?")
    further = said_to("Any other ideas?")

    anew = [hook for line in after + further if "one that" not in line and (hook := hook_in(line))]
    closed = [hook for hook in hooks if hook not in anew]
    assert len(closed) >= 4
    assert not [line for line in after + further if any(f"one that {hook}" in line for hook in closed)]
    assert not [line for line in after if re.search(r"\bthe app\b", line)], "what was to be made before is not meant"
    assert sum(len(devices_in(line)) for line in after) >= 3, "the second round has ideas of its own"
