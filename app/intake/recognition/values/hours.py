"""Hours and other numbers as exports write them: decimal commas, thousands, clock times, units behind the number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from app.intake.errors import BadValue
from app.intake.limits import HOUR_DECIMALS

CLOCK = re.compile(r"([0-9]{1,6}):([0-5][0-9])(?::([0-5][0-9]))?")
WORDS = re.compile(
    r"(?:([0-9]+(?:[.,][0-9]+)?)\s*(?:h|hrs?|hours?|std|stunden?|heures?|horas?|ore|uren)(?![^\W\d_])\.?)?\s*"
    r"(?:([0-9]+)\s*(?:m|min|mins|minutes?|minuten|minutos|minuti)?\b\.?)?",
    re.IGNORECASE,
)
WITH_COMMA = re.compile(r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]*),[0-9]+")
WITH_POINT = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)\.[0-9]+")
OPEN_COMMA = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
OPEN_POINT = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
PLAIN = re.compile(r"[+-]?[0-9]+")
SPACED = re.compile(r"(?<=[0-9])[ ’'](?=[0-9]{3}(?:\D|$))")
SHARE = re.compile(r"([0-9]{1,3}(?:[.,][0-9]+)?) ?(%?)")
MOST_SHARE = Decimal("1.5")
"""Of full time, with overtime."""
PERCENT = 100
MINUTES = 60
UNIT = Decimal(1).scaleb(-HOUR_DECIMALS)


@dataclass(frozen=True, slots=True)
class Decimals:
    """How a table writes decimals, as its numbers show.

    Attributes
    ----------
    comma, point : bool
        Whether some number can only be read with that sign as the decimal one.
    """

    comma: bool
    point: bool


def decimals_of(texts: Iterable[str]) -> Decimals:
    """Look for numbers that have one reading only."""
    comma = point = False
    for text in texts:
        plain = SPACED.sub("", text)
        comma = comma or bool(WITH_COMMA.fullmatch(plain) and not OPEN_COMMA.fullmatch(plain))
        point = point or bool(WITH_POINT.fullmatch(plain) and not OPEN_POINT.fullmatch(plain))
    return Decimals(comma, point)


def number(text: str, decimals: Decimals) -> Decimal:
    """A number, or hours as a clock or words write them (``7:30``, ``7 h 30``, ``45 min``).

    Raises
    ------
    BadValue
        It is no number, or one that could be read in two ways.
    """
    plain = SPACED.sub("", text)
    if PLAIN.fullmatch(plain):
        return Decimal(plain)
    if (OPEN_COMMA.fullmatch(plain) and not decimals.comma) or (OPEN_POINT.fullmatch(plain) and decimals.comma):
        raise BadValue("could be read in two ways; write 1776 or 1.78")
    if WITH_COMMA.fullmatch(plain):
        if decimals.point:
            raise BadValue("has a decimal comma in a table that writes decimal points elsewhere")
        return Decimal(plain.replace(".", "").replace(",", "."))
    if WITH_POINT.fullmatch(plain):
        if decimals.comma:
            raise BadValue("has a decimal point in a table that writes decimal commas elsewhere")
        return Decimal(plain.replace(",", ""))
    clock = CLOCK.fullmatch(plain)
    if clock:
        seconds = (int(clock[1]) * MINUTES + int(clock[2])) * MINUTES + int(clock[3] or 0)
        return (Decimal(seconds) / (MINUTES * MINUTES)).quantize(UNIT, ROUND_HALF_EVEN).normalize()
    words = WORDS.fullmatch(plain)
    if words and (words[1] or (words[2] and not plain.isdecimal())):
        hours = Decimal((words[1] or "0").replace(",", ".")) + Decimal(int(words[2] or 0)) / MINUTES
        return hours.quantize(UNIT, ROUND_HALF_EVEN).normalize()
    raise BadValue("is not a number of hours; write 7.5 or 7:30")


def is_number(text: str) -> bool:
    """Whether a text can be a number of hours in some reading."""
    return any(_reads(text, Decimals(comma, not comma)) for comma in (True, False))


def _reads(text: str, decimals: Decimals) -> bool:
    try:
        number(text, decimals)
    except BadValue:
        return bool(OPEN_COMMA.fullmatch(text) or OPEN_POINT.fullmatch(text))
    return True


def share_of(text: str) -> Decimal | None:
    """A share of full time, as ``0.8``, ``0,8`` or ``80 %``; None: it is none."""
    match = SHARE.fullmatch(text)
    if match is None:
        return None
    value = Decimal(match[1].replace(",", "."))
    return value / PERCENT if match[2] else value


def plain_decimal(value: Decimal) -> str:
    """A number as the roster has it: no exponent, no zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
