"""Weights of a time study: hours by case, how far each may be wrong, and the hours that an officer has for cases.

The weight of a type is a ratio of sums: all hours that were worked on it, by all cases of it that there were, over the
weeks of officers that count. Large caseloads weigh more in it than small ones, as they do in the work.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.errors import InvalidParameter
from solver.weights.cells import Cells, cells_of
from solver.weights.clusters import Spread, influences, spread_of
from solver.weights.shrinkage import Shrunk, shrink
from solver.weights.single_cases import case_variation
from solver.weights.student_t import half_width
from solver.weights.study import TimeStudy, Unit

WEEKS = {"week": 1.0, "month": 365.2425 / 84, "quarter": 365.2425 / 28, "year": 365.2425 / 7}
"""Weeks of a period; a month is a twelfth of a year."""
LEVEL = 0.9
"""Of the intervals: 5th to 95th percentile, as a roster has them."""
SMALLEST = 1e-4
"""Hours that a weight is rounded to."""


@dataclass(frozen=True, slots=True)
class Estimation:
    """What is estimated.

    Attributes
    ----------
    unit : Unit
    period : str
        week, month, quarter or year: the time of which an open case's weight is the hours. A new case has no period.
    shared_cv : float, 0 to 1
        Error that all weights of the study share and that no study shows of itself, as a coefficient of variation: what
        people round up, forget, or do otherwise because they are asked. It widens every interval, and makes errors go
        together. 0 where nothing is known about it.

    Raises
    ------
    InvalidParameter
        Where the period or the error is none.
    """

    unit: Unit = Unit.OPEN
    period: str = "month"
    shared_cv: float = 0.0

    def __post_init__(self) -> None:
        if self.period not in WEEKS:
            raise InvalidParameter(f"a period is week, month, quarter or year, not {self.period}")
        if not 0 <= self.shared_cv <= 1:
            raise InvalidParameter(f"the shared error must be 0 to 1, not {self.shared_cv}")


@dataclass(frozen=True, slots=True)
class Share:
    """Share of the recorded time that belongs to cases.

    Attributes
    ----------
    value, low, high : float, 0 to 1
        ``low`` and ``high`` are equal to the value where one officer alone took part.
    """

    value: float
    low: float
    high: float

    def hours(self, full_time_week: float, period: str) -> float:
        """Hours for cases that a full-time officer has in a period."""
        return self.value * full_time_week * WEEKS[period]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Weights of a study. All arrays have shape (types,) unless said otherwise.

    Attributes
    ----------
    weight, low, high : float arrays, hours, or NaN
        Median, 5th and 95th percentile of the error. ``weight`` is NaN without cases or entries, the others also where
        one officer alone met the type.
    measured : float array, hours, or NaN
        Before a rare type was drawn towards its group.
    drawn : float array, 0 to 1
        How far it was.
    case_cv : float array, or NaN
        Coefficient of variation of single cases.
    hours, cases : float arrays
        What was measured: hours after correction; case-weeks, or new cases.
    officers : int64 array
        Who had such cases in weeks that count.
    spread : Spread
        Relative errors, of the study alone.
    correlation : float, 0 to 1, or None
        How far the errors of two weights go together, weighted by hours. None with fewer than two unsure weights.
    case_share : Share or None
        None where nothing was recorded.
    cells : Cells
    """

    weight: Floats
    low: Floats
    high: Floats
    measured: Floats
    drawn: Floats
    case_cv: Floats
    hours: Floats
    cases: Floats
    officers: Ints
    spread: Spread
    correlation: float | None
    case_share: Share | None
    cells: Cells

    @property
    def is_measured(self) -> Flags:
        """Types that have a weight. Shape (types,)."""
        out: Flags = np.isfinite(self.weight)
        return out


def estimate(study: TimeStudy, asked: Estimation | None = None) -> Estimate:
    """Weights of a time study.

    Parameters
    ----------
    study : TimeStudy
    asked : Estimation, optional
        Default: hours of an open case in a month.
    """
    asked = asked or Estimation()
    cells = cells_of(study, asked.unit)
    hours, cases = cells.hours.sum(axis=(0, 1)), cells.cases.sum(axis=(0, 1))
    scale = WEEKS[asked.period] if asked.unit is Unit.OPEN else 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        measured = np.where((cases > 0) & (hours > 0), hours / cases * scale, np.nan)
    spread = spread_of(cells.hours, cells.cases)
    shrunk = shrink(np.log(measured), spread.variance, spread.df, hours, study.groups)
    weight, low, high = interval(shrunk, asked.shared_cv)
    return Estimate(
        weight=weight,
        low=low,
        high=high,
        measured=measured,
        drawn=shrunk.share,
        case_cv=case_variation(study, cells if asked.unit is Unit.OPEN else cells_of(study)),
        hours=hours,
        cases=cases,
        officers=(cells.cases > 0).any(axis=1).sum(axis=0),
        spread=spread,
        correlation=correlation_of(cells, spread, asked.shared_cv),
        case_share=_case_share(cells),
        cells=cells,
    )


def interval(shrunk: Shrunk, shared_cv: float) -> tuple[Floats, Floats, Floats]:
    """Weight, 5th and 95th percentile, each of shape (types,); NaN where not known.

    The shared error is a normal of the logarithm that is known, so it adds degrees of freedom besides its variance.
    """
    shared = float(np.log1p(shared_cv**2))
    total = shrunk.variance + shared
    with np.errstate(divide="ignore", invalid="ignore"):
        df = np.where(shrunk.variance > 0, shrunk.df * (total / shrunk.variance) ** 2, np.inf)
    known = np.isfinite(total) & (df > 0)
    reach = np.full(len(total), np.nan)
    for at in np.flatnonzero(known).tolist():
        reach[at] = half_width(float(df[at]), LEVEL) * float(np.sqrt(total[at]))
    weight = np.exp(shrunk.log_weight)
    with np.errstate(over="ignore"):
        return weight, weight * np.exp(-reach), weight * np.exp(reach)


def correlation_of(cells: Cells, spread: Spread, shared_cv: float) -> float | None:
    """How far errors of two weights go together: by officers, by weeks, and by what the whole study shares.

    The mean of the correlations of all pairs, each weighted by the hours of both types; ``--weight-correlation`` takes
    one figure.
    """
    known = np.flatnonzero(np.isfinite(spread.variance) & (spread.variance > 0))
    if len(known) < 2:
        return None
    together = covariances(cells, spread, known)
    together += float(np.log1p(shared_cv**2))
    deviation = np.sqrt(np.diag(together))
    hours = cells.hours.sum(axis=(0, 1))[known]
    of_pairs = np.outer(hours, hours)
    np.fill_diagonal(of_pairs, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(np.outer(deviation, deviation) > 0, together / np.outer(deviation, deviation), 0.0)
    return float(np.clip((of_pairs * each).sum() / of_pairs.sum(), 0.0, 1.0))


def covariances(cells: Cells, spread: Spread, kinds: Ints) -> Floats:
    """Of the errors of the logarithms of some weights, by what officers and weeks they share. Shape (kinds, kinds)."""
    influence = influences(cells.hours, cells.cases)[:, :, kinds]
    by_officer, by_week = influence.sum(axis=1), influence.sum(axis=0)
    return _scaled(by_officer.T @ by_officer, spread.officers[kinds]) + _scaled(
        by_week.T @ by_week, spread.weeks[kinds]
    )


def _scaled(products: Floats, variance: Floats) -> Floats:
    """Products of influences with the corrected variances on the diagonal."""
    diagonal = np.diag(products)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.sqrt(np.where(diagonal > 0, variance / diagonal, 0.0))
    out: Floats = products * np.outer(factor, factor)
    return out


def _case_share(cells: Cells) -> Share | None:
    counted = np.where(cells.covered, cells.recorded, 0.0)
    for_cases = np.where(cells.covered, cells.recorded - cells.other_hours, 0.0)
    if not counted.sum() > 0 or not for_cases.sum() > 0:
        return None
    value = float(for_cases.sum() / counted.sum())
    spread = spread_of(for_cases[:, :, None], counted[:, :, None])
    variance, df = float(spread.variance[0]), float(spread.df[0])
    reach = half_width(df, LEVEL) * variance**0.5 if df > 0 else 0.0
    return Share(value, float(value * np.exp(-reach)), float(min(1.0, value * np.exp(reach))))
