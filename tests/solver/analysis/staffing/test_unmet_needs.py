"""What cases wait for that nobody may hold: the one thing that would let somebody, by hand."""

from __future__ import annotations

import numpy as np

from solver.analysis.staffing.unmet_needs import has_somebody, unmet_needs
from solver.problem import Need, Problem
from tests.solver.analysis.made_rosters import roster


def office(*needs: Need) -> Problem:
    """One officer of the north with skill x, and a case of an hour for each need."""
    return roster([9], [(need, 1) for need in needs], skills=[{"x"}], offices=[{"north"}])


def test_the_one_thing_that_would_let_somebody_is_named() -> None:
    problem = office(Need(skills=frozenset({"y"})), Need(office="south"), Need(skills=frozenset({"y"}), office="south"))
    every = np.ones(3, np.bool_)
    assert unmet_needs(problem, every) == [("a skill", 1), ("an office", 1), ("somebody who may hold it", 1)]
    assert has_somebody(problem, every).tolist() == [False, False, False]


def test_the_most_frequent_comes_first_and_several_are_said_as_several() -> None:
    south, all_of_it = Need(office="south"), Need(skills=frozenset({"y"}), office="south")
    problem = office(all_of_it, south, all_of_it)
    assert unmet_needs(problem, np.ones(3, np.bool_)) == [("somebody who may hold them", 2), ("an office", 1)]


def test_cases_that_somebody_may_hold_have_somebody() -> None:
    problem = office(Need(skills=frozenset({"x"})), Need(office="south"))
    assert has_somebody(problem, np.ones(2, np.bool_)).tolist() == [True, False]
    # nobody asked about the first
    assert has_somebody(problem, np.array([False, True])).tolist() == [False, False]
