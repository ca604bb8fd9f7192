"""The chance that an officer is overloaded under an assignment, and how full they may really be.

*Overloaded* is an officer whose workload exceeds the limit of their hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.problem import Flags, Indices, Problem
from solver.report.held import efforts_held
from solver.report.simulation import BySource, Cells, Chances, cells_of, chances_above, generator, ranges_of, simulate
from solver.report.weights import Floats

OFFICERS_AT_ONCE = 1_000
"""Officers whose worlds are in memory together."""


@dataclass(frozen=True, slots=True)
class OfficerRisk:
    """One officer under an assignment.

    Attributes
    ----------
    officer : int
    utilization : Fraction or None
        With the weights as they are; None without hours.
    range : BySource or None
        Of the utilization; None without hours.
    overloaded : Chances
        That the workload exceeds the limit.
    """

    officer: int
    utilization: Fraction | None
    range: BySource | None
    overloaded: Chances


def officer_risks(
    problem: Problem, officer: Indices, tabled: Flags, changes: Floats, noise: Floats, seed: int
) -> tuple[OfficerRisk, ...]:
    """Every officer, in roster order.

    Parameters
    ----------
    problem : Problem
    officer : int32 array, shape (cases,)
        Who holds each case; below 0: nobody.
    tabled : bool array, shape (cases,)
        Cases whose effort is that of the weight table (``cases_by_table``).
    changes : float array, shape (types, worlds)
    noise : float array, shape (types,)
    seed : int
    """
    held = np.flatnonzero(officer >= 0)
    effort = efforts_held(problem, held, officer[held])
    load = np.zeros(len(problem.officers), np.int64)
    np.add.at(load, officer[held], effort)
    chosen = tabled[held]
    kinds = problem.cases.case_type[held[chosen]]
    cells = cells_of(officer[held[chosen]], kinds, effort[chosen], len(changes))
    rng = generator(seed, "officers")
    out = []
    for first in range(0, len(load), OFFICERS_AT_ONCE):
        last = min(first + OFFICERS_AT_ONCE, len(load))
        deltas = simulate(_between(cells, first, last), last - first, changes, noise, rng)
        here = slice(first, last)
        rows = zip(range(first, last), load[here].tolist(), problem.officers.limit[here].tolist(), strict=True)
        for number, ticks, limit in rows:
            mine = deltas.of(number - first)
            out.append(
                OfficerRisk(
                    number,
                    Fraction(ticks, limit) if limit else None,
                    ranges_of(ticks, mine, Fraction(1, limit)) if limit else None,
                    chances_above(limit - ticks, mine),
                )
            )
    return tuple(out)


def _between(cells: Cells, first: int, last: int) -> Cells:
    """The cells of some buckets, numbered from 0."""
    some = slice(*np.searchsorted(cells.bucket, (first, last)).tolist())
    return Cells(cells.bucket[some] - first, cells.kind[some], cells.cases[some], cells.effort[some])
