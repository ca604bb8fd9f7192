"""Fullest fills and lists of fills, beside all subsets of a few units."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from solver.heuristics.packing.subset_sums import Room, all_fills, fullest_fill


def subsets(rng: random.Random) -> tuple[list[int], list[int], Room, list[tuple[int, ...]]]:
    """Efforts and sizes of a few units, an officer, and every set of units that fits."""
    count = rng.randint(0, 8)
    effort = [rng.randint(0, 12) for _ in range(count)]
    size = [rng.choice([1, 1, 2]) for _ in range(count)]
    room = Room(rng.randint(0, 30), rng.choice([-1, 0, 1, 2, 3, 20]))
    every = [chosen for r in range(count + 1) for chosen in combinations(range(count), r)]
    fits = [
        chosen
        for chosen in every
        if sum(effort[u] for u in chosen) <= room.ticks
        and (room.places < 0 or sum(size[u] for u in chosen) <= room.places)
    ]
    return effort, size, room, fits


@pytest.mark.parametrize("seed", range(300))
def test_no_set_of_units_fills_more_hours(seed: int) -> None:
    effort, size, room, fits = subsets(random.Random(f"fullest {seed}"))
    chosen, steps = fullest_fill(range(len(effort)), effort, size, room)
    assert tuple(sorted(chosen)) in fits
    assert sum(effort[u] for u in chosen) == max(sum(effort[u] for u in each) for each in fits)
    assert steps >= 0


def test_of_equally_full_fills_the_one_with_the_first_units() -> None:
    effort = [60, 40, 50, 50, 30, 30]
    assert sorted(fullest_fill(range(6), effort, [1] * 6, Room(100))[0]) == [0, 1]
    assert sorted(fullest_fill([2, 3, 0, 1, 4, 5], effort, [1] * 6, Room(100))[0]) == [2, 3]


def test_few_places_are_kept_where_many_short_cases_would_fill_the_hours() -> None:
    """40 h and 2 places: four of 10 h would fill them, but only 25 h + 14 h may."""
    effort = [10, 10, 10, 10, 25, 14]
    assert sorted(fullest_fill(range(6), effort, [1] * 6, Room(40, 2))[0]) == [4, 5]


def test_in_coarser_steps_what_is_said_to_fit_does() -> None:
    """Ten million ticks are more than bits of a sum: what is lost is less than a step for each unit."""
    rng = random.Random(7)
    effort = [rng.randint(100_000, 4_000_000) for _ in range(40)]
    chosen, _ = fullest_fill(range(40), effort, [1] * 40, Room(10_000_000))
    assert 10_000_000 - 40 * 200 <= sum(effort[u] for u in chosen) <= 10_000_000
    seated, _ = fullest_fill(range(40), effort, [1] * 40, Room(10_000_000, 5))
    assert 9_900_000 <= sum(effort[u] for u in seated) <= 10_000_000
    assert len(seated) <= 5


@pytest.mark.parametrize("seed", range(200))
def test_all_fills_that_leave_little_enough(seed: int) -> None:
    rng = random.Random(f"all fills {seed}")
    effort, size, room, fits = subsets(rng)
    units = [u for u in range(len(effort)) if effort[u]]
    slack, scale = rng.randint(0, 10), rng.choice([1, 1, 10_007])
    effort, room, slack = [each * scale for each in effort], Room(room.ticks * scale, room.places), slack * scale
    wanted = {each for each in fits if each and set(each) <= set(units)}
    wanted = {each for each in wanted if sum(effort[u] for u in each) >= room.ticks - slack}
    found = all_fills(units, effort, size, room, slack, 10_000)
    assert found is not None
    assert len(found) == len(wanted)
    assert {tuple(sorted(fill)) for fill in found} == wanted


def test_more_fills_than_may_be_listed_are_none() -> None:
    assert all_fills(range(20), [1] * 20, [1] * 20, Room(10), 0, 1_000) is None
