"""Personas as documents: how they merge, what is refused, where they are found."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import ROOT
from troupe_mcp.errors import Conflict, RequestError
from troupe_mcp.library import Library
from troupe_mcp.simulation.people.persona import Persona, distinct_names, merge, read_document, slug, summary


@pytest.mark.parametrize(
    ("base", "extra", "merged"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": {"b": 1}}, {"a": {"c": 2}}, {"a": {"b": 1, "c": 2}}),
        ({"a": [1, 2]}, {"a": [2, 3]}, {"a": [1, 2, 3]}),
        ({"a": [{"n": 1}]}, {"a": [{"n": 1}, {"n": 2}]}, {"a": [{"n": 1}, {"n": 2}]}),
        ({"a": 1, "b": 2}, {"a": None}, {"b": 2}),
        ({"a": {"b": 1}}, {"a": {"b": None}}, {"a": {}}),
        ({"a": None}, {"a": 1}, {"a": 1}),
        ({"a": 1}, {"a": 1}, {"a": 1}),
        ({}, {}, {}),
    ],
)
def test_documents_merge_by_their_shape(base: dict[str, Any], extra: dict[str, Any], merged: dict[str, Any]) -> None:
    before = json.dumps(base)

    assert merge(base, extra) == merged
    assert json.dumps(base) == before, "what is merged into stays as it was"


@pytest.mark.parametrize(
    ("base", "extra", "where"),
    [
        ({"a": 1}, {"a": 2}, "'a'"),
        ({"a": {"b": "x"}}, {"a": {"b": "y"}}, "'a.b'"),
        ({"a": [1]}, {"a": "x"}, "'a'"),
        ({"a": {"b": 1}}, {"a": "x"}, "'a'"),
    ],
)
def test_two_values_in_one_place_conflict_unless_one_may_win(
    base: dict[str, Any], extra: dict[str, Any], where: str
) -> None:
    with pytest.raises(Conflict, match=f"Two values for {where}"):
        merge(base, extra)
    assert merge(base, extra, overwrite=True) == extra


def test_a_document_is_read_with_or_without_its_envelope() -> None:
    persona = {"name": "Ana", "unknown": {"kept": [1]}}

    assert read_document(persona, "TinyPerson") == persona
    assert read_document({"type": "TinyPerson", "persona": persona}, "TinyPerson") == persona
    assert read_document({"persona": persona, "extra": 1}, "TinyPerson") == persona
    assert read_document({"name": "Ana", "persona": "shy"}, "TinyPerson") == {"name": "Ana", "persona": "shy"}
    for wrong in ("Ana", ["Ana"], 7, None, {"type": "Fragment", "persona": persona}):
        with pytest.raises(RequestError):
            read_document(wrong, "TinyPerson")


def test_a_version_is_told_by_its_content_alone() -> None:
    one = Persona.of({"name": "Ana", "a": 1, "b": {"c": 2, "d": 3}})
    same = Persona.of({"b": {"d": 3, "c": 2}, "name": "Ana", "a": 1})
    other = Persona.of({"name": "Ana", "a": 1, "b": {"c": 2, "d": 4}})

    assert one.digest == same.digest
    assert one.digest != other.digest
    assert Persona.of({"name": "Ana"}, "Bea").name == "Bea"


def test_names_become_slugs_and_doubles_are_numbered() -> None:
    assert [slug(name) for name in ("Lisa Carter", "  José  Ñ.", "김철수", "!!!", "O'Neil-Smith")] == [
        "lisa-carter", "jose-n", slug("김철수"), "person", "o-neil-smith",
    ]  # fmt: skip
    assert slug("김철수") != slug("이영희")
    assert distinct_names(["Ana", "Bo", "ana", "Ana"]) == ("Ana", "Bo", "ana (2)", "Ana (3)")


def test_a_summary_takes_what_there_is() -> None:
    assert summary({}) == ""
    assert summary({"age": 30, "occupation": "baker", "residence": "Lyon"}) == "30; baker; Lyon"
    assert summary({"occupation": {"title": "baker"}, "nationality": "French"}) == "French; baker"
    assert summary({"age": ["thirty"], "occupation": {"title": {"x": 1}}}) == ""


def test_every_library_file_is_a_document_as_it_is() -> None:
    people, fragments = Library.shipped().people, Library.shipped().fragments
    files = {path.name: json.loads(path.read_text("utf-8")) for path in (ROOT / "personas").glob("*.agent.json")}

    assert len(people) == len(files) == 12
    assert {file["persona"]["name"]: file["persona"] for file in files.values()} == {
        persona.name: persona.spec for persona in people.values()
    }
    assert len(fragments) == 10
    for persona in people.values():
        for fragment in fragments.values():
            assert fragment.mixed_into(persona.spec)["name"] == persona.name, "any fragment goes with any person"


def test_the_library_is_found_within_an_installed_package(tmp_path: Path) -> None:
    """As a wheel lays it out, with nothing beside the package."""
    package = tmp_path / "site" / "troupe_mcp"
    shutil.copytree(ROOT / "troupe_mcp", package, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("personas", "fragments"):
        shutil.copytree(ROOT / folder, package / "_library" / folder)
    script = (
        "import troupe_mcp; from troupe_mcp.library import Library, load_templates; library = Library.shipped(); "
        "print(troupe_mcp.__file__, len(library.people), len(library.fragments), len(load_templates().version))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.split() == [str(package / "__init__.py"), "12", "10", "12"], done.stderr
