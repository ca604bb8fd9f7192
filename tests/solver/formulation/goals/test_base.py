"""What a goal adds up, worked by hand: each kind of term alone, and all of them together."""

from __future__ import annotations

import numpy as np

from solver.formulation.goals.base import NOTHING, Terms
from solver.goals import Goals, Policy
from solver.model.part import Part
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem


def two_officers() -> Part:
    """Two cases of 2 ticks and one of 3; D-1 holds the first two. Hours are hard, so that cases may wait."""
    return part_of(make_problem([8, 8], [2, 2, 3], current=[0, 0, 1]), Goals(Policy.WITHIN_CAPACITY))


def plan(part: Part, **units: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Units per column, by effort and officer: ``e2_0=1`` gives D-1 a case of 2 ticks."""
    keys = zip(part.column_effort.tolist(), part.column_officer.tolist(), strict=True)
    return np.array([units.get(f"e{effort}_{officer}", 0) for effort, officer in keys], np.int64)


def test_nothing_adds_up_to_nothing() -> None:
    part = two_officers()
    assert NOTHING.value(part, plan(part, e2_0=2, e3_1=1)) == 0


def test_each_kind_of_term() -> None:
    part = two_officers()
    columns, classes = len(part.column_class), len(part.count)
    planned = plan(part, e2_0=1, e2_1=1)  # one of D-1's stays, one goes to D-2; the case of 3 ticks waits
    assert Terms(enter=np.full(columns, 5, np.int64)).value(part, planned) == 10
    assert Terms(save=part.gain, constant=3).value(part, planned) == 3 - 1
    assert Terms(lost=np.full(classes, 7, np.int64)).value(part, planned) == 7
    # 7 ticks for 16 hours: the fair share of each is 7/16 of 8, 3 whole ticks
    assert part.fair_load.tolist() == [3, 3]
    two, nine = np.full(2, 2, np.int64), np.full(2, 9, np.int64)
    assert Terms(first_over=two, more_over=nine).value(part, plan(part, e2_0=2, e3_1=1)) == 2
    assert Terms(first_over=two, more_over=nine).value(part, plan(part, e2_1=1, e3_1=1)) == 2 + 9
    together = Terms(np.full(columns, 5, np.int64), part.gain, np.full(classes, 7, np.int64), two, nine, constant=3)
    assert together.value(part, planned) == 10 + 2 + 7 + 0
