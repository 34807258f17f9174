"""`config.ini` and the environment, read once into one frozen `Settings`."""

from __future__ import annotations

from troupe_mcp.settings.keys import Keys, read_keys
from troupe_mcp.settings.loading import Given, given_settings, load_settings
from troupe_mcp.settings.sections import (
    BudgetSection,
    CacheSection,
    LimitsSection,
    ModelSection,
    ServerSection,
    Settings,
    SimulationSection,
    StoreSection,
)
from troupe_mcp.settings.values import is_address

__all__ = [
    "BudgetSection",
    "CacheSection",
    "Given",
    "Keys",
    "LimitsSection",
    "ModelSection",
    "ServerSection",
    "Settings",
    "SimulationSection",
    "StoreSection",
    "given_settings",
    "is_address",
    "load_settings",
    "read_keys",
]
