"""What a bound by officer prices consists of. The sums are in ``bounds/lagrangian.py``; the checker has its own."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from solver.arrays import Ints


@dataclass(frozen=True, slots=True)
class HeldGoals:
    """What better-ranked levels leave room for, in one part.

    Attributes
    ----------
    load : int64 array, shape (officers,), ticks, -1: none
        The most an officer may carry: the smaller of the hard hours and ``floor((target + t) * limit)``.
    rooms : dict of level name to int
        Best value and slack of every other level that is held. Fairness is held by ``load``, shortfall by ``least``.
    least : int64 array, shape (officers,), ticks, or empty: none
        The least an officer may carry.
    """

    load: Ints
    rooms: dict[str, int] = field(default_factory=dict)
    least: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices per unit of breaking a rule, over a common denominator. All are 0 or more.

    Attributes
    ----------
    denominator : int
    hours : int64 array, shape (officers,)
        Per tick above ``Held.load``.
    standard : int64 array, shape (officers,)
        Per case above the standard.
    kept : int64 array, shape (officers,)
        Per weight kept above what fits into the hours when the officer keeps nothing but what is theirs.
    counted : dict of priority to int, ticks
        The longest cases of each priority that ``kept`` counts; where a priority is not in it, all are counted.
    excess : int64 array, shape (officers,)
        Per tick above the fair load, at most what such a tick counts.
    goals : dict of level name to int
        Per unit of a better-ranked level above its room.
    least : int64 array, shape (officers,), or empty: none
        Per tick below ``HeldGoals.least``.
    """

    denominator: int
    hours: Ints
    standard: Ints
    kept: Ints
    excess: Ints
    goals: dict[str, int] = field(default_factory=dict)
    counted: dict[int, int] = field(default_factory=dict)
    least: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def tick(self) -> Ints:
        """What a tick of work costs with each officer, all in all. Shape (officers,)."""
        charged = self.hours + self.excess
        return charged - self.least if len(self.least) else charged


@dataclass(frozen=True, slots=True)
class Certificate:
    """Prices that prove the bound of one level in one part.

    For fairness the level's value is not part of the sum: the prices show that the sum of all choices at the load of
    ``step`` exceeds 0, so that no plan exists there and the bound is ``step + 1``.

    Attributes
    ----------
    level : str
    part : int
    officers : int64 array
        Numbers in the problem, in the order of the prices.
    prices : Prices
    held : Held
    bound : int
    step : int or None
    """

    level: str
    part: int
    officers: Ints
    prices: Prices
    held: HeldGoals
    bound: int
    step: int | None = None
