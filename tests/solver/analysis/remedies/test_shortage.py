"""The work in shortage, who could help, and what hangs together."""

from __future__ import annotations

from solver.analysis.remedies.shortage import Parts, shortage_of
from solver.fair_shares.decomposition import fair_shares
from solver.model.units import units_of
from solver.problem import Need, Problem
from tests.solver.analysis.made_rosters import HOUR, roster
from tests.solver.instances import make_problem

NORTH, SOUTH = ("tier", 0), ("tier", 1)


def short(
    problem: Problem,
) -> tuple[dict[int, tuple[str, int]], list[tuple[int, int]], list[int], dict[tuple[str, int], int]]:
    units = units_of(problem)
    found = shortage_of(problem, units, fair_shares(problem, units))
    return found.place, list(found.holders), list(found.helpers), found.missing


def test_tiers_above_their_hours_and_work_that_nobody_may_hold() -> None:
    """5 h are missing in the north, 2 h nobody may hold, the south has room: its officer could help."""
    needs = [Need("north"), Need("south"), Need(skills=frozenset({"x"}))]
    problem = roster([1, 9], [(needs[0], 6), (needs[1], 2), (needs[2], 2)], offices=[{"north"}, {"south"}])
    assert short(problem) == (
        {0: NORTH, 2: ("unit", 2)},
        [(0, 0)],
        [1],
        {NORTH: 5 * HOUR, ("unit", 2): 2 * HOUR},
    )


def test_where_nothing_is_missing_it_is_the_tightest_tier() -> None:
    problem = roster([4, 9], [(Need("north"), 3), (Need("south"), 1)], offices=[{"north"}, {"south"}])
    assert short(problem) == ({0: NORTH}, [(0, 0)], [1], {})
    assert short(make_problem([], [])) == ({}, [], [], {})


def test_what_is_pinned_goes_to_nobody_else() -> None:
    problem = make_problem([1, 9], [4, 5], [[0]], current=[0, -1], pinned=[True, False])
    place, _, helpers, missing = short(problem)
    assert (list(place), helpers, missing) == ([1], [1], {NORTH: 8})


def test_who_has_no_hours_helps_nobody() -> None:
    problem = make_problem([1, 0], [4], [[0]])
    assert short(problem)[2] == []


def test_what_is_missing_in_one_part_is_gained_once() -> None:
    """5 are missing in the north and 1 in the south: two changes for the north gain 5 together, one for each 6."""
    parts = Parts({NORTH: 5, SOUTH: 1})
    for name in ("a", "b"):
        parts.join(name, NORTH)
    assert parts.gains({"a": 4, "b": 4}) == [4, 1]
    parts.join("c", SOUTH)
    assert parts.gains({"a": 9, "c": 9, "b": 9}) == [5, 1, 0]
    assert parts.gains({"nowhere": 3}) == [0]


def test_parts_that_are_joined_share_what_is_missing() -> None:
    parts = Parts({NORTH: 5, SOUTH: 1}, [(NORTH, SOUTH)])
    assert parts.of(NORTH) == parts.of(SOUTH)
    assert list(parts.missing().values()) == [6]
    parts.join("a", SOUTH)
    assert parts.gains({"a": 9}) == [6]
