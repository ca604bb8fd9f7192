"""What to look at in the roster: what its reader found odd, and what the plan had to assume."""

from __future__ import annotations

from app.report.blocks import Bullets, Section
from app.report.sections.findings.show import in_words
from app.report.source import Source

MOST_WARNINGS = 100


def show(source: Source) -> Section:
    """Warnings, as many as people read, and notes; nothing where there are none."""
    document = source.document
    said = set(map(in_words, document.findings))  # at the top of the page
    others = [warning for warning in document.warnings if warning not in said]
    lines = (*others[:MOST_WARNINGS], *document.notes)
    return Section("What to look at in the roster", "notes", blocks=(Bullets(lines),) if lines else ())
