"""The bound that knows of whole cases: never above the best of all plans, by hand, and in the checker."""

from __future__ import annotations

import random

import pytest

from solver.bounds.fairness_bound import bound_by_relaxation, held_at
from solver.bounds.fairness_cuts import raise_bound
from solver.bounds.lagrangian import lagrangian_bound, no_prices
from solver.check.verify import check
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.goals import Goals
from solver.plan import Proof, Status
from solver.solve import solve
from tests.solver.comparison import CONFIG, compare
from tests.solver.every_plan import EveryPlan, effort, how_many, names_of, part_of, parts_of, random_rooms
from tests.solver.instances import make_problem
from tests.solver.unrelated_instances import unrelated_instance


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_no_bound_is_above_the_best_of_all_plans(first: int) -> None:
    compared = raised = counted = reached = 0
    for seed in range(first, first + 100):
        instance = unrelated_instance(seed)
        names = names_of(instance)
        for part in parts_of(instance.problem, instance.goals):
            if how_many(part) > 2_000:
                continue
            plans = EveryPlan.of(part)
            rng = random.Random(f"whole {seed}")
            rooms = random_rooms(rng, plans, names[: names.index("fairness")])
            best = plans.least("fairness", held_after(part, rooms))
            assert best is not None
            low, _, wanted = bound_by_relaxation(part, rooms, effort())
            higher, certificate, placed = raise_bound(part, rooms, low, wanted, effort())
            assert low <= higher <= best, seed
            compared += 1
            reached += higher == best
            assert (certificate is None) is (higher == low)
            if certificate is None:
                continue
            raised += 1
            counted += bool(certificate.prices.standard[part.standard < 0].any())
            assert (certificate.bound, certificate.step) == (higher, higher - 1)
            held = held_at(part, rooms, higher - 1)
            assert lagrangian_bound(part, certificate.prices, BY_NAME["fairness"], held) > 0
            assert placed is not None
    assert compared > 50
    assert raised > 10
    assert counted > 2
    assert reached > compared / 3


def test_plans_equal_brute_force_and_the_checker_repeats_every_sum() -> None:
    different = {}
    for seed in range(60):
        outcome = compare(unrelated_instance(seed))
        if outcome.differences:
            different[seed] = outcome.differences
    assert not different


def test_worked_by_hand() -> None:
    """Five cases that take either of two officers 100 or 101 ticks: one of them holds three.

    Cut in pieces the cases would fit into some 250 ticks each. But 299 ticks hold two cases at most, so there are four
    places for five cases; at a price of 1 for each place the sum is 5 - 4 > 0. 300 ticks do hold three.
    """
    times = [(100, 101), (101, 100), (100, 101), (101, 100), (100, 101)]
    pairs = [(c, o, 0, t) for c, row in enumerate(times) for o, t in enumerate(row)]
    problem, goals = make_problem([1_000, 1_000], [100] * 5, pairs=pairs), Goals(move_freely=True)
    part = part_of(problem, goals)
    share = int(part.target[0] * 1_000)
    low, _, wanted = bound_by_relaxation(part, {}, effort())
    higher, certificate, _ = raise_bound(part, {}, low, wanted, effort())
    assert certificate is not None
    assert certificate.prices.standard.any()
    load = held_at(part, {}, higher).load
    assert (share, int(load.max())) == (250, 300)
    assert low < higher
    plan = solve(problem, goals, CONFIG)
    assert plan.status is Status.OPTIMAL
    fairness = plan.level("fairness")
    assert (fairness.best, fairness.bound, fairness.proof) == (higher, higher, Proof.ARITHMETIC)
    assert check(problem, plan.officer, goals, plan).violations == ()


def test_a_case_goes_to_somebody_as_a_whole() -> None:
    """Whoever has the first case is loaded for 60 ticks at least; cut in three it would be some 20 ticks each."""
    pairs = [(0, 0, 0, 60), (0, 1, 0, 60), (0, 2, 0, 61), (1, 0, 0, 5), (1, 1, 0, 6), (1, 2, 0, 7)]
    part = part_of(make_problem([100, 100, 100], [60, 5], pairs=pairs))
    higher, certificate, _ = raise_bound(part, {}, 0, None, effort())
    assert held_at(part, {}, higher).load.max() == 60
    assert certificate is not None
    assert lagrangian_bound(part, no_prices(part), BY_NAME["fairness"], held_at(part, {}, higher - 1)) == 1


def test_nothing_is_asked_where_times_do_not_differ_or_moves_are_held() -> None:
    even = part_of(make_problem([10, 10], [7, 7, 7]))
    assert raise_bound(even, {}, 3, None, effort()) == (3, None, None)
    pairs = [(0, 0, 0, 60), (0, 1, 0, 100)]
    part = part_of(make_problem([100, 100], [60], pairs=pairs))
    assert raise_bound(part, {"continuity": 0}, 0, None, effort()) == (0, None, None)
    assert raise_bound(part, {}, 0, None, effort(0.0)) == (0, None, None)
