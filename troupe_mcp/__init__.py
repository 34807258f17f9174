"""Simulated people in a room, for any assistant: an MCP server and the same verbs in Python."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from troupe_mcp.app import App, open_app
    from troupe_mcp.app.runs.play import Play
    from troupe_mcp.app.scenes.interventions import Intervention
    from troupe_mcp.app.scenes.requests import Opening, ScriptLine
    from troupe_mcp.app.scenes.staging import Staging
    from troupe_mcp.app.studies.comparing import Comparison
    from troupe_mcp.app.studies.surveys import SurveyQuestion
    from troupe_mcp.app.views import PersonView, RunView
    from troupe_mcp.errors import TroupeError
    from troupe_mcp.language.completion import Completion, Usage
    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.settings import Settings, load_settings
    from troupe_mcp.simulation.casting.casting import TinyPersonFactory
    from troupe_mcp.simulation.people.person import TinyPerson
    from troupe_mcp.simulation.people.persona import Fragment, Persona
    from troupe_mcp.simulation.steering.steering import Proposition
    from troupe_mcp.simulation.tools import add_tool
    from troupe_mcp.simulation.tools.tool import Outcome, TinyTool, Use
    from troupe_mcp.simulation.turns.actions import ActionKind
    from troupe_mcp.simulation.worlds.world import TinyWorld
    from troupe_mcp.studies.extraction import ResultsExtractor
    from troupe_mcp.studies.reduction import ResultsReducer
    from troupe_mcp.studies.stories import TinyStory
    from troupe_mcp.studies.validation import TinyPersonValidator

__all__ = [
    "ActionKind",
    "App",
    "Comparison",
    "Completion",
    "Fragment",
    "Intervention",
    "Model",
    "Opening",
    "Outcome",
    "PersonView",
    "Persona",
    "Play",
    "Prompt",
    "Proposition",
    "ResultsExtractor",
    "ResultsReducer",
    "RunView",
    "ScriptLine",
    "Settings",
    "Staging",
    "SurveyQuestion",
    "TinyPerson",
    "TinyPersonFactory",
    "TinyPersonValidator",
    "TinyStory",
    "TinyTool",
    "TinyWorld",
    "TroupeError",
    "Usage",
    "Use",
    "add_tool",
    "load_settings",
    "open_app",
]

_HOME = {
    "app": ("App", "open_app"),
    "app.studies.comparing": ("Comparison",),
    "app.scenes.interventions": ("Intervention",),
    "app.runs.play": ("Play",),
    "app.scenes.requests": ("Opening", "ScriptLine"),
    "app.scenes.staging": ("Staging",),
    "app.studies.surveys": ("SurveyQuestion",),
    "app.views": ("PersonView", "RunView"),
    "errors": ("TroupeError",),
    "language.completion": ("Completion", "Usage"),
    "language.model": ("Model",),
    "language.prompt": ("Prompt",),
    "settings": ("Settings", "load_settings"),
    "simulation.turns.actions": ("ActionKind",),
    "simulation.casting.casting": ("TinyPersonFactory",),
    "simulation.people.person": ("TinyPerson",),
    "simulation.people.persona": ("Fragment", "Persona"),
    "simulation.steering.steering": ("Proposition",),
    "simulation.tools": ("add_tool",),
    "simulation.tools.tool": ("Outcome", "TinyTool", "Use"),
    "simulation.worlds.world": ("TinyWorld",),
    "studies.extraction": ("ResultsExtractor",),
    "studies.reduction": ("ResultsReducer",),
    "studies.stories": ("TinyStory",),
    "studies.validation": ("TinyPersonValidator",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> Any:
    """Return an exported name, imported only now: the server must start without what it doesn't use."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    """Return the exported names, so that a notebook completes them."""
    return sorted({*globals(), *__all__})
