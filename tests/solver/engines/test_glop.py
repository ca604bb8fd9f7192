"""The relaxation that shrinks: numbers worked by hand."""

from __future__ import annotations

import time

import numpy as np
import pytest

from solver.budget import Budget
from solver.engines.glop import IncrementalAssignmentLp
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
