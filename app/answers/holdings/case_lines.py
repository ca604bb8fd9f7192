"""Who holds each case today and in a plan, a line for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.intake.roster import Roster
from app.report.text.numbers import number
from solver.problem import Problem


class Change(StrEnum):
    """What a plan does with a case."""

    KEPT = "kept"
    """It stays with its officer."""
    MOVES = "moves"
    """Another officer has it."""
    NEW = "new"
    """Nobody had it, now an officer has."""
    LOST = "lost"
    """An officer had it, now nobody has."""
    WAITS = "waits"
    """Nobody had it, and nobody has."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case.

    Attributes
    ----------
    number : int
        Its place in the roster, from 1: what stands for it in an address, so that no id does.
    case_id, case_type, office : str
        Empty where the roster does not say.
    hours : float
        That it takes.
    priority : int
        1 is the most urgent.
    before, after : str
        Officers; empty: nobody.
    change : Change
    reason : str
        As ``assignments.csv`` has it.
    """

    number: int
    case_id: str
    case_type: str
    office: str
    hours: float
    priority: int
    before: str
    after: str
    change: Change
    reason: str


def lines_of(problem: Problem, roster: Roster, assignments: Iterable[Mapping[str, str]]) -> list[CaseLine]:
    """Every case of a plan, in its order.

    Parameters
    ----------
    problem : Problem
        That was planned.
    roster : Roster
        Of which the problem was made; cases that only the problem has (of changes made) have no type and no office.
    assignments : iterable of mapping
        The rows of ``assignments.csv``.
    """
    cases = roster.cases
    row_of = {case_id: row for row, case_id in enumerate(cases.ids)}
    place_of = {case_id: place for place, case_id in enumerate(problem.cases.ids)}
    out = []
    for at, each in enumerate(assignments, 1):
        case_id = each["case_id"]
        row, place = row_of.get(case_id), place_of[case_id]
        out.append(
            CaseLine(
                number=at,
                case_id=case_id,
                case_type="" if row is None else cases.case_type[row] or "",
                office="" if row is None else cases.office[row] or "",
                hours=number(problem.hours(int(problem.cases.effort[place]))),
                priority=int(problem.cases.priority[place]),
                before=each["previous_officer"],
                after=each["officer_id"],
                change=change_of(each["previous_officer"], each["officer_id"]),
                reason=each["reason"],
            )
        )
    return out


def change_of(before: str, after: str) -> Change:
    """What becomes of a case that one officer had, and another one has; empty: nobody."""
    if not after:
        return Change.LOST if before else Change.WAITS
    if not before:
        return Change.NEW
    return Change.KEPT if before == after else Change.MOVES
