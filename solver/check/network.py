"""Who can carry which work, as far as fair shares are concerned: cases that may be split at will."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Ints
from solver.check.facts import Facts
from solver.check.spare_capacity import effort_by_officer
from solver.problem import OWN_EFFORT


@dataclass(frozen=True, slots=True)
class Work:
    """Lots of work, and an arc for every officer with hours who may take of a lot. Sorted by lot.

    Attributes
    ----------
    amount : int64 array, shape (lots,)
        Ticks of all cases of a row; or 1, for a unit that takes different officers different times.
    row : int64 array, shape (lots,)
        Row of ``Facts.allowed``.
    lot, officer, time : int64 arrays, shape (arcs,)
        The time is in ticks for one of the lot's amount.
    """

    amount: Ints
    row: Ints
    lot: Ints
    officer: Ints
    time: Ints


def work_of(facts: Facts) -> Work:
    """Gather the cases into lots. Work that takes nobody's time is left out."""
    problem = facts.problem
    own_time = np.zeros(int(facts.unit.max(initial=-1)) + 1, np.bool_)
    if problem.pairs is not None:
        own_time[facts.unit[problem.pairs.case[problem.pairs.effort != OWN_EFFORT]]] = True
    plain = ~own_time[facts.unit]
    total = np.zeros(len(facts.allowed), np.int64)
    np.add.at(total, facts.row[plain], problem.cases.effort[plain])
    reach: Flags = facts.allowed & (problem.officers.limit > 0)
    rows = np.flatnonzero((total > 0) & np.any(reach, axis=1))
    lot, officer = np.nonzero(reach[rows])
    amounts, of_lots = total[rows].tolist(), rows.tolist()
    lots, officers, times = [lot], [officer], [np.ones(len(lot), np.int64)]
    for members in _by_unit(facts, np.flatnonzero(~plain)):
        row = int(facts.row[members[0]])
        may = np.flatnonzero(reach[row])
        time = effort_by_officer(facts, members)[may]
        if len(may) and bool((time > 0).all()):
            lots.append(np.full(len(may), len(amounts)))
            officers.append(may)
            times.append(time)
            amounts.append(1)
            of_lots.append(row)
    return Work(
        np.array(amounts, np.int64),
        np.array(of_lots, np.int64),
        np.concatenate(lots),
        np.concatenate(officers),
        np.concatenate(times),
    )


def _by_unit(facts: Facts, cases: Ints) -> list[Ints]:
    if not len(cases):
        return []
    ordered = cases[np.argsort(facts.unit[cases], kind="stable")]
    return np.split(ordered, np.flatnonzero(np.diff(facts.unit[ordered])) + 1)
