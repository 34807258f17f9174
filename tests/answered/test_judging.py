"""The recorded turns that a judge of turns is measured by, and how it is measured."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

import pytest

from tests.answered.judging import ANSWERS, KINDS, Case, batches, cases, prompt, score
from tests.doubles import text_of


def answers(mark: Callable[[Case], int]) -> dict[str, str]:
    return {
        number: json.dumps({"reviews": [review(case, mark(case)) for case in batch]})
        for number, batch in batches().items()
    }


def review(case: Case, adherence: int) -> dict[str, object]:
    full: dict[str, object] = {"person": case.person, "fault": "", "adherence": adherence}
    return full | dict.fromkeys(("consistency", "fluency", "suitability"), 9)


def test_there_are_as_many_good_turns_as_broken_ones_eight_of_each_kind_and_four_of_each_person() -> None:
    assert Counter(case.label for case in cases()) == {"good": 24, **dict.fromkeys(KINDS, 8)}
    assert Counter(Counter(case.person for case in cases()).values()) == {4: 12}
    assert len({case.id for case in cases()}) == 48


def test_twelve_prompts_hold_every_turn_once_and_nobody_twice() -> None:
    judged = [case.id for batch in batches().values() for case in batch]
    assert sorted(judged) == sorted(case.id for case in cases())
    assert [len({case.person for case in batch}) for batch in batches().values()] == [4] * 12


def test_no_prompt_gives_its_labels_away_or_cuts_a_turn_short() -> None:
    for batch in batches().values():
        text = text_of(prompt(batch))
        assert [case.id for case in batch if case.why in text or case.id in text] == []
        assert [case.id for case in batch if f"TALK: “{case.now}”" not in text] == []


def test_code_alone_sees_none_of_the_breaks() -> None:
    assert {case.id: seen for case in cases() if (seen := case.shown().slips)} == {}


def test_a_judge_is_scored_by_breaks_found_good_ones_blamed_and_calls_for_a_turn() -> None:
    perfect = score(answers(lambda case: 9 if case.label == "good" else 4))
    assert (perfect.found, perfect.false_alarms, perfect.calls_per_turn, perfect.wrong) == (1.0, 0.0, 0.25, ())
    assert (perfect.calls_in_all(0), perfect.calls_in_all(1)) == (1.25, 2.5)
    content = score(answers(lambda case: 5))
    assert (content.found, content.false_alarms, len(content.wrong)) == (0.0, 0.0, 24)
    grim = score(answers(lambda case: 0))
    assert (grim.found, grim.false_alarms, len(grim.wrong)) == (1.0, 1.0, 24)


def test_an_answer_that_cannot_be_read_marks_nobody_down() -> None:
    judged = score(answers(lambda case: 4) | {"01": "I would rather not."})
    assert len(judged.unmarked) == 4
    assert sum(judged.turns.values()) == 48


@pytest.mark.skipif(not ANSWERS.exists(), reason="no model has judged them yet: see tests/answered/judging.py")
def test_the_kept_marks_of_a_real_model_find_four_breaks_in_five_and_blame_one_good_turn_in_ten_at_most() -> None:
    judged = score(json.loads(ANSWERS.read_text("utf-8")))
    assert judged.found >= 0.8, str(judged)
    assert judged.false_alarms <= 0.1, str(judged)
    assert judged.calls_in_all(broken=0.1) <= 1.5, str(judged)
