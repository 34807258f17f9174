"""The checks that a person can be put through."""

from __future__ import annotations

from typing import Literal, get_args

Check = Literal["expectations", "knowledge", "consistency"]
CHECKS: tuple[Check, ...] = get_args(Check)
USUAL: tuple[Check, ...] = ("expectations", "knowledge")
