"""The smallest step that a plan can keep: bounds against enumeration, plans against every plan."""

from __future__ import annotations

import random

import numpy as np
import pytest

from solver.bounds.fairness_bound import splits_evenly
from solver.budget import Budget
from solver.formulation.goals.fairness import fairness_step
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.goals import Goals, Policy
from solver.heuristics.construction import first_fit
from solver.lexicographic.fairness_level import bound_by_tiers, fairest
from solver.lexicographic.move_budget import fairest_within_moves
from solver.plan import Proof
from solver.problem import NEW
from tests.solver.every_plan import (
    EveryPlan,
    effort,
    names_of,
    part_of,
    parts_of,
    random_parts,
    random_rooms,
)
from tests.solver.instances import make_problem
from tests.solver.offices import is_a_plan, office


def test_the_tightest_officers_alone_can_tell() -> None:
    """Three cases of 7 ticks for D-1 and D-2, who have 10 each: 21/20 if they are cut in pieces, but one holds two.

    D-3 and a case that anybody may hold make the whole too large to be searched, in an office that is like this one.
    """
    part = part_of(make_problem([10, 10, 100], [7, 7, 7, 10], [[0, 1], [0, 1, 2]], signature=[0, 0, 0, 1]))
    assert bound_by_tiers(part, {}, effort()) == 3_500
    assert fairest(part, {}, first_fit(part), effort(), lambda _v, _b: None).bound == 3_500


def test_the_bound_by_tiers_is_not_above_the_best_of_all_plans() -> None:
    compared = 0
    for seed, instance, part in random_parts(range(60), most=400):
        names = names_of(instance)
        if "fairness" not in names or not splits_evenly(part, {}):
            continue
        plans = EveryPlan.of(part)
        ranks = [name for name in names[: names.index("fairness")] if name != "continuity"]
        rooms = random_rooms(random.Random(f"tiers {seed}"), plans, ranks)
        if splits_evenly(part, rooms):
            best = plans.least("fairness", held_after(part, rooms))
            assert best is not None
            assert bound_by_tiers(part, rooms, effort()) <= best, seed
            compared += 1
    assert compared > 10


@pytest.mark.parametrize("first", [0, 45])
def test_the_fairest_plan_is_the_best_of_all_plans(first: int) -> None:
    compared = 0
    for seed, instance, part in random_parts(range(first, first + 45), most=300):
        names = names_of(instance)
        if "fairness" not in names:
            continue
        plans = EveryPlan.of(part)
        rooms: dict[str, int] = {}
        for name in names[: names.index("fairness")]:
            least = plans.least(name, held_after(part, rooms))
            assert least is not None
            rooms[name] = least + (rng_slack(seed) if name == "continuity" else 0)
        held = held_after(part, rooms)
        start = plans.planned[plans.keeps(held)][-1]
        told: list[tuple[int, int]] = []
        search = fairest_within_moves if "continuity" in rooms else fairest
        fair = search(part, rooms, start, effort(), lambda v, b, told=told: told.append((v, b)))  # type: ignore[misc]
        best = plans.least("fairness", held)
        assert fairness_step(part, part.loads(fair.planned)) == best == fair.bound, seed
        assert plans.keeps(held)[(plans.planned == fair.planned).all(axis=1)].all()
        assert (fair.certificate is not None) is (fair.proof is Proof.ARITHMETIC)
        if fair.proof is Proof.TRIVIAL:
            assert best == 0
        values, bounds = [v for v, _ in told], [b for _, b in told]
        assert values == sorted(values, reverse=True)
        assert all(b <= v for v, b in told)
        assert bounds == sorted(bounds) or "continuity" in rooms
        compared += 1
    assert compared > 20


def rng_slack(seed: int) -> int:
    return random.Random(seed).choice([0, 1, 3])


@pytest.mark.parametrize("policy", list(Policy))
def test_a_larger_office_keeps_every_rule_while_it_gets_fairer(policy: Policy) -> None:
    """What is rounded from the relaxation may break hours that are hard: it must not be taken for a plan."""
    fairer = 0
    for seed in range(5):
        problem = office(seed, cases=25, load=(0.6, 1.0, 1.4)[seed % 3], own_weights=True, standards=seed % 4 == 0)
        for part in parts_of(problem, Goals(policy)):
            start = first_fit(part)
            rooms = {f"coverage_{p}": BY_NAME[f"coverage_{p}"].value(part, start) for p in (3,)}
            fair = fairest(part, rooms, start, effort(0.6), lambda _v, _b: None)
            assert is_a_plan(part, fair.planned)
            assert BY_NAME["coverage_3"].value(part, fair.planned) <= rooms["coverage_3"]
            before, after = (fairness_step(part, part.loads(p)) for p in (start, fair.planned))
            assert fair.bound <= after <= before
            fairer += after < before
    assert fairer > 1


def test_what_is_rounded_may_not_break_hours_that_are_hard() -> None:
    """100,001 ticks on 100,000 are not a step above D-3's half hour, and were returned as a plan."""
    problem = make_problem(
        [100_000, 100_000, 10, 10],
        [50_001, 50_000, 50_000, 49_999, 5, 4, 0],
        [[0, 1], [2, 3], [1, 2]],
        signature=[0, 0, 0, 0, 1, 1, 2],
    )
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    plans, rooms = EveryPlan.of(part), {"coverage_3": 0}
    held = held_after(part, rooms)
    unfair = plans.planned[plans.keeps(held) & (plans.value("fairness") == 4_500)][0]
    fair = fairest(part, rooms, unfair, effort(), lambda _v, _b: None)
    assert part.loads(fair.planned)[:2].tolist() == [100_000, 100_000]
    assert fairness_step(part, part.loads(fair.planned)) == fair.bound == 500


def test_no_time_gives_the_start_and_a_bound_below_it() -> None:
    part = part_of(make_problem([10, 20], [5, 7], current=[0, NEW]))
    start = np.array([1, 0, 1, 0], np.int64)
    stopped = Budget(0.0, 1, 0, lambda: True)
    fair = fairest(part, {}, start, stopped, lambda _v, _b: None)
    assert fair.bound <= fairness_step(part, part.loads(fair.planned)) <= fairness_step(part, part.loads(start))
    assert (part.placed(fair.planned) == part.count).all()
