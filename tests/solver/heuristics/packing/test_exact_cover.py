"""Exact covers of a few units, beside every choice of fills."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from solver.heuristics.packing.exact_cover import Fills, exact_cover


def is_cover(chosen: list[int], units: range, fills: Fills, officers: list[int], slack: int) -> bool:
    """Whether every unit is in one fill, no kind of officers is used up, and little enough stays unused."""
    covered = sorted(u for number in chosen for u in fills.held[number])
    kinds = [sum(fills.kind[number] == kind for number in chosen) for kind in range(len(officers))]
    fits = all(used <= there for used, there in zip(kinds, officers, strict=True))
    return covered == list(units) and fits and sum(fills.slack[number] for number in chosen) <= slack


@pytest.mark.parametrize("seed", range(200))
def test_a_cover_is_found_where_there_is_one(seed: int) -> None:
    rng = random.Random(f"cover {seed}")
    units, kinds = range(rng.randint(0, 6)), rng.randint(1, 2)
    held = [tuple(sorted(rng.sample(units, rng.randint(1, min(3, len(units)))))) for _ in range(9) if units]
    fills = Fills(held, [rng.randrange(kinds) for _ in held], [rng.randint(0, 3) for _ in held])
    officers, slack = [rng.randint(1, 2) for _ in range(kinds)], rng.randint(0, 4)
    there = any(
        is_cover(list(chosen), units, fills, officers, slack)
        for count in range(len(held) + 1)
        for chosen in combinations(range(len(held)), count)
    )
    cover = exact_cover(units, fills, officers, slack, 10_000, rng)
    assert (cover.fills is not None) == there
    assert cover.fills is None or is_cover(cover.fills, units, fills, officers, slack)
    assert cover.complete == (not there)


def test_a_search_that_is_cut_off_proves_nothing() -> None:
    fills = Fills([(0, 1), (1, 2), (0, 2)], [0, 0, 0], [0, 0, 0])
    cover = exact_cover(range(3), fills, [3], 0, 1, random.Random(0))
    assert (cover.fills, cover.complete) == (None, False)
    assert exact_cover(range(3), fills, [3], 0, 100, random.Random(0)).complete
