"""Sums by officer, week and type."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.weights.cells import case_counts, cells_of
from solver.weights.study import NONE, Counts, PaidHours, Unit
from tests.solver.weights.made import made

TWO = made([[[1.0], [2.0]], [[3.0], [4.0]]], [[[5.0], [5.0]], [[6.0], [6.0]]])


def test_hours_are_summed_and_time_for_no_case_is_kept_apart() -> None:
    study = made([[[1.0, 2.0], [0.0, 4.0]]], np.ones((1, 2, 2)), other=np.array([[3.0, 0.0]]))
    cells = cells_of(study)
    assert cells.hours.tolist() == [[[1, 2], [0, 4]]]
    assert cells.other_hours.tolist() == [[3, 0]]
    assert cells.recorded.tolist() == [[6, 4]]


def test_a_week_without_entries_does_not_count_and_neither_do_its_cases() -> None:
    cells = cells_of(made([[[1.0], [0.0]]], [[[5.0], [5.0]]]))
    assert cells.covered.tolist() == [[True, False]]
    assert cells.cases.tolist() == [[[5], [0]]]


def test_entries_are_scaled_to_what_was_paid() -> None:
    """Of 40 paid hours 32 were written down, 8 of them for no case: the 24 for cases stand for 30."""
    cells = cells_of(made([[[24.0]]], [[[10.0]]], other=np.array([[8.0]]), paid=np.array([[40.0]])))
    assert cells.factor.tolist() == [[1.25]]
    assert cells.hours.tolist() == [[[30]]]
    assert cells.other_hours.tolist() == [[8]]


def test_a_week_of_which_less_than_a_quarter_is_written_down_is_left_out() -> None:
    cells = cells_of(made([[[9.0], [10.0]]], [[[5.0], [5.0]]], paid=np.array([[40.0, 40.0]])))
    assert cells.covered.tolist() == [[False, True]]
    assert cells.hours.tolist() == [[[0], [40]]]


def test_paid_hours_of_the_whole_study_are_spread_over_its_weeks() -> None:
    paid = PaidHours(np.array([0]), np.array([NONE]), np.array([6.0]))
    cells = cells_of(replace(TWO, paid=paid))
    assert cells.paid[0].tolist() == [3, 3]
    assert np.isnan(cells.paid[1]).all()
    assert cells.factor[1].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("officer", "week", "unit", "expected"),
    [
        (1, 1, Unit.OPEN, [[0, 0], [0, 8]]),
        (1, NONE, Unit.OPEN, [[0, 0], [8, 8]]),
        (NONE, 1, Unit.OPEN, [[0, 4], [0, 4]]),
        (NONE, NONE, Unit.OPEN, [[4, 4], [4, 4]]),
        (1, NONE, Unit.NEW, [[0, 0], [3, 3]]),
        (NONE, NONE, Unit.NEW, [[1.5, 1.5], [1.5, 1.5]]),
        (NONE, 0, Unit.NEW, [[3, 0], [3, 0]]),
    ],
)
def test_counts_without_an_officer_or_a_week_are_spread(
    officer: int, week: int, unit: Unit, expected: list[list[float]]
) -> None:
    counts = Counts(
        np.array([officer]), np.array([week]), np.array([0]), np.array([8.0]), np.array([6.0]), np.array([np.nan])
    )
    assert case_counts(replace(TWO, counts=counts), unit)[:, :, 0].tolist() == expected


def test_a_count_that_is_not_known_is_no_count() -> None:
    counts = replace(TWO.counts, new=np.full(4, np.nan))
    assert case_counts(replace(TWO, counts=counts), Unit.NEW).sum() == 0
