"""Cases that nobody holds, or may hold: why, the smallest changes that would help them, and each by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeVar

from app.report.blocks import Bullets, Column, Heading, Section, Table, Where, paragraph, present
from app.report.document import ReportDocument
from app.report.sections.unassigned.entry import FixEntry, NobodyElse, Unassigned
from app.report.source import CaseList, Source
from app.report.text.numbers import hours_text
from app.report.text.sheet_names import TO_SETTLE
from app.report.text.words import KEPT, REASON_TITLES, cut
from solver.analysis.words import counted

Row = TypeVar("Row", Unassigned, NobodyElse)

MOST_UNASSIGNED = 100
MOST_SHORTAGES = 20
MOST_FIXES = 40
"""Groups that the page lists."""
NONE_STAYS = "No case stays with somebody who may not hold it for want of anybody else."
ALL_HELD = "Every case that there is has an officer."


def show(source: Source) -> Section:
    """On the page only where there are such cases; the workbook says that there are none."""
    document = source.document
    cases, fixes = _cases(document, source.cases), fix_table(document)
    stay = _stay(document, source.cases)
    title, sheets = f"{counted(len(document.unassigned), 'case')} without an officer", (cases, fixes, stay)
    if not document.unassigned and not document.nobody_else:
        return Section(title, "unassigned", sheets=sheets)
    if not document.unassigned:
        title = _staying(document)
    shortages = (shortage.sentence for shortage in document.shortages[:MOST_SHORTAGES])
    return Section(
        title,
        "unassigned",
        blocks=present(
            Bullets((*_reasons(document), *shortages)) if document.unassigned else None,
            paragraph(_why_they_stay(document)),
            *([Heading("Smallest changes"), paragraph(fix_summary(document)), fixes] if document.fixes else []),
            Heading("Case by case") if document.fixes else None,
            paragraph(cut(len(document.unassigned), MOST_UNASSIGNED, f"the most urgent {MOST_UNASSIGNED}", "cases")),
            cases if document.unassigned else None,
            paragraph(cut(len(document.nobody_else), MOST_UNASSIGNED, f"the most urgent {MOST_UNASSIGNED}", "cases")),
            stay if document.nobody_else else None,
        ),
        sheets=sheets,
    )


def _staying(document: ReportDocument) -> str:
    return f"{counted(len(document.nobody_else), 'case')} that nobody may hold"


def _why_they_stay(document: ReportDocument) -> str:
    """What becomes of cases that nobody may hold; empty where there are none."""
    if not document.nobody_else:
        return ""
    counts = Counter(case.reason for case in document.nobody_else).most_common()
    why = ", ".join(f"{REASON_TITLES.get(reason, reason).casefold()}: {count:,}" for reason, count in counts)
    verb, them = ("stays", "it") if len(document.nobody_else) == 1 else ("stay", "them")
    with_whom = f"with the officer who has {them}, and {'counts' if them == 'it' else 'count'} there"
    return (
        f"{_staying(document)} {verb} {with_whom} ({why}). Nobody else could take {them}; "
        f"--release-ineligible takes {them} away."
    )


def _stay(document: ReportDocument, behind: CaseList | None) -> Table[NobodyElse]:
    """Cases that nobody may hold and that stay, the most urgent first on the page."""
    stays_with: Column[NobodyElse] = Column("Stays with", "text", lambda case: case.officer_id, 16)
    title = "Cases that nobody may hold, which stay where they are"
    return _listed(title, stays_with, document.nobody_else, behind, sheet=TO_SETTLE, none=NONE_STAYS)


def _reasons(document: ReportDocument) -> Iterator[str]:
    counts = Counter(case.reason for case in document.unassigned)
    for reason, count in counts.most_common():
        yield f"{REASON_TITLES.get(reason, reason)}: {counted(count, 'case')}."


def _cases(document: ReportDocument, behind: CaseList | None) -> Table[Unassigned]:
    """The most urgent first: always on the page, and in the workbook where not all fit."""
    today: Column[Unassigned] = Column("Officer today", "text", lambda case: case.previous_officer, 16, absent="nobody")
    return _listed("Cases without an officer", today, document.unassigned, behind, sheet=TO_SETTLE, none=ALL_HELD)


def _listed(
    title: str, officer: Column[Row], cases: list[Row], behind: CaseList | None, *, sheet: str, none: str
) -> Table[Row]:
    """Cases with what would change it: all of them, or the most urgent where a workbook has no room for more."""
    urgent = sorted(cases, key=lambda case: case.priority)
    rows, note = cases, "" if cases else none
    if behind is not None and len(rows) > behind.most_rows:
        note = f"The {behind.most_rows:,} most urgent of {len(rows):,}; all of them are in report.json."
        rows = urgent[: behind.most_rows]
    return Table(
        title,
        (
            Column("Case", "text", lambda case: case.case_id, 18, is_head=True),
            Column("Priority", "count", lambda case: case.priority, 9),
            Column("Work", "hours", lambda case: case.hours, 10, sheet_title="Hours"),
            officer,
            Column("Reason", "phrase", lambda case: REASON_TITLES.get(case.reason, case.reason), 34),
            Column("What would change it", "long", lambda case: case.fix, 90),
        ),
        rows,
        listed=urgent[:MOST_UNASSIGNED],
        is_stacked=True,
        sheet=sheet,
        note=note,
    )


def fix_table(document: ReportDocument) -> Table[FixEntry]:
    """One row for each group of cases that ask for the same."""
    reason = Column[FixEntry]("Reason", "phrase", lambda each: REASON_TITLES.get(each.reason, each.reason), 34)
    needs = Column[FixEntry]("They need", "long", lambda each: each.needs, 34)
    rest = (
        Column[FixEntry]("Smallest change", "long", lambda each: each.sentence, 80),
        Column[FixEntry](
            "For caseload whatif", "changes", lambda each: each.changes, 50, sheet_title="To try with whatif --change"
        ),
    )
    return Table(
        "Smallest changes, each made and checked",
        (Column("Cases", "text", _named, where=Where.PAGE, is_head=True), reason, needs, *rest),
        document.fixes,
        listed=document.fixes[:MOST_FIXES],
        is_stacked=True,
        sheet=TO_SETTLE,
        sheet_columns=(
            Column("Among them", "long", lambda each: ", ".join(each.case_ids), 24),
            Column("Cases", "count", lambda each: each.cases, 9),
            Column("Hours", "hours", lambda each: each.hours, 10),
            needs,
            reason,
            *rest,
        ),
        note="" if document.fixes else ALL_HELD,
    )


def _named(found: FixEntry) -> str:
    named = ", ".join(found.case_ids[:3])
    more = found.cases - len(found.case_ids[:3])
    return f"{named} and {more:,} more ({hours_text(found.hours)})" if more else f"{named} ({hours_text(found.hours)})"


def fix_summary(document: ReportDocument) -> str:
    """How many of the cases a verified change would place, in a sentence."""
    if not document.fixes:
        return ""
    placed = sum(each.cases_placed for each in document.fixes)
    more = len(document.fixes) - MOST_FIXES
    rest = f" Here are the {MOST_FIXES} most urgent of {len(document.fixes):,} groups." if more > 0 else ""
    count = len(document.unassigned) + len(document.nobody_else)
    officer = f"an officer who may hold {'it' if placed == 1 else 'them'}" if document.nobody_else else "an officer"
    return (
        f"For each group of such cases, the smallest change that was found for one officer while {KEPT}; each was made "
        f"and checked. One at a time, they give {counted(placed, 'case')} of {count:,} {officer}.{rest}"
    )
