"""A judge's verdicts on forty labelled claims: how many are right, and how well its confidence says so."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.answered.claims.cases import ANSWERS, ENOUGH, cases, outcome
from tests.doubles import text_of


def answer(verdict: str, confidence: float) -> str:
    return json.dumps({"quotes": [], "justification": "So.", "verdict": verdict, "confidence": confidence})


def test_there_are_forty_claims_over_five_talks_and_no_verdict_is_rarer_than_others() -> None:
    labels = Counter(case.label for case in cases())
    assert Counter(Counter(case.talk for case in cases()).values()) == {8: 5}
    assert set(labels) == {"yes", "no", "unclear"}
    assert max(labels.values()) - min(labels.values()) <= 1


def test_no_prompt_gives_its_label_away() -> None:
    for case in cases():
        text = text_of(case.prompt())
        assert f"The claim: “{case.proposition.claim}”" in text
        assert case.why not in text


async def test_a_judge_is_scored_by_right_verdicts_and_by_how_far_its_confidence_was_off() -> None:
    perfect = await outcome({case.number: answer(case.label, 1.0) for case in cases()})
    assert (perfect.right, perfect.brier) == (40, 0.0)
    undecided = await outcome({case.number: answer("unclear", 0.5) for case in cases()})
    assert (undecided.right, undecided.brier) == (13, 0.25)
    assert len(undecided.wrong) == 27
    boastful = await outcome({case.number: answer("yes", 1.0) for case in cases()})
    assert boastful.brier == round((40 - boastful.right) / 40, 3)


@pytest.mark.skipif(not ANSWERS.exists(), reason="no model has judged them yet: see tests/answered/claims/cases.py")
async def test_the_kept_verdicts_of_a_real_model_are_right() -> None:
    judged = await outcome(json.loads(ANSWERS.read_text("utf-8")))

    assert judged.right >= ENOUGH, "\n".join(judged.wrong)
    assert judged.brier <= 0.15
