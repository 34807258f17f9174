"""A report as a self-contained HTML page: no script, nothing from elsewhere, and all that people said is only text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.studies.reports.compiling import report_of
from troupe_mcp.studies.reports.drawing import STYLE, drawn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.studies.reports.charts import Chart
    from troupe_mcp.studies.reports.facts import Facts

HUES = 7


def as_page(facts: Facts, sources: Mapping[str, str]) -> str:
    """Return the report of a run, from `page.html.j2` and `page.css` of these sources."""
    # Here, because jinja2 takes long to import and a server may never export.
    from jinja2 import DictLoader, Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=DictLoader(dict(sources)),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    report = report_of(facts)
    names = dict.fromkeys(person.name for scene in report.scenes for person in scene.portraits)
    order = {name: at for at, name in enumerate(names)}

    def draw(chart: Chart, number: int) -> Markup:
        return Markup(drawn(chart, number))  # noqa: S704 -- our own drawing, in which all text is escaped

    def hue(name: str) -> int:
        return order.get(name, 0) % HUES

    page = environment.get_template("page.html.j2").render(
        report=report,
        style=Markup(sources["page.css"] + STYLE),  # noqa: S704 -- our own file
        draw=draw,
        hue=hue,
        initials=initials,
        several_players="," in facts.played_by,
    )
    return page.strip() + "\n"


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = [word for word in name.split() if word[:1].isalnum()] or name.split() or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
