"""From a problem to parts: connected components, each with its classes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np

from solver.arrays import Indices, Ints, distinct, distinct_rows, stable_argsort
from solver.goals import Goals, Measure, Policy, grains_of
from solver.model.part import POOL, Part
from solver.model.units import PRIORITIES, Units, coverage_weights, pair_rows
from solver.problem import NO_STANDARD, Problem


def part_numbers(units: Units) -> tuple[Indices, Indices, int]:
    """Connected components. Returns the part of each unit and officer (-1: none) and the number of parts.

    Parts are numbered by their first officer.
    """
    groups, n = units.allowed.shape
    label = np.full(n, -1, np.int64)
    used = np.zeros(groups, np.bool_)
    used[units.group] = True
    rows = [np.flatnonzero(row) for row in np.unique(units.allowed[used], axis=0)] if groups and n else []
    root = np.arange(n)

    def find(x: int) -> int:
        while root[x] != x:
            root[x] = root[root[x]]
            x = int(root[x])
        return x

    for row in rows:
        for officer in row[1:].tolist():
            a, b = find(int(row[0])), find(officer)
            root[max(a, b)] = min(a, b)
        label[row] = 0
    roots = np.array([find(x) for x in range(n)], np.int64)
    used_roots = np.unique(roots[label == 0])
    part_of_officer = np.where(label == 0, np.searchsorted(used_roots, roots), -1).astype(np.int32)
    first = np.argmax(units.allowed, axis=1) if n else np.zeros(groups, np.int64)
    of_group = np.where(units.allowed.any(axis=1), part_of_officer[first], -1) if n else np.full(groups, -1)
    return of_group.astype(np.int32)[units.group], part_of_officer, len(used_roots)


def targets(problem: Problem, units: Units, share: tuple[Fraction | None, ...], policy: Policy) -> list[Fraction]:
    """The fair share that fairness is measured from; under ``within-capacity`` never above full, pins aside."""
    if policy is Policy.ASSIGN_ALL:
        return [s if s is not None else Fraction(0) for s in share]
    pinned = pinned_loads(problem, units)[0].tolist()
    limit = problem.officers.limit.tolist()
    return [
        max(min(Fraction(1), s), Fraction(p, lim)) if s is not None and lim else Fraction(0)
        for s, p, lim in zip(share, pinned, limit, strict=True)
    ]


def pinned_loads(problem: Problem, units: Units) -> tuple[Ints, Ints]:
    """Ticks and cases that pins give each officer."""
    n = len(problem.officers)
    load, count = np.zeros(n, np.int64), np.zeros(n, np.int64)
    pinned = np.flatnonzero(units.pinned)
    if not len(pinned):
        return load, count
    officer = units.fixed_to(pinned)
    effort = units.effort[pinned]
    for at in np.flatnonzero(units.paired[pinned]).tolist():
        effort[at] = pair_rows(problem, units, int(pinned[at]), officer[at : at + 1].astype(np.int32))[1][0]
    np.add.at(load, officer, effort)
    np.add.at(count, officer, units.size[pinned])
    return load, count


@dataclass(frozen=True, slots=True)
class _Keys:
    """What the model sees of each unit, as numbers."""

    holder: Indices
    weight: Ints
    own: Ints


def build_parts(
    problem: Problem,
    units: Units,
    target: list[Fraction],
    goals: Goals,
) -> tuple[list[Part], Indices, Indices]:
    """Split the problem into parts.

    Parameters
    ----------
    target : list of Fraction, length officers
        From :func:`targets`.
    goals : Goals
        What moves and unplaced cases count, and whether hours are hard. A limit on moves is shared by all, so it keeps
        everything in one part.

    Returns
    -------
    parts, part of each unit, part of each officer (-1: none)
    """
    part_of_unit, part_of_officer, count = part_numbers(units)
    if goals.max_moves is not None and count > 1:
        part_of_unit = np.minimum(part_of_unit, 0).astype(np.int32)
        part_of_officer = np.minimum(part_of_officer, 0).astype(np.int32)
        count = 1
    keys, mixed_gain = _keys(problem, units, goals.moves is Measure.HOURS)
    pinned_load, pinned_count = pinned_loads(problem, units)
    grains = grains_of(problem)
    order = stable_argsort(part_of_unit + 1, count + 1)
    bounds = np.cumsum(np.bincount(part_of_unit + 1, minlength=count + 1))
    parts = []
    for p in range(count):
        officers = np.flatnonzero(part_of_officer == p).astype(np.int32)
        limit = problem.officers.limit[officers]
        standard = problem.officers.standard[officers]
        hard = np.full(len(officers), -1, np.int64)
        if goals.policy is Policy.WITHIN_CAPACITY:
            hard = np.maximum(limit, pinned_load[officers])
        given = _PartInput(
            mine=order[bounds[p] : bounds[p + 1]].astype(np.int32),
            officers=officers,
            limit=limit,
            hard=hard,
            standard=np.where(standard == NO_STANDARD, -1, np.maximum(standard, pinned_count[officers])),
            target=[target[o] for o in officers],
            grains=grains,
            coverage_by_hours=goals.coverage is Measure.HOURS,
        )
        parts.append(_part(problem, units, given, keys, mixed_gain))
    return parts, part_of_unit, part_of_officer


def _keys(problem: Problem, units: Units, by_hours: bool) -> tuple[_Keys, dict[int, dict[int, int]]]:
    """Holder and continuity weight of each unit, and a number of its own for units that are like no other."""
    current = problem.cases.current
    weight_of_case = problem.cases.effort if by_hours else np.ones(len(problem.cases), np.int64)
    lone = units.member[units.member_start[:-1]]
    holder = np.where(current[lone] >= 0, current[lone], POOL).astype(np.int32)
    safe = np.maximum(holder, 0)
    if len(problem.officers):
        holder[~units.allowed[units.group, safe]] = POOL
    weight = weight_of_case[lone].astype(np.int64)
    own = np.full(len(units), -1, np.int64)
    mixed_gain: dict[int, dict[int, int]] = {}
    rows: dict[tuple[bytes, bytes, int], int] = {}
    for unit in np.flatnonzero((units.size > 1) | units.paired).tolist():
        members = units.cases_of(unit)
        gains: dict[int, int] = {}
        for case in members.tolist():
            officer = int(current[case])
            if officer >= 0 and units.allowed[units.group[unit], officer]:
                gains[officer] = gains.get(officer, 0) + int(weight_of_case[case])
        holder[unit] = next(iter(gains)) if len(gains) == 1 else POOL
        weight[unit] = next(iter(gains.values())) if len(gains) == 1 else int(weight_of_case[members].sum())
        if len(gains) > 1:
            mixed_gain[unit] = gains
            own[unit] = len(units) + unit
        elif units.paired[unit]:
            officers = np.flatnonzero(units.allowed[units.group[unit]]).astype(np.int32)
            cost, effort = pair_rows(problem, units, unit, officers)
            key = (cost.tobytes(), effort.tobytes(), int(units.group[unit]))
            own[unit] = rows.setdefault(key, unit)
    return _Keys(holder, weight, own), mixed_gain


@dataclass(frozen=True, slots=True)
class _PartInput:
    """The units and officers of one part, and what its officers can hold."""

    mine: Indices
    officers: Indices
    limit: Ints
    hard: Ints
    standard: Ints
    target: list[Fraction]
    grains: int
    coverage_by_hours: bool

    @property
    def fair_grains(self) -> Ints:
        """Whole grains of each officer's fair share."""
        fair = zip(self.target, self.limit.tolist(), strict=True)
        return np.array([floor(target * limit * self.grains) for target, limit in fair], np.int64)


def _alike(units: Units, mine: Indices, keys: _Keys, mixtures: Ints | None) -> tuple[int, Ints]:
    """How many classes of units there are that are alike in all that a level looks at, and the class of each unit."""
    # a part of everything, the largest there is, is not copied
    those = slice(None) if len(mine) == len(units) else mine
    columns = [units.group[those].astype(np.int64), -units.effort[those], units.size[those]]
    if mixtures is not None:  # elsewhere no level looks at priorities
        columns += [units.priority[those].astype(np.int64), mixtures]
    columns += [keys.weight[those], keys.own[those], units.pinned[those].astype(np.int64)]
    return distinct_rows(columns)


def _efforts_and_costs(
    problem: Problem, units: Units, lead: Indices, column_class: Ints, officer: Indices
) -> tuple[Ints, Ints]:
    """Ticks and cost of a unit in each column, whose officers are those of the problem. Shape (columns,)."""
    effort, cost = units.effort[lead][column_class], np.zeros(len(column_class), np.int64)
    column_start = np.searchsorted(column_class, np.arange(len(lead) + 1))
    for k in np.flatnonzero(units.paired[lead]).tolist():
        at = np.arange(column_start[k], column_start[k + 1])
        cost[at], effort[at] = pair_rows(problem, units, int(lead[k]), officer[at])
    return effort, cost


def _mixtures(problem: Problem, units: Units, mine: Indices, by_hours: bool) -> Ints:
    """A number for what each unit of several cases loses at each priority; 0 for single cases. Shape (len(mine),)."""
    out = np.zeros(len(mine), np.int64)
    several = np.flatnonzero(units.size[mine] > 1)
    if len(several):
        lost = coverage_weights(problem, units, mine[several], by_hours)
        out[several] = 1 + np.unique(lost, axis=0, return_inverse=True)[1].reshape(-1)
    return out


def _part(
    problem: Problem, units: Units, given: _PartInput, keys: _Keys, mixed_gain: dict[int, dict[int, int]]
) -> Part:
    mine, officers = given.mine, given.officers
    fair_load = given.fair_grains // given.grains
    local = np.full(len(problem.officers) + 1, POOL, np.int32)
    local[officers] = np.arange(len(officers), dtype=np.int32)
    placeable_all = bool((given.standard < 0).all() and (given.hard < 0).all())
    mixtures = None if placeable_all else _mixtures(problem, units, mine, given.coverage_by_hours)
    classes, inverse = _alike(units, mine, keys, mixtures)
    order = stable_argsort(inverse, classes)
    mine = mine[order]
    count = np.bincount(inverse)
    first = np.zeros(len(count) + 1, np.int64)
    np.cumsum(count, out=first[1:])
    lead = mine[first[:-1]]
    holder = local[keys.holder[mine]]
    allowed = units.allowed[units.group[lead]][:, officers]
    column_class, column_officer = np.nonzero(allowed)
    column_effort, column_cost = _efforts_and_costs(problem, units, lead, column_class, officers[column_officer])
    with_holder = holder >= 0
    class_of = np.repeat(np.arange(classes), count)
    slot = class_of[with_holder] * len(officers) + holder[with_holder]
    held = np.bincount(slot, minlength=classes * len(officers)).reshape(classes, len(officers))
    held_column = held[column_class, column_officer]
    gain = np.where(held_column > 0, keys.weight[lead][column_class], 0)
    keepable = held.sum(axis=1) * keys.weight[lead]
    mixed = np.array([unit in mixed_gain for unit in lead.tolist()], np.bool_)
    column_start = np.searchsorted(column_class, np.arange(classes + 1))
    for k in np.flatnonzero(mixed).tolist():
        weights, at = mixed_gain[int(lead[k])], np.arange(column_start[k], column_start[k + 1])
        for officer, weight in weights.items():
            j = at[column_officer[at] == local[officer]]
            held_column[j], gain[j] = 1, weight
        keepable[k] = sum(weights.values())
    return Part(
        officers=officers,
        limit=given.limit,
        hard=given.hard,
        standard=given.standard,
        target=tuple(given.target),
        fair_load=fair_load,
        first_over=given.grains * (fair_load + 1) - given.fair_grains,
        more_over=np.full(len(officers), given.grains, np.int64),
        units=mine,
        holder=holder,
        first=first,
        count=count.astype(np.int64),
        effort=units.effort[lead],
        size=units.size[lead],
        priority=np.zeros(classes, np.int64) if placeable_all else units.priority[lead].astype(np.int64),
        lost=np.zeros((classes, PRIORITIES), np.int64)
        if placeable_all
        else coverage_weights(problem, units, lead, given.coverage_by_hours),
        keepable=keepable,
        mixed=mixed,
        pinned=units.pinned[lead],
        officer_set=distinct(units.group[lead].astype(np.int64))[1],
        column_class=column_class.astype(np.int64),
        column_officer=column_officer.astype(np.int64),
        column_effort=column_effort,
        column_cost=column_cost,
        held=held_column,
        gain=gain,
        placeable_all=placeable_all,
        coverage_by_hours=given.coverage_by_hours,
    )
