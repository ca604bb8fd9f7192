"""Dates in the forms that Excel and exports write. A date with two readings has none until somebody says which."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from app.intake.errors import BadValue

Order = Literal["day-first", "month-first"]
ORDERS: tuple[Order, ...] = ("day-first", "month-first")

TIME = r"(?:[T ,]+[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9.]+)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|Uhr|[+-][0-9:]{2,6}))?)?"
ISO = re.compile(rf"([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){TIME}")
COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
NUMBERS = re.compile(rf"([0-9]{{1,2}})([-/. ])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){TIME}")
YEAR = r"([0-9]{4}|[0-9]{2})"
DAY_WORD = re.compile(
    rf"(?:\w+\.?,? )?([0-9]{{1,2}})(?:\.|st|nd|rd|th|er)?[-/ ](?:de )?([^\W\d]+)\.?,?[-/ ](?:de )?{YEAR}{TIME}"
)
WORD_DAY = re.compile(rf"(?:\w+\.?,? )?([^\W\d]+)\.?[- ]([0-9]{{1,2}})(?:st|nd|rd|th)?,?[- ]{YEAR}{TIME}")
SERIAL = re.compile(r"[2-6][0-9]{4}(?:\.[0-9]+)?")
EXCEL_EPOCH = dt.date(1899, 12, 30)
CENTURY, LATEST_SHORT = 2000, 69
MONTHS = (
    "jan januar january janvier enero gennaio janeiro januari ene gen janv",
    "feb februar february fevrier febrero febbraio fevereiro februari fev fevr febr",
    "mar marz march mars marzo marco maart mrz maerz mrt",
    "apr april avril abril aprile avr abr",
    "may mai mayo maggio maio mei mag",
    "jun juni june juin junio giugno junho giu",
    "jul juli july juillet julio luglio julho lug juil",
    "aug august aout agosto augustus ago",
    "sep sept september septembre septiembre settembre setembro set",
    "oct okt oktober october octobre octubre ottobre outubro ott out",
    "nov november novembre noviembre novembro",
    "dec dez dezember december decembre diciembre dicembre dezembro dic",
)
MONTH_OF = {word: at for at, words in enumerate(MONTHS, 1) for word in words.split()}


class TwoReadings(BadValue):
    """A date of which nobody has said whether the day or the month comes first."""


@dataclass(frozen=True, slots=True)
class DateOrder:
    """Whether the day or the month comes first in a column.

    Attributes
    ----------
    order : Order or None
        None: nothing in the column tells.
    is_needed : bool
        Whether some date of the column has two readings without it.
    contradicts : bool
        Some dates can only be read one way, and some only the other.
    """

    order: Order | None
    is_needed: bool
    contradicts: bool = False


def order_of(texts: Iterable[str], said: Order | None = None) -> DateOrder:
    """What the dates of a column show: 13/02 has its day first. With points the day is always first."""
    day = month = needed = False
    for text in texts:
        match = NUMBERS.fullmatch(text)
        if match is None or match[2] == ".":
            continue
        first, second = int(match[1]), int(match[3])
        day, month = day or first > 12, month or second > 12
        needed = needed or (first <= 12 and second <= 12 and first != second)
    shown: Order | None = "day-first" if day else "month-first" if month else None
    return DateOrder(shown if shown and not (day and month) else said, needed, day and month)


def date(text: str, order: Order | None) -> dt.date:
    """One date.

    Raises
    ------
    BadValue
        It is none, or ``order`` would have to say which of two it is.
    """
    try:
        found = _date(text, order)
    except ValueError as error:
        if isinstance(error, BadValue):
            raise
        found = None
    if found is None:
        raise BadValue("is not a date; write it as 2026-11-24")
    return found


def is_date(text: str) -> bool:
    """Whether a text is a date in some reading, a bare number aside."""
    if SERIAL.fullmatch(text):
        return False
    for order in ORDERS:
        try:
            date(text, order)
        except BadValue:
            continue
        return True
    return False


def _date(text: str, order: Order | None) -> dt.date | None:
    if match := ISO.fullmatch(text) or COMPACT.fullmatch(text):
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    if match := NUMBERS.fullmatch(text):
        return _of_numbers(match, order)
    found = None
    if (match := DAY_WORD.fullmatch(text)) and (month := _month(match[2])):
        found = dt.date(_year(match[3]), month, int(match[1]))
    elif (match := WORD_DAY.fullmatch(text)) and (month := _month(match[1])):
        found = dt.date(_year(match[3]), month, int(match[2]))
    elif SERIAL.fullmatch(text):
        found = EXCEL_EPOCH + dt.timedelta(days=int(text.partition(".")[0]))
    return found


def _of_numbers(match: re.Match[str], order: Order | None) -> dt.date:
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    first_is = "day-first" if match[2] == "." or first == second else order or _shown(first, second)
    if first_is is None:
        raise TwoReadings("has two readings: the day or the month may come first")
    return dt.date(year, second, first) if first_is == "day-first" else dt.date(year, first, second)


def _shown(first: int, second: int) -> Order | None:
    return "day-first" if first > 12 else "month-first" if second > 12 else None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else CENTURY + year - (100 if year > LATEST_SHORT else 0)


def _month(word: str) -> int | None:
    folded = unicodedata.normalize("NFKD", word.casefold())
    return MONTH_OF.get("".join(letter for letter in folded if not unicodedata.combining(letter)))
