"""Placing what rounding left out, and giving up what hours do not carry."""

from __future__ import annotations

import random

import numpy as np

from solver.goals import Goals, Policy
from solver.heuristics.construction import first_fit
from solver.heuristics.coverage_repair import drop_least_urgent, place_by_chains, swap_in_shorter
from tests.solver.every_plan import EveryPlan, part_of, random_parts
from tests.solver.instances import make_problem

WITHIN = Goals(policy=Policy.WITHIN_CAPACITY)


def test_a_free_place_is_taken() -> None:
    part = part_of(make_problem([10, 10], [3, 3], standards=[1, 1]))
    nothing = np.zeros(len(part.column_class), np.int64)
    assert part.placed(place_by_chains(part, nothing, {3: 0})).tolist() == part.count.tolist()
    assert part.placed(place_by_chains(part, nothing, {3: 1})).sum() == 1


def test_room_is_made_by_a_chain_of_two_moves() -> None:
    """D-1 has the only place that C-2 may take, and holds C-1, which D-2 may hold as well."""
    part = part_of(make_problem([10, 10], [3, 4], [[0, 1], [0]], signature=[0, 1], standards=[1, 1]))
    first = int(np.flatnonzero((part.column_officer == 0) & (part.effort[part.column_class] == 3))[0])
    planned = np.zeros(len(part.column_class), np.int64)
    planned[first] = 1
    whole = place_by_chains(part, planned, {3: 0})
    assert part.placed(whole).tolist() == [1, 1]
    assert part.caseloads(whole).tolist() == [1, 1]


def test_where_there_is_no_place_nothing_is_forced() -> None:
    part = part_of(make_problem([10], [3, 3, 3], standards=[2]))
    assert part.placed(place_by_chains(part, np.zeros(len(part.column_class), np.int64), {3: 0})).sum() == 2


def test_the_least_urgent_are_given_up_first_and_as_few_as_can_be() -> None:
    """12 ticks of work, 8 hours: the 5 of priority 5 goes, and the 2 of priority 4 needs not."""
    part = part_of(make_problem([8], [5, 2, 5], priority=[2, 4, 5]), WITHIN)
    everything = np.ones(3, np.int64)
    assert part.loads(everything).tolist() == [12]
    kept = drop_least_urgent(part, everything, part.hard, 4)
    left = part.count - part.placed(kept)
    assert part.priority[left > 0].tolist() == [5]


def test_a_smaller_case_takes_the_room_that_a_larger_one_left() -> None:
    """1 tick too much: of 7 and 1, both of priority 5, the 7 goes first, and then the 1 comes back."""
    part = part_of(make_problem([10], [3, 7, 1], priority=[2, 5, 5]), WITHIN)
    kept = drop_least_urgent(part, np.ones(3, np.int64), part.hard, 5)
    assert part.loads(kept).tolist() == [4]


def test_what_is_more_urgent_stays_whatever_the_hours() -> None:
    part = part_of(make_problem([4], [5, 2], priority=[1, 5]), WITHIN)
    kept = drop_least_urgent(part, np.ones(2, np.int64), part.hard, 5)
    assert part.loads(kept).tolist() == [5]


def test_standards_and_counts_are_kept_and_nothing_is_placed_twice() -> None:
    looked = 0
    for seed, _, part in random_parts(range(400)):
        if part.placeable_all:
            continue
        rng = random.Random(f"placing {seed}")
        planned = first_fit(part)
        gone = np.array([rng.randint(0, int(units)) for units in planned.tolist()], np.int64)
        kind = part.column_class
        gone[part.pinned[kind]] = 0
        fewer = planned - gone
        most = dict.fromkeys(range(6), 0)
        more = place_by_chains(part, fewer, most)
        assert (part.placed(more) <= part.count).all()
        assert (more >= 0).all()
        assert (part.placed(more) >= part.placed(fewer)).all()
        within = part.standard >= 0
        assert (part.caseloads(more) <= part.standard)[within].all()
        less = drop_least_urgent(part, more, part.hard, 1)
        assert (less <= part.count[kind]).all()
        assert (less >= 0).all()
        assert (part.placed(less) <= part.count).all()
        assert (part.caseloads(less) <= part.standard)[within].all()
        over = (part.hard >= 0) & (part.loads(less) > part.hard)
        assert not over.any()
        looked += 1
    assert looked >= 60, looked


def test_longer_cases_wait_until_the_hours_do() -> None:
    """Of 3, 4 and 6 ticks one waits: the 3, as long as the hours do, else the 4, else the 6."""
    part = part_of(
        make_problem([10], [3, 4, 6, 5], priority=[5, 5, 5, 1], current=[0, 0, 0, 0]),
        Goals(policy=Policy.WITHIN_CAPACITY),
    )
    effort, room = part.effort[part.column_class], np.array([10])
    start = (effort != 3).astype(np.int64)
    assert part.loads(start).tolist() == [15]
    lengthened = swap_in_shorter(part, start, room)
    # the longest that may wait is 6: not enough, but the best there is; 5 is of another priority
    assert sorted(effort[lengthened > 0].tolist()) == [3, 4, 5]
    assert swap_in_shorter(part, start, np.array([14])).tolist() == (effort != 4).astype(np.int64).tolist()
    assert swap_in_shorter(part, start, np.array([15])).tolist() == start.tolist()
    assert swap_in_shorter(part, start, np.array([-1])).tolist() == start.tolist()


def test_who_waits_stays_the_same_number_of_every_priority() -> None:
    changed = 0
    for seed, _, part in random_parts(range(400), most=400):
        if part.placeable_all or bool((part.hard < 0).any()):
            continue
        start = random.Random(f"lengthen {seed}").choice(EveryPlan.of(part).planned)
        room = np.maximum(part.loads(start) - 2, 0)
        lengthened = swap_in_shorter(part, start, room)
        before, after = ((part.count - part.placed(p)) @ (part.lost > 0) for p in (start, lengthened))
        if not part.coverage_by_hours:
            before, after = ((part.count - part.placed(p)) @ part.lost for p in (start, lengthened))
        assert before.tolist() == after.tolist()
        assert (lengthened >= 0).all()
        assert (part.placed(lengthened) <= part.count).all()
        assert (part.caseloads(lengthened) == part.caseloads(start)).all()
        changed += lengthened.tolist() != start.tolist()
    assert changed > 5
