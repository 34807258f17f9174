"""What is kept: people, runs, their logs, and the ledger of every answer ever received.

`Store.open(data_dir, clock=…)` is the one way in; several processes may share one data directory.
"""

from __future__ import annotations

from troupe_mcp.store.carrying import AnswerRecord, Brought, Study
from troupe_mcp.store.figures import Answers, Counts
from troupe_mcp.store.records import EventRecord, PersonRecord, RunChanges, RunRecord
from troupe_mcp.store.store import Store

__all__ = [
    "AnswerRecord",
    "Answers",
    "Brought",
    "Counts",
    "EventRecord",
    "PersonRecord",
    "RunChanges",
    "RunRecord",
    "Store",
    "Study",
]
