"""Ways to spoil a correct plan. Each returns a spoiled copy, or None where the plan has nothing of that kind."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np

from solver.fairshare import FairShares, Tier
from solver.plan import Breach, Level, Plan, Reason, Status
from solver.problem import ALONE, Problem

Corruption = Callable[[random.Random, Problem, Plan], Plan | None]
T = TypeVar("T")


def _pick(rng: random.Random, values: Sequence[T]) -> T | None:
    return rng.choice(values) if values else None


def _off(rng: random.Random) -> int:
    return rng.choice([-3, -2, -1, 1, 2, 3, 1_000])


def _without(values: np.ndarray[Any, Any], at: int) -> np.ndarray[Any, Any]:
    return np.delete(values, at)


def _given(plan: Plan, *changes: tuple[int, int]) -> Plan:
    officer = plan.officer.copy()
    for case, o in changes:
        officer[case] = o
    return replace(plan, officer=officer)


# Who holds what


def swap(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    if len(plan.officer) < 2:
        return None
    a, b = rng.sample(range(len(plan.officer)), 2)
    return _given(plan, (a, int(plan.officer[b])), (b, int(plan.officer[a])))


def move(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    if not len(plan.officer) or not len(problem.officers):
        return None
    return _given(plan, (rng.randrange(len(plan.officer)), rng.randrange(len(problem.officers))))


def drop(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    case = _pick(rng, np.flatnonzero(plan.officer >= 0).tolist())
    return None if case is None else _given(plan, (case, -1))


def drop_and_say_so(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    case = _pick(rng, np.flatnonzero(plan.officer >= 0).tolist())
    if case is None:
        return None
    reason = plan.reason.copy()
    reason[case] = rng.choice([Reason.PACKING, Reason.STANDARDS, Reason.HOURS, Reason.NO_HOURS])
    return replace(_given(plan, (case, -1)), reason=reason)


def place_the_unplaced(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    case = _pick(rng, np.flatnonzero(plan.officer < 0).tolist())
    if case is None or not len(problem.officers):
        return None
    return _given(plan, (case, rng.randrange(len(problem.officers))))


def give_to_the_ineligible(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    may_not = np.argwhere(~problem.eligible[problem.cases.signature]).tolist()
    pair = _pick(rng, [(c, o) for c, o in may_not if plan.officer[c] != o])
    return None if pair is None else _given(plan, (pair[0], pair[1]))


def give_to_a_stranger(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    if not len(plan.officer):
        return None
    return _given(plan, (rng.randrange(len(plan.officer)), len(problem.officers) + rng.randrange(3)))


def tear_a_bundle(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    tied = _pick(rng, np.flatnonzero(problem.cases.bundle != ALONE).tolist())
    if tied is None:
        return None
    return _given(plan, (tied, rng.choice([o for o in range(-1, len(problem.officers)) if o != plan.officer[tied]])))


def break_a_pin(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    pinned = _pick(rng, np.flatnonzero(problem.cases.pinned).tolist())
    if pinned is None:
        return None
    return _given(
        plan, (pinned, rng.choice([o for o in range(-1, len(problem.officers)) if o != plan.officer[pinned]]))
    )


def give_a_wrong_reason(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    if not len(plan.officer):
        return None
    reason = plan.reason.copy()
    reason[rng.randrange(len(reason))] = rng.choice([*Reason, 77])
    return replace(plan, reason=reason)


# Levels


def _with_level(plan: Plan, at: int, **changes: Any) -> Plan:
    levels = list(plan.levels)
    levels[at] = replace(levels[at], **changes)
    return replace(plan, levels=tuple(levels))


def _number(rng: random.Random, plan: Plan, *fields: str) -> Plan | None:
    at = _pick(rng, [k for k, level in enumerate(plan.levels) if len(level.part_value)])
    if at is None:
        return None
    part, by = rng.randrange(len(plan.levels[at].part_value)), _off(rng)
    changes = {}
    for field in fields:
        changes[field] = getattr(plan.levels[at], field).copy()
        changes[field][part] += by
    return _with_level(plan, at, **changes)


def misstate_a_value(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    return _number(rng, plan, "part_value")


def misstate_a_best(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    return _number(rng, plan, "part_best")


def misstate_a_bound(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    return _number(rng, plan, "part_bound")


def misstate_a_slack(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    at = _pick(rng, range(len(plan.levels)))
    return None if at is None else _with_level(plan, at, slack=plan.levels[at].slack + _off(rng))


def misstate_what_is_set_aside(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    at = _pick(rng, range(len(plan.levels)))
    return None if at is None else _with_level(plan, at, set_aside=plan.levels[at].set_aside + _off(rng))


def misstate_a_unit(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    at = _pick(rng, range(len(plan.levels)))
    if at is None:
        return None
    return _with_level(plan, at, unit=rng.choice(sorted({"cases", "hours", "steps", "cost"} - {plan.levels[at].unit})))


def lose_a_level(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    levels: list[Level] = list(plan.levels)
    if not levels:
        return None
    levels.pop(rng.randrange(len(levels)))
    return replace(plan, levels=tuple(levels))


def reorder_levels(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    levels = list(plan.levels)
    rng.shuffle(levels)
    return replace(plan, levels=tuple(levels))


def misstate_the_status(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    return replace(plan, status=rng.choice([status for status in Status if status is not plan.status]))


# Parts, tiers, shares


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
    at = _pick(rng, range(len(plan.shares.tiers)))
    if at is None:
        return None
    tier, by = plan.shares.tiers[at], _off(rng)
    field = rng.choice(["demand", "limit", "utilization", "closed"])
    value = not tier.closed if field == "closed" else getattr(tier, field) + by
    return _with_tier(plan, at, **{field: value})


def lose_a_case_of_a_tier(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    at = _pick(rng, [k for k, tier in enumerate(plan.shares.tiers) if len(tier.cases)])
    if at is None:
        return None
    cases = plan.shares.tiers[at].cases
    return _with_tier(plan, at, cases=_without(cases, rng.randrange(len(cases))))


def count_a_case_twice(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    at = _pick(rng, range(len(plan.shares.tiers)))
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
        changed = _without(cases, rng.randrange(len(cases)))
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


# Shortages and breaches


def misstate_a_shortage(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    at = _pick(rng, range(len(plan.shortages)))
    if at is None:
        return None
    old = plan.shortages[at]
    kind = rng.choice(["need", "have", "cases", "officers", "more officers", "reason", "twice"])
    changes: dict[str, Any] = {}
    if kind in {"need", "have"}:
        changes[kind] = getattr(old, kind) + _off(rng)
    elif kind in {"cases", "officers"}:
        values = getattr(old, kind)
        changes[kind] = _without(values, rng.randrange(len(values)))
    elif kind == "more officers":
        changes["officers"] = np.append(old.officers, np.int32(rng.randrange(len(problem.officers))))
    elif kind == "reason":
        changes["reason"] = Reason.HOURS if old.reason is Reason.STANDARDS else Reason.STANDARDS
    else:
        changes |= {"cases": np.append(old.cases, old.cases[:1]), "need": old.need + 1}
    shortages = list(plan.shortages)
    shortages[at] = replace(old, **changes)
    return replace(plan, shortages=tuple(shortages))


def lose_the_shortages(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    return replace(plan, shortages=()) if plan.shortages else None


def misstate_a_breach(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    breaches = list(plan.breaches)
    if breaches and rng.random() < 0.7:
        at = rng.randrange(len(breaches))
        old = breaches.pop(at)
        if rng.random() < 0.6:
            breaches.insert(at, replace(old, need=old.need + _off(rng)))
    elif len(problem.officers):
        breaches.append(Breach("standard", rng.randrange(len(problem.officers)), None, 3, 2))
    return replace(plan, breaches=tuple(breaches)) if tuple(breaches) != plan.breaches else None


CORRUPTIONS: tuple[Corruption, ...] = (
    swap,
    move,
    drop,
    drop_and_say_so,
    place_the_unplaced,
    give_to_the_ineligible,
    give_to_a_stranger,
    tear_a_bundle,
    break_a_pin,
    give_a_wrong_reason,
    misstate_a_value,
    misstate_a_best,
    misstate_a_bound,
    misstate_a_slack,
    misstate_what_is_set_aside,
    misstate_a_unit,
    lose_a_level,
    reorder_levels,
    misstate_the_status,
    move_between_parts,
    misstate_a_tier,
    lose_a_case_of_a_tier,
    count_a_case_twice,
    put_an_officer_into_another_tier,
    misstate_a_share,
    misplace_a_case_that_is_set_aside,
    merge_two_tiers,
    misstate_a_shortage,
    lose_the_shortages,
    misstate_a_breach,
)
