"""Numbers as they leave the program: exact where they are exact, rounded in one stated way where they are not.

Hours are whole ticks, so their decimals are finite and are written in full. Utilizations are quotients; they are
rounded half up to ``RATIO_DIGITS`` decimals, which is said in the schema of ``report.json``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import overload

from solver.analysis import words

RATIO_DIGITS = 6
"""Decimals of a utilization in files."""
FTE_DIGITS = 4
MINUS = "\N{MINUS SIGN}"


def exact(value: Fraction) -> str:
    """A number with finite decimals, in full and without an exponent: 0.125, 312, 1234.5.

    Raises
    ------
    ValueError
        The number has no finite decimals (a third of an hour cannot come out of ticks).
    """
    digits = _decimals_needed(value.denominator)
    whole = abs(value.numerator) * (10**digits // value.denominator)
    text = str(whole).rjust(digits + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"


def written(value: Fraction) -> str:
    """A number for files: in full where it has an end, else half up to ``RATIO_DIGITS`` decimals.

    Hours that were read have an end; those of a roster with changes need not (one FTE a month is 148.041666… h).
    """
    return exact(value if has_end(value) else rounded(value, RATIO_DIGITS))


def has_end(value: Fraction) -> bool:
    """Whether all decimals of a number can be written down."""
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest == 1


def _decimals_needed(denominator: int) -> int:
    rest, twos, fives = denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        raise ValueError(f"1/{denominator} has no finite decimals")
    return max(twos, fives)


def rounded(value: Fraction, digits: int) -> Fraction:
    """Half up, exactly."""
    scale = 10**digits
    return Fraction((2 * value.numerator * scale + value.denominator) // (2 * value.denominator), scale)


@overload
def ratio(value: Fraction) -> float: ...
@overload
def ratio(value: Fraction | None) -> float | None: ...
def ratio(value: Fraction | None) -> float | None:
    """A utilization for JSON: half up to ``RATIO_DIGITS`` decimals; None stays None."""
    return number(value, RATIO_DIGITS)


@overload
def number(value: Fraction | int, digits: int | None = None) -> float: ...
@overload
def number(value: Fraction | int | None, digits: int | None = None) -> float | None: ...
def number(value: Fraction | int | None, digits: int | None = None) -> float | None:
    """Hours or costs for JSON: the nearest double, which prints as the exact decimal up to 15 digits.

    Parameters
    ----------
    value : Fraction, int or None
        None stays None.
    digits : int, optional
        Half up to so many decimals first.
    """
    if value is None:
        return None
    return float(value if digits is None else rounded(Fraction(value), digits))


def hours_text(value: Fraction | float) -> str:
    """Hours for people, exact, with thousands separated: 1,234.5 h; about 148.04 h where that would be too long."""
    return words.hours(as_fraction(value))


def grouped(value: Fraction) -> str:
    """An exact number for people, with thousands separated: 1,234.5."""
    whole, _, decimals = exact(abs(value)).partition(".")
    text = f"{int(whole):,}" + (f".{decimals}" if decimals else "")
    return f"{MINUS}{text}" if value < 0 else text


def about(value: Fraction | float, digits: int = 1) -> str:
    """A number for people, rounded: 1,234.6."""
    return grouped(rounded(as_fraction(value), digits))


def as_fraction(value: Fraction | float) -> Fraction:
    """The decimal that a float of the document stands for, exactly."""
    return value if isinstance(value, Fraction) else Fraction(repr(value))


def percent(value: Fraction | float | None) -> str:
    """A utilization for people: 98.4%, 157%; more decimals where one would hide on which side of 100% it is."""
    return "no hours" if value is None else words.percent(as_fraction(value))


def points(value: Fraction | float) -> str:
    """A difference of utilizations for people: 1.25 points."""
    text = grouped(rounded(as_fraction(value) * 100, 2))
    return f"{text} {'point' if text == '1' else 'points'}"


def fte(value: Fraction) -> float:
    """Full-time officers for JSON, half up to ``FTE_DIGITS`` decimals."""
    return number(value, FTE_DIGITS)
