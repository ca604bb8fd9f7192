"""Rare types go to their group, common ones stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.weights.shrinkage import between_types, shrink

GROUP = np.zeros(5, np.int64)
DF = np.full(5, 8.0)
HOURS = np.full(5, 100.0)


def test_a_rare_type_goes_to_its_group_and_the_others_stay() -> None:
    y = np.array([0.0, 0.5, 1.0, 0.6, 3.0])
    variance = np.array([1e-4, 1e-4, 1e-4, 1e-4, 4.0])
    found = shrink(y, variance, DF, HOURS, GROUP)
    assert found.log_weight[:4] == pytest.approx(y[:4], abs=1e-3)
    assert 0.4 < found.log_weight[4] < 1
    assert found.share[4] > 0.9
    assert found.variance[4] < variance[4]


def test_types_that_differ_no_more_than_by_their_errors_become_one() -> None:
    """Four weights of variance 1 at -1, 1, -1, 1: the squares add up to 4, of 3 degrees, so nearly all is error."""
    assert between_types(np.array([-1.0, 1, -1, 1]), np.full(4, 2.0)) == 0
    assert between_types(np.array([-1.0, 1, -1, 1]), np.full(4, 1.0)) == pytest.approx(1 / 3)


def test_three_types_are_no_group_and_neither_is_none() -> None:
    y, variance = np.array([0.0, 1, 5, 2, 3]), np.full(5, 1.0)
    found = shrink(y, variance, DF, HOURS, np.array([0, 0, 0, -1, -1]))
    assert found.log_weight.tolist() == y.tolist()
    assert found.share.tolist() == [0] * 5
    assert shrink(y, variance, DF, HOURS, np.zeros(0, np.int64)).log_weight.tolist() == y.tolist()


def test_a_type_that_one_officer_met_is_as_unsure_as_its_group_would_be_with_its_hours() -> None:
    y = np.array([0.0, 0.5, 1.0, 0.6, 2.0])
    variance = np.array([0.01, 0.01, 0.01, 0.01, np.nan])
    hours = np.array([100.0, 100, 100, 100, 1])
    found = shrink(y, variance, np.array([8.0, 8, 8, 8, 0]), hours, GROUP)
    as_if = shrink(y, np.array([0.01, 0.01, 0.01, 0.01, 1.0]), np.array([8.0, 8, 8, 8, 0]), hours, GROUP)
    assert found.log_weight[4] == pytest.approx(as_if.log_weight[4])
    assert found.df[4] > 0


def test_what_was_not_measured_stays_unknown() -> None:
    y = np.array([0.0, 0.5, 1.0, 0.6, np.nan])
    found = shrink(y, np.full(5, 0.1), DF, HOURS, GROUP)
    assert np.isnan(found.log_weight[4])


@settings(max_examples=40, deadline=None)
@given(st.integers(4, 9), st.integers(0, 2**32))
def test_nothing_is_drawn_past_its_group(types: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    y, variance = rng.normal(0, 1, types), rng.gamma(1, 0.3, types) + 1e-3
    found = shrink(y, variance, np.full(types, 5.0), np.full(types, 9.0), np.zeros(types, np.int64))
    assert (found.log_weight >= y.min() - 1e-9).all()
    assert (found.log_weight <= y.max() + 1e-9).all()
    assert ((found.share >= 0) & (found.share <= 1)).all()
