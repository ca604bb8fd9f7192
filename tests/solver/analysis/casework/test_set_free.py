"""Cases that stay only because nobody may hold them come to whoever may."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solver.analysis.casework.set_free import SetFree
from solver.analysis.scenarios.changes import AddOfficers, Change, Train
from solver.problem import Need, Problem
from tests.solver.analysis.made_rosters import roster

X, BOTH = Need(skills=frozenset({"x"})), Need(skills=frozenset({"x", "y"}))


def come(problem: Problem, change: Change, officer: int, stays: list[bool]) -> list[int]:
    found: list[int] = SetFree(problem, problem.cases.current, np.array(stays)).by((change,), officer).tolist()
    return found


def test_who_learns_a_skill_gets_what_asks_for_it_from_others() -> None:
    """C-1 and C-2 stay with D-1 and D-2; C-3 asks for y as well, which D-2 has not."""
    problem = roster([10, 10], [(X, 1), (X, 1), (BOTH, 1)], skills=[{"y"}, set()], current=[0, 1, 1])
    stays = [True] * 3
    assert come(problem, Train("D-1", ("x",)), 0, stays) == [1, 2]
    assert come(problem, Train("D-2", ("x",)), 1, stays) == [0]


def test_a_family_comes_as_a_whole_and_only_to_who_may_hold_all_of_it() -> None:
    problem = roster([10, 10], [(X, 1), (BOTH, 1)], skills=[{"y"}, set()], current=[1, -1])
    family = replace(problem, cases=replace(problem.cases, bundle=np.array([3, 3], np.int32)))
    stays = [True, False]
    assert come(family, Train("D-1", ("x",)), 0, stays) == [0, 1]
    assert come(family, Train("D-2", ("x",)), 1, stays) == []
    assert come(family, AddOfficers(1, problem.hours(10), frozenset({"x", "y"})), 2, stays) == [0, 1]


def test_nothing_comes_along_where_nothing_stays() -> None:
    problem = roster([10], [(X, 1)], skills=[set()])
    assert come(problem, Train("D-1", ("x",)), 0, [False]) == []
