"""`make demo`: what a client sees, from people made to a verdict on one of them, in half a minute and without a key.

It starts the server as any client would, with a data directory of its own that is gone afterwards.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import anyio

if TYPE_CHECKING:
    from mcp import Client

WIDTH = 88
SEED = 6
PACE = 0.35
"""Seconds between two lines on a terminal, so that they can be read as they come."""

CAST: Sequence[Mapping[str, Any]] = (
    {"like": "Lisa Carter"},
    {"like": "Oscar"},
    {"like": "Ximena Undurraga", "fragments": ["picky_customer"]},
)
BRAINSTORMING: Mapping[str, Any] = {
    "situation": "A meeting room with coffee, at the maker of a word processor. Three people who write a lot at work "
    "are asked for ideas.",
    "documents": "The product\nA word processor with spelling correction and templates. "
    "The next version will have features built on AI.",
    "say": "Which AI features should the word processor have, so that it takes work off your hands? "
    "Bring your own ideas, and build on each other's.",
    "script": [{"step": 3, "say": "Which of these ideas would you pay for yourself, and why?"}],
    "steps": 3,
    "title": "AI features",
}
IDEAS: Mapping[str, Any] = {
    "objective": "the ideas for AI features",
    "group_by": "run",
    "fields": {"idea": "what was proposed", "why": "the trouble it mends"},
}

VIEWERS = ("Fetu Leavasa", "Aruzhan Seitkali", "Evaristo Cob")
ADS = {
    "No Lag, No Mercy": "A television for gamers: 144 pictures a second, and it answers before you blink. "
    "Win the night.",
    "The Whole Sofa": "A television for families: one big picture for film night, a lock for small hands, "
    "and it turns itself off at bedtime.",
    "Half the Price, All the Picture": "A television for tight budgets: a clear picture, five years of guarantee, "
    "and no extras you pay for and never use.",
}
QUESTION = "Which of these three ads would make you look at the television, and why?"
CHOICE: Mapping[str, Any] = {
    "objective": "which ad each would look at",
    "fields": {"ad_number": {"type": "integer"}, "justification": "why"},
}


class ToolFailed(Exception):
    """A tool answered with an error."""


class Screen:
    """Lines of at most 88 columns; a terminal also gets a few styles and time to read."""

    def __init__(self) -> None:
        self._terminal = sys.stdout.isatty()
        self._styled = self._terminal and "NO_COLOR" not in os.environ

    def style(self, text: str, code: int) -> str:
        """Return text in an ANSI style, or as it is."""
        return f"\x1b[{code}m{text}\x1b[0m" if self._styled else text

    def line(self, text: str = "", *, indent: str = "", code: int = 0, lead: str = "") -> None:
        """Print a text, wrapped; `lead` is a first part in bold, under which the rest is set in."""
        hanging = indent + ("  " if lead else "")
        wrapped = textwrap.wrap(lead + text, WIDTH, initial_indent=indent, subsequent_indent=hanging) or [""]
        if code:
            wrapped = [self.style(each, code) for each in wrapped]
        elif lead:
            wrapped[0] = self.style(lead.rstrip(), 1) + wrapped[0].removeprefix(lead.rstrip())
        print("\n".join(wrapped), flush=True)

    def heading(self, text: str) -> None:
        """Print a heading with room above it."""
        print(f"\n{self.style(text, 1)}\n{self.style('─' * len(text), 2)}", flush=True)

    def table(self, names: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """Print rows in columns, long cells over several lines."""
        self.line("  ".join(name.ljust(width) for name, width in zip(names, widths, strict=True)).rstrip(), code=2)
        for row in rows:
            cells = [textwrap.wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
            for number in range(max(map(len, cells))):
                parts = [cell[number] if number < len(cell) else "" for cell in cells]
                print("  ".join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip())
        sys.stdout.flush()

    async def pause(self) -> None:
        """Give a reader time; a pipe needs none."""
        if self._terminal:
            await anyio.sleep(PACE)


class Demo:
    """The scenes of the demo, played through one client."""

    def __init__(self, client: Client, screen: Screen) -> None:
        self._client = client
        self._screen = screen

    async def play(self) -> None:
        """Play all scenes. Raises ToolFailed with the words of the tool."""
        self._screen.line("troupe-mcp: simulated people in a room", code=1)
        self._screen.line(
            "You see a REHEARSAL: a built-in actor plays everybody, no language model is asked, and nothing here is "
            "evidence about real people. It shows what the server does."
        )
        people = await self.people()
        await self.brainstorming(people)
        await self.ads()
        await self.verdict(people[-1])
        self.farewell()

    async def people(self) -> list[str]:
        """Make the cast and return its ids."""
        self._screen.heading("1. Three people (create_person)")
        made: list[str] = []
        for wish in CAST:
            person = await self._call("create_person", wish)
            self._screen.line(person["summary"], lead=f"{person['name']}: ")
            await self._screen.pause()
            made.append(person["person"])
        return made

    async def brainstorming(self, people: Sequence[str]) -> None:
        """Play a group discussion, tell it while it happens, and collect its ideas."""
        self._screen.heading("2. A brainstorming, as it happens (run_world, followed by get_run)")
        run = await self._call("run_world", {**BRAINSTORMING, "people": people, "seed": SEED, "wait_seconds": 0})
        await self._follow(run["run"])
        self._screen.heading("3. Its ideas as data (extract_results)")
        found = await self._call("extract_results", {**IDEAS, "run": [run["run"]]})
        rows = [[_first(row["person"]), row["idea"] or "", row["why"] or ""] for row in found["results"]]
        self._screen.table(["who", "idea", "the trouble it mends"], rows, [7, 38, 39])
        await self._screen.pause()

    async def _follow(self, run: str) -> None:
        """Print each line of a run once, from the moment it is there to the end of the run."""
        asked: dict[str, Any] = {"run": run, "detail": "events", "wait_seconds": 0}
        look: Mapping[str, Any] = {"status": "running", "events": []}
        while look["status"] == "running" or look["events"]:
            if not look["events"]:
                await anyio.sleep(0.05)
            look = await self._call("get_run", asked)
            for event in look["events"]:
                asked["cursor"] = str(event["position"])
                await self._tell(event)
        if look["status"] != "done":
            raise ToolFailed(f"{run} is {look['status']} ({look.get('reason')}), not done.")

    async def _tell(self, event: Mapping[str, Any]) -> None:
        content, who = str(event.get("content", "")), _first(event.get("person", ""))
        match event["kind"], event.get("type"):
            case "stimulus", "say":
                self._screen.line(content, lead=f"{who.capitalize()}: ", code=2)
            case "stimulus", kind:
                self._screen.line(content, lead=f"({'briefing' if kind == 'document' else kind}) ", code=2)
            case "action", "TALK":
                self._screen.line(content, lead=f"{who}: ")
            case "action", "DO" | "SHOW" | "REACH_OUT":
                self._screen.line(f"[{content}]", lead=f"{who}: ")
            case _:
                return
        await self._screen.pause()

    async def ads(self) -> None:
        """Ask three people of the library for their choice, each alone, and count."""
        self._screen.heading("4. Three television ads, each person asked alone (listen_and_act)")
        shown = [f"Ad {number}: {title}. {text}" for number, (title, text) in enumerate(ADS.items(), 1)]
        for ad in shown:
            self._screen.line(ad, code=2)
        self._screen.line(QUESTION, lead="Interviewer: ", code=2)
        asked = {"people": VIEWERS, "show": "\n\n".join(shown), "say": QUESTION, "seed": SEED}
        talk = await self._call("listen_and_act", asked)
        for reply in talk["replies"]:
            said = " ".join(action["content"] for action in reply["actions"] if action["type"] == "TALK")
            self._screen.line(said or "(says nothing)", lead=f"{_first(reply['name'])}: ")
            await self._screen.pause()
        self._screen.heading("5. The votes (extract_results)")
        found = await self._call("extract_results", {**CHOICE, "run": [talk["run"]]})
        votes = cast("Mapping[str, int]", found.get("tally", {}).get("ad_number", {}))
        for number, title in enumerate(ADS, 1):
            count = votes.get(str(number), 0)
            print(f"Ad {number} {title:<33}{self._screen.style('█' * 6 * count, 36)} {count}".rstrip(), flush=True)
        await self._screen.pause()

    async def verdict(self, person: str) -> None:
        """Examine one person and show the score with two findings."""
        self._screen.heading("6. Is that person any good? (validate_person)")
        found = await self._call("validate_person", {"person": person, "seed": SEED})
        passed = "passed" if found["passed"] else "not passed"
        self._screen.line(f"score {found['score']:.2f}, {passed}. {found['justification']}", lead="Verdict: ")
        quoted = [finding for finding in found["findings"] if finding["quote"]]
        for finding in quoted[:2]:
            self._screen.line(f"{finding['held']}: {finding['expectation']}", indent="  ")
            self._screen.line(f"“{finding['quote']}”", indent="    ", code=2)
            await self._screen.pause()

    def farewell(self) -> None:
        """Say what this was worth and what to do next."""
        self._screen.heading("What to do next")
        self._screen.line("Connect your assistant: README.md has the snippets of four clients; Claude Code's is")
        print(f"  claude mcp add troupe -- {sys.executable} -m troupe_mcp", flush=True)
        self._screen.line("Bring your own person: create_person takes any JSON with a name, and whole persona files.")
        self._screen.line("Real models come with a later release; today the rehearsal is the only actor there is.")
        self._screen.line()
        self._screen.line(
            "That was a rehearsal: no language model played, and it is no evidence about real people. Its data "
            "directory was temporary and is removed."
        )

    async def _call(self, tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        from mcp.types import TextContent

        answer = await self._client.call_tool(tool, dict(arguments))
        if answer.is_error or answer.structured_content is None:
            said = " ".join(block.text for block in answer.content if isinstance(block, TextContent))
            raise ToolFailed(f"{tool}: {said}")
        return answer.structured_content


def _first(name: str) -> str:
    return name.partition(" ")[0]


async def play(directory: str) -> None:
    """Start a server on a data directory and play the demo with it. Raises ToolFailed where either gives up."""
    from mcp import Client, MCPError, StdioServerParameters

    environment = {"TROUPE_STORE__DATA_DIR": directory, "TROUPE_MODEL__PROVIDER": "rehearsal"}
    server = StdioServerParameters(command=sys.executable, args=["-m", "troupe_mcp"], env=environment, cwd=directory)
    try:
        async with Client(server) as client:
            await Demo(client, Screen()).play()
    except* MCPError as group:
        raise ToolFailed(f"The server did not answer: {_cause(group)}.") from None


def main() -> int:
    """Play the demo; 0 if every tool did its work, 1 if one did not, 130 if the user stopped it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a letter shows another instead of failing
    status = 0
    try:
        with tempfile.TemporaryDirectory(prefix="troupe-demo-", ignore_cleanup_errors=True) as directory:
            anyio.run(play, directory)
    except* (ToolFailed, OSError) as group:
        print(f"\nThe demo stopped. {_cause(group)}", file=sys.stderr)
        status = 1
    except* KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        status = 130
    return status


def _cause(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first fault inside groups of groups."""
    first = group.exceptions[0]
    return _cause(cast("BaseExceptionGroup[BaseException]", first)) if isinstance(first, BaseExceptionGroup) else first


if __name__ == "__main__":
    sys.exit(main())
