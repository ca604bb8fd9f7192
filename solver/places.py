"""What whole cases can make of a load: a case that is longer than the load does not go there, and only so many fit.

Where a case takes each officer a different time, the relaxation gives officers parts of cases that as a whole would be
too long for them, and more cases than fit even if they were the shortest. Leaving such pairs out (Lenstra, Shmoys and
Tardos 1990) and limiting the number of cases by what the shortest would fill (a cover inequality: Balas 1975) loses no
plan, and brings the relaxation close to whole cases where an officer carries few of them.
"""

from __future__ import annotations

from math import lcm

import numpy as np

from solver.bounds import Held
from solver.classes import Part
from solver.problem import Flags, Ints

SAFE_TIME = 2.0**60
"""Sums of times stay below this, so that 64 bits hold them."""


def times_differ(part: Part) -> bool:
    """Whether some case takes different officers different times."""
    return bool(_differing(part).any())


def _differing(part: Part) -> Flags:
    """Classes whose times differ by officer. Shape (classes,)."""
    if not len(part.column_effort):
        return np.zeros(len(part.count), np.bool_)
    start = part.column_start[:-1]
    differs: Flags = np.minimum.reduceat(part.column_effort, start) != np.maximum.reduceat(part.column_effort, start)
    return differs


def sees_whole_cases(part: Part, objective: str, held: Held) -> bool:
    """Whether a bound reckons with whole cases: for fairness, where times differ and no moves are counted."""
    return objective == "fairness" and held.continuity is None and times_differ(part)


def too_long(part: Part, load: Ints) -> Flags:
    """Columns that alone are more than the officer's load; only of classes whose times differ. Shape (columns,).

    Parameters
    ----------
    load : int64 array, shape (officers,), ticks, -1: none
    """
    most = load[part.column_officer]
    long: Flags = (most >= 0) & (part.column_effort > most) & _differing(part)[part.column_class]
    return long


def places(part: Part, load: Ints) -> Ints:
    """The most cases that each officer can hold: the standard, or what fits into the load, the shortest first.

    Parameters
    ----------
    load : int64 array, shape (officers,), ticks, -1: none

    Returns
    -------
    int64 array, shape (officers,), -1: none
        A bundle is taken for as many cases as it has, each of them as long as its average.
    """
    sizes = part.size[part.column_class]
    common = lcm(*set(sizes.tolist())) if len(sizes) else 1
    whole = float((part.column_effort.astype(np.float64) * part.count[part.column_class]).sum())
    if max(whole, float(load.max(initial=0))) * common >= SAFE_TIME:
        return part.standard
    each = part.column_effort * (common // sizes)
    order = np.lexsort((each, part.column_officer))
    each, cases = each[order], (part.count[part.column_class] * sizes)[order]
    ends, number = np.cumsum(each * cases), np.cumsum(cases)
    start = np.searchsorted(part.column_officer[order], np.arange(len(part.officers) + 1))
    out = part.standard.copy()
    for officer in np.flatnonzero(load >= 0).tolist():
        first, last = int(start[officer]), int(start[officer + 1])
        before_time, before = (int(ends[first - 1]), int(number[first - 1])) if first else (0, 0)
        room = int(load[officer]) * common + before_time
        full = first + int(np.searchsorted(ends[first:last], room, side="right"))
        fit = (int(number[full - 1]) if full else 0) - before
        if full < last:
            fit += (room - (int(ends[full - 1]) if full else 0)) // int(each[full])
        out[officer] = fit if out[officer] < 0 else min(fit, int(out[officer]))
    return out
