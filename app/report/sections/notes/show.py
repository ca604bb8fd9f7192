"""What to look at in the roster: what its reader found odd, and what the plan had to assume."""

from __future__ import annotations

from app.report.blocks import Bullets, Column, Section, Table
from app.report.sections.findings.show import in_words
from app.report.source import Source
from app.report.text.sheet_names import TO_SETTLE

MOST_WARNINGS = 100
TITLE = "What to look at in the roster"


def show(source: Source) -> Section:
    """Warnings, as many as people read, and notes; nothing where there are none."""
    document = source.document
    said = set(map(in_words, document.findings))  # in a section of their own
    others = [warning for warning in document.warnings if warning not in said]
    lines = (*others[:MOST_WARNINGS], *document.notes)
    if not lines:
        return Section(TITLE, "notes")
    table = Table(TITLE, (Column("What to look at", "long", str, 60, is_head=True),), lines, sheet=TO_SETTLE)
    return Section(TITLE, "notes", blocks=(Bullets(lines),), sheets=(table,))
