"""What clients see of the tools, as files: `python -m tests.server.snapshots` writes them from the code.

Reading them takes a tenth of the time of building the tools, and a review sees what a change does to clients.
"""

from __future__ import annotations

from pathlib import Path

from mcp.types import Tool

FOLDER = Path(__file__).parent
NAMES = (
    "create_person", "create_people", "find_people", "listen_and_act", "run_world", "extract_results",
    "validate_person", "check_proposition", "tell_story", "get_run", "continue_run", "cancel_run", "edit_person",
    "ask_people", "export_run", "compare_runs",
)  # fmt: skip
"""In the order in which clients list them."""


def published() -> list[Tool]:
    """Return the tools as clients list them."""
    return [Tool.model_validate_json((FOLDER / f"{name}.json").read_bytes()) for name in NAMES]
