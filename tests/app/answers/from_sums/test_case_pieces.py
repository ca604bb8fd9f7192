"""A case is found by its id on one piece, and its family on another one."""

from __future__ import annotations

import numpy as np
import pytest

from app.answers.from_sums.case_pieces import PiecesMissing, Shelf
from app.answers.from_sums.into_pieces import Labels, pieces_of
from app.intake.columns.arrays import Coded
from solver.problem import LEFT, NEW
from tests.solver.instances import make_problem


def labels(name: str, *codes: int) -> Labels:
    none = np.full(len(codes), -1)
    return Labels(Coded(np.array(codes, np.int32), (name,) if name else ()), none, none)


def test_a_case_comes_with_all_that_it_is_kept_together_with_in_the_order_of_the_roster() -> None:
    problem = make_problem([9, 9], [3, 400, 5], bundle=[7, -1, 7], current=[0, NEW, LEFT], pinned=[True, False, False])
    officer = np.array([0, -1, 0], np.int32)
    layout, pieces = pieces_of(problem, officer, labels("F", 0, -1, 0))
    found, families = Shelf(layout, pieces).units_with([*problem.cases.ids, "elsewhere"], ["F", "G"])
    assert families.keys() == {"F"}
    assert families["F"].cases.ids == found[problem.cases.ids[0]].cases.ids
    assert found.keys() == set(problem.cases.ids)
    family = found[problem.cases.ids[2]]
    assert family.cases.ids == (problem.cases.ids[0], problem.cases.ids[2])
    assert family.cases.effort.tolist() == [3, 5]
    assert family.cases.current.tolist() == [0, LEFT]
    assert family.cases.pinned.tolist() == [True, False]
    assert family.officer.tolist() == [0, 0]
    alone = found[problem.cases.ids[1]]
    assert (alone.cases.effort.tolist(), alone.officer.tolist(), alone.cases.bundle.tolist()) == ([400], [-1], [-1])


def test_what_is_not_at_hand_is_asked_for_by_name() -> None:
    problem = make_problem([9], [1, 2], bundle=[0, 0])
    layout, pieces = pieces_of(problem, np.array([0, 0], np.int32), labels("F", 0, 0))
    case = problem.cases.ids[0]
    with pytest.raises(PiecesMissing) as missing:
        Shelf(layout, {}).units_with([case])
    first = missing.value.names
    assert first == {layout.of_case(case)}
    with pytest.raises(PiecesMissing) as missing:
        Shelf(layout, {name: pieces[name] for name in first}).units_with([case])
    assert missing.value.names == {layout.of_family("F")}
