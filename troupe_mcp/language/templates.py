"""Prompt templates: strict Jinja2 over sources that are handed in, with a version that is their digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.language.prompt import digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template


class Templates:
    """Renders the prompt files; a value that a template lacks is an error, never an empty string."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Take the templates as `{name: text}`."""
        # Here, because jinja2 takes longer to import than the rest of the core and a server may never play.
        from jinja2 import DictLoader, Environment, StrictUndefined

        self._constant: dict[str, str] = {}
        self._made: dict[str, Template] = {}
        self.version = digest_of(dict(sources))[:12]
        self._environment = Environment(
            loader=DictLoader(dict(sources)),
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 -- prompts are plain text, not HTML
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        self._environment.globals.clear()  # no template calls any, and each rendering would gather them

    def render(self, name: str, **values: object) -> str:
        """Return the rendered template."""
        if values or name not in self._constant:
            text = self._template(name).render(values).strip()
            if values:
                return text
            self._constant[name] = text
        return self._constant[name]

    def _template(self, name: str) -> Template:
        if name not in self._made:
            self._made[name] = self._environment.get_template(name)
        return self._made[name]
