"""Dealing out what changes hands: every unit with somebody who may hold it, no move more, and within the limits."""

from __future__ import annotations

import random

import numpy as np
import pytest

from solver.arrays import Ints
from solver.bounds.aggregated_relaxation import solve_aggregated
from solver.certificate import HeldGoals
from solver.errors import InvalidParameter
from solver.formulation.aggregated_program import AggregationKind, aggregation_of
from solver.formulation.aggregation import Aggregation
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.formulation.level_program import level_program
from solver.heuristics.tabu_search import TabuSearch, deal, from_aggregated
from solver.model.part import Part
from tests.solver.every_plan import EveryPlan, effort, level_of, names_of, part_of, random_parts, random_rooms, without
from tests.solver.instances import make_problem


def moved(part: Part, planned: Ints) -> int:
    """Weight of the moves of a plan."""
    return int(part.keepable.sum()) - part.kept(planned)


def test_what_is_dealt_is_a_plan_and_mostly_as_good_as_the_best() -> None:
    looked = found = met = 0
    for seed, instance, part in random_parts(range(280)):
        plans = EveryPlan.of(part)
        rng = random.Random(f"dealt {seed}")
        held = held_after(part, random_rooms(rng, plans, names_of(instance)))
        held = without(held, "continuity", "cost")
        least = plans.least("continuity", held)
        if (
            least is None
            or not part.placeable_all
            or aggregation_of(part, held, BY_NAME["continuity"]) is not AggregationKind.TICKS
        ):
            continue
        program, layout = level_program(part, held, BY_NAME["continuity"])
        _, pooled = solve_aggregated(level_of(part, held, "continuity"), effort())
        assert pooled.x is not None
        planned = from_aggregated(level_of(part, held, "continuity"), pooled.x, least, effort(), TabuSearch())
        looked += 1
        if planned is None:
            continue
        point = layout.point(part, planned)
        if "evenness" not in held.rooms:
            assert program.allows(point), seed
        found += 1
        met += moved(part, planned) == least
    assert looked >= 30, looked
    assert found >= looked * 3 // 4, (found, looked)
    assert met >= looked // 2, (met, looked)


def test_a_deal_by_hand() -> None:
    """D-1 keeps nothing of 6, 5, 4 and 3; D-2 and D-3 can carry 9 each: only 6 + 3 and 5 + 4 fit."""
    part = part_of(make_problem([10, 9, 9], [6, 5, 4, 3], [[0, 1, 2]], current=[0, 0, 0, 0]))
    pools, held_columns = Aggregation.by_ticks(part), np.flatnonzero(part.held > 0)
    room = np.array([0, 9, 9])
    stays = np.zeros(len(held_columns), np.int64)
    # largest first by these ticks gives 6 + 4 to D-2: an exchange has to mend it
    planned, missed = deal(
        level_of(part, HeldGoals(room), "continuity"), pools, stays, np.array([0.0, 10.0, 8.0]), effort(), TabuSearch()
    )
    assert missed == 0
    assert part.loads(planned).tolist() == [0, 9, 9]
    assert part.placed(planned).tolist() == part.count.tolist()


def test_a_unit_goes_home_for_another() -> None:
    """D-1 keeps the 5 and gives away the 2, but there is room the other way round: still one move."""
    part = part_of(make_problem([10, 10], [5, 2], [[0, 1]], current=[0, 0]))
    pools, held_columns = Aggregation.by_ticks(part), np.flatnonzero(part.held > 0)
    stays = (part.effort[part.column_class[held_columns]] == 5).astype(np.int64)
    planned, missed = deal(
        level_of(part, HeldGoals(np.array([2, 5])), "continuity"),
        pools,
        stays,
        np.array([0.0, 2.0]),
        effort(),
        TabuSearch(),
    )
    assert missed == 0
    assert part.loads(planned).tolist() == [2, 5]
    assert moved(part, planned) == 1


def test_a_deal_that_cannot_be_says_what_is_missed() -> None:
    part = part_of(make_problem([10, 10], [5, 5], [[0, 1]], current=[0, 0]))
    pools, held_columns = Aggregation.by_ticks(part), np.flatnonzero(part.held > 0)
    stays = np.zeros(len(held_columns), np.int64)
    planned, missed = deal(
        level_of(part, HeldGoals(np.array([4, 4])), "continuity"),
        pools,
        stays,
        np.array([5.0, 5.0]),
        effort(),
        TabuSearch(),
    )
    assert missed == 2
    assert part.placed(planned).tolist() == part.count.tolist()


def test_nothing_is_dealt_where_cases_may_stay_unplaced() -> None:
    part = part_of(make_problem([10, 10], [5, 5], [[0, 1]], current=[0, 0], standards=[1, 1]))
    held = held_after(part, {})
    _, layout = level_program(part, held, BY_NAME["continuity"])
    assert from_aggregated(level_of(part, held, "continuity"), np.zeros(layout.size), 0, effort(), TabuSearch()) is None


def test_ticks_of_columns_are_those_of_their_pools() -> None:
    part = part_of(make_problem([10, 10, 10], [3, 5, 2], [[0, 1], [1, 2]], signature=[0, 0, 1], current=[0, 0, 1]))
    pools = Aggregation.by_ticks(part)
    units = np.arange(1, len(part.column_class) + 1).astype(np.float64)
    ticks = pools.ticks_of(part, units)
    expected: dict[tuple[int, int], float] = {}
    for j, u in enumerate(units.tolist()):
        key = (int(pools.of_class[part.column_class[j]]), int(part.column_officer[j]))
        expected[key] = expected.get(key, 0.0) + u * int(part.column_effort[j])
    pairs = zip(pools.pool_bin.tolist(), pools.pool_officer.tolist(), strict=True)
    assert ticks.tolist() == [expected[pair] for pair in pairs]


def test_parameters_outside_their_ranges_are_refused() -> None:
    with pytest.raises(InvalidParameter, match=r"TabuSearch\.share must be from 1e-09 to 1, not 2"):
        TabuSearch(share=2)
    with pytest.raises(InvalidParameter, match=r"TabuSearch\.more must be from 0 to inf, not -1"):
        TabuSearch(more=(0, -1))


def test_who_deals_little_finds_nothing_where_too_many_enter() -> None:
    part = part_of(make_problem([10, 10], [5, 5], [[0, 1]], current=[0, 0]))
    level = level_of(part, held_after(part, {"fairness": 0}), "continuity")
    _, relaxed = solve_aggregated(level, effort())
    assert relaxed.x is not None
    assert from_aggregated(level, relaxed.x, 0, effort(), TabuSearch()) is not None
    assert from_aggregated(level, relaxed.x, 0, effort(), TabuSearch(most_entering=0)) is None
