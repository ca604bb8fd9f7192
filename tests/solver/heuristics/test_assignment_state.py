"""The tables of a plan under repair stay true to it, and nobody is crowded with cases of their own."""

from __future__ import annotations

import numpy as np

from solver.arrays import Ints, sum_by
from solver.formulation.cover_inequalities import keepable_at_most
from solver.formulation.goals.ranking import held_after
from solver.heuristics.assignment_state import AssignmentState
from solver.heuristics.local_search import LocalSearch
from solver.model.part import Part
from tests.solver.every_plan import effort, part_of
from tests.solver.heuristics.test_local_search import a_part
from tests.solver.instances import make_problem
from tests.solver.offices import anyhow


def kept_by(part: Part, planned: Ints) -> Ints:
    own = np.minimum(planned, part.held) * part.gain * ~part.mixed[part.column_class]
    return sum_by(part.column_officer, own, len(part.officers))


def test_a_repair_with_a_budget_gives_nobody_more_of_their_own_than_their_hours_can_hold() -> None:
    """A case of one's own that comes back to a full officer is a dead end: another of theirs would have to leave."""
    full = 0
    for seed in range(30):
        part = a_part(seed)
        start = anyhow(part, seed)
        room = held_after(part, {"fairness": (0, 50, 500)[seed % 3]}).load
        budget = int(part.keepable.sum()) - part.kept(start) + seed % 4
        mend = LocalSearch(part, start, room, budget, seed)
        mend.run(effort())
        before, after = kept_by(part, start), kept_by(part, mend.planned)
        most = keepable_at_most(part, room)
        limited = most >= 0
        assert (after <= np.maximum(most, before))[limited].all()
        full += int((after == most)[limited].sum())
    assert full > 15


def test_one_more_of_their_own_than_fits_is_crowded_unless_another_leaves() -> None:
    """5 hours keep one case of 3; the second may only come in exchange for the first."""
    part = part_of(make_problem([10, 10], [3, 3, 2], current=[0, 0, 1]))
    heavy = int(np.flatnonzero(part.effort == 3)[0])
    planned = np.where(part.column_class == heavy, 1, np.where(part.column_officer == 1, 1, 0))
    here = AssignmentState(part, planned, np.array([5, 9]), 1)
    one = np.array([heavy])
    assert here._crowded(1, 0, one, one).tolist() == [[True, False]]
    assert not AssignmentState(part, planned, np.array([6, 9]), 1)._crowded(1, 0, one, one).any()
    assert not AssignmentState(part, planned, np.array([5, 9]), None)._crowded(1, 0, one, one).any()
