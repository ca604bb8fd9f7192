"""Cases that change hands, and cases that are held back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solver.analysis.moves import before_and_after, bundles, held_back, loses_officer, moved, moves_by_officer
from solver.goals import Goals, SolveConfig
from solver.model.units import units_of
from solver.problem import ALONE, LEFT, NEW
from solver.solve import solve
from tests.solver.instances import make_problem


def test_a_new_case_has_not_moved_and_one_whose_officer_left_has() -> None:
    problem = make_problem([10, 10, 0], [1] * 5, current=[NEW, 0, 1, LEFT, 0])
    now = np.array([0, 0, 0, 1, -1], np.int32)
    assert moved(problem, now).tolist() == [False, False, True, True, False]
    arrived, gone = moves_by_officer(problem, now)
    assert arrived.tolist() == [1, 1, 0]
    assert gone.tolist() == [0, 1, 0]


def test_held_back_is_what_nobody_holds_though_its_officer_may_keep_it() -> None:
    """A, B and D have hours, C has none; only D may hold cases of signature 1."""
    names = [
        "may keep",
        "may not",
        "no hours",
        "new",
        "left",
        "with one who may not",
        "of D",
        "together",
        "with",
        "not listed",
    ]
    problem = make_problem(
        [10, 10, 0, 5],
        [1] * len(names),
        [[0, 1, 2, 3], [3]],
        signature=[0, 1, 0, 0, 0, 0, 1, 0, 1, 0],
        current=[0, 0, 2, NEW, LEFT, 0, NEW, 3, NEW, 0],
        bundle=[ALONE] * 5 + [0, 0, 1, 1, ALONE],
        pairs=[(9, 1, 0, 1)],
    )
    problem = replace(problem, release_ineligible=True)
    units = units_of(problem)
    back = held_back(problem, np.full(len(names), -1, np.int32), units)
    assert [names[case] for case in np.flatnonzero(back)] == ["may keep", "together"]
    assert not held_back(problem, np.zeros(len(names), np.int32), units).any()
    lost = [names[case] for case in np.flatnonzero(loses_officer(problem, units))]
    assert lost == ["may not", "no hours", "left", "with one who may not", "not listed"]
    assert bundles(problem) == {0: [5, 6], 1: [7, 8]}


def test_before_and_after_by_hand() -> None:
    problem = make_problem([10, 10], [4, 4], current=[0, 0])
    found = before_and_after(problem, solve(problem, Goals(), SolveConfig(20, 1)))
    assert found.after is not None
    assert found.moves_in is not None
    assert found.moves_out is not None
    assert (found.before.load.tolist(), found.after.load.tolist()) == ([8, 0], [4, 4])
    assert (found.moves_in.tolist(), found.moves_out.tolist()) == ([0, 1], [1, 0])
    assert before_and_after(problem, None).after is None
