"""The ranked goals of a plan, measured again from what the officers hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Indices, Ints
from solver.check.facts import NOBODY, Facts, listed_rows
from solver.check.findings import Findings
from solver.check.rules import Loads
from solver.goals import GRID, Goals, Measure, Objective, Policy
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


def measure(facts: Facts, officer: Indices, held: Loads, goals: Goals, shares: FairShares | None) -> Measured:
    """Measure every level, per part."""
    of_officer, of_case = facts.part_of_officer, facts.part_of_case
    if goals.max_moves is not None:
        of_officer, of_case = np.minimum(of_officer, 0), np.minimum(of_case, 0)
    parts = int(of_officer.max(initial=-1)) + 1
    values: dict[str, tuple[int, ...]] = {}
    aside: dict[str, int] = {}
    for name in level_names(facts, goals):
        if name.startswith("coverage_"):
            weight = weights_of_unplaced(facts, goals.coverage) * (facts.priority == int(name[-1]))
            values[name] = _by_part(weight, officer < 0, of_case, parts)
            aside[name] = sum(weight[of_case == NOBODY].tolist())
        elif name == "continuity":
            values[name] = _by_part(weights(facts, goals.moves), taken_away(facts, officer), of_case, parts)
        elif name == "cost":
            values[name] = _by_part(_costs(facts, officer), officer >= 0, of_case, parts)
        elif shares is not None:
            values[name] = _against_shares(name, facts, held, goals, shares, of_officer, parts)
    return Measured(of_officer, of_case, parts, values, aside)


def level_names(facts: Facts, goals: Goals) -> list[str]:
    """The levels that these goals ask for, in rank order."""
    coverage = [f"coverage_{p}" for p in np.unique(facts.priority).tolist()]
    if goals.objective is Objective.COST:
        return [*coverage, "cost", "continuity"]
    pairs = facts.problem.pairs
    cost = ["cost"] if pairs is not None and bool((pairs.cost != 0).any()) else []
    if goals.max_moves is not None:
        return [*coverage, "continuity", "fairness", "evenness", *cost]
    continuity = [] if goals.move_freely else ["continuity"]
    return [*coverage, "fairness", *continuity, "evenness", *cost]


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
    unit, slack, aside = _unit(level.name, goals), _slack(level, goals), measured.set_aside.get(level.name, 0)
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


def _unit(name: str, goals: Goals) -> str:
    if name.startswith("coverage_") or name == "continuity":
        measure = goals.moves if name == "continuity" else goals.coverage
        return "hours" if measure is Measure.HOURS else "cases"
    return {"fairness": "steps", "evenness": "hours", "cost": "cost"}[name]


def _slack(level: LevelResult, goals: Goals) -> int:
    if level.name == "fairness" and goals.max_moves is None and not goals.move_freely:
        return goals.keep_within
    if level.name == "continuity" and goals.max_moves is not None:
        return max(0, goals.max_moves - level.best)
    return 0


def weights(facts: Facts, measure: Measure) -> Ints:
    """What each case counts. Shape (cases,)."""
    effort = facts.problem.cases.effort
    return effort if measure is Measure.HOURS else np.ones(len(effort), np.int64)


def weights_of_unplaced(facts: Facts, measure: Measure) -> Ints:
    """What each case counts for coverage; the cases of a unit together count for the unit. Shape (cases,).

    Where hours count, a unit without effort counts as one tick: it, too, should be placed.
    """
    weight = weights(facts, measure)
    if measure is Measure.HOURS and bool((weight == 0).any()):
        weight = weight.copy()
        heavy = np.zeros(int(facts.unit.max()) + 1, np.bool_)
        heavy[facts.unit[weight > 0]] = True
        units, first = np.unique(facts.unit, return_index=True)
        weight[first[~heavy[units]]] = 1
    return weight


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


def _against_shares(
    name: str, facts: Facts, held: Loads, goals: Goals, shares: FairShares, of_officer: Indices, parts: int
) -> tuple[int, ...]:
    """Fairness (grid steps, the worst officer) or evenness (ticks, all officers) of each part, in Python integers."""
    total = [0] * parts
    limits, loads = facts.problem.officers.limit.tolist(), held.load.tolist()
    for o, target in enumerate(targets_of(facts, held, goals, shares)):
        if target is None:
            continue
        (up, down), limit, part = target, limits[o], int(of_officer[o])
        if name == "fairness":
            # The smallest t with load <= (up / down + t / GRID) * limit, rounded up.
            total[part] = max(total[part], -(GRID * (up * limit - loads[o] * down) // (down * limit)))
        else:
            total[part] += max(0, loads[o] - up * limit // down)
    return tuple(total)
