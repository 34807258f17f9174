"""`make demo`: three people, one moderated talk, the votes on three ads, and an examination, in half a minute."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import anyio

from troupe_mcp.demo.client import Call, to_its_end
from troupe_mcp.demo.screen import TITLE, Screen
from troupe_mcp.server.shaping.charts import bars
from troupe_mcp.simulation.people.names import first_name

SEED = 6

CAST: Sequence[Mapping[str, Any]] = (
    {"like": "Mahrous Gaballah"},
    {"like": "Aruzhan Seitkali"},
    {"like": "Ximena Undurraga", "fragments": ["picky_customer"]},
)
ADS = {
    "Five Days": "One charge lasts from Monday to Friday, and a fall from the table is no funeral.",
    "See the Night": "A camera that needs no lamp; the picture is with your friends before the song is over.",
    "Nobody Else's Business": "Locked by your finger, mended while you wait, kept up to date for eight years.",
}
SHOWN = "\n\n".join(f"Ad {number}: {title}. {text}" for number, (title, text) in enumerate(ADS.items(), 1))
TALK: Mapping[str, Any] = {
    "situation": "A maker of phones has invited three people who have never met.",
    "say": "What annoys you most at work?",
    "script": [
        {"step": 2, "say": "Suppose a phone took one such thing off your hands. What would it do?"},
        {"step": 3, "show": SHOWN, "say": "Which of these three ads would make you enter the shop, and why?"},
    ],
    "steps": 3,
    "order": "in_turn",
    "title": "A new phone",
}
CHOICE: Mapping[str, Any] = {
    "objective": "which ad would make each enter the shop",
    "fields": {"ad_number": {"type": "integer"}, "justification": "why"},
}


async def take_tour(call: Call) -> None:
    """Show what the server does, scene by scene. Raises ToolFailed with the words of the tool."""
    await Tour(call, Screen()).play()


class Tour:
    """The scenes, played through one client."""

    def __init__(self, call: Call, screen: Screen) -> None:
        self._call = call
        self._screen = screen

    async def play(self) -> None:
        """Play all scenes."""
        self._screen.line(TITLE, code=1)
        self._screen.line("A built-in actor plays from people's files, to show what the server does.")
        people = await self._people()
        run = await self._talk(people)
        await self._votes(run)
        await self._examination(people[-1])
        self._farewell()

    async def _people(self) -> list[str]:
        """Make the cast and return its ids."""
        self._screen.heading("1. Three people (create_person)")
        made: list[str] = []
        for wish in CAST:
            person = await self._call("create_person", wish)
            who = ", ".join(person["summary"].split("; ")[:3])
            mixed = "".join(f"; made a {fragment.replace('_', ' ')}" for fragment in wish.get("fragments", ()))
            self._screen.line(f"{who}{mixed}", lead=f"{person['name']}: ")
            await self._screen.pause()
            made.append(person["person"])
        return made

    async def _talk(self, people: Sequence[str]) -> str:
        """Play the talk, telling each line once, from the moment it is there; return its run."""
        self._screen.heading("2. A moderated talk, as it happens (run_world, followed by get_run)")
        begun = await self._call("run_world", {**TALK, "people": people, "seed": SEED, "wait_seconds": 0})
        asked: dict[str, Any] = {"run": begun["run"], "detail": "events", "wait_seconds": 0}
        look: Mapping[str, Any] = {"status": "running", "events": []}
        while look["status"] == "running" or look["events"]:
            if not look["events"]:
                await anyio.sleep(0.05)
            look = await self._call("get_run", asked)
            for event in look["events"]:
                asked["cursor"] = str(event["position"])
                await self._tell(event)
        return (await to_its_end(self._call, look))["run"]

    async def _tell(self, event: Mapping[str, Any]) -> None:
        content, who = str(event.get("content", "")), first_name(str(event.get("person", "")))
        match event["kind"], event.get("type"):
            case "stimulus", "say":
                self._screen.line(content, lead=f"{who.capitalize()}: ", code=2)
            case "stimulus", "show":
                for ad in content.split("\n\n"):
                    self._screen.line(ad, code=2)
            case "stimulus", _:
                self._screen.line(content, code=2)
            case "action", "TALK":
                self._screen.line(content, lead=f"{who}: ")
            case "action", "DO" | "SHOW" | "REACH_OUT":
                self._screen.line(f"[{content}]", lead=f"{who}: ")
            case _:
                return
        await self._screen.pause()

    async def _votes(self, run: str) -> None:
        """Turn the talk into votes."""
        self._screen.heading("3. Their choice as data (extract_results)")
        found = await to_its_end(self._call, await self._call("extract_results", {**CHOICE, "run": [run]}))
        votes: Mapping[str, int] = found.get("tally", {}).get("ad_number", {})
        titled = {f"Ad {number} {title}": votes.get(str(number), 0) for number, title in enumerate(ADS, 1)}
        for bar in bars(titled):
            self._screen.print(bar)
        await self._screen.pause()

    async def _examination(self, person: str) -> None:
        """Examine one person and show two findings; a rehearsal has no score."""
        self._screen.heading("4. Is one of them true to her file? (validate_person)")
        examined = await self._call("validate_person", {"person": person, "seed": SEED})
        found = await to_its_end(self._call, examined)
        self._screen.line(f"score {found['measured']}; what should hold, and what she said:")
        quoted = [finding for finding in found["findings"] if finding["quote"]]
        for finding in quoted[:2]:
            self._screen.line(f"{finding['held']}: {finding['expectation']}", indent="  ")
            self._screen.line(f"“{finding['quote']}”", indent="    ", code=2)
            await self._screen.pause()

    def _farewell(self) -> None:
        """Say what to do next."""
        self._screen.heading("What to do next")
        self._screen.line("See thirty people judge three ads: make demo-ads")
        self._screen.line("Connect your assistant: README.md has the snippets of four; Claude Code's is")
        self._screen.print(f"  claude mcp add troupe -- {sys.executable} -m troupe_mcp")
        self._screen.line("Bring your own people: create_person takes any JSON with a name.")
        self._screen.line("With a key in the environment a language model plays them: README.md says how.")
