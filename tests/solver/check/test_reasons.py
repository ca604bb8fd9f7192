"""Why every case is where it is: each reason by hand, and every wrong one refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solver.plan import Reason, Status
from solver.problem import LEFT, NEW
from tests.solver.check.judged import WITHIN, best_plan, claims, judged, shortage_of_places
from tests.solver.instances import make_problem


def test_moves_are_counted_by_hand() -> None:
    problem = make_problem(
        [9, 9, 9],
        [1, 2, 3, 4, 5, 6],
        [[0, 1], [1]],
        signature=[0, 0, 0, 1, 0, 0],
        current=[0, 0, LEFT, 0, NEW, 1],
    )
    moves = judged(problem, 0, 1, 0, 1, 1, -1).moves
    # C-2 leaves D-1; C-3's officer has left; C-4's may not hold it; C-6 is held back; C-1 stays, C-5 is new
    assert (moves.cases, moves.hours, moves.forced, moves.held_back) == (3, 2 + 3 + 4, 2, 1)


def test_a_wrong_reason() -> None:
    problem = make_problem([5, 5], [3], current=[0])
    plan = replace(best_plan(problem), reason=np.array([Reason.NEW], np.int8))
    assert claims(problem, plan) == ["case C-1: the plan says new; it is kept"]


def test_a_reason_needs_its_shortage() -> None:
    problem, plan = shortage_of_places()
    unplaced = problem.cases.ids[plan.officer.tolist().index(-1)]
    assert claims(problem, replace(plan, shortages=())) == [
        f"case {unplaced}: standards, but no shortage of the plan has it"
    ]


def test_packing_must_be_proven() -> None:
    problem = make_problem([5], [3, 3])
    plan = best_plan(problem, WITHIN)
    assert claims(problem, plan, WITHIN) == []
    packing = replace(plan, reason=np.where(plan.officer < 0, Reason.PACKING, plan.reason).astype(np.int8))
    levels = [replace(level, part_bound=level.part_bound - (level.name == "coverage_3")) for level in plan.levels]
    open_ = replace(packing, levels=tuple(levels), status=Status.FEASIBLE)
    assert any("more cases than the plan's might be placed" in each for each in claims(problem, open_, WITHIN))
    searched = replace(plan, reason=np.where(plan.officer < 0, Reason.NOT_PROVEN, plan.reason).astype(np.int8))
    assert any("not_proven, but no more cases can be placed" in each for each in claims(problem, searched, WITHIN))
