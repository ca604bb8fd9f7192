"""report.html: one self-contained page that a supervisor can mail, print and read aloud. No script, no network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.present.model import ReportDocument
from app.present.report_view import view_of

TEMPLATES = Path(__file__).resolve().parent / "templates"


def render(document: ReportDocument) -> str:
    """The report as HTML."""
    environment = _environment()
    # The stylesheet is our own file; everything else is escaped.
    css = Markup((TEMPLATES / "report.css").read_text("utf-8"))  # noqa: S704
    return environment.get_template("report.html").render(report=document, view=view_of(document), css=css)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
