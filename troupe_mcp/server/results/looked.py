"""What looking, finding and exporting return."""

from __future__ import annotations

from troupe_mcp.server.results.envelope import PersonLine
from troupe_mcp.server.results.flat import Flat, Status
from troupe_mcp.server.results.people import Created, Peopled
from troupe_mcp.server.results.played import Played
from troupe_mcp.server.results.studied import Checked, Extracted, Narrated, Surveyed, Validated


class RunLine(Flat):
    """A run, in one line."""

    run: str
    kind: str
    title: str
    status: str
    people: int | None = None
    when: str
    played_by: str


class Looked(Played, Extracted, Validated, Checked, Narrated, Surveyed, Created, Peopled):
    """A run in the form of its own tool, or its transcript, or its events; or the latest runs."""

    runs: list[RunLine] | None = None
    transcript: str | None = None
    next_cursor: str | None = None


class Found(Flat):
    """People that were found."""

    people: list[PersonLine]
    next_cursor: str | None = None
    next: str


class Exported(Flat):
    """A file made of a run: where it is (`path` on this machine, `link` anywhere), its size, and a preview.

    `preview_is` says what the preview shows: not always how the file begins, nor in its format.
    """

    notice: str | None = None
    run: str
    status: Status
    format: str
    name: str
    path: str | None = None
    link: str
    media_type: str
    bytes: int
    preview: str
    preview_is: str
    warnings: list[str] | None = None
    next: str
