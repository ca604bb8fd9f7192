"""Who could simply take an unplaced case, as things are."""

from __future__ import annotations

from tests.solver.check.judged import WITHIN, judged, said
from tests.solver.instances import make_problem


def test_who_has_room_for_an_unplaced_case() -> None:
    problem = make_problem([5, 5], [3, 3], standards=[1, 1])
    assert said(judged(problem, 0, -1)) == ["nobody holds case C-2, but officer D-2 may and has room"]
    full = make_problem([5], [3, 3], standards=[1])
    assert said(judged(full, 0, -1)) == []


def test_room_is_for_a_bundle_as_a_whole() -> None:
    problem = make_problem([9], [1, 1, 1], standards=[2], bundle=[-1, 0, 0])
    assert said(judged(problem, 0, -1, -1)) == []
    assert len(said(judged(problem, -1, -1, -1))) == 3


def test_room_is_measured_in_the_time_of_the_pair() -> None:
    problem = make_problem([5, 5], [3], pairs=[(0, 0, 0, 9), (0, 1, 0, 6)])
    assert said(judged(problem, -1, goals=WITHIN)) == []
    assert len(said(judged(problem, -1))) == 1


def test_a_case_that_nobody_may_hold_is_rightly_unplaced() -> None:
    assert said(judged(make_problem([5], [3], [[]]), -1)) == []
    assert said(judged(make_problem([], [3], [[]]), -1)) == []
    assert said(judged(make_problem([0], [3]), -1)) == []
