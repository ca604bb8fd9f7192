"""Rows by office, docket, skill and officer: sums by counting, gaps by trying every set of cases."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations
from typing import Any

import numpy as np
import pytest

from solver.analysis.fte import Basis, Period, State
from solver.analysis.staffing.breakdowns import GroupRow
from solver.analysis.staffing.verdict import Staffing, staffing
from solver.fair_shares.decomposition import fair_shares
from solver.problem import NEW, Need, Problem
from tests.solver.analysis.made_rosters import HOUR, random_roster, roster
from tests.solver.brute import units_by_hand
from tests.solver.instances import make_problem

MONTH = Basis.of(Period.MONTH)


def report(problem: Problem, target: Fraction | None = None) -> Staffing:
    return staffing(problem, fair_shares(problem), target=target)


def fields(row: object, *names: str) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def row_of(problem: Problem, kind: str, name: str | None) -> GroupRow:
    (row,) = [row for row in report(problem).groups if row.kind == kind and row.name == name]
    return row


def cases_of(problem: Problem, row: GroupRow) -> list[int]:
    out = []
    for case, signature in enumerate(problem.cases.signature.tolist()):
        need = problem.needs[signature]
        names = set(need.skills) if row.kind == "skill" else {need.office if row.kind == "office" else need.docket}
        folded = {name.casefold() for name in names if name is not None}
        if (row.name.casefold() in folded) if row.name is not None else not folded:
            out.append(case)
    return out


def largest_deficiency(problem: Problem, cases: list[int]) -> Fraction:
    """Of every set of the cases: its hours less those of whoever may take any of it."""
    allowed = {case: unit.allowed for unit in units_by_hand(problem) for case in unit.cases}
    every = chain.from_iterable(combinations(cases, size) for size in range(len(cases) + 1))
    best = 0
    for chosen in every:
        takers = set[int]().union(*(allowed[case] for case in chosen))
        need = sum(int(problem.cases.effort[case]) for case in chosen)
        best = max(best, need - sum(int(problem.officers.limit[o]) for o in takers))
    return problem.hours(best)


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_gaps_equal_every_set_of_cases(first: int) -> None:
    for seed in range(first, first + 50):
        problem = random_roster(seed)
        for row in report(problem).groups:
            mine = cases_of(problem, row)
            assert row.cases == len(mine) > 0
            assert row.demand_hours == problem.hours(int(problem.cases.effort[mine].sum()))
            assert row.gap_hours == largest_deficiency(problem, mine), (seed, row)
            assert (row.state is State.UNSUSTAINABLE) or not row.gap_hours
            assert bool(row.certificate) == bool(row.gap_hours)
            assert row.fte_gap == row.gap_hours / MONTH.productive_hours
            assert row.budget_fte_gap == row.gap_hours / MONTH.budget_hours
            takers = {o for unit in units_by_hand(problem) for o in unit.allowed if set(unit.cases) & set(mine)}
            with_hours = [o for o in takers if problem.officers.limit[o]]
            assert row.officers == len(with_hours)
            assert row.limit_hours == problem.hours(sum(int(problem.officers.limit[o]) for o in with_hours))


def test_campaign_of_gaps() -> None:
    for seed in range(300, 1_300):
        problem = random_roster(seed)
        for row in report(problem).groups:
            assert row.gap_hours == largest_deficiency(problem, cases_of(problem, row)), (seed, row)


def test_a_skill_by_hand() -> None:
    """Spanish: 90 h for A and B with 60 h; 50 h more for anybody. The office as a whole has 160 h for 140 h."""
    spanish, anybody = Need("north", None, frozenset({"spanish"})), Need("north")
    problem = roster(
        [20, 40, 40, 60],
        [(spanish, 45), (spanish, 45), (anybody, 25), (anybody, 25)],
        skills=[{"Spanish"}, {"spanish"}, set(), set()],
    )
    row = row_of(problem, "skill", "spanish")
    assert fields(row, "cases", "demand_hours", "officers", "limit_hours") == (2, 90, 2, 60)
    assert fields(row, "utilization", "gap_hours", "state") == (Fraction(3, 2), 30, State.UNSUSTAINABLE)
    assert row.certificate == (
        "These 2 cases need 90 h. Only these 2 officers (D-1 and D-2) may take them, with 60 h: "
        "90 h − 60 h = 30 h are missing."
    )
    office = row_of(problem, "office", "north")
    assert fields(office, "cases", "demand_hours", "limit_hours", "gap_hours") == (4, 140, 160, 30)
    other = row_of(problem, "skill", None)
    assert fields(other, "cases", "demand_hours", "gap_hours") == (2, 50, 0)


def test_a_group_whose_officers_are_full_with_others_work_is_not_called_sustainable() -> None:
    """Each office alone needs 6 of the 10 h that serve both; together they need 12."""
    problem = roster([10], [(Need("north"), 6), (Need("south"), 6)])
    for name in ("north", "south"):
        row = row_of(problem, "office", name)
        assert fields(row, "utilization", "gap_hours") == (Fraction(3, 5), 0)
        assert fields(row, "peak_utilization", "state") == (Fraction(6, 5), State.UNSUSTAINABLE)


def test_the_worst_state_counts_not_the_largest_utilization() -> None:
    """A pool of 100 FTE at 85 % is fine, one officer at 80 % is strained."""
    fte = MONTH.productive_hours
    many, one = Need("north", "detained"), Need("north", "other")
    problem = roster(
        [float(fte * 100), 100],
        [(many, float(fte * 85)), (one, 80)],
        dockets=[{"detained"}, {"other"}],
    )
    found = report(problem)
    assert [tier.state for tier in found.tiers] == [State.SUSTAINABLE, State.STRAINED]
    row = row_of(problem, "office", "north")
    assert fields(row, "state", "peak_utilization") == (State.STRAINED, Fraction(4, 5))


def test_nobody_asks_for_an_office_so_there_are_no_rows_of_offices() -> None:
    problem = roster([10], [(Need(docket="detained"), 1)])
    assert {row.kind for row in report(problem).groups} == {"docket"}


def test_names_differ_in_case_only() -> None:
    problem = roster([10], [(Need("North"), 1), (Need("north"), 2)], offices=[{"NORTH"}])
    (row,) = report(problem).groups
    assert fields(row, "name", "cases") == ("North", 2)


def test_times_that_differ_make_a_gap_at_least() -> None:
    problem = roster([1, 1], [(Need("north"), 1)])
    pairs = make_problem([1, 1], [1], pairs=[(0, 0, 0, 3 * HOUR), (0, 1, 0, 5 * HOUR)]).pairs
    problem = Problem(problem.officers, problem.cases, problem.eligible, problem.needs, pairs=pairs)
    row = row_of(problem, "office", "north")
    assert row.at_least
    assert fields(row, "demand_hours", "gap_hours") == (3, 1)


def test_need_rows_add_up_to_the_tier() -> None:
    for seed in range(150):
        for tier in report(random_roster(seed)).tiers:
            assert sum(row.cases for row in tier.needs) == len(tier.tier.cases)
            assert sum(row.demand_hours for row in tier.needs) == tier.demand_hours
            assert all(not row.need.excluded for row in tier.needs)
            demands = [row.demand_hours for row in tier.needs]
            assert demands == sorted(demands, reverse=True)


def test_officers_today() -> None:
    """A holds 12 h of 10, of which B, who holds nothing of 10, could take half; C has no hours and 1 h by a pin."""
    any_ = Need()
    problem = roster(
        [10, 10, 0, 10],
        [(any_, 6), (any_, 6), (Need(docket="d"), 1)],
        dockets=[{"x"}, {"x"}, {"d"}, {"y"}],
        current=[0, 0, 2],
        pinned=[False, False, True],
        available=[20, 10, 0, 10],
    )
    a, b, c, d = report(problem, Fraction(9, 10)).officers
    assert fields(a, "caseload", "workload_hours", "available_hours", "limit_hours") == (2, 12, 20, 10)
    assert fields(a, "utilization", "state_today") == (Fraction(6, 5), State.UNSUSTAINABLE)
    assert fields(a, "fair_share", "state", "tier") == (Fraction(2, 5), State.SUSTAINABLE, 0)
    assert fields(b, "utilization", "state_today", "fair_share") == (0, State.SUSTAINABLE, Fraction(2, 5))
    assert fields(c, "caseload", "workload_hours", "utilization", "fair_share") == (1, 1, None, None)
    assert fields(c, "state", "state_today", "tier") == (None, None, None)
    assert fields(d, "fair_share", "tier") == (Fraction(2, 5), 0)


def test_an_officer_whom_no_case_reaches() -> None:
    problem = roster([10, 4], [(Need("north"), 6)], offices=[{"north"}, {"south"}], current=[1])
    row = report(problem).officers[1]
    assert fields(row, "fair_share", "tier", "target", "state") == (0, None, None, State.SUSTAINABLE)
    assert fields(row, "utilization", "state_today") == (Fraction(3, 2), State.UNSUSTAINABLE)


def test_todays_workload_counts_the_officers_own_times() -> None:
    pairs = [(0, 0, 0, 7), (0, 1, 0, 2), (1, 1, 0, -1)]
    problem = make_problem([10, 10], [5, 4, 3], current=[0, 1, NEW], pairs=pairs)
    rows = report(problem).officers
    assert [row.workload_hours for row in rows] == [problem.hours(7), problem.hours(4)]
    assert np.isclose(float(rows[0].utilization or 0), 0.7)
