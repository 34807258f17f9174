from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.samples import person
from troupe_mcp.errors import Conflict, NotFound
from troupe_mcp.store import PersonRecord, Store


async def test_a_person_comes_back_as_they_were_kept(store: Store) -> None:
    lisa = PersonRecord(
        "p-lisa-1",
        1,
        "Lisa Carter",
        {"name": "Lisa", "age": 28, "likes": ["Käse", "x"]},
        "d1",
        {"base": "lisa"},
        created=5,
    )
    await store.save_person(lisa)
    assert store.find_person("p-lisa-1") == lisa


async def test_a_person_nobody_kept_is_not_found(store: Store) -> None:
    assert store.find_person("p-nobody") is None


async def test_the_time_of_a_person_is_the_clocks_unless_it_is_given(store: Store) -> None:
    await store.save_person(person())
    found = store.find_person("p-lisa-1")
    assert found is not None
    assert found.created == 1001


async def test_the_latest_version_is_found_unless_another_is_named(store: Store) -> None:
    for version in (1, 2, 10, 3):
        await store.save_person(person(version=version, mood=f"mood {version}"))
    latest, second = store.find_person("p-lisa-1"), store.find_person("p-lisa-1", 2)
    assert latest is not None
    assert latest.version == 10
    assert second is not None
    assert second.spec["mood"] == "mood 2"
    assert store.find_person("p-lisa-1", 4) is None


async def test_a_version_is_never_replaced(store: Store) -> None:
    await store.save_person(person(mood="first"))
    with pytest.raises(Conflict, match=r"'p-lisa-1'.* version 1"):
        await store.save_person(person(mood="second"))
    kept = store.find_person("p-lisa-1")
    assert kept is not None
    assert kept.spec["mood"] == "first"


async def test_many_people_are_kept_together_or_not_at_all(store: Store) -> None:
    await store.save_person(person("p-7"))
    with pytest.raises(Conflict, match="'p-7'"):
        await store.save_people([person(f"p-{number}") for number in range(10)])
    assert [kept.id for kept in store.list_people()] == ["p-7"]
    before = store.database.commits
    await store.save_people([person(f"q-{number}") for number in range(1000)])
    assert store.database.commits == before + 1
    assert store.find_person("q-999") is not None


@pytest.mark.parametrize("called", ["Lisa Carter", "lisa", "LISA  carter", " Lisa "])
async def test_people_are_found_by_whole_name_or_first_word(store: Store, called: str) -> None:
    await store.save_people([person(), person("p-2", name="Lisanne Carter"), person("p-3", name="Carter Lisa")])
    assert [found.id for found in store.people_named(called)] == ["p-lisa-1"]


async def test_names_match_in_every_script_whatever_the_case(store: Store) -> None:
    await store.save_people([person("p-1", name="Straße Öztürk"), person("p-2", name="Ольга Иванова")])
    assert [found.id for found in store.people_named("STRASSE")] == ["p-1"]
    assert [found.id for found in store.people_named("ольга")] == ["p-2"]


async def test_several_people_of_one_name_are_all_found_newest_first(store: Store) -> None:
    await store.save_people(
        [person("p-1", name="Ana Souza"), person("p-2", name="Ana Lima"), person("p-3", name="Ana")]
    )
    assert [found.id for found in store.people_named("ana")] == ["p-3", "p-2", "p-1"]


async def test_a_former_name_and_a_retired_person_are_not_found_by_name(store: Store) -> None:
    await store.save_people([person("p-1", name="Ana Souza"), person("p-2", name="Ana Lima")])
    await store.save_people(
        [person("p-1", 2, name="Anna Souza"), replace(person("p-2", 2, name="Ana Lima"), retired=True)]
    )
    assert store.people_named("Ana") == []
    assert [found.name for found in store.people_named("Anna")] == ["Anna Souza"]
    retired = store.find_person("p-2")
    assert retired is not None
    assert retired.retired


@pytest.mark.parametrize("called", ["", " ", "%", "_", "' OR 1=1 --", "\x00"])
async def test_nobody_is_found_by_what_is_no_name(store: Store, called: str) -> None:
    await store.save_person(person())
    assert store.people_named(called) == []


async def test_people_are_listed_newest_first_page_by_page(store: Store) -> None:
    await store.save_people([person(f"p-{number:02}") for number in range(25)])
    first = store.list_people(limit=10)
    second = store.list_people(limit=10, after=first[-1].id)
    third = store.list_people(limit=10, after=second[-1].id)
    assert [found.id for found in first + second + third] == [f"p-{number:02}" for number in reversed(range(25))]


async def test_a_cursor_holds_while_people_are_edited(store: Store) -> None:
    await store.save_people([person(f"p-{number}") for number in range(6)])
    first = store.list_people(limit=3)
    await store.save_people([person("p-3", 2), person("p-0", 2), person("p-9")])
    assert [found.id for found in store.list_people(limit=9, after=first[-1].id)] == ["p-2", "p-1", "p-0"]
    assert store.list_people(limit=9)[-1].version == 2


async def test_a_cursor_that_names_nobody_is_refused(store: Store) -> None:
    with pytest.raises(NotFound, match="'p-gone'"):
        store.list_people(after="p-gone")


async def test_people_are_listed_by_what_occurs_in_name_or_specification(store: Store) -> None:
    await store.save_people([
        person("p-1", name="Ana Souza", occupation="Architektin in KÖLN"),
        person("p-2", name="Bo Köln"),
        person("p-3", name="Cy", occupation="baker"),
    ])  # fmt: skip
    assert [found.id for found in store.list_people(query="köln")] == ["p-2", "p-1"]
    assert store.list_people(query="100%") == []


async def test_an_owner_never_sees_the_people_of_another(store: Store) -> None:
    await store.save_person(person())
    async with await Store.open(store.path.parent, clock=lambda: 1, owner="other") as other:
        assert other.find_person("p-lisa-1") is None
        assert other.people_named("Lisa") == []
        assert other.list_people() == []
        await other.save_person(person(name="Lisa Other"))
    kept = store.find_person("p-lisa-1")
    assert kept is not None
    assert kept.name == "Lisa Carter"
