"""From a fractional plan to whole cases."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.classes import Part
from solver.problem import Ints


def spread(part: Part, wanted: NDArray[np.float64]) -> Ints:
    """Round a fractional plan: keep its whole units, then place what is left, largest first.

    A unit that is left goes to the officer whose fractional load is missing most, in proportion to the effort, among
    those who may hold it and have a place within the standard. A unit for which there is no place stays unplaced.

    Parameters
    ----------
    wanted : float64 array, shape (columns,)
        Units of each column, 0 or more; the sum over a class is at most its count.
    """
    planned = np.floor(wanted + 1e-6).astype(np.int64)
    left = part.count - part.placed(planned)
    goal = np.zeros(len(part.officers))
    np.add.at(goal, part.column_officer, wanted * part.column_effort)
    missing = goal - part.loads(planned)
    caseload = part.caseloads(planned)
    start = part.column_start
    for k in np.argsort(-part.effort, kind="stable").tolist():
        columns = np.arange(start[k], start[k + 1])
        officers, effort, size = part.column_officer[columns], part.column_effort[columns], int(part.size[k])
        for _ in range(int(left[k])):
            free = (part.standard[officers] < 0) | (caseload[officers] + size <= part.standard[officers])
            fractional = wanted[columns] - planned[columns]
            if not free.any():
                break
            value = np.where(free, missing[officers] - effort + np.maximum(fractional, 0) * effort, -np.inf)
            j = int(np.argmax(value))
            planned[columns[j]] += 1
            missing[officers[j]] -= effort[j]
            caseload[officers[j]] += size
    return planned


def largest_first(part: Part, goal: NDArray[np.float64]) -> Ints:
    """Give every group its fractional load, largest units first.

    Parameters
    ----------
    goal : float64 array, shape (columns,)
        Ticks of each column in a fractional plan. Columns of one class share what their group was given, so that the
        classes of a group are levelled together: each unit goes to the officer who still misses most.
    """
    planned = np.zeros(len(part.column_class), np.int64)
    start = part.column_start
    order = np.argsort(-part.effort, kind="stable").tolist()
    group: dict[bytes, NDArray[np.float64]] = {}
    for k in range(len(part.count)):
        columns = slice(int(start[k]), int(start[k + 1]))
        key = part.column_officer[columns].tobytes()
        if key in group:
            group[key] = group[key] + goal[columns]
        else:
            group[key] = goal[columns].astype(np.float64)
    for k in order:
        columns = slice(int(start[k]), int(start[k + 1]))
        missing = group[part.column_officer[columns].tobytes()]
        given = level(missing, float(part.effort[k]), int(part.count[k]))
        planned[columns] = given
        missing -= given * float(part.effort[k])
    return planned


def level(missing: NDArray[np.float64], effort: float, count: int) -> Ints:
    """Give ``count`` equal units, one after the other, to whoever misses most. Shape of ``missing``.

    Done at once: find the height down to which everybody is filled, then hand out the last few one by one.
    """
    if effort <= 0 or len(missing) == 1:
        out = np.zeros(len(missing), np.int64)
        out[int(np.argmax(missing))] = count
        return out
    low, high = float(missing.min()) - effort * (count + 1), float(missing.max())
    for _ in range(60):
        middle = (low + high) / 2
        if np.ceil(np.maximum(missing - middle, 0) / effort).sum() > count:
            low = middle
        else:
            high = middle
    out = np.ceil(np.maximum(missing - high, 0) / effort).astype(np.int64)
    rest = count - int(out.sum())
    for _ in range(rest):
        out[int(np.argmax(missing - out * effort))] += 1
    return out


def first_fit(part: Part) -> Ints:
    """A plan to begin with: most urgent first, then lightest, each to whoever has most room left in proportion.

    Where nothing can keep a case from being placed, everything is placed. Otherwise a unit that fits nowhere within the
    hours and standards stays unplaced.
    """
    planned = np.zeros(len(part.column_class), np.int64)
    load, caseload = np.zeros(len(part.officers), np.int64), np.zeros(len(part.officers), np.int64)
    start = part.column_start
    largest = np.where(part.limit > 0, part.limit, 1)
    order = np.lexsort((-part.effort if part.placeable_all else part.effort, part.priority))
    for k in [*order[part.pinned[order]].tolist(), *order[~part.pinned[order]].tolist()]:
        columns = np.arange(start[k], start[k + 1])
        officers, effort, size = part.column_officer[columns], part.column_effort[columns], int(part.size[k])
        left = int(part.count[k])
        while left:
            places = np.full(len(columns), left, np.int64)
            bound = part.standard[officers] >= 0
            places = np.where(bound, np.minimum(places, (part.standard[officers] - caseload[officers]) // size), places)
            timed = (part.hard[officers] >= 0) & (effort > 0)
            fits = (part.hard[officers] - load[officers]) // np.maximum(effort, 1)
            places = np.maximum(np.where(timed, np.minimum(places, fits), places), 0)
            if not places.any():
                break
            after = np.where(places > 0, (load[officers] + effort) / largest[officers], np.inf)
            j = int(np.argmin(after))
            # as many at once as keep this officer below the next one, at least one
            others = np.delete(after, j)
            gap = (float(others.min(initial=np.inf)) - float(after[j])) * float(largest[officers[j]])
            batch = left if effort[j] == 0 or np.isinf(gap) else 1 + int(gap // int(effort[j]))
            batch = max(1, min(batch, int(places[j]), left))
            planned[columns[j]] += batch
            load[officers[j]] += batch * effort[j]
            caseload[officers[j]] += batch * size
            left -= batch
    return planned
