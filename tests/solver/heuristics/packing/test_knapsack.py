"""Fills of officers' hours: the best one, all nearly as good ones, and unions of disjoint ones, beside enumeration."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest

from solver.arrays import Floats, Ints
from solver.heuristics.packing.knapsack import (
    Words,
    best_fills,
    chosen_of,
    joined,
    knapsack_table,
    near_optimal_fills,
    scaled,
)


def bits(held: int, units: int) -> list[int]:
    return [i for i in range(units) if held >> i & 1]


class Random:
    """A few officers and units, and what every set of units is worth to every officer."""

    def __init__(self, seed: int, most_ticks: int = 9) -> None:
        rng = random.Random(f"fills {seed}")
        self.units, self.officers = rng.randint(1, 7), rng.randint(1, 3)
        shape = (self.units, self.officers)
        self.gain = np.array([rng.choice([-2, 0, 1, 3, 7, 8, -np.inf]) for _ in range(self.units * self.officers)])
        self.gain = self.gain.reshape(shape)
        self.ticks = np.array([rng.randint(0, most_ticks) for _ in range(self.units * self.officers)]).reshape(shape)
        self.hours = np.array([rng.randint(0, 3 * most_ticks) for _ in range(self.officers)])
        self.size = np.array([rng.randint(1, 2) for _ in range(self.units)])
        self.places = np.array([rng.choice([2, 3, 99]) for _ in range(self.officers)])

    def fills(self, officer: int, with_places: bool) -> dict[int, float]:
        """Value of every set that fits."""
        out = {}
        for held in range(1 << self.units):
            of = bits(held, self.units)
            fits = self.ticks[of, officer].sum() <= self.hours[officer]
            seated = not with_places or self.size[of].sum() <= self.places[officer]
            value = float(self.gain[of, officer].sum())
            if fits and seated and np.isfinite(value):
                out[held] = value
        return out


@pytest.mark.parametrize("seed", range(40))
def test_the_best_fill_is_the_best_of_all_sets_that_fit(seed: int) -> None:
    case = Random(seed)
    weight, room = scaled(case.ticks, case.hours)
    table = knapsack_table(case.gain, weight, room)
    chosen = chosen_of(table, case.gain, weight, room)
    for officer in range(case.officers):
        best = max(case.fills(officer, with_places=False).values())
        assert table[-1, officer, room[officer]] == best
        assert case.gain[chosen[officer], officer].sum() == best
        assert case.ticks[chosen[officer], officer].sum() <= case.hours[officer]


@pytest.mark.parametrize("seed", range(40))
def test_best_fills_of_all_officers_at_once_are_the_best_of_all_sets_that_fit(seed: int) -> None:
    case = Random(seed)
    worth, chosen = best_fills(case.gain, case.ticks, case.hours)
    for officer in range(case.officers):
        best = max(case.fills(officer, with_places=False).values())
        assert worth[officer] == best
        assert case.gain[chosen[officer], officer].sum() == best
        assert case.ticks[chosen[officer], officer].sum() <= case.hours[officer]


def test_of_no_units_nothing_is_the_best_fill() -> None:
    worth, chosen = best_fills(np.zeros((0, 2)), np.zeros((0, 2), np.int64), np.array([4, 0]))
    assert worth.tolist() == [0.0, 0.0]
    assert chosen.shape == (2, 0)


@pytest.mark.parametrize("seed", range(40))
def test_near_fills_are_all_that_lose_no_more_than_asked(seed: int) -> None:
    case, most_lost = Random(seed), (0.0, 2.5, 6.5)[seed % 3]
    weight, room = scaled(case.ticks, case.hours)
    table = knapsack_table(case.gain, weight, room)
    exact = case.ticks, case.hours, case.size, case.places
    lists = near_optimal_fills(table, case.gain, weight, room, exact, most_lost, 10_000)
    for officer, (sets, lost) in enumerate(lists):
        best = max(case.fills(officer, with_places=False).values())
        wanted = {held: best - v for held, v in case.fills(officer, with_places=True).items() if best - v <= most_lost}
        assert dict(zip(sets.tolist(), lost.tolist(), strict=True)) == wanted
        assert sorted(lost.tolist()) == lost.tolist()


def test_too_many_fills_are_cut_to_the_best() -> None:
    gain, ticks = np.arange(1.0, 9.0)[:, None], np.ones((8, 1), np.int64)
    hours, size, places = np.array([4]), np.ones(8, np.int64), np.array([8])
    table = knapsack_table(gain, ticks, hours)
    ((sets, lost),) = near_optimal_fills(table, gain, ticks, hours, (ticks, hours, size, places), 99.0, 3)
    assert bits(int(sets[0]), 8) == [4, 5, 6, 7]
    assert lost[0] == 0
    assert len(sets) == 3


@pytest.mark.parametrize("room", [999, 1_000, 1_001, 123_456])
def test_hours_are_divided_into_few_grains(room: int) -> None:
    weight, grains = scaled(np.array([[0, room]]), np.array([room]))
    assert grains[0] <= 1_000
    assert weight.tolist() == [[0, pytest.approx(grains[0], abs=1)]]
    assert (room > 1_000) == (grains[0] != room)


def both(sets: Ints, lost: list[float]) -> tuple[Words, Floats]:
    return sets.astype(np.uint64), np.array(lost, np.float64)


@pytest.mark.parametrize("seed", range(20))
def test_joined_are_all_disjoint_pairs_that_lose_no_more_than_asked(seed: int) -> None:
    rng = random.Random(f"joined {seed}")
    a, b = (
        both(np.array([rng.randrange(32) for _ in range(n)]), sorted(rng.randint(0, 9) / 2 for _ in range(n)))
        for n in (rng.randint(0, 12), rng.randint(0, 12))
    )
    (sets, lost), first, second = joined(a, b, 4.0, 10_000)
    wanted = [
        (int(a[0][i] | b[0][j]), a[1][i] + b[1][j])
        for i, j in product(range(len(a[0])), range(len(b[0])))
        if not a[0][i] & b[0][j] and a[1][i] + b[1][j] <= 4.0
    ]
    assert sorted(zip(sets.tolist(), lost.tolist(), strict=True)) == sorted(wanted)
    assert sorted(lost.tolist()) == lost.tolist()
    assert (a[0][first] | b[0][second]).tolist() == sets.tolist()


def test_with_too_many_pairs_the_best_are_looked_at() -> None:
    a = both(np.arange(8) * 2, [float(i) for i in range(8)])
    b = both(np.zeros(8, np.int64), [float(i) for i in range(8)])
    (sets, lost), _, _ = joined(a, b, 20.0, 6)
    assert 1 <= len(sets) <= 6
    assert lost.tolist() == sorted(i + j for i in range(8) for j in range(8))[: len(lost)]


def test_where_too_many_pairs_lose_nothing_some_of_each_are_looked_at() -> None:
    a = both(np.arange(8) * 2, [0.0] * 8)
    b = both(np.zeros(8, np.int64), [0.0] * 8)
    (sets, lost), first, _ = joined(a, b, 20.0, 17)
    assert sorted(first.tolist()) == sorted([*range(8)] * 2)
    assert len(sets) == 16
    assert not lost.any()
    (_, few), _, _ = joined(a, b, 20.0, 5)
    assert len(few) == 5
