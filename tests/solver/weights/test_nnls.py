"""Non-negative least squares: by hand, and by what makes a minimum one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.weights.nnls import nonnegative_least_squares


def test_a_coefficient_that_would_be_negative_is_nothing() -> None:
    """Without the bound x is (3, -1); with it the first column alone: (1·2 + 1·3 + 0) / 2."""
    a = np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
    assert nonnegative_least_squares(a, np.array([2.0, 3.0, -1.0])) == pytest.approx([2.5, 0])


def test_equal_columns_and_no_columns_are_no_trouble() -> None:
    a = np.ones((4, 2))
    assert nonnegative_least_squares(a, np.full(4, 3.0)).sum() == pytest.approx(3)
    assert nonnegative_least_squares(a, np.full(4, -3.0)).tolist() == [0, 0]
    assert nonnegative_least_squares(np.zeros((3, 0)), np.ones(3)).tolist() == []


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.integers(1, 12), st.integers(0, 2**32))
def test_no_step_improves(columns: int, rows: int, seed: int) -> None:
    """Kuhn and Tucker: none is negative, the slope is 0 where one is positive, and never upwards elsewhere."""
    rng = np.random.default_rng(seed)
    a, b = rng.normal(0, 1, (rows, columns)), rng.normal(0, 1, rows)
    x = nonnegative_least_squares(a, b)
    slope = a.T @ (b - a @ x)
    assert (x >= 0).all()
    assert slope[x > 0] == pytest.approx(0, abs=1e-7)
    assert (slope <= 1e-7).all()
