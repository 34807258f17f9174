"""What a person has read comes back when it matters, named, and stays away otherwise."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.documents.samples import docx, handbook, pdf
from tests.documents.test_formats import with_files
from tests.doubles import REHEARSAL, Scripted, Written, settings, spoken, table, text_of, turn
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.worlds.events import SceneSet, Stimulus

FACT = "A lost badge is replaced for 4417 crowns, and the old one is blocked at once."
SECOND = "Visitors from Norway park their coaches behind the boiler house."
PLANTED = {23: FACT, 48: SECOND}
ASKS = "What does a new badge cost when somebody has lost theirs?"
BOOK = "Staff Handbook\n" + "\n\n".join(handbook(60, PLANTED))
READ = re.compile(r"^- From “(.+?)” \((part \d+ of \d+[^)]*)\): “((?:[^“”])*)”$", re.MULTILINE)


def reader(prompt: Prompt) -> Written:
    """Answers from the text of the prompt alone, and names what it rests on."""
    for title, _, words in READ.findall(text_of(prompt)):
        if "4417" in words:
            return turn(f"It says in the {title} that it is 4417 crowns.")
    return turn("I couldn't say.")


def last(model: Scripted) -> str:
    return text_of(model.asked[-1])


async def test_a_fact_of_a_60_page_document_is_used_and_named_when_asked_and_not_otherwise(tmp_path: Path) -> None:
    model = Scripted(reader)
    asked = ["How do you spend a free day?", ASKS, "What do you dislike about your work?"]
    async with table(tmp_path, model) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], documents=[BOOK], questions=asked)

    assert len(BOOK) > 60 * 2_500
    said = [reply["actions"][0]["content"] for reply in told.data["replies"]]
    assert said == ["I couldn't say.", "It says in the Staff Handbook that it is 4417 crowns.", "I couldn't say."]
    assert [FACT in text_of(prompt) for prompt in model.asked] == [False, True, False]
    [(title, place, words)] = [each for each in READ.findall(text_of(model.asked[1])) if "4417" in each[2]]
    assert title == "Staff Handbook"
    assert re.fullmatch(r"part \d+ of 2\d\d", place)
    assert FACT in words
    assert all(prompt.size() <= 24_000 for prompt in model.asked)
    assert all("You have read documents." in text_of(prompt) for prompt in model.asked)


async def test_the_rehearsal_quotes_it_with_its_title_and_leaves_it_out_otherwise(tmp_path: Path) -> None:
    asked = [
        "How do you spend a free day?",
        ASKS,
        "Do you know where coaches from Norway park?",
        "And what annoys you?",
    ]
    given: dict[str, Any] = {"people": ["Oscar"], "documents": [BOOK], "questions": asked, "seed": 3}
    call: dict[str, Any] = {**given, "wait_seconds": 50, **REHEARSAL}
    async with table(tmp_path / "one") as at:
        one = await at.ok("listen_and_act", **call)
    async with table(tmp_path / "two") as at:
        two = await at.ok("listen_and_act", **call)
        without = await at.ok("listen_and_act", **{**call, "documents": ["Note\nTea at four."]})

    said = [reply["actions"][0]["content"] for reply in one.data["replies"]]
    assert said[1] == f"It says in “Staff Handbook”: “{FACT}”"
    assert said[2] == f"It says in “Staff Handbook”: “{SECOND}”"
    assert "Handbook" not in said[0] + said[3]
    assert one.data["replies"] == two.data["replies"], "the same again"
    assert without.data["replies"][0]["actions"] == one.data["replies"][0]["actions"], "and as if it had not been read"


async def test_a_person_in_a_room_recalls_what_all_have_read_and_a_later_document_is_read_as_well(
    tmp_path: Path,
) -> None:
    model = Scripted(reader)
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", people=["Oscar", "Lisa Carter"], documents=[BOOK], say="Hello.", steps=1)
        assert not any("4417" in text_of(prompt) for prompt in model.asked)
        await at.ok("run_world", run=told.run, say=ASKS, documents=["Menu\nSoup is 3 crowns."], steps=1)
        happened = await at.events(told.run)

    assert [words for step, _, words in spoken(happened) if step == 2] == [
        "It says in the Staff Handbook that it is 4417 crowns."
    ] * 2
    assert "You read now “Menu”: “Soup is 3 crowns.”" in last(model)
    assert re.search(
        r"You read “Staff Handbook” \([\d,]+ characters in 2\d\d parts\)\. It begins: “# 1\. Travel", last(model)
    )


async def test_a_fork_after_the_reading_remembers_it_and_who_joins_it_has_read_nothing(tmp_path: Path) -> None:
    model = Scripted(reader)
    more: dict[str, Any] = {"say": ASKS, "steps": 1, "order": "together"}
    async with table(tmp_path, model) as at:
        parent = await at.ok("run_world", people=["Oscar", "Lisa Carter"], documents=[BOOK], say="Hello.", steps=2)
        forks = [
            await at.ok("run_world", fork_of=parent.run, at_step=1, **more),
            await at.ok("run_world", fork_of=parent.run, at_step=0, **more),
            await at.ok("run_world", fork_of=parent.run, at_step=1, people=["Oscar", "Ilona"], **more),
        ]
        late = [{who: said for _, who, said in spoken(await at.events(fork.run))[-2:]} for fork in forks]

    unknown, says_so = "I couldn't say.", "It says in the Staff Handbook that it is 4417 crowns."
    assert late[0] == late[1] == {"Oscar": says_so, "Lisa Carter": says_so}, "at step 0 the script is kept"
    assert late[2] == {"Oscar": says_so, "Ilona Szabados": unknown}


async def test_a_run_goes_on_with_what_was_read_whatever_becomes_of_the_file(tmp_path: Path) -> None:
    down = True

    def moody(prompt: Prompt) -> Written:
        return Completion("", "unavailable") if down and "Lisa Carter" in prompt.task.person else reader(prompt)  # type: ignore[attr-defined]

    configured = with_files(tmp_path, **{"book.docx": docx("\n\n".join(handbook(60, PLANTED)).split("\n\n"))})
    call: dict[str, Any] = {
        "people": ["Oscar", "Lisa Carter"], "documents": ["file:book.docx"], "questions": ["Well?", ASKS], "seed": 5,
    }  # fmt: skip
    model = Scripted(moody)
    async with table(tmp_path, model, configured=configured) as at:
        told = await at.ok("listen_and_act", **call)
        assert told.data["status"] == "paused"
    (tmp_path / "files" / "book.docx").write_bytes(b"gone")
    down = False
    async with table(tmp_path, model, configured=configured) as at:
        done = await at.ok("continue_run", run=told.run)
        log = await at.log(told.run)
    (tmp_path / "files" / "book.docx").write_bytes(docx("\n\n".join(handbook(60, PLANTED)).split("\n\n")))
    undisturbed = Scripted(reader)
    async with table(tmp_path / "other", undisturbed, configured=with_files(tmp_path)) as at:
        other = await at.ok("listen_and_act", **call)
        assert await at.log(other.run) == log
        paid = len(undisturbed.asked)
        again = await at.ok("listen_and_act", **call, new=True)
        assert (again.data["cost"]["calls"], again.data["cost"]["cached_calls"]) == (0, 4)
        assert len(undisturbed.asked) == paid

    assert done.data["status"] == "done"
    said = [reply["actions"][0]["content"] for reply in done.data["replies"]]
    assert said.count("It says in the book.docx that it is 4417 crowns.") == 2
    answered = [prompt for prompt in model.asked if prompt.task.person == "Oscar"]  # type: ignore[attr-defined]
    assert len(answered) == 2, "who had answered was not asked again"


async def test_a_long_document_is_kept_once_and_results_tell_of_its_beginning(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(reader)) as at:
        told = await at.ok("run_world", people=["Oscar"], documents=[BOOK], say="Hello.", steps=1)
        log = await at.log(told.run)
        kept = (tmp_path / "troupe.db").stat().st_size if (tmp_path / "troupe.db").exists() else 0
        transcript = await at.read(f"troupe://runs/{told.run}/transcript")
        [event] = [each for each in await at.events(told.run) if each.get("type") == "document"]

    [stimulus] = [each for each in log if isinstance(each, Stimulus) and each.kind == "document"]
    [scene] = [each for each in log if isinstance(each, SceneSet)]
    assert stimulus.whole == len(scene.script[0].content) > 150_000
    assert len(stimulus.content) < 1_000
    assert kept < 3 * len(BOOK)
    assert len(told.text) < 5_000
    assert len(transcript) < 3_000
    assert "“Staff Handbook”, how it begins: " in event["note"]


async def test_pages_of_a_pdf_are_named(tmp_path: Path) -> None:
    model = Scripted(reader)
    configured = with_files(tmp_path, **{"handbook.pdf": pdf(handbook(60, PLANTED), title="It is your turn.")})
    async with table(tmp_path, model, configured=configured) as at:
        await at.ok("listen_and_act", people=["Oscar"], documents=["file:handbook.pdf"], say=ASKS)
    [(title, place, words)] = [each for each in READ.findall(last(model)) if "4417" in each[2]]
    assert title == "handbook.pdf"
    assert re.fullmatch(r"part \d+ of \d+, page 23", place)
    assert FACT in words.replace("\n  ", " ")


LANGUAGES = {
    "Korean": (
        "사내 안내서",
        "기숙사 손님은 밤 열한 시까지 나가야 하고 세탁실은 일요일에 닫습니다. ",
        "분실한 출입증을 다시 만드는 비용은 4417원입니다.",
        "출입증을 분실하면 다시 만드는 데 얼마예요?",
    ),
    "Russian": (
        "Справочник",
        "Собрания жильцов проходят по вторникам, а прачечная закрыта по воскресеньям. ",  # noqa: RUF001
        "За потерянный пропуск взимают 4417 рублей.",  # noqa: RUF001
        "Сколько надо заплатить, если пропуск потерян?",
    ),
    "Portuguese": (
        "Manual da casa",
        "As reuniões do condomínio são às terças e a lavandaria fecha ao domingo. ",
        "A segunda via do crachá perdido custa 4417 reais.",
        "Quanto custa um crachá novo se perdi o meu?",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_document_in_another_language_is_recalled_too(language: str, tmp_path: Path) -> None:
    title, filler, fact, asked = LANGUAGES[language]
    paragraphs = [f"{n}. {filler * 4}" for n in range(1, 61)]
    paragraphs[30] += fact
    model = Scripted(reader)
    async with table(tmp_path, model) as at:
        document = f"{title}\n" + "\n\n".join(paragraphs)
        await at.ok("listen_and_act", people=["Oscar"], documents=[document], questions=[asked, "OK?"])
    assert [fact in text_of(prompt) for prompt in model.asked] == [True, False]
    assert f"From “{title}” (part " in text_of(model.asked[0])


async def test_a_small_budget_holds_with_documents_and_a_price_is_told_for_them(tmp_path: Path) -> None:
    model = Scripted(reader)
    async with table(tmp_path, model, configured=settings(tmp_path, prompt_budget=12_000)) as at:
        call: dict[str, Any] = {"people": ["Oscar"], "documents": [BOOK, f"Other {BOOK}"], "questions": [ASKS, ASKS]}
        price = await at.ok("listen_and_act", **call, dry_run=True)
        await at.ok("listen_and_act", **call)
    least, most = price.data["estimate"]["calls"]
    assert least == 2 <= most <= 3, "two answers, and perhaps notes on what no longer fits"
    assert max(prompt.size() for prompt in model.asked) <= 12_000
    assert "4417" in last(model)
