"""Retrieval finds what bears on a moment, in the scripts that people write."""

from __future__ import annotations

import pytest

from troupe_mcp.simulation.memory.retrieval import Index, Item, retrieve, weighed

FACTS = {
    "English": (
        ["Ana keeps the spare key under the blue flowerpot.", "The bus leaves at seven.", "Bo paid 40 euros for wine."],
        "where did you put the keys, Ana?",
    ),
    "Korean": (
        ["나는 개를 두 마리 키운다.", "서울에서 태어나 부산에서 자랐다.", "회의는 화요일 아침이다."],
        "개가 몇 마리예요?",
    ),
    "Russian": (
        ["Ключи от дачи лежат у соседки Марины.", "В среду собрание в школе.", "Он не любит рыбу."],  # noqa: RUF001
        "У кого ключ от дачи?",  # noqa: RUF001
    ),
    "Portuguese": (
        ["A senha do cofre é o aniversário da avó.", "Trabalhei três anos em São Paulo.", "O jantar foi bom."],
        "qual e a senha dos cofres?",
    ),
    "Japanese": (["猫を二匹飼っています。", "東京で働いていました。", "毎朝六時に起きます。"], "猫は好きですか"),
    "Thai": (["ฉันเลี้ยงแมวสองตัว", "ฉันทำงานที่กรุงเทพ", "รถไฟออกตอนเจ็ดโมง"], "แมวของคุณกี่ตัว"),
}


@pytest.mark.parametrize("language", FACTS)
def test_a_fact_is_found_by_other_forms_of_its_words(language: str) -> None:
    texts, question = FACTS[language]
    assert retrieve(question, [Item(text) for text in texts], 1) == [0]


def test_the_only_text_that_names_a_thing_is_found_among_hundreds() -> None:
    texts = [f"In paragraph {n} the committee spoke of matters of the city and of its people." for n in range(400)]
    texts[233] = "The committee found that the boiler in the Marlow building holds 312 litres."
    assert retrieve("How many litres does the boiler in Marlow hold?", [Item(text) for text in texts], 1) == [233]


def test_what_has_no_word_in_common_is_not_retrieved() -> None:
    assert retrieve("submarine", [Item("The bus leaves at seven."), Item("")], 5) == []
    assert retrieve("anything", [], 5) == []


def test_of_equally_relevant_memories_the_later_and_the_more_important_come_first() -> None:
    items = [Item("the red car", 1, 5), Item("the red car", 9, 5), Item("the red car", 1, 9), Item("a cup", 9, 9)]
    assert retrieve("red car", items, 3) == [2, 1, 0]
    assert weighed("red car", items, now=9)[3] == 0


def test_a_word_counts_more_as_a_whole_than_as_a_beginning() -> None:
    scores = Index(["the car broke down", "the card was declined", "a carpet of moss"]).relevance("car")
    assert scores[0] > scores[1] > 0


def test_case_accents_and_width_do_not_matter() -> None:
    assert retrieve("SAO PAULO ＡＢＣ", [Item("bus"), Item("São Paulo, abc")], 1) == [1]  # noqa: RUF001
