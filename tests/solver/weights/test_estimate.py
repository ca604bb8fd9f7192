"""Weights on paper, and what must hold of every study."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log, log1p, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.errors import InvalidParameter
from solver.weights.estimate import WEEKS, Estimation, estimate
from solver.weights.student_t import half_width
from solver.weights.study import TimeStudy, Unit
from tests.solver.weights.made import made
from tests.solver.weights.test_clusters import CASES, HOURS


def synthetic(seed: int, officers: int = 6, weeks: int = 3, types: int = 3) -> TimeStudy:
    rng = np.random.default_rng(seed)
    hours = rng.gamma(2, 2, (officers, weeks, types)) + 0.1
    return made(hours, rng.integers(1, 20, hours.shape).astype(float), other=rng.gamma(2, 3, (officers, weeks)))


def test_three_officers_and_two_weeks_on_paper() -> None:
    """60 hours by 120 case-weeks are half an hour a week, so 0.5 · 365.2425 / 84 a month.

    The variance 7/1675 and its degrees of freedom, 268² / 48,496, are worked out beside the clusters.
    """
    found = estimate(made(HOURS, CASES))
    assert found.weight[0] == pytest.approx(0.5 * 365.2425 / 84)
    reach = half_width(268**2 / 48_496) * sqrt(7 / 1675)
    assert log(found.high[0] / found.weight[0]) == pytest.approx(reach)
    assert log(found.weight[0] / found.low[0]) == pytest.approx(reach)
    assert found.officers.tolist() == [3]
    assert found.correlation is None


def test_hours_of_a_new_case_have_no_period() -> None:
    study = made(HOURS, CASES)
    for period in WEEKS:
        assert estimate(study, Estimation(Unit.NEW, period)).weight[0] == pytest.approx(0.5)
    assert estimate(study, Estimation(period="week")).weight[0] == pytest.approx(0.5)


def test_a_fifth_that_nobody_wrote_down_is_made_up_for_by_paid_hours() -> None:
    other = np.full((3, 2), 20.0)
    paid = HOURS.sum(axis=2) + other
    whole = estimate(made(HOURS, CASES, other, paid))
    without = estimate(made(HOURS * 0.8, CASES, other * 0.8))
    corrected = estimate(made(HOURS * 0.8, CASES, other * 0.8, paid))
    assert without.weight[0] == pytest.approx(0.8 * whole.weight[0])
    assert corrected.weight[0] == pytest.approx(whole.weight[0])


def test_a_shared_error_widens_every_interval_and_makes_errors_go_together() -> None:
    study = synthetic(3)
    alone, shared = estimate(study), estimate(study, Estimation(shared_cv=0.3))
    assert (shared.high > alone.high).all()
    assert shared.weight == pytest.approx(alone.weight)
    assert shared.correlation is not None
    assert alone.correlation is not None
    assert shared.correlation > alone.correlation


def test_where_the_study_has_no_error_of_its_own_the_shared_one_is_all() -> None:
    found = estimate(made(CASES, CASES), Estimation(shared_cv=0.1))
    assert found.high[0] / found.weight[0] == pytest.approx(exp(half_width(1e9) * sqrt(log1p(0.01))), rel=1e-6)


def test_officers_who_are_slow_with_everything_make_errors_go_together() -> None:
    pace = np.array([0.5, 1.0, 1.5, 0.8, 1.2])[:, None, None]
    cases = np.full((5, 2, 2), 10.0)
    assert estimate(made(cases * pace, cases)).correlation == pytest.approx(1)
    against = np.concatenate([cases[:, :, :1] * pace, cases[:, :, 1:] * (2 - pace)], axis=2)
    assert estimate(made(against, cases)).correlation == 0


def test_hours_for_cases_are_the_share_of_what_was_recorded() -> None:
    """30 hours of 40 belong to cases: of a week of 40 hours, a month has 130.44."""
    found = estimate(made([[[30.0]], [[30.0]]], np.ones((2, 1, 1)), other=np.full((2, 1), 10.0)))
    assert found.case_share is not None
    assert found.case_share.value == pytest.approx(0.75)
    assert found.case_share.hours(40, "month") == pytest.approx(30 * 365.2425 / 84)
    assert found.case_share.low == pytest.approx(0.75)


def test_types_without_cases_or_time_have_no_weight_and_one_officer_no_interval() -> None:
    hours, cases = HOURS.repeat(3, axis=2), CASES.repeat(3, axis=2)
    cases[:, :, 1] = 0
    hours[1:, :, 2] = 0
    cases[1:, :, 2] = 0
    found = estimate(made(hours, cases))
    assert found.is_measured.tolist() == [True, False, True]
    assert np.isnan(found.low).tolist() == [False, True, True]


@pytest.mark.parametrize("bad", [{"period": "day"}, {"shared_cv": -0.1}, {"shared_cv": 1.1}])
def test_what_cannot_be_asked_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(InvalidParameter):
        Estimation(**bad)  # type: ignore[arg-type]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.floats(0.1, 10))
def test_twice_the_time_is_twice_the_weight_and_as_sure(seed: int, factor: float) -> None:
    study = synthetic(seed)
    more = replace(study, entries=replace(study.entries, minutes=study.entries.minutes * factor))
    found, other = estimate(study), estimate(more)
    assert other.weight == pytest.approx(found.weight * factor)
    assert other.high / other.weight == pytest.approx(found.high / found.weight)
    assert (found.low <= found.weight).all()
    assert (found.weight <= found.high).all()
    assert found.case_share is not None
    assert 0 < found.case_share.low <= found.case_share.value <= found.case_share.high <= 1
