"""What comes with the product on disk: people, fragments and prompt templates."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troupe_mcp.errors import ConfigInvalid
from troupe_mcp.language.templates import Templates
from troupe_mcp.simulation.people.persona import Fragment, Persona, Spec, read_document, slug

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = Path(__file__).parent


class Library:
    """The people and fragments of a folder each, read when first asked for."""

    def __init__(self, personas: Path, fragments: Path) -> None:
        self._personas = personas
        self._fragments = fragments

    @classmethod
    def shipped(cls) -> Library:
        """Return the library of this installation: inside the wheel, or beside the package in a checkout."""
        inside, beside = PACKAGE / "_library", PACKAGE.parent
        root = inside if (inside / "personas").is_dir() else beside
        return cls(root / "personas", root / "fragments")

    @cached_property
    def people(self) -> Mapping[str, Persona]:
        """The library's people by the slug of their name."""
        read = [Persona.of(spec, _word(spec.get("name"))) for _, spec in _documents(self._personas, "TinyPerson")]
        return {slug(persona.name): persona for persona in read}

    @cached_property
    def fragments(self) -> Mapping[str, Fragment]:
        """The library's fragments by name, e.g. `picky_customer`."""
        return {name: Fragment(name, spec) for name, spec in _documents(self._fragments, "Fragment")}

    def person(self, name: str) -> Persona | None:
        """Return the person of that name, whole or the first or last word of it where only one has it."""
        key = slug(name)
        if key in self.people:
            return self.people[key]
        partly = [persona for known, persona in self.people.items() if key in known.split("-")]
        return partly[0] if len(partly) == 1 else None

    def fragment(self, name: str) -> Fragment | None:
        """Return the fragment of that name; blanks and hyphens count as underscores."""
        return self.fragments.get(slug(name).replace("-", "_"))


def load_templates() -> Templates:
    """Return the prompt templates of this installation."""
    folders = [PACKAGE / "simulation" / "prompts", PACKAGE / "studies" / "prompts"]
    return Templates({path.name: path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.j2"))})


def load_page() -> Mapping[str, str]:
    """Return the sources of a report's page: its template and its style."""
    folder = PACKAGE / "studies" / "reports"
    return {name: (folder / name).read_text("utf-8") for name in ("page.html.j2", "page.css")}


def _documents(folder: Path, expected: str) -> list[tuple[str, Spec]]:
    found: list[tuple[str, Spec]] = []
    for path in sorted(folder.glob("*.json")):
        try:
            document: Any = json.loads(path.read_text("utf-8"))
        except ValueError as fault:
            message = f"{path} is not JSON ({fault}); mend it or take it out of the library."
            raise ConfigInvalid(message) from fault
        found.append((path.name.split(".", 1)[0], read_document(document, expected)))
    return found


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""
