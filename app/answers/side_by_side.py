"""Two plans side by side: what each comes to, what every officer has in either, and the cases that differ."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import Field

from app.report.document import ReportDocument
from app.report.entry import Entry, State
from app.report.sections.goals.entry import LevelUnit
from app.report.sections.officers.entry import OfficerEntry

NOBODY = "\0"
"""No officer is called so."""


class PlanSide(Entry):
    """What one of two plans comes to."""

    verdict: State
    peak_utilization: float | None = Field(description="Of the fullest officer.")
    least_peak_utilization: float | None = Field(description="The least that any plan of its roster can reach.")
    gap_hours: float
    fte_gap: float
    moves: int | None = Field(description="Cases that have another officer than today.")
    moves_hours: float | None
    unassigned_cases: int
    officers: int
    cases: int


class LevelPair(Entry):
    """One ranked goal in both plans; smaller is better. Null: the plan has no such goal."""

    name: str
    unit: LevelUnit
    first: float | None
    second: float | None


class OfficerPair(Entry):
    """What one officer has in both plans. Null: the officer is not in the roster of that plan."""

    officer_id: str
    hours_first: float | None
    hours_second: float | None
    utilization_first: float | None
    utilization_second: float | None
    caseload_first: int | None
    caseload_second: int | None


class CasePair(Entry):
    """A case that has another officer in the second plan than in the first."""

    case_id: str
    number_first: int = Field(description="Its place in the roster of the first plan, from 1.")
    number_second: int
    today: str | None = Field(description="Who has it today, as the roster of the first plan says. Null: nobody.")
    officer_first: str | None = Field(description="Null: nobody.")
    officer_second: str | None
    reason_first: str
    reason_second: str


class SideBySide(Entry):
    """Two plans. Officers and cases are the same where their ids are."""

    first: PlanSide
    second: PlanSide
    levels: list[LevelPair] = Field(description="In the order of the first plan.")
    officers: list[OfficerPair] = Field(description="In the order of the first plan, then those of the second alone.")
    cases_in_both: int
    cases_only_in_first: int
    cases_only_in_second: int
    cases_that_differ: int
    cases_listed: int = Field(description="Of them, those of the officer who was asked for; all where nobody was.")
    items: list[CasePair] = Field(description="Some of those that are listed, in the order of the first plan.")


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan as it is kept: ``report.json`` and ``assignments.csv``."""

    report: bytes
    assignments: bytes


def side_by_side(
    first: StoredPlan, second: StoredPlan, skip: int, limit: int, officer: int | None = None
) -> SideBySide:
    """Compare two plans.

    Parameters
    ----------
    first, second : StoredPlan
        Of the same roster, or of different ones.
    skip, limit : int
        Which of the cases that differ are listed: so many, after so many.
    officer : int or None
        Only those that this one has in either plan: a number in ``officers``, from 1. Nobody has that number: none.
    """
    documents = [ReportDocument.model_validate_json(each.report) for each in (first, second)]
    officers = _officers(documents[0].officers, documents[1].officers)
    whose = None
    if officer is not None:
        whose = officers[officer - 1].officer_id if 1 <= officer <= len(officers) else NOBODY
    cases = _cases(first.assignments, second.assignments, slice(skip, skip + limit), whose)
    return SideBySide(
        first=_side(documents[0]),
        second=_side(documents[1]),
        levels=_levels(*documents),
        officers=officers,
        cases_in_both=cases.both,
        cases_only_in_first=cases.only_first,
        cases_only_in_second=cases.only_second,
        cases_that_differ=cases.differ,
        cases_listed=cases.listed,
        items=cases.items,
    )


def _side(document: ReportDocument) -> PlanSide:
    plan, verdict = document.plan, document.verdict
    return PlanSide(
        verdict=verdict.state,
        peak_utilization=None if plan is None else plan.peak_utilization,
        least_peak_utilization=verdict.peak_utilization,
        gap_hours=verdict.gap_hours,
        fte_gap=verdict.fte_gap,
        moves=None if plan is None else plan.moves.cases,
        moves_hours=None if plan is None else plan.moves.hours,
        unassigned_cases=0 if plan is None else plan.unassigned_cases,
        officers=document.counts.officers,
        cases=document.counts.cases,
    )


def _levels(first: ReportDocument, second: ReportDocument) -> list[LevelPair]:
    sides = [{level.name: level for level in each.levels} for each in (first, second)]
    names = dict.fromkeys([*sides[0], *sides[1]])
    found = []
    for name in names:
        pair = [side.get(name) for side in sides]
        unit = next(level.unit for level in pair if level is not None)
        values = [None if level is None else level.value for level in pair]
        found.append(LevelPair(name=name, unit=unit, first=values[0], second=values[1]))
    return found


def _officers(first: list[OfficerEntry], second: list[OfficerEntry]) -> list[OfficerPair]:
    sides = [{each.officer_id: each for each in side} for side in (first, second)]
    found = []
    for officer_id in dict.fromkeys([*sides[0], *sides[1]]):
        a, b = (side.get(officer_id) for side in sides)
        found.append(
            OfficerPair(
                officer_id=officer_id,
                hours_first=None if a is None else a.workload_hours,
                hours_second=None if b is None else b.workload_hours,
                utilization_first=None if a is None else a.utilization,
                utilization_second=None if b is None else b.utilization,
                caseload_first=None if a is None else a.caseload,
                caseload_second=None if b is None else b.caseload,
            )
        )
    return found


@dataclass(slots=True)
class _Cases:
    """What becomes of the cases of two plans."""

    items: list[CasePair]
    both: int = 0
    differ: int = 0
    listed: int = 0
    only_first: int = 0
    only_second: int = 0


def _cases(first: bytes, second: bytes, shown: slice, whose: str | None) -> _Cases:
    """Walk through the first plan, with the second at hand: of a million cases one plan is held, and little of it."""
    same: dict[str, str] = {}
    place: dict[str, int] = {}
    officer: list[str] = []
    reason: list[str] = []
    for at, (case_id, holder, _, why) in enumerate(_rows(second)):
        place[case_id] = at
        officer.append(same.setdefault(holder, holder))
        reason.append(same.setdefault(why, why))
    found = _Cases([])
    for number, (case_id, holder, today, why) in enumerate(_rows(first), 1):
        there = place.get(case_id)
        if there is None:
            found.only_first += 1
            continue
        found.both += 1
        if officer[there] == holder:
            continue
        found.differ += 1
        if whose is not None and whose not in (holder, officer[there]):
            continue
        if shown.start <= found.listed < shown.stop:
            found.items.append(
                CasePair(
                    case_id=case_id,
                    number_first=number,
                    number_second=there + 1,
                    today=today or None,
                    officer_first=holder or None,
                    officer_second=officer[there] or None,
                    reason_first=why,
                    reason_second=reason[there],
                )
            )
        found.listed += 1
    found.only_second = len(place) - found.both
    return found


def _rows(assignments: bytes) -> Iterator[tuple[str, str, str, str]]:
    """Case, officer, officer today and reason, of each row of ``assignments.csv``."""
    rows = csv.reader(io.TextIOWrapper(io.BytesIO(assignments), encoding="utf-8-sig", newline=""))
    header = next(rows)
    case, officer, today, reason = (
        header.index(name) for name in ("case_id", "officer_id", "previous_officer", "reason")
    )
    for row in rows:
        yield row[case], row[officer], row[today], row[reason]
