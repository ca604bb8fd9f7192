"""What a bound by officer prices consists of. The sums are in ``bounds/lagrangian.py``; the checker has its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from solver.arrays import Ints


@dataclass(frozen=True, slots=True)
class HeldGoals:
    """What better-ranked levels leave room for, in one part. ``None``: not held (yet).

    Attributes
    ----------
    load : int64 array, shape (officers,), ticks, -1: none
        The most an officer may carry: the smaller of the hard hours and ``floor((target + t) * limit)``.
    coverage : dict of priority to int
        The most units' size (or ticks) that may stay unplaced.
    coverage_by_hours : bool
    continuity, evenness, cost : int or None
    """

    load: Ints
    coverage: dict[int, int] = field(default_factory=dict)
    coverage_by_hours: bool = False
    continuity: int | None = None
    evenness: int | None = None
    cost: int | None = None


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
        Per tick above the fair load, at most the price of the excess itself.
    coverage : dict of priority to int
    continuity, evenness, cost : int
    """

    denominator: int
    hours: Ints
    standard: Ints
    kept: Ints
    excess: Ints
    coverage: dict[int, int] = field(default_factory=dict)
    continuity: int = 0
    evenness: int = 0
    cost: int = 0
    counted: dict[int, int] = field(default_factory=dict)


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
