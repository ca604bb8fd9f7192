"""A detail and its cover: the answer, for programs as JSON and CSV, for people as a screen."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from pydantic import Field

from app.answers.assigned_roster import AssignedRoster
from app.intake.limits import LAST_START
from app.intake.options import PlanOptions
from app.report.entry import Entry
from app.report.text.numbers import about, number, percent, ratio
from app.report.text.words import REASON_TITLES
from solver.analysis.casework.rotation import Absence, Carried, Rotation, Why, holding, rotation
from solver.analysis.fte import Period
from solver.analysis.spelling import Ids
from solver.analysis.words import counted, hours, named
from solver.errors import InvalidChange
from solver.plan import Reason, Status
from solver.problem import Problem

MOST_LISTED = 12
"""Officers whom the screen lists, the fullest first."""
MOST_OTHERS = 5
"""Other cases of a kind that the screen names."""
WHY = {
    Why.NEW: "new",
    Why.LEFT: "its officer has left",
    Why.MAY_NOT: "its officer may not hold it or has no hours",
    Why.TOGETHER: "its family is put together",
    Why.GRANTED: "its move was granted",
    Why.ROOM: "it makes room for others",
}
COLUMNS = ("step", "date", "case_id", "hours", "from_officer", "to_officer", "note")


@dataclass(frozen=True, slots=True)
class Away:
    """Who is away, and for how long.

    Attributes
    ----------
    officers : str
        An id, or several separated by commas.
    days : int
    first_day : datetime.date or None
    granted_moves : int
        Cases of those who stay that may move, too, for fair shares.
    """

    officers: str
    days: int
    first_day: dt.date | None = None
    granted_moves: int = 0


def cover(
    assigned: AssignedRoster, away: Away, options: PlanOptions, should_stop: Callable[[], bool] | None = None
) -> RotationDocument | None:
    """Plan who covers while officers are away; None where the time ran out before there was any cover.

    Raises
    ------
    InvalidChange
        Names an officer who is not there, or nobody who stays; or the first day is so late that the last has no date.
    """
    if away.first_day is not None and away.first_day > LAST_START:
        raise InvalidChange(f"the first day away is {away.first_day}; {LAST_START} is the last that can be")
    problem = holding(assigned.problem, assigned.officer)
    goals, config = options.to_solver(problem)
    found = rotation(
        problem,
        Absence(tuple(who(problem, away.officers)), away.days, Period(options.period)),
        goals=goals,
        config=config,
        granted_moves=away.granted_moves,
        should_stop=should_stop,
    )
    return None if found.plan.status is Status.UNKNOWN else document_of(found, away.first_day)


def who(problem: Problem, text: str) -> list[int]:
    """Positions of the officers who go.

    Raises
    ------
    InvalidChange
        Names nobody, or somebody who is not there.
    """
    known = problem.officers.ids
    names = [text] if text in known else [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise InvalidChange(f"there is no officer {name} in the roster{Ids(known).did_you_mean(name)}")
    return [known.index(name) for name in names]


class HandoverEntry(Entry):
    """A case that goes to somebody else for the time of the detail, and back afterwards."""

    case_id: str
    hours: float
    home: str
    cover: str


class OtherEntry(Entry):
    """Another case that gets an officer or another one, and stays there afterwards; or that loses its officer."""

    case_id: str
    hours: float
    from_officer: str | None = Field(description="null: nobody, or somebody who has left.")
    to_officer: str | None = Field(description="null: nobody, as long as there is no room for it.")
    reason: Why = Field(description="Why it moves, though nobody who is away holds it.")


class StayingEntry(Entry):
    """A case of somebody who is away that nobody works on meanwhile."""

    case_id: str
    hours: float
    officer_id: str
    reason: str = Field(description="pinned, or why nobody can cover it.")


class CarriedEntry(Entry):
    """What an officer who stays carries."""

    officer_id: str
    cases_taken: int = Field(description="Of those who are away.")
    others_taken: int = Field(description="Others; they stand in others_moved.")
    hours_before: float
    hours_during: float
    utilization_before: float | None
    utilization_during: float | None
    more_hours: float = Field(description="Over the whole detail.")


class RotationDocument(Entry):
    """What caseload rotation --json prints."""

    away: list[str]
    days: int
    first_day: str | None
    return_day: str | None
    periods: float = Field(description="The days in periods of the roster, 365 days a year; 6 decimals.")
    status: str = Field(description="optimal: no cover leaves fewer cases out or is fairer, proven.")
    peak_before: float | None = Field(description="Of those who stay, before the detail.")
    peak_during: float | None
    handovers: list[HandoverEntry] = Field(description="The return plan is the same, from cover to home.")
    staying: list[StayingEntry]
    others_moved: list[OtherEntry] = Field(
        description="All other cases that get an officer or another one, or lose theirs."
    )
    carried: list[CarriedEntry]


def document_of(found: Rotation, first_day: dt.date | None) -> RotationDocument:
    """Everything about a rotation."""
    problem = found.problem
    ids, officers, current = problem.cases.ids, problem.officers.ids, problem.cases.current

    def case_hours(case: int) -> float:
        return number(problem.hours(int(problem.cases.effort[case])))

    reasons = dict.fromkeys(found.pinned, "pinned")
    reasons |= {case: Reason(int(found.plan.reason[case])).label for case in found.uncovered}
    return RotationDocument(
        away=[officers[officer] for officer in found.away],
        days=found.days,
        first_day=None if first_day is None else first_day.isoformat(),
        return_day=None if first_day is None else (first_day + dt.timedelta(days=found.days)).isoformat(),
        periods=ratio(found.periods),
        status=_status(found).value,
        peak_before=ratio(_peak(each.utilization_before for each in found.carried)),
        peak_during=ratio(_peak(each.utilization_during for each in found.carried)),
        handovers=[
            HandoverEntry(
                case_id=ids[each.case],
                hours=case_hours(each.case),
                home=officers[each.home],
                cover=officers[each.cover],
            )
            for each in found.handovers
        ],
        staying=[
            StayingEntry(case_id=ids[case], hours=case_hours(case), officer_id=officers[current[case]], reason=reason)
            for case, reason in sorted(reasons.items())
        ],
        others_moved=[
            OtherEntry(
                case_id=ids[each.case],
                hours=case_hours(each.case),
                from_officer=None if each.home < 0 else officers[each.home],
                to_officer=None if each.taker < 0 else officers[each.taker],
                reason=each.why,
            )
            for each in found.others
        ],
        carried=[_carried(officers[each.officer], each) for each in found.carried],
    )


def _status(found: Rotation) -> Status:
    """Whether the goals that say how good a cover is are proven; how evenly the rest is spread is not among them."""
    told = ("coverage", "fairness", "continuity", "shortfall")
    levels = [each for each in found.plan.levels if each.name.startswith(told)]
    return Status.OPTIMAL if all(each.status is Status.OPTIMAL for each in levels) else Status.FEASIBLE


def _peak(values: Iterator[Fraction | None]) -> Fraction | None:
    return max((value for value in values if value is not None), default=None)


def _carried(name: str, found: Carried) -> CarriedEntry:
    return CarriedEntry(
        officer_id=name,
        cases_taken=found.cases_taken,
        others_taken=found.others_taken,
        hours_before=number(found.hours_before),
        hours_during=number(found.hours_during),
        utilization_before=ratio(found.utilization_before),
        utilization_during=ratio(found.utilization_during),
        more_hours=number(found.more_hours),
    )


def as_csv(document: RotationDocument) -> str:
    """Every handover and every return, and what stays, for a case management system."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for each in document.handovers:
        rows.writerow(("handover", document.first_day, each.case_id, each.hours, each.home, each.cover, ""))
    for other in document.others_moved:
        change = (other.from_officer or "", other.to_officer or "", WHY[other.reason])
        rows.writerow(("other", document.first_day, other.case_id, other.hours, *change))
    for left in document.staying:
        rows.writerow(("stays", "", left.case_id, left.hours, left.officer_id, left.officer_id, left.reason))
    for each in document.handovers:
        rows.writerow(("return", document.return_day, each.case_id, each.hours, each.cover, each.home, ""))
    return out.getvalue()


def facts(document: RotationDocument, period: str) -> Iterator[tuple[str, str]]:
    """Labels and texts for people."""
    until = f", back on {document.return_day}" if document.return_day else ""
    yield "Away", f"{named(document.away)} for {counted(document.days, 'day')}{until}"
    covers = len({each.cover for each in document.handovers})
    if document.handovers:
        total = sum((Fraction(repr(each.hours)) for each in document.handovers), Fraction(0))
        what = f"{counted(len(document.handovers), 'case')} of {hours(total)} a {period}"
        yield "Handed over", f"{what}, to {counted(covers, 'officer')}; each comes back afterwards"
    else:
        yield "Handed over", "nothing"
    pinned = sum(each.reason == "pinned" for each in document.staying)
    if pinned:
        why = _of(pinned, "a pin is an order, so nobody works on it meanwhile")
        yield "Stay", f"{counted(pinned, 'pinned case')}: {why}"
    for reason in dict.fromkeys(each.reason for each in document.staying if each.reason != "pinned"):
        count = sum(each.reason == reason for each in document.staying)
        yield "Not covered", f"{counted(count, 'case')}: {_of(count, REASON_TITLES.get(reason, reason).casefold())}"
    for reason in Why:
        others = [each for each in document.others_moved if each.reason == reason]
        moved = [f"{each.case_id} to {each.to_officer}" for each in others if each.to_officer is not None]
        lost = [f"{each.case_id} of {each.from_officer}" for each in others if each.to_officer is None]
        for label, named_so in (("Move, too", moved), ("Left out", lost)):
            if named_so:
                more = len(named_so) - MOST_OTHERS
                listed = [*named_so[:MOST_OTHERS], *([f"{more:,} more"] if more > 0 else [])]
                yield label, f"{counted(len(named_so), 'other case')} ({WHY[reason]}): {', '.join(listed)}"
    yield "Peak", f"{percent(document.peak_before)} → {percent(document.peak_during)} among those who stay"
    if document.status == Status.OPTIMAL:
        yield "Proof", "no cover takes fewer cases from anybody, and none of those is fairer: proven"
    else:
        yield "Proof", "no cover takes fewer cases from anybody; whether another one is fairer is not proven"


def _of(count: int, why: str) -> str:
    return why if count == 1 else re.sub(r"\bit\b", "them", why)


def taking(document: RotationDocument) -> list[CarriedEntry]:
    """Those who stay and for whom anything changes, the fullest first."""
    return [a for a in document.carried if a.cases_taken or a.others_taken or a.hours_before != a.hours_during]


def rows(document: RotationDocument) -> list[tuple[str, ...]]:
    """What those who stay carry, the fullest first, as far as it is listed."""
    return [
        (
            each.officer_id,
            f"{each.cases_taken:,}",
            f"{each.others_taken:,}",
            about(each.hours_before, 2),
            about(each.hours_during, 2),
            percent(each.utilization_before),
            percent(each.utilization_during),
            about(each.more_hours, 2),
        )
        for each in taking(document)[:MOST_LISTED]
    ]
