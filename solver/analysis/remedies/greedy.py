"""Cross-trainings or loans chosen one after the other, each the best that there is once the ones before are made.

Nothing is proven by that, but it gives something useful at any size, and every effect is worked out exactly. The
changes that could take most work are tried first; once no other one could gain more, the rest need not be tried.
"""

from __future__ import annotations

import time

from solver.analysis.remedies.bound import Reach, Step, reach_of
from solver.analysis.remedies.condensed_problem import Outcome, outcome_of
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import Change, Lend, Train
from solver.problem import Problem

MOST_TIED = 4
"""Of changes that gain the same hours, as many are tried for the lower peak."""


def step_by_step(
    problem: Problem, kind: type[Train] | type[Lend], most: int, first: Reach, deadline: float
) -> list[tuple[tuple[Change, ...], Outcome]]:
    """Up to ``most`` changes, and how things stand after 1, 2, … of them.

    Parameters
    ----------
    problem : Problem
        Condensed, unless it is small anyway.
    first : Reach
        Of the problem.
    deadline : float
        By ``time.monotonic()``.

    Returns
    -------
    list of (tuple of Change, Outcome)
        Each longer than the one before and better. Exact.
    """
    found: list[tuple[tuple[Change, ...], Outcome]] = []
    chosen: tuple[Change, ...] = ()
    reach = first
    while len(chosen) < most and time.monotonic() < deadline:
        steps = [step for step in reach.steps if len(step.changes) <= most - len(chosen)]
        best = _best(problem, reach.before, steps, deadline)
        if best is None:
            break
        changes, after = best
        chosen += changes
        found.append((chosen, after))
        problem = applied(problem, changes)
        if len(chosen) < most:
            reach = reach_of(problem, kind, most - len(chosen), deadline)
    return found


def _best(
    problem: Problem, before: Outcome, steps: list[Step], deadline: float
) -> tuple[tuple[Change, ...], Outcome] | None:
    """The best of all that could be tried in time; None where none is better than nothing."""
    best: tuple[tuple[Change, ...], Outcome] | None = None
    tied = 0
    for step in steps:
        gained = before.gap_hours - (best[1].gap_hours if best else before.gap_hours)
        could = min(problem.hours(step.ticks), before.gap_hours)
        if time.monotonic() > deadline or (best and could < gained) or tied >= MOST_TIED:
            break
        after = outcome_of(applied(problem, step.changes))
        if after.rank < (best[1] if best else before).rank:
            best = step.changes, after
        tied += could <= before.gap_hours - (best[1].gap_hours if best else before.gap_hours)
    return best
