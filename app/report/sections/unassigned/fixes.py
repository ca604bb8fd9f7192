"""The smallest changes that give cases an officer, as the document, the page and the workbook have them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.intake.build.problem import Built
from app.intake.options import PlanOptions
from app.intake.scenario.text import text_of
from app.report.document import ReportDocument
from app.report.sections.unassigned.entry import FixEntry
from app.report.sheets import Cell, Column, Table
from app.report.text.numbers import counted, hours_text, number
from app.report.text.words import REASON_TITLES
from solver.analysis.casework.fixes import Fix, fixes
from solver.analysis.fte import Basis, Period
from solver.arrays import Ints
from solver.plan import UNPLACED, Plan, Reason
from solver.tiers import FairShares

MOST_IDS = 10
MOST_ROWS = 40
"""Groups that the page lists."""
KEPT = "everybody keeps what the plan gives them"


def fixes_of(built: Built, goals: PlanOptions, plan: Plan | None, shares: FairShares) -> tuple[list[FixEntry], Ints]:
    """All groups of cases without an officer, and the group of each case (from 1; 0: it has an officer)."""
    problem, cases = built.problem, built.problem.cases
    if plan is not None:
        officer, reason = plan.officer, plan.reason
    else:
        officer = np.where(cases.pinned, cases.current, UNPLACED).astype(np.int32)
        reason = np.zeros(len(cases), np.int8)
        reason[shares.aside_no_officer] = Reason.NO_ELIGIBLE_OFFICER
        reason[shares.aside_no_hours] = Reason.NO_HOURS
    basis = Basis.of(Period(goals.period))
    found = fixes(problem, officer, reason, goals.policy, hire_hours=basis.productive_hours)
    group = np.zeros(len(cases), np.int64)
    for number_, fix in enumerate(found, 1):
        group[fix.cases] = number_
    return [_entry(built, fix, basis, plan) for fix in found], group


def _entry(built: Built, fix: Fix, basis: Basis, plan: Plan | None) -> FixEntry:
    problem = built.problem
    changes = [text_of(change, full_time_hours=basis.productive_hours) for change in fix.changes]
    label = f"not verified ({fix.why_not})"
    if fix.placed:
        one = len(fix.cases) == 1
        these = "this case" if one else f"{fix.placed:,} of these {len(fix.cases):,} cases"
        gets = "gets" if one or fix.placed == 1 else "get"
        label = f"verified: {these} then {gets} an officer"
    said = "; ".join(str(change) for change in fix.changes) or "no change was found"
    by = "" if plan is None or not fix.placed else f" while {KEPT}"
    return FixEntry(
        reason=fix.reason.label,
        needs="; ".join(str(problem.needs[row]) for row in fix.rows),
        cases=len(fix.cases),
        hours=number(problem.hours(int(problem.cases.effort[fix.cases].sum()))),
        case_ids=[problem.cases.ids[case] for case in fix.cases[:MOST_IDS].tolist()],
        changes=changes,
        officer_id=fix.officer,
        cases_placed=fix.placed,
        verified=bool(fix.placed),
        label=label,
        sentence=f"{said[:1].upper()}{said[1:]}. {label[:1].upper()}{label[1:]}{by}.",
    )


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
