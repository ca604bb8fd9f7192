"""Every weight at a percentile of its own error, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.analysis.uncertainty.percentile import at_percentile
from solver.errors import InvalidProblem, TooLarge
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Need, Problem
from tests.solver.analysis.made_estimates import Row, table
from tests.solver.analysis.made_rosters import random_roster, roster

ROWS: dict[str, Row] = {"a": (2, 1.5, 3.2, 0.5), "b": (1, None, 1.0001, None)}


def office() -> Problem:
    return roster([40, 20], [(Need(), 2), (Need(), 1), (Need(), 2), (Need(), 7)], types=["a", "b", "a", None])


def hours(problem: Problem) -> list[Fraction]:
    return [problem.hours(int(effort)) for effort in problem.cases.effort]


@pytest.mark.parametrize(
    ("percentile", "a", "b"),
    [
        (5, "1.5", "1"),
        (50, "2", "1"),
        (95, "3.2", "1.0001"),
        (80, "2.5437", "1.0001"),  # 2 × 1.6^(0.841621 ÷ 1.644854) = 2.54374; 1.00005 is rounded up
    ],
)
def test_weights_by_hand(percentile: float, a: str, b: str) -> None:
    problem = office()
    robust = at_percentile(problem, table(problem, ROWS, own=(2,)), percentile)
    assert hours(robust) == [
        Fraction(a),
        Fraction(b),
        2,
        7,
    ]  # the third case brings its own hours, the last has no type
    assert [robust.hours(int(limit)) for limit in robust.officers.limit] == [40, 20]
    assert [robust.hours(int(limit)) for limit in robust.officers.available] == [40, 20]


def test_the_median_is_the_same_problem_in_the_longest_ticks() -> None:
    for seed in range(60):
        problem = random_roster(seed)
        names = problem.cases.type_names
        weights = table(problem, dict.fromkeys(names, (1, 0.5, 2, None)))
        efforts = [
            1 if kind >= 0 else effort for kind, effort in zip(problem.cases.case_type, hours(problem), strict=True)
        ]
        again = at_percentile(problem, weights, 50)
        assert hours(again) == efforts
        assert again.tick_hours >= problem.tick_hours


def test_the_peak_at_the_95th_is_that_of_the_heavier_cases() -> None:
    """2 × 3.2 + 1.0001 + 7 h on 60 h instead of 12 h."""
    problem = office()
    robust = at_percentile(problem, table(problem, ROWS), 95)
    assert fair_shares(problem).tiers[0].utilization == Fraction(12, 60)
    assert fair_shares(robust).tiers[0].utilization == Fraction("14.4001") / 60


def test_refusals() -> None:
    problem = office()
    with pytest.raises(InvalidProblem, match="above 0 and below 100"):
        at_percentile(problem, table(problem, ROWS), 100)
    with pytest.raises(TooLarge):
        at_percentile(problem, table(problem, {"a": (2, 1, 9e13, None)}), 95)
