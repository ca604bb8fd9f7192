"""What is known about the case weights: how far each may be wrong, and how much single cases vary.

Two uncertainties, kept apart. The *error of a weight* is shared by all cases of the type: ``weight_hours`` is the
median, ``low_hours`` and ``high_hours`` are the 5th and the 95th percentile, and each half is a lognormal of its own (a
two-piece lognormal with half of the probability on either side). The *variation of single cases* is a gamma with the
weight as its mean and ``case_cv`` as its coefficient of variation; it averages out over a caseload.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite, log
from statistics import NormalDist

import numpy as np

from solver.analysis.uncertainty.phases import DETACHED, Phases
from solver.arrays import Flags, Floats, Ints
from solver.errors import InvalidProblem
from solver.problem import OWN_EFFORT, Problem

PER_HOUR = 10_000
"""Weights are kept as integers: this many are one hour. Coefficients of variation are in 1/10,000, too."""
UNKNOWN = -1
"""Number where a table says nothing."""
Z95 = NormalDist().inv_cdf(0.95)
"""95th percentile of the standard normal distribution, 1.645."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight table, one row for each of ``Cases.type_names``, and one more for each later phase of a type.

    Attributes
    ----------
    weight, low, high : int64 arrays, shape (rows,), 1/10,000 h, or ``UNKNOWN``
        Median, 5th and 95th percentile of the weight. A side that is not known has no error.
    case_cv : int64 array, shape (rows,), 1/10,000, or ``UNKNOWN``
        Coefficient of variation of single cases; not known counts as 0.
    unit, source : tuples of (str or None), length rows
        What one case is, and the study behind the number.
    from_table : bool array, shape (cases,)
        The case's effort is the weight of its type. False where the case brings hours of its own: these are taken as
        known.
    phases : Phases or None
        None: no type has more than one row.
    """

    weight: Ints
    low: Ints
    high: Ints
    case_cv: Ints
    unit: tuple[str | None, ...]
    source: tuple[str | None, ...]
    from_table: Flags
    phases: Phases | None = None

    def __post_init__(self) -> None:
        types = len(self.weight)
        if self.phases is not None and len(self.phases.row_type) != types:
            raise InvalidProblem("weights.phases must say the type of every row")
        for name in ("weight", "low", "high", "case_cv"):
            column = getattr(self, name)
            if column.dtype != np.int64 or column.shape != (types,):
                raise InvalidProblem(f"weights.{name} must be int64 of shape ({types},)")
            if types and int(column.min()) < UNKNOWN:
                raise InvalidProblem(f"weights.{name} must be 0 or more, or UNKNOWN (-1)")
        for name in ("unit", "source"):
            if len(getattr(self, name)) != types:
                raise InvalidProblem(f"weights.{name} must have {types} entries, one for each type")
        if self.from_table.dtype != np.bool_ or self.from_table.ndim != 1:
            raise InvalidProblem("weights.from_table must be one bool for each case")
        below, above = self.low != UNKNOWN, self.high != UNKNOWN
        if bool(((below | above) & (self.weight == UNKNOWN)).any()):
            raise InvalidProblem("weights.low and weights.high need a weight")
        if bool((below & (self.low > self.weight)).any()) or bool((above & (self.high < self.weight)).any()):
            raise InvalidProblem("weights must lie between their low and their high")
        if bool((below & (self.low == 0) & (self.weight > 0)).any()):
            raise InvalidProblem("weights.low must be above 0 where the weight is: the error is a factor")
        if bool((above & (self.high > 0) & (self.weight == 0)).any()):
            raise InvalidProblem("weights.high must be 0 where the weight is: the error is a factor")

    @classmethod
    def none(cls, problem: Problem) -> Weights:
        """Nothing is known: every case's effort is taken as it is."""
        types = len(problem.cases.type_names)
        blank = np.full(types, UNKNOWN, np.int64)
        nobody = (None,) * types
        return cls(blank, blank, blank, blank, nobody, nobody, np.zeros(len(problem.cases), np.bool_))

    @property
    def types(self) -> int:
        """How many types there are."""
        return len(self.weight) if self.phases is None else self.phases.types

    def type_names(self, names: tuple[str, ...]) -> list[str]:
        """Of every row, the name of its type. Length rows."""
        return list(names) if self.phases is None else [names[kind] for kind in self.phases.row_type.tolist()]

    @property
    def has_error(self) -> Flags:
        """Rows whose weight may be wrong. Shape (rows,)."""
        below = (self.low != UNKNOWN) & (self.low < self.weight)
        out: Flags = (self.weight > 0) & (below | (self.high > self.weight))
        if self.phases is not None:
            out &= self.phases.row_type != DETACHED
        return out

    @property
    def noise(self) -> Floats:
        """Coefficient of variation of single cases, 0 where it is not known. Shape (rows,)."""
        out: Floats = np.maximum(self.case_cv, 0) / PER_HOUR
        return out

    @property
    def is_certain(self) -> bool:
        """Nothing can be wrong, and no case differs from another of its type."""
        return not bool(self.has_error.any()) and not bool((self.noise > 0).any())

    def changes(self, z: Floats) -> Floats:
        """Relative errors of the weights at standard normal deviates; exactly 0 at zero width.

        Parameters
        ----------
        z : float array, shape (..., rows)
        """
        down, up = self._slopes()
        return np.expm1(z * np.where(z < 0, down, up))

    def at(self, percentile: float) -> Ints:
        """Every weight at a percentile of its error, rounded to 0.0001 h, half up. Shape (rows,), 1/10,000 h.

        The 5th, the 50th and the 95th are the numbers of the table themselves.

        Parameters
        ----------
        percentile : float, above 0 and below 100
        """
        if not (isfinite(percentile) and 0 < percentile < 100):
            raise InvalidProblem(f"a percentile must be above 0 and below 100, not {percentile}")
        exact = {5.0: self.low, 95.0: self.high, 50.0: self.weight}.get(float(percentile))
        if exact is not None:
            return np.where(exact == UNKNOWN, self.weight, exact)
        z = NormalDist().inv_cdf(percentile / 100)
        factor = 1 + self.changes(np.full(len(self.weight), z))
        rounded = [floor(weight * f + 0.5) for weight, f in zip(self.weight.tolist(), factor.tolist(), strict=True)]
        return np.where(self.weight == UNKNOWN, UNKNOWN, np.array(rounded, np.int64).reshape(len(self.weight)))

    def _slopes(self) -> tuple[Floats, Floats]:
        down, up = np.zeros(len(self.weight)), np.zeros(len(self.weight))
        for at in np.flatnonzero(self.has_error).tolist():
            weight, low, high = int(self.weight[at]), int(self.low[at]), int(self.high[at])
            down[at] = log(weight / low) / Z95 if low > 0 else 0.0
            up[at] = log(high / weight) / Z95 if high > 0 else 0.0
        return down, up


def cases_by_table(problem: Problem, weights: Weights) -> Flags:
    """Cases whose hours come from the weight table, so that its errors are theirs. Shape (cases,).

    Not those with hours of their own, and not those for which ``Problem.pairs`` says how long an officer takes.
    """
    cases = problem.cases
    if len(weights.from_table) != len(cases) or weights.types != len(cases.type_names):
        raise InvalidProblem(
            f"the weights are for {len(weights.from_table):,} cases and {weights.types:,} types, "
            f"but the problem has {len(cases):,} and {len(cases.type_names):,}"
        )
    out: Flags = weights.from_table & (cases.case_type >= 0)
    if problem.pairs is not None:
        out[problem.pairs.case[problem.pairs.effort != OWN_EFFORT]] = False
    known: Flags = np.append(weights.weight[: weights.types] > UNKNOWN, False)
    out &= known[cases.case_type]
    return out


@dataclass(frozen=True, slots=True)
class Parts:
    """What the hours of the cases rest on: one part for each case and row of the table. All have shape (parts,).

    Attributes
    ----------
    case, row : int64 arrays
        Cases of the table alone (:func:`cases_by_table`), in their order; one that passes from one phase to the next
        within the period has a part in each.
    effort : int64 array, ticks
        Of each part; that of a case of several phases is rounded to the tick, the last phase has what is left.
    """

    case: Ints
    row: Ints
    effort: Ints


def parts_of(problem: Problem, weights: Weights) -> Parts:
    """Split the cases of the weight table by the rows on which their hours rest."""
    cases = problem.cases
    tabled = np.flatnonzero(cases_by_table(problem, weights))
    phases = weights.phases
    if phases is None or not bool(phases.has_several.any()):
        return Parts(tabled, cases.case_type[tabled].astype(np.int64), cases.effort[tabled])
    several = phases.has_several[cases.case_type[tabled]]
    whole = tabled[~several]
    found = [(whole, cases.case_type[whole].astype(np.int64), cases.effort[whole])]
    for kind in np.flatnonzero(phases.has_several).tolist():
        mine = tabled[cases.case_type[tabled] == kind]
        days = phases.days(kind, phases.opened[mine])
        rows = phases.rows(kind)
        amount = days * weights.weight[rows].astype(np.float64)
        amount[amount.sum(axis=1) == 0] = days[amount.sum(axis=1) == 0]
        before = np.zeros(len(mine), np.int64)
        for at, row in enumerate(rows.tolist()):
            share = amount[:, : at + 1].sum(axis=1) / amount.sum(axis=1)
            goes_on = days[:, at + 1 :].any(axis=1)
            so_far = np.where(goes_on, np.rint(cases.effort[mine] * share).astype(np.int64), cases.effort[mine])
            there = days[:, at] > 0
            found.append((mine[there], np.full(int(there.sum()), row), (so_far - before)[there]))
            before = so_far
    case, row_of, effort = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.lexsort((row_of, case))
    return Parts(case[order], row_of[order], effort[order])
