"""The open cases of a roster by type, office and the pool of officers that carries them.

A pool is a tier of today's fair shares: officers who share their work. It stays as it is, with its hours, however the
work grows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from solver.analysis.case_kinds import least_efforts, tiers_of_cases
from solver.analysis.forecast.flow import PER_CASE
from solver.analysis.uncertainty.weights import Weights, cases_by_table
from solver.arrays import Ints
from solver.model.units import Units
from solver.problem import Problem
from solver.tiers import FairShares

UNTYPED = -1
"""Value of ``Cell.kind`` for cases without a type."""


@dataclass(slots=True)
class Cell:
    """Cases of one type in one office that one pool of officers carries.

    Attributes
    ----------
    kind : int
        Index into the types, or ``UNTYPED``.
    office : int
        Index into ``Stock.offices``.
    pool : int
        Index into ``Stock.limits``.
    open : int, 1/10,000 cases
    ticks : Fraction
        Of one case, on average.
    table_cases, table_effort : Fraction, 0 to 1
        The part of the cases, and of their effort, that rests on the weight table.
    arrivals, closures : int, 1/10,000 cases a period, or ``BY_HOURS``
    """

    kind: int
    office: int
    pool: int
    open: int
    ticks: Fraction
    table_cases: Fraction
    table_effort: Fraction
    arrivals: int = 0
    closures: int = 0


@dataclass(slots=True)
class Stock:
    """All cells.

    Attributes
    ----------
    limits : list of int, ticks
        What each pool's hours carry: the tiers, then the officers with hours whom no case reaches today, then nobody
        (cases that no hours carry).
    cells : list of Cell
    offices : list of (str or None)
        As they are spelled first. None: cases that ask for no office.
    notes : list of str
    """

    limits: list[int]
    cells: list[Cell] = field(default_factory=list)
    offices: list[str | None] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def nobody(self) -> int:
        """The pool without officers."""
        return len(self.limits) - 1

    @property
    def idle(self) -> int:
        """The pool of officers whom no case reaches today."""
        return len(self.limits) - 2

    def office(self, name: str | None) -> int:
        """Number of an office; a new one where it is not there yet."""
        folded = None if name is None else name.casefold()
        for at, known in enumerate(self.offices):
            if folded == (None if known is None else known.casefold()):
                return at
        self.offices.append(name)
        return len(self.offices) - 1


def stock_of(problem: Problem, units: Units, shares: FairShares, weights: Weights) -> Stock:
    """Count the open cases."""
    spare = int(problem.officers.limit[shares.tier_of_officer < 0].sum())
    stock = Stock([*(tier.limit for tier in shares.tiers), spare, 0])
    if not len(problem.cases):
        return stock
    pools, types = len(stock.limits), len(problem.cases.type_names) + 1
    pool = tiers_of_cases(problem, shares).astype(np.int64) % pools
    office = _offices(problem, stock)[problem.cases.signature]
    key_of_case = (office * types + problem.cases.case_type + 1) * pools + pool
    names, at, counts = np.unique(key_of_case, return_inverse=True, return_counts=True)
    tabled = cases_by_table(problem, weights)
    least = least_efforts(problem, units)
    effort, by_table = np.zeros(len(names), np.int64), np.zeros(len(names), np.int64)
    np.add.at(effort, at, least)
    np.add.at(by_table, at[tabled], least[tabled])
    tabled_cases = np.bincount(at[tabled], minlength=len(names)).tolist()
    scale = _scales(shares, names % pools, effort)
    rows = zip(names.tolist(), counts.tolist(), effort.tolist(), by_table.tolist(), tabled_cases, strict=True)
    for name, count, ticks, table, tabled_count in rows:
        stock.cells.append(
            Cell(
                name // pools % types - 1,
                name // pools // types,
                name % pools,
                count * PER_CASE,
                Fraction(ticks, count) * scale.get(name % pools, Fraction(1)),
                Fraction(tabled_count, count),
                Fraction(table, ticks) if ticks else Fraction(0),
            )
        )
    return stock


def _offices(problem: Problem, stock: Stock) -> Ints:
    """Number of the office of each signature."""
    number: dict[str | None, int] = {}
    out = []
    for need in problem.needs:
        folded = None if need.office is None else need.office.casefold()
        if folded not in number:
            number[folded] = stock.office(need.office)
        out.append(number[folded])
    return np.array(out, np.int64)


def _scales(shares: FairShares, pool: Ints, effort: Ints) -> dict[int, Fraction]:
    """Where cases take different officers different times: a tier's demand by the least efforts of its cases."""
    out = {}
    for index, tier in enumerate(shares.tiers):
        least = int(effort[pool == index].sum())
        if tier.prices is not None and least:
            out[index] = Fraction(tier.demand) / least
    return out
