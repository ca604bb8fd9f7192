"""Rules that pins break, or cases that stay since nobody else may hold them."""

from __future__ import annotations

from app.report.blocks import Bullets, Column, Paragraph, Section, Table
from app.report.sections.breaches.entry import BreachEntry
from app.report.source import Source
from app.report.text.sheet_names import TO_SETTLE
from app.report.text.words import cut

MOST_BREACHES = 100
TITLE = "Rules that pins break"


def show(source: Source) -> Section:
    """Each in a sentence; nothing where no rule is broken."""
    breaches = source.document.breaches
    if not breaches:
        return Section(TITLE, "breaches")
    more = cut(len(breaches), MOST_BREACHES, f"the first {MOST_BREACHES}", "breaches")
    says = (
        "A pin is an order, and a case that nobody else may hold stays where it is: the plan obeys, and says what that "
        f"breaks. {more}"
    ).rstrip()
    listed = tuple(breach.sentence for breach in breaches[:MOST_BREACHES])
    return Section(TITLE, "breaches", blocks=(Paragraph(says), Bullets(listed)), sheets=(_table(breaches),))


def _table(breaches: list[BreachEntry]) -> Table[BreachEntry]:
    return Table(
        TITLE,
        (
            Column("Officer", "text", lambda each: each.officer_id, 16, is_head=True),
            Column("Rule", "text", lambda each: each.rule),
            Column("What is broken", "long", lambda each: each.sentence, 60),
        ),
        breaches,
        sheet=TO_SETTLE,
    )
