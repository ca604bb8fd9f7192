"""The relaxation that shrinks: numbers worked by hand."""

from __future__ import annotations

import time

import numpy as np
import pytest

from solver.budget import Budget
from solver.engines.glop import IncrementalAssignmentLp, RestrictedMasterLp
from tests.solver.every_plan import effort


def two_by_two(places: list[int], hours: int = 4) -> IncrementalAssignmentLp:
    # two cases of 4 and 2 ticks; the first officer is cheaper for both, by 4 and by 2
    cost, ticks = np.array([[1.0, 5.0], [1.0, 3.0]]), np.array([[4, 4], [2, 2]])
    size, keep = np.ones(2, np.int64), np.ones((2, 2), np.bool_)
    return IncrementalAssignmentLp(
        cost, ticks, np.array([hours, 6]), size, np.array(places), keep, np.ones(2, np.bool_)
    )


def test_hours_have_a_price() -> None:
    # a tick of the first officer saves 1 with either case: any 4 ticks there, 8 - 4 = 4
    linear = two_by_two([9, 9])
    assert linear.solve(effort())
    assert linear.value == pytest.approx(4.0)
    assert linear.hour.tolist() == [pytest.approx(1.0), 0.0]
    assert linear.share.sum() == pytest.approx(2.0)
    assert linear.unit.tolist() == [pytest.approx(5.0), pytest.approx(3.0)]
    assert linear.charge.tolist() == [[pytest.approx(4.0), 0.0], [pytest.approx(2.0), 0.0]]


def test_places_have_one_too() -> None:
    # one place with the first officer: the larger case takes it, 1 + 3
    linear = two_by_two([1, 9], hours=9)
    assert linear.solve(effort())
    assert linear.value == pytest.approx(4.0)
    assert linear.share.tolist() == [[1.0, 0.0], [0.0, 1.0]]
    # hours are free; at 2 the other case would want the place, too, and at 4 this one would not want it any more
    assert linear.hour.tolist() == [0.0, 0.0]
    assert 2.0 <= linear.place[0] <= 4.0


def test_what_is_closed_is_out() -> None:
    linear = two_by_two([9, 9])
    assert linear.solve(effort())
    linear.close(0, np.array([1]))
    assert linear.solve(effort())
    # the first case is left, and the second officer for it
    assert linear.value == pytest.approx(5.0)
    assert linear.share.tolist() == [[0.0, 1.0], [0.0, 0.0]]
    linear.close(1, np.zeros(0, np.int64))
    assert not linear.solve(effort())


def test_without_time_there_is_no_solution() -> None:
    linear = two_by_two([9, 9])
    assert not linear.solve(Budget(time.monotonic() - 1, 1, 0))


def two_sets(width: float) -> RestrictedMasterLp:
    # two units and two officers: the first may have either unit, for 1 and for 3
    owner, held = np.array([0, 0]), np.array([[True, False], [False, True]])
    return RestrictedMasterLp(owner, held, np.array([1.0, 3.0]), 2, np.array([4.0, 5.0]), width)


def test_what_no_set_covers_is_had_for_the_end_of_the_box() -> None:
    # the first officer has one set: the second unit saves 7 - 3, the first 6 - 1; the other unit costs 5 + 2
    linear = two_sets(2.0)
    assert linear.solve(effort())
    assert linear.value == pytest.approx(1.0 + 7.0)
    assert linear.share.tolist() == [1.0, 0.0]
    assert linear.outside == pytest.approx(1.0)
    assert linear.unit[1] == pytest.approx(7.0)


def test_a_set_that_is_added_enters_at_its_cost() -> None:
    linear = two_sets(2.0)
    assert linear.solve(effort())
    linear.add(np.array([1, 0]), np.array([[False, True], [True, True]]), np.array([2.0, 9.0]))
    assert linear.solve(effort())
    # 1 + 2; the prices are within the box of 2 to 6 and 3 to 7, so the second unit is worth 3 and one is given away
    assert linear.value == pytest.approx(1.0 + 2.0)
    assert linear.share.tolist() == [1.0, 0.0, 1.0, 0.0]
    assert linear.outside == pytest.approx(0.0)


def test_a_box_that_moves_changes_what_a_unit_is_had_for() -> None:
    linear = two_sets(2.0)
    linear.move_box(np.array([4.0, 5.0]), 10.0)
    assert linear.solve(effort())
    # the second unit would be 15: better the first at 14 and the second by the officer, or 1 + 15
    assert linear.value == pytest.approx(1.0 + 15.0)


def test_units_and_sets_that_are_closed_are_out() -> None:
    linear = two_sets(2.0)
    linear.close(np.array([0]), np.array([0]))
    assert linear.solve(effort())
    assert linear.value == pytest.approx(3.0)
    assert linear.share.tolist() == [0.0, 1.0]


def test_without_time_no_choice_of_sets_is_made() -> None:
    assert not two_sets(2.0).solve(Budget(time.monotonic() - 1, 1, 0))
