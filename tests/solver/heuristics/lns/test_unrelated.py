"""Pressing a plan towards a step where times differ: against every plan, and on plans that are known to be perfect."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from solver.arrays import Ints
from solver.bounds.fairness_bound import bound_by_relaxation
from solver.bounds.lagrangian import no_prices
from solver.budget import Budget
from solver.formulation.cover_inequalities import has_own_times
from solver.formulation.goals.fairness import fairness_step
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.heuristics.construction import first_fit
from solver.heuristics.lns.unrelated import PricedBound, lower_makespan_steps
from solver.model.part import Part
from tests.solver.every_plan import EveryPlan, effort, names_of, part_of, random_parts, random_rooms
from tests.solver.instances import make_problem
from tests.solver.offices import is_a_plan


def step_of(part: Part, planned: Ints) -> int:
    return fairness_step(part, part.loads(planned))


def perfect(seed: int, officers: int, each: int) -> Part:
    """Every officer could be full to the minute: cases take a random time there, and longer with everybody else."""
    rng = random.Random(f"perfect {seed}")
    hours, pairs, case = 1_000, [], 0
    for home in range(officers):
        cuts = sorted(rng.sample(range(20, hours, 20), each - 1))
        for least in np.diff([0, *cuts, hours]).tolist():
            longer = [least if o == home else round(least * rng.uniform(1.05, 3)) for o in range(officers)]
            pairs += [(case, o, 0, time) for o, time in enumerate(longer)]
            case += 1
    return part_of(make_problem([hours] * officers, [1] * case, pairs=pairs))


def test_no_rule_is_broken_and_the_best_of_all_plans_is_mostly_reached() -> None:
    """Also where times do not differ, and standards and hard hours rule."""
    compared = reached = 0
    for seed, instance, part in random_parts(range(120), most=400):
        names = names_of(instance)
        if "fairness" not in names or "continuity" in names[: names.index("fairness")]:
            continue
        plans = EveryPlan.of(part)
        rooms = random_rooms(random.Random(f"press {seed}"), plans, names[: names.index("fairness")])
        held = held_after(part, rooms)
        start = plans.planned[plans.keeps(held)][-1]
        low, certificate, _ = bound_by_relaxation(part, rooms, effort())
        prices = no_prices(part) if certificate is None else certificate.prices
        told: list[int] = []
        pressed = lower_makespan_steps(part, rooms, start, PricedBound(low, prices), effort(0.5), told.append)
        assert plans.keeps(held)[(plans.planned == pressed).all(axis=1)].all(), seed
        assert is_a_plan(part, pressed)
        best = plans.least("fairness", held)
        assert best is not None
        assert best <= step_of(part, pressed) <= step_of(part, start)
        steps = [step_of(part, start), *told]
        assert steps == sorted(set(steps), reverse=True)
        assert steps[-1] == step_of(part, pressed)
        compared += 1
        reached += step_of(part, pressed) == best
    assert compared > 40
    assert reached >= compared * 0.95


@pytest.mark.parametrize("workers", [1, 2])
def test_where_everybody_could_be_full_to_the_minute_that_plan_is_found(workers: int) -> None:
    """Several workers free officers side by side: what they find at the same time must fit together."""
    for seed in range(3):
        part = perfect(seed, officers=6, each=4)
        low, certificate, _ = bound_by_relaxation(part, {}, effort())
        assert low == 0
        prices = no_prices(part) if certificate is None else certificate.prices
        plenty = Budget(time.monotonic() + 120, workers, seed)
        start = first_fit(part)
        assert step_of(part, start) > 0
        pressed = lower_makespan_steps(part, {}, start, PricedBound(low, prices), plenty, lambda _: None)
        assert (part.placed(pressed) == part.count).all()
        assert step_of(part, pressed) == 0
        assert part.loads(pressed).tolist() == [1_000] * 6


def test_times_differ_where_one_case_takes_somebody_longer() -> None:
    same = make_problem([9, 9], [3, 5], pairs=[(0, 0, 0, 4), (0, 1, 0, 4)])
    longer = make_problem([9, 9], [3, 5], pairs=[(0, 0, 0, 4), (0, 1, 0, 6)])
    assert not has_own_times(part_of(same))
    assert has_own_times(part_of(longer))


def test_the_same_seed_gives_the_same_plan() -> None:
    part = perfect(7, officers=5, each=3)
    start = first_fit(part)
    first, again = (
        lower_makespan_steps(part, {}, start, PricedBound(0, no_prices(part)), effort(), lambda _: None)
        for _ in range(2)
    )
    assert first.tolist() == again.tolist()


def test_a_stop_gives_back_the_plan() -> None:
    part = perfect(1, officers=4, each=3)
    start = first_fit(part)
    stopped = Budget(time.monotonic() + 60, 1, 0, lambda: True)
    assert lower_makespan_steps(part, {}, start, PricedBound(0, no_prices(part)), stopped, lambda _: None) is start
    assert BY_NAME["fairness"].value(part, start) == step_of(part, start)
