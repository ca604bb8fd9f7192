"""Aggregation: what is pooled can be dealt out again, and nothing gets lost on the way."""

from __future__ import annotations

import numpy as np

from solver.certificate import HeldGoals
from solver.formulation.aggregation import Aggregation
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.level_program import level_program
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem


def test_classes_that_the_same_officers_may_hold_share_a_pool_of_ticks() -> None:
    part = part_of(make_problem([20, 20], [2, 3, 4], [[0, 1], [0, 1], [0]], signature=[0, 1, 2]))
    pools = Aggregation.by_ticks(part)
    together = [pools.of_class[part.effort == effort][0] for effort in (2, 3)]
    assert together[0] == together[1]
    assert pools.of_class[part.effort == 4][0] != together[0]


def test_what_enters_is_dealt_out_to_classes_with_the_same_ticks() -> None:
    """D-1 holds three cases of 2 ticks. 4 ticks of their pool go to D-2: two cases, in any form."""
    part = part_of(make_problem([20, 20], [2, 2, 2], current=[0, 0, 0]))
    none = np.full(2, -1, np.int64)
    _, layout = level_program(part, HeldGoals(none), CONTINUITY)
    pools = Aggregation.by_ticks(part)
    x = np.zeros(len(layout.held) + len(pools.pool_bin) + layout.unplaced + len(layout.excess))
    x[0] = 1
    x[len(layout.held) + int(np.flatnonzero(pools.pool_officer == 1)[0])] = 4 / int(pools.ticks[0])
    planned = layout.planned(pools.disaggregate(part, layout, x))
    assert planned.tolist() == [1, 2]
