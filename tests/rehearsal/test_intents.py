from __future__ import annotations

import pytest

from tests.rehearsal.exam_intents import asked, complaints
from tests.rehearsal.stage import ask, interview, person


def test_four_hundred_wordings_of_interviewers_are_taken_for_what_they_ask():
    missed = complaints()
    assert len(missed) <= 0.03 * len(asked()), missed


@pytest.mark.parametrize(
    ("question", "begins"),
    [("Do you have children?", "Yes"), ("Do you own a car?", "Yes")],
)
def test_a_question_of_fact_gets_its_yes_with_the_fact(question: str, begins: str):
    assert begins in ask(person("Oscar"), question)


def test_a_question_of_fact_that_nothing_answers_is_a_gap_that_names_the_thing():
    assert "smoking" in ask(person("Oscar"), "Do you smoke?").lower()
    assert "pets" in ask(person("Oscar"), "Do you have any pets?").lower()


def test_two_questions_in_one_get_both_answers():
    said = ask(person("Oscar"), "How old are you, and where do you live?")
    assert "30" in said
    assert "Potsdam" in said


def test_follow_ups_carry_on_the_last_answer_and_are_never_silence():
    questions = ["What annoys you most at work?", "Anything else?", "Why?", "Really?", "Can you give an example?"]
    said = interview(person("Evaristo_Cob"), questions)
    assert all(said)
    assert len(set(said)) == len(said)
