"""Tiers and fair shares: that no assignment can be fairer, and that cases which could be split reach it.

Both halves are needed. The lower one: the cases of the tightest tiers may go only to the officers of those tiers, so
somebody there carries at least the tier's utilization (where times differ by officer, weighed by the tier's prices).
The upper one is a flow: within each tier the cases can be spread, each to officers who take it cheapest, so that all
are loaded to exactly the fair share.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Indices, Ints
from solver.check.facts import NOBODY, Facts
from solver.check.findings import Findings
from solver.check.network import Work, work_of
from solver.tiers import FairShares, Tier

_NO_TIER = -1
_SCALE = 2**60


def check_shares(facts: Facts, shares: FairShares, found: Findings) -> None:
    """Check tiers, shares and the cases that are in no tier."""
    with_hours = facts.problem.officers.limit > 0
    idle_pin = np.zeros(len(facts.pin), np.bool_)
    if len(with_hours):
        idle_pin = (facts.pin != NOBODY) & ~with_hours[facts.pin]
    barred = facts.without_hours[facts.row]
    in_tier = facts.placeable & ~idle_pin
    before = len(found.violations)
    for name, true in (
        ("aside_no_officer", ~facts.placeable & ~barred),
        ("aside_no_hours", ~facts.placeable & barred),
        ("pinned_no_hours", idle_pin),
    ):
        if not np.array_equal(getattr(shares, name), np.flatnonzero(true)):
            found.add("aside", f"the cases that are in no tier ({name}) are not those of the roster")
    tier_of_case = _partition(facts, shares, in_tier, found)
    _check_each_share(facts, shares, found)
    if len(found.violations) > before:
        return
    loosest = _loosest_tier(facts, shares.tier_of_officer)
    for case in np.flatnonzero(in_tier & (tier_of_case != loosest[facts.row])).tolist():
        found.add(
            "tier",
            f"{found.case(case)} is in tier {tier_of_case[case] + 1}, but the loosest officers who may hold it are in "
            f"tier {loosest[facts.row[case]] + 1}",
            case,
        )
    for index, tier in enumerate(shares.tiers):
        _check_tier(index, tier, facts, shares, found)
    keys = [(-tier.utilization, int(tier.officers[0])) for tier in shares.tiers]
    if keys != sorted(keys):
        found.add("tier", "the tiers are not in order from the tightest to the loosest")
    if len(found.violations) == before:
        _check_sums(work_of(facts), shares, facts.problem.officers.limit, loosest, found)


def _partition(facts: Facts, shares: FairShares, in_tier: Flags, found: Findings) -> Indices:
    """The tier of each case; every case and officer that belongs in a tier must be in exactly one."""
    m = len(in_tier)
    tier_of_case = np.full(m, _NO_TIER, np.int32)
    listed = np.concatenate([np.zeros(0, np.int32), *(tier.cases for tier in shares.tiers)])
    if len(listed) and not 0 <= int(listed.min()) <= int(listed.max()) < m:
        found.add("tier", "a tier lists a case that is not in the roster")
        return tier_of_case
    tier_of_case[listed] = np.repeat(np.arange(len(shares.tiers)), [len(tier.cases) for tier in shares.tiers])
    times = np.bincount(listed, minlength=m)
    for case in np.flatnonzero(times != in_tier).tolist():
        found.add("tier", f"{found.case(case)} is in {times[case]} tiers; it belongs in {int(in_tier[case])}", case)
    for index, tier in enumerate(shares.tiers):
        if not len(tier.officers) or not np.array_equal(tier.officers, np.flatnonzero(shares.tier_of_officer == index)):
            found.add("tier", f"tier {index + 1}: its officers are not those who are said to be in it")
    reached = np.zeros(len(facts.problem.officers), np.bool_)
    if len(facts.row):
        reached = np.any(facts.allowed[np.unique(facts.row)], axis=0)
    should = reached & (facts.problem.officers.limit > 0)
    inside = (shares.tier_of_officer >= 0) & (shares.tier_of_officer < len(shares.tiers))
    for o in np.flatnonzero((should != inside) | (~inside & (shares.tier_of_officer != _NO_TIER))).tolist():
        belongs = "a tier, but is in none" if should[o] else "no tier, but is said to be in one"
        found.add("tier", f"{found.officer(o)} belongs in {belongs}", None, o)
    return tier_of_case


def _check_each_share(facts: Facts, shares: FairShares, found: Findings) -> None:
    for o, limit in enumerate(facts.problem.officers.limit.tolist()):
        tier = int(shares.tier_of_officer[o])
        share: Fraction | None = Fraction(0) if limit else None
        if 0 <= tier < len(shares.tiers):
            share = shares.tiers[tier].utilization
        if shares.share[o] != share:
            found.add("share", f"{found.officer(o)}: fair share {shares.share[o]}; the tier says {share}", None, o)


def _loosest_tier(facts: Facts, tier_of_officer: Indices) -> Indices:
    """The last tier of anybody who may hold the cases of a row. Shape (rows,)."""
    if not facts.allowed.size:
        return np.full(len(facts.allowed), _NO_TIER, np.int32)
    loosest: Indices = np.max(np.where(facts.allowed, tier_of_officer, np.int32(_NO_TIER)), axis=1)
    return loosest


def _check_tier(index: int, tier: Tier, facts: Facts, shares: FairShares, found: Findings) -> None:
    where = f"tier {index + 1}"
    limit = sum(facts.problem.officers.limit[tier.officers].tolist())
    if tier.limit != limit:
        found.add("tier", f"{where}: its officers have {found.hours(limit)}, not {found.hours(tier.limit)}")
    if tier.demand != tier.utilization * limit:
        found.add("tier", f"{where}: {tier.demand} ticks of work are not {tier.utilization} of {limit}")
    if len(np.unique(facts.part_of_officer[tier.officers])) != 1:
        found.add("tier", f"{where}: it mixes officers of parts that share no cases")
    if tier.prices is not None and (len(tier.prices) != len(tier.officers) or min(tier.prices) < 1):
        found.add("tier", f"{where}: its prices are not one number above 0 for each officer")
    may = np.flatnonzero(np.any(facts.allowed[np.unique(facts.row[tier.cases])], axis=0))
    closed = bool((shares.tier_of_officer[may] == index).all())
    if tier.closed is not closed:
        found.add("tier", f"{where}: others may {'not ' if closed else ''}hold some of its cases; the plan denies it")


def _check_sums(work: Work, shares: FairShares, limit: Ints, loosest: Indices, found: Findings) -> None:
    """Repeat the arithmetic of every tier, and spread its cases."""
    price: NDArray[Any] = np.ones(len(limit), np.int64)
    if any(tier.prices is not None for tier in shares.tiers):
        price = price.astype(object)
        for tier in shares.tiers:
            price[tier.officers] = tier.prices or 1
    tier_of_lot = loosest[work.row]
    inside = shares.tier_of_officer[work.officer] == tier_of_lot[work.lot]
    lot, officer, worth = work.lot[inside], work.officer[inside], price[work.officer[inside]] * work.time[inside]
    start = np.flatnonzero(np.diff(lot, prepend=-1))
    cheapest: NDArray[Any] = np.minimum.reduceat(worth, start) if len(start) else worth
    supply = (work.amount.astype(price.dtype) * cheapest).tolist()
    room = (limit.astype(object) * price).tolist()
    sums, rooms = [0] * len(shares.tiers), [0] * len(shares.tiers)
    for index, amount in zip(tier_of_lot.tolist(), supply, strict=True):
        sums[index] += amount
    for o, index in enumerate(shares.tier_of_officer.tolist()):
        if index != _NO_TIER:
            rooms[index] += room[o]
    wrong = [index for index, tier in enumerate(shares.tiers) if sums[index] != tier.utilization * rooms[index]]
    for index in wrong:
        found.add(
            "tier",
            f"tier {index + 1}: its cases add up to {sums[index]}, not {shares.tiers[index].utilization} "
            f"of {rooms[index]}",
        )
    if wrong or not len(lot):
        return
    # Numbers of any size are brought down to 64 bits: work is rounded down, room up, by a negligible part of a tick.
    each = _SCALE // len(shares.tiers)
    send = [amount * each // sums[index] for index, amount in zip(tier_of_lot.tolist(), supply, strict=True)]
    take = [
        -(-room[o] * each // rooms[index]) if index != _NO_TIER and sums[index] else 0
        for o, index in enumerate(shares.tier_of_officer.tolist())
    ]
    best = (worth == cheapest[lot]).astype(np.bool_)
    if _max_flow(send, take, lot[best], officer[best]) < sum(send):
        found.add("tier", "the fair shares cannot be reached, not even by cases that are split: some tier is too wide")


def _max_flow(send: list[int], take: list[int], lot: Ints, officer: Ints) -> int:
    from ortools.graph.python import max_flow

    source, sink = len(send) + len(take), len(send) + len(take) + 1
    amount, room = np.array(send, np.int64), np.array(take, np.int64)
    tail = np.concatenate([np.full(len(send), source), lot, len(send) + np.arange(len(take))])
    head = np.concatenate([np.arange(len(send)), len(send) + officer, np.full(len(take), sink)])
    flow = max_flow.SimpleMaxFlow()
    flow.add_arcs_with_capacity(
        tail.astype(np.int32), head.astype(np.int32), np.concatenate([amount, amount[lot], room])
    )
    if flow.solve(source, sink) != flow.OPTIMAL:
        return -1
    return int(flow.optimal_flow())
