"""The checker catches random corruptions of correct plans, and complains about none that is still correct."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from solver.check.verify import check
from solver.goals import Goals
from solver.plan import LevelResult, Plan, Shortage
from solver.problem import Problem
from tests.solver.brute import Truth, solve_by_trying
from tests.solver.brute_plan import certificates, plan_from, reasons_by_hand
from tests.solver.check.corruptions import CORRUPTIONS
from tests.solver.instances import random_instance

INSTANCES = 100
"""Each is spoiled once in every way that it allows."""


def same(a: Any, b: Any) -> bool:
    """Equality of whatever a plan is made of."""
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return bool(np.array_equal(a, b))
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if hasattr(a, "__dataclass_fields__") and type(a) is type(b):
        return all(same(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))
    return bool(a == b)


def is_still_true(problem: Problem, goals: Goals, truth: Truth, plan: Plan, spoiled: Plan) -> bool:
    """Whether a spoiled plan is as good and says nothing false, by what trying everything has shown.

    The assignment must be one of the optima (other optima may have other values where there is slack), reasons must
    follow from it, and a shortage must be one that there is. All other claims must be untouched.
    """
    for name in ("levels", "shares", "part_of_officer", "part_of_case", "breaches", "status"):
        if not same(getattr(plan, name), getattr(spoiled, name)):
            return False
    officers = spoiled.officer.tolist()
    for number, part in enumerate(truth.parts):
        held = [{officers[case] for case in unit.cases} for unit in part.units]
        if any(len(each) > 1 for each in held):
            return False
        assignment = tuple(None if o < 0 else o for o in (each.pop() for each in held))
        values = part.optima.get(assignment)
        if values is None or values != tuple(int(level.part_value[number]) for level in plan.levels):
            return False
    if any(officers[case] >= 0 for unit in truth.units if not unit.allowed for case in unit.cases):
        return False
    if not all(_is_a_shortage(problem, goals, truth, each, officers) for each in spoiled.shortages):
        return False
    expected = list(reasons_by_hand(problem, goals, truth, officers, list(spoiled.shortages)))
    return all(
        told == reason or (told in {s.reason for s in spoiled.shortages if case in s.cases.tolist()} and o < 0)
        for case, (told, reason, o) in enumerate(zip(spoiled.reason.tolist(), expected, officers, strict=True))
    )


def _is_a_shortage(problem: Problem, goals: Goals, truth: Truth, shortage: Shortage, officers: list[int]) -> bool:
    known = [each for part in truth.parts for each in certificates(problem, goals, part)]
    sorted_ = replace(shortage, cases=np.sort(shortage.cases), officers=np.sort(shortage.officers))
    return any(same(sorted_, each) for each in known) and any(officers[case] < 0 for case in shortage.cases.tolist())


def spoiled_plans() -> Iterator[tuple[str, str, bool, bool]]:
    """Instance, kind, whether the spoiled plan is still true, whether the checker passes it."""
    for seed in range(INSTANCES):
        instance = random_instance(seed)
        problem, goals = instance.problem, instance.goals
        truth = solve_by_trying(problem, goals)
        plan = plan_from(problem, goals, truth)
        assert check(problem, plan.officer, goals, plan).violations == ()
        for corrupt in CORRUPTIONS:
            rng = random.Random(f"{corrupt.__name__} {seed}")
            spoiled = corrupt(rng, problem, plan)
            if spoiled is None or same(plan, spoiled):
                continue
            still_true = is_still_true(problem, goals, truth, plan, spoiled)
            passed = check(problem, spoiled.officer, goals, spoiled).is_correct
            yield f"{seed}", corrupt.__name__, still_true, passed


def test_corruptions_are_caught(capsys: pytest.CaptureFixture[str]) -> None:
    made, missed, blamed = Counter[str](), [], []
    for instance, kind, still_true, passed in spoiled_plans():
        if still_true:
            if not passed:
                blamed.append(f"{kind} of instance {instance}")
            continue
        made[kind] += 1
        if passed:
            missed.append(f"{kind} of instance {instance}")
    total = sum(made.values())
    with capsys.disabled():
        print(f"\n{total - len(missed)} of {total} corruptions of {len(made)} kinds caught; missed: {missed or 'none'}")
    assert not blamed, "plans that are still true were refused"
    assert len(made) == len(CORRUPTIONS), {c.__name__ for c in CORRUPTIONS} - made.keys()
    assert total > 20 * INSTANCES // 3
    assert len(missed) <= total / 100, missed


def test_a_level_is_compared_whole() -> None:
    numbers = np.array([1, 2], np.int64)
    level = LevelResult("fairness", numbers, numbers, numbers)
    assert same((level,), (replace(level, part_best=numbers.copy()),))
    assert not same((level,), (replace(level, part_best=numbers + 1),))
