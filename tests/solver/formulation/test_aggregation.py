"""Aggregation: what is pooled can be dealt out again, and nothing gets lost on the way."""

from __future__ import annotations

import numpy as np

from solver.certificate import HeldGoals
from solver.formulation.aggregation import Aggregation
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.formulation.level_program import level_program
from tests.solver.every_plan import is_shared, part_of
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


def test_two_parts_of_cases_make_the_smaller_one_whole() -> None:
    """D-1 keeps two fifths of a 3 and three fifths of a 4, together one case: the 3, which takes fewer hours."""
    part = part_of(make_problem([10, 10], [3, 4, 4], [[0, 1]], current=[0, 0, 0]))
    _, layout = level_program(part, held_after(part, {"fairness": 1_000}), BY_NAME["continuity"])
    kept = part.effort[part.column_class[layout.held]]
    assert sorted(kept.tolist()) == [3, 4]
    parts = np.where(kept == 3, 0.4, 0.6)
    enter = np.array([6 - float(parts @ kept), 5.0])
    x = Aggregation.by_ticks(part).disaggregate(part, layout, np.concatenate([parts, enter]))
    assert is_shared(part, layout, x)
    assert x[layout.columns : layout.at_unplaced].tolist() == (kept == 3).tolist()


def test_parts_that_make_no_whole_case_are_not_kept() -> None:
    part = part_of(make_problem([10, 10], [3, 4, 4], [[0, 1]], current=[0, 0, 0]))
    _, layout = level_program(part, held_after(part, {"fairness": 1_000}), BY_NAME["continuity"])
    x = Aggregation.by_ticks(part).disaggregate(part, layout, np.array([0.4, 0.5, 2.8, 5.0]))
    assert is_shared(part, layout, x)
    assert x[layout.columns : layout.at_unplaced].tolist() == [0.0, 0.0]
