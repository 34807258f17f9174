"""The verb that takes in a study from elsewhere: for whoever runs this machine, never a tool that opens paths."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import anyio.to_thread

from troupe_mcp.errors import NotAllowed, NotFound, RequestError

if TYPE_CHECKING:
    from troupe_mcp.app.app import App

MOST_PACKED = 256 * 1024 * 1024
"""Bytes of a file that is read at all."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import added: the run it is about, and how many runs, people and answers were new."""

    run: str
    runs: int
    people: int
    answers: int


async def import_study(self: App, file: Path | str | bytes) -> Imported:
    """Take in a study that `export_run(format="study")` made: all of it, or, where anything is wrong with it, nothing.

    What is here already is never changed. Its answers count as answers here, so import only what you trust. Raises
    NotFound without the file, RequestError for what is no study or one of another version, NotAllowed for one too
    large, Conflict where a run or a person of the same id is another one.
    """
    from troupe_mcp.app.exports.studyfile import read

    data = file if isinstance(file, bytes) else await anyio.to_thread.run_sync(_content, Path(file))
    run, study = await anyio.to_thread.run_sync(read, data)
    added = await self.store.bring(study)
    return Imported(run, added.runs, added.people, added.answers)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_PACKED + 1)
    except FileNotFoundError:
        raise NotFound(f"There is no file {path.name!r}. Give the path of a study: NAME.troupe.zip.") from None
    except OSError as error:
        raise RequestError(f"{path.name!r} cannot be read: {error.strerror}.") from None
    if len(data) > MOST_PACKED:
        raise NotAllowed(f"{path.name!r} has more than {MOST_PACKED:,} bytes, which is no study.")
    return data
