"""The screen of the demos: what it can show, it shows; what it cannot, it says otherwise."""

from __future__ import annotations

import io

import pytest

from troupe_mcp.demo import screen
from troupe_mcp.demo.screen import Screen


def shown_on(encoding: str, monkeypatch: pytest.MonkeyPatch, text: str, **how: str) -> str:
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding=encoding, errors="replace", newline="\n")
    monkeypatch.setattr(screen.sys, "stdout", stream)
    Screen().line(text, **how)  # pyright: ignore[reportArgumentType]
    stream.flush()
    return written.getvalue().decode(encoding)


def test_styles_are_only_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen.sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Screen().style("x", 1) == "\x1b[1mx\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "")
    assert Screen().style("x", 1) == "x"


def test_what_ascii_lacks_is_written_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown_on("ascii", monkeypatch, "“Mérida…” ██ — so", lead="Añ: ") == 'An: "Merida..." ## - so\n'
    assert shown_on("utf-8", monkeypatch, "“Mérida…” ██ — so") == "“Mérida…” ██ — so\n"


def test_a_long_text_is_wrapped_at_80_columns_and_set_in_under_its_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown_on("utf-8", monkeypatch, "word " * 40, lead="Oscar: ").splitlines()
    assert len(lines) == 3
    assert max(map(len, lines)) <= 80
    assert [line.startswith("  word") for line in lines] == [False, True, True]
