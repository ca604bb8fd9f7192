"""The chance that an officer is overloaded under an assignment, and how full they may really be.

*Overloaded* is an officer whose workload exceeds the limit of their hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.analysis.loads import efforts_held
from solver.analysis.uncertainty.drawing import generator
from solver.analysis.uncertainty.monte_carlo import (
    BySource,
    Cells,
    Chances,
    Draws,
    all_chances_above,
    all_ranges,
    cells_of,
    simulate,
)
from solver.arrays import Indices
from solver.problem import Problem


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
    problem: Problem, officer: Indices, draws: Draws, sums_at_once: int = 2_000_000
) -> tuple[OfficerRisk, ...]:
    """Every officer, in roster order.

    Parameters
    ----------
    problem : Problem
    officer : int32 array, shape (cases,)
        Who holds each case; below 0: nobody.
    draws : Draws
    sums_at_once : int, >= 1
        Officers times worlds that are in memory together.
    """
    held = np.flatnonzero(officer >= 0)
    effort = efforts_held(problem, held, officer[held])
    load = np.zeros(len(problem.officers), np.int64)
    np.add.at(load, officer[held], effort)
    parts = draws.parts
    mine = officer[parts.case] >= 0
    cells = cells_of(officer[parts.case[mine]], parts.row[mine], parts.effort[mine], len(draws.changes))
    rng = generator(draws.seed, "officers")
    out: list[OfficerRisk] = []
    step = max(1, sums_at_once // draws.worlds)
    for first in range(0, len(load), step):
        last = min(first + step, len(load))
        deltas = simulate(_between(cells, first, last), last - first, draws.changes, draws.noise, rng)
        here = slice(first, last)
        ticks, limit = load[here].tolist(), problem.officers.limit[here].tolist()
        ranges = all_ranges(ticks, deltas, [Fraction(1, each) if each else None for each in limit])
        overloaded = all_chances_above(problem.officers.limit[here] - load[here], deltas)
        used = [Fraction(work, room) if room else None for work, room in zip(ticks, limit, strict=True)]
        rows = zip(range(first, last), used, ranges, overloaded, strict=True)
        out += [OfficerRisk(*row) for row in rows]
    return tuple(out)


def _between(cells: Cells, first: int, last: int) -> Cells:
    """The cells of some buckets, numbered from 0."""
    some = slice(*np.searchsorted(cells.bucket, (first, last)).tolist())
    return Cells(cells.bucket[some] - first, cells.kind[some], cells.cases[some], cells.effort[some])
