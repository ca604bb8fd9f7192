"""Many cases are laid out on many pieces."""

from __future__ import annotations

import numpy as np

from app.answers.from_sums.case_pieces import Layout, Shelf
from app.answers.from_sums.into_pieces import CASES_A_PIECE, pieces_of
from tests.app.answers.from_sums.test_case_pieces import labels
from tests.solver.instances import make_problem


def test_many_cases_lie_on_many_pieces() -> None:
    count = 3 * CASES_A_PIECE
    problem = make_problem([9], [1] * count)
    layout, pieces = pieces_of(problem, np.zeros(count, np.int32), labels("", *[-1] * count))
    assert isinstance(layout, Layout)
    assert (layout.cases, layout.families) == (3, 1)
    for case in problem.cases.ids[:: count // 20]:
        name = layout.of_case(case)
        assert Shelf(layout, {name: pieces[name]}).units_with([case])[0][case].cases.ids == (case,)


def test_there_may_be_no_cases() -> None:
    problem = make_problem([9], [])
    layout, pieces = pieces_of(problem, np.zeros(0, np.int32), labels(""))
    assert Shelf(layout, pieces).units_with(["any"], ["F"]) == ({}, {})
