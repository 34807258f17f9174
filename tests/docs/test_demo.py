"""What whoever runs `make demo` sees."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from troupe_mcp import demo

COMMAND = [sys.executable, "-m", "troupe_mcp.demo"]
CAST = [person["like"] for person in demo.CAST]
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


def test_it_says_at_both_ends_that_a_rehearsal_played_and_proves_nothing(shown: str) -> None:
    paragraphs = " ".join(shown.split())
    assert "You see a REHEARSAL" in paragraphs[:200]
    assert "nothing here is evidence about real people" in paragraphs[:300]
    assert "That was a rehearsal" in paragraphs[-250:]
    assert "no evidence about real people" in paragraphs[-250:]


def test_the_three_people_it_makes_are_introduced_and_speak(shown: str) -> None:
    introduced = [line.partition(":")[0] for line in scene(shown, 1) if line[0] != " "]
    assert introduced == CAST
    speakers = {line.partition(":")[0] for line in scene(shown, 2) if line[0] != " "}
    assert speakers >= {*FIRST_NAMES, "Moderator"}


def test_the_group_is_told_in_order_with_situation_briefing_and_a_later_question(shown: str) -> None:
    told = [line for line in scene(shown, 2) if line[0] != " "]
    assert told[0].startswith("(situation)")
    assert told[1].startswith("(briefing)")
    asked = [number for number, line in enumerate(told) if line.startswith("Moderator:")]
    assert len(asked) == 2
    assert asked[0] == 2
    between, after = told[3 : asked[1]], told[asked[1] + 1 :]
    assert len(between) >= 3, "all have spoken before the second question"
    assert len(after) == 3, "and each answers it once"
    assert len({*told}) == len(told), "no line is told twice"


def test_the_ideas_come_as_a_table_with_a_reasoned_row_of_each_of_the_three(shown: str) -> None:
    head, *rows = scene(shown, 3)
    assert head.split()[:2] == ["who", "idea"]
    reasoned = {row.split()[0] for row in rows if row[0] != " " and row[9:40].strip() and row[49:].strip()}
    assert reasoned == FIRST_NAMES


def test_the_three_votes_are_all_counted_and_the_bars_are_as_long_as_the_counts(shown: str) -> None:
    voters = [line.partition(":")[0] for line in scene(shown, 4)]
    assert {name.partition(" ")[0] for name in demo.VIEWERS} <= {*voters}
    bars = [re.fullmatch(r"Ad (\d) .*?(█*) (\d)", line) for line in scene(shown, 5)]
    assert [bar and bar[1] for bar in bars] == ["1", "2", "3"]
    counts = {len(bar[2]): int(bar[3]) for bar in bars if bar}
    assert sum(int(bar[3]) for bar in bars if bar) == 3
    assert all(length == 6 * count for length, count in counts.items())


def test_the_verdict_has_a_score_and_two_findings_in_the_person_s_words(shown: str) -> None:
    lines = scene(shown, 6)
    assert re.match(r"Verdict: score [01]\.\d\d, (not )?passed\.", lines[0])
    assert sum("“" in line for line in lines) == 2


def test_it_ends_with_what_to_do_next(shown: str) -> None:
    last = shown.partition("What to do next")[2]
    assert f"claude mcp add troupe -- {sys.executable} -m troupe_mcp" in last
    assert "create_person takes any JSON" in " ".join(last.split())
    assert "models come with a later release" in last


def test_it_fits_a_terminal_and_a_pipe_gets_no_styles(shown: str) -> None:
    wide = [line for line in shown.splitlines() if len(line) > 88 and "claude mcp add" not in line]
    assert wide == []
    assert "\x1b" not in shown


def test_its_data_directory_is_gone(shown: str, folder: Path) -> None:
    assert shown
    assert [path.name for path in folder.iterdir() if path.name.startswith("troupe-demo")] == []


def test_an_error_of_a_tool_is_shown_and_ends_it_with_1(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "CAST", ({"like": "Nobody At All"},))
    assert demo.main() == 1
    assert "create_person: No person 'Nobody At All'" in capfd.readouterr().err


def test_a_server_that_does_not_start_is_said_and_ends_it_with_1(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(demo.sys, "executable", str(tmp_path / "no-python"))
    assert demo.main() == 1
    assert "The demo stopped." in capfd.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to whole consoles")
def test_ctrl_c_ends_it_without_a_traceback() -> None:
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        assert "troupe-mcp" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert (process.returncode, said) == (130, "\nStopped.\n")


def test_styles_are_only_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo.sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert demo.Screen().style("x", 1) == "\x1b[1mx\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "")
    assert demo.Screen().style("x", 1) == "x"
