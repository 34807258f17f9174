"""What people say of a thing on offer, of news about it, and to whoever wants to win them: out of their own lives."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.rehearsal.exam_rooms import newcomers
from tests.rehearsal.stage import Room, interview, people
from troupe_mcp.models.rehearsal.ideas.devices import devices_in
from troupe_mcp.models.rehearsal.ideas.proposals import hook_in
from troupe_mcp.models.rehearsal.offers.offering import offering_in
from troupe_mcp.models.rehearsal.offers.products import bare, product_of
from troupe_mcp.models.rehearsal.person.portrait import compile_portrait
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.turns.perception import TurnTask

OFFERS = (
    "a bakery brings fresh bread to your door by bicycle before breakfast",
    "a dog hotel by the river that fetches your dog in a van",
    "a school canteen that cooks every lunch fresh, ordered with an app",
    "a cleaning service that comes every second week, booked by phone",
    "an evening course in Spanish, by video, with real teachers",
    "a subscription for cut flowers, sent by post every Friday",
    "a loan for solar panels that you pay back with what they save",
)
MEANS = re.compile(r"\b(?:the|this) (?:bicycle|van|app|phone|post|video)\b", re.IGNORECASE)
WORK = re.compile(r"^(?:\W*\w+ ){0,3}?I(?:'m| am) an? (?!\w+ about)", re.IGNORECASE)


def docker(**more: object) -> Persona:
    """Return a gruff man who doesn't like to be asked."""
    return Persona.of(
        {
            "name": "Piet Vos",
            "age": 71,
            "occupation": {"title": "Retired dock worker", "description": "You worked at the docks for 41 years."},
            "personality": {"traits": ["stubborn", "gruff"], "big_five": {"agreeableness": "Low."}},
            "preferences": {"likes": ["quiet afternoons"], "dislikes": ["being asked anything", "small print"]},
            "beliefs": ["Cash must stay.", "Most advertising is a lie with good lighting."],
            "frustrations": ["You explain to offices who you are, each time from the start."],
            "money": "You count the pension twice and give some of it away.",
            **more,
        }
    )


def saver() -> Persona:
    """Return somebody with little money and no loyalty."""
    return Persona.of(
        {"name": "Nina Ruiz", "occupation": "Student", "money": "You are broke in the last week of each month."}
    )


def keeper() -> Persona:
    """Return somebody who pays for what is done well."""
    return Persona.of(
        {
            "name": "Olga Brandt",
            "occupation": "Tailor",
            "beliefs": ["Buying local is worth paying more for.", "Small shops keep a street alive."],
            "preferences": {"likes": ["things that last"]},
            "money": "You don't need to look at prices and sometimes do.",
        }
    )


@pytest.mark.parametrize("offer", OFFERS)
def test_what_is_offered_is_not_the_means_by_which_it_comes(offer: str) -> None:
    found = offering_in(f"What do you think of this idea: {offer}?")
    assert found is not None
    assert found.sorts, "it is known what is sold"
    assert not re.search(r"\b(?:bicycle|van|post|phone)\b", bare(offer)), bare(offer)


def test_a_matter_of_everybody_is_nothing_on_offer() -> None:
    for text in (
        "The city wants to close the main street to cars on Sundays. What do you think?",
        "Should phones be banned in schools?",
        "What do you think of the idea of a law on fresh food?",
    ):
        assert offering_in(text) is None, text


@pytest.mark.parametrize("offer", OFFERS)
@pytest.mark.parametrize(
    "asked",
    ["What do you think of this idea: {}?", "We plan this: {}. What do you like about the idea, and what bothers you?"],
)
def test_an_opinion_of_an_offer_never_gives_it_the_features_of_a_device(offer: str, asked: str) -> None:
    everybody = (*people()[:6], *newcomers()[:6])
    said = [interview(person, [asked.format(offer)])[0] for person in everybody]
    assert all(said), said
    assert not [text for text in said if devices_in(text) or MEANS.search(text)], said
    assert len({*said}) == len(said), "nobody says what another says"


def test_whoever_is_up_early_says_so_of_what_comes_early() -> None:
    early = Persona.of(
        {"name": "Ada Holt", "behaviors": {"routines": {"morning": ["Gets up at half past five without an alarm."]}}}
    )
    (said,) = interview(early, ["What do you like about this idea: fresh rolls, brought to your door at 6 am by van?"])
    assert "half past five" in said


def test_what_is_for_people_with_a_dog_is_not_for_who_has_none() -> None:
    (said,) = interview(saver(), [f"What do you think of this idea: {OFFERS[1]}?"])
    assert re.search(r"\b(?:keep one|with an animal)\b", said), said


NEWS = (
    "A new twist: a competitor offers exactly the same for half the price. What do you do now, and why?",
    "Another company opened and asks half of it for the same. Would you switch?",
    "It costs 4 euros with us. A competitor offers the same for 2 euros. Whom would you order from?",
)


@pytest.mark.parametrize("news", NEWS)
@pytest.mark.parametrize("offer", [OFFERS[0], OFFERS[3], OFFERS[5]])
def test_news_of_a_cheaper_rival_is_taken_up_by_everybody_and_is_no_question_for_a_job(news: str, offer: str) -> None:
    room = Room(*people()[:3], *newcomers()[:3])
    room.stimulus(f"We plan this: {offer}.")
    room.round()
    room.stimulus(news)
    said = room.round()
    assert all(said.values()), said
    assert not [text for text in said.values() if WORK.search(text)], said
    assert len({*said.values()}) == len(said), said


def test_who_has_to_count_goes_to_the_cheaper_one_and_who_is_loyal_stays() -> None:
    news = f"We sell this: {OFFERS[0]}. A competitor offers the same for half the price. Whom would you order from?"
    goes, stays = interview(saver(), [news, "Why?"]), interview(keeper(), [news, "Why?"])
    assert re.search(r"\b(?:cheaper|other|less)\b", goes[0]), goes
    assert "broke in the last week" in goes[0], goes
    assert re.search(r"\b(?:first one|one I know|From you)\b", stays[0]), stays
    assert any("uying local" in text or "mall shops" in text or "last" in text for text in stays), stays


@pytest.mark.parametrize(
    "news",
    [
        "From Monday drones would bring it. What now, and why?",
        "The price doubles. What do you do now?",
        "It will come at 8 instead of 6. Would you stay?",
        "There is now a subscription, nothing without it.",
    ],
)
def test_other_news_is_answered_with_a_side_and_a_reason(news: str) -> None:
    for person in (docker(), saver(), keeper()):
        said = interview(person, [f"We plan this: {OFFERS[0]}. What do you think?", news])[1]
        assert said
        assert not WORK.search(said), said
        assert len(said.split()) > 3, said


class Situated(Room):
    """A room in whose situation a rival has opened."""

    def task(self, p: Persona, *, language: str = "English") -> TurnTask:
        told = "A competitor has opened that offers the same dog hotel for half the price."
        return replace(super().task(p, language=language), situation=told)


def test_a_rival_told_of_in_the_situation_is_asked_about_later() -> None:
    for person in (saver(), keeper()):
        room = Situated(person, private=True)
        room.stimulus("What would you do?", source="interviewer")
        said = room.round()[person.name]
        assert re.search(r"\b(?:stay|change|take|try|go|wait|ask|let|see)\b", said), said
        room.stimulus("What would make you stay with us although the other one is cheaper?", source="interviewer")
        assert "if " in room.round()[person.name].lower()


def test_asked_what_they_do_people_still_name_their_trade() -> None:
    assert "tailor" in interview(keeper(), ["What do you do?"])[0].lower()
    assert "tailor" in interview(keeper(), ["What do you do for a living?"])[0].lower()


def court(person: Persona, *lines: str) -> list[str]:
    """Let a seller talk to somebody alone."""
    room, said = Room(person, private=True), list[str]()
    for line in lines:
        room.stimulus(line, source="seller")
        said.append(room.round()[person.name])
    return said


@pytest.mark.parametrize(
    "pitch", ["We bring fresh bread to your door every morning.", "We offer a cleaning service for your home."]
)
def test_who_is_courted_answers_to_what_was_said_and_a_concession_they_care_for_moves_them(pitch: str) -> None:
    plain = court(docker(), pitch, "Please, give it one try.", "Will you try it? Yes or no.")
    wooed = court(
        docker(),
        pitch,
        "You pay cash, no contract, no app.",
        "Nobody will ring or ask you anything.",
        "Will you try it?",
    )
    assert re.search(r"\b[Nn]o\b|\bstays a no\b", plain[2]), plain
    assert "ash" in wooed[1], wooed
    assert not re.search(r"^No\b|stays a no|said no", wooed[3]), wooed


def test_a_dislike_answers_why_and_how_one_feels_about_it() -> None:
    (why,) = interview(docker(), ["Why do you hate being asked anything?"])
    (feel,) = interview(docker(), ["How do you feel when somebody asks you questions?"])
    assert "explain to offices" in why, why
    assert "ask" in feel.lower() or "explain to offices" in feel, feel
    (none,) = interview(keeper(), ["Why do you hate dogs?"])
    assert re.search(r"\b(?:Who says|know that I do|news to me)\b", none), none


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("What would keep you from ordering bread at 6 am?", r"."),
        ("What would make it worth 5 euros to you?", r"\bif\b"),
        ("What would make you say yes?", r"\bif\b"),
        ("What would make you tell a friend about it?", r"\b(?:if|once)\b"),
        ("What matters most to you in a loaf of bread?", r"."),
    ],
)
def test_conditions_are_answered_with_conditions_and_not_with_a_price(asked: str, wanted: str) -> None:
    everybody = (*people()[:5], docker(), saver(), keeper())
    said = [interview(person, [f"We plan this: {OFFERS[0]}.", asked])[1] for person in everybody]
    assert all(re.search(wanted, text, re.IGNORECASE) for text in said), said
    assert not [text for text in said if re.search(r"\b5\b|no idea", text)], said
    assert len({*said}) > len(said) - 2, said


def test_a_file_in_the_third_person_is_quoted_in_the_first() -> None:
    person = Persona.of(
        {
            "name": "Eva",
            "behaviors": {"general": ["Packs lunch in a box that doesn't close.", "Writes thank-you notes by hand."]},
            "occupation": {"description": "You quote a price by looking and are rarely wrong."},
            "beliefs": ["Most people are kind if you give them time."],
        }
    )
    said = [fact.said for fact in compile_portrait(person).facts]
    assert "I pack lunch in a box that doesn't close" in said
    assert "I write thank-you notes by hand" in said
    assert "I quote a price by looking and am rarely wrong" in said
    assert "Most people are kind if you give them time" in said


def test_a_thing_out_of_a_life_is_no_proposal() -> None:
    assert not hook_in("Pack lunch in a box that doesn't close.")
    assert hook_in("A box that never closes on the bread would help.")


def test_the_vehicle_of_a_delivery_is_no_product_but_one_that_is_sold_is() -> None:
    assert not product_of("We bring fresh bread to your door by bicycle.").kind
    assert not product_of("Soup, delivered hot in an electric van.").kind
    assert product_of("We build an electric bicycle.").kind == "car"
    assert product_of("What should a radio do for you?").kind == "radio"


@pytest.mark.parametrize(
    "asked",
    [
        "We bring fresh bread to your door by bicycle. What do you like about the idea, and what bothers you?",
        "We sell cut flowers, sent by post. What do you think of the idea?",
    ],
)
def test_a_room_that_judges_an_offer_invents_no_devices_in_later_steps(asked: str) -> None:
    room = Room(*people()[:3], *newcomers()[:3])
    room.stimulus(asked)
    lines = [text for _ in range(5) for text in room.play_step().values() if text]
    assert len(lines) > 10, "the talk goes on"
    assert not [text for text in lines if devices_in(text) or MEANS.search(text)], lines


def test_ideas_for_what_no_device_is_are_wishes_for_it() -> None:
    for person in (docker(), saver(), keeper()):
        (said,) = interview(person, ["We bring fresh bread to your door by bicycle. What ideas do you have for us?"])
        assert not devices_in(said), said
        assert re.search(r"\bif\b", said, re.IGNORECASE), said


def test_what_somebody_likes_in_an_offer_is_no_proposal() -> None:
    for text in (
        "It comes when I'm awake and everything else is shut.",
        "If it really took the carrying off me, maybe.",
    ):
        assert not hook_in(text), text


def test_old_news_is_no_answer_to_a_question_of_another_matter() -> None:
    news = "We sell bread. A competitor offers the same for half the price. Would you switch?"
    _, job, views, again = interview(
        keeper(),
        [news, "What do you do?", "Should phones be banned in schools? What do you think?", "Would you switch?"],
    )
    assert "tailor" in job.lower(), job
    assert not re.search(r"\b(?:stay|change|cheaper|first one)\b", views), views
    assert re.search(r"\b(?:stay|change|first one)\b", again), again


@pytest.mark.parametrize("plan", ["The city wants to ban cars.", "The council plans a tax on drones."])
def test_what_is_thought_of_a_plan_of_the_town_is_no_device(plan: str) -> None:
    said = [interview(person, [f"{plan} What do you think of this idea?"])[0] for person in (*people()[:6], docker())]
    assert not [text for text in said if devices_in(text)], said


@pytest.mark.parametrize("price", [8, 2])
def test_a_price_that_is_told_anew_is_judged_and_not_waited_for(price: int):
    for who in people()[:8]:
        room = Room(who, private=True)
        room.stimulus("We plan a gym app that shows how full the gym is, 4 pounds a month. Would you use it?")
        room.round()
        room.stimulus(f"From next month it costs {price} pounds. What do you do now, and why?")
        said = room.round()[who.name]
        assert said
        assert not re.search(r"wait and see|rest of it|hear the rest", said), said
