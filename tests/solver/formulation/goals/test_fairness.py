"""Fairness: steps both ways, loads that a step allows, and what they can add up to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.formulation.goals.base import NOTHING
from solver.formulation.goals.fairness import ANY_LOAD, FAIRNESS, common_divisor, fairness_step, loads_at, tightened
from solver.goals import GRID, Goals, Unit
from solver.model.part import Part
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem

JOINT = Goals(max_moves=0)


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
    load = loads_at(part, step)
    for at, (limit, target) in enumerate(each):
        exact = (target + Fraction(step, GRID)) * limit
        assert int(load[at]) == min(ANY_LOAD, exact.numerator // exact.denominator)
    if int(load.max()) < ANY_LOAD:
        assert fairness_step(part, load) <= step
        for at in range(len(each)):
            more = load.copy()
            more[at] += 1
            assert fairness_step(part, more) > step


@given(officers, st.data())
def test_a_step_is_the_smallest_whose_loads_allow_what_is_carried(
    each: list[tuple[int, Fraction]], data: st.DataObject
) -> None:
    limits = [limit for limit, _ in each]
    part = part_with(limits, [target for _, target in each])
    load = np.array([data.draw(st.integers(0, 3 * limit)) for limit in limits], np.int64)
    step = fairness_step(part, load)
    assert bool((load <= loads_at(part, step)).all())
    if step:
        assert bool((load > loads_at(part, step - 1)).any())


def test_officers_without_hours_have_no_step() -> None:
    part = part_of(make_problem([10, 0], [5, 5], current=[0, 1], pinned=[False, True], eligible=[[0, 1]]), JOINT)
    assert loads_at(part, 0).tolist() == [5, -1]
    assert fairness_step(part, np.array([5, 500])) == 0
    assert fairness_step(part, np.array([6, 500])) == 1_000


def test_loads_are_rounded_down_to_what_cases_can_add_up_to() -> None:
    part = part_of(make_problem([50, 50], [4, 6, 9], [[0, 1], [1]], signature=[0, 0, 1]))
    assert common_divisor(part).tolist() == [2, 1]
    assert tightened(part, np.array([7, 7])).tolist() == [6, 7]
    assert tightened(part, np.array([-1, 0])).tolist() == [-1, 0]
    # a case without effort asks nothing
    assert common_divisor(part_of(make_problem([5], [0]))).tolist() == [1]


def test_the_worst_officer_counts() -> None:
    """Fair are 4 of 10 hours each; with 8 D-1 lies 0.4 of the limit above it: 4,000 steps."""
    part = part_of(make_problem([10, 10], [4, 4]))
    assert FAIRNESS.value(part, np.array([2, 0])) == 4_000
    assert FAIRNESS.value(part, np.array([1, 1])) == 0
    assert FAIRNESS.terms(part) == NOTHING


def test_slack_is_for_fewer_moves() -> None:
    assert FAIRNESS.slack(Goals(keep_within=7), 2) == 7
    assert FAIRNESS.slack(Goals(keep_within=7, move_freely=True), 2) == 0
    assert FAIRNESS.slack(Goals(keep_within=7, max_moves=1), 2) == 0
    assert FAIRNESS.unit(Goals()) is Unit.STEPS
