from __future__ import annotations

import pytest

from tests.rehearsal.read_aloud import FOLDER, TALKS


@pytest.mark.parametrize("name", TALKS)
def test_the_talks_that_readers_marked_are_still_what_is_said(name: str):
    kept = (FOLDER / f"{name}.txt").read_text("utf-8")
    assert TALKS[name]() == kept, "give the new talk to a reader, then run python -m tests.rehearsal.read_aloud"
