"""report.html: one self-contained page that a supervisor can mail, print and read aloud. No script, no network.

It knows no section: it walks what ``sections_of`` gives, and draws each block with the macro of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.report.blocks import Block, Code, Head, Section, Table, Text
from app.report.document import ReportDocument
from app.report.render.grid import grid_of
from app.report.sections.order import sections_of
from app.report.source import Source

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A section with its blocks as markup."""

    id: str
    title: str
    blocks: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that the frame is given."""

    subject: str
    eyebrow: str
    title: str
    footer: str
    is_brief: bool
    css: Markup
    top: tuple[Markup, ...]
    sections: tuple[DrawnSection, ...]


def render(document: ReportDocument) -> str:
    """The report as HTML."""
    return page_of(sections_of(Source(document)))


def page_of(sections: Iterable[Section]) -> str:
    """A page of sections, of which one is a ``Head``.

    Raises
    ------
    TypeError
        None is.
    """
    every = list(sections)
    head = next((section for section in every if isinstance(section, Head)), None)
    if head is None:
        raise TypeError("a page has a head")
    # The stylesheet is our own file; everything else is escaped.
    css = Markup((TEMPLATES / "report.css").read_text("utf-8"))  # noqa: S704
    page = Page(
        subject=head.subject,
        eyebrow=head.eyebrow,
        title=head.title,
        footer=head.footer,
        is_brief=head.is_brief,
        css=css,
        top=tuple(drawn(block) for section in every if section.is_in_head for block in section.blocks),
        sections=tuple(
            DrawnSection(section.id, section.title, tuple(map(drawn, section.blocks)))
            for section in every
            if section.blocks and not section.is_in_head
        ),
    )
    return _environment(True).get_template("report.html").render(page=page)


def drawn(block: Block, *, is_set_in: bool = True) -> Markup:
    """A block as markup, by the macro that is called like its class.

    Parameters
    ----------
    block : Block
    is_set_in : bool
        A chart sets itself in by as much as its labels need, with a style of its own. False: the stylesheet does it.
    """
    macro = getattr(_macros(is_set_in), type(block).__name__.lower())
    markup: Markup = macro(grid_of(block) if isinstance(block, Table) else block)
    return markup


def words(text: Text) -> Markup:
    """A text with what is to be typed in it set apart."""
    return Markup("").join(map(_run, (text,) if isinstance(text, str) else text))


def _run(part: str | Code) -> Markup:
    if isinstance(part, str):
        return escape(part)
    return Markup("<code{}>{}</code>").format(Markup(' class="muted"') if part.is_quiet else "", breakable(part.text))


def breakable(text: str) -> Markup:
    """What is to be typed; a line may end after each change."""
    return Markup(";<wbr>").join(text.split(";"))


@cache
def _macros(is_set_in: bool) -> Any:
    return _environment(is_set_in).get_template("blocks.html").module


@cache
def _environment(is_set_in: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["is_set_in"] = is_set_in
    environment.filters.update(words=words, breakable=breakable)
    return environment
