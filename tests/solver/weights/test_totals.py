"""Weights from totals alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.arrays import Floats
from solver.weights.checks import findings_of_totals
from solver.weights.estimate import WEEKS, Estimation
from solver.weights.study import NONE, TimeStudy, Unit
from solver.weights.totals import as_estimate, collinear, weights_of_totals
from tests.solver.weights.made import made

CASES = np.array([[10, 2, 1], [4, 8, 1], [6, 6, 5], [2, 1, 9], [8, 8, 8], [1, 9, 3]], np.float64)


def of_totals(hours: Floats, cases: Floats) -> TimeStudy:
    """Hours by officer and week, and cases by officer, the same in all weeks."""
    weeks = hours.shape[1]
    study = made(np.zeros((*hours.shape, cases.shape[1])), np.repeat(cases[:, None, :], weeks, axis=1), other=hours)
    assert (study.entries.case_type == NONE).all()
    return study


def test_hours_that_are_sums_give_their_weights_exactly() -> None:
    truth = np.array([1.0, 0.5, 2.0])
    found = weights_of_totals(of_totals(np.repeat((CASES @ truth)[:, None], 2, axis=1), CASES))
    assert found.weight == pytest.approx(truth * WEEKS["month"])
    assert found.low == pytest.approx(found.high)
    assert found.together == ()
    assert found.rows == 12
    assert found.explained == pytest.approx(1)


def test_two_officers_with_one_type_on_paper() -> None:
    """10 hours of 10 cases and 30 of 20: 1 and 1.5 a case, on average 1.25. Left out one by one: 1.5 and 1.

    The jackknife variance is 1/2 (0.25² + 0.25²) = 1/16, with one degree of freedom; 1.25 less 6.31 quarters is
    below 0.
    """
    study = of_totals(np.array([[10.0], [30.0]]), np.array([[10.0], [20.0]]))
    found = weights_of_totals(study, Estimation(period="week"))
    assert found.weight[0] == pytest.approx(1.25)
    assert found.high[0] == pytest.approx(1.25 + 6.313752 / 4, abs=1e-5)
    assert found.low[0] == 0


def test_types_that_rise_and_fall_together_are_named() -> None:
    """The second type is always twice the first one; the third is another matter."""
    cases = CASES[:, [0, 0, 2]] * np.array([1.0, 2.0, 1.0])
    found = weights_of_totals(of_totals(np.repeat((cases @ [1.0, 1.0, 1.0])[:, None], 2, axis=1), cases))
    assert found.together == ((0, 1),)


def test_almost_the_same_is_named_and_different_is_not() -> None:
    rng = np.random.default_rng(1)
    a, b, other = rng.uniform(1, 9, (3, 40))
    assert collinear(np.stack([a, b, a + 0.01 * other], axis=1)) == [[0, 2]]
    assert collinear(np.stack([a, b], axis=1)) == []
    assert collinear(np.stack([a, a, b, b], axis=1)) == [[0, 1], [2, 3]]


def test_more_types_than_officers_have_no_interval_and_types_of_nobody_no_weight() -> None:
    cases = CASES[:3].copy()
    found = weights_of_totals(of_totals(np.full((3, 2), 10.0), cases))
    assert np.isnan(found.low).all()
    cases[:, 1] = 0
    found = weights_of_totals(of_totals(np.full((3, 2), 10.0), cases), Estimation(Unit.NEW))
    assert np.isnan(found.weight).tolist() == [False, True, False]


def test_a_study_of_nothing_has_no_weights() -> None:
    study = of_totals(np.full((2, 1), 1.0), np.ones((2, 1)))
    empty = replace(study, counts=replace(study.counts, open_cases=np.zeros(2)))
    assert np.isnan(weights_of_totals(empty).weight).all()


def test_it_is_shown_like_an_estimate_and_a_weight_that_is_not_seen_is_not_known() -> None:
    cases = CASES[:, :2]
    hours = np.repeat((cases @ [1.0, 0.0])[:, None], 2, axis=1)
    study = of_totals(hours, cases)
    found = as_estimate(study, Estimation(), weights_of_totals(study))
    assert found.is_measured.tolist() == [True, False]
    assert found.correlation is None
    assert found.case_share is None


def test_findings_name_what_cannot_be_told_apart_and_what_is_not_seen() -> None:
    cases = CASES[:, [0, 0, 1]] * np.array([1.0, 2.0, 1.0])
    study = of_totals(np.repeat((cases @ [1.0, 1.0, 0.0])[:, None], 2, axis=1), cases)
    totals = weights_of_totals(study)
    found = {
        each.code: each.text for each in findings_of_totals(study, as_estimate(study, Estimation(), totals), totals)
    }
    assert "T0, T1" in found["collinear"]
    assert "T2" in found["not-shown"]
    assert "12 weeks of officers" in found["only-totals"]
