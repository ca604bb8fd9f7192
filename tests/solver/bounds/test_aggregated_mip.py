"""The pooled program in whole cases: no plan is below its bound, and it knows what the relaxation does not."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from solver.bounds.aggregated_mip import PARAMS, has_aggregated_mip, solve_aggregated_mip
from solver.bounds.aggregated_relaxation import solve_aggregated
from solver.bounds.lp_bound import certificate_from_duals
from solver.bounds.reduced_cost_fixing import within_distance
from solver.certificate import Certificate, HeldGoals
from solver.formulation.aggregated_program import AggregationKind, aggregation_of
from solver.formulation.aggregation import Aggregation
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.formulation.level_program import VariableLayout, level_program
from solver.model.part import Part
from tests.solver.every_plan import (
    EveryPlan,
    also,
    effort,
    level_of,
    names_of,
    part_of,
    random_parts,
    random_rooms,
    torn_parts,
    without,
)
from tests.solver.instances import make_problem


def relaxed(part: Part, held: HeldGoals) -> tuple[VariableLayout, Certificate | None]:
    """The layout of the level of moves and what its relaxation proves."""
    _, layout = level_program(part, held, BY_NAME["continuity"])
    small, pooled = solve_aggregated(level_of(part, held, "continuity"), effort())
    return layout, None if pooled.x is None else certificate_from_duals(
        level_of(part, held, "continuity"), small, pooled
    )


@pytest.mark.parametrize("source", ["random", "torn"])
def test_no_plan_is_below_the_bound_and_the_guide_is_one_of_whole_cases(source: str) -> None:
    looked = met = 0
    for seed, instance, part in random_parts(range(500)) if source == "random" else torn_parts(range(360)):
        plans = EveryPlan.of(part)
        rng = random.Random(f"sharp {seed}")
        held = held_after(part, random_rooms(rng, plans, names_of(instance)))
        held = without(held, "continuity", "cost")
        least = plans.least("continuity", held)
        if least is None or aggregation_of(part, held, BY_NAME["continuity"]) is not AggregationKind.TICKS:
            continue
        layout, certificate = relaxed(part, held)
        if certificate is None or not has_aggregated_mip(level_of(part, held, "continuity"), certificate):
            continue
        sharp = solve_aggregated_mip(
            level_of(part, held, "continuity"), certificate, least + rng.randint(0, 3), effort()
        )
        assert certificate.bound <= sharp.bound <= least, seed
        if sharp.guide is not None:
            assert bool((sharp.guide >= 0).all() and (sharp.guide <= part.held[layout.held]).all()), seed
        looked, met = looked + 1, met + (sharp.bound == least)
    assert looked >= 40, looked
    assert met >= looked * 3 // 4, (met, looked)


def test_moves_worked_by_hand() -> None:
    """D-1 holds 4 and 5 ticks, D-2 holds 2, 6, 4 and 3; both may carry 10, and D-3 may take only that 4 and the 3.

    At least 4 of the 24 ticks go to D-3. If it is the 4 alone, D-1 has room for 5, and D-2 gets rid of 5 too many only
    by the 2 and the 3. If it is the 4 and the 3, D-2 still has 2 too many. Three moves; the relaxation, which may
    move parts of the 6, says two.
    """
    problem = make_problem(
        [10, 10, 20], [4, 2, 6, 4, 3, 5], [[0, 1], [0, 1, 2]], signature=[1, 0, 0, 0, 1, 0], current=[0, 1, 1, 1, 1, 0]
    )
    part = part_of(problem)
    held = held_after(part, {"fairness": 2_000})
    assert held.load.tolist()[:2] == [10, 10]
    assert EveryPlan.of(part).least("continuity", held) == 3
    _, certificate = relaxed(part, held)
    assert certificate is not None
    assert certificate.bound == 2
    assert solve_aggregated_mip(level_of(part, held, "continuity"), certificate, 4, effort()).bound == 3


def test_pools_of_few_units_tell_their_classes_apart() -> None:
    """Two sets of officers: one with 2 units of 3 and 5 ticks, one with 3 units of 2 ticks."""
    part = part_of(
        make_problem([10, 10, 10], [3, 5, 2, 2, 2], [[0, 1], [1, 2]], signature=[0, 0, 1, 1, 1]),
    )
    pools = Aggregation.by_ticks(part, few=2)
    assert pools.bins == 3
    apart = part.effort != 2
    assert pools.amount.tolist() == np.where(apart, 1, 2).tolist()
    assert pools.ticks[pools.of_class].tolist() == np.where(apart, part.effort, 1).tolist()
    assert Aggregation.by_ticks(part).bins == 2
    assert Aggregation.by_ticks(part, few=PARAMS.few_units).bins == len(part.count)


def test_a_distance_settles_what_costs_more() -> None:
    """With 10 to spend: 3 steps at 3, none at 11, no limit at 0; what saves 4 a step gives up 2 of them at most."""
    low, high = np.zeros(4, np.int64), np.full(4, 9, np.int64)
    box = within_distance(low, high, np.array([3, 11, 0, -4]), 10)
    assert box is not None
    assert box[0].tolist() == [0, 0, 0, 7]
    assert box[1].tolist() == [3, 0, 9, 9]
    assert within_distance(low, high, np.zeros(4, np.int64), -1) is None


def test_only_moves_in_pools_of_ticks_are_sharpened() -> None:
    part = part_of(make_problem([10, 10], [2, 3, 3], [[0, 1]], current=[0, 0, 0]))
    held = held_after(part, {"fairness": 2_000})
    _, certificate = relaxed(part, held)
    assert certificate is not None
    assert has_aggregated_mip(level_of(part, held, "continuity"), certificate)
    assert not has_aggregated_mip(level_of(part, held, "continuity"), replace(certificate, level="evenness"))
    assert not has_aggregated_mip(level_of(part, also(held, cost=1), "continuity"), certificate)
