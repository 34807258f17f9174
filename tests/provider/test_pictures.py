"""Pictures of the operator's folder: who sees them, who only hears of them, and which are refused."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from tests.doubles import REHEARSAL, Scripted, settings, table, text_of
from tests.provider.pictures import BAD, GOOD, MEDIA, folder, png
from tests.provider.replies import Request, failure, obliging
from tests.provider.server import provider
from tests.provider.table import served
from troupe_mcp.settings import ServerSection, Settings
from troupe_mcp.simulation.worlds.events import Stimulus

PEOPLE = ["Oscar", "Lisa Carter"]
SEES = "gpt-4o-mini"


def with_files(directory: Path) -> ServerSection:
    return ServerSection(wait_seconds=30, files_dir=str(directory))


def configured(directory: Path) -> Settings:
    return settings(directory).model_copy(update={"server": with_files(directory / "files")})


def parts(request: Request) -> list[Mapping[str, Any]]:
    """The parts of the last message, where it has any."""
    content = request.body["messages"][-1]["content"]
    return cast("list[Mapping[str, Any]]", content) if isinstance(content, list) else []


def shown(request: Request) -> list[str]:
    return [part["image_url"]["url"] for part in parts(request) if part["type"] == "image_url"]


def turns(requests: list[Request]) -> list[Request]:
    return [request for request in requests if "You are " in request.text]


@pytest.mark.parametrize("name", GOOD)
async def test_a_model_that_sees_gets_the_picture_by_what_it_is_and_not_by_its_name(name: str, tmp_path: Path) -> None:
    files = with_files(folder(tmp_path))
    async with provider() as server, served(tmp_path / "data", server, configured={"server": files}, model=SEES) as at:
        told = await at.ok("listen_and_act", people=PEOPLE, show=f"file:{name}", say="Do you like it?")
        [stimulus] = [e for e in await at.log(told.run) if isinstance(e, Stimulus) and e.kind == "show"]
    assert "warnings" not in told.data
    assert (stimulus.title, stimulus.picture) == (name, hashlib.sha256(GOOD[name]).hexdigest())
    wanted = f"data:image/{MEDIA[name]};base64,{base64.b64encode(GOOD[name]).decode()}"
    asked = turns(server.requests)
    assert [shown(request) for request in asked] == [[wanted]] * len(PEOPLE)
    for request in asked:
        assert f"interviewer showed to you now a picture named “{name}”. It is attached." in parts(request)[0]["text"]
        assert parts(request)[1] == {"type": "text", "text": f"{name}:"}


async def test_a_picture_stays_before_their_eyes_in_follow_ups_and_several_come_in_order(tmp_path: Path) -> None:
    files = with_files(folder(tmp_path))
    async with provider() as server, served(tmp_path / "data", server, configured={"server": files}, model=SEES) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], show="file:kettle.png\nfile:still.gif", say="Which one?")
        await at.ok("listen_and_act", run=told.run, say="Why?")
    first, second = turns(server.requests)
    assert len(shown(first)) == 2
    assert shown(first) == shown(second)
    assert [part["text"] for part in parts(first)[1::2]] == ["kettle.png:", "still.gif:"]


async def test_another_picture_of_the_same_name_is_another_question_to_the_ledger(tmp_path: Path) -> None:
    files = with_files(folder(tmp_path))
    call: dict[str, Any] = {"people": PEOPLE, "show": "file:kettle.png", "seed": 1, "new": True}
    async with provider() as server, served(tmp_path / "data", server, configured={"server": files}, model=SEES) as at:
        await at.ok("listen_and_act", **call)
        again = await at.ok("listen_and_act", **call)
        (tmp_path / "files" / "kettle.png").write_bytes(png(17))
        other = await at.ok("listen_and_act", **call)
    costs = [(told.data["cost"]["calls"], told.data["cost"]["cached_calls"]) for told in (again, other)]
    assert costs == [(0, 2), (2, 0)]


async def test_a_run_goes_on_only_with_the_picture_that_it_showed(tmp_path: Path) -> None:
    files = with_files(folder(tmp_path))
    kettle = tmp_path / "files" / "kettle.png"

    def busy(request: Request) -> Any:
        return failure(429, Retry_After="600") if "You are Oscar" in request.text else obliging(request)

    async with provider(busy) as server:
        async with served(tmp_path / "data", server, configured={"server": files}, model=SEES) as at:
            told = await at.ok("listen_and_act", people=PEOPLE, show="file:kettle.png")
            assert (told.data["status"], told.data["reason"]) == ("paused", "rate_limited")
        kettle.write_bytes(png(17))
        server.program = obliging
        sent = len(server.requests)
        async with served(tmp_path / "data", server, configured={"server": files}, model=SEES) as at:
            failed = await at.ok("continue_run", run=told.run)
            assert failed.data["status"] == "failed"
            assert "kettle.png is no longer the picture that was shown in this run. Put that one back" in failed.text
            assert failed.data["next"].startswith("what the note says has to be mended first; then continue_run(run=")
            kettle.unlink()
            assert "No file 'kettle.png'" in (await at.ok("continue_run", run=told.run)).text
            kettle.write_bytes(png())
            done = await at.ok("continue_run", run=told.run)
            assert (done.data["status"], len(done.data["replies"])) == ("done", 2)
    asked = turns(server.requests[sent:])
    assert ["You are Oscar" in request.text for request in asked] == [True], "Lisa was asked before"


async def test_models_that_do_not_see_and_the_rehearsal_only_hear_of_it_and_the_result_says_so(tmp_path: Path) -> None:
    folder(tmp_path)
    model = Scripted()
    async with table(tmp_path, model, configured=configured(tmp_path)) as at:
        told = await at.ok("run_world", people=PEOPLE, steps=1, script=[{"step": 1, "show": "file:kettle.png"}])
    assert "scripted-1 sees no pictures, so people know only that kettle.png was shown to them." in told.text
    assert all("a picture named “kettle.png”. You can't make out" in text_of(prompt) for prompt in model.asked)
    assert not any(message.pictures for prompt in model.asked for message in prompt.messages)
    async with table(tmp_path, configured=configured(tmp_path)) as at:
        rehearsed = await at.ok("listen_and_act", people=PEOPLE, show="file:kettle.png", **REHEARSAL)
        assert "The rehearsal sees no pictures" in rehearsed.text
        follow = await at.ok("listen_and_act", run=rehearsed.run, say="And now?")
        assert "sees no pictures" not in follow.text


async def test_texts_of_the_folder_are_shown_and_read(tmp_path: Path) -> None:
    folder(tmp_path)
    model = Scripted()
    async with table(tmp_path, model, configured=configured(tmp_path)) as at:
        await at.ok("listen_and_act", people=["Oscar"], show="file:brief.md", documents=["file:brief.md"])
    [prompt] = model.asked
    assert "showed to you now: “# The kettle\n  It boils in a minute.”" in text_of(prompt)
    assert "You read now “brief.md”: “# The kettle" in text_of(prompt)


async def test_a_file_that_cannot_be_shown_is_refused_with_its_reason(tmp_path: Path) -> None:
    folder(tmp_path)
    async with table(tmp_path, configured=configured(tmp_path)) as at:
        for name, (_, reason) in BAD.items():
            refused = await at.error("listen_and_act", people=["Oscar"], show=f"file:{name}")
            assert f"file:{name} {reason}" in refused
        assert (await at.ok("get_run")).data["runs"] == []


OUTSIDE = {
    "../secret.png": "No file '../secret.png' in the operator's folder. There: ",
    "inner/../../secret.png": "No file",
    "/etc/passwd": "No file '/etc/passwd'",
    "..": "No file '..'",
    ".hidden.png": "No file '.hidden.png'",
    "ketle.png": "No file 'ketle.png' in the operator's folder. There: kettle.png",
    "link.png": "file:link.png is no plain file (links are not followed)",
    "inner": "file:inner is no plain file",
    "C:\\secret.png": "No file",
    "kettle.png\u0000.txt": "No file",
}


async def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    folder(tmp_path)
    async with table(tmp_path, configured=configured(tmp_path)) as at:
        for name, said in OUTSIDE.items():
            for given in ({"show": f"file:{name}"}, {"documents": [f"file:{name}"]}):
                assert said in await at.error("listen_and_act", people=["Oscar"], **given)


async def test_a_picture_is_not_read_as_a_document(tmp_path: Path) -> None:
    folder(tmp_path)
    async with table(tmp_path, configured=configured(tmp_path)) as at:
        refused = await at.error("listen_and_act", people=["Oscar"], documents=["file:kettle.png"])
    assert 'file:kettle.png is a picture, and pictures are shown: show="file:kettle.png".' in refused


async def test_without_a_folder_the_error_names_the_key_that_configures_one(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        refused = await at.error("listen_and_act", people=["Oscar"], show="file:kettle.png")
    assert "[server] files_dir (TROUPE_SERVER__FILES_DIR)" in refused
