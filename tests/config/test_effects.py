"""Every key of config.ini does what it says, and is refused by name where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.bench import Bench
from tests.config.effects import EFFECTS, Effect
from tests.provider.server import provider
from troupe_mcp.errors import ConfigInvalid
from troupe_mcp.settings import Settings, load_settings

OPEN = {"prices"}
"""Sections whose keys are names that the operator chooses."""


def test_every_key_there_is_has_an_effect_that_is_tested_here() -> None:
    keys = [f"{name}.{key}" for name, section in Settings() if name not in OPEN for key, _ in section]
    tested = [effect.key if effect.key.split(".")[0] not in OPEN else effect.key.split(".")[0] for effect in EFFECTS]
    assert sorted(tested) == sorted([*keys, *OPEN])


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.key)
async def test_a_key_has_an_effect(effect: Effect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for given, expected in (
        (effect.beside, effect.default),
        ({**effect.beside, effect.key: effect.value}, effect.changed),
    ):
        directory = tmp_path / ("changed" if effect.key in given and given is not effect.beside else "default")
        (directory / "home").mkdir(parents=True)
        for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
            monkeypatch.setenv(name, str(directory / "home"))
        async with provider() as server:
            values = {key: value.replace("{kept}", str(directory / "kept")) for key, value in given.items()}
            assert await effect.see(Bench(directory, server), values) == expected


WRONG = [effect for effect in EFFECTS if effect.wrong is not None]


@pytest.mark.parametrize("effect", WRONG, ids=lambda effect: effect.key)
def test_a_wrong_value_is_refused_with_its_file_line_and_key(effect: Effect, tmp_path: Path) -> None:
    section, _, key = effect.key.partition(".")
    path = tmp_path / "mine.ini"
    path.write_text(f"# ours\n\n[{section}]\n{key} = {effect.wrong}\n", encoding="utf-8")
    with pytest.raises(ConfigInvalid) as caught:
        load_settings(path, {})
    assert str(caught.value).startswith(f"{path} line 4: [{section}] {key} = {effect.wrong!r}: expected ")


@pytest.mark.parametrize("effect", [each for each in WRONG if each.key.split(".")[0] not in OPEN], ids=lambda e: e.key)
def test_the_environment_wins_over_the_file_for(effect: Effect, tmp_path: Path) -> None:
    """A right value in the file does not save a wrong one in the environment, nor the other way round."""
    section, _, key = effect.key.partition(".")
    path, name = tmp_path / "mine.ini", f"TROUPE_{effect.key.upper().replace('.', '__')}"
    path.write_text(f"[{section}]\n{key} = {effect.wrong}\n", encoding="utf-8")
    right = "http://127.0.0.1:1/v1" if key == "base_url" else effect.value
    beside = {"TROUPE_MODEL__MODEL": "some"}
    assert getattr(getattr(load_settings(path, {**beside, name: right}), section), key) is not None
    path.write_text(f"[{section}]\n{key} = {right}\n", encoding="utf-8")
    with pytest.raises(ConfigInvalid, match=rf"^Environment variable {name}: \[{section}\] {key} = "):
        load_settings(path, {**beside, name: str(effect.wrong)})


def test_a_server_of_ones_own_needs_a_model_and_the_key_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.ini"
    path.write_text("[model]\nbase_url = http://127.0.0.1:11434/v1\n", encoding="utf-8")
    with pytest.raises(ConfigInvalid) as caught:
        load_settings(path, {})
    said = f"{path} line 2: [model] base_url = 'http://127.0.0.1:11434/v1': "
    assert str(caught.value).startswith(said)
    assert "Set [model] model (or TROUPE_MODEL__MODEL)" in str(caught.value)
    assert load_settings(path, {"TROUPE_MODEL__MODEL": "llama3.2"}).model.model == "llama3.2"


@pytest.mark.parametrize("address", ["http://127.0.0.1:99999/v1", "http://[::1/v1", "http:///v1", "ftp://a/v1", "a b"])
def test_an_address_that_cannot_be_one_is_refused_before_anybody_is_asked(address: str) -> None:
    with pytest.raises(
        ConfigInvalid, match=r"^Environment variable TROUPE_MODEL__BASE_URL: .*expected an address such"
    ):
        load_settings(None, {"TROUPE_MODEL__BASE_URL": address, "TROUPE_MODEL__MODEL": "some"})
