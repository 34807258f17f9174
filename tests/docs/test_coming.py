"""Whoever comes from TinyTroupe finds each of its names, and whatever they are sent to exists."""

from __future__ import annotations

import ast
import configparser
import dataclasses
import inspect
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

import troupe_mcp
from tests.docs.notebook import output
from tests.docs.tables import ROOT, accepted_arguments
from tests.docs.test_readme import accepted
from troupe_mcp import App, open_app
from troupe_mcp.server.build import build_server
from troupe_mcp.settings import Settings, StoreSection
from troupe_mcp.simulation.turns.perception import Perceived

PAGE = ROOT / "docs" / "coming-from-tinytroupe.md"
NAMES = Path(__file__).with_name("tinytroupe_names.txt")
PLAIN = (
    "not here, because ", "not needed", "not a switch", "not switches", "by itself",
    "nothing to do",
)  # fmt: skip
"""How a row begins that sends nobody to a call of ours; without one, a row names what is here."""
OURS = {"Perceived": Perceived}
"""What docs name that is no export."""
WORDS = {
    "file:NAME", "config.ini", "silent_for", "matches", "every", "below", "then", "to", "quality", "relations", "calls",
    "cached_calls", "cost", "script", "documents", "interventions", "seed", "persona", "like",
}  # fmt: skip
"""Words that stand for themselves: arguments, fields of results and of JSON, checked below to be such."""


def rows() -> list[tuple[list[str], str]]:
    """Return the names on the left of each row, and what is said on its right."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    split = [line.strip("| ").split(" | ", 1) for line in lines]
    return [(re.findall(r"`([^`]+)`", left), right.strip("| ")) for left, right in split]


def spans() -> list[str]:
    return sorted({span for _, right in rows() for span in re.findall(r"`([^`]+)`", right)})


def test_every_name_of_tinytroupe_has_its_row_and_none_is_made_up() -> None:
    wanted = [line for line in NAMES.read_text("utf-8").splitlines() if line and not line.startswith("# ")]
    listed = [name for left, _ in rows() for name in left]
    assert len(wanted) > 200
    assert sorted(listed) == sorted(wanted)
    assert len({*listed}) == len(listed)


def test_a_row_names_what_is_here_or_says_plainly_that_nothing_is() -> None:
    lost = [left for left, right in rows() if not (right.startswith(PLAIN) or "`" in right)]
    assert lost == []
    assert [left for left, right in rows() if right.startswith("not here") and not right.startswith(PLAIN)] == []


@pytest.fixture(scope="module")
def arguments() -> dict[str, set[str]]:
    """All that each tool accepts, what is published and what is not."""
    return anyio.run(accepted_arguments)


@pytest.mark.parametrize("span", spans())
async def test_what_a_row_names_exists(span: str, arguments: dict[str, set[str]], tmp_path: Path) -> None:
    tool = span.partition("(")[0]
    if span in WORDS:
        assert span in _said_of_results(arguments), f"{span} is no argument and no field"
    elif tool in arguments and "(" in span:
        assert _keywords(span) <= arguments[tool], span
    elif span.startswith("troupe://"):
        assert await _resource(span, tmp_path), span
    elif found := re.fullmatch(r"\[(\w+)\] ([\w-]+)", span):
        assert found[2] in _keys()[found[1]]
    elif found := re.fullmatch(r"\[(\w+)\]", span):
        assert found[1] in _keys()
    elif found := re.fullmatch(r"(\w+)=.*", span, re.DOTALL):
        assert any(found[1] in accepted for accepted in arguments.values()), span
    elif span.startswith("troupe-mcp "):
        assert accepted(span.split()[1:])
    else:
        assert list(_python(span)), span


def _said_of_results(arguments: dict[str, set[str]]) -> set[str]:
    """Return the arguments of tools, and words that the guide or a result has."""
    results = "".join(path.read_text("utf-8") for path in (ROOT / "troupe_mcp" / "server" / "results").glob("*.py"))
    guide = (ROOT / "troupe_mcp" / "server" / "guide.md").read_text("utf-8")
    fields = {*re.findall(r"^    (\w+):", results, re.MULTILINE), *re.findall(r'[`"](\w+)[`"]', guide)}
    return {*fields, "config.ini", "file:NAME"} | {name for names in arguments.values() for name in names}


def _keywords(call: str) -> set[str]:
    tree = ast.parse(
        re.sub(r"\b(true|false|null)\b", lambda m: m[0].replace("null", "none").title(), call), mode="eval"
    )
    assert isinstance(tree.body, ast.Call)
    assert tree.body.args == [], "a tool takes its arguments by name"
    return {str(keyword.arg) for keyword in tree.body.keywords}


def _keys() -> configparser.ConfigParser:
    shipped = configparser.ConfigParser()
    shipped.read(ROOT / "config.ini", "utf-8")
    return shipped


async def _resource(uri: str, tmp_path: Path) -> bool:
    """Whether the address is listed, or fits a template."""
    async with (
        open_app(Settings(store=StoreSection(data_dir=str(tmp_path)))) as app,
        Client(build_server(app)) as client,
    ):
        templates = [each.uri_template for each in (await client.list_resource_templates()).resource_templates]
        plain = [str(each.uri) for each in (await client.list_resources()).resources]
    patterns = [re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)) for template in templates]
    return uri in plain or any(re.fullmatch(pattern, uri) for pattern in patterns)


def _python(span: str) -> Iterator[Any]:
    """Yield what a name of ours, `Name.attribute` or a call with arguments is in Python."""
    found = re.fullmatch(r"(\w+)(?:\.(\w+))?(\(.*\))?", span, re.DOTALL)
    assert found, span
    name, attribute, call = found.groups()
    value = OURS.get(name) or (getattr(troupe_mcp, name) if name in troupe_mcp.__all__ else getattr(App, name))
    if attribute:
        names = {field.name for field in dataclasses.fields(value)} if dataclasses.is_dataclass(value) else set[str]()
        assert hasattr(value, attribute) or attribute in names, span
    if call:
        tree = ast.parse(f"f{call}", mode="eval").body
        assert isinstance(tree, ast.Call)
        inspect.signature(value).bind(*tree.args, **{str(k.arg): k.value for k in tree.keywords})
    yield value


@pytest.mark.parametrize(
    "wrong", ["run_world(peeple=1)", "RunView.telepathy", "[model] soul", "telepathy=1", "troupe://souls/x", "Soul"]
)
async def test_the_check_refuses_what_does_not_exist(
    wrong: str, arguments: dict[str, set[str]], tmp_path: Path
) -> None:
    with pytest.raises((AssertionError, AttributeError, KeyError)):
        await test_what_a_row_names_exists(wrong, arguments, tmp_path)


async def test_a_folder_of_persona_files_is_at_work_in_ten_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Oscar", "Lisa_Carter"):
        shutil.copy(ROOT / "personas" / f"{name}.agent.json", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TROUPE_STORE__DATA_DIR", str(tmp_path / "data"))
    for key in ("OPENAI_API_KEY", "AZURE_OPENAI_KEY", "AZURE_OPENAI_ENDPOINT"):
        monkeypatch.delenv(key, raising=False)
    [code] = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {}
    printed = await output(code, names)

    assert "1. moderator: What annoys you in the morning?" in printed
    assert "3. Lisa Carter" in printed
    assert all(record["trouble"] for record in names["ideas"].records())
    assert names["ideas"].records()
