"""Solves an instance, and lists everything in which the plan differs from what trying everything has shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from solver.check.verify import check
from solver.goals import SolveConfig
from solver.plan import Plan, Reason, Status
from solver.solve import solve
from tests.solver.brute import Assignment, Part, Truth, solve_by_trying
from tests.solver.instances import Instance

CONFIG = SolveConfig(time_limit_s=600, workers=1)
"""Time enough for every instance to be proven optimal, also on a machine that is busy with other things."""


@dataclass
class Comparison:
    """What was compared, and what differed."""

    instance: Instance
    differences: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def compare(instance: Instance) -> Comparison:
    """Solve one instance both ways."""
    out = Comparison(instance, counts=Counter(instances=1))
    truth = solve_by_trying(instance.problem, instance.goals)
    try:
        plan = solve(instance.problem, instance.goals, CONFIG)
    except Exception as fault:  # whatever it is, a campaign must name the instance and go on
        out.differences.append(f"solve failed: {type(fault).__name__}: {fault}")
        return out
    out.differences += _differences(instance, truth, plan, out.counts)
    return out


def _differences(instance: Instance, truth: Truth, plan: Plan, counts: Counter[str]) -> Iterator[str]:
    problem, goals = instance.problem, instance.goals
    for violation in check(problem, plan.officer, goals, plan).violations:
        yield f"checker: {violation.message}"
    if plan.status is not Status.OPTIMAL:
        yield f"status {plan.status}: {[(x.name, x.part_best.tolist(), x.part_bound.tolist()) for x in plan.levels]}"
    if list(plan.shares.share) != truth.share:
        yield f"fair shares {plan.shares.share}; trying every subset gives {truth.share}"
    if [level.name for level in plan.levels] != truth.names:
        yield f"levels {[level.name for level in plan.levels]} instead of {truth.names}"
        return
    officer = plan.officer.tolist()
    counts["plans with unplaced cases"] += -1 in officer
    if instance.planted is not None:
        counts["planted instances"] += 1
        if -1 in officer:
            yield f"an assignment of all cases was planted, {officer.count(-1)} are unplaced"
    for number, part in enumerate(truth.parts):
        yield from _part_differences(number, part, truth, plan, officer, counts)
    for unit in truth.units:
        impossible = {Reason.NO_HOURS if unit.barred else Reason.NO_ELIGIBLE_OFFICER} if not unit.allowed else set()
        for case in unit.cases:
            reason = Reason(int(plan.reason[case]))
            counts["cases that nobody can hold"] += bool(impossible)
            counts["cases that stay because nobody may hold them"] += unit.stays
            if (reason is Reason.NOBODY_ELSE) != unit.stays:
                yield f"case {case}: {reason.label}, but it {'stays' if unit.stays else 'may be held by others'}"
            if (reason in {Reason.NO_HOURS, Reason.NO_ELIGIBLE_OFFICER}) != bool(impossible) or (
                impossible and reason not in impossible
            ):
                yield f"case {case}: {reason.label}, but {unit.allowed or 'nobody'} may hold it"
    for shortage in plan.shortages:
        counts["shortage certificates"] += 1
        cases = set(shortage.cases.tolist())
        for part in truth.parts:
            inside = [k for k, unit in enumerate(part.units) if cases & set(unit.cases)]
            if inside and any(all(a[k] is not None for k in inside) for a in part.feasible):
                yield f"all of {sorted(cases)} can be placed, but shortage {shortage} says that they cannot"


def _part_differences(
    number: int, part: Part, truth: Truth, plan: Plan, officer: list[int], counts: Counter[str]
) -> Iterator[str]:
    values = []
    comparable = True
    for level in plan.levels:
        if any(len(told) <= number for told in (level.part_best, level.part_bound, level.part_value)):
            yield f"level {level.name} has nothing to say about part {number}"
            return
        best, bound = int(level.part_best[number]), int(level.part_bound[number])
        values.append(int(level.part_value[number]))
        true = part.best[level.name]
        if comparable and not bound <= true <= best:
            yield f"part {number}, {level.name}: bound {bound}, best {best}; trying everything gives {true}"
        counts["levels"] += comparable
        comparable &= best == true
    chosen: Assignment = tuple(_holder(officer, unit.cases) for unit in part.units)
    if comparable and part.optima.get(chosen) != tuple(values):
        yield f"part {number}: {chosen} with {values} is none of {len(part.optima)} optimal assignments"


def _holder(officer: list[int], cases: list[int]) -> int | None:
    holders = {officer[case] for case in cases}
    assert len(holders) == 1, "the checker has passed a torn bundle"
    only = holders.pop()
    return None if only < 0 else only
