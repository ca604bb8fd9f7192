"""What was noticed in the roster: the first of what stands behind the one page, and above what is to be settled."""

from __future__ import annotations

from app.intake.findings import Finding
from app.report.blocks import Bullets, Column, Notice, Paragraph, Section, Table
from app.report.sections.findings.entry import FindingEntry
from app.report.source import Source
from app.report.text.sheet_names import TO_SETTLE
from solver.analysis.words import counted

MOST_SHOWN = 10
"""Findings that the page lists; the workbook and report.json have all."""
MEANING = {"confirm": "accepted", "note": "noted", "stop": "refused"}


def show(source: Source) -> Section:
    """Findings before anything else, for nobody should trust a plan of a roster that was read otherwise than meant."""
    found = source.document.findings
    if not found:
        return Section("Noticed in the roster", "findings")
    lines = tuple(f"{each.code}: {in_words(each)}" for each in found[:MOST_SHOWN])
    more = (f"and {counted(len(found) - MOST_SHOWN, 'other')}; plan.xlsx lists all",) if len(found) > MOST_SHOWN else ()
    noticed, read = (
        f"{counted(len(found), 'thing')} noticed in the roster.",
        "The plan is for the roster as it was read.",
    )
    # what was only noted is no reason for alarm
    is_doubtful = any(each.severity != "note" for each in found)
    said = Notice(noticed, read) if is_doubtful else Paragraph(f"{noticed} {read}")
    return Section(
        "Noticed in the roster",
        "findings",
        blocks=(said, Bullets((*lines, *more), is_note=True)),
        sheets=(_table(found),),
    )


def in_words(found: FindingEntry) -> str:
    """A finding in words, as every other place says it."""
    return str(Finding.of_dict(found.model_dump()))


def _table(found: list[FindingEntry]) -> Table[FindingEntry]:
    return Table(
        "Noticed in the roster",
        (
            Column("Finding", "text", lambda each: each.code, 22, is_head=True),
            Column("Was", "text", lambda each: MEANING[each.severity], 10),
            Column("Alike", "count", lambda each: each.count, 8),
            Column("Where", "long", _where, 24),
            Column("What was done", "long", lambda each: each.done, 30),
            Column("What is wrong", "long", lambda each: each.message, 50),
            Column("What to do", "long", lambda each: each.todo, 40),
        ),
        found,
        sheet=TO_SETTLE,
    )


def _where(found: FindingEntry) -> str:
    """cases.csv, row 64, required_skills: mongolian."""
    row = "" if found.row is None else f"row {found.row:,}"
    place = ", ".join(filter(None, (found.file, row, found.column)))
    return f"{place}: {found.value}" if found.value else place
