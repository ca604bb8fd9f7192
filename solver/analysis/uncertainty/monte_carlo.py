"""Many possible worlds: what the errors of the weights and the variation of single cases add to sums of efforts.

Cases are counted, not listed: a *cell* is a number of cases of one type in one bucket (an officer, a tier, ...). The
hours of n cases that vary independently, each a gamma of the same mean and coefficient of variation c, are exactly one
gamma of shape n / c^2, so a cell costs one draw in each world, however many cases it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from solver.analysis.uncertainty.weights import Parts
from solver.arrays import Floats, Ints

DRAWS_AT_ONCE = 2_000_000
"""Numbers that are in memory for each step of a simulation."""
LEVELS = (0.05, 0.5, 0.95)
"""Percentiles of a range."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Cases counted by bucket and type. Sorted by bucket.

    Attributes
    ----------
    bucket, kind : int64 arrays, shape (cells,)
        Bucket, and row of the weight table.
    cases : int64 array, shape (cells,)
    effort : int64 array, shape (cells,), ticks
        Of all of them, by the table.
    """

    bucket: Ints
    kind: Ints
    cases: Ints
    effort: Ints

    def __len__(self) -> int:
        return len(self.bucket)


def cells_of(bucket: NDArray[np.integer], kind: NDArray[np.integer], effort: Ints, types: int) -> Cells:
    """Count cases, or their parts; all three arrays have one entry for each."""
    key = bucket.astype(np.int64) * max(1, types) + kind
    names, at, counts = np.unique(key, return_inverse=True, return_counts=True)
    total = np.zeros(len(names), np.int64)
    np.add.at(total, at, effort)
    return Cells(names // max(1, types), names % max(1, types), counts.astype(np.int64), total)


@dataclass(frozen=True, slots=True)
class Deltas:
    """What every world adds to the sums of the buckets, in ticks; exactly 0 where nothing is uncertain.

    Attributes
    ----------
    weights, single_cases, both : float arrays, shape (buckets, worlds)
        By the errors of the weights alone, by the variation of single cases alone, and by both. In one world all three
        rest on the same draws.
    """

    weights: Floats
    single_cases: Floats
    both: Floats

    def each(self) -> tuple[Floats, Floats, Floats]:
        """The three of them, in that order."""
        return self.weights, self.single_cases, self.both

    def of(self, bucket: int) -> Deltas:
        """Those of one bucket."""
        return Deltas(self.weights[bucket], self.single_cases[bucket], self.both[bucket])


@dataclass(frozen=True, slots=True)
class Range:
    """The 5th percentile, the median and the 95th percentile of a simulated figure."""

    low: Fraction
    median: Fraction
    high: Fraction

    def per(self, hours: Fraction) -> Range:
        """All three divided by the same number."""
        return Range(self.low / hours, self.median / hours, self.high / hours)


@dataclass(frozen=True, slots=True)
class BySource:
    """One figure with its uncertainty from each source.

    Attributes
    ----------
    weights, single_cases, both : Range
    """

    weights: Range
    single_cases: Range
    both: Range

    def per(self, hours: Fraction) -> BySource:
        """All of them divided by the same number."""
        return BySource(self.weights.per(hours), self.single_cases.per(hours), self.both.per(hours))


@dataclass(frozen=True, slots=True)
class Chance:
    """A simulated probability.

    Attributes
    ----------
    probability : float
        Worlds in which it happens, divided by all.
    standard_error : float
        Of the simulation: ``sqrt(p (1 - p) / worlds)``.
    """

    probability: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Chances:
    """One probability by each source of uncertainty alone, and by both."""

    weights: Chance
    single_cases: Chance
    both: Chance


@dataclass(frozen=True, slots=True)
class Draws:
    """What is drawn once and holds for all that is simulated.

    Attributes
    ----------
    parts : Parts
        What the hours of the cases rest on (``solver.analysis.uncertainty.weights.parts_of``).
    changes : float array, shape (rows, worlds)
        Relative errors of the weights (``solver.analysis.uncertainty.drawing.weight_changes``).
    noise : float array, shape (rows,)
        Coefficient of variation of single cases.
    seed : int
    """

    parts: Parts
    changes: Floats
    noise: Floats
    seed: int

    @property
    def worlds(self) -> int:
        """How many there are."""
        return int(self.changes.shape[1])


def simulate(cells: Cells, buckets: int, changes: Floats, noise: Floats, rng: np.random.Generator) -> Deltas:
    """Sum up all worlds.

    Parameters
    ----------
    cells : Cells
    buckets : int
    changes : float array, shape (rows, worlds)
        From ``weight_changes``.
    noise : float array, shape (rows,)
        Coefficient of variation of single cases.
    rng : Generator
    """
    worlds = changes.shape[1]
    out = Deltas(*(np.zeros((buckets, worlds)) for _ in range(3)))
    cv = noise[cells.kind]
    for wanted in (cv == 0, cv > 0):
        chosen = np.flatnonzero(wanted & (cells.effort > 0))
        step = max(1, DRAWS_AT_ONCE // worlds)
        for first in range(0, len(chosen), step):
            some = chosen[first : first + step]
            effort = cells.effort[some].astype(np.float64)[:, None]
            error = changes[cells.kind[some]]
            starts = np.flatnonzero(np.diff(cells.bucket[some], prepend=-1))
            into = cells.bucket[some][starts]
            out.weights[into] += np.add.reduceat(effort * error, starts, axis=0)
            if cv[some[0]]:
                noisy = _relative_noise(cells.cases[some], cv[some], worlds, rng)
                out.single_cases[into] += np.add.reduceat(effort * noisy, starts, axis=0)
                error += noisy * (1 + error)
            out.both[into] += np.add.reduceat(effort * error, starts, axis=0)
    return out


def _relative_noise(cases: Ints, cv: Floats, worlds: int, rng: np.random.Generator) -> Floats:
    """How far the sums of these cases lie from their means, as a fraction of them. Shape (cells, worlds)."""
    shape: Floats = (cases / cv**2)[:, None]
    out: Floats = rng.standard_gamma(shape, (len(cases), worlds))
    out /= shape
    out -= 1
    return out


def relative_noise(cases: Floats, cv: Floats, rng: np.random.Generator) -> Floats:
    """The same for numbers of cases that differ from world to world, 0 where there are none. Shape of ``cases``."""
    shape = np.where((cases > 0) & (cv > 0), cases / np.where(cv > 0, cv, 1) ** 2, 0.0)
    drawn = rng.standard_gamma(np.where(shape > 0, shape, 1.0))
    return np.where(shape > 0, drawn / np.where(shape > 0, shape, 1.0) - 1, 0.0)


def chance(happens: NDArray[np.bool_]) -> Chance:
    """How often something happens among the worlds."""
    return _chance(float(happens.mean()), len(happens))


def _chance(p: float, worlds: int) -> Chance:
    return Chance(p, sqrt(p * (1 - p) / worlds))


def percentile_range(base: Fraction | int, added: Floats, unit: Fraction) -> Range:
    """Percentiles of ``(base + added) * unit`` over the worlds.

    The k-th of n worlds in order counts as the k / (n + 1) quantile, so that one more world lies below the 5th
    percentile with probability 0.05, however few there are.
    """
    return _range(base, np.quantile(added, LEVELS, method="weibull").tolist(), unit)


def _range(base: Fraction | int, added: Sequence[float], unit: Fraction) -> Range:
    low, middle, high = ((base + Fraction(each)) * unit for each in added)
    return Range(low, middle, high)


def ranges_of(base: Fraction | int, deltas: Deltas, unit: Fraction) -> BySource:
    """``percentile_range`` by each source, for one bucket."""
    return BySource(*(percentile_range(base, added, unit) for added in deltas.each()))


def all_ranges(bases: Sequence[int], deltas: Deltas, units: Sequence[Fraction | None]) -> list[BySource | None]:
    """``ranges_of`` for every bucket at once; None where there is no unit."""
    found = [np.quantile(added, LEVELS, axis=1, method="weibull").T.tolist() for added in deltas.each()]
    return [
        None if unit is None else BySource(*(_range(base, levels, unit) for levels in each))
        for base, unit, *each in zip(bases, units, *found, strict=True)
    ]


def all_chances_above(slack: Ints, deltas: Deltas) -> list[Chances]:
    """``chances_above`` for every bucket at once."""
    room = slack.astype(np.float64)[:, None]
    found = [(added > room).mean(axis=1).tolist() for added in deltas.each()]
    worlds = deltas.weights.shape[1]
    return [Chances(*(_chance(p, worlds) for p in each)) for each in zip(*found, strict=True)]


def chances_above(slack: Fraction | int, deltas: Deltas) -> Chances:
    """That more than the slack is added, by each source, for one bucket."""
    return Chances(*(chance(added > float(slack)) for added in deltas.each()))
