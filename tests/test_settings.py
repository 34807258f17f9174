from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from troupe_mcp.errors import ConfigInvalid
from troupe_mcp.settings import Settings, load_settings

SHIPPED = Path(__file__).parents[1] / "config.ini"


@pytest.fixture(autouse=True)
def empty_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(text: str, name: str = "mine.ini") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def refused(text: str) -> str:
    with pytest.raises(ConfigInvalid) as caught:
        load_settings(written(text), {})
    return str(caught.value)


def keys_of_the_file() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in SHIPPED.read_text(encoding="utf-8").splitlines():
        if header := re.fullmatch(r"\[(\w+)\]", line):
            found[header[1]] = []
        elif entry := re.match(r"([\w.-]+) =", line):
            found[list(found)[-1]].append(entry[1])
    return found


def test_the_shipped_file_holds_every_key_at_its_default_and_no_other() -> None:
    settings = Settings()
    assert keys_of_the_file() == {name: list(section) for name, section in settings.model_dump().items()}
    assert load_settings(SHIPPED, {}) == settings


def test_each_key_of_the_shipped_file_can_be_changed_there() -> None:
    """So that equality with the defaults above does not come from a file that is not read."""
    text = SHIPPED.read_text(encoding="utf-8").replace("max_steps = 100", "max_steps = 7")
    assert load_settings(written(text), {}).limits.max_steps == 7


def test_every_key_of_the_shipped_file_is_explained_above_it() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    explained = {lines[n].split(" =")[0] for n in range(1, len(lines)) if lines[n - 1].startswith("#")}
    alone = {key for keys in keys_of_the_file().values() for key in keys} - explained
    prices = {"gpt-5-nano", "text-embedding-3-small", "text-embedding-3-large"}
    assert alone == {"port", *prices}, "host and port share their comment, and so do prices"


def test_the_environment_wins_over_the_file_and_the_file_over_the_default() -> None:
    path = written("[limits]\nmax_steps = 7\nmax_people = 8\n")
    settings = load_settings(path, {"TROUPE_LIMITS__MAX_STEPS": "9", "HOME": "/anywhere", "LIMITS": "{}"})
    assert settings.limits.max_steps == 9
    assert settings.limits.max_people == 8
    assert settings.limits.max_in_flight == 16


def test_the_file_of_the_working_directory_is_read_unless_another_is_named() -> None:
    written("[limits]\nmax_steps = 7\n", "config.ini")
    assert load_settings(None, {}).limits.max_steps == 7
    assert load_settings(written("[limits]\nmax_steps = 8\n"), {}).limits.max_steps == 8


@pytest.mark.parametrize(
    "text", ["", "a line\n", "[tool]\nname = x\n", "[models]\nsize = 3\n", "[DEFAULT]\n[color]\nui: auto\n  more\n"]
)
def test_somebody_elses_file_in_the_working_directory_is_left_alone(text: str) -> None:
    written(text, "config.ini")
    assert load_settings(None, {}) == Settings()


def test_a_file_in_another_encoding_in_the_working_directory_is_left_alone_but_refused_when_named() -> None:
    Path("config.ini").write_bytes(b"[tool]\nname = \xff\n")
    assert load_settings(None, {}) == Settings()
    with pytest.raises(ConfigInvalid, match=r"config\.ini is not UTF-8 text \(byte 14\)"):
        load_settings(Path("config.ini"), {})


def test_a_file_in_the_working_directory_with_one_of_our_sections_is_ours() -> None:
    written("[limits]\nmax_steps = 7\n[tool]\nname = x\n", "config.ini")
    with pytest.raises(ConfigInvalid, match=r"config\.ini line 3: there is no section \[tool\].*--config"):
        load_settings(None, {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[budgets]\nmax_cost_per_day = 5\n", r"line 1: there is no section \[budgets\]. Did you mean budget\?"),
        ("[modl]\nprovider = openai\n", r"line 1: there is no section \[modl\]. Did you mean model\?"),
        ("[model\nprovider = openai\n", r"line 1: '\[model' is neither \[section\]"),
    ],
)
def test_a_section_of_ours_that_is_written_wrong_is_told(text: str, said: str) -> None:
    written(text, "config.ini")
    with pytest.raises(ConfigInvalid, match=said):
        load_settings(None, {})


def test_a_named_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ConfigInvalid, match=r"absent\.ini cannot be read: No such file"):
        load_settings(Path("absent.ini"), {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "# ours\n[limits]\nmax_steps = lots\n",
            "mine.ini line 3: [limits] max_steps = 'lots': expected a whole number. The default is 100.",
        ),
        ("[prices]\nx = 3\n", "[prices] x = '3': expected two numbers, dollars for a million tokens in and out"),
        ("[limits]\nmax_people = 0\n", "[limits] max_people = '0': expected 1 or more."),
        ("[server]\nwait_seconds = nan\n", "[server] wait_seconds = 'nan': expected a number."),
        ("[server]\npatient_wait_seconds = 60\n", "expected 50 or less."),
        ("[cache]\nreuse = maybe\n", "[cache] reuse = 'maybe': expected true or false. The default is true."),
        (
            "[model]\nprovider = gpt\n",
            "provider = 'gpt': expected 'auto', 'openai', 'azure', 'compatible', 'client', 'host' or 'rehearsal'.",
        ),
        ("[simulation]\nlanguage =\n", "[simulation] language = '': expected some text. The default is English."),
        ("[model]\ntemperature = x\n", "expected a number. The default is empty."),
        ("[limit]\n", "mine.ini line 1: there is no section [limit]. Did you mean limits?"),
        ("[limits]\nmax_step = 3\n", "line 2: [limits] has no key 'max_step' (= '3'). Did you mean max_steps?"),
        ("[limits]\nq = 3\n", "Known: max_in_flight, requests_per_minute, tokens_per_minute, max_people, max_steps."),
        ("[cache]\nreuse = true\nreuse = false\n", "line 3: [cache] reuse was already given at mine.ini line 2."),
        ("max_steps = 3\n", "line 1: 'max_steps = 3' is neither [section] nor"),
        ("[limits\n", "line 1: '[limits' is neither [section] nor"),
    ],
)
def test_a_fault_names_the_line_the_value_and_what_was_expected(text: str, said: str) -> None:
    assert said in refused(text)


def test_all_wrong_values_are_told_at_once() -> None:
    assert len(refused("[limits]\nmax_steps = a\nmax_people = b\n[cache]\nreuse = c\n").splitlines()) == 3
    assert len(refused("[prices]\ngpt-5-mini = abc\n").splitlines()) == 1


def test_a_wrong_variable_of_the_environment_is_named_itself() -> None:
    path = written("[limits]\nmax_steps = 7\n")
    with pytest.raises(
        ConfigInvalid, match=r"^Environment variable TROUPE_LIMITS__MAX_STEPS: \[limits\] max_steps = 'x'"
    ):
        load_settings(path, {"TROUPE_LIMITS__MAX_STEPS": "x"})


def test_an_unknown_variable_is_an_error_that_suggests_a_name_and_keeps_the_value_to_itself() -> None:
    with pytest.raises(ConfigInvalid, match=r"Did you mean TROUPE_LIMITS__MAX_STEPS\?$") as caught:
        load_settings(None, {"TROUPE_LIMITS__MAX_STEP": "sk-secret"})
    assert "sk-secret" not in str(caught.value)


def test_a_comma_list_is_a_tuple() -> None:
    given = load_settings(None, {"TROUPE_SERVER__PATIENT_CLIENTS": " a, b c ,,"})
    assert given.server.patient_clients == ("a", "b c")


def test_the_data_directory_is_the_users_own_unless_one_is_named(tmp_path: Path) -> None:
    assert Settings().store.directory.name == "troupe-mcp"
    assert load_settings(None, {"TROUPE_STORE__DATA_DIR": "kept"}).store.directory == tmp_path / "kept"
    assert load_settings(None, {"TROUPE_STORE__DATA_DIR": "~/kept"}).store.directory == Path.home() / "kept"


def test_nothing_can_be_changed_afterwards() -> None:
    sections: list[tuple[BaseModel, str]] = [(Settings(), "limits"), (Settings().limits, "max_steps")]
    for section, name in sections:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(section, name, 3)


def test_the_process_environment_is_read_only_when_handed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROUPE_LIMITS__MAX_STEPS", "9")
    assert load_settings(None, {}) == Settings()


def test_prices_of_the_file_come_before_those_we_know() -> None:
    given = load_settings(written("[prices]\nGPT-5-mini = 1 2\nllama = 0 0\n"), {}).prices
    known = {name: price for name, price in Settings().prices.items() if name != "gpt-5-mini"}
    assert known["gpt-5-nano"] == (0.05, 0.4)
    assert given == {"GPT-5-mini": (1, 2), "llama": (0, 0), **known}


def test_an_empty_limit_is_none() -> None:
    budget = load_settings(written("[budget]\nmax_cost_per_day =\nmax_calls_per_run =\n"), {}).budget
    assert (budget.max_cost_per_day, budget.max_calls_per_run) == (0, 0)
