"""Baselines do what their names say, and obey pins and eligibility."""

from __future__ import annotations

import random

import numpy as np
import pytest

from solver.arrays import Indices
from solver.baselines import baselines
from solver.model.units import Units, pair_rows, units_of
from solver.plan import UNPLACED
from solver.problem import LEFT, NEW, Problem
from tests.solver.brute import units_by_hand
from tests.solver.instances import make_problem, random_instance

NAMES = ["current", "round_robin", "equal_counts", "greedy", "random"]


def large(seed: int) -> Problem:
    """A few dozen units with long runs of equal ones, bundles, pins, and pairs with their own times."""
    rng = random.Random(f"baseline {seed}")
    n, m = rng.randint(2, 5), rng.randint(20, 60)
    rows = [sorted(rng.sample(range(n), rng.randint(1, n))) for _ in range(3)]
    signature = [rng.randrange(3) for _ in range(m)]
    bundle = [rng.choice([-1] * 12 + [0]) for _ in range(m)]
    current = [rng.choice([NEW, LEFT, *range(n)]) for _ in range(m)]
    own = rng.random() < 0.5
    listed = [c for c in range(m) if own and rng.random() < 0.2]
    return make_problem(
        [rng.randint(50, 200) for _ in range(n)],
        [rng.choice([1, 1, 1, 5, rng.randint(2, 9)]) for _ in range(m)],
        rows,
        signature=signature,
        bundle=bundle,
        current=current,
        pinned=[c >= 0 and b < 0 and rng.random() < 0.1 for c, b in zip(current, bundle, strict=True)],
        pairs=[(c, o, 0, rng.choice([-1, rng.randint(1, 9)])) for c in listed for o in range(n)] if listed else None,
    )


@pytest.mark.parametrize("seed", range(150))
def test_pins_eligibility_and_bundles_are_obeyed(seed: int) -> None:
    problem = random_instance(seed).problem
    found = baselines(problem)
    assert list(found) == NAMES
    assert all(officer.dtype == np.int32 and officer.shape == (len(problem.cases),) for officer in found.values())
    assert found["current"].tolist() == [max(c, UNPLACED) for c in problem.cases.current.tolist()]
    for name in NAMES[1:]:
        for unit in units_by_hand(problem):
            held = set(found[name][unit.cases].tolist())
            assert len(held) == 1, "a bundle stays together"
            (officer,) = held
            assert officer in unit.allowed if unit.allowed else officer == UNPLACED


def test_round_robin_deals_in_turn_and_skips_who_may_not() -> None:
    problem = make_problem([9, 9, 9], [1] * 6, [[0, 1, 2], [1]], signature=[0, 1, 0, 0, 1, 0])
    assert baselines(problem)["round_robin"].tolist() == [0, 1, 2, 0, 1, 2]


def test_equal_counts_knows_no_effort() -> None:
    problem = make_problem([100, 100], [50, 1, 50, 1], current=[0, NEW, NEW, NEW], pinned=[True, False, False, False])
    assert baselines(problem)["equal_counts"].tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize("seed", range(40))
def test_equal_counts_equals_looking_at_everybody(seed: int) -> None:
    problem = large(seed)
    units = units_of(problem)
    out = np.full(len(units), UNPLACED)
    counts = np.zeros(len(problem.officers), np.int64)
    for unit in np.flatnonzero(units.pinned).tolist():
        out[unit] = np.flatnonzero(units.allowed[units.group[unit]])[0]
        counts[out[unit]] += units.size[unit]
    for unit in np.flatnonzero(~units.pinned & units.placeable).tolist():
        out[unit] = min(np.flatnonzero(units.allowed[units.group[unit]]).tolist(), key=lambda o: (counts[o], o))
        counts[out[unit]] += units.size[unit]
    assert baselines(problem)["equal_counts"].tolist() == out[units.of_case].tolist()


@pytest.mark.parametrize("seed", range(40))
def test_greedy_equals_looking_at_everybody(seed: int) -> None:
    problem = large(seed)
    units = units_of(problem)
    free = np.flatnonzero(~units.pinned & units.placeable).tolist()
    few = units.allowed.sum(axis=1)[units.group]
    orders = [
        sorted(free, key=lambda u: (-units.effort[u], few[u], units.group[u])),
        sorted(free, key=lambda u: -units.effort[u]),
    ]
    tried = [one_by_one(problem, units, order) for order in orders]
    best, _ = min(tried, key=lambda each: each[1])
    assert baselines(problem)["greedy"].tolist() == best[units.of_case].tolist()


@pytest.mark.parametrize("seed", range(20))
def test_long_runs_of_equal_units_go_out_one_by_one(seed: int) -> None:
    """Runs of up to 60 units alike, also without effort; who is least utilized then is worked out for all at once."""
    chance = random.Random(seed)
    officers = chance.randint(1, 9)
    runs = [(chance.choice([0, 1, 7, 1_000_003]), chance.randint(8, 60), signature) for signature in range(4)]
    eligible = [sorted(chance.sample(range(officers), chance.randint(1, officers))) for _ in runs]
    efforts = [effort for effort, count, _ in runs for _ in range(count)]
    signature = [row for _, count, row in runs for _ in range(count)]
    limits = [chance.choice([5, 7, 40, 10**9]) for _ in range(officers)]
    problem = make_problem(limits, efforts, eligible, signature=signature)
    units = units_of(problem)
    few = units.allowed.sum(axis=1)[units.group]
    orders = [
        sorted(range(len(units)), key=lambda u: (-units.effort[u], few[u], units.group[u])),
        sorted(range(len(units)), key=lambda u: -units.effort[u]),
    ]
    best, _ = min((one_by_one(problem, units, order) for order in orders), key=lambda each: each[1])
    assert baselines(problem)["greedy"].tolist() == best[units.of_case].tolist()


def one_by_one(problem: Problem, units: Units, order: list[int]) -> tuple[Indices, tuple[float, float]]:
    """Each unit to whoever is then least utilized; with the peak and the spread of those whom a case can reach."""
    load = np.zeros(len(problem.officers))
    out = np.full(len(units), UNPLACED, np.int32)

    def give(unit: int, candidates: list[int]) -> None:
        effort = pair_rows(problem, units, unit, np.array(candidates, np.int32))[1]
        after = [((load[o] + e) / problem.officers.limit[o], o, e) for o, e in zip(candidates, effort, strict=True)]
        _, out[unit], effort_of_best = min(after)
        load[out[unit]] += effort_of_best

    for unit in np.flatnonzero(units.pinned).tolist():
        give(unit, np.flatnonzero(units.allowed[units.group[unit]]).tolist())
    for unit in order:
        give(unit, np.flatnonzero(units.allowed[units.group[unit]]).tolist())
    reached = units.allowed[units.group].any(axis=0) & (problem.officers.limit > 0)
    used = (load / np.maximum(problem.officers.limit, 1))[reached].tolist()
    return out, (max(used, default=0.0), max(used, default=0.0) - min(used, default=0.0))


def test_the_longest_first_is_not_crippled_by_who_may_hold_what() -> None:
    """Six cases that both may hold, then two as long that A alone may: dealt in that order A came to 5 and B to 3."""
    problem = make_problem([10, 10], [1] * 8, [[0, 1], [0]], signature=[0] * 6 + [1] * 2)
    officer = baselines(problem)["greedy"]
    assert np.bincount(officer).tolist() == [4, 4]


def test_greedy_puts_the_longest_first() -> None:
    """5 to A (of 10), 4 and 3 to B (of 10), then 2 to A: 7 and 7."""
    problem = make_problem([10, 10], [2, 3, 4, 5])
    assert baselines(problem)["greedy"].tolist() == [0, 1, 1, 0]


def test_random_is_decided_by_its_seed_and_uses_everybody() -> None:
    problem = make_problem([1, 1, 1], [1] * 3000, [[0, 1, 2], [0, 2]], signature=[0, 1] * 1500)
    first, again, other = (baselines(problem, seed=seed)["random"] for seed in (5, 5, 6))
    assert first.tolist() == again.tolist()
    assert first.tolist() != other.tolist()
    counts = np.bincount(first[::2], minlength=3)
    # 1,500 draws of one in three: standard deviation 18
    assert (abs(counts - 500) < 5 * 18.3).all()
    assert set(first[1::2].tolist()) == {0, 2}
