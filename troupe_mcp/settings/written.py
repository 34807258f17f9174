"""What somebody wrote: the values in the file and in the environment, each with its place, which a fault names.

The file is read by our own few lines because `configparser` forgets the line numbers, and `pydantic-settings` reads the
process's environment behind the back of whoever builds `Settings`.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from troupe_mcp.errors import ConfigInvalid
from troupe_mcp.settings.sections import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "TROUPE_"
_FILE = Path("config.ini")
_NOT_OURS = "If the file is not troupe-mcp's, name its own by --config."

KEYS: Mapping[str, Mapping[str, object]] = {name: dict(section) for name, section in Settings()}
"""Every key there is: section to key to default."""
_OPEN = ("prices",)
"""Sections whose keys are names that the operator chooses."""


class Entry(NamedTuple):
    """A value as somebody wrote it, and where."""

    section: str
    key: str
    value: str
    where: str


def in_file(config: Path | None) -> list[Entry]:
    """What the file says; nothing where there is none of ours. Raises ConfigInvalid where it cannot be read."""
    ours = file_of_ours(config)
    return _read(ours[1], ours[0]) if ours else []


def file_of_ours(config: Path | None) -> tuple[Path, str] | None:
    """The file with its text; none where it is not there, or where it is somebody else's and was not asked for."""
    path = config or _FILE
    if config is None and not path.is_file():
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigInvalid(f"{path} cannot be read: {error.strerror}. Mend it, or name another by --config.") from None
    except UnicodeDecodeError as error:
        if config is None:
            return None
        raise ConfigInvalid(f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    return (path, text) if config or _is_ours(text) else None


def _is_ours(text: str) -> bool:
    """Whether a file has a section of ours, or nearly: one that is written wrong, over a key of it."""
    for section in re.finditer(r"^\s*\[\s*(\w+)\s*(\]?)[^\[]*", text, re.MULTILINE):
        name, closed = section.groups()
        if closed and name in KEYS:
            return True
        near = difflib.get_close_matches(name.lower(), KEYS, n=1)
        if any(re.search(rf"^\s*{key}\s*=", section[0], re.MULTILINE) for each in near for key in KEYS[each]):
            return True
    return False


def _read(text: str, path: Path) -> list[Entry]:
    """INI without continuation lines; the first fault ends it."""
    found: dict[tuple[str, str], Entry] = {}
    section = ""
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        where = f"{path} line {number}"
        if not line or line[0] in "#;":
            continue
        if line[0] == "[" and line[-1] == "]":
            section = line[1:-1].strip()
            if section not in KEYS:
                raise ConfigInvalid(f"{where}: there is no section [{section}]. {_nearest(section, KEYS)} {_NOT_OURS}")
            continue
        key, equals, value = (part.strip() for part in line.partition("="))
        if not section or not equals:
            raise ConfigInvalid(f"{where}: {line!r} is neither [section] nor, below one, key = value nor # comment.")
        if key not in KEYS[section] and section not in _OPEN:
            said = f"{where}: [{section}] has no key {key!r} (= {value!r}). "
            raise ConfigInvalid(f"{said}{_nearest(key, KEYS[section])} {_NOT_OURS}")
        if before := found.get((section, key)):
            raise ConfigInvalid(f"{where}: [{section}] {key} was already given at {before.where}. Keep one of them.")
        found[section, key] = Entry(section, key, value, where)
    return list(found.values())


def in_environment(environ: Mapping[str, str]) -> list[Entry]:
    """What our variables say. Raises ConfigInvalid for one that is no setting."""
    names = {f"{PREFIX}{section}__{key}".upper(): (section, key) for section, keys in KEYS.items() for key in keys}
    ours = [name for name in environ if name.startswith(PREFIX)]
    for name in ours:
        if name not in names:  # its value stays unsaid: it may be a key somebody hoped to pass
            raise ConfigInvalid(f"Environment variable {name}: there is no such setting. {_nearest(name, names)}")
    return [Entry(*names[name], environ[name], f"Environment variable {name}") for name in ours]


def _nearest(name: str, known: Mapping[str, object]) -> str:
    lowered = {one.lower(): one for one in known}
    close = difflib.get_close_matches(name.lower(), lowered, n=1)
    return f"Did you mean {lowered[close[0]]}?" if close else f"Known: {', '.join(known)}."
