"""Ways to spoil who holds what, and why."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from solver.plan import Plan, Reason
from solver.problem import ALONE, Problem
from tests.solver.check.corruption import pick


def _given(plan: Plan, *changes: tuple[int, int]) -> Plan:
    officer = plan.officer.copy()
    for case, o in changes:
        officer[case] = o
    return replace(plan, officer=officer)


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
    case = pick(rng, np.flatnonzero(plan.officer >= 0).tolist())
    return None if case is None else _given(plan, (case, -1))


def drop_and_say_so(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    case = pick(rng, np.flatnonzero(plan.officer >= 0).tolist())
    if case is None:
        return None
    reason = plan.reason.copy()
    reason[case] = rng.choice([Reason.PACKING, Reason.STANDARDS, Reason.HOURS, Reason.NO_HOURS])
    return replace(_given(plan, (case, -1)), reason=reason)


def place_the_unplaced(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    case = pick(rng, np.flatnonzero(plan.officer < 0).tolist())
    if case is None or not len(problem.officers):
        return None
    return _given(plan, (case, rng.randrange(len(problem.officers))))


def give_to_the_ineligible(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    may_not = np.argwhere(~problem.eligible[problem.cases.signature]).tolist()
    pair = pick(rng, [(c, o) for c, o in may_not if plan.officer[c] != o])
    return None if pair is None else _given(plan, (pair[0], pair[1]))


def give_to_a_stranger(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    if not len(plan.officer):
        return None
    return _given(plan, (rng.randrange(len(plan.officer)), len(problem.officers) + rng.randrange(3)))


def tear_a_bundle(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    tied = pick(rng, np.flatnonzero(problem.cases.bundle != ALONE).tolist())
    if tied is None:
        return None
    return _given(plan, (tied, rng.choice([o for o in range(-1, len(problem.officers)) if o != plan.officer[tied]])))


def break_a_pin(rng: random.Random, problem: Problem, plan: Plan) -> Plan | None:
    pinned = pick(rng, np.flatnonzero(problem.cases.pinned).tolist())
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
