"""Independent verification: nothing leaves the solver unless it passes here.

The checker shares no code with the model. It works from the raw officers and cases, derives again who may hold what,
adds everything up again in integers, and repeats the arithmetic of every certificate. It also judges plans that others
have made: then there are no claims to test, only the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from solver.arrays import Indices, Ints
from solver.check.bounds import check_bounds, check_slack
from solver.check.facts import NOBODY, Facts, facts_of
from solver.check.fair_shares import check_shares
from solver.check.findings import Findings, Violation
from solver.check.goals import Measured, check_levels, measure
from solver.check.reasons import Moves, check_reasons, moves_of
from solver.check.rules import Loads, breaches_of, check_rules, held_by
from solver.check.shortages import check_shortages
from solver.check.spare_capacity import Spare, spare_of
from solver.goals import Goals
from solver.plan import Breach, Plan
from solver.problem import Problem

__all__ = ["Checked", "Moves", "Violation", "check"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checker found, and the numbers that it worked out on the way.

    Attributes
    ----------
    violations : tuple of Violation
        Empty for a correct plan.
    breaches : tuple of Breach
        Rules that pins break; no violation, since a pin is an order.
    loads : int64 array, shape (officers,), ticks
    counts : int64 array, shape (officers,), cases
    values : mapping of level name to one int per part
        In rank order. Fairness and evenness are there only for a plan that brings its fair shares.
    set_aside : mapping of coverage level name to int
        What cases that nobody can hold add to it.
    moves : Moves
    """

    violations: tuple[Violation, ...]
    breaches: tuple[Breach, ...]
    loads: Ints
    counts: Ints
    values: Mapping[str, tuple[int, ...]]
    set_aside: Mapping[str, int]
    moves: Moves

    @property
    def is_correct(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations


def check(problem: Problem, officer: Indices, goals: Goals, plan: Plan | None = None) -> Checked:
    """Verify an assignment, and all that a plan says about it.

    Parameters
    ----------
    problem : Problem
    officer : int32 array, shape (cases,)
        The officer of each case, or a negative number where nobody holds it.
    goals : Goals
        Policy, and which levels to measure.
    plan : Plan or None
        Where the assignment comes from ``solve``: levels, reasons, parts, tiers, shortages and breaches are verified
        too. Without it, a case that nobody holds although somebody has room for it is a violation.

    Raises
    ------
    ValueError
        ``officer`` does not have one entry for each case.
    """
    if officer.shape != (len(problem.cases),):
        raise ValueError(f"officer must have one entry for each of {len(problem.cases)} cases, not {officer.shape}")
    found = Findings(problem)
    given = np.maximum(officer.astype(np.int64), NOBODY)
    for case in np.flatnonzero(given >= len(problem.officers)).tolist():
        found.add("officer", f"{found.case(case)} is with {found.officer(int(given[case]))}", case)
    given[given >= len(problem.officers)] = NOBODY
    assigned = given.astype(np.int32)

    facts = facts_of(problem)
    held = held_by(facts, assigned)
    shares = plan.shares if plan is not None and len(plan.shares.share) == len(problem.officers) else None
    measured = measure(facts, assigned, held, goals, shares)
    breaches = breaches_of(facts, held, goals)
    check_rules(facts, assigned, held, goals, found)
    spare = spare_of(facts, assigned, held, goals)
    if plan is None:
        for case in np.flatnonzero(spare.room != NOBODY).tolist():
            o = int(spare.room[case])
            found.add("has_room", f"nobody holds {found.case(case)}, but {found.officer(o)} may and has room", case, o)
    else:
        _check_claims(facts, _Assigned(assigned, held, measured, breaches, spare), goals, plan, found)
    return Checked(
        violations=tuple(found.violations),
        breaches=breaches,
        loads=held.load,
        counts=held.count,
        values=measured.values,
        set_aside=measured.set_aside,
        moves=moves_of(facts, assigned),
    )


@dataclass(frozen=True, slots=True)
class _Assigned:
    """Who holds what, and what follows from it."""

    officer: Indices
    held: Loads
    measured: Measured
    breaches: tuple[Breach, ...]
    spare: Spare


def _check_claims(facts: Facts, assigned: _Assigned, goals: Goals, plan: Plan, found: Findings) -> None:
    """Everything that a plan says besides who holds what."""
    n, m = len(facts.problem.officers), len(facts.problem.cases)
    if not np.array_equal(plan.officer, assigned.officer) or plan.reason.shape != (m,):
        found.add("plan", "the plan is about another assignment")
        return
    if len(plan.shares.share) != n or plan.shares.tier_of_officer.shape != (n,):
        found.add("share", f"there are fair shares for {len(plan.shares.share)} officers; the roster has {n}")
        return
    if sorted(plan.breaches, key=repr) != sorted(assigned.breaches, key=repr):
        found.add("breaches", "the rules that pins break are not those that the plan lists")
    check_shares(facts, plan.shares, found)
    check_levels(assigned.measured, facts, goals, plan, found)
    check_slack(assigned.measured, facts, assigned.held, goals, plan, found)
    check_bounds(assigned.measured, facts, assigned.held, goals, plan, found)
    explained = check_shortages(facts, assigned.held, goals, plan, found)
    check_reasons(facts, goals, plan, assigned.measured, assigned.spare, explained, found)
