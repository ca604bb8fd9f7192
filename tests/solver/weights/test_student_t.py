"""Against printed tables."""

from __future__ import annotations

from math import inf

import pytest

from solver.errors import InvalidParameter
from solver.weights.student_t import half_width, quantile, upper_tail


@pytest.mark.parametrize(
    ("df", "expected"),
    [(1, 6.313752), (2, 2.919986), (3, 2.353363), (5, 2.015048), (10, 1.812461), (30, 1.697261), (1e9, 1.644854)],
)
def test_the_95th_percentile_is_that_of_the_tables(df: float, expected: float) -> None:
    assert half_width(df) == pytest.approx(expected, abs=1e-6)


def test_degrees_of_freedom_between_whole_ones_lie_between() -> None:
    assert quantile(0.95, 2) < quantile(0.95, 1.5) < quantile(0.95, 1)


def test_it_is_symmetric_and_its_own_inverse() -> None:
    assert quantile(0.05, 4.2) == -quantile(0.95, 4.2)
    assert quantile(0.5, 3) == pytest.approx(0, abs=1e-12)
    assert upper_tail(quantile(0.99, 0.7), 0.7) == pytest.approx(0.01)
    assert upper_tail(inf, 3) == 0


@pytest.mark.parametrize(("probability", "df"), [(0, 1), (1, 1), (0.5, 0), (0.5, -1)])
def test_what_is_no_probability_is_refused(probability: float, df: float) -> None:
    with pytest.raises(InvalidParameter, match="degrees of freedom above 0"):
        quantile(probability, df)
