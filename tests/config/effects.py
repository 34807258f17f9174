"""The table of all keys: where each is seen, by default and changed, and a value that is refused."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field

from tests.config import seen
from tests.config.bench import Written
from tests.config.seen import ALONE, PEOPLE, Seen, refusal, sent, status_for


@dataclass(frozen=True)
class Effect:
    """What `value` changes in what is seen, beside values that hold for both; `wrong` is a value that is refused.

    `wrong` is None where a key takes whatever is written.
    """

    key: str
    value: str
    see: Seen
    default: object
    changed: object
    wrong: str | None
    beside: Written = field(default_factory=dict[str, str])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


PORT = free_port()
PROVIDED = {"model.base_url": "{url}", "model.model": "fake-1", "server.wait_seconds": "30"}
REHEARSED = {"server.wait_seconds": "30"}
HURRIED = {**PROVIDED, "server.wait_seconds": "0"}
REASONING = {**PROVIDED, "model.model": "gpt-5-mini"}
PRICED = {**PROVIDED, "prices.fake": "1000 2000"}
AZURE = {"model.model": "deployed", "server.wait_seconds": "30"}

EFFECTS = [
    Effect("model.provider", "rehearsal", seen.player, "fake-1", "rehearsal", "gpt", PROVIDED),
    Effect("model.model", "gpt-4.1", seen.player_with_a_key, "gpt-5-mini", "gpt-4.1", None),
    Effect(
        "model.base_url",
        "{url}",
        seen.requests,
        False,
        True,
        "localhost:11434",
        {"model.model": "fake-1", "server.wait_seconds": "30"},
    ),
    Effect("model.embedding_model", "embed-1", seen.asks_for_vectors, set[str](), {"embed-1"}, None, PROVIDED),
    Effect("model.api_version", "2099-01-01", seen.azure_version, "2025-04-01-preview", "2099-01-01", "", AZURE),
    Effect("model.temperature", "0.3", sent("temperature"), None, 0.3, "2.1", PROVIDED),
    Effect("model.reasoning_effort", "low", sent("reasoning_effort"), None, "low", "much", REASONING),
    Effect("model.timeout", "0.05", seen.end_of_a_slow_answer, "done", "timed_out", "0", PROVIDED),
    Effect("prices.fake", "1000 2000", seen.costs_something, False, True, "1000", PROVIDED),
    Effect("store.data_dir", "{kept}", seen.place, "home", "kept", None),
    Effect("limits.max_in_flight", "2", seen.most_at_once, 6, 2, "0", PROVIDED),
    Effect("limits.requests_per_minute", "1", seen.is_paced, False, True, "-1", PROVIDED),
    Effect("limits.tokens_per_minute", "1000", seen.is_paced, False, True, "many", PROVIDED),
    Effect(
        "limits.max_people", "1", refusal("listen_and_act", people=PEOPLE, say="Hello."), "", "6 people", "0", REHEARSED
    ),
    Effect(
        "limits.max_steps", "1", refusal("run_world", **ALONE, steps=2), "", "steps=2 is not possible", "1.5", REHEARSED
    ),
    *(
        Effect(f"budget.max_{unit}_per_{period}", value, seen.ending, "done", "paused", "-1", PRICED)
        for unit, value in (("calls", "1"), ("tokens", "1000"), ("cost", "0.1"))
        for period in ("run", "day", "owner")
    ),
    Effect("simulation.language", "French", seen.language, "English", "French", "", PROVIDED),
    Effect("simulation.prompt_budget", "8000", seen.fades, False, True, "999", PROVIDED),
    Effect("simulation.wave", "2", seen.most_at_once, 6, 2, "101", PROVIDED),
    Effect("server.wait_seconds", "0", status_for("somebody"), "done", "running", "51", {**PROVIDED}),
    Effect("server.patient_wait_seconds", "0", status_for("claude-code"), "done", "running", "-1", HURRIED),
    Effect("server.patient_clients", "a, somebody", status_for("somebody"), "running", "done", None, HURRIED),
    Effect(
        "server.host",
        "localhost",
        seen.listening,
        ("127.0.0.1", PORT),
        ("localhost", PORT),
        "",
        {"server.port": str(PORT)},
    ),
    Effect("server.port", str(PORT), seen.listening, ("127.0.0.1", 8765), ("127.0.0.1", PORT), "65536"),
    Effect("server.join_minutes", "0", seen.runs_of_a_call_given_up_and_repeated, 1, 2, "soon", PROVIDED),
    Effect("server.files_dir", "{kept}", seen.reads_a_file, False, True, None, PROVIDED),
    Effect("cache.reuse", "false", seen.asks_again, False, True, "maybe", PROVIDED),
    Effect("cache.keep_days", "0", seen.answers_kept, 1, 0, "-1", PROVIDED),
    Effect("logging.level", "DEBUG", seen.logs, False, True, "LOUD"),
]
