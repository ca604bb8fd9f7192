"""A first plan, made from nothing: the longest cases first, each to whoever has most room."""

from __future__ import annotations

import numpy as np

from solver.arrays import Ints
from solver.heuristics.rounding import water_fill
from solver.model.part import Part


def first_fit(part: Part) -> Ints:
    """A plan to begin with, each unit to whoever misses most of the fair load (or of the hours, where they are hard).

    Largest first; if that leaves something unplaced, most urgent and then lightest first. A unit that fits nowhere
    within the hours and standards stays unplaced.
    """
    planned = _filled(part, np.argsort(-part.effort, kind="stable"))
    if bool((part.placed(planned) == part.count).all()):
        return planned
    return _filled(part, np.lexsort((part.effort, part.priority)))


def _filled(part: Part, order: Ints) -> Ints:
    """Classes in this order, pinned ones before all others, as many units as fit."""
    planned = np.zeros(len(part.column_class), np.int64)
    missing, caseload = np.where(part.hard >= 0, part.hard, part.fair_load), np.zeros(len(part.officers), np.int64)
    start, count, sizes = part.column_start.tolist(), part.count.tolist(), part.size.tolist()
    anywhere = part.placeable_all and bool((part.column_effort == part.effort[part.column_class]).all())
    for k in [*order[part.pinned[order]].tolist(), *order[~part.pinned[order]].tolist()]:
        columns = slice(start[k], start[k + 1])
        officers, effort, left = part.column_officer[columns], part.column_effort[columns], count[k]
        if left == 1 and anywhere and effort[0]:
            # most cases of a docket with weights of their own are like no other
            j = int(missing[officers].argmax())
            planned[start[k] + j] = 1
            missing[officers[j]] -= effort[j]
            continue
        while left:
            places = _places(part, officers, effort, sizes[k], missing, caseload, left)
            open_ = np.flatnonzero(places)
            if not len(open_):
                break
            wanted = missing[officers[open_]].astype(np.float64)
            given = np.minimum(water_fill(wanted, effort[open_].astype(np.float64), left), places[open_])
            planned[columns][open_] += given
            missing[officers[open_]] -= given * effort[open_]
            caseload[officers[open_]] += given * sizes[k]
            left -= int(given.sum())
    return planned


def _places(part: Part, officers: Ints, effort: Ints, size: int, missing: Ints, caseload: Ints, most: int) -> Ints:
    """How many more units of a class fit with each officer, at most ``most``. ``missing``: of the hours, where hard."""
    places = np.full(len(officers), most, np.int64)
    standard = part.standard[officers]
    places = np.where(standard >= 0, np.minimum(places, (standard - caseload[officers]) // size), places)
    fits = missing[officers] // np.maximum(effort, 1)
    places = np.where((part.hard[officers] >= 0) & (effort > 0), np.minimum(places, fits), places)
    return np.maximum(places, 0)
