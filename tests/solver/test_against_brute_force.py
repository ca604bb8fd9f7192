"""Plans equal brute force: every level's best value, fair shares, what is impossible, every certificate.

A short version of the campaign behind ``make brute`` (``bench/brute.py``).
"""

from __future__ import annotations

from collections import Counter

import pytest

from solver.goals import grains_of
from tests.solver.brute import solve_by_trying
from tests.solver.comparison import compare
from tests.solver.instances import random_instance

INSTANCES = 200
BATCH = 50


@pytest.mark.parametrize("first", range(0, INSTANCES, BATCH))
def test_plans_equal_brute_force(first: int) -> None:
    counts, different = Counter[str](), {}
    for seed in range(first, first + BATCH):
        outcome = compare(random_instance(seed))
        counts += outcome.counts
        if outcome.differences:
            different[seed] = outcome.differences
    assert not different
    assert counts["instances"] == BATCH
    assert counts["levels"] > 2 * BATCH
    assert counts["planted instances"] >= 1


def test_the_instances_hit_every_feature() -> None:
    """A campaign says nothing about what its instances do not have."""
    seen = Counter[str]()
    for seed in range(500):
        instance = random_instance(seed)
        problem, goals = instance.problem, instance.goals
        cases, officers, pairs = problem.cases, problem.officers, problem.pairs
        features = {
            f"policy {goals.policy}": True,
            f"objective {goals.objective}": True,
            f"moves in {goals.moves}": True,
            f"coverage in {goals.coverage}": True,
            "max_moves": goals.max_moves is not None,
            "move_freely": goals.move_freely,
            "keep_within": goals.keep_within > 0,
            "pins": bool(cases.pinned.any()),
            "bundles": bool((cases.bundle >= 0).any()),
            "standards": bool((officers.standard >= 0).any()),
            "efficiency": bool((officers.limit != officers.available).any()),
            "zero hours": bool((officers.limit == 0).any()),
            "zero effort": bool((cases.effort == 0).any()),
            "several priorities": len(set(cases.priority.tolist())) > 1,
            "officers who left": bool((cases.current == -2).any()),
            "costs": pairs is not None and bool(pairs.cost.any()),
            "negative costs": pairs is not None and bool((pairs.cost < 0).any()),
            "pair efforts": pairs is not None and bool((pairs.effort >= 0).any()),
            "large ticks": bool((cases.effort >= 2**33).any()),
            "coarse ticks": grains_of(problem) > 1,
            "no officers": not len(officers),
            "no cases": not len(cases),
            "planted": instance.planted is not None,
        }
        for name, there in features.items():
            seen[name] += there
    assert {name: times for name, times in seen.items() if times < 3} == {}
    assert len(seen) == 27


def test_a_planted_instance_can_be_placed_whole() -> None:
    planted = [instance for seed in range(200) if (instance := random_instance(seed)).planted is not None]
    assert len(planted) > 10
    for instance in planted:
        truth = solve_by_trying(instance.problem, instance.goals)
        assert -1 not in truth.officer_of_cases(), instance.name
