"""The ranked goals of a plan, measured again from what the officers hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from solver.arrays import Flags, Indices, Ints
from solver.check.facts import NOBODY, Facts, listed_rows
from solver.check.findings import Findings
from solver.check.rules import Loads
from solver.goals import GRID, Goals, Measure, Objective, Policy, Unit
from solver.plan import LevelResult, Plan, Status
from solver.tiers import FairShares


@dataclass(frozen=True, slots=True)
class Measured:
    """Values of all levels that can be measured.

    Attributes
    ----------
    part_of_officer, part_of_case : int32 arrays
        As in ``Plan``: one part for everything where the number of moves is limited.
    parts : int
    values : mapping of level name to one int per part
        In rank order. Without fair shares there is no fairness and no evenness.
    set_aside : mapping of level name to int
    """

    part_of_officer: Indices
    part_of_case: Indices
    parts: int
    values: Mapping[str, tuple[int, ...]]
    set_aside: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Assigned:
    """What there is to be measured: who holds what, and how parts are numbered."""

    facts: Facts
    officer: Indices
    held: Loads
    goals: Goals
    shares: FairShares | None
    of_officer: Indices
    of_case: Indices
    parts: int


def measure(facts: Facts, officer: Indices, held: Loads, goals: Goals, shares: FairShares | None) -> Measured:
    """Measure every level, per part."""
    of_officer, of_case = facts.part_of_officer, facts.part_of_case
    if goals.max_moves is not None:
        of_officer, of_case = np.minimum(of_officer, 0), np.minimum(of_case, 0)
    parts = int(of_officer.max(initial=-1)) + 1
    plan = Assigned(facts, officer, held, goals, shares, of_officer, of_case, parts)
    values: dict[str, tuple[int, ...]] = {}
    aside: dict[str, int] = {}
    for name in level_names(facts, goals):
        if shares is not None or name not in AGAINST_SHARES:
            values[name] = MEASURES[name](plan)
        if name in PRIORITIES:
            aside[name] = sum(_uncovered(plan, PRIORITIES[name])[of_case == NOBODY].tolist())
    return Measured(of_officer, of_case, parts, values, aside)


def coverage(plan: Assigned, priority: int) -> tuple[int, ...]:
    """Cases of a priority that nobody holds, or their ticks."""
    return _by_part(_uncovered(plan, priority), plan.officer < 0, plan.of_case, plan.parts)


def _uncovered(plan: Assigned, priority: int) -> Ints:
    own = plan.facts.problem.cases.priority == priority
    weight: Ints = weights_of_unplaced(plan.facts, plan.goals.coverage) * own
    return weight


def fairness(plan: Assigned) -> tuple[int, ...]:
    """Grid steps of the worst officer above the fair share, in Python integers."""
    worst = [0] * plan.parts
    for part, (up, down), limit, load in _loads_and_shares(plan):
        # The smallest t with load <= (up / down + t / GRID) * limit, rounded up.
        worst[part] = max(worst[part], -(GRID * (up * limit - load * down) // (down * limit)))
    return tuple(worst)


def shortfall(plan: Assigned) -> tuple[int, ...]:
    """Grid steps of the officer furthest below the fair share, in whole tenths of a point, in Python integers."""
    worst = [0] * plan.parts
    for part, (up, down), limit, load in _loads_and_shares(plan):
        worst[part] = max(worst[part], GRID * (up * limit - load * down) // (down * limit) // TENTH * TENTH)
    return tuple(worst)


def continuity(plan: Assigned) -> tuple[int, ...]:
    """Cases that are taken from an officer who may keep them, or their ticks."""
    weight, away = weights(plan.facts, plan.goals.moves), taken_away(plan.facts, plan.officer)
    return _by_part(weight, away, plan.of_case, plan.parts)


def evenness(plan: Assigned) -> tuple[int, ...]:
    """Grains of all officers above their fair shares, in Python integers."""
    total, grains = [0] * plan.parts, plan.facts.grains
    for part, (up, down), limit, load in _loads_and_shares(plan):
        total[part] += max(0, load * grains - up * limit * grains // down)
    return tuple(total)


def cost(plan: Assigned) -> tuple[int, ...]:
    """Costs of all pairs."""
    return _by_part(_costs(plan.facts, plan.officer), plan.officer >= 0, plan.of_case, plan.parts)


TENTH = GRID // 1_000
"""Grid steps in a tenth of a point, in which a shortfall is counted."""
PRIORITIES = {f"coverage_{priority}": priority for priority in range(1, 6)}
AGAINST_SHARES = {"fairness", "fairness_again", "shortfall", "evenness"}
"""Levels that need fair shares to be measured from."""
MEASURES: dict[str, Callable[[Assigned], tuple[int, ...]]] = {
    **{name: partial(coverage, priority=priority) for name, priority in PRIORITIES.items()},
    "fairness": fairness,
    "continuity": continuity,
    "fairness_again": fairness,
    "shortfall": shortfall,
    "evenness": evenness,
    "cost": cost,
    "continuity_again": continuity,
}
"""Every level by its name. Each gives one number for each part."""


def level_names(facts: Facts, goals: Goals) -> list[str]:
    """The levels that these goals ask for, in rank order."""
    placed = [f"coverage_{p}" for p in np.unique(facts.problem.cases.priority).tolist()]
    if goals.objective is Objective.COST:
        return [*placed, "cost", "continuity"]
    pairs = facts.problem.pairs
    priced = ["cost"] if pairs is not None and bool((pairs.cost != 0).any()) else []
    if goals.max_moves is not None:
        return [*placed, "continuity", "fairness", "shortfall", "evenness", *priced, "continuity_again"]
    if goals.move_freely:
        return [*placed, "fairness", "shortfall", "evenness", *priced, "continuity"]
    again = ["fairness_again"] if goals.keep_within else []
    return [*placed, "fairness", "continuity", *again, "shortfall", "evenness", *priced]


def keepable(facts: Facts) -> Flags:
    """Cases that somebody holds today and may go on holding. Shape (cases,)."""
    current = facts.problem.cases.current
    if not facts.allowed.shape[1]:
        return np.zeros(len(current), np.bool_)
    keeps: Flags = facts.allowed[facts.row, np.maximum(current, 0)]
    return keeps & (current >= 0)


def taken_away(facts: Facts, officer: Indices) -> Flags:
    """Cases that are not with the officer who holds them today and could keep them. Shape (cases,)."""
    elsewhere: Flags = officer != facts.problem.cases.current
    return keepable(facts) & elsewhere


def check_levels(measured: Measured, facts: Facts, goals: Goals, plan: Plan, found: Findings) -> None:
    """Compare everything that a plan says about its levels with what was measured."""
    names = level_names(facts, goals)
    told = [level.name for level in plan.levels]
    if told != names:
        found.add("levels", f"the goals ask for the levels {', '.join(names)}; the plan has {', '.join(told)}")
        return
    for name in ("part_of_officer", "part_of_case"):
        if not np.array_equal(getattr(plan, name), getattr(measured, name)):
            what = "officers" if name == "part_of_officer" else "cases"
            found.add("parts", f"the plan puts {what} into parts that are not those of who may hold what")
            return
    for level in plan.levels:
        _check_level(level, measured, goals, found)
    proven = all(level.status is Status.OPTIMAL for level in plan.levels)
    if (plan.status is Status.OPTIMAL) is not proven:
        said = "every level is" if proven else "not every level is"
        found.add("status", f"the plan calls itself {plan.status}, but {said} proven optimal")


def _check_level(level: LevelResult, measured: Measured, goals: Goals, found: Findings) -> None:
    told = (level.part_best, level.part_bound, level.part_value)
    if any(array.shape != (measured.parts,) for array in told):
        found.add("level_parts", f"level {level.name} does not have one number for each of {measured.parts} parts")
        return
    unit, slack, aside = (
        unit_of(level.name, goals),
        slack_of(level.name, goals, level.best),
        measured.set_aside.get(level.name, 0),
    )
    for what, said, true in (
        ("unit", level.unit, unit),
        ("slack", level.slack, slack),
        ("aside", level.set_aside, aside),
    ):
        if said != true:
            found.add(f"level_{what}", f"level {level.name} says {what} {said}; it is {true}")
    rows = zip(*(array.tolist() for array in told), measured.values[level.name], strict=True)
    for part, (best, bound, value, true) in enumerate(rows):
        where = f"level {level.name}, part {part} ({_first_officer(measured, part, found)})"
        if value != true:
            found.add("level_value", f"{where}: the plan says {value}, the assignment gives {true}")
        if not bound <= best <= value <= best + slack:
            found.add(
                "level_order",
                f"{where}: bound {bound}, best {best} and value {value} must not fall, and value may be at most "
                f"{slack} above best",
            )


def _first_officer(measured: Measured, part: int, found: Findings) -> str:
    return f"that of {found.officer(int(np.argmax(measured.part_of_officer == part)))}"


def unit_of(name: str, goals: Goals) -> Unit:
    """What the numbers of a level count."""
    if name in PRIORITIES or name.startswith("continuity"):
        measure = goals.coverage if name in PRIORITIES else goals.moves
        return Unit.HOURS if measure is Measure.HOURS else Unit.CASES
    return {"evenness": Unit.GRAINS, "cost": Unit.COST}.get(name, Unit.STEPS)


def slack_of(name: str, goals: Goals, best: int) -> int:
    """How far a level may be above its best for the sake of later ones."""
    if name == "fairness" and goals.max_moves is None and not goals.move_freely:
        return goals.keep_within
    if name == "continuity" and goals.max_moves is not None:
        return max(0, goals.max_moves - best)
    return 0


def weights(facts: Facts, measure: Measure) -> Ints:
    """What each case counts. Shape (cases,)."""
    effort = facts.problem.cases.effort
    return effort if measure is Measure.HOURS else np.ones(len(effort), np.int64)


def weights_of_unplaced(facts: Facts, measure: Measure) -> Ints:
    """What each case counts for coverage, at its own priority. Shape (cases,).

    Where hours count, a case without effort counts as one tick: it, too, should be placed.
    """
    return np.maximum(weights(facts, measure), 1)


def _costs(facts: Facts, officer: Indices) -> Ints:
    listed, at = listed_rows(facts.problem, officer)
    pairs = facts.problem.pairs
    return np.zeros(len(officer), np.int64) if pairs is None or not len(pairs) else np.where(listed, pairs.cost[at], 0)


def _by_part(weight: Ints, which: Flags, of_case: Indices, parts: int) -> tuple[int, ...]:
    total = np.zeros(parts, np.int64)
    counted = which & (of_case != NOBODY)
    np.add.at(total, of_case[counted], weight[counted])
    return tuple(total.tolist())


def targets_of(facts: Facts, held: Loads, goals: Goals, shares: FairShares) -> list[tuple[int, int] | None]:
    """The share of each officer's limit from which fairness is measured, as numerator and denominator.

    ``None`` for officers who have no hours or whom no case reaches. What is pinned cannot be fairer than it is.
    """
    out: list[tuple[int, int] | None] = []
    limits, pins = facts.problem.officers.limit.tolist(), held.pinned_load.tolist()
    for o, share in enumerate(shares.share):
        if share is None or not limits[o] or facts.part_of_officer[o] == NOBODY:
            out.append(None)
            continue
        up, down = share.numerator, share.denominator
        if goals.policy is Policy.WITHIN_CAPACITY:
            up, down = (1, 1) if up > down else (up, down)
            up, down = (pins[o], limits[o]) if pins[o] * down > up * limits[o] else (up, down)
        out.append((up, down))
    return out


def _loads_and_shares(plan: Assigned) -> Iterator[tuple[int, tuple[int, int], int, int]]:
    """Part, share, limit and load of every officer who is measured against a share."""
    if plan.shares is None:
        raise ValueError("there are no fair shares to measure from")
    limits, loads = plan.facts.problem.officers.limit.tolist(), plan.held.load.tolist()
    for o, target in enumerate(targets_of(plan.facts, plan.held, plan.goals, plan.shares)):
        if target is not None:
            yield int(plan.of_officer[o]), target, limits[o], loads[o]
