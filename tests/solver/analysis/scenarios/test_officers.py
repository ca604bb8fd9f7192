"""A problem without some of its officers: numbers follow, pins to them are gone, and lists stay lists."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solver.analysis.scenarios.officers import LISTED, with_officers
from solver.problem import LEFT, NEW, Need
from tests.solver.instances import make_problem


def test_who_stays_has_a_new_number_everywhere() -> None:
    problem = make_problem(
        [1, 2, 3],
        [1] * 4,
        [[0, 1, 2]],
        current=[0, 2, NEW, LEFT],
        pinned=[True, True, False, False],
        standards=[7, 8, 9],
        available=[4, 5, 6],
    )
    problem = replace(problem, needs=(Need(excluded=frozenset({0, 2})),), release_ineligible=True)
    less = with_officers(problem, np.array([False, True, True]))
    assert less.officers.ids == ("D-2", "D-3")
    assert [each.tolist() for each in (less.officers.available, less.officers.limit, less.officers.standard)] == [
        [5, 6],
        [2, 3],
        [8, 9],
    ]
    assert less.cases.current.tolist() == [LEFT, 1, NEW, LEFT]
    assert less.cases.pinned.tolist() == [False, True, False, False]
    assert less.needs[0].excluded == frozenset({1})
    assert less.release_ineligible


def test_an_order_to_somebody_who_leaves_is_gone_and_others_follow_the_numbers() -> None:
    problem = make_problem([1, 2, 3], [1] * 3, [[0, 1, 2]], current=[0, 1, NEW])
    cases = replace(problem.cases, ordered=np.array([2, 0, 1], np.int32), pinned=np.ones(3, np.bool_))
    less = with_officers(replace(problem, cases=cases), np.array([False, True, True]))
    assert less.cases.pinned.tolist() == [True, False, True]
    assert less.cases.pin[less.cases.pinned].tolist() == [1, 0]
    assert less.cases.current.tolist() == [LEFT, 0, NEW]


def test_a_case_whose_listed_officers_are_all_gone_is_open_to_nobody() -> None:
    """Without any row of the costs it would be open to everybody."""
    problem = make_problem([1, 2], [1, 1, 1], pairs=[(0, 0, 0, -1), (1, 0, 0, -1), (1, 1, 5, 3)])
    less = with_officers(problem, np.array([False, True]))
    assert [less.may_hold(case).tolist() for case in range(3)] == [[False], [True], [True]]
    assert LISTED in less.needs[int(less.cases.signature[0])].skills
    assert less.pairs is not None
    assert (less.pairs.case.tolist(), less.pairs.officer.tolist(), less.pairs.effort.tolist()) == ([1], [0], [3])


def test_everybody_stays() -> None:
    problem = make_problem([1, 2], [1, 1], current=[0, 1])
    same = with_officers(problem, np.array([True, True]))
    assert same.officers.ids == problem.officers.ids
    assert same.cases.current.tolist() == [0, 1]
