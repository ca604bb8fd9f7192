"""How far a ratio may be wrong when entries of one officer, and of one week, are alike.

An hour that one officer writes down says little new after another hour of the same officer: not entries are the sample,
but officers and weeks. The relative error of a ratio of sums, hours by cases, is split into what officers differ by and
what weeks differ by (as Cameron, Gelbach and Miller 2011: variance of the sums by officer, plus that of the sums by
week, minus what both hold; here that is what remains of the cells without their officer and their week, so that the
effects of officers are not taken off those of weeks). Few clusters make such sums of squares too small and unsure:
each is divided by its expectation where every cluster has an effect of its own of one variance, and has the degrees of
freedom of that model (Bell and McCaffrey 2002; Satterthwaite 1946; Imbens and Kolesár 2016). Ends are those of
Student's t on the logarithm, because an error of a weight is a factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Floats

NEGLIGIBLE = 1e-12


@dataclass(frozen=True, slots=True)
class Spread:
    """Relative error of the ratio of each type. All arrays have shape (types,).

    Attributes
    ----------
    officers, weeks, cells : float arrays, or NaN where there are too few
        Variances of the logarithm of the ratio: by officers; what weeks add to it; what remains of the cells.
    variance : float array, or NaN
        Of the logarithm, both together.
    df : float array, or 0 where the variance is not known
        Degrees of freedom of the variance.
    """

    officers: Floats
    weeks: Floats
    cells: Floats
    variance: Floats
    df: Floats


def spread_of(hours: Floats, cases: Floats) -> Spread:
    """Relative errors of the sums of hours by the sums of cases.

    Parameters
    ----------
    hours, cases : float arrays, shape (officers, weeks, types), >= 0
    """
    influence = influences(hours, cases)
    officers, df_officers = _sum_of_squares(influence.sum(axis=1), cases.sum(axis=1))
    weeks, df_weeks = _sum_of_squares(influence.sum(axis=0), cases.sum(axis=0))
    cells = _interaction(influence, cases)
    added = np.where(np.isnan(weeks) | np.isnan(cells), 0.0, np.maximum(weeks - cells, 0.0))
    variance = officers + added
    with np.errstate(divide="ignore", invalid="ignore"):
        df = variance**2 / (officers**2 / df_officers + np.where(added > 0, added**2 / df_weeks, 0.0))
        df = np.where(variance > NEGLIGIBLE, df, df_officers)
    return Spread(officers, added, cells, variance, np.where(np.isnan(variance), 0.0, df))


def influences(hours: Floats, cases: Floats) -> Floats:
    """What each cell contributes to the relative error of each ratio. Shape (officers, weeks, types)."""
    total, count = hours.sum(axis=(0, 1)), cases.sum(axis=(0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        out: Floats = np.where((total > 0) & (count > 0), hours / total - cases / count, np.nan)
    return out


def _sum_of_squares(influence: Floats, cases: Floats) -> tuple[Floats, Floats]:
    """Variance by clusters in the first axis, and its degrees of freedom; NaN and 0 where one cluster has everything.

    With shares p of the cases and independent effects of one variance, the sum of squares of the influences
    p (u - sum of p u) is a quadratic form u'Ku whose trace and whose square's trace are sums of powers of p.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        p = cases / cases.sum(axis=0)
        s2, s3, s4 = ((p**k).sum(axis=0) for k in (2, 3, 4))
        trace = s2 - 2 * s3 + s2 * s2
        own = (p**4 * ((1 - 2 * p + s2) ** 2 - (s2 - 2 * p) ** 2)).sum(axis=0)
        square = own + s2 * s2 * s2 * s2 + 2 * s4 * s2 + 2 * s3 * s3 - 4 * s2 * s3 * s2
        known = trace > NEGLIGIBLE * s2
        variance = np.where(known, (influence**2).sum(axis=0) * s2 / trace, np.nan)
        df = np.where(known, trace**2 / square, 0.0)
    return variance, df


def _interaction(influence: Floats, cases: Floats) -> Floats:
    """Variance by what remains of cells of officer and week without both; NaN with one officer or one week."""
    with np.errstate(divide="ignore", invalid="ignore"):
        p = cases / cases.sum(axis=(0, 1))
        by_officer = np.where(p.sum(axis=1) > 0, influence.sum(axis=1) / p.sum(axis=1), 0.0)
        by_week = np.where(p.sum(axis=0) > 0, influence.sum(axis=0) / p.sum(axis=0), 0.0)
        rest = influence - p * (by_officer[:, None, :] + by_week[None, :, :])
        there = p > 0
        count = there.sum(axis=(0, 1))
        free = count - there.any(axis=1).sum(axis=0) - there.any(axis=0).sum(axis=0) + 1
        out: Floats = np.where(free > 0, (rest**2).sum(axis=(0, 1)) * count / free, np.nan)
    return out
