"""Weights where diaries know no types: hours of officers and weeks, explained by how many cases of each type they had.

The hours of a week are a sum over the types of cases times weight. Officers with other mixes of cases let the weights
be told apart; where all have the same mix, nothing can. Every row is divided by its number of cases, because who has
twice the cases is off by twice the hours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.weights.cells import case_counts, cells_of
from solver.weights.estimate import LEVEL, WEEKS, Estimate, Estimation, estimate
from solver.weights.nnls import nonnegative_least_squares
from solver.weights.student_t import half_width
from solver.weights.study import TimeStudy, Unit

COLLINEAR = 30.0
"""Condition index from which columns cannot be told apart (Belsley, Kuh and Welsch 1980, Regression Diagnostics)."""
SHARE = 0.5
"""Of the variance of a coefficient that must come with such an index for its type to be named."""
LOOSE = 0.1
"""Of the projection onto the directions that cannot be seen, below which two columns have nothing in common in it."""


@dataclass(frozen=True, slots=True)
class FromTotals:
    """Weights by non-negative least squares. All arrays have shape (types,).

    Attributes
    ----------
    weight, low, high : float arrays, hours, or NaN
        ``weight`` is NaN for types that nobody had, and 0 where the hours do not show it; ``low`` and ``high`` are NaN
        there, and with fewer than two more officers than types.
    together : tuple of tuples of int
        Types whose cases rise and fall together, so that their weights cannot be told apart: the sum may be right while
        each is not.
    rows : int
        Weeks of officers that count.
    explained : float, at most 1
        Share of the differences in the hours that the cases explain.
    """

    weight: Floats
    low: Floats
    high: Floats
    together: tuple[tuple[int, ...], ...]
    rows: int
    explained: float


def weights_of_totals(study: TimeStudy, asked: Estimation | None = None) -> FromTotals:
    """Weights from the hours of a study whose entries have no types; all its time belongs to cases.

    The interval is that of a jackknife: officers left out one by one, and weeks, whose variances are added (weeks
    beyond what single cells vary); Student's t has as many degrees of freedom as there are more officers than types.
    """
    asked = asked or Estimation()
    cells = cells_of(study, asked.unit)
    cases = case_counts(study, asked.unit)
    use = cells.covered & (cases.sum(axis=2) > 0)
    had: Flags = (cases * use[:, :, None]).sum(axis=(0, 1)) > 0
    scale = WEEKS[asked.period] if asked.unit is Unit.OPEN else 1.0
    blank = np.full(len(study.types), np.nan)
    officer, week = np.nonzero(use)
    if not len(officer):
        return FromTotals(blank, blank.copy(), blank.copy(), (), 0, 0.0)
    size = cases[use].sum(axis=1)
    mix, hours = cases[use][:, had] / size[:, None], cells.recorded[use] / size
    weight = nonnegative_least_squares(mix, hours)
    residual = hours - mix @ weight
    around = float(((hours - hours.mean()) ** 2).sum())
    out, low, high = blank, blank.copy(), blank.copy()
    out[had] = weight * scale
    spare = len(np.unique(officer)) - int(had.sum())
    if spare >= 1:
        error = np.sqrt(_variance(mix, hours, officer, week)) * half_width(spare, LEVEL)
        shown = weight > 0
        low[had] = np.where(shown, np.maximum(weight - error, 0.0), np.nan) * scale
        high[had] = np.where(shown, weight + error, np.nan) * scale
    names = np.flatnonzero(had)
    together = tuple(tuple(int(names[at]) for at in group) for group in collinear(mix))
    return FromTotals(out, low, high, together, len(hours), 1 - float((residual**2).sum()) / around if around else 0.0)


def as_estimate(study: TimeStudy, asked: Estimation, found: FromTotals) -> Estimate:
    """The same as an estimate, so that it is shown like one: what a study of totals does not know is NaN or None.

    A weight that the hours do not show is not known: it is certainly not 0.
    """
    weight = np.where(found.weight > 0, found.weight, np.nan)
    of_types = estimate(study, asked)
    return replace(
        of_types, weight=weight, low=found.low, high=found.high, measured=weight, correlation=None, case_share=None
    )


def _variance(mix: Floats, hours: Floats, officer: Ints, week: Ints) -> Floats:
    """Jackknife variance of each coefficient by officers, and by weeks beyond the cells."""
    own = _jackknife(mix, hours, officer)
    if len(np.unique(week)) < 2:
        return own
    by_week = _jackknife(mix, hours, week)
    rest = _jackknife_of_rows(mix, hours)
    out: Floats = own + np.maximum(by_week - rest, 0.0)
    return out


def _jackknife(mix: Floats, hours: Floats, cluster: Ints) -> Floats:
    every = np.unique(cluster)
    left_out = np.array([nonnegative_least_squares(mix[cluster != c], hours[cluster != c]) for c in every])
    out: Floats = (len(every) - 1) / len(every) * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0)
    return out


def _jackknife_of_rows(mix: Floats, hours: Floats) -> Floats:
    """The same, row by row, as the leverages give it for the coefficients that are above 0."""
    weight = nonnegative_least_squares(mix, hours)
    used = mix[:, weight > 0]
    inverse = np.linalg.pinv(used.T @ used)
    leverage = np.einsum("ij,jk,ik->i", used, inverse, used)
    change = (used @ inverse) * ((hours - mix @ weight) / np.maximum(1 - leverage, 1e-9))[:, None]
    out = np.zeros(mix.shape[1])
    out[weight > 0] = (len(hours) - 1) / len(hours) * ((change - change.mean(axis=0)) ** 2).sum(axis=0)
    return out


def collinear(columns: Floats) -> list[list[int]]:
    """Groups of columns that cannot be told apart, by condition indices and shares of variance.

    Parameters
    ----------
    columns : float array, shape (rows, columns), none of them all 0
    """
    scaled = columns / np.sqrt((columns**2).sum(axis=0))
    _, singular, v = np.linalg.svd(scaled, full_matrices=True)
    values = np.zeros(scaled.shape[1])
    values[: len(singular)] = singular
    values = np.maximum(values, 1e-9 * values.max())
    parts = (v / values[:, None]) ** 2
    shares = parts / parts.sum(axis=0)
    weak = np.flatnonzero(values.max() / values >= COLLINEAR)
    if not len(weak):
        return []
    named = np.flatnonzero(shares[weak].sum(axis=0) >= SHARE).tolist()
    bound = np.abs(v[weak].T @ v[weak]) > LOOSE  # the same, however weak directions are turned among themselves
    groups: list[list[int]] = []
    for at in named:
        near = [group for group in groups if bound[at, group].any()]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([at, *(other for group in near for other in group)]))
    return sorted(group for group in groups if len(group) > 1)
