"""The smallest changes that give cases an officer, as the document, the page and the workbook have them."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.document import ReportDocument
from app.report.sections.unassigned.entry import FixEntry
from app.report.sheets import Cell, Column, Table
from app.report.text.numbers import counted, hours_text
from app.report.text.words import KEPT, REASON_TITLES

MOST_ROWS = 40
"""Groups that the page lists."""


def rows(document: ReportDocument) -> list[dict[str, str]]:
    """Rows of the page."""
    return [
        {
            "cases": _cases(each),
            "reason": REASON_TITLES.get(each.reason, each.reason),
            "needs": each.needs,
            "sentence": each.sentence,
            "changes": " · ".join(each.changes),
        }
        for each in document.fixes[:MOST_ROWS]
    ]


def _cases(found: FixEntry) -> str:
    named = ", ".join(found.case_ids[:3])
    more = found.cases - len(found.case_ids[:3])
    return f"{named} and {more:,} more ({hours_text(found.hours)})" if more else f"{named} ({hours_text(found.hours)})"


def sheet(document: ReportDocument) -> Table:
    """The sheet of plan.xlsx: one row for each group of cases."""
    columns = (
        Column("Cases", "count", 9),
        Column("Hours", "hours", 10),
        Column("Among them", "long", 40),
        Column("They need", "long", 34),
        Column("Reason", "text", 34),
        Column("Smallest change", "long", 80),
        Column("To try with whatif --change", "long", 50),
    )
    note = "" if document.fixes else "Every case that there is has an officer."
    return Table("Fixes", columns, _cells(document), note)


def _cells(document: ReportDocument) -> Iterator[tuple[Cell, ...]]:
    for each in document.fixes:
        yield (
            each.cases,
            each.hours,
            ", ".join(each.case_ids),
            each.needs,
            REASON_TITLES.get(each.reason, each.reason),
            each.sentence,
            "\n".join(each.changes),
        )


def summary(document: ReportDocument) -> str:
    """How many of the cases a verified change would place, in a sentence."""
    if not document.fixes:
        return ""
    placed = sum(each.cases_placed for each in document.fixes)
    more = len(document.fixes) - MOST_ROWS
    rest = f" Here are the {MOST_ROWS} most urgent of {len(document.fixes):,} groups." if more > 0 else ""
    return (
        f"For each group of such cases, the smallest change that was found for one officer while {KEPT}; each was made "
        f"and checked. One at a time, they give {counted(placed, 'case')} of {len(document.unassigned):,} an officer."
        f"{rest}"
    )
