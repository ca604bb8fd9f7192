"""Cover inequalities: how many whole cases an officer can keep or hold, whatever else there is.

*What can be kept.* An officer with 412 h of cases and room for 300 h keeps at most so many of them, smallest first.
Where cases wait, that number says little as long as it counts those that will wait anyway, because an officer could
keep them instead of others. But the row holds for any selection of cases, whatever else the officer keeps; so it is
asked of those that the relaxation gives to somebody: of each priority, up to the effort from which cases wait.
Measured on 10,000 cases by 50 officers with 1.3 times their hours: the bound on moves rises from 2,438 to 2,446 (the
best plan has 2,451), and from 2,316 to 2,324 with weights of their own.

*What fits.* Where a case takes each officer a different time, the relaxation gives officers parts of cases that as a
whole would be too long for them, and more cases than fit even if they were the shortest. Leaving such pairs out
(Lenstra, Shmoys and Tardos 1990) and limiting the number of cases by what the shortest would fill (a cover inequality:
Balas 1975) loses no plan, and brings the relaxation close to whole cases where an officer carries few of them.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.certificate import HeldGoals
from solver.formulation.goals.base import RankedGoal
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.fairness import FAIRNESS
from solver.model.part import Part

EXACT_RATIO = 2**52
"""Different fractions whose numerators and denominators multiply to less than this are different in floating point."""


def waiting_from(part: Part, unplaced: Floats) -> dict[int, int]:
    """Longest cases of each priority that a fractional plan gives to somebody, where it lets longer ones wait.

    Parameters
    ----------
    unplaced : float64 array, shape (classes,)
        Units of each class that wait.

    Returns
    -------
    dict of priority to ticks
        As in ``Prices.counted``. A priority of which nothing waits is not in it.
    """
    out: dict[int, int] = {}
    for priority in np.unique(part.priority[unplaced > 0]).tolist():
        mine = np.flatnonzero(part.priority == priority)
        effort, at = np.unique(part.effort[mine], return_inverse=True)
        count = np.bincount(at, weights=part.count[mine])
        wait = np.bincount(at, weights=unplaced[mine])
        # the split that puts as few as can be on the wrong side: waiting ones below it, others above
        below = np.concatenate([[0.0], np.cumsum(wait)])
        above = np.concatenate([np.cumsum((count - wait)[::-1])[::-1], [0.0]])
        wrong = below + above
        split = len(effort) - int(np.argmin(wrong[::-1]))
        if split < len(effort):
            out[int(priority)] = int(effort[split - 1]) if split else -1
    return out


def cover_cases(part: Part, counted: dict[int, int]) -> Flags:
    """Which classes count in what an officer keeps (see ``Prices.counted``). Shape (classes,)."""
    out = ~part.mixed
    for priority, longest in counted.items():
        out &= (part.priority != priority) | (part.effort <= longest)
    return out


def keepable_at_most(part: Part, load: Ints, counted: dict[int, int] | None = None) -> Ints:
    """The most that each officer can keep, by weight, if they keep nothing but what is theirs. Shape (officers,).

    With ``counted`` (see ``Prices.counted``): the most of these, whatever else they keep.
    Where every unit weighs 1 this is exact: the officer keeps the smallest units first until the hours are full.
    Elsewhere it is the fractional knapsack bound (Dantzig 1957), rounded down.
    """
    out = np.full(len(part.officers), -1, np.int64)
    kind = part.column_class
    counts = cover_cases(part, counted or {})
    columns = _cheapest_first(part, np.flatnonzero((part.held > 0) & counts[kind] & (part.gain > 0)))
    start = np.searchsorted(part.column_officer[columns], np.arange(len(part.officers) + 1)).tolist()
    effort, gain, held = part.column_effort[columns], part.gain[columns], part.held[columns]
    for officer in np.flatnonzero(load >= 0).tolist():
        mine = slice(start[officer], start[officer + 1])
        ends = np.cumsum(held[mine] * effort[mine])
        whole = int(np.searchsorted(ends, load[officer], side="right"))
        kept = int((held[mine][:whole] * gain[mine][:whole]).sum())
        if whole < len(ends):
            room = int(load[officer]) - (int(ends[whole - 1]) if whole else 0)
            kept += (room * int(gain[mine][whole])) // int(effort[mine][whole])
        out[officer] = kept
    return out


def _cheapest_first(part: Part, columns: Ints) -> Ints:
    """Sort columns by officer, then effort per gain, exactly: in a wrong order the sum would be no bound."""
    officer, effort, gain = part.column_officer[columns], part.column_effort[columns], part.gain[columns]
    if int(effort.max(initial=0)) * int(gain.max(initial=0)) < EXACT_RATIO:
        order: Ints = np.lexsort((effort / gain, officer))
        return columns[order]
    ratio = [Fraction(e, g) for e, g in zip(effort.tolist(), gain.tolist(), strict=True)]
    return columns[sorted(range(len(columns)), key=lambda at: (officer[at], ratio[at]))]


SAFE_TIME = 2.0**60
"""Sums of times stay below this, so that 64 bits hold them."""


def has_own_times(part: Part) -> bool:
    """Whether some case takes different officers different times."""
    return bool(_differing(part).any())


def _differing(part: Part) -> Flags:
    """Classes whose times differ by officer. Shape (classes,)."""
    if not len(part.column_effort):
        return np.zeros(len(part.count), np.bool_)
    start = part.column_start[:-1]
    differs: Flags = np.minimum.reduceat(part.column_effort, start) != np.maximum.reduceat(part.column_effort, start)
    return differs


def sees_whole_cases(part: Part, objective: RankedGoal, held: HeldGoals) -> bool:
    """Whether a bound reckons with whole cases: for fairness, where times differ and no moves are counted."""
    return objective == FAIRNESS and CONTINUITY.name not in held.rooms and has_own_times(part)


def too_long(part: Part, load: Ints) -> Flags:
    """Columns that alone are more than the officer's load; only of classes whose times differ. Shape (columns,).

    Parameters
    ----------
    load : int64 array, shape (officers,), ticks, -1: none
    """
    most = load[part.column_officer]
    long: Flags = (most >= 0) & (part.column_effort > most) & _differing(part)[part.column_class]
    return long


def most_cases(part: Part, load: Ints) -> Ints:
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
