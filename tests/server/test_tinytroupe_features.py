"""What TinyTroupe does with people and worlds, feature by feature, and the tests that show it here."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.doubles import ROOT

FEATURES: Mapping[str, Mapping[str, Sequence[str]]] = json.loads(
    Path(__file__).with_name("tinytroupe_features.json").read_text("utf-8")
)


@cache
def functions(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize(
    ("feature", "tests"), [each for family in FEATURES.values() for each in family.items()], ids=lambda v: str(v)[:60]
)
def test_a_feature_is_shown_by_tests_that_are_there(feature: str, tests: Sequence[str]) -> None:
    assert tests, f"nothing shows: {feature}"
    for test in tests:
        path, _, name = test.partition("::")
        assert name in functions(path), f"{test} is not there"
