"""Rules that pins break, or cases that stay since nobody else may hold them."""

from __future__ import annotations

from app.report.blocks import Bullets, Paragraph, Section
from app.report.source import Source
from app.report.text.words import cut

MOST_BREACHES = 100


def show(source: Source) -> Section:
    """Each in a sentence; nothing where no rule is broken."""
    breaches = source.document.breaches
    if not breaches:
        return Section("Rules that pins break", "breaches")
    more = cut(len(breaches), MOST_BREACHES, f"the first {MOST_BREACHES}", "breaches")
    says = (
        "A pin is an order, and a case that nobody else may hold stays where it is: the plan obeys, and says what that "
        f"breaks. {more}"
    ).rstrip()
    listed = tuple(breach.sentence for breach in breaches[:MOST_BREACHES])
    return Section("Rules that pins break", "breaches", blocks=(Paragraph(says), Bullets(listed)))
