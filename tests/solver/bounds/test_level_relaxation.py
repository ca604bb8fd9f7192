"""The relaxation of a level: never above the best of all plans, and with the rows that help where cases wait."""

from __future__ import annotations

import random

import pytest

from solver.bounds.level_relaxation import relax_level, solve_relaxation
from solver.formulation.goals.ranking import HELD_BY_LOADS, held_after
from solver.goals import Goals, Policy
from tests.solver.every_plan import EveryPlan, effort, level_of, names_of, part_of, random_parts, random_rooms
from tests.solver.instances import make_problem


def test_its_certificate_is_never_above_the_best_of_all_plans() -> None:
    tried = 0
    for seed, instance, part in random_parts(range(150), most=300):
        plans, names = EveryPlan.of(part), names_of(instance)
        rng = random.Random(f"relaxed {seed}")
        name = rng.choice([name for name in names if name not in HELD_BY_LOADS])
        held = held_after(part, random_rooms(rng, plans, names[: names.index(name)]))
        level, relaxed, certificate = relax_level(level_of(part, held, name), effort())
        best = plans.least(name, held)
        assert best is not None
        assert relaxed.objective <= best + 1e-6, (seed, name)
        assert certificate is None or certificate.bound <= best, (seed, name)
        assert level.part is part
        tried += certificate is not None
    assert tried > 50


def test_where_cases_wait_rows_count_only_those_that_do_not() -> None:
    """The hours are just those of priority 1: counting all that D-1 holds, 3.5 moves are needed, these alone 4."""
    problem = make_problem(
        [10, 4], [4, 4, 4, 1, 1, 3, 3, 3], current=[0, 0, 0, 1, 1, 0, 0, 0], priority=[1] * 5 + [5] * 3
    )
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    level = level_of(part, held_after(part, {"coverage_1": 0, "coverage_5": 3}), "continuity")
    plain = solve_relaxation(level, effort())[1]
    tighter, relaxed, certificate = relax_level(level, effort())
    assert tighter.counted
    assert [plain.objective, relaxed.objective] == pytest.approx([3.5, 4.0])
    assert certificate is not None
    assert certificate.prices.counted == tighter.counted
    assert certificate.bound == 4
