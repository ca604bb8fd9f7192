"""Rare types are drawn towards their group, each as far as it is unsure (empirical Bayes).

Logarithms of the weights of a group are taken to lie around a mean of the group (Morris 1983, Parametric empirical
Bayes inference). How far they lie apart is estimated as Paule and Mandel (1982) do: so that the squares, each divided
by its variance, add up to what they should. A type that everybody met a hundred times keeps its weight; one that two
officers met three times is mostly its group. The interval counts that the mean of the group, and the spread, are
estimates, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Floats, Ints

FEWEST = 4
"""Types of a group with a weight below which nothing is drawn: how far three lie apart says nothing."""
STEPS = 60


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Weights after drawing. All arrays have shape (types,).

    Attributes
    ----------
    log_weight, variance, df : float arrays
        As they are to be used; those of types that are in no group, or in one too small, unchanged.
    share : float array, 0 to 1
        How far each was drawn towards its group.
    """

    log_weight: Floats
    variance: Floats
    df: Floats
    share: Floats


def shrink(log_weight: Floats, variance: Floats, df: Floats, hours: Floats, groups: Ints) -> Shrunk:
    """Draw the weights of every group towards its mean.

    Parameters
    ----------
    log_weight : float array, shape (types,), or NaN
        NaN: nothing was measured, so nothing is given.
    variance, df : float arrays, shape (types,)
        Of the logarithm; NaN where one officer alone met the type. It is then taken to be as unsure as its group would
        be with so few hours.
    hours : float array, shape (types,)
        That the type was measured by.
    groups : int64 array, shape (types,)
        Negative: of no group.
    """
    out = Shrunk(log_weight.copy(), variance.copy(), df.copy(), np.zeros(len(log_weight)))
    for group in sorted({int(g) for g in groups if g >= 0}):
        members = np.flatnonzero((groups == group) & np.isfinite(log_weight))
        known = members[np.isfinite(variance[members]) & (variance[members] > 0)]
        if len(known) < FEWEST:
            continue
        used = variance[members].copy()
        unknown = ~(np.isfinite(used) & (used > 0))
        used[unknown] = float(np.median(variance[known] * hours[known])) / np.maximum(hours[members][unknown], 1e-9)
        _draw(out, members, log_weight[members], used)
    return out


def _draw(out: Shrunk, members: Ints, y: Floats, variance: Floats) -> None:
    between = between_types(y, variance)
    precision = 1 / (variance + between)
    mean = float((precision * y).sum() / precision.sum())
    share = variance * precision
    count = len(y)
    usual = float((precision * variance).sum() / precision.sum()) + between
    spread_unknown = 2 / (count - 3) * share**2 * (y - mean) ** 2 * usual * precision
    out.log_weight[members] = share * mean + (1 - share) * y
    out.variance[members] = variance * (1 - share) + share**2 / precision.sum() + spread_unknown
    out.df[members] = np.where(np.isfinite(out.df[members]), out.df[members], 0.0) + share * (count - 1)
    out.share[members] = share


def between_types(y: Floats, variance: Floats) -> float:
    """Variance of the true values of a group, 0 where the differences are no greater than the errors."""

    def excess(between: float) -> float:
        precision = 1 / (variance + between)
        mean = (precision * y).sum() / precision.sum()
        return float((precision * (y - mean) ** 2).sum()) - (len(y) - 1)

    if excess(0.0) <= 0:
        return 0.0
    low, high = 0.0, 1.0
    while excess(high) > 0:
        high *= 2
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return high
