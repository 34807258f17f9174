"""Pictures made by hand, whole and spoiled, and a folder of them."""

from __future__ import annotations

import zlib
from pathlib import Path


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def png(colour: int = 200, *, between: bytes = b"") -> bytes:
    """A grey picture of one pixel."""
    head = chunk(b"IHDR", (1).to_bytes(4) * 2 + bytes((8, 0, 0, 0, 0)))
    body = chunk(b"IDAT", zlib.compress(bytes((0, colour))))
    return b"\x89PNG\r\n\x1a\n" + head + between + body + chunk(b"IEND", b"")


def gif(frames: int = 1) -> bytes:
    """A picture of one pixel, as often as there are frames."""
    head = b"GIF89a" + bytes((1, 0, 1, 0, 0x80, 0, 0)) + bytes((0, 0, 0, 255, 255, 255))
    frame = b"\x21\xf9\x04\x00\x0a\x00\x00\x00" + b"\x2c" + bytes((0, 0, 0, 0, 1, 0, 1, 0, 0)) + b"\x02\x02\x44\x01\x00"
    return head + frame * frames + b"\x3b"


def jpeg() -> bytes:
    """The skeleton of a JPEG: a frame, a scan, an end."""
    frame = b"\xff\xc0" + (11).to_bytes(2) + bytes((8, 0, 1, 0, 1, 1, 1, 0x11, 0))
    scan = b"\xff\xda" + (8).to_bytes(2) + bytes((1, 1, 0, 0, 63, 0)) + b"\x00"
    return b"\xff\xd8\xff\xe0" + (4).to_bytes(2) + b"\x00\x00" + frame + scan + b"\xff\xd9"


def webp(*kinds: bytes) -> bytes:
    """The skeleton of a WebP with chunks of these kinds."""
    body = b"WEBP" + b"".join(kind + (2).to_bytes(4, "little") + b"\x00\x00" for kind in kinds)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


GOOD = {"kettle.png": png(), "photo.jpg": jpeg(), "still.gif": gif(), "ad.webp": webp(b"VP8 "), "odd.jpg": png(3)}
MEDIA = {"kettle.png": "png", "photo.jpg": "jpeg", "still.gif": "gif", "ad.webp": "webp", "odd.jpg": "png"}
BAD = {
    "moving.gif": (gif(2), "is animated"),
    "moving.png": (png(between=chunk(b"acTL", bytes(8))), "is animated"),
    "moving.webp": (webp(b"VP8X", b"ANIM", b"ANMF"), "is animated"),
    "cut.png": (png()[:-6], "is damaged or cut off"),
    "flipped.png": (png().replace(b"IDAT", b"IDAU"), "is damaged or cut off"),
    "cut.jpg": (jpeg()[:-2], "is damaged or cut off"),
    "cut.gif": (gif()[:-3], "is damaged or cut off"),
    "cut.webp": (webp(b"VP8 ")[:-1], "is damaged or cut off"),
    "paper.pdf": (b"%PDF-1.7\n", "is a damaged PDF. Save it anew, or give its text"),
    "paper.odt": (b"PK\x03\x04", "is neither a picture (PNG, JPEG, WebP, GIF) nor a text (.txt, .md, .html, "),
    "named.png": (b"not a picture", "is neither a picture"),
    "latin.txt": ("Grüße".encode("latin-1"), "is not UTF-8 text"),
    "long.txt": (b"x" * 20_001, "has 20,001 characters; at most 20,000"),
    "huge.png": (png() + bytes(5_000_001), "has more than 5,000,000 bytes"),
    "empty.txt": (b"", "is empty"),
}


def folder(directory: Path) -> Path:
    """A folder of pictures and texts, a link that leads out of it, and a secret beside it."""
    made = directory / "files"
    made.mkdir()
    (directory / "secret.png").write_bytes(png())
    for name, data in {**GOOD, **{name: data for name, (data, _) in BAD.items()}}.items():
        (made / name).write_bytes(data)
    (made / "brief.md").write_text("# The kettle\nIt boils in a minute.", "utf-8")
    (made / ".hidden.png").write_bytes(png())
    (made / "inner").mkdir()
    (made / "link.png").symlink_to(directory / "secret.png")
    return made
