"""A prompt's messages as the protocol wants them: text, or text and pictures in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from troupe_mcp.language.prompt import Message, Picture


def spoken(messages: Sequence[Message], added: str, look: Callable[[Picture], str]) -> list[dict[str, Any]]:
    """Return messages for a request, with something added to the last; `look` returns a picture as a data URL."""
    told: list[dict[str, Any]] = []
    for message in messages:
        text = f"{message.text}\n\n{added}" if added and message is messages[-1] else message.text
        content = _with_pictures(text, message.pictures, look) if message.pictures else text
        told.append({"role": message.role, "content": content})
    return told


def _with_pictures(text: str, pictures: Sequence[Picture], look: Callable[[Picture], str]) -> list[dict[str, Any]]:
    """Return a message in parts: its text, then each picture under its name."""
    parts: list[dict[str, Any]] = [{"type": "text", "text": text}]
    for picture in pictures:
        parts.append({"type": "text", "text": f"{picture.name}:"})
        parts.append({"type": "image_url", "image_url": {"url": look(picture)}})
    return parts
