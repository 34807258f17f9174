"""Servers that can do less than the protocol promises, or say that they can."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.provider.replies import Reply, Request, completion, failure, instance, obliging, wanted_schema
from tests.provider.server import provider
from tests.provider.table import served

PEOPLE = ["Oscar", "Lisa Carter", "Ilona Szabados"]


def chatty(request: Request) -> str:
    """What a model says that nobody holds to a form: what was asked of it, or a greeting."""
    schema = wanted_schema(Request(1, "", {}, {"messages": request.body["messages"]}))
    return json.dumps(instance(schema)) if schema else "Hello."


def rejecting(request: Request) -> Reply:
    if request.format:
        return failure(400, "unsupported", "response_format is not supported by this model")
    return completion(chatty(request))


def ignoring(request: Request) -> Reply:
    return completion(chatty(request))


def objects_only(request: Request) -> Reply:
    if request.format == "json_schema":
        return failure(400, "unsupported", "'response_format.type' must be 'json_object' or 'text'")
    text = chatty(request)
    return completion(text if request.format == "" or text.startswith("{") else '{"hello": "hello"}')


def wrapping(request: Request) -> Reply:
    text = chatty(request)
    wrapped = f"<think>Who am I?</think>Sure! Here is the JSON:\n\n```json\n{text}\n```\nAnything else {{you}} need?"
    return completion(wrapped if text.startswith("{") else text)


def embedding_in_prose(request: Request) -> Reply:
    text = chatty(request)
    return completion(f"I would say {text} and nothing more." if text.startswith("{") else text)


def lying(request: Request) -> Reply:
    """Holds the form where it is tested, and chats where it is used."""
    if "hello in one plain word" in request.text:
        return obliging(request)
    return completion(f"Sure! ```json\n{json.dumps(instance(wanted_schema(request)))}\n```")


SERVERS: dict[str, tuple[Callable[[Request], Reply], set[str]]] = {
    "holds the schema": (obliging, {"json_schema"}),
    "holds the schema only when it is probed": (lying, {"json_schema"}),
    "rejects response_format": (rejecting, {""}),
    "accepts and ignores it": (ignoring, {""}),
    "knows objects only": (objects_only, {"json_object"}),
    "wraps JSON in prose and fences": (wrapping, {""}),
    "puts JSON in the middle of a sentence": (embedding_in_prose, {""}),
}


async def test_what_finding_out_took_is_counted_once_with_the_first_answer(tmp_path: Path) -> None:
    async with provider() as server, served(tmp_path, server) as at:
        first = await at.ok("listen_and_act", people=["Oscar"], say="Hello.")
        assert [request.probes for request in server.requests] == [True, False]
        assert first.data["cost"]["calls"] == 1
        assert first.data["cost"]["input_tokens"] == sum(request.tokens for request in server.requests)
        second = await at.ok("listen_and_act", people=["Lisa Carter"], say="Hello.")
        assert second.data["cost"]["input_tokens"] == server.requests[-1].tokens


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.anyio
async def test_a_world_finishes_on_a_server_that(name: str, tmp_path: Path) -> None:
    program, formats = SERVERS[name]
    async with provider(program) as server, served(tmp_path, server) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=3)
        assert told.data["status"] == "done"
        spoken = [event for event in await at.events(told.run) if event["kind"] == "action"]
        assert len(spoken) == 3 * len(PEOPLE)
        turns = [request for request in server.requests if "hello in one plain word" not in request.text]
        assert {request.format for request in turns} == formats
        probes = len(server.requests) - len(turns)
        assert probes <= 2, "what a server can do is found out once, not for each of its first calls"
