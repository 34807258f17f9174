"""`troupe-mcp doctor` says in plain words what will answer and why, and its exit code says whether all is well."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.terminal import Said, typed
from tests.provider.replies import Reply, Request, completion, failure
from tests.provider.server import Provider, provider
from tests.provider.test_weak_servers import SERVERS, rejecting
from troupe_mcp.app.doctor import examine
from troupe_mcp.settings import Keys, Settings, StoreSection, given_settings
from troupe_mcp.store.place import FileSystem, Mounts, innermost, said_by_linux, said_by_mount

KEY = "sk-canary-41c7d0"
TOPICS = ["Who answers", "Whether it answers", "What it costs", "Where data lies", "Configuration", "Versions"]


async def examined(directory: Path, server: Provider | None = None, *arguments: str, **environment: str) -> Said:
    """What doctor says, of a provider on loopback if there is one; never a key."""
    model = {"TROUPE_MODEL__BASE_URL": server.url, "TROUPE_MODEL__MODEL": "fake-1"} if server else {}
    (directory / "empty.ini").write_text("", encoding="utf-8")
    config = () if "--config" in arguments else ("--config", str(directory / "empty.ini"))
    said = await typed(directory, *config, *arguments, "doctor", **{**model, **environment})
    assert KEY not in said.all
    return said


def under(said: Said, topic: str) -> list[str]:
    """The lines below a headline."""
    lines = said.out.splitlines()
    below = lines[lines.index(topic) + 1 :]
    end = next((at for at, line in enumerate(below) if not line.startswith("  ")), len(below))
    return [" ".join(line.split()) for line in below[:end]]


async def test_without_a_key_the_rehearsal_answers_and_each_better_one_says_what_it_lacks(tmp_path: Path) -> None:
    said = await examined(tmp_path)
    assert said.code == 0
    who = under(said, "Who answers")
    assert who[0] == "ok rehearsal plays the people, because auto found nobody better."
    assert any(
        line.startswith("- azure: no; AZURE_OPENAI_KEY is not set, AZURE_OPENAI_ENDPOINT is not") for line in who
    )
    assert "- openai: no; OPENAI_API_KEY is not set." in who
    assert "- compatible: no; [model] base_url is empty." in who
    assert any(line.startswith("- client: plays where a client lends") for line in who)
    assert any("no evidence about people" in line for line in who)
    assert "Whether it answers" not in said.out, "there is nobody to ask"
    assert "which cost you nothing" in said.out


async def test_a_good_server_is_asked_what_little_it_takes_and_its_rung_and_price_are_told(tmp_path: Path) -> None:
    async with provider() as server:
        (tmp_path / "mine.ini").write_text("[prices]\nfake = 1000 2000\n[limits]\nmax_steps = 9\n", encoding="utf-8")
        config = tmp_path / "mine.ini"
        said = await examined(tmp_path, server, "--config", str(config), OPENAI_API_KEY=KEY)
        assert said.code == 0
        assert [line for line in said.out.splitlines() if not line.startswith(" ")] == [
            *TOPICS[:2], TOPICS[3], TOPICS[2], *TOPICS[4:],
        ]  # fmt: skip
        where = f"127.0.0.1:{server.port}/v1"
        assert f"ok fake-1 at {where} (compatible) plays the people, the first that auto found." in under(
            said, TOPICS[0]
        )
        assert "- openai: no; [model] base_url is set, so that OPENAI_API_KEY would be that server's." in under(
            said, TOPICS[0]
        )
        [reached] = under(said, TOPICS[1])
        assert reached.startswith("ok fake-1 answers, and it holds its model to a JSON schema")
        assert re.search(r"\(rung: json_schema\)\. Asked 1 small question, [1-9]\d* tokens\.$", reached)
        assert len(server.requests) == 1
        assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
        [cost] = under(said, TOPICS[2])
        assert cost.startswith("ok A group of 10 people over 3 steps: ")
        assert " tokens, $" in cost
        assert under(said, TOPICS[4]) == [
            f"ok {config} sets [prices] fake, [limits] max_steps.",
            "ok The environment sets TROUPE_STORE__DATA_DIR, TROUPE_MODEL__BASE_URL, TROUPE_MODEL__MODEL.",
            "ok OPENAI_API_KEY is set.",
        ]
        for package in ("troupe-mcp 0", "python 3", "mcp 2", "openai ", "sqlite 3"):
            assert package in under(said, TOPICS[5])[0]


async def test_without_a_price_the_cost_is_told_in_tokens_and_where_a_price_belongs(tmp_path: Path) -> None:
    async with provider() as server:
        [cost] = under(await examined(tmp_path, server), "What it costs")
    assert cost.startswith("- A group of 10 people over 3 steps: ")
    assert "tokens; no price is known for fake-1: [prices] fake-1 = " in cost


RUNGS = {"": "plain", "json_schema": "json_schema", "json_object": "json_object"}


@pytest.mark.parametrize("name", SERVERS)
async def test_the_rung_is_told_of_a_server_that(name: str, tmp_path: Path) -> None:
    program, formats = SERVERS[name]
    async with provider(program) as server:
        said = await examined(tmp_path, server)
        assert said.code == 0
        assert f"(rung: {RUNGS[next(iter(formats))]})" in under(said, "Whether it answers")[0]
        assert len(server.requests) <= 3


FAULTS: dict[str, tuple[Callable[[Request], Reply], str]] = {
    "wrong key": (
        lambda _: failure(401, "invalid_api_key", KEY),
        "(unauthorised): the provider refuses the key. Mend OPENAI_API_KEY.",
    ),
    "unknown model": (
        lambda _: failure(404, "model_not_found", KEY),
        "(unknown_model): there is no such model, or not at this address. Mend [model] model, or",
    ),
    "no credit": (
        lambda _: failure(429, "insufficient_quota", KEY),
        "(no_credit): the account has no credit left. Top it up.",
    ),
    "no protocol": (
        lambda _: Reply(b"<html>"),
        "(garbled): what comes back is not the OpenAI protocol. Check [model] base_url",
    ),
    "trouble": (lambda _: failure(503), "(unavailable): it can't be reached, or is in trouble. Check that it runs"),
    "only speaks of forms": (
        lambda request: rejecting(request) if request.format else failure(401, "invalid_api_key", KEY),
        "(unauthorised): the provider refuses the key. Mend OPENAI_API_KEY.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_what_is_wrong_with_a_server_is_told_with_what_to_do(name: str, tmp_path: Path) -> None:
    program, words = FAULTS[name]
    async with provider(program) as server:
        said = await examined(tmp_path, server, OPENAI_API_KEY=KEY)
        assert len(server.requests) <= 3
    assert said.code == 1
    [reached] = under(said, "Whether it answers")
    assert reached.startswith(f"BROKEN fake-1 at 127.0.0.1:{server.port}/v1 does not answer ")
    assert words in reached
    assert under(said, "What it costs"), "what can be told all the same is told"


async def test_a_closed_port_cannot_be_reached(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"http://ana:{KEY}@127.0.0.1:{taken.getsockname()[1]}/v1"
    said = await examined(tmp_path, None, TROUPE_MODEL__BASE_URL=address, TROUPE_MODEL__MODEL="fake-1")
    assert said.code == 1
    assert (
        "(unavailable): it can't be reached, or is in trouble. Check that it runs, and [model] base_url"
        in under(said, "Whether it answers")[0]
    )


async def test_a_server_that_is_too_slow_for_the_configured_time_is_told_so(tmp_path: Path) -> None:
    async with provider(lambda _: Reply(b"", manner="never")) as server:
        said = await examined(tmp_path, server, TROUPE_MODEL__TIMEOUT="0.1")
    assert said.code == 1
    assert "(timed_out): no answer came within 0.1 s." in under(said, "Whether it answers")[0]


async def test_azure_comes_first_and_the_others_are_told_to_be_there_too(tmp_path: Path) -> None:
    async with provider(lambda _: completion('{"colour": "vermilion"}')) as server:
        azure = {"AZURE_OPENAI_KEY": KEY, "AZURE_OPENAI_ENDPOINT": server.url.removesuffix("/v1")}
        said = await examined(tmp_path, None, **azure, OPENAI_API_KEY=KEY, TROUPE_MODEL__MODEL="deployed")
        assert "deployed/chat/completions" in server.requests[0].path
    assert said.code == 0
    who = under(said, "Who answers")
    assert who[0] == f"ok deployed at 127.0.0.1:{server.port} (azure) plays the people, the first that auto found."
    assert '- openai: there too, where a call says played_by="openai".' in who
    assert "ok AZURE_OPENAI_ENDPOINT is set." in under(said, "Configuration")


@pytest.mark.parametrize("endpoint", ["myresource", "https://127.0.0.1:99999", "http://[::1"])
async def test_azure_at_no_address_is_a_wrong_configuration(endpoint: str, tmp_path: Path) -> None:
    azure = {"AZURE_OPENAI_KEY": KEY, "AZURE_OPENAI_ENDPOINT": endpoint, "TROUPE_MODEL__MODEL": "deployed"}
    said = await examined(tmp_path, None, **azure)
    assert (said.code, said.out) == (2, "")
    assert "AZURE_OPENAI_ENDPOINT: expected an address such as https://NAME.openai.azure.com." in said.err


async def test_a_configured_rehearsal_is_told_as_such_and_nobody_is_asked(tmp_path: Path) -> None:
    async with provider() as server:
        said = await examined(tmp_path, server, TROUPE_MODEL__PROVIDER="rehearsal")
        assert server.requests == []
    assert under(said, "Who answers")[0] == "ok rehearsal plays the people, because [model] provider = rehearsal."
    assert '- compatible: there too, where a call says played_by="compatible".' in said.out.replace("      ", " ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[limits]\nmax_steps = many\n", "mine.ini line 2: [limits] max_steps = 'many': expected a whole number."),
        ("[limit]\n", "mine.ini line 1: there is no section [limit]. Did you mean limits?"),
        ("[model]\nprovider = openai\n", "[model] provider = openai needs OPENAI_API_KEY in the environment"),
        (
            "[model]\nbase_url = http://127.0.0.1:1/v1\n",
            "mine.ini line 2: [model] base_url = 'http://127.0.0.1:1/v1': ",
        ),
    ],
)
async def test_a_wrong_configuration_is_told_as_the_server_tells_it_with_code_2(
    text: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "mine.ini").write_text(text, encoding="utf-8")
    said = await examined(tmp_path, None, "--config", str(tmp_path / "mine.ini"))
    assert (said.code, said.out) == (2, "")
    assert words in said.err


async def test_a_database_that_cannot_be_used_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    said = await examined(tmp_path)
    assert said.code == 1
    assert "is not a directory; name another [store] data_dir" in under(said, "Where data lies")[-1]


async def test_a_database_of_a_later_release_is_told_to_be_one(tmp_path: Path) -> None:
    await examined(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data" / "troupe.db")) as connection, connection:
        connection.execute("UPDATE meta SET value = 999 WHERE key = 'schema_version'")
    said = await examined(tmp_path)
    assert said.code == 1
    assert "has schema version 999" in under(said, "Where data lies")[-1]


async def test_programs_get_the_same_as_json(tmp_path: Path) -> None:
    (tmp_path / "empty.ini").write_text("", encoding="utf-8")
    said = await typed(tmp_path, "--config", str(tmp_path / "empty.ini"), "doctor", "--json")
    found = json.loads(said.out)
    assert {each["state"] for each in found} == {"good", "note"}
    assert {each["topic"] for each in found} == {*TOPICS} - {"Whether it answers"}
    assert found[0]["text"] == "rehearsal plays the people, because auto found nobody better."


# As `mount`, `sshfs` and Windows' Linux leave it in /proc/self/mountinfo.
LINUX = r"""
21 28 0:20 / /proc rw,nosuid shared:13 - proc proc rw
28 1 259:1 / / rw,relatime shared:1 - ext4 /dev/root rw,discard
40 28 0:35 / /home rw,relatime shared:20 master:1 - nfs4 server:/export/home rw,vers=4.2
41 28 0:36 / /mnt/with\040blank rw - cifs //server/share rw
42 28 0:37 / /mnt/ssh rw - fuse.sshfs ana@host:/ rw
43 28 0:38 / /mnt/c rw - 9p C:\134 rw,aname=drvfs
44 40 259:2 / /home/ana rw - xfs /dev/sdb1 rw
45 28 0:39 / /mnt/twice rw - nfs a:/b rw
46 28 0:40 / /mnt/twice rw - tmpfs tmpfs rw
""".strip()
MACOS = """
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//ana@server/share (old) on /Volumes/share (smbfs, nodev, nosuid, mounted by ana)
server:/x on /Volumes/x (nfs)
""".strip()


@pytest.mark.parametrize(
    ("mounts", "path", "expected"),
    [
        (said_by_linux(LINUX), "/opt/data", FileSystem("ext4", "/dev/root")),
        (said_by_linux(LINUX), "/home/bea/data", FileSystem("nfs4", "server:/export/home")),
        (said_by_linux(LINUX), "/home/ana/data", FileSystem("xfs", "/dev/sdb1")),
        (said_by_linux(LINUX), "/homework", FileSystem("ext4", "/dev/root")),
        (said_by_linux(LINUX), "/mnt/with blank/data", FileSystem("cifs", "//server/share")),
        (said_by_linux(LINUX), "/mnt/ssh", FileSystem("fuse.sshfs", "ana@host:/")),
        (said_by_linux(LINUX), "/mnt/c/Users/ana", FileSystem("9p", "C:\\")),
        (said_by_linux(LINUX), "/mnt/twice/data", FileSystem("tmpfs", "tmpfs")),
        (said_by_mount(MACOS), "/Users/ana", FileSystem("apfs", "/dev/disk3s1s1")),
        (said_by_mount(MACOS), "/Volumes/share/data", FileSystem("smbfs", "//ana@server/share (old)")),
        (said_by_mount(MACOS), "/Volumes/x", FileSystem("nfs", "server:/x")),
    ],
)
def test_a_directory_lies_on_the_innermost_file_system_above_it(
    mounts: Mounts, path: str, expected: FileSystem
) -> None:
    found = innermost(Path(path), mounts)
    assert found == expected
    assert found.is_shared == (expected.kind not in {"ext4", "xfs", "tmpfs", "apfs"})


async def test_a_directory_that_other_machines_share_is_refused_and_not_touched(tmp_path: Path) -> None:
    settings = Settings(store=StoreSection(data_dir=str(tmp_path / "data")))
    mounts = [("/", FileSystem("ext4")), (str(tmp_path), FileSystem("nfs4", "server:/home"))]
    found = [each async for each in examine(settings, Keys(), given_settings(None, {}), mounts)]
    [place] = [each for each in found if each.topic == "Where data lies"]
    assert place.state == "broken"
    assert "lies on nfs4 (server:/home), which other machines may share" in place.text
    assert "Name a local directory by [store] data_dir." in place.text
    assert not (tmp_path / "data").exists()
