"""Prompts that a user picks from a menu."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from pydantic import Field


def add_prompts(server: MCPServer[Any]) -> None:
    """Register the prompts."""

    @server.prompt(title="Run a focus group")
    def focus_group(
        topic: Annotated[str, Field(description="What it is about")],
        people: Annotated[
            str, Field(description="Who, or what kind of people")
        ] = "six different people of the library",
    ) -> str:
        """A moderated group on a topic, and what came of it."""
        return (
            f"Use Troupe to run a focus group about: {topic}. People: {people}. Give them a situation, let a moderator "
            "open with one question, add one follow-up in a later step by script, and play 3 steps. Then extract the "
            "ideas and objections as a table and tell me what was said, with quotes, who played, and what it is worth."
        )

    @server.prompt(title="Interview somebody")
    def interview(
        person: Annotated[str, Field(description="A name or an id")],
        topic: Annotated[str, Field(description="What you want to learn")],
    ) -> str:
        """A private interview that follows up on its answers."""
        return (
            f"Use Troupe to interview {person} about: {topic}. Ask three open questions at once, read the answers, "
            "then follow up twice with run. Tell me what you learned in their words, and say who played."
        )

    @server.prompt(title="Test ads")
    def ad_test(
        ads: Annotated[str, Field(description="The ads, one a paragraph")],
        people: Annotated[str, Field(description="Who should judge them")] = "everybody of the library",
    ) -> str:
        """Which ad wins with whom, and why."""
        return (
            f"Use Troupe to show these ads to {people}, each alone, numbered as 'Ad 1: title …': {ads}\nAsk which one "
            "they like most and why. Then extract ad_number, ad_title and justification per person, and give me the "
            "tally, the reasons with quotes, who played, and what it is worth."
        )
