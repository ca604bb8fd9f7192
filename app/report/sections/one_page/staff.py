"""What the plan changes for the people who work by it."""

from __future__ import annotations

from collections.abc import Iterable

from app.report.document import ReportDocument
from app.report.sections.one_page.said import Said
from app.report.sections.summary.facts import has_today, left_to_nobody
from app.report.text.numbers import hours_text, percent
from solver.analysis.words import counted

NO_PLAN = "No plan was made: this is the verdict alone."


def staff(document: ReportDocument) -> tuple[Said, ...]:
    """Cases that change hands, new cases, and from where to where the load of one officer reaches."""
    plan = document.plan
    if plan is None:
        return (Said(NO_PLAN), *_load(document))
    moves, cases = plan.moves, counted(document.counts.cases, "case")
    if not moves.cases:
        said = [Said("No case changes hands.")]
    else:
        verb = "changes" if moves.cases == 1 else "change"
        must = f" {moves.forced:,} of them must." if moves.forced else ""
        text = f"{moves.cases:,} of {cases} {verb} hands ({hours_text(moves.hours)})."
        said = [Said(f"{text}{must}", text, 4)]
    if moves.lost:
        said.append(Said(left_to_nobody(moves).strip(), f"{moves.lost:,} lose their officer.", 3))
    return (*said, *_new(document), *_load(document))


def _new(document: ReportDocument) -> tuple[Said, ...]:
    new = document.counts.new_cases
    if not new:
        return ()
    left = sum(case.previous_officer is None for case in document.unassigned)
    placed = max(0, new - left)
    if placed == new:
        return (Said(f"{counted(new, 'new case')} {'gets' if new == 1 else 'get'} an officer.", "", 5),)
    return (Said(f"{placed:,} of {counted(new, 'new case')} {'gets' if placed == 1 else 'get'} an officer."),)


def _load(document: ReportDocument) -> tuple[Said, ...]:
    today = _range(officer.utilization_before for officer in document.officers) if has_today(document) else ""
    planned = "" if document.plan is None else _range(officer.utilization for officer in document.officers)
    if today and planned:
        return (Said(f"Officers are {today} full today, and {planned} in the plan."),)
    if planned:
        return (Said(f"Officers are {planned} full in the plan."),)
    return (Said(f"Officers are {today} full today."),) if today else ()


def _range(given: Iterable[float | None]) -> str:
    """From the emptiest to the fullest who have hours; empty where nobody has."""
    used = [value for value in given if value is not None]
    if not used:
        return ""
    low, high = percent(min(used)), percent(max(used))
    return low if low == high else f"{low} to {high}"
