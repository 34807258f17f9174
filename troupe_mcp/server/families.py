"""All tools of an app, family by family, in the order in which clients list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.server.tools.comparing import ComparingTools
from troupe_mcp.server.tools.editing import EditingTools
from troupe_mcp.server.tools.exports import ExportTools
from troupe_mcp.server.tools.people import PeopleTools
from troupe_mcp.server.tools.readings import ReadingTools
from troupe_mcp.server.tools.runs import RunTools
from troupe_mcp.server.tools.studies import StudyTools
from troupe_mcp.server.tools.surveys import SurveyTools
from troupe_mcp.server.tools.worlds import WorldTools

if TYPE_CHECKING:
    from troupe_mcp.app import App
    from troupe_mcp.server.tool import Verb


def verbs(app: App) -> list[Verb]:
    """Return what becomes a tool of an app."""
    families = (
        PeopleTools(app),
        WorldTools(app),
        StudyTools(app),
        ReadingTools(app),
        RunTools(app),
        EditingTools(app),
        SurveyTools(app),
        ExportTools(app),
        ComparingTools(app),
    )
    return [verb for family in families for verb in family.all()]
