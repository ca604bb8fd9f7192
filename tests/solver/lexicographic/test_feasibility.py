"""Plans that keep what is held: told from others, repaired, and looked for among all of them."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from solver.certificate import HeldGoals
from solver.formulation.goals.fairness import fairness_step
from solver.formulation.goals.ranking import held_after
from solver.heuristics.local_search import LocalSearchParams
from solver.lexicographic.feasibility import keeps, repaired, search_whole, step_search
from solver.lexicographic.search_params import FairnessLevelParams, SearchParams
from solver.problem import NEW
from tests.solver.every_plan import EveryPlan, effort, names_of, part_of, random_parts, random_rooms
from tests.solver.instances import make_problem


def test_a_plan_keeps_what_is_held_exactly_where_every_rule_says_so() -> None:
    kept = broken = 0
    for seed, instance, part in random_parts(range(80), most=100):
        plans = EveryPlan.of(part)
        rooms = random_rooms(random.Random(f"feasible {seed}"), plans, names_of(instance))
        for planned, fine in zip(plans.planned, plans.keeps(held_after(part, rooms)).tolist(), strict=True):
            assert keeps(part, planned, rooms) is fine, (seed, rooms)
            kept, broken = kept + fine, broken + (not fine)
    assert min(kept, broken) > 100


def test_everybody_is_repaired_from_above_and_from_below() -> None:
    """Six new cases of 2 ticks are all with D-1; everybody is to carry 4, and may carry no more."""
    part = part_of(make_problem([9, 9, 9], [2] * 6, current=[NEW] * 6))
    start = np.where(part.column_officer == 0, 6, 0).astype(np.int64)
    four = np.full(3, 4)
    for held in (HeldGoals(four), HeldGoals(np.full(3, -1), {}, four), HeldGoals(four, {}, four)):
        mend = repaired(part, {}, held, start, effort(), LocalSearchParams())
        assert mend.missed == 0
        assert part.loads(mend.planned).tolist() == [4, 4, 4]


def test_all_plans_are_looked_through_or_none_is() -> None:
    looked = 0
    for seed, instance, part in random_parts(range(60), most=100):
        plans = EveryPlan.of(part)
        rooms = random_rooms(random.Random(f"whole {seed}"), plans, names_of(instance))
        held = held_after(part, rooms)
        if seed % 2:  # nobody may carry anything: mostly there is no such plan
            held = replace(held, load=np.zeros_like(held.load))
        found = search_whole(part, held, plans.planned[0], effort(600))
        assert found is not None
        planned, is_none = found
        assert is_none is not bool(plans.keeps(held).any())
        if planned is not None:
            assert plans.keeps(held)[(plans.planned == planned).all(axis=1)].all()
        looked += 1
    assert looked > 30


def test_the_smallest_step_is_found_in_one_search() -> None:
    looked = 0
    for seed, instance, part in random_parts(range(60), most=100):
        plans = EveryPlan.of(part)
        rooms = random_rooms(random.Random(f"all steps {seed}"), plans, names_of(instance))
        rooms.pop("fairness", None)
        fine = plans.planned[plans.keeps(held_after(part, rooms))]
        if not len(fine):
            continue
        steps = [fairness_step(part, part.loads(planned)) for planned in fine]
        worst = int(np.argmax(steps))
        look = step_search(part, rooms, fine[worst], 0)
        assert look is not None
        planned, bound = look(effort(600))
        assert bound == min(steps)
        if planned is None:
            assert min(steps) == max(steps)
        else:
            assert keeps(part, planned, rooms)
            assert fairness_step(part, part.loads(planned)) == min(steps)
        looked += 1
    assert looked > 30


def test_no_step_is_looked_for_where_there_are_too_many_variables() -> None:
    part = part_of(make_problem([9, 9], [2, 3]))
    params = SearchParams(fairness=FairnessLevelParams(small=3))
    assert step_search(part, {}, np.array([1, 0, 1, 0]), 0, params) is None


def test_what_is_too_large_is_not_looked_through() -> None:
    part = part_of(make_problem([9, 9], [1, 2], current=[0, 1]))
    for small in (len(part.column_class) - 1, len(part.column_class)):
        few = SearchParams(fairness=FairnessLevelParams(small=small))
        # with moves held there are variables for what stays, too
        held = HeldGoals(np.array([9, 9]), {"continuity": 0})
        assert search_whole(part, held, np.zeros(4, np.int64), effort(), few) is None
