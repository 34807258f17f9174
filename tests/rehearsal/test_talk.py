from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from tests.rehearsal.stage import Room, ask, interview, people, person
from troupe_mcp.models.rehearsal.asked.intents import asks_about_ideas, asks_ideas
from troupe_mcp.models.rehearsal.company.exchanges import exchanges, remarks
from troupe_mcp.models.rehearsal.english.phrases import matters
from troupe_mcp.models.rehearsal.english.words import keys
from troupe_mcp.models.rehearsal.ideas.devices import devices
from troupe_mcp.models.rehearsal.ideas.proposals import hook_in, proposal_of
from troupe_mcp.models.rehearsal.lexicon import frames, words
from troupe_mcp.models.rehearsal.voice.gaps import measure_in
from troupe_mcp.simulation.people.persona import Persona

ASKS = [
    "What should an AI in a word processor do for you?",
    "What feature would make you pay for a word processor?",
    "How could a word processor help you?",
    "Give me one idea for a word processor.",
    "What would make a word processor better for you?",
    "Name one thing you'd change about your word processor.",
    "What is missing from the word processors that you know?",
]


@pytest.mark.parametrize("question", ASKS)
def test_each_wording_is_an_ask_for_an_idea_and_gets_a_device_for_an_own_trouble(question: str):
    assert asks_ideas(question)
    text = ask(person("Oscar"), question)
    assert hook_in(text)
    assert any(device.heard.search(text) and "text" in device.topics for device in devices())


@pytest.mark.parametrize(
    "question",
    [
        "What do you do on Sundays?",
        "What would you change about your life?",
        "How can I help you?",
        "What do you think about advertising?",
        "Should AI decide who gets a loan?",
        "What can you do?",
        "What annoys you most at work?",
        "How do you get by with money?",
        "Would you buy it for 90 euros?",
        "What do you do with your children on Sundays?",
        "What should one know about you?",
    ],
)
def test_a_question_about_a_life_or_an_opinion_is_no_ask_for_an_idea(question: str):
    assert not asks_ideas(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which of these ideas would you pay for, and why?",
        "What is wrong with the others' ideas?",
        "Improve somebody else's idea.",
    ],
)
def test_a_question_about_the_ideas_of_others_is_known_as_one(question: str):
    assert asks_about_ideas(question)


def test_the_product_may_have_been_named_before_the_ask():
    room = Room(person("Lisa_Carter"), person("Oscar"))
    room.stimulus("We are here to talk about a word processor.")
    room.stimulus("Give one idea.")
    said = room.round()
    assert all("word processor" in text and hook_in(text) for text in said.values())


def test_somebody_without_a_fitting_trouble_claims_no_idea_and_says_what_annoys():
    potter = Persona.of({"name": "Ada", "frustrations": ["Your glaze runs in wet weather."]})
    text = ask(potter, "What should an AI in a word processor do for you?")
    assert not hook_in(text)
    assert "glaze runs" in text


def test_device_and_trouble_stand_together():
    for p in people():
        text = ask(p, "We build an app that saves time at work. Give one idea for it.")
        device = next((device for device in devices() if device.heard.search(text)), None)
        assert device, (p.name, text)
        assert any(device.need.met(trouble) for trouble in p.spec["frustrations"]), (p.name, text)


@pytest.mark.parametrize(
    "follow", ["Which of these ideas would you pay for, and why?", "What is wrong with the others' ideas?"]
)
def test_a_follow_up_takes_a_real_idea_of_somebody_named(follow: str):
    stems = ("Lisa_Carter", "Oscar", "Fetu_Leavasa", "Raghav_Deshmukh", "Ngozi_Adeleke")
    for seed in range(4):
        room = Room(*(person(stem) for stem in stems), seed=seed)
        room.stimulus("What should an AI in a word processor do for you?")
        given = {name: hook_in(text) for name, text in room.round().items()}
        room.stimulus(follow)
        for name, text in room.round().items():
            chosen = [other for other in given if other != name and re.search(rf"\b{other.split()[0]}\b", text)]
            assert len(chosen) == 1, (name, text)
            hook = given[chosen[0]]
            assert hook, (name, text)
            if " one that " in f" {text.lower()}":
                assert set(keys(hook)) <= set(keys(text)), (name, hook, text)


def test_an_opinion_is_never_picked_as_an_idea():
    room = Room(person("Lisa_Carter"), person("Oscar"))
    for listener, speaker in (("Lisa Carter", "Oscar"), ("Oscar", "Lisa Carter")):
        from troupe_mcp.simulation.turns.perception import Perceived

        room.logs[listener].append(Perceived(1, "TALK", speaker, "Nurses should be paid more before any new machine."))
    room.stimulus("Which of these ideas would you pay for?")
    assert all('"' not in text for text in room.round().values())


@pytest.mark.parametrize(
    ("text", "idea"),
    [
        ("Picture it: the app keeps one final version that nobody can touch! I lose files!", "The app keeps one final"),
        ("What if it warned me before the milk runs out?", "It warned me before the milk"),
        ("I'd add a button that hides the menu.", "A button that hides the menu"),
        ("Nurses should be paid more before any new machine is bought.", ""),
        ("I like rain, and it rains here.", ""),
        ('Fetu\'s "keeps one final version" would spare me most. I lose files.', ""),
        ("It leaves mine open: I wait two days.", ""),
        ("For that I have no idea worth the name.", ""),
    ],
)
def test_an_idea_is_what_proposes_something_that_acts(text: str, idea: str):
    found, quote = proposal_of(text)
    assert found.startswith(idea) if idea else not found
    assert quote in text


def hold(line: str) -> list[str]:
    return [matter.ref for matter in matters(line)]


def test_the_matter_of_a_line_is_a_short_phrase_turned_towards_the_speaker():
    assert hold("I inspect the pod factory every second Wednesday.") == ["the pod factory"]
    assert hold("My daughter Mina is three and lives with me.") == ["your daughter"]
    assert hold("I wait because the logging tables arrive late.") == ["the logging tables"]
    assert hold("What is the hardest part of it?") == []


PAIRS = [
    ("Lisa_Carter", "Oscar"), ("Oscar", "Lisa_Carter"), ("Fetu_Leavasa", "Ngozi_Adeleke"),
    ("Caio_Marinho", "Evaristo_Cob"), ("Solveig_Rustad", "Mahrous_Gaballah"), ("Aruzhan_Seitkali", "Raghav_Deshmukh"),
    ("Ximena_Undurraga", "Ilona_Szabados"), ("Evaristo_Cob", "Fetu_Leavasa"), ("Ngozi_Adeleke", "Lisa_Carter"),
    ("Raghav_Deshmukh", "Solveig_Rustad"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_pair_takes_up_what_was_said_or_asks_on(first: str, second: str):
    a, b = person(first), person(second)
    room = Room(a, b)
    room.stimulus(f"Talk to {b.name.split()[0]} to know more about him", to=(a.name,))
    lines: list[str] = []
    for _ in range(2):
        lines.extend(room.round().values())
    assert all(lines)
    for before, text in pairwise(lines):
        taken = any(ref.rsplit(" ", 1)[-1] in text for ref in hold(before))
        assert "?" in text or "?" in before or taken, (before, text)
    assert not re.search(r"room lies elsewhere|distribution|Different sample", " ".join(lines))


def test_a_signature_tag_comes_at_most_once_in_five_turns():
    tags = [tag for name, listed in frames().items() if name.startswith(("close", "open", "relate")) for tag in listed]
    asked = [
        "What do you like?",
        "What do you do in the evening?",
        "What do you think about software?",
        "Who is close to you?",
    ]
    asked += ["What do you do on Sundays?", "Should AI decide?", "What annoys you?", "What do you dream of?"]
    for p in people():
        room = Room(p, private=True)
        said: list[str] = []
        for question in asked:
            room.stimulus(question, source="interviewer")
            said.append(room.round()[p.name])
        for tag in tags:
            stub = max(re.split(r"\{\w+\}", tag), key=len).strip(" .:")
            hits = [n for n, text in enumerate(said) if len(stub) > 4 and stub in text]
            assert all(later - sooner >= 5 for sooner, later in pairwise(hits)), (p.name, tag, said)


def test_thoughts_never_begin_twice_the_same_way_and_attention_is_a_short_phrase():
    for p in people():
        room: Any = Room(p, person("Oscar") if p.name != "Oscar" else person("Lisa_Carter"))
        for question in ["Tell me about your life.", "What annoys you at work?", "Do you trust advertising?"] * 3:
            room.stimulus(question)
            room.round()
        own = [turn for name, turn in room.turns if name == p.name]
        heads = [" ".join(turn["thought"].split()[:3]).lower() for turn in own]
        assert len(set(heads)) == len(heads), (p.name, heads)
        assert all(1 <= len(turn["mind"]["attention"].split()) <= 7 for turn in own)
        assert own[1]["mind"]["attention"] == "what annoys me"
        assert own[2]["mind"]["attention"] == "advertising"


ASKED = [
    "What do you do in the evening?", "What annoys you?", "What do you think about software?", "Who is close to you?",
    "What do you dream of?", "Should AI decide who gets a loan?", "How do you get by with money?", "What do you like?",
]  # fmt: skip


def test_an_opener_stands_before_at_most_three_answers_in_ten():
    openers = [
        frame.strip(" ,:.…") for name, listed in frames().items() if name.startswith("open.") for frame in listed
    ]
    answers = [text for seed in range(3) for p in people() for text in interview(p, ASKED, seed=seed) if text]
    opened = [text for text in answers if any(text.startswith(opener) for opener in openers)]
    assert 0 < len(opened) <= 0.3 * len(answers)


def test_formal_speech_has_no_contraction_terse_speech_one_point_and_rude_speech_no_thanks():
    for seed in range(3):
        formal = " ".join(interview(person("Ximena_Undurraga"), ASKED, seed=seed))
        assert not re.search(r"\b\w+(?:n't|'(?:m|re|ve|ll|d))\b", formal)
        for text in interview(person("Ilona_Szabados"), ASKED, seed=seed):
            assert len(re.findall(r"[.!?…](?:\s|$)", text)) <= 2, text
        rude = " ".join(interview(person("Mahrous_Gaballah"), ASKED, seed=seed))
        assert not re.search(r"\b(?:thank\w*|please|sorry|glad\w*)\b", rude, re.IGNORECASE)


def test_a_declared_form_of_address_comes_at_most_once_in_five_turns():
    greta = Persona.of(
        {
            "name": "Greta",
            "style": "Chatty. Addresses everyone as darling.",
            "likes": ["cinnamon buns", "loud trams", "old films"],
            "beliefs": ["Dogs belong on a lead in shops.", "Trams should run all night."],
            "frustrations": ["You lose your keys in your own coat.", "Your kettle takes eleven minutes."],
        }
    )
    asked = [
        "What annoys you?",
        "What do you like?",
        "Should trams run all night?",
        "What do you think about dogs?",
    ] * 3
    said = [interview(greta, asked, seed=seed) for seed in range(4)]
    hits = [[n for n, text in enumerate(lines) if "darling" in text] for lines in said]
    assert any(hits)
    assert all(later - sooner >= 5 for places in hits for sooner, later in pairwise(places))


def test_wordings_of_exchanges_hold_no_kin_and_no_possession():
    wordings = [line for kind in exchanges() for listed in kind.replies.values() for line in (*listed, *kind.asks)]
    wordings += [line for remark in remarks().values() for listed in remark.lines.values() for line in listed]
    kin = words().lists["kin"]
    for wording in wordings:
        assert not re.search(r"\d", wording)
        assert not [word for word in re.findall(r"[a-z]+", wording.lower()) if word in kin], wording
        assert not re.search(r"\bmy\b", wording, re.IGNORECASE), wording


def test_each_question_back_is_known_again_and_gets_a_reply():
    for kind in exchanges():
        for ask_ in kind.asks:
            said = ask_.replace("{Ref}", "Never" if kind.name == "never" else "Nine times a night")
            said = said.replace("{ref}", "nine times a night").replace("{name}", "Oscar")
            known = next((other.name for other in exchanges() if other.asked.search(said)), "")
            assert known == kind.name, said


def test_a_word_shared_is_not_taken_for_a_matter_shared():
    room = Room(person("Oscar"), person("Lisa_Carter"), person("Solveig_Rustad"))
    room.stimulus("I lost my line of thought at the end of the first year. What do you make of that?")
    said = room.round()
    assert "finger" not in said["Oscar"]


def test_what_others_said_is_answered_with_a_side_or_plainly_and_a_person_asked_about_is_named():
    for seed in range(3):
        room = Room(person("Ilona_Szabados"), person("Ximena_Undurraga"), person("Oscar"), seed=seed)
        room.stimulus("Do you trust advertising?")
        room.round()
        room.stimulus("Ximena, what do you say to Ilona?")
        said = room.round()
        assert "Ilona" in said["Ximena Undurraga"]
        assert said["Oscar"] == ""
        assert said["Ilona Szabados"] == ""


MEASURED = ("What do you think about zoos?", "Should the city centre be free of cars?", "Do you trust the news?")


@pytest.mark.parametrize("question", MEASURED)
def test_in_a_room_few_measure_a_matter_and_no_two_in_the_same_words(question: str):
    for seed in range(4):
        room = Room(*people(), seed=seed)
        room.stimulus(question)
        measures = [wording for text in room.round().values() if (wording := measure_in(text))]
        assert len(measures) == len(set(measures)) <= 2, (question, seed)


def test_what_one_would_want_to_know_first_is_no_idea_to_build_on():
    for name, listed in frames().items():
        assert not name.startswith("want.") or not any(hook_in(f"{frame}.") for frame in listed), name


def test_the_matter_is_not_named_before_every_measure():
    questions = ["What do you think about electric cars?", "What do you think about homework?", *MEASURED]
    for p in people():
        named = [bool(re.match(r"[^?.!]{3,40}\? \S", text)) for text in interview(p, questions)]
        assert not any(left and right for left, right in pairwise(named)), p.name
