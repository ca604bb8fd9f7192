"""Shortfall: whole tenths of a point below the fair share, and the loads that keep to them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.formulation.goals.base import NOTHING
from solver.formulation.goals.shortfall import SHORTFALL, TENTH, least_loads, shortfall_step
from solver.goals import Goals, Objective, Policy, Unit
from solver.model.part import Part
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem


def part_with(limits: list[int], target: list[Fraction]) -> Part:
    return replace(part_of(make_problem(limits, [1])), target=tuple(target))


def test_a_shortfall_by_hand() -> None:
    """A fair share of 40 % of 150 h: with 53 h an officer lies 4.67 points below, in whole tenths 4.6."""
    part = part_with([150], [Fraction(2, 5)])
    assert shortfall_step(part, np.array([53])) == 460
    assert shortfall_step(part, np.array([60])) == shortfall_step(part, np.array([90])) == 0


def test_less_than_a_tenth_of_a_point_is_none() -> None:
    part = part_with([10_000], [Fraction(1, 2)])
    assert [shortfall_step(part, np.array([load])) for load in (5_000, 4_991, 4_990, 4_981, 4_980)] == [
        0,
        0,
        10,
        10,
        20,
    ]


officers = st.lists(
    st.tuples(
        st.one_of(st.integers(1, 200), st.integers(1, 2**50)),
        st.fractions(min_value=0, max_value=3, max_denominator=10**9),
    ),
    min_size=1,
    max_size=4,
)


@given(officers, st.integers(0, 1_000))
def test_least_loads_keep_to_their_step_and_one_tick_less_does_not(
    each: list[tuple[int, Fraction]], tenths: int
) -> None:
    part, step = part_with([limit for limit, _ in each], [share for _, share in each]), tenths * TENTH
    least = least_loads(part, step)
    assert shortfall_step(part, least) <= step
    for o in np.flatnonzero(least).tolist():
        less = least.copy()
        less[o] -= 1
        assert shortfall_step(part, less) > step


def test_what_it_is() -> None:
    part = part_of(make_problem([9, 9], [1]))
    assert SHORTFALL.asked(Goals())
    assert not SHORTFALL.asked(Goals(objective=Objective.COST))
    assert (SHORTFALL.unit(Goals()), SHORTFALL.terms(part), SHORTFALL.slack(Goals(), 7)) == (Unit.STEPS, NOTHING, 0)
    assert SHORTFALL.applies(part)
    assert not SHORTFALL.applies(part_of(make_problem([9], [1])))
    assert SHORTFALL.applies(part_of(make_problem([9], [1]), Goals(Policy.WITHIN_CAPACITY)))
