"""Why every case is where it is: reasons, moves, and what is said about cases that nobody holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Indices
from solver.check.facts import NOBODY, Facts
from solver.check.findings import Findings
from solver.check.goals import Measured, keepable, taken_away
from solver.check.spare_capacity import Spare
from solver.goals import Goals, Objective, Policy
from solver.plan import Plan, Reason
from solver.problem import LEFT, NEW, NO_STANDARD

_SEARCHED = (Reason.STANDARDS, Reason.HOURS, Reason.PACKING, Reason.NOT_PROVEN, Reason.STANDARDS_AND_PACKING)
_NEEDS_PROOF = (Reason.PACKING, Reason.STANDARDS_AND_PACKING)


@dataclass(frozen=True, slots=True)
class Moves:
    """What changes for cases that somebody holds today.

    Attributes
    ----------
    cases : int
        Placed cases that leave their officer, or whose officer has left.
    hours : int, ticks
        Their own effort.
    forced : int
        Those of them whose officer has left or may not hold them.
    held_back : int
        Unplaced cases that somebody holds today and may keep.
    """

    cases: int
    hours: int
    forced: int
    held_back: int


def moves_of(facts: Facts, officer: Indices) -> Moves:
    """Count the moves of an assignment."""
    cases = facts.problem.cases
    moved = (officer >= 0) & (cases.current != NEW) & (officer != cases.current)
    return Moves(
        cases=int(moved.sum()),
        hours=sum(cases.effort[moved].tolist()),
        forced=int((moved & ~keepable(facts)).sum()),
        held_back=int((taken_away(facts, officer) & (officer < 0)).sum()),
    )


def reasons_of(facts: Facts, officer: Indices, goals: Goals) -> NDArray[np.int8]:
    """The reason of every case that is placed, or that nobody can hold; ``NOT_PROVEN`` for all others."""
    cases = facts.problem.cases
    chosen = Reason.COST if goals.objective is Objective.COST else Reason.BALANCE
    reason = np.full(len(cases), chosen, np.int8)
    reason[officer == cases.current] = Reason.KEPT
    reason[(cases.current == LEFT) | ((cases.current >= 0) & ~keepable(facts))] = Reason.FORCED
    reason[cases.current == NEW] = Reason.NEW
    reason[cases.pinned] = Reason.PINNED
    reason[facts.stays] = Reason.NOBODY_ELSE
    reason[officer < 0] = Reason.NOT_PROVEN
    barred = facts.without_hours[facts.row]
    reason[~facts.placeable & barred] = Reason.NO_HOURS
    reason[~facts.placeable & ~barred] = Reason.NO_ELIGIBLE_OFFICER
    return reason


def check_reasons(
    facts: Facts,
    goals: Goals,
    plan: Plan,
    measured: Measured,
    spare: Spare,
    explained: dict[Reason, Flags],
    found: Findings,
) -> None:
    """Compare the reasons with those that follow from the assignment, and with what the plan has proven."""
    true = reasons_of(facts, plan.officer, goals)
    searched = (true == Reason.NOT_PROVEN) & np.isin(plan.reason, _SEARCHED)
    for case in np.flatnonzero((plan.reason != true) & ~searched).tolist():
        says, is_ = _label(plan.reason[case]), _label(true[case])
        found.add("reason", f"{found.case(case)}: the plan says {says}; it is {is_}", case)
    for reason, shown in explained.items():
        for case in np.flatnonzero(searched & (plan.reason == reason) & ~shown).tolist():
            found.add("reason", f"{found.case(case)}: {reason.label}, but no shortage of the plan has it", case)
    _check_search(facts, goals, plan, measured, np.flatnonzero(searched).tolist(), spare, found)


def _label(reason: np.int8) -> str:
    return Reason(int(reason)).label if int(reason) in set(Reason) else f"number {reason}"


def _check_search(
    facts: Facts, goals: Goals, plan: Plan, measured: Measured, cases: list[int], spare: Spare, found: Findings
) -> None:
    """Reasons that rest on a search must fit what the plan says to have proven about coverage in the case's part."""
    proven = np.ones((6, measured.parts), np.bool_)
    for level in plan.levels:
        if level.name.startswith("coverage_") and level.part_best.shape == level.part_bound.shape == (measured.parts,):
            proven[int(level.name[-1]) :] &= level.part_best == level.part_bound
    # not the parts of the plan: where the number of moves is limited, there is one part for everything
    with_standard = set(facts.part_of_officer[facts.problem.officers.standard != NO_STANDARD].tolist())
    for case in cases:
        reason, known = Reason(int(plan.reason[case])), proven[facts.priority[case], measured.part_of_case[case]]
        wrong = ""
        if reason in _NEEDS_PROOF and not known:
            wrong = "more cases than the plan's might be placed"
        elif reason is Reason.NOT_PROVEN and known:
            wrong = "no more cases can be placed"
        elif known:
            wrong = _contradiction(reason, goals, case, spare, found)
        if reason is Reason.STANDARDS_AND_PACKING and facts.part_of_case[case] not in with_standard:
            wrong = "no officer to whom the case could come, by whichever exchange, has a caseload standard"
        if wrong:
            found.add("reason", f"{found.case(case)}: {reason.label}, but {wrong}", case)
        if spare.room[case] != NOBODY and known:
            o = int(spare.room[case])
            found.add(
                "has_room",
                f"{found.case(case)} is unplaced ({reason.label}), but {found.officer(o)} may hold it and has room",
                case,
                o,
            )


def _contradiction(reason: Reason, goals: Goals, case: int, spare: Spare, found: Findings) -> str:
    """What the plan itself shows against a reason; empty where it shows nothing."""
    if reason in (Reason.HOURS, Reason.PACKING):
        if goals.policy is Policy.ASSIGN_ALL:
            return "hours are not a limit where every case is to be placed"
        if spare.hours[case] != NOBODY:
            return f"{found.officer(int(spare.hours[case]))} may hold it and has the hours for it in one piece"
    if reason is Reason.STANDARDS and spare.places[case] != NOBODY:
        return f"{found.officer(int(spare.places[case]))} may hold it, and the caseload standard leaves the places"
    return ""
