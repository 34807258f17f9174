"""The kept answers played once: the study, and the scenes."""

from __future__ import annotations

import json
from pathlib import Path

import anyio
import pytest

from tests.answered.scenes.acting import Acting, Performance, perform
from tests.answered.study import ANSWERS, Kept, Studied, study
from tests.doubles import table


@pytest.fixture(scope="session")
def answers() -> dict[str, str]:
    return json.loads(ANSWERS.read_text("utf-8"))


@pytest.fixture(scope="session")
def played(answers: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Studied:
    return anyio.run(_played, answers, tmp_path_factory.mktemp("answered"))


@pytest.fixture(scope="session")
def performed(tmp_path_factory: pytest.TempPathFactory) -> Performance:
    return anyio.run(perform, tmp_path_factory.mktemp("scenes"), Acting())


async def _played(answers: dict[str, str], directory: Path) -> Studied:
    async with table(directory, (model := Kept(answers=answers))) as at:
        told = await study(at, model)
        spoken = [name for name in told if name in {"interview", "group"} or name.startswith("validation")]
        said = [(await at.ok("get_run", run=told[name].run, detail="transcript")).text for name in spoken]
    return Studied(told, "\n".join(said), model.asked)
