"""Tiers and fair shares: right ones pass, and each rule about them refuses what breaks it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from tests.solver.check.judged import best_plan, claims
from tests.solver.instances import make_problem, random_instance


def test_tiers_that_are_merged_cannot_be_reached() -> None:
    # D-1 alone must carry C-1 (8 of 4); a tier that pretends that D-2 helps looks fair, but nothing can flow there
    problem = make_problem([4, 4], [8, 4], [[0], [0, 1]], signature=[0, 1])
    plan = best_plan(problem)
    assert [tier.utilization for tier in plan.shares.tiers] == [2, 1]
    both = np.array([0, 1], np.int32)
    merged = replace(
        plan.shares.tiers[0], utilization=Fraction(3, 2), cases=both, officers=both, demand=12, limit=8, closed=True
    )
    shares = replace(plan.shares, tiers=(merged,), share=(Fraction(3, 2),) * 2, tier_of_officer=np.zeros(2, np.int32))
    found = claims(problem, replace(plan, shares=shares))
    assert "the fair shares cannot be reached, not even by cases that are split: some tier is too wide" in found


def test_fair_shares_where_times_differ_are_proven_by_prices() -> None:
    differing = 0
    for seed in range(300):
        instance = random_instance(seed)
        plan = best_plan(instance.problem, instance.goals)
        priced = [tier for tier in plan.shares.tiers if tier.prices is not None]
        if not priced:
            continue
        differing += 1
        assert claims(instance.problem, plan, instance.goals) == []
        tiers = tuple(
            replace(tier, prices=None if tier.prices is None else tuple(price + 1 for price in tier.prices))
            for tier in plan.shares.tiers
        )
        if any(len(set(tier.prices or ())) > 1 for tier in priced):
            assert claims(instance.problem, replace(plan, shares=replace(plan.shares, tiers=tiers)), instance.goals)
    assert differing > 5
