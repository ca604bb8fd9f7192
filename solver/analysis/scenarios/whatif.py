"""What if: the verdict of a changed roster beside that of the roster as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from solver.analysis.fte import Basis
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import Change
from solver.analysis.staffing.verdict import Verdict, staffing
from solver.check.verify import Moves, check
from solver.fair_shares.decomposition import fair_shares
from solver.goals import Goals
from solver.model.units import units_of
from solver.plan import Plan, Status
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan does on one side.

    Attributes
    ----------
    status : Status
    peak_utilization : Fraction or None
        Highest of the officers with hours.
    unplaced : int
        Cases that nobody holds.
    moves : Moves
        From the assignment of the same side before the plan. ``Moves.hours`` is in ticks.
    moves_hours : Fraction
    """

    status: Status
    peak_utilization: Fraction | None
    unplaced: int
    moves: Moves
    moves_hours: Fraction


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things compared.

    Attributes
    ----------
    problem : Problem
    verdict : Verdict
    plan : Planned or None
        Where it was planned, too.
    """

    problem: Problem
    verdict: Verdict
    plan: Planned | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Side by side.

    Attributes
    ----------
    changes : tuple of Change
    basis : Basis
    base, changed : Side
    """

    changes: tuple[Change, ...]
    basis: Basis
    base: Side
    changed: Side

    @property
    def gap_hours_change(self) -> Fraction:
        """Missing hours that the changes add; below 0: hours that they gain."""
        return self.changed.verdict.gap_hours - self.base.verdict.gap_hours

    @property
    def fte_gap_change(self) -> Fraction:
        """The same in FTE."""
        return self.changed.verdict.fte_gap - self.base.verdict.fte_gap


def what_if(
    problem: Problem,
    changes: Sequence[Change],
    *,
    basis: Basis,
    target: Fraction | None = None,
    beta: Fraction = Fraction(1),
) -> WhatIf:
    """Judge a roster as it is, and with changes. Parameters as of ``solver.analysis.staffing.verdict.staffing``.

    Raises
    ------
    InvalidChange
        A change cannot be made.
    """
    base, changed = (Side(each, _verdict(each, basis, target, beta)) for each in (problem, applied(problem, changes)))
    return WhatIf(tuple(changes), basis, base, changed)


def with_plans(found: WhatIf, goals: Goals, base: Plan, changed: Plan) -> WhatIf:
    """The same with what plans of both sides do."""
    return replace(
        found,
        base=replace(found.base, plan=planned(found.base.problem, goals, base)),
        changed=replace(found.changed, plan=planned(found.changed.problem, goals, changed)),
    )


def planned(problem: Problem, goals: Goals, plan: Plan) -> Planned:
    """What a plan does, measured by the checker."""
    checked = check(problem, plan.officer, goals)
    limit = problem.officers.limit
    peaks = [Fraction(int(checked.loads[o]), int(limit[o])) for o in np.flatnonzero(limit > 0).tolist()]
    return Planned(
        plan.status,
        max(peaks, default=None),
        int((plan.officer < 0).sum()),
        checked.moves,
        problem.hours(checked.moves.hours),
    )


def _verdict(problem: Problem, basis: Basis, target: Fraction | None, beta: Fraction) -> Verdict:
    units = units_of(problem)
    shares = fair_shares(problem, units)
    return staffing(problem, shares, basis=basis, target=target, beta=beta, units=units).verdict
