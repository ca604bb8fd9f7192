"""Nobody far below the fair share: what a supervisor saw wrong at once, and the level against trying everything."""

from __future__ import annotations

import numpy as np

from solver.check.verify import check
from solver.formulation.goals.ranking import held_after
from solver.formulation.goals.shortfall import SHORTFALL
from solver.goals import Goals, SolveConfig
from solver.heuristics.construction import first_fit
from solver.lexicographic.shortfall_level import least_shortfall
from solver.plan import Status
from solver.problem import NEW
from solver.solve import solve
from tests.solver.every_plan import EveryPlan, effort, part_of, random_parts
from tests.solver.instances import make_problem

ONE = SolveConfig(time_limit_s=600, workers=1)


def test_two_equal_colleagues_got_two_cases_and_four() -> None:
    """D-1 holds 60 h that may not move; six new cases of 10 h go to D-2 and D-3, who are equal and empty."""
    problem = make_problem([100, 100, 100], [10] * 12, current=[0] * 6 + [NEW] * 6)
    plan = solve(problem, Goals(max_moves=0), ONE)
    assert plan.status is Status.OPTIMAL
    assert check(problem, plan.officer, Goals(max_moves=0), plan).loads.tolist() == [60, 30, 30]
    assert int(plan.level("shortfall").value) == 1_000


def test_a_whole_offices_slack_was_taken_from_one_officer() -> None:
    """Four hold 25 cases each, D-5 holds 20: everybody may be a point above 24, so nothing moved and D-5 lay 4 below.

    Two new cases had gone to whom they made equal to the fullest; now they go to D-5.
    """
    problem = make_problem(
        [100] * 5, [1] * 122, current=[o for o in range(4) for _ in range(25)] + [4] * 20 + [NEW] * 2
    )
    plan = solve(problem, Goals(keep_within=100), ONE)
    loads = check(problem, plan.officer, Goals(), plan).loads
    assert loads.tolist() == [25, 25, 25, 25, 22]
    assert int(plan.level("continuity").value) == 0


def test_it_is_as_small_as_it_can_be() -> None:
    """Against every plan of a part, whatever else is held."""
    compared = 0
    for seed, _, part in random_parts(range(120), most=300):
        plans = EveryPlan.of(part)
        rooms = {f"coverage_{p}": int(plans.value(f"coverage_{p}").max()) for p in range(1, 6)}
        start = first_fit(part)
        if not plans.keeps(held_after(part, rooms))[(plans.planned == start).all(axis=1)].any():
            continue
        rooms["continuity"] = int(plans.value("continuity")[(plans.planned == start).all(axis=1)][0]) + seed % 2
        found = least_shortfall(part, rooms, start, effort(600), lambda _v, _b: None)
        value = SHORTFALL.value(part, found.planned)
        assert value == found.bound == plans.least("shortfall", held_after(part, rooms))
        assert bool(plans.keeps(held_after(part, {**rooms, "shortfall": value}))[_at(plans, found.planned)])
        compared += 1
    assert compared > 40


def test_a_part_of_nobody_with_hours_lacks_nothing() -> None:
    part = part_of(make_problem([0], [1], pinned=[True], current=[0]))
    found = least_shortfall(part, {}, first_fit(part), effort(), lambda _v, _b: None)
    assert found.bound == 0


def _at(plans: EveryPlan, planned: np.ndarray) -> int:
    return int(np.flatnonzero((plans.planned == planned).all(axis=1))[0])
