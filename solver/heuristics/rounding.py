"""From a fractional plan to whole cases."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Ints
from solver.model.part import Part

SHARE = 1e-6
"""A share of a unit above which an officer has one."""


def round_fractional(part: Part, wanted: NDArray[np.float64], near: bool = False) -> Ints:
    """Round a fractional plan: keep its whole units, then place what is left, largest first.

    A unit that is left goes to the officer whose fractional load is missing most, in proportion to the effort, among
    those who may hold it and have a place within the standard. A unit for which there is no place stays unplaced, and
    so do as many units of each priority as the fractional plan leaves unplaced.

    Parameters
    ----------
    wanted : float64 array, shape (columns,)
        Units of each column, 0 or more; the sum over a class is at most its count.
    near : bool
        Rather to officers who have a share of the unit in the fractional plan, because others would be dear.
    """
    planned = np.floor(wanted + 1e-6).astype(np.int64)
    left = part.count - part.placed(planned) - _waiting(part, wanted)
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
            if near and (free & (fractional > SHARE)).any():
                free = free & (fractional > SHARE)
            value = np.where(free, missing[officers] - effort + np.maximum(fractional, 0) * effort, -np.inf)
            j = int(np.argmax(value))
            planned[columns[j]] += 1
            missing[officers[j]] -= effort[j]
            caseload[officers[j]] += size
    return planned


def _waiting(part: Part, wanted: NDArray[np.float64]) -> Ints:
    """Units of each class that stay unplaced: whole ones, and of every priority those that are most nearly so."""
    if part.placeable_all:
        return np.zeros(len(part.count), np.int64)
    placed = np.zeros(len(part.count))
    np.add.at(placed, part.column_class, wanted)
    unplaced = np.maximum(part.count - placed, 0.0)
    whole = np.floor(unplaced + 1e-6)
    rest = unplaced - whole
    for priority in np.unique(part.priority).tolist():
        mine = np.flatnonzero(part.priority == priority)
        # never fewer than in the fractional plan: there would be no hours for them
        more = math.ceil(float(rest[mine].sum()) - SHARE * len(mine))
        whole[mine[np.argsort(-rest[mine], kind="stable")[:more]]] += 1
    # what the fractional plan places in whole units is placed
    planned = part.placed(np.floor(wanted + 1e-6).astype(np.int64))
    out: Ints = np.minimum(whole.astype(np.int64), part.count - planned)
    return out


def largest_first(part: Part, goal: NDArray[np.float64]) -> Ints:
    """Give every group its fractional load, largest units first.

    Parameters
    ----------
    goal : float64 array, shape (columns,)
        Ticks of each column in a fractional plan. Columns of one class share what their group was given, so that the
        classes of a group are levelled together: each unit goes to the officer who still misses most.
    """
    planned = np.zeros(len(part.column_class), np.int64)
    start, sets = part.column_start.tolist(), part.officer_set.tolist()
    count, effort = part.count.tolist(), part.effort.tolist()
    missing_of: dict[int, NDArray[np.float64]] = {}
    for k, group in enumerate(sets):
        given = goal[start[k] : start[k + 1]]
        missing_of[group] = missing_of[group] + given if group in missing_of else given.astype(np.float64)
    for k in np.argsort(-part.effort, kind="stable").tolist():
        missing = missing_of[sets[k]]
        if count[k] == 1 and effort[k]:
            # most cases of a docket with weights of their own are like no other
            j = int(missing.argmax())
            planned[start[k] + j] = 1
            missing[j] -= effort[k]
            continue
        columns = slice(start[k], start[k + 1])
        units = water_fill(missing, part.column_effort[columns].astype(np.float64), count[k])
        planned[columns] = units
        missing -= units * float(effort[k])
    return planned


def water_fill(missing: NDArray[np.float64], effort: NDArray[np.float64], count: int, one_by_one: int = 40) -> Ints:
    """Give ``count`` units, one after the other, to whoever misses most. Both arrays have the same shape.

    Done at once: find the height down to which everybody is filled, then hand out the last few one by one.

    Parameters
    ----------
    one_by_one : int, >= 0
        Units up to which handing all of them out one after the other is quickest.
    """
    out = np.zeros(len(missing), np.int64)
    if len(missing) == 1 or float(effort.min()) <= 0:
        out[int(np.argmin(effort))] = count
        return out
    if count > one_by_one:
        low, high = float(missing.min()) - float(effort.max()) * (count + 1), float(missing.max())
        for _ in range(60):
            middle = (low + high) / 2
            if np.ceil(np.maximum(missing - middle, 0) / effort).sum() > count:
                low = middle
            else:
                high = middle
        out = np.ceil(np.maximum(missing - high, 0) / effort).astype(np.int64)
    still = missing - out * effort
    for _ in range(count - int(out.sum())):
        j = int(still.argmax())
        out[j] += 1
        still[j] -= effort[j]
    return out
