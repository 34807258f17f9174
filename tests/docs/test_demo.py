"""What whoever runs `make demo` sees."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.tables import README
from troupe_mcp.demo import client, tour
from troupe_mcp.demo.__main__ import main

COMMAND = [sys.executable, "-m", "troupe_mcp.demo"]
CAST = [person["like"] for person in tour.CAST]
FIRST_NAMES = {name.partition(" ")[0] for name in CAST}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo makes its temporary directory; nothing may stay behind."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def shown(folder: Path) -> str:
    environment = {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "PYTHONUTF8": "1"}
    played = subprocess.run(COMMAND, capture_output=True, timeout=60, check=False, env=environment, encoding="utf-8")
    assert (played.returncode, played.stderr) == (0, "")
    return played.stdout


def scene(shown: str, number: int) -> list[str]:
    """The lines below the heading of that number, up to the next."""
    return re.split(r"\n\n(?=\d\. |What to do)", shown)[number].splitlines()[2:]


def test_its_first_line_says_that_it_is_a_rehearsal_and_proves_nothing_and_then_leaves_it_be(shown: str) -> None:
    first, rest = shown.split("\n", 1)
    assert "REHEARSAL" in first
    assert "no evidence about people" in first
    assert "evidence" not in rest


def test_it_is_short(shown: str) -> None:
    assert 40 < len(shown.splitlines()) <= 70


def test_the_three_people_it_makes_are_introduced_and_speak(shown: str) -> None:
    introduced = [line.partition(":")[0] for line in scene(shown, 1) if line[0] != " "]
    assert introduced == CAST
    speakers = {line.partition(":")[0] for line in scene(shown, 2) if line[0] != " "}
    assert speakers >= {*FIRST_NAMES, "Moderator"}


def test_every_step_of_the_talk_has_one_new_question_that_all_three_answer_once(shown: str) -> None:
    told = [
        line for line in scene(shown, 2) if line[0] != " " and line.partition(":")[0] in {*FIRST_NAMES, "Moderator"}
    ]
    speakers = [line.partition(":")[0] for line in told]
    steps = [speakers[at : at + 4] for at in range(0, len(speakers), 4)]
    assert len(steps) == 3
    assert all(step[0] == "Moderator" and {*step[1:]} == FIRST_NAMES for step in steps), speakers
    assert len({*told}) == len(told), "no line is told twice"


def test_the_three_votes_are_all_counted_and_the_bars_are_as_long_as_the_counts(shown: str) -> None:
    bars = [re.fullmatch(r"Ad (\d) .*?(█*) (\d)", line) for line in scene(shown, 3)]
    assert [bar and bar[1] for bar in bars] == ["1", "2", "3"]
    counts = {len(bar[2]): int(bar[3]) for bar in bars if bar}
    assert sum(int(bar[3]) for bar in bars if bar) == 3
    assert all(length == 6 * count for length, count in counts.items())


def test_the_examination_has_no_score_and_two_findings_in_the_person_s_words(shown: str) -> None:
    lines = scene(shown, 4)
    assert lines[0].startswith("score not measured: rehearsal")
    assert sum("“" in line for line in lines) == 2


def test_it_ends_with_what_to_do_next(shown: str) -> None:
    last = shown.partition("What to do next")[2]
    assert "make demo-ads" in last
    assert f"claude mcp add troupe -- {sys.executable} -m troupe_mcp" in last
    assert "create_person takes any JSON" in " ".join(last.split())
    assert "a language model plays them" in " ".join(last.split())


def test_it_fits_a_terminal_and_a_pipe_gets_no_styles(shown: str) -> None:
    wide = [line for line in shown.splitlines() if len(line) > 80 and "claude mcp add" not in line]
    assert wide == []
    assert "\x1b" not in shown


def test_its_data_directory_is_gone(shown: str, folder: Path) -> None:
    assert shown
    assert [path.name for path in folder.iterdir() if path.name.startswith("troupe-demo")] == []


def test_an_error_of_a_tool_is_shown_and_ends_it_with_1(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tour, "CAST", ({"like": "Nobody At All"},))
    assert main([]) == 1
    assert "create_person: No person 'Nobody At All'" in capfd.readouterr().err


def test_a_server_that_does_not_start_is_said_and_ends_it_with_1(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(client.sys, "executable", str(tmp_path / "no-python"))
    assert main([]) == 1
    assert "The demo stopped." in capfd.readouterr().err


def test_a_demo_that_does_not_exist_is_refused_with_those_there_are(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["opera"]) == 2
    assert capfd.readouterr().err == "No demo 'opera'. There are: tour, ads.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to whole consoles")
def test_ctrl_c_ends_it_without_a_traceback() -> None:
    with subprocess.Popen(
        COMMAND,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heeds_ctrl_c,  # noqa: PLW1509 - nothing else runs
    ) as process:
        assert process.stdout
        assert process.stderr
        assert "troupe-mcp" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert (process.returncode, said) == (130, "\nStopped.\n")


def _heeds_ctrl_c() -> None:
    """Undo what a shell does to all that it starts in the background: there an interrupt is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_the_readme_shows_how_the_demo_really_begins(shown: str) -> None:
    readme = re.findall(r"```console\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert readme == ["".join(shown.splitlines(keepends=True)[:2])]
