"""The ranked goals: their order, their values by hand and over all plans, and steps of fairness both ways."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.formulation.goals.ranking import (
    ANY_LOAD,
    Point,
    common_divisor,
    fairness_step,
    held_after,
    loads_at,
    ranked,
    slack_of,
    tightened,
    unit_of,
)
from solver.goals import GRID, Goals, Measure, Objective, Policy
from solver.model.part import Part
from solver.problem import NEW
from tests.solver.every_plan import EveryPlan, names_of, part_of, random_parts
from tests.solver.instances import make_problem

JOINT = Goals(max_moves=0)


def test_the_order_of_the_levels() -> None:
    cover = ["coverage_1", "coverage_4"]
    assert ranked(Goals(), [1, 4], False) == [*cover, "fairness", "continuity", "evenness"]
    assert ranked(Goals(), [1, 4], True) == [*cover, "fairness", "continuity", "evenness", "cost"]
    assert ranked(Goals(move_freely=True), [], True) == ["fairness", "evenness", "cost"]
    assert ranked(Goals(max_moves=3), [3], False) == ["coverage_3", "continuity", "fairness", "evenness"]
    assert ranked(Goals(objective=Objective.COST), [1, 4], False) == [*cover, "cost", "continuity"]


def test_slack_is_given_to_one_level_only() -> None:
    names = ["coverage_1", "fairness", "continuity", "evenness", "cost"]
    assert [slack_of(name, Goals(keep_within=7), 2) for name in names] == [0, 7, 0, 0, 0]
    assert [slack_of(name, Goals(keep_within=7, move_freely=True), 2) for name in names] == [0] * 5
    assert [slack_of(name, Goals(max_moves=5), 2) for name in names] == [0, 0, 3, 0, 0]
    assert slack_of("continuity", Goals(max_moves=1), 2) == 0


def test_units_of_levels() -> None:
    goals = Goals(moves=Measure.HOURS, coverage=Measure.CASES)
    assert [unit_of(name, goals) for name in ("coverage_2", "fairness", "continuity", "evenness", "cost")] == [
        "cases",
        "steps",
        "hours",
        "hours",
        "cost",
    ]
    assert unit_of("coverage_2", Goals(coverage=Measure.HOURS)) == "hours"


def part_with(limits: list[int], target: list[Fraction]) -> Part:
    part = part_of(make_problem(limits, [1]))
    return replace(part, target=tuple(target))


officers = st.lists(
    st.tuples(
        st.one_of(st.integers(1, 200), st.integers(1, 2**57)),
        st.fractions(min_value=0, max_value=3, max_denominator=10**9),
    ),
    min_size=1,
    max_size=5,
)


@given(officers, st.one_of(st.integers(0, 300), st.integers(0, 10 * GRID)))
def test_loads_of_a_step_need_that_step_and_one_tick_more_does_not_fit(
    each: list[tuple[int, Fraction]], step: int
) -> None:
    part = part_with([limit for limit, _ in each], [target for _, target in each])
    load = loads_at(part, step, GRID)
    for at, (limit, target) in enumerate(each):
        exact = (target + Fraction(step, GRID)) * limit
        assert int(load[at]) == min(ANY_LOAD, exact.numerator // exact.denominator)
    if int(load.max()) < ANY_LOAD:
        assert fairness_step(part, load, GRID) <= step
        for at in range(len(each)):
            more = load.copy()
            more[at] += 1
            assert fairness_step(part, more, GRID) > step


@given(officers, st.data())
def test_a_step_is_the_smallest_whose_loads_allow_what_is_carried(
    each: list[tuple[int, Fraction]], data: st.DataObject
) -> None:
    limits = [limit for limit, _ in each]
    part = part_with(limits, [target for _, target in each])
    load = np.array([data.draw(st.integers(0, 3 * limit)) for limit in limits], np.int64)
    step = fairness_step(part, load, GRID)
    assert bool((load <= loads_at(part, step, GRID)).all())
    if step:
        assert bool((load > loads_at(part, step - 1, GRID)).any())


def test_officers_without_hours_have_no_step() -> None:
    part = part_of(make_problem([10, 0], [5, 5], current=[0, 1], pinned=[False, True], eligible=[[0, 1]]), JOINT)
    assert loads_at(part, 0, GRID).tolist() == [5, -1]
    assert fairness_step(part, np.array([5, 500]), GRID) == 0
    assert fairness_step(part, np.array([6, 500]), GRID) == 1_000


def test_loads_are_rounded_down_to_what_cases_can_add_up_to() -> None:
    part = part_of(make_problem([50, 50], [4, 6, 9], [[0, 1], [1]], signature=[0, 0, 1]))
    assert common_divisor(part).tolist() == [2, 1]
    assert tightened(part, np.array([7, 7])).tolist() == [6, 7]
    assert tightened(part, np.array([-1, 0])).tolist() == [-1, 0]
    # a case without effort asks nothing
    assert common_divisor(part_of(make_problem([5], [0]))).tolist() == [1]


def test_what_is_held_is_the_smaller_of_hours_and_fairness() -> None:
    problem = make_problem([10, 10], [1] * 8, current=[NEW] * 8)
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    assert held_after(part, {}, False, GRID).load.tolist() == [10, 10]
    assert held_after(part, {"fairness": 1_000}, False, GRID).load.tolist() == [5, 5]
    assert held_after(part, {"fairness": 9_000}, False, GRID).load.tolist() == [10, 10]
    assert held_after(part_of(problem), {}, False, GRID).load.tolist() == [-1, -1]
    held = held_after(part, {"coverage_2": 3, "coverage_5": 0, "continuity": 4, "evenness": 5, "cost": -6}, True, GRID)
    assert held.coverage == {2: 3, 5: 0}
    assert (held.continuity, held.evenness, held.cost, held.coverage_by_hours) == (4, 5, -6, True)
    nothing = held_after(part, {}, False, GRID)
    assert (nothing.continuity, nothing.evenness, nothing.cost, nothing.coverage) == (None, None, None, {})


@pytest.mark.parametrize("by_hours", [False, True])
def test_values_of_every_plan(by_hours: bool) -> None:
    compared = 0
    for _, instance, part in random_parts(range(120), most=300):
        plans = EveryPlan.of(part)
        for name in names_of(instance):
            value = plans.value(name, by_hours).tolist()
            for planned, true in zip(plans.planned, value, strict=True):
                assert Point(planned).value(part, name, by_hours, GRID) == true
                compared += 1
    assert compared > 5_000
