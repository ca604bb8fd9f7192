"""Ways to spoil what a plan says about levels, shortages and breaches."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np

from solver.goals import Unit
from solver.plan import Breach, LevelResult, Plan, Reason, Status
from solver.problem import Problem
from tests.solver.check.corruption import off, pick, without


def _with_level(plan: Plan, at: int, **changes: Any) -> Plan:
    levels = list(plan.levels)
    levels[at] = replace(levels[at], **changes)
    return replace(plan, levels=tuple(levels))


def _number(rng: random.Random, plan: Plan, *fields: str) -> Plan | None:
    at = pick(rng, [k for k, level in enumerate(plan.levels) if len(level.part_value)])
    if at is None:
        return None
    part, by = rng.randrange(len(plan.levels[at].part_value)), off(rng)
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
    at = pick(rng, range(len(plan.levels)))
    return None if at is None else _with_level(plan, at, slack=plan.levels[at].slack + off(rng))


def misstate_what_is_set_aside(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    at = pick(rng, range(len(plan.levels)))
    return None if at is None else _with_level(plan, at, set_aside=plan.levels[at].set_aside + off(rng))


def misstate_a_unit(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    at = pick(rng, range(len(plan.levels)))
    if at is None:
        return None
    return _with_level(plan, at, unit=rng.choice(sorted(set(Unit) - {plan.levels[at].unit})))


def lose_a_level(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    levels: list[LevelResult] = list(plan.levels)
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


def misstate_a_shortage(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    at = pick(rng, range(len(plan.shortages)))
    if at is None:
        return None
    old = plan.shortages[at]
    kind = rng.choice(["need", "have", "cases", "officers", "more officers", "reason", "twice"])
    changes: dict[str, Any] = {}
    if kind in {"need", "have"}:
        changes[kind] = getattr(old, kind) + off(rng)
    elif kind in {"cases", "officers"}:
        values = getattr(old, kind)
        changes[kind] = without(values, rng.randrange(len(values)))
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
            breaches.insert(at, replace(old, need=old.need + off(rng)))
    elif len(problem.officers):
        breaches.append(Breach("standard", rng.randrange(len(problem.officers)), None, 3, 2))
    return replace(plan, breaches=tuple(breaches)) if tuple(breaches) != plan.breaches else None
