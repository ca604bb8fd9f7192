"""What one full-time officer is worth in a period, and how full a pool of officers may be.

No constant is hidden: every FTE figure names the hours that it rests on, every target the load that it is for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isqrt

import numpy as np

from solver.errors import InvalidGoals
from solver.problem import Problem

PRODUCTIVE_HOURS = Fraction(17765, 10)
"""Hours a year: 2,080 scheduled, less 68 holiday, 75 sick, 155.7 annual, 4.8 administrative (SSA POMS DI 39503.230)."""
BUDGET_HOURS = Fraction(2080)
"""Hours a year of one budget FTE, which counts leave as worked (OMB Circular A-11, section 85)."""
MOST_APART = Fraction(1, 10)
"""By more than this part of the usual hours, a roster's own hours of a full-time officer are another basis."""
DIGITS = 12
"""Decimals of a target that is no fraction; it is rounded down."""


class Period(StrEnum):
    """How long the period of a roster is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def per_year(self) -> int:
        """How many of them make a year."""
        return {"week": 52, "month": 12, "quarter": 4, "year": 1}[self.value]


class State(StrEnum):
    """Whether a load can be carried for good."""

    SUSTAINABLE = "sustainable"
    """At most the target."""
    STRAINED = "strained"
    """The hours suffice, but leave too little room for what nobody foresees."""
    UNSUSTAINABLE = "unsustainable"
    """More work than hours: the backlog grows."""

    @property
    def rank(self) -> int:
        """Larger is worse."""
        return list(State).index(self)


class BasisSource(StrEnum):
    """Where the productive hours of one FTE come from."""

    YEAR = "year"
    """``PRODUCTIVE_HOURS`` a year, in equal parts."""
    ROSTER = "roster"
    """The hours of a full-time officer of the roster (:func:`full_time_hours`), which differ from the year's."""
    GIVEN = "given"
    """The agency's own."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Hours of one FTE in the period.

    Attributes
    ----------
    productive_hours : Fraction
        Hours that an officer can give to work. Gaps are divided by these.
    budget_hours : Fraction
        Hours that are paid.
    source : BasisSource
        Of the productive hours.
    other_hours : Fraction or None
        Productive hours on the basis that could be meant instead: the year's where those of the roster or given ones
        are used and differ; None where there is none.
    """

    productive_hours: Fraction
    budget_hours: Fraction
    source: BasisSource = BasisSource.YEAR
    other_hours: Fraction | None = None

    def __post_init__(self) -> None:
        if self.productive_hours <= 0 or self.budget_hours <= 0:
            raise InvalidGoals("the hours of one FTE must be above 0")

    @classmethod
    def of(cls, period: Period) -> Basis:
        """The year's hours, in equal parts."""
        return cls(PRODUCTIVE_HOURS / period.per_year, BUDGET_HOURS / period.per_year)

    @classmethod
    def for_roster(cls, problem: Problem, period: Period, given: Fraction | None = None) -> Basis:
        """The agency's own hours where they are given; otherwise the roster's, where the usual ones do not fit it.

        Parameters
        ----------
        problem : Problem
        period : Period
            What its hours are for.
        given : Fraction or None, hours, > 0
            Of one full-time officer in the period.
        """
        usual = cls.of(period)
        year = usual.productive_hours
        if given is not None:
            return cls(given, usual.budget_hours, BasisSource.GIVEN, None if given == year else year)
        own = full_time_hours(problem)
        if own is None or abs(own - year) <= MOST_APART * year:
            return usual
        return cls(own, usual.budget_hours, BasisSource.ROSTER, year)

    def fte(self, hours: Fraction) -> Fraction:
        """Officers' worth of hours."""
        return hours / self.productive_hours

    def budget_fte(self, hours: Fraction) -> Fraction:
        """Budgeted officers' worth of hours."""
        return hours / self.budget_hours


def full_time_hours(problem: Problem) -> Fraction | None:
    """What a full-time officer of the roster has: a quarter of those with hours has that much or more.

    The upper quartile: neither officers who work part of the time nor one with overtime move it. None where nobody has
    hours.
    """
    hours = np.sort(problem.officers.available[problem.officers.available > 0])
    return problem.hours(int(hours[len(hours) - (len(hours) + 3) // 4])) if len(hours) else None


@dataclass(frozen=True, slots=True)
class Target:
    """How full a pool may be: given, or by square-root staffing (Halfin and Whitt 1981).

    A load of R officers needs ``R + beta * sqrt(R)`` of them to keep waiting short, so it may fill them to
    ``sqrt(R) / (sqrt(R) + beta)``: small pools need more slack than large ones.

    Attributes
    ----------
    given : Fraction or None
    load_fte : Fraction
        R; not used where the target is given.
    beta : Fraction
    """

    given: Fraction | None = None
    load_fte: Fraction = Fraction(0)
    beta: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.given is not None and self.given <= 0:
            raise InvalidGoals(f"the target utilization must be above 0, not {self.given}")
        if self.beta < 0 or self.load_fte < 0:
            raise InvalidGoals("beta and the load must be 0 or more")

    def allows(self, utilization: Fraction) -> bool:
        """Whether a utilization is within the target. Exact, also where the target is no fraction."""
        if self.given is not None:
            return utilization <= self.given
        slack = 1 - utilization
        return slack >= 0 and (utilization * self.beta) ** 2 <= self.load_fte * slack**2

    def state(self, utilization: Fraction) -> State:
        """Sustainable, strained or unsustainable."""
        if self.allows(utilization):
            return State.SUSTAINABLE
        return State.STRAINED if utilization <= 1 else State.UNSUSTAINABLE

    @property
    def value(self) -> Fraction:
        """The target as a number: exact where it is a fraction, otherwise rounded down to ``DIGITS`` decimals."""
        if self.given is not None:
            return self.given
        if not self.load_fte:
            return Fraction(0) if self.beta else Fraction(1)
        root, exact = square_root(self.load_fte)
        value = root / (root + self.beta)
        return value if exact else _down(value)


def square_root(value: Fraction) -> tuple[Fraction, bool]:
    """Square root, and whether it is exact; otherwise less than 10**-30 too small."""
    product = value.numerator * value.denominator
    whole = isqrt(product)
    if whole * whole == product:
        return Fraction(whole, value.denominator), True
    return Fraction(isqrt(product * 10**60), value.denominator * 10**30), False


def _down(value: Fraction) -> Fraction:
    return Fraction(value.numerator * 10**DIGITS // value.denominator, 10**DIGITS)
