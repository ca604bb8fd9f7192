"""The open cases from period to period: once exactly, and once in many possible worlds.

A period starts with its open cases. Each takes the hours of its weight. Where a pool of officers has them, all of that
work is done; where it has not, every case gets the same part of its hours, whatever its type and priority:
``done = min(1, hours there / hours needed)``. Closures that are given happen as given (at most what is open or
arrives); closures by the hours are ``done`` times the cases that were open: a case is closed once it has had its hours.
Arrivals join at the end. Cases are whole 1/10,000, closures by the hours are rounded down to that, and so
``opening + arrivals - closures = closing``, always exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.analysis.forecast.flow import BY_HOURS, PER_CASE
from solver.analysis.forecast.open_cases import Stock
from solver.analysis.uncertainty.monte_carlo import relative_noise
from solver.arrays import Floats


@dataclass(frozen=True, slots=True)
class Step:
    """One period, by cells.

    Attributes
    ----------
    opening, arrivals, closures, closing : lists of int, 1/10,000 cases
    work : list of Fraction, ticks
        What the open cases take.
    pool_work : list of Fraction, ticks
        The same by pools.
    """

    opening: list[int]
    arrivals: list[int]
    closures: list[int]
    closing: list[int]
    work: list[Fraction]
    pool_work: list[Fraction]

    def missing(self, stock: Stock) -> list[Fraction]:
        """Ticks of each cell's work that its pool's hours do not carry: the same part of every cell's."""
        lacking = [
            max(Fraction(0), work - limit) / work if work else Fraction(0)
            for work, limit in zip(self.pool_work, stock.limits, strict=True)
        ]
        return [work * lacking[cell.pool] for work, cell in zip(self.work, stock.cells, strict=True)]


def exact_path(stock: Stock, periods: int) -> Iterator[Step]:
    """Period by period, with the weights as they are."""
    open_ = [cell.open for cell in stock.cells]
    for _ in range(periods):
        work = [many * cell.ticks / PER_CASE for many, cell in zip(open_, stock.cells, strict=True)]
        pool_work = [Fraction(0)] * len(stock.limits)
        for ticks, cell in zip(work, stock.cells, strict=True):
            pool_work[cell.pool] += ticks
        done = [
            min(Fraction(1), limit / ticks) if ticks else Fraction(pool != stock.nobody)
            for pool, (ticks, limit) in enumerate(zip(pool_work, stock.limits, strict=True))
        ]
        arrivals = [cell.arrivals for cell in stock.cells]
        closures = [
            int(many * done[cell.pool]) if cell.closures == BY_HOURS else min(cell.closures, many + cell.arrivals)
            for many, cell in zip(open_, stock.cells, strict=True)
        ]
        closing = [many + come - go for many, come, go in zip(open_, arrivals, closures, strict=True)]
        yield Step(open_, arrivals, closures, closing, work, pool_work)
        open_ = closing


@dataclass(frozen=True, slots=True)
class Worlds:
    """One period in every world.

    Attributes
    ----------
    closing : float array, shape (worlds, cells), 1/10,000 cases
        Whole numbers.
    work, missing : float arrays, shape (worlds, cells), ticks
    """

    closing: Floats
    work: Floats
    missing: Floats


def worlds_path(
    stock: Stock, periods: int, changes: Floats, noise: Floats, rng: np.random.Generator
) -> Iterator[Worlds]:
    """Period by period in every world.

    The error of a weight stays what it is in a world; single cases vary anew in every period.

    Parameters
    ----------
    stock : Stock
    periods : int
    changes : float array, shape (types, worlds)
    noise : float array, shape (types,)
        Coefficient of variation of single cases.
    rng : Generator
    """
    cells = stock.cells
    kind = np.array([cell.kind for cell in cells], np.int64)
    pool = np.array([cell.pool for cell in cells], np.int64)
    ticks = np.array([float(cell.ticks) for cell in cells])
    table_effort = np.array([float(cell.table_effort) for cell in cells])
    table_cases = np.array([float(cell.table_cases) for cell in cells])
    arrivals = np.array([cell.arrivals for cell in cells], np.float64)
    given = np.array([cell.closures for cell in cells], np.float64)
    by_hours = given == BY_HOURS
    limit = np.array(stock.limits, np.float64)
    into_pool = np.zeros((len(cells), len(limit)))
    into_pool[np.arange(len(cells)), pool] = 1
    factor = 1 + np.vstack([changes, np.zeros((1, changes.shape[1]))])[kind].T  # untyped cases take the last row
    cv = np.append(noise, 0.0)[kind] * (table_cases > 0)
    noisy = np.flatnonzero(cv > 0)
    open_ = np.tile(np.array([cell.open for cell in cells], np.float64), (changes.shape[1], 1))
    for _ in range(periods):
        relative = factor.copy()
        if len(noisy):
            relative[:, noisy] *= 1 + relative_noise(open_[:, noisy] / PER_CASE * table_cases[noisy], cv[noisy], rng)
        work = open_ / PER_CASE * ticks * (1 + table_effort * (relative - 1))
        pool_work = work @ into_pool
        with np.errstate(divide="ignore", invalid="ignore"):
            done = np.where(pool_work > 0, np.minimum(1, limit / pool_work), 1.0)
            lacking = np.where(pool_work > limit, (pool_work - limit) / pool_work, 0.0)
        done[:, stock.nobody] = 0
        closures = np.where(by_hours, np.floor(open_ * done[:, pool]), np.minimum(given, open_ + arrivals))
        open_ = open_ + arrivals - closures
        yield Worlds(open_, work, work * lacking[:, pool])
