"""Pages that are notebooks print what they show, and the names that they import are there and cost nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import troupe_mcp
from tests.docs.notebook import PAGES
from tests.docs.tables import ROOT

FIELD = (
    "TinyPerson", "TinyWorld", "TinyPersonFactory", "TinyTool", "TinyStory", "TinyPersonValidator", "Proposition",
    "Intervention", "Fragment", "ResultsExtractor", "ResultsReducer",
)  # fmt: skip
"""What simulated things are called in this field, and so here."""


@pytest.mark.parametrize("page", PAGES)
def test_a_notebook_prints_what_its_page_shows(page: str) -> None:
    played = subprocess.run(
        [sys.executable, "-m", "tests.docs.notebook", page, "--print"],
        cwd=ROOT,
        env={"PATH": "", "PYTHONUTF8": "1", "OPENAI_API_KEY": "", "PYTHONWARNINGS": "error"},
        capture_output=True,
        timeout=120,
        check=False,
        encoding="utf-8",
    )
    assert (played.returncode, played.stderr) == (0, "")
    assert played.stdout == PAGES[page].read_text("utf-8"), (
        f"run python -m tests.docs.notebook {page}, and read what is said now"
    )


@pytest.mark.parametrize("name", sorted(troupe_mcp.__all__))
def test_an_exported_name_is_what_it_is_called(name: str) -> None:
    assert getattr(troupe_mcp, name).__name__ == name


def test_the_words_of_the_field_are_all_there_and_a_notebook_completes_them() -> None:
    assert {*FIELD} <= {*dir(troupe_mcp)}
    with pytest.raises(AttributeError, match="TinyTelepath"):
        _ = troupe_mcp.TinyTelepath  # type: ignore[attr-defined]


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = "import sys, troupe_mcp; print(sorted({'mcp', 'openai', 'pydantic', 'jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.strip() == "[]"
