"""What a picture is, by its bytes: its media type, whole and still, or the reason why it cannot be shown."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DAMAGED = "is damaged or cut off"
ANIMATED = "is animated, and models see stills; save one of its frames as a picture"
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Markers that begin a frame (ITU-T T.81, table B.1)."""


class Unshowable(ValueError):
    """A picture that cannot be shown; the message says why, to follow its name."""


def media_of(data: bytes) -> str:
    """Return the media type of a picture, or nothing where the bytes begin like none.

    Raises Unshowable where it is damaged or animated. Its pixels are not decoded: that is for whoever looks at it.
    """
    for begins, media, walk in _KINDS:
        if data.startswith(begins) and (media != "image/webp" or data[8:12] == b"WEBP"):
            try:
                frames = walk(data)
            except IndexError:
                frames = 0
            if frames != 1:
                raise Unshowable(ANIMATED if frames else DAMAGED)
            return media
    return ""


def _png(data: bytes) -> int:
    """Return how many frames a PNG has, 0 where its chunks are not all there (PNG, third edition, section 5)."""
    at, kinds = 8, list[bytes]()
    while kinds[-1:] != [b"IEND"]:
        end = at + 8 + int.from_bytes(data[at : at + 4])
        if end + 4 > len(data) or zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4]):
            return 0
        kinds.append(data[at + 4 : at + 8])
        at = end + 4
    if kinds[0] != b"IHDR" or b"IDAT" not in kinds:
        return 0
    return 2 if b"acTL" in kinds else 1


def _jpeg(data: bytes) -> int:
    """Return 1 where a JPEG has a frame, a scan and an end (ITU-T T.81, annex B), else 0."""
    at, framed = 2, False
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            return int(framed and data.rfind(b"\xff\xd9") > at)
        framed = framed or marker in _JPEG_FRAMES
        at += 1 if marker == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0


def _gif(data: bytes) -> int:
    """Return how many frames a GIF has, 0 where one is cut off (GIF89a, section 17 and on)."""
    at, frames = 13 + _colours(data[10]), 0
    while at < len(data) and data[at] != 0x3B:  # some lack their last byte
        if data[at] == 0x2C:
            frames += 1
            at += 11 + _colours(data[at + 9])
        else:
            at += 2
        while size := data[at]:
            at += size + 1
        at += 1
    return frames


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(data: bytes) -> int:
    """Return how many frames a WebP has, 0 where its chunks are not all there (RFC 9649, section 2)."""
    at, kinds = 12, list[bytes]()
    while at < len(data):
        kinds.append(data[at : at + 4])
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    if at != len(data) or int.from_bytes(data[4:8], "little") + 8 != len(data):
        return 0
    if b"ANIM" in kinds:
        return 2
    return int(b"VP8 " in kinds or b"VP8L" in kinds)


_KINDS: tuple[tuple[bytes, str, Callable[[bytes], int]], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png", _png),
    (b"\xff\xd8\xff", "image/jpeg", _jpeg),
    (b"GIF87a", "image/gif", _gif),
    (b"GIF89a", "image/gif", _gif),
    (b"RIFF", "image/webp", _webp),
)
