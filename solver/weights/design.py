"""How many officers for how many weeks: what a study of that size would know, and what would halve its intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, expm1, inf, log1p, sqrt

import numpy as np

from solver.errors import InvalidParameter
from solver.weights.estimate import LEVEL, Estimate
from solver.weights.student_t import half_width

MOST_OFFICERS, MOST_WEEKS = 10_000, 260


@dataclass(frozen=True, slots=True)
class Differences:
    """How much the hours by case differ, as standard deviations of their logarithm.

    Attributes
    ----------
    officers : float, >= 0
        Between officers, for good.
    weeks : float, >= 0
        Between weeks, for everybody alike.
    rest : float, >= 0
        Between weeks of one officer besides: other cases, other days.

    Raises
    ------
    InvalidParameter
        Where one is negative.
    """

    officers: float = 0.3
    weeks: float = 0.1
    rest: float = 0.4

    def __post_init__(self) -> None:
        if min(self.officers, self.weeks, self.rest) < 0:
            raise InvalidParameter("differences between officers and weeks must be 0 or more")


def relative_half_width(officers: int, weeks: int, differ: Differences) -> float:
    """Half of the 90 % interval of a weight, as a share of the weight: 0.2 is ±20 % (upwards; downwards it is less).

    Infinite with one officer: nobody knows how officers differ.
    """
    if officers < 2 or weeks < 1:
        return inf
    own = (differ.officers**2 + differ.rest**2 / weeks) / officers
    shared = differ.weeks**2 / weeks if weeks > 1 else 0.0
    variance = own + shared
    if variance == 0:
        return 0.0
    df = variance**2 / (own**2 / (officers - 1) + (shared**2 / (weeks - 1) if shared else 0.0))
    reach = half_width(df, LEVEL) * sqrt(variance)
    return exp(reach) - 1 if reach < 50 else inf


def officers_needed(wished: float, weeks: int, differ: Differences) -> int | None:
    """Fewest officers that have at most the wished half-width after so many weeks; None where no number is enough."""
    return _fewest(lambda officers: relative_half_width(officers, weeks, differ) <= wished, 2, MOST_OFFICERS)


def weeks_needed(wished: float, officers: int, differ: Differences, fewest: int = 2) -> int | None:
    """Fewest weeks of so many officers; None where no number is enough, because the officers are too few.

    A single week says nothing of how weeks differ, so it is not offered.
    """
    return _fewest(lambda weeks: relative_half_width(officers, weeks, differ) <= wished, fewest, MOST_WEEKS)


def _fewest(is_enough: Callable[[int], bool], least: int, most: int) -> int | None:
    """Doubling, then halving: more is never worse from where it is enough for the first time."""
    high = least
    while not is_enough(high):
        if high >= most:
            return None
        high = min(2 * high, most)
    low = max(least, high // 2)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle + 1, high)
    return high


@dataclass(frozen=True, slots=True)
class Halving:
    """What would halve the interval of one weight.

    Attributes
    ----------
    more_officers : int or None
        For as many weeks; None: no number of officers alone does it.
    more_weeks : int or None
        Of the same officers; None: no number of weeks alone does it.
    """

    more_officers: int | None
    more_weeks: int | None


def differences_of(found: Estimate, kind: int) -> tuple[Differences, int, int] | None:
    """How officers and weeks differed for one type, with how many of them had it; None where it has no interval."""
    spread, cases = found.spread, found.cells.cases[:, :, kind]
    officers, weeks = int((cases > 0).any(axis=1).sum()), int((cases > 0).any(axis=0).sum())
    if not np.isfinite(spread.variance[kind]) or officers < 2:
        return None
    rest = float(spread.cells[kind]) if np.isfinite(spread.cells[kind]) else 0.0
    own = max(float(spread.officers[kind]) - rest, 0.0)
    rest = min(rest, float(spread.officers[kind]))
    shared = float(spread.weeks[kind])
    return Differences(sqrt(own * officers), sqrt(shared * weeks), sqrt(rest * officers * weeks)), officers, weeks


def halving(found: Estimate, kind: int) -> Halving | None:
    """How many more officers, or more weeks, would halve the interval of a type; None where it has none."""
    known = differences_of(found, kind)
    if known is None:
        return None
    differ, officers, weeks = known
    wished = half_of(relative_half_width(officers, weeks, differ))
    enough_officers = officers_needed(wished, weeks, differ)
    enough_weeks = weeks_needed(wished, officers, differ)
    return Halving(
        None if enough_officers is None else max(enough_officers - officers, 0),
        None if enough_weeks is None else max(enough_weeks - weeks, 0),
    )


def half_of(wide: float) -> float:
    """The half-width of an interval that is half as long on the logarithm."""
    return expm1(log1p(wide) / 2)
