"""Exchanges of pairs: exact where single cases are not, never more above the limits, never more moves than allowed."""

from __future__ import annotations

import random
import time

import numpy as np

from solver.arrays import Ints
from solver.budget import Budget
from solver.goals import Goals, Policy
from solver.heuristics.construction import first_fit
from solver.heuristics.local_search import LocalSearch, LocalSearchParams
from solver.heuristics.pair_exchange import PairExchange
from solver.model.part import Part
from tests.solver.every_plan import part_of, random_parts
from tests.solver.instances import make_problem

WITHIN = Goals(policy=Policy.WITHIN_CAPACITY)
HELD = ([4, 9, 28], [2, 5, 7, 25])
"""Efforts that two officers hold: 41 and 39 ticks. Both may carry 40."""


def effort() -> Budget:
    return Budget(time.monotonic() + 30, 1, 0)


def crowded(current: list[int]) -> tuple[Part, Ints]:
    part = part_of(make_problem([40, 40], [*HELD[0], *HELD[1]], current=current), WITHIN)
    of = part.effort[part.column_class]
    mine = [np.isin(of, efforts) & (part.column_officer == o) for o, efforts in enumerate(HELD)]
    return part, (mine[0] | mine[1]).astype(np.int64)


def test_pairs_differ_by_a_tick_where_no_single_case_does() -> None:
    """28 for {25, 2}, or {4, 9} for {5, 7}, makes 40 and 40 ticks of 41 and 39."""
    assert 1 not in {a - b for a in (0, *HELD[0]) for b in (0, *HELD[1])}
    part, start = crowded([-1] * 7)
    assert part.loads(start).tolist() == [41, 39]
    doubles = PairExchange(part, start, np.array([40, 40]), None)
    assert doubles.run(effort(), 0, 0)
    assert part.loads(doubles.planned).tolist() == [40, 40]
    assert part.placed(doubles.planned).tolist() == part.count.tolist()


def test_more_moves_are_made_only_as_far_as_they_are_allowed() -> None:
    """All seven are with their officers, and three of them have to change hands."""
    part, start = crowded([0, 0, 0, 1, 1, 1, 1])
    room = np.array([40, 40])
    few = PairExchange(part, start, room, 0)
    assert not few.run(effort(), 0, 2)
    assert few.planned.tolist() == start.tolist()
    enough = PairExchange(part, start, room, 0)
    assert enough.run(effort(), 0, 10)
    assert part.loads(enough.planned).tolist() == [40, 40]
    assert int(part.keepable.sum()) - part.kept(enough.planned) in (3, 4)


def test_what_is_held_is_kept_whatever_the_part() -> None:
    done = 0
    for seed, _, part in random_parts(range(500), most=400):
        if bool((part.limit == 0).any()):
            continue
        rng = random.Random(f"doubles {seed}")
        start = first_fit(part)
        load = part.loads(start)
        room = np.array([max(0, each + rng.randint(-4, 4)) for each in load.tolist()])
        budget = int(part.keepable.sum()) - part.kept(start)
        more = rng.randint(0, 6)
        missed = int(np.maximum(load - room, 0).sum())
        doubles = PairExchange(part, start, room, budget, None, {} if rng.random() < 0.5 else None)
        well = doubles.run(effort(), seed, more)
        planned = doubles.planned
        left = np.maximum(part.loads(planned) - room, 0)
        assert well == (not left.any())
        assert int(left.sum()) <= missed
        assert part.placed(planned).tolist() == part.placed(start).tolist()
        assert (planned >= 0).all()
        crowd = part.caseloads(planned)
        assert ((crowd <= part.standard) | (part.standard < 0) | (crowd <= part.caseloads(start))).all()
        if not bool(part.mixed.any()):
            assert int(part.keepable.sum()) - part.kept(planned) <= budget + more
        done += well and missed > 0
    assert done > 10


def test_a_repair_leaves_out_as_many_as_coverage_still_allows() -> None:
    """6 and 5 hours do not fit into 10; one of priority 5 may wait, or none."""
    part = part_of(make_problem([10], [6, 5], priority=[5, 5], current=[0, 0]), WITHIN)
    both, room = np.ones(2, np.int64), np.array([10])
    assert not LocalSearch(part, both, room, None, 0, waiting={}).run(effort(), LocalSearchParams(patience=5))
    assert not LocalSearch(part, both, room, None, 0, waiting={4: 3, 5: 0}).run(effort(), LocalSearchParams(patience=5))
    repair = LocalSearch(part, both, room, None, 0, waiting={5: 1})
    assert repair.run(effort(), LocalSearchParams(patience=5))
    assert int(repair.planned.sum()) == 1
