"""Parts and their classes: who belongs together, and that nothing is lost when like cases are counted as one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from solver.formulation.goals.fairness import capped
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.goals import Goals, Measure, Policy
from solver.model.part import POOL
from solver.model.parts import part_numbers, pinned_loads, targets
from solver.model.units import pair_rows, units_of
from solver.problem import LEFT, NEW
from tests.solver.brute import components, solve_by_trying, units_by_hand
from tests.solver.every_plan import EveryPlan, how_many, names_of, part_of, parts_of, random_parts
from tests.solver.instances import make_problem, random_instance


def test_officers_belong_together_through_the_cases_that_both_may_hold() -> None:
    problem = make_problem(
        [1] * 6, [1] * 4, [[4, 5], [0, 2], [2, 4], [3]], signature=[0, 1, 2, 3], current=[NEW, NEW, LEFT, NEW]
    )
    of_unit, of_officer, count = part_numbers(units_of(problem))
    assert of_officer.tolist() == [0, -1, 0, 1, 0, 0]
    assert of_unit.tolist() == [0, 0, 0, 1]
    assert count == 2


def test_who_may_hold_a_case_does_not_matter_while_there_is_no_such_case() -> None:
    problem = make_problem([1, 1], [1, 1], [[0], [1], [0, 1]], signature=[0, 1])
    assert part_numbers(units_of(problem))[1].tolist() == [0, 1]


def test_cases_that_nobody_can_hold_are_in_no_part() -> None:
    problem = make_problem([1, 0], [1, 1, 1], [[0], [], [1]], signature=[0, 1, 2])
    of_unit, of_officer, count = part_numbers(units_of(problem))
    assert (of_unit.tolist(), of_officer.tolist(), count) == ([0, -1, -1], [0, -1], 1)


@pytest.mark.parametrize("limits", [[], [5]])
def test_no_officers_or_no_cases_make_no_part(limits: list[int]) -> None:
    problem = make_problem(limits, [] if limits else [1], [[]])
    assert part_numbers(units_of(problem))[2] == 0
    assert parts_of(problem) == []


def test_parts_are_those_found_by_hand() -> None:
    several = 0
    for seed in range(400):
        problem = random_instance(seed).problem
        of_unit, of_officer, count = part_numbers(units_of(problem))
        by_hand = components(units_by_hand(problem), len(problem.officers))
        assert count == len(by_hand)
        several += count > 1
        for number, part in enumerate(by_hand):
            assert np.flatnonzero(of_officer == number).tolist() == part.officers
            assert int((of_unit == number).sum()) == len(part.units)
    assert several > 20


def test_a_limit_on_moves_makes_one_part_of_all() -> None:
    problem = make_problem([1, 1, 1], [1, 1, 1], [[0], [1], []], signature=[0, 1, 2])
    assert len(parts_of(problem)) == 2
    part = part_of(problem, Goals(max_moves=1))
    assert part.officers.tolist() == [0, 1]
    assert sorted(part.units.tolist()) == [0, 1]


def test_cases_that_are_alike_are_one_class_whoever_holds_them() -> None:
    part = part_of(make_problem([9, 9], [2, 2, 2, 2], current=[0, NEW, 1, LEFT], priority=[1, 3, 3, 5]))
    assert part.count.tolist() == [4]
    assert part.held.tolist() == [1, 1]
    assert part.keepable.tolist() == [2]
    assert part.holder.tolist() == [0, POOL, 1, POOL]


def test_everything_that_the_model_sees_makes_a_class_of_its_own() -> None:
    efforts, signature = [2, 3, 2, 2, 1, 1], [0, 0, 1, 0, 0, 0]
    part = part_of(make_problem([9, 9], efforts, [[0, 1], [0]], signature=signature, bundle=[-1] * 4 + [5, 5]))
    assert len(part.count) == 4  # 2 ticks twice; 3 ticks; another signature; two cases of together 2 ticks
    assert sorted(part.size.tolist()) == [1, 1, 1, 2]
    # nothing can stay unplaced, so priorities do not matter; with a standard they do
    plain = make_problem([9, 9], [2, 2], priority=[1, 2])
    assert part_of(plain).count.tolist() == [2]
    assert part_of(make_problem([9, 9], [2, 2], priority=[1, 2], standards=[1, -1])).count.tolist() == [1, 1]
    assert part_of(plain, Goals(Policy.WITHIN_CAPACITY)).count.tolist() == [1, 1]
    # continuity in hours tells bundles of equal hours apart by what their holder would lose
    pair = make_problem([9, 9], [1, 3, 2, 2], current=[0, NEW, 0, NEW], bundle=[0, 0, 1, 1])
    assert part_of(pair, Goals(moves=Measure.HOURS)).count.tolist() == [1, 1]
    assert part_of(pair, Goals(moves=Measure.CASES)).count.tolist() == [2]


def test_pairs_of_equal_rows_are_alike() -> None:
    table = [(c, o, 10 * o, 3 + o) for c in (0, 1) for o in (0, 1)] + [(2, 0, 0, 9), (2, 1, 0, 3)]
    part = part_of(make_problem([20, 20], [2, 2, 2], pairs=table))
    assert part.count.tolist() == [2, 1]
    assert part.column_effort.tolist() == [3, 4, 9, 3]
    assert part.column_cost.tolist() == [0, 10, 0, 0]


def test_every_unit_is_what_its_class_says() -> None:
    seen = 0
    for _, instance, part in random_parts(range(160), most=10**6):
        problem = instance.problem
        units = units_of(problem)
        start = part.column_start
        assert part.first[-1] == len(part.units) == part.count.sum()
        for k in range(len(part.count)):
            here = part.column_officer[start[k] : start[k + 1]]
            members = part.units[part.first[k] : part.first[k + 1]]
            assert members.tolist() == sorted(members.tolist())
            for unit in members.tolist():
                seen += 1
                allowed = np.flatnonzero(units.allowed[units.group[unit]])
                assert part.officers[here].tolist() == allowed.tolist()
                cost, time = pair_rows(problem, units, unit, allowed.astype(np.int32))
                assert part.column_cost[start[k] : start[k + 1]].tolist() == cost.tolist()
                assert part.column_effort[start[k] : start[k + 1]].tolist() == time.tolist()
                assert (part.effort[k], part.size[k]) == (units.effort[unit], units.size[unit])
                assert part.pinned[k] == units.pinned[unit]
                assert part.priority[k] == (0 if part.placeable_all else units.priority[unit])
    assert seen > 300


@pytest.mark.parametrize("first", range(0, 200, 100))
def test_counting_like_cases_as_one_loses_nothing(first: int) -> None:
    """The best value of every level over all counts is the best over all assignments of single cases."""
    compared = 0
    for seed in range(first, first + 100):
        instance = random_instance(seed)
        parts = parts_of(instance.problem, instance.goals)
        if any(how_many(part) > 2_000 for part in parts):
            continue
        truth = solve_by_trying(instance.problem, instance.goals)
        for part, true in zip(parts, truth.parts, strict=True):
            plans = EveryPlan.of(part)
            fine = plans.keeps(held_after(part, {}))
            for name in names_of(instance):
                value = plans.value(name)
                best = int(value[fine].min())
                assert best == true.best[name], (seed, name)
                slack = BY_NAME[name].slack(instance.goals, best)
                fine &= value <= best + slack
                if name == "fairness" and slack:
                    fine &= plans.keeps(held_after(capped(part, best), {}))
                compared += 1
    assert compared > 200


def test_a_pin_is_stronger_than_standard_and_hours() -> None:
    problem = make_problem([4, 6], [3, 3, 1], current=[0, 0, 0], pinned=[True, True, False], standards=[1, 5])
    load, count = pinned_loads(problem, units_of(problem))
    assert (load.tolist(), count.tolist()) == ([6, 0], [2, 0])
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    assert part.standard.tolist() == [2, 5]
    assert part.hard.tolist() == [6, 6]
    assert part_of(problem).hard.tolist() == [-1, -1]


def test_a_pinned_bundle_takes_the_time_of_its_pairs() -> None:
    problem = make_problem(
        [9, 9], [3, 4], current=[0, NEW], pinned=[True, False], bundle=[0, 0], pairs=[(1, 1, 0, 1), (0, 0, 0, 7)]
    )
    load, count = pinned_loads(problem, units_of(problem))
    assert (load.tolist(), count.tolist()) == ([11, 0], [2, 0])


def test_targets_are_the_fair_shares_and_within_capacity_never_above_full() -> None:
    problem = make_problem([10, 10, 0], [25], [[0]], current=[1], pinned=[False])
    units = units_of(problem)
    share = (Fraction(5, 2), Fraction(0), None)
    assert targets(problem, units, share, Policy.ASSIGN_ALL) == [Fraction(5, 2), 0, 0]
    assert targets(problem, units, share, Policy.WITHIN_CAPACITY) == [1, 0, 0]
    overfull = make_problem([10, 10, 0], [25], current=[1], pinned=[True])
    assert targets(overfull, units_of(overfull), share, Policy.WITHIN_CAPACITY) == [1, Fraction(5, 2), 0]
