"""The error of a ratio: worked out on paper, and beside the matrices that the sums of powers stand for."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.arrays import Floats
from solver.weights.clusters import influences, spread_of

HOURS = np.array([[[6.0], [6.0]], [[10.0], [8.0]], [[12.0], [18.0]]])
CASES = np.array([[[10.0], [10.0]], [[20.0], [20.0]], [[30.0], [30.0]]])


def test_three_officers_and_two_weeks_on_paper() -> None:
    """60 hours by 120 case-weeks. Influences in sixtieths: A 1 1, B 0 -2, C -3 3.

    By officer they are 2, -2, 0: squares 8/3600. Shares 1/6, 1/3, 1/2 have squares of 7/18 and cubes of 1/6, so the
    expected sum is 7/18 - 2/6 + 49/324 = 67/324 of the variance, where 7/18 is wanted: times 126/67 is 7/1675.
    By week they are -2, 2: squares 8/3600, of halves, so times 2: 1/225. What remains of the cells without officers and
    weeks is 1, -1, 5, -5, -6, 6 in 180ths; its squares, 124/32400, have 2 of 6 degrees of freedom: 31/2700. That is
    more than what weeks differ by, so weeks add nothing. The form of the officers has the trace 268 and the squared
    trace 48,496 in 1296ths.
    """
    found = spread_of(HOURS, CASES)
    assert (influences(HOURS, CASES)[:, :, 0] * 60).ravel() == pytest.approx([1, 1, 0, -2, -3, 3])
    assert found.officers[0] == pytest.approx(float(Fraction(7, 1675)))
    assert found.cells[0] == pytest.approx(float(Fraction(31, 2700)))
    assert found.weeks[0] == 0
    assert found.variance[0] == pytest.approx(float(Fraction(7, 1675)))
    assert found.df[0] == pytest.approx(268**2 / 48_496)


def test_weeks_that_differ_for_everybody_add_to_the_error() -> None:
    """Twice the hours in the second week for everybody: influences by week ∓1/6, so 2/36 times 2, with one degree."""
    hours = CASES * np.array([1.0, 2.0])[None, :, None]
    found = spread_of(hours, CASES)
    assert found.officers[0] == pytest.approx(0)
    assert found.weeks[0] == pytest.approx(1 / 9)
    assert found.df[0] == pytest.approx(1)


def test_one_officer_says_nothing_of_how_officers_differ() -> None:
    found = spread_of(HOURS[:1], CASES[:1])
    assert np.isnan(found.variance[0])
    assert found.df[0] == 0


def test_a_type_without_time_or_cases_has_no_error() -> None:
    hours, cases = HOURS.repeat(3, axis=2), CASES.repeat(3, axis=2)
    hours[:, :, 1] = 0
    cases[:, :, 2] = 0
    assert np.isnan(spread_of(hours, cases).variance).tolist() == [False, True, True]


def by_matrices(hours: Floats, cases: Floats) -> tuple[float, float]:
    """Variance by officers and its degrees of freedom, with the matrix of the quadratic form written out."""
    p = cases / cases.sum()
    residual = np.eye(len(p)) - np.outer(np.ones(len(p)), p)
    form = residual.T @ np.diag(p**2) @ residual
    influence = hours / hours.sum() - p
    trace = float(np.trace(form))
    return float((influence**2).sum() * (p**2).sum() / trace), trace**2 / float(np.trace(form @ form))


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 12), st.integers(0, 2**32))
def test_sums_of_powers_are_the_traces_of_the_matrices(officers: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    hours, cases = rng.gamma(1, 1, (officers, 1, 1)) + 0.01, rng.gamma(1, 1, (officers, 1, 1)) + 0.01
    variance, df = by_matrices(hours.ravel(), cases.ravel())
    found = spread_of(hours, cases)
    assert found.officers[0] == pytest.approx(variance, rel=1e-6)
    assert found.df[0] == pytest.approx(df, rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 6), st.integers(1, 4), st.integers(0, 2**32), st.floats(0.01, 100))
def test_other_units_and_another_order_change_nothing(officers: int, weeks: int, seed: int, unit: float) -> None:
    rng = np.random.default_rng(seed)
    hours, cases = rng.gamma(1, 1, (officers, weeks, 2)) + 0.1, rng.integers(1, 9, (officers, weeks, 2)).astype(float)
    found, other = spread_of(hours, cases), spread_of(hours[::-1] * unit, cases[::-1])
    assert found.variance == pytest.approx(other.variance, rel=1e-6, abs=1e-12)
    assert found.df == pytest.approx(other.df, rel=1e-6)
