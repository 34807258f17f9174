from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pydantic import BaseModel

from tests.rehearsal.exam_polarity import verdict
from tests.rehearsal.stage import ACTIONS, LIBRARY, Room, answer, ask, interview, people, person
from troupe_mcp.language.prompt import Prompt, digest_of
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.simulation.people.persona import Persona

BAKER = {
    "name": "Rosa Pinto",
    "age": 51,
    "gender": "female",
    "occupation": {"title": "Baker", "description": "You run a bakery in Porto. You start the ovens at three."},
    "beliefs": ["Buses should be free.", "Machines can't taste bread.", "Advertising is a waste of paper."],
    "preferences": {"likes": ["rye bread"], "dislikes": ["loud music"]},
    "skills": ["You can't swim.", "baking in the dark"],
    "frustrations": ["You throw away unsold bread every evening."],
    "behaviors": {"routines": {"weekend": ["Swims in the river on Sundays."], "morning": ["Feeds the hens."]}},
}


def baker(**changes: Any) -> Persona:
    return Persona.of({**BAKER, **changes})


def test_the_model_names_itself_and_reads_tasks():
    model = Rehearsal()
    assert (model.provider, model.reads_tasks) == ("rehearsal", True)
    assert re.fullmatch(r"rehearsal-\d+", model.name)


@pytest.mark.anyio
async def test_an_unknown_kind_of_task_is_refused():
    @dataclass(frozen=True)
    class Sing:
        def digest(self) -> str:
            return digest_of("sing")

    completion = await Rehearsal().complete(Prompt((), BaseModel, Sing(), ("x",), 1, "t"))
    assert completion.outcome == "refused"
    assert "Sing" in completion.text
    assert (completion.usage.input_tokens, completion.usage.usd) == (0, 0.0)


def test_a_turn_has_a_thought_one_known_action_and_a_mind():
    room = Room(*people()[:3])
    room.stimulus("What annoys you most at work?")
    room.round()
    for _, turn in room.turns:
        assert set(turn) == {"thought", "actions", "mind"}
        assert turn["thought"]
        assert set(turn["mind"]) == {"feeling", "attention", "goal"}
        for action in turn["actions"]:
            assert set(action) == {"type", "content", "to"}
            assert action["type"] in ACTIONS
            assert (action["content"] == "") == (action["type"] == "NOTHING")


def test_the_same_prompt_gives_the_same_turn_and_another_seed_another_one():
    lisa = person("Lisa_Carter")
    first = ask(lisa, "Tell me about your life.", seed=5)
    assert ask(lisa, "Tell me about your life.", seed=5) == first
    assert len({ask(lisa, "Tell me about your life.", seed=seed) for seed in range(12)}) > 3


def reversed_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reversed_keys(item) for key, item in reversed(list(value.items()))}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType]


def test_the_order_of_a_documents_keys_changes_nothing():
    for original in people():
        turned = Persona.of(reversed_keys(original.spec))
        questions = ["Tell me about your life.", "What annoys you at work?", "Do you trust advertising?"]
        assert interview(original, questions) == interview(turned, questions)


def test_the_hash_seed_of_the_process_changes_nothing():
    script = (
        "from tests.rehearsal.stage import Room, people\n"
        "room = Room(*people()[:4])\n"
        "for line in ['Who are you?', 'We build an app. Give one idea.', 'Object to an idea of somebody else.']:\n"
        "    room.stimulus(line); print(room.round())\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=LIBRARY.parent,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("Should buses be free?", "yes"),
        ("Do you think that buses should be free?", "yes"),
        ("Do you think that buses should not be free?", "no"),
        ("Is it wrong that buses should be free?", "no"),
        ("Do you disagree that buses should be free?", "no"),
        ("Can machines taste bread?", "no"),
        ("Do you like rye bread?", "yes"),
        ("Do you hate rye bread?", "no"),
        ("Do you like loud music?", "no"),
        ("Can you swim?", "no"),
        ("Can you bake in the dark?", "yes"),
    ],
)
def test_a_signed_fact_decides_and_its_negation_decides_the_other_way(question: str, held: str):
    for seed in range(4):
        assert re.match(rf"(?:I'd say )?{held}\b", ask(baker(), question, seed=seed), re.IGNORECASE), question


def test_each_belief_of_the_library_and_its_negation_get_opposite_verdicts():
    checked = 0
    for p in people():
        for belief in p.spec["beliefs"]:
            claim = belief.rstrip(".")
            agreed = verdict(ask(p, f"Do you agree that {claim[0].lower()}{claim[1:]}?"))
            denied = verdict(ask(p, f"Is it wrong to say that {claim[0].lower()}{claim[1:]}?"))
            assert (agreed, denied) == (1, -1), (p.name, belief)
            checked += 1
    assert checked == 120


@pytest.mark.parametrize("question", ["Should trains be free?", "Should buses be red?", "Do bakers trust the mayor?"])
def test_a_shared_word_is_no_verdict(question: str):
    assert all(verdict(ask(baker(), question, seed=seed)) == 0 for seed in range(6))


def test_a_matter_that_nobody_told_of_is_an_honest_gap():
    answers = [ask(baker(), "What do you think about quantum cryptography?", seed=seed) for seed in range(5)]
    assert all(len(text.split()) < 14 and not re.search(r"\d|\bmy\b", text) for text in answers)


def test_sundays_lead_to_the_weekend_and_not_to_a_search_for_the_word():
    assert "swim in the river" in ask(baker(), "What do you do on Sundays?")
    assert "feed the hens" in ask(baker(), "What do you do in the mornings?")
    assert "unsold bread" in ask(baker(), "What annoys you at work?")
    assert "51" in ask(baker(), "How old are you?")


def test_talk_to_oscar_opens_with_his_name_and_one_question():
    oscar = person("Oscar")
    for p in people():
        if p.name == "Oscar":
            continue
        room = Room(p, oscar)
        room.stimulus("Talk to Oscar to know more about him", kind="think", to=(p.name,))
        opening = room.round()[p.name]
        action = room.turns[0][1]["actions"][0]
        assert (action["type"], action["to"]) == ("TALK", "Oscar")
        assert "Oscar" in opening
        assert opening.count("?") <= 2
        reply = room.turns[1][1]["actions"][0]
        assert reply["type"] == "TALK"
        assert "rchitect" in reply["content"] or "design" in reply["content"]


def longest_shared_run(left: str, right: str) -> int:
    a, b = (re.findall(r"\w+", text.lower()) for text in (re.sub(r'"[^"]*"', " | ", left), right))
    return max(
        (n for i in range(len(a)) for n in range(1, len(a) - i + 1) if " ".join(a[i : i + n]) in " ".join(b)), default=0
    )


def test_no_run_of_six_words_is_taken_from_the_stimulus():
    brief = "We are planning a small device for the kitchen that listens to the family and orders what is missing."
    for p in people():
        room = Room(p)
        for line in (
            brief + " What do you think about it?",
            "Give one idea for the device.",
            "Would you buy it for 90 euros?",
        ):
            room.stimulus(line)
            assert longest_shared_run(room.round()[p.name], brief + line) < 6


def test_over_twelve_turns_nobody_says_a_sentence_twice():
    questions = [
        "Tell me about yourself.", "What do you do for a living?", "What annoys you at work?", "What else annoys you?",
        "How do you spend your weekends?", "And Sundays?", "What do you think about advertising?",
        "Should AI make decisions about people?", "Tell me about your family.", "Who else is close to you?",
        "What do you dream of?", "How is your health?",
    ]  # fmt: skip
    for p in people():
        lines = [re.split(r"(?<=[.!?…])\s+", text) for text in interview(p, questions)]
        said = [sentence for line in lines for sentence in line if len(sentence.split()) > 1]
        assert len(said) == len(set(said)), p.name


def test_a_question_to_somebody_else_is_left_to_them():
    room = Room(*people()[:3])
    room.stimulus("Fetu Leavasa, what do you think?")
    others = Room(person("Fetu_Leavasa"), person("Oscar"), person("Ilona_Szabados"))
    others.stimulus("Fetu, how old are you?")
    said = others.round()
    assert "37" in said["Fetu Leavasa"]
    assert said["Oscar"] == said["Ilona Szabados"] == ""


def test_an_idea_is_a_device_that_acts_on_an_own_trouble():
    idea = ask(baker(), "We are building an oven app. Give one idea for it.")
    assert "unsold bread" in idea
    assert re.search(r"\b(?:counts|calls|orders)\b", idea)
    assert not re.search(r"app for", idea)


def test_a_follow_up_names_another_person_and_quotes_at_most_one_phrase():
    named = 0
    for seed in range(3):
        room = Room(person("Lisa_Carter"), person("Oscar"), person("Ngozi_Adeleke"), seed=seed)
        room.stimulus("We build an app that saves time at work. Give one idea for the app.")
        room.round()
        room.stimulus("Build on somebody else's idea, or object to it.")
        for speaker, text in room.round().items():
            others = [name.split()[0] for name in ("Lisa Carter", "Oscar", "Ngozi Adeleke") if name != speaker]
            named += any(other in text for other in others)
            assert text.count('"') <= 2
    assert named >= 8


def test_another_language_is_still_played_in_english():
    p = baker()
    room = Room(p, private=True)
    room.stimulus("How old are you?")
    turn = answer(replace(room.task(p), language="Portuguese"))
    assert "51" in turn["actions"][0]["content"]


def test_nothing_is_said_where_nothing_happened():
    room = Room(*people()[:2])
    assert set(room.round().values()) == {""}


def room_of(*stems: str) -> Room:
    return Room(*(person(stem) for stem in stems))


def actions(room: Room, text: str, **how: Any) -> dict[str, list[tuple[str, str]]]:
    room.stimulus(text, **how)
    room.round()
    return {name: [(a["type"], a["content"]) for a in turn["actions"]] for name, turn in room.turns}


def test_only_what_is_held_is_shown():
    taken = actions(room_of("Oscar", "Solveig_Rustad"), "Show us what you have in your coat.")
    assert taken["Oscar"] == [("SHOW", "a folding rule")]
    assert taken["Solveig Rustad"][0][0] == "TALK"


def test_who_is_asked_to_think_thinks_and_is_not_heard():
    taken = actions(room_of("Oscar", "Lisa_Carter"), "Think about whether AI should decide who gets a flat.")
    assert {listed[0][0] for listed in taken.values()} == {"THINK"}
    assert "AI should never decide who gets a flat" in taken["Oscar"][0][1]


def test_a_plain_request_is_done_except_by_the_hostile():
    taken = actions(room_of("Oscar", "Ilona_Szabados"), "Stand up, please.")
    assert taken == {"Oscar": [("DO", "stands up")], "Ilona Szabados": [("NOTHING", "")]}


def test_who_is_sent_over_walks_over_before_talking():
    room = room_of("Lisa_Carter", "Oscar", "Ilona_Szabados")
    taken = actions(room, "Go over to Oscar and find out what he does", kind="think", to=("Lisa Carter",))
    assert [kind for kind, _ in taken["Lisa Carter"]] == ["REACH_OUT", "TALK"]
    assert {action["to"] for action in room.turns[0][1]["actions"]} == {"Oscar"}
    assert taken["Ilona Szabados"] == [("NOTHING", "")]


def test_a_question_to_the_room_is_answered_by_nobody_with_the_words_of_another_gap():
    room = Room(*people())
    room.stimulus("What do you think about quantum cryptography?")
    said = [text for text in room.round().values() if text]
    assert len(said) < len(people()) / 2
    assert len(set(said)) == len(said)


def test_who_asked_wants_to_hear_the_answer():
    room = room_of("Lisa_Carter", "Oscar")
    room.stimulus("Talk to Oscar", kind="think", to=("Lisa Carter",))
    room.round()
    assert room.turns[0][1]["mind"]["goal"] == "to hear what Oscar says"


@pytest.mark.parametrize(
    "text", ["Think about your kitchen. Name one thing that annoys you.", "Sit down, please. Tell us what annoys you."]
)
def test_who_is_also_asked_to_speak_speaks(text: str):
    taken = actions(room_of("Oscar", "Lisa_Carter"), text)
    assert {listed[0][0] for listed in taken.values()} == {"TALK"}


@pytest.mark.parametrize(
    "question", ["Rosa, do you trust consultants?", "Rosa, who gets the last word at home?", "Rosa, can you swim?"]
)
def test_who_is_asked_by_name_answers_whatever_words_the_question_shares_with_a_plan(question: str):
    room = Room(baker(), person("Oscar"))
    room.stimulus("What do you think of work?")
    room.stimulus(question, kind="TALK", to=("Rosa Pinto",), source="Oscar")
    [said] = answer(room.task(room.people[0]))["actions"]
    told = [part for part in re.split(r"(?<=[.!?]) ", said["content"]) if not part.endswith("?")]
    assert said["type"] == "TALK"
    assert told, said


def test_you_too_is_a_question_where_the_moderator_asks_it():
    room = Room(baker(), person("Oscar"))
    room.stimulus("Would you drink coffee at night?")
    room.round()
    room.stimulus("You too, Rosa?")
    assert room.round()["Rosa Pinto"]


def test_a_price_is_found_in_a_text_of_twenty_pages():
    """Reading every figure together with the whole text around it would take minutes here."""
    week = (
        "In week 12 we met 40 bakers at 6 am, on 3 streets, and wrote down what they told us about their bread.\n\n\n"
    )
    room = room_of("Lisa_Carter", "Oscar")
    room.stimulus(f"{week * 400}The oven app costs 9 euros a month. Would you buy it?")
    assert any("9" in said for said in room.round().values())
