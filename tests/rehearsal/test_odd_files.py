from __future__ import annotations

from pathlib import Path

import pytest

from tests.doubles import settings
from tests.rehearsal.exam_odd import QUESTIONS, complaints, persona_of
from tests.rehearsal.odd import odd_documents, shown
from tests.rehearsal.stage import ask
from tests.rehearsal.toys import Echo, OneTemplate, RandomFact
from troupe_mcp.app import open_app
from troupe_mcp.errors import TroupeError
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.simulation.people.persona import Persona

SEED = 7


def test_people_of_odd_files_speak_clean_english_or_are_refused_plainly():
    found = complaints(Rehearsal(), odd_documents(SEED, 120))
    assert not found, f"seed {SEED}:\n" + "\n".join(found)


@pytest.mark.torture
def test_people_of_five_hundred_odd_files_speak_clean_english():
    found = complaints(Rehearsal(), odd_documents(SEED + 1, 500))
    assert not found, f"seed {SEED + 1}:\n" + "\n".join(found)


def test_most_odd_files_are_played_and_not_refused():
    loaded = [persona_of(document) for document in odd_documents(SEED, 120)]
    assert sum(isinstance(each, Persona) for each in loaded) > 60


def test_actors_that_read_out_whatever_they_find_are_seen_through():
    documents = odd_documents(SEED, 60)
    assert complaints(RandomFact(), documents)
    assert complaints(OneTemplate(), documents)
    assert not complaints(Echo(), documents[:5]), "an echo is clean English: another examination's matter"


@pytest.mark.anyio
async def test_odd_files_go_through_the_app_as_a_user_sends_them(tmp_path: Path):
    played, refusals = 0, list[str]()
    async with open_app(settings(tmp_path), {"rehearsal": Rehearsal()}) as app:
        for document in odd_documents(SEED + 2, 25):
            try:
                made = await app.create_person(persona=document)
            except TroupeError as refusal:
                refusals.append(str(refusal))
                continue
            view = await app.listen_and_act([made.id], questions=QUESTIONS[:2])
            assert view.run.status == "done", (shown(document), view)
            played += 1
    assert played > 10
    assert refusals
    assert all(len(refusal.split()) > 3 for refusal in refusals)


def test_a_person_of_another_script_answers_an_english_interview_without_inventing_a_life():
    minsu = Persona.of(
        {
            "name": "김민수",
            "나이": 34,
            "age": 34,
            "직업": "부산의 버스 기사",
            "취미": ["낚시", "바둑"],
            "신념": ["버스는 무료여야 한다."],
        }
    )
    said = [ask(minsu, question) for question in QUESTIONS]
    assert all(said)
    assert not [answer for answer in said if any("가" <= c <= "힣" for c in answer.replace("김민수", ""))]
    assert "34" in ask(minsu, "How old are you?")
