"""How much there is."""

from __future__ import annotations

import numpy as np

from solver.analysis.counts import counts_of
from solver.goals import Goals, SolveConfig
from solver.problem import LEFT, NEW
from solver.solve import solve
from tests.solver.instances import make_problem


def test_by_hand() -> None:
    """One case is new, one its officer may not hold, one whose officer left; a pin is an order and no orphan."""
    problem = make_problem(
        [10, 10, 0],
        [1] * 5,
        [[0], [1]],
        signature=[0, 0, 0, 1, 1],
        current=[NEW, 1, LEFT, 1, 0],
        pinned=[False, False, False, False, True],
    )
    found = counts_of(problem)
    assert (found.officers, found.officers_with_hours, found.cases) == (3, 2, 5)
    assert (found.pinned, found.new, found.orphaned, found.parts) == (1, 1, 2, None)
    plan = solve(problem, Goals(), SolveConfig(20, 1))
    assert counts_of(problem, plan).parts == len(np.unique(plan.part_of_officer[plan.part_of_officer >= 0]))


def test_nobody_is_there() -> None:
    problem = make_problem([], [1], current=[LEFT])
    assert counts_of(problem).orphaned == 1
