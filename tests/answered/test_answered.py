"""The kept answers of a real language model carry a whole study, offline, to results that its reader can trust."""

from __future__ import annotations

from tests.answered.study import PEOPLE, Studied


async def test_every_part_of_the_study_is_played_to_its_end(played: Studied) -> None:
    assert {name: told.data["status"] for name, told in played.told.items()} == dict.fromkeys(played.told, "done")
    assert len(played.told) == 16


def test_nearly_every_answer_had_the_wanted_form_at_first_try(answers: dict[str, str]) -> None:
    first = [place for place in answers if place.endswith("attempt/0")]
    assert len(answers) - len(first) <= 0.05 * len(first)


async def test_each_of_the_three_spoke_at_every_turn_of_interview_and_group(played: Studied) -> None:
    talk = [reply["name"] for reply in played.told["interview"].data["replies"] if reply["status"] == "answered"]
    happened = played.told["group"].data["events"]
    group = [(event["step"], event["person"]) for event in happened if event["kind"] == "action"]
    assert sorted(talk) == sorted(PEOPLE * 2)
    assert sorted(group) == sorted((step, person) for step in (1, 2) for person in PEOPLE)


async def test_every_quote_of_a_reading_was_really_said(played: Studied) -> None:
    quotes = [q for row in played.told["extraction"].data["results"] for q in row["quotes"].values()]
    for person in PEOPLE:
        quotes += [quote["quote"] for quote in played.told[f"claim of {person}"].data["quotes"]]
        quotes += [finding["quote"] for finding in played.told[f"validation of {person}"].data["findings"]]

    assert len(quotes) >= 20
    assert [quote for quote in quotes if quote and quote not in played.said] == []
    assert played.told["story"].data.get("unfounded") is None


async def test_verdicts_scores_and_new_people_come_out_whole(played: Studied) -> None:
    verdicts = [played.told[f"claim of {person}"].data["verdict"] for person in PEOPLE]
    assert verdicts == ["unclear", "unclear", "no"]
    assert all(played.told[f"validation of {person}"].data["passed"] for person in PEOPLE)
    assert played.told["newcomer"].data["people"][0]["name"] == "Adelino Mesquita"
    assert len(played.told["panel"].data["people"]) == 2
