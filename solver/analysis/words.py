"""Numbers and names in the sentences of a report: exact where the number is, and readable."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

NAMED = 5
"""People whom a sentence names before it says how many more there are."""
PLACES = 6
"""Decimals from which an exact number is no longer written in full."""


def hours(value: Fraction) -> str:
    """1,234.5 h; a number without an end is rounded and says so."""
    return f"{decimal(value)} h"


def decimal(value: Fraction) -> str:
    """1,234.5: in full where it has at most ``PLACES`` decimals, otherwise 'about' and two."""
    scaled = value * 10**PLACES
    if scaled.denominator == 1:
        text = f"{abs(scaled.numerator):0{PLACES + 1}d}"
        whole, rest = text[:-PLACES], text[-PLACES:].rstrip("0")
        sign = "−" if value < 0 else ""
        return f"{sign}{int(whole):,}" + (f".{rest}" if rest else "")
    return f"about {decimal(_half_up(value, 2))}"


def percent(value: Fraction) -> str:
    """98.4%: one decimal, more where it would hide on which side of 100% the number is."""
    for places in (1, 2, 3, 4):
        shown = _half_up(value * 100, places)
        if (shown > 100) == (value > 1) and (shown < 100) == (value < 1):
            return f"{decimal(shown)}%"
    return "just over 100%" if value > 1 else "just under 100%"


def counted(number: int, one: str, several: str | None = None) -> str:
    """1 case; 6,000 cases."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def named(ids: Sequence[str], word: str = "and") -> str:
    """A, B and C; or A, B, C, D, E and 7 others. Names with commas stand between semicolons."""
    between = "; " if any("," in name for name in ids) else ", "  # “Smith, John” is one
    if len(ids) > NAMED + 1:
        return f"{between.join(ids[:NAMED])} {word} {len(ids) - NAMED:,} others"
    return f" {word} ".join([between.join(ids[:-1]), ids[-1]] if len(ids) > 1 else ids)


def _half_up(value: Fraction, places: int) -> Fraction:
    scaled = (2 * value.numerator * 10**places + value.denominator) // (2 * value.denominator)
    return Fraction(scaled, 10**places)
