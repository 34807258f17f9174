"""Reports open in a headless Chromium without a fault or a request, fit a desk, a telephone and paper, and pass axe."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import pytest

from tests.browser.pages import ad_test, group
from tests.node import install, node

pytestmark = pytest.mark.torture
HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SMALLEST = 9.5
"""Pixels of the smallest letters, on a telephone too."""


def chromium() -> Mapping[str, str]:
    """The environment in which a Chromium is found: the packed one brings all it needs, for one kind of machine."""
    if sys.platform == "linux" and platform.machine() in {"x86_64", "AMD64"}:
        unpacked = HERE / "node_modules" / ".unpacked"
        unpacked.mkdir(parents=True, exist_ok=True)
        return {"TMPDIR": str(unpacked), "AWS_LAMBDA_JS_RUNTIME": "nodejs24.x"}  # so that it unpacks its libraries
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("the packed Chromium is for Linux on x86_64, and none is installed: set CHROMIUM to one")
    return {"CHROMIUM": found}


async def seen(*files: Path) -> list[dict[str, Any]]:
    """What a browser saw of pages, in each view."""
    pictures = ["--pictures", str(files[0].parent / "pictures")] if os.environ.get("PICTURES") else []

    def look() -> str:
        install(HERE)
        done = node(HERE, HERE / "look.js", *files, *pictures, capture=True, **chromium())
        done.check_returncode()
        return done.stdout

    return json.loads(await anyio.to_thread.run_sync(look))


async def test_reports_of_a_group_and_of_an_ad_test_are_fit_to_be_read(tmp_path: Path) -> None:
    files = [await group(tmp_path), *await ad_test(tmp_path)]

    found = await seen(*files)

    assert [file.name for file in files if file.stat().st_size >= 300_000] == []
    views = [each for each in found if "view" in each]
    assert len(views) == 4 * len(files)
    assert [(each["file"], each["view"], each["broken"]) for each in views if each["broken"]] == []
    assert [each for each in views if each["wide"] > each["width"]] == [], "nothing is wider than the screen"
    assert [each for each in views if each["smallest"] < SMALLEST] == []
    rest = [each for each in found if "requests" in each]
    assert [
        (each["file"], each["requests"], each["faults"]) for each in rest if each["requests"] + each["faults"]
    ] == []
    assert all(each["pdf"] > 10_000 for each in rest)
