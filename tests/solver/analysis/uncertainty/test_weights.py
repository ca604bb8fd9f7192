"""The errors of the weights: percentiles by hand, and what a table may not say."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log

import numpy as np
import pytest

from solver.analysis.uncertainty.weights import UNKNOWN, Z95, Weights, cases_by_table
from solver.errors import InvalidProblem
from solver.problem import OWN_EFFORT, Need
from tests.solver.analysis.made_estimates import Row, table
from tests.solver.analysis.made_rosters import roster
from tests.solver.instances import make_problem


def one_type(*row: float | None) -> Weights:
    problem = roster([1], [(Need(), 1)], types=["a"])
    weight, low, high, cv = [*row, None, None, None][:4]
    assert weight is not None
    return table(problem, {"a": (weight, low, high, cv)})


def test_the_5th_and_the_95th_percentile_are_the_tables_own() -> None:
    weights = one_type(2, 1.5, 3.2)
    assert weights.changes(np.array([[-Z95], [0.0], [Z95]]))[:, 0] == pytest.approx([-0.25, 0, 0.6], abs=1e-12)
    assert [int(weights.at(each)[0]) for each in (5, 50, 95)] == [15_000, 20_000, 32_000]


def test_each_half_is_a_lognormal_of_its_own() -> None:
    """Half way (in z) to the 95th percentile is the geometric mean of the weight and high: √(2 × 3.2) = 2.5298."""
    weights = one_type(2, 1.5, 3.2)
    up, down = weights.changes(np.array([[Z95 / 2], [-Z95 / 2]]))[:, 0]
    assert 2 * (1 + up) == pytest.approx((2 * 3.2) ** 0.5)
    assert 2 * (1 + down) == pytest.approx((2 * 1.5) ** 0.5)


def test_a_percentile_by_hand_is_rounded_half_up_to_a_ten_thousandth() -> None:
    """z of the 80th is 0.841621; 2 × 1.6^(0.841621 ÷ 1.644854) = 2.5437 h."""
    assert 2 * exp(log(1.6) * 0.841621 / 1.644854) == pytest.approx(2.54374, abs=1e-5)
    assert int(one_type(2, 1.5, 3.2).at(80)[0]) == 25_437
    assert int(one_type(2, 1.5, 3.2).at(20)[0]) == 17_262


def test_a_side_that_is_not_known_has_no_error() -> None:
    above = one_type(2, None, 3)
    assert above.has_error.tolist() == [True]
    assert above.changes(np.array([[-3.0], [0.0]])).tolist() == [[0], [0]]
    assert above.at(5).tolist() == above.at(1).tolist() == [20_000]
    assert one_type(2, 1, None).at(95).tolist() == [20_000]
    assert not one_type(2).has_error.any()
    assert not one_type(2, 2, 2).has_error.any()
    assert one_type(0, 0, 0).at(95).tolist() == [0]


def test_certainty_is_no_width_and_no_variation() -> None:
    assert one_type(2, 2, 2, 0).is_certain
    assert not one_type(2, 2, 2, 0.1).is_certain
    assert not one_type(2, 1, 2).is_certain


@pytest.mark.parametrize("percentile", [0, 100, -5, float("nan"), float("inf")])
def test_percentiles_lie_between_0_and_100(percentile: float) -> None:
    with pytest.raises(InvalidProblem, match="above 0 and below 100"):
        one_type(2, 1, 3).at(percentile)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((1, 1.5, None, None), "between their low and their high"),
        ((1, None, 0.5, None), "between their low and their high"),
        ((1, 0, None, None), "low must be above 0"),
        ((0, None, 2, None), "high must be 0"),
    ],
)
def test_tables_that_contradict_themselves_are_refused(row: Row, message: str) -> None:
    with pytest.raises(InvalidProblem, match=message):
        one_type(*row)


def test_columns_have_the_right_shape() -> None:
    good = np.zeros(1, np.int64)
    texts, flags = (None,), np.ones(1, np.bool_)
    with pytest.raises(InvalidProblem, match=r"weights\.low must be int64"):
        Weights(good, np.zeros(2, np.int64), good, good, texts, texts, flags)
    with pytest.raises(InvalidProblem, match=r"weights\.case_cv must be 0 or more"):
        Weights(good, good, good, good - 2, texts, texts, flags)
    with pytest.raises(InvalidProblem, match=r"weights\.unit must have 1 entries"):
        Weights(good, good, good, good, (), texts, flags)
    with pytest.raises(InvalidProblem, match="need a weight"):
        Weights(good + UNKNOWN, good, good, good, texts, texts, flags)


def test_hours_of_their_own_and_of_an_officer_are_not_the_tables() -> None:
    plain = roster([9, 9], [(Need(), 1)] * 4, types=["a", "a", "b", None])
    assert cases_by_table(plain, table(plain, {"a": (1, 0.5, 2, 1)}, own=(1,))).tolist() == [True, False, False, False]
    listed = make_problem([9, 9], [1, 1, 1], pairs=[(0, 0, 5, OWN_EFFORT), (1, 0, 0, 3), (1, 1, 0, OWN_EFFORT)])
    cases = replace(listed.cases, case_type=np.zeros(3, np.int32), type_names=("a",))
    typed = replace(listed, cases=cases)
    assert cases_by_table(typed, table(typed, {"a": (1, 0.5, 2, 1)})).tolist() == [True, False, True]


def test_a_table_for_another_roster_is_refused() -> None:
    problem, other = roster([1], [(Need(), 1)], types=["a"]), roster([1], [(Need(), 1)] * 2, types=["a", "a"])
    with pytest.raises(InvalidProblem, match="for 2 cases and 1 types, but the problem has 1 and 1"):
        cases_by_table(problem, table(other, {"a": (1, None, None, None)}))
    assert not cases_by_table(problem, Weights.none(problem)).any()
