"""Ways to spoil parts, tiers and fair shares."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from solver.plan import Plan
from solver.problem import Problem
from solver.tiers import FairShares, Tier
from tests.solver.check.corruption import off, pick, without


def move_between_parts(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    name = rng.choice(["part_of_officer", "part_of_case"])
    part = getattr(plan, name).copy()
    if not len(part):
        return None
    part[rng.randrange(len(part))] += rng.choice([-1, 1])
    return replace(plan, **{name: part})


def _with_tier(plan: Plan, at: int, **changes: Any) -> Plan:
    tiers = list(plan.shares.tiers)
    tiers[at] = replace(tiers[at], **changes)
    return replace(plan, shares=replace(plan.shares, tiers=tuple(tiers)))


def misstate_a_tier(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    at = pick(rng, range(len(plan.shares.tiers)))
    if at is None:
        return None
    tier, by = plan.shares.tiers[at], off(rng)
    field = rng.choice(["demand", "limit", "utilization", "closed"])
    value = not tier.closed if field == "closed" else getattr(tier, field) + by
    return _with_tier(plan, at, **{field: value})


def lose_a_case_of_a_tier(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    at = pick(rng, [k for k, tier in enumerate(plan.shares.tiers) if len(tier.cases)])
    if at is None:
        return None
    cases = plan.shares.tiers[at].cases
    return _with_tier(plan, at, cases=without(cases, rng.randrange(len(cases))))


def count_a_case_twice(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    at = pick(rng, range(len(plan.shares.tiers)))
    if at is None or not len(plan.officer):
        return None
    cases = plan.shares.tiers[at].cases
    return _with_tier(plan, at, cases=np.append(cases, np.int32(rng.randrange(len(plan.officer)))))


def put_an_officer_into_another_tier(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    tier_of = plan.shares.tier_of_officer.copy()
    if not len(tier_of):
        return None
    tier_of[rng.randrange(len(tier_of))] += rng.choice([-1, 1])
    return replace(plan, shares=replace(plan.shares, tier_of_officer=tier_of))


def misstate_a_share(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    share = list(plan.shares.share)
    if not share:
        return None
    at = rng.randrange(len(share))
    share[at] = Fraction(rng.randint(0, 9), 4) if share[at] is None else rng.choice([None, share[at] + Fraction(1, 9)])  # type: ignore[operator]
    return replace(plan, shares=replace(plan.shares, share=tuple(share)))


def misplace_a_case_that_is_set_aside(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    name = rng.choice(["aside_no_officer", "aside_no_hours", "pinned_no_hours"])
    cases = getattr(plan.shares, name)
    if len(cases):
        changed = without(cases, rng.randrange(len(cases)))
    elif len(plan.officer):
        changed = np.array([rng.randrange(len(plan.officer))], np.int32)
    else:
        return None
    changes: dict[str, Any] = {name: changed}
    return replace(plan, shares=replace(plan.shares, **changes))


def merge_two_tiers(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    """A liar who does all the sums: two tiers become one, with everything that follows from it but the flow."""
    tiers = plan.shares.tiers
    if len(tiers) < 2:
        return None
    at = rng.randrange(len(tiers) - 1)
    a, b = tiers[at], tiers[at + 1]
    demand, limit = a.demand + b.demand, a.limit + b.limit
    officers = np.sort(np.append(a.officers, b.officers))
    merged = Tier(Fraction(demand, limit), np.sort(np.append(a.cases, b.cases)), officers, demand, limit, a.closed)
    rest = sorted([*tiers[:at], merged, *tiers[at + 2 :]], key=lambda tier: (-tier.utilization, int(tier.officers[0])))
    share, tier_of = list(plan.shares.share), plan.shares.tier_of_officer.copy()
    for index, tier in enumerate(rest):
        tier_of[tier.officers] = index
        for o in tier.officers.tolist():
            share[o] = tier.utilization
    old = plan.shares
    shares = FairShares(
        tuple(rest), tuple(share), tier_of, old.aside_no_officer, old.aside_no_hours, old.pinned_no_hours
    )
    return replace(plan, shares=shares)
