"""Possible worlds: sums of cells, ranges and chances, by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from solver.analysis.uncertainty.drawing import generator
from solver.analysis.uncertainty.monte_carlo import (
    BySource,
    Cells,
    Deltas,
    Range,
    all_chances_above,
    all_ranges,
    cells_of,
    chance,
    chances_above,
    percentile_range,
    ranges_of,
    relative_noise,
    simulate,
)

WORLDS = 40_000


def test_cases_are_counted_by_bucket_and_type() -> None:
    found = cells_of(np.array([1, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([5, 7, 6, 8]), 2)
    assert found.bucket.tolist() == [0, 1, 1]
    assert found.kind.tolist() == [1, 0, 1]
    assert found.cases.tolist() == [1, 2, 1]
    assert found.effort.tolist() == [7, 11, 8]
    assert len(found) == 3


def test_errors_add_up_bucket_by_bucket() -> None:
    """Two types, wrong by +10 % and -20 % in the one world that counts; nothing varies."""
    cells = cells_of(np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([100, 200, 50]), 2)
    changes = np.array([[0.1, 0.0], [-0.2, 0.0]])
    found = simulate(cells, 3, changes, np.zeros(2), generator(0, "test"))
    assert found.weights.tolist() == [[10 - 40, 0], [-10, 0], [0, 0]]
    assert found.both.tolist() == found.weights.tolist()
    assert not found.single_cases.any()


def test_single_cases_average_out_and_multiply_with_the_error() -> None:
    """100 cases that vary by 1 vary by 0.1 together; where the weight is half as much again, so is what they vary."""
    cells = Cells(np.array([0]), np.array([0]), np.array([100]), np.array([1_000]))
    found = simulate(cells, 1, np.full((1, WORLDS), 0.5), np.array([1.0]), generator(1, "test"))
    assert float(found.single_cases.std()) == pytest.approx(100, rel=0.03)
    assert found.both == pytest.approx(1_500 + 1.5 * found.single_cases - 1_000)


def test_no_cases_do_not_vary() -> None:
    found = relative_noise(np.array([[0.0, 4.0, 4.0]]), np.array([1.0, 0.0, 1.0]), generator(0, "test"))
    assert found[0, :2].tolist() == [0, 0]
    assert found[0, 2] != 0


def test_a_range_is_the_second_the_middle_and_the_second_to_last_of_39() -> None:
    found = percentile_range(100, np.arange(1.0, 40.0), Fraction(1, 2))
    assert found == Range(Fraction(51), Fraction(60), Fraction(69))
    assert found.per(Fraction(3)) == Range(Fraction(17), Fraction(20), Fraction(23))


def test_chances_and_their_standard_errors() -> None:
    found = chance(np.array([True, False, False, False]))
    assert (found.probability, found.standard_error) == (0.25, (0.25 * 0.75 / 4) ** 0.5)
    deltas = Deltas(*(np.arange(4.0) + shift for shift in (0, 1, 2)))
    above = chances_above(Fraction(2), deltas)
    assert [each.probability for each in (above.weights, above.single_cases, above.both)] == [0.25, 0.5, 0.75]


def test_all_buckets_at_once_are_each_bucket_alone() -> None:
    rng = np.random.default_rng(0)
    deltas = Deltas(*(rng.normal(size=(3, 50)) for _ in range(3)))
    ranges = all_ranges([1, 2, 3], deltas, [Fraction(1), None, Fraction(1, 4)])
    assert ranges[1] is None
    assert isinstance(ranges[0], BySource)
    assert ranges[0] == ranges_of(1, deltas.of(0), Fraction(1))
    assert ranges[2] == ranges_of(3, deltas.of(2), Fraction(1, 4))
    chances = all_chances_above(np.array([0, 1, -1]), deltas)
    assert chances == [chances_above(slack, deltas.of(at)) for at, slack in enumerate((0, 1, -1))]
