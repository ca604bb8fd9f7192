"""Pages from templates, and how figures are written in them."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.access.caller import Caller
from app.api.http.small_form import CSRF
from app.report.blocks import Block
from app.report.text.numbers import percent
from solver.analysis.words import counted

FOLDER = Path(__file__).parent / "templates"
DESIGN_SYSTEM = Path(__file__).parent / "static" / "uswds" / "uswds.css"
"""Made by ``make frontend``, or while a wheel is built; without it the pages have the plain look of ``app.css``."""


def figure(value: float | None) -> str:
    """A number of a level: as many decimals as it has, at most four."""
    if value is None:
        return "–"
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def count(value: int | None) -> str:
    """How many there are: 1,234."""
    return "–" if value is None else f"{value:,}"


def moment(value: datetime) -> Markup:
    """A time, in the zone of this computer; a browser that runs scripts says it in its own (``local_time.js``)."""
    return Markup('<time datetime="{}">{}</time>').format(value.strftime("%Y-%m-%dT%H:%M:%SZ"), moment_text(value))


def moment_text(value: datetime) -> str:
    """The same within a text, in the zone of this computer."""
    return value.astimezone().strftime("%Y-%m-%d %H:%M %Z")


def csrf(visitor: Caller | None) -> Markup:
    """The field that proves to the server that a form is its own; a program that sends a key needs none."""
    token = None if visitor is None else visitor.csrf
    return Markup("") if token is None else Markup('<input type="hidden" name="{}" value="{}">').format(CSRF, token)


def drawn_block(block: Block) -> Markup:
    """A block of the report as markup without styles of its own, which pages do not allow (``drawn.css`` has them)."""
    from app.report.render.html import drawn  # templates of the report: only where a page shows a part of it

    return drawn(block, is_set_in=False)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        percent=percent, figure=figure, count=count, moment=moment, moment_text=moment_text, counted=counted
    )
    environment.globals.update(version=version("caseload"), csrf=csrf, has_design_system=DESIGN_SYSTEM.is_file())
    return environment


ENVIRONMENT = _environment()


def rendered(template: str, **values: Any) -> str:
    """The text of a page."""
    return ENVIRONMENT.get_template(template).render(**values)


def page(template: str, status: int = 200, *, visitor: Caller | None, **values: Any) -> HTMLResponse:
    """A page for somebody; None: for who has not signed in."""
    return HTMLResponse(rendered(template, visitor=visitor, **values), status)
