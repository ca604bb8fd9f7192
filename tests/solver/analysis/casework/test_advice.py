"""Advice: who may, in which order, and the same numbers as those of giving the case out and measuring again."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from solver.analysis.casework.advice import Pace, Terms, advise
from solver.analysis.casework.obstacles import obstacles
from solver.analysis.fte import Basis, Period
from solver.check.verify import check
from solver.errors import InvalidGoals
from solver.goals import Goals
from solver.model.units import units_of
from solver.plan import UNPLACED
from solver.problem import NEW, Need
from tests.solver.analysis.made_rosters import roster
from tests.solver.instances import make_problem, random_instance

MONTH = Basis.of(Period.MONTH)
TERMS = Terms(MONTH)


def test_the_least_loaded_comes_first_by_hand() -> None:
    """A new case of 2 h: D-1 would be at 6 of 10 h, D-2 at 6 of 20 h; the other one's load is the peak."""
    problem = roster([10, 20], [(Need(), 4), (Need(), 4), (Need(), 2)], current=[0, 1, NEW])
    (advice,) = advise(problem, problem.cases.current, [2], TERMS)
    first, second = advice.candidates
    assert (first.officer, second.officer) == (1, 0)
    assert first.load_before == 4
    assert first.load_after == 6
    assert first.utilization_after == Fraction(3, 10)
    assert first.peak_after == Fraction(2, 5), "D-1 stays at 4 of 10 h"
    assert second.peak_after == Fraction(3, 5)
    assert first.fair_share == Fraction(1, 3)
    assert (first.caseload_after, first.new_after) == (2, 1)


def test_cases_are_given_out_one_after_the_other() -> None:
    problem = roster([10, 10], [(Need(), 4), (Need(), 3), (Need(), 2)], current=[NEW] * 3)
    found = advise(problem, problem.cases.current, [0, 1, 2], TERMS)
    assert [advice.candidates[0].officer for advice in found] == [0, 1, 1]


def test_pace() -> None:
    """One new case for six open ones: with 6 open a first one is right, a second one is too fast."""
    assert Pace().allows(1, 6)
    assert not Pace().allows(2, 6)
    assert Pace().allows(2, 12)
    assert not Pace().allows(1, 5)
    problem = roster([100, 100], [(Need(), 1)] * 14 + [(Need(), 1)], current=[0] * 5 + [1] * 9 + [NEW])
    (advice,) = advise(problem, problem.cases.current, [14], replace(TERMS, pace=Pace()))
    assert [each.officer for each in advice.candidates] == [1, 0], "D-1 has less to do, but only 5 open cases"
    assert advice.candidates[1].against == ("1 new beside 5 open cases is faster than 1:6",)
    with pytest.raises(InvalidGoals):
        Pace(1, 0)


def test_a_ramp_counts_less_hours() -> None:
    problem = roster([10, 10], [(Need(), 2), (Need(), 2)], current=[0, NEW])
    (advice,) = advise(problem, problem.cases.current, [1], replace(TERMS, ramp={1: Fraction(1, 4)}))
    assert [each.officer for each in advice.candidates] == [0, 1]
    assert advice.candidates[1].limit == Fraction(5, 2)
    assert advice.candidates[1].utilization_after == Fraction(4, 5)
    assert advice.candidates[1].peak_after == Fraction(4, 5), "never below the officer's own"
    with pytest.raises(InvalidGoals):
        Terms(MONTH, ramp={0: Fraction(0)})


def test_the_peak_of_the_office_is_not_below_that_of_an_officer_with_a_ramp() -> None:
    """A holds 60 of 100 h and has half of them now, B 50 of 100 h; a case of 5 h. A was at 130% and the peak at 65%."""
    problem = roster([100, 100], [(Need(), 60), (Need(), 50), (Need(), 5)], current=[0, 1, NEW])
    (advice,) = advise(problem, problem.cases.current, [2], replace(TERMS, ramp={0: Fraction(1, 2)}))
    by = {each.officer: each for each in advice.candidates}
    assert (by[0].utilization_after, by[0].peak_after) == (Fraction(13, 10), Fraction(13, 10))
    assert (by[1].utilization_after, by[1].peak_after) == (Fraction(11, 20), Fraction(6, 5))
    assert by[1].limit == 100


def test_a_case_goes_to_whom_no_other_work_waits_for() -> None:
    """80 h of x wait and may go to A alone; a general case went to A at 15%, before B at 45%."""
    only_a = Need(skills=frozenset({"x"}))
    work = [(Need(), 40), (only_a, 80), (Need(), 5)]
    problem = roster([100, 100], work, skills=[{"x"}, set()], current=[1, NEW, NEW])
    (advice,) = advise(problem, problem.cases.current, [2], TERMS)
    assert [each.officer for each in advice.candidates] == [1, 0]
    b, a = advice.candidates
    assert (b.headed_for, a.headed_for) == (Fraction(9, 20), Fraction(4, 5))
    assert a.utilization_after < b.utilization_after


def test_what_is_held_is_not_taken_from_anybody() -> None:
    """B has 90 h that A could do as well; a new case goes to A all the same."""
    problem = roster([100, 100], [(Need(), 90), (Need(), 5)], current=[1, NEW])
    (advice,) = advise(problem, problem.cases.current, [1], TERMS)
    assert [(each.officer, each.headed_for) for each in advice.candidates] == [
        (0, Fraction(1, 20)),
        (1, Fraction(9, 10)),
    ]


def test_standards_and_hours_speak_against() -> None:
    problem = make_problem([10, 2, 10], [3, 1, 3], standards=[-1, -1, 0], current=[0, 1, NEW])
    (advice,) = advise(problem, problem.cases.current, [2], TERMS)
    assert [(each.officer, each.against) for each in advice.candidates] == [
        (0, ()),
        (2, ("the standard is 0 cases",)),
        (1, ("more work than hours",)),
    ]


def test_where_nobody_may_it_says_why() -> None:
    need = Need("North", None, frozenset({"Spanish"}), frozenset({2}))
    problem = roster(
        [10, 10, 10, 0],
        [(need, 1)],
        skills=[{"spanish"}, set(), {"spanish"}, {"spanish"}],
        offices=[{"South"}, {"north"}, set(), set()],
    )
    (advice,) = advise(problem, problem.cases.current, [0], TERMS)
    assert advice.candidates == ()
    assert dict(advice.nobody) == {
        0: ("D-1 does not serve the office North",),
        1: ("D-2 does not have Spanish",),
        2: ("D-3 is excluded from it",),
        3: ("D-4 has no hours",),
    }


def test_obstacles_are_exactly_for_those_who_may_not() -> None:
    for seed in range(300):
        problem = replace(random_instance(seed).problem, release_ineligible=True)
        units = units_of(problem)
        for case in range(len(problem.cases)):
            row = units.allowed[units.group[units.of_case[case]]]
            for officer in range(len(problem.officers)):
                assert (not obstacles(problem, units, case, officer)) == row[officer], (seed, case, officer)


def test_the_numbers_are_those_of_the_checker() -> None:
    tested = 0
    for seed in range(200):
        problem = random_instance(seed).problem
        if not len(problem.cases):
            continue
        units = units_of(replace(problem, release_ineligible=True))
        before = np.maximum(problem.cases.current, UNPLACED)
        (advice,) = advise(problem, before, [0], TERMS)
        before[list(advice.cases)] = UNPLACED
        assert set(advice.cases) == set(units.cases_of(int(units.of_case[0])).tolist())
        for each in advice.candidates:
            tested += 1
            after = before.copy()
            after[list(advice.cases)] = each.officer
            loads = check(problem, after, Goals()).loads
            limit = problem.officers.limit
            assert each.load_after == problem.hours(int(loads[each.officer]))
            assert each.load_before == problem.hours(int(check(problem, before, Goals()).loads[each.officer]))
            assert each.peak_after == max(
                Fraction(int(loads[o]), int(limit[o])) for o in np.flatnonzero(limit > 0).tolist()
            )
            assert each.caseload_after == int((after == each.officer).sum())
        keys = [(bool(each.against), each.headed_for, each.utilization_after) for each in advice.candidates]
        assert keys == sorted(keys)
    assert tested > 200
