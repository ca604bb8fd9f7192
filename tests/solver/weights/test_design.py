"""How large a study has to be."""

from __future__ import annotations

from math import exp, inf, log1p

import numpy as np
import pytest

from solver.errors import InvalidParameter
from solver.weights.design import (
    Differences,
    differences_of,
    half_of,
    halving,
    officers_needed,
    relative_half_width,
    weeks_needed,
)
from solver.weights.estimate import estimate
from solver.weights.student_t import half_width
from tests.solver.weights.made import made

ONLY_OFFICERS = Differences(officers=0.3, weeks=0, rest=0)


def test_officers_alone_on_paper() -> None:
    """A deviation of 0.3 between nine officers is 0.1 of their mean, with eight degrees of freedom."""
    assert relative_half_width(9, 4, ONLY_OFFICERS) == pytest.approx(exp(half_width(8) * 0.1) - 1)


def test_weeks_do_not_help_against_officers_who_differ() -> None:
    assert relative_half_width(9, 4, ONLY_OFFICERS) == relative_half_width(9, 40, ONLY_OFFICERS)
    assert weeks_needed(0.1, 9, ONLY_OFFICERS) is None


def test_officers_do_not_help_against_weeks_that_differ() -> None:
    assert officers_needed(0.05, 2, Differences(0.1, 0.3, 0.1)) is None


def test_the_fewest_are_enough_and_one_fewer_is_not() -> None:
    many = officers_needed(0.15, 4, Differences())
    assert many is not None
    assert relative_half_width(many, 4, Differences()) <= 0.15 < relative_half_width(many - 1, 4, Differences())
    weeks = weeks_needed(0.25, 12, Differences())
    assert weeks is not None
    assert relative_half_width(12, weeks, Differences()) <= 0.25 < relative_half_width(12, weeks - 1, Differences())


def test_one_officer_tells_nothing_and_no_differences_are_no_error() -> None:
    assert relative_half_width(1, 4, Differences()) == inf
    assert relative_half_width(2, 2, Differences(0, 0, 0)) == 0
    assert half_of(0) == 0
    with pytest.raises(InvalidParameter):
        Differences(officers=-0.1)


def test_half_of_an_interval_is_half_of_its_logarithm() -> None:
    assert log1p(half_of(0.44)) == pytest.approx(log1p(0.44) / 2)


def test_what_is_found_in_a_study_is_what_it_was_made_of() -> None:
    rng = np.random.default_rng(7)
    cases = np.full((400, 12, 1), 20.0)
    effects = rng.normal(0, 0.3, (400, 1, 1)) + rng.normal(0, 0.1, (1, 12, 1)) + rng.normal(0, 0.4, (400, 12, 1))
    known = differences_of(estimate(made(cases * np.exp(effects), cases)), 0)
    assert known is not None
    differ, officers, weeks = known
    assert (officers, weeks) == (400, 12)
    assert differ.officers == pytest.approx(0.3, rel=0.15)
    assert differ.weeks == pytest.approx(0.1, rel=0.4)
    assert differ.rest == pytest.approx(0.4, rel=0.15)


def test_half_the_interval_takes_less_than_four_times_the_officers_where_only_they_differ() -> None:
    pace = np.exp(0.3 * np.array([1, -1, 0.5, -0.5, 0.2, -0.2]))[:, None, None]
    found = estimate(made(np.full((6, 2, 1), 10.0) * pace, np.full((6, 2, 1), 10.0)))
    more = halving(found, 0)
    assert more is not None
    assert more.more_weeks is None
    assert more.more_officers is not None
    assert 6 < more.more_officers <= 3 * 6


def test_one_officer_has_no_interval_to_be_halved() -> None:
    assert halving(estimate(made([[[1.0], [2.0]]], [[[1.0], [1.0]]])), 0) is None
