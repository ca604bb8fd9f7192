"""report.html: one self-contained page that a supervisor can mail, print and read aloud. No script, no network."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.report.document import ReportDocument
from app.report.report_view import view_of

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def render(document: ReportDocument) -> str:
    """The report as HTML."""
    environment = _environment()
    # The stylesheet is our own file; everything else is escaped.
    css = Markup((TEMPLATES / "report.css").read_text("utf-8"))  # noqa: S704
    return environment.get_template("report.html").render(report=document, view=view_of(document), css=css)


def headings(sections: Markup) -> list[tuple[str, Markup]]:
    """Where each section begins and what it is called, read off the sections that are there."""
    return [(name, Markup(title)) for name, title in re.findall(r'<h2 id="([\w-]+)">(.+?)</h2>', sections)]  # noqa: S704 - escaped there


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["headings"] = headings
    return environment
