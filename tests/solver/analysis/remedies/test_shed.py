"""What to give up: as little of the most urgent work as can be, and no more than is needed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from solver.analysis.remedies.condensed_problem import outcome_of
from solver.analysis.remedies.shed import dropped, least_hours
from solver.analysis.scenarios.apply import applied
from solver.fair_shares.decomposition import fair_shares
from solver.model.units import units_of
from solver.problem import Problem
from tests.solver.analysis.made_rosters import released_roster
from tests.solver.instances import make_problem


def carried_by_subsets(problem: Problem, chosen: list[int]) -> int:
    """Ticks that cannot be carried: the worst set of cases against the hours of all who may hold any of it."""
    units = units_of(problem)
    limit = problem.officers.limit
    worst = 0
    for size in range(len(chosen) + 1):
        for some in combinations(chosen, size):
            may = np.zeros(len(limit), np.bool_)
            for case in some:
                may |= units.allowed[units.group[units.of_case[case]]]
            worst = max(worst, int(problem.cases.effort[list(some)].sum()) - int(limit[may].sum()))
    return worst


def least_hours_are_right(seed: int) -> int:
    problem, tested = released_roster(seed), 0
    priority = np.array([1 + (seed + 3 * case) % 3 for case in range(len(problem.cases))], np.int8)
    problem = replace(problem, cases=replace(problem.cases, priority=priority))
    before, told = None, dict(least_hours(problem))
    for most in range(4):
        chosen = np.flatnonzero((problem.cases.priority <= most) | problem.cases.pinned).tolist()
        missing = carried_by_subsets(problem, chosen)
        if before is not None:
            assert told.get(most, 0) == problem.hours(missing - before), seed
            tested += missing > before
        before = missing
    return tested


def test_what_must_be_dropped_equals_subset_enumeration() -> None:
    assert sum(least_hours_are_right(seed) for seed in range(200)) > 50


@pytest.mark.campaign
@pytest.mark.parametrize("first", range(200, 2000, 200))
def test_what_must_be_dropped_equals_subset_enumeration_in_a_campaign(first: int) -> None:
    assert sum(least_hours_are_right(seed) for seed in range(first, first + 200)) > 50


def test_without_the_dropped_cases_nobody_has_more_than_their_hours() -> None:
    tested = 0
    for seed in range(200):
        problem = released_roster(seed)
        found = dropped(problem, fair_shares(problem))
        if found is None:
            continue
        tested += 1
        gone = {problem.cases.ids.index(name) for name in found.drop.cases}
        assert not problem.cases.pinned[list(gone)].any()
        after = applied(problem, [found.drop])
        assert outcome_of(after) == found.after
        free = [not tier.missing or bool(after.cases.pinned[tier.cases].any()) for tier in fair_shares(after).tiers]
        assert all(free), seed
        assert found.hours == problem.hours(int(problem.cases.effort[list(gone)].sum()))
    assert tested > 50


def test_the_least_urgent_cases_go_first() -> None:
    problem = make_problem([10_000 * 10], [10_000 * 4] * 4, priority=[1, 5, 4, 1])
    found = dropped(problem, fair_shares(problem))
    assert found is not None
    assert found.drop.cases == ("C-2", "C-3"), "16 h for 10 h: 4 h of priority 5 and 2 h of priority 4 are too much"
    assert dict(found.least_hours) == {4: 2, 5: 4}
    assert found.hours == 8
    assert found.after.peak == Fraction(4, 5)
