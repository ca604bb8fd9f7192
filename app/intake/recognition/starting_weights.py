"""Starting values for the weights of types that have none: from the built-in standards, offered and labelled.

They let an office see its first plan. A published figure is used where its category has the name of the type;
where there is none, the label says so, and the number is the middle of a rule of thumb.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from app.intake.recognition.synonyms import normal
from app.intake.recognition.values.hours import plain_decimal
from solver.analysis.fte import PRODUCTIVE_HOURS, Period
from solver.analysis.standards.library import LIBRARY, PROBATION_HOURS
from solver.analysis.standards.standard import Category, Standard

MONTHS = 12
CENT = Decimal("0.01")
FALLBACK = "medium"
"""Category of ``probation-hours``, for a type that no standard knows."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A starting value for one type.

    Attributes
    ----------
    case_type : str
    hours : str
        In a month, as a decimal.
    source : str
        The label: from which figure it is made, and that it is a starting value.
    is_published : bool
        Whether some standard knows a category of that name.
    """

    case_type: str
    hours: str
    source: str
    is_published: bool


def officer_month_hours() -> Fraction:
    """Hours of an officer's month that are for cases: the figure of ``probation-hours``."""
    return PROBATION_HOURS.officer_hours or Fraction(0)


def offer(case_type: str) -> Offer:
    """The starting value for a type, by its name."""
    words = set(normal(case_type).split())
    found: list[tuple[int, bool, int, Standard, Category]] = []
    for rank, standard in enumerate(LIBRARY.values()):
        for category in standard.categories:
            parts = set(normal(category.name).split())
            if parts and parts <= words:
                found.append((-len(parts), standard.period is not Period.MONTH, rank, standard, category))
    if not found:
        hours, _ = month_hours(PROBATION_HOURS, PROBATION_HOURS.category(FALLBACK))
        label = f"starting value: no published figure for this type; the middle of {PROBATION_HOURS.key}"
        return Offer(case_type, _text(hours), label, is_published=False)
    # The category of most words is the closest one; of equal ones, a month's figure needs no assumption.
    *_, standard, category = min(found, key=lambda each: each[:3])
    hours, how = month_hours(standard, category)
    label = f"starting value: {standard.key}, {category.name}: {how}"
    return Offer(case_type, _text(hours), label, is_published=True)


def month_hours(standard: Standard, category: Category) -> tuple[Fraction, str]:
    """Hours of one case in a month as a standard has them, and the sum behind it in words."""
    officer = officer_month_hours()
    if category.case_hours is not None:
        if standard.period is Period.MONTH:
            return category.case_hours, f"{_text(category.case_hours)} h a month"
        return (
            category.case_hours / MONTHS,
            f"{_text(category.case_hours)} h ÷ {MONTHS}, for a case that is open all year",
        )
    most = category.most or 1
    if standard.period is Period.MONTH:
        return officer / most, f"{_text(officer)} h a month ÷ {most} cases"
    how = f"{_text(PRODUCTIVE_HOURS)} h ÷ {most} cases ÷ {MONTHS}, for a case that is open all year"
    return PRODUCTIVE_HOURS / most / MONTHS, how


def _text(hours: Fraction) -> str:
    exact = (Decimal(hours.numerator) / Decimal(hours.denominator)).quantize(CENT, ROUND_HALF_EVEN)
    return plain_decimal(exact)
