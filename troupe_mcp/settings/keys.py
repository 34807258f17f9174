"""The providers' keys. They come from the environment alone: no file holds one, and nothing shows one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Keys:
    """The providers' keys; no representation shows them."""

    openai: str = field(default="", repr=False)
    azure: str = field(default="", repr=False)
    azure_endpoint: str = ""


def read_keys(environ: Mapping[str, str]) -> Keys:
    """The keys in the environment, by the names that the providers' own tools read."""
    names = ("OPENAI_API_KEY", "AZURE_OPENAI_KEY", "AZURE_OPENAI_ENDPOINT")
    return Keys(*(environ.get(name, "").strip() for name in names))
