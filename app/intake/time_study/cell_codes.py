"""Columns of a study → numbers. A text is read once, however often it occurs: two million rows have few."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.intake.columns import cells
from app.intake.errors import BadValue
from app.intake.recognition.values.dates import Order, TwoReadings, date, order_of
from solver.arrays import Ints
from solver.weights.study import NONE

MOST_MINUTES = 10**6
DECIMALS = 20
"""Times are measured, and systems write thirds of an hour in full; nothing has to be exact here."""


class Codes:
    """Names, numbered in the order in which they occur; equal but for case and outer spaces is the same.

    Parameters
    ----------
    nothing : set of str
        Words, in lower case, that say the same as an empty cell.
    """

    def __init__(self, nothing: frozenset[str] = frozenset()) -> None:
        self._nothing = nothing
        self.names: list[str] = []
        self._known: dict[str, int] = {}
        self._of_text: dict[str, int] = {}

    def of(self, texts: Sequence[str]) -> list[int]:
        """A number for each text; ``NONE`` for an empty one; raises ``BadValue``."""
        memo = self._of_text
        try:
            return [memo[text] for text in texts]
        except KeyError:
            return [memo[text] if text in memo else self._new(text) for text in texts]

    def _new(self, text: str) -> int:
        plain = cells.name(text.strip())
        says_nothing = not plain or plain.casefold() in self._nothing
        code = NONE if says_nothing else self._known.setdefault(plain.casefold(), len(self.names))
        if code == len(self.names):
            self.names.append(plain)
        self._of_text[text] = code
        return code


class Numbers:
    """Decimal numbers of 0 or more; an empty cell is NaN."""

    def __init__(self, *, comma: bool, most: int = MOST_MINUTES) -> None:
        self._comma, self._most = comma, most
        self._known: dict[str, float] = {"": float("nan")}

    def of(self, texts: Sequence[str]) -> list[float]:
        """A number for each text; raises ``BadValue``."""
        memo = self._known
        try:
            return [memo[text] for text in texts]
        except KeyError:
            return [memo[text] if text in memo else self._new(text) for text in texts]

    def _new(self, text: str) -> float:
        plain = text.strip()
        value = float("nan")
        if plain:
            value = cells.scaled(plain, DECIMALS, most=self._most, comma=self._comma) / 10**DECIMALS
        self._known[text] = value
        return value


class Texts:
    """Texts that are only understood when all of them are known, as dates are.

    Parameters
    ----------
    said : Order, optional
        What somebody says comes first in dates that do not show it.
    """

    def __init__(self, said: Order | None = None) -> None:
        self._said = said
        self._known: dict[str, int] = {}

    def of(self, texts: Sequence[str]) -> list[int]:
        """A number for each distinct text, in the order in which they occur."""
        known = self._known
        return [known.setdefault(text, len(known)) for text in texts]

    def read(self, each: Callable[[str], int]) -> tuple[Ints, dict[int, tuple[str, str]]]:
        """What each distinct text is, by its number; and the texts that are nothing, with what is wrong."""
        values = np.zeros(len(self._known), np.int64)
        wrong: dict[int, tuple[str, str]] = {}
        for text, at in self._known.items():
            try:
                values[at] = each(text.strip())
            except BadValue as error:
                wrong[at] = (text, str(error))
        return values, wrong

    def dates(self) -> Callable[[str], int]:
        """How a date of this column is read: which part comes first is seen in all of them."""
        order = order_of([text.strip() for text in self._known], self._said).order

        def day(text: str) -> int:
            try:
                return date(text, order).toordinal()
            except TwoReadings:
                raise BadValue("has two readings; say what comes first (dates: day-first or month-first)") from None

        return day


class Moments:
    """Times of a day, in minutes since Monday, 0001-01-01, by the clock on the wall; an empty cell is NaN.

    ISO 8601 as systems write it. A time zone is not looked at: people work by the clock that they see.
    """

    def of(self, texts: Sequence[str]) -> list[float]:
        """A number for each text; raises ``BadValue``."""
        return [_moment(text) for text in texts]


def _moment(text: str) -> float:
    plain = text.strip()
    if not plain:
        return float("nan")
    try:
        found = dt.datetime.fromisoformat(plain)
    except ValueError:
        raise BadValue("is no time; write it as 2026-11-24 09:30") from None
    seconds = found.hour * 3_600 + found.minute * 60 + found.second + found.microsecond / 1e6
    return (found.toordinal() - 1) * 1_440 + seconds / 60


def column(chunks: list[NDArray[Any]], kind: type) -> Any:
    """The batches of a column as one array."""
    if not chunks:
        return np.zeros(0, kind)
    return np.concatenate(chunks).astype(kind, copy=False)
