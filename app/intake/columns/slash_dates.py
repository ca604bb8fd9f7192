"""Dates such as 03/04/2026: the whole column says whether the day or the month comes first, or nobody knows."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.intake.columns.cell_types import BAD
from app.intake.errors import Complaints, shown
from app.intake.findings import Place
from solver.arrays import Ints

SLASHES = re.compile(
    r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp][Mm])?)?"
)
FIRST = -10
"""Number of the first such date while its column is read; the next is one less. Nothing else is so low."""
MONTHS = 12


class SlashDates:
    """The dates of one column that have slashes, until all of them are known."""

    def __init__(self) -> None:
        self._found: list[tuple[int, int, int, str]] = []

    def number_of(self, text: str) -> int | None:
        """A number that stands for this date until :meth:`resolved`; None where it is none."""
        match = SLASHES.fullmatch(text)
        if match is None:
            return None
        self._found.append((int(match[1]), int(match[2]), int(match[3]), text))
        return FIRST - len(self._found) + 1

    def resolved(self, numbers: NDArray[Any], rows: Ints, place: Place, complaints: Complaints) -> NDArray[Any]:
        """The column with ordinals of days in place of these numbers.

        Parameters
        ----------
        numbers : int64 array, shape (rows,)
        rows : int64 array
            Row of each, as a person sees it.
        place : Place
            File and column, for what is told.
        """
        if not self._found:
            return numbers
        at = np.flatnonzero(numbers <= FIRST)
        used = [self._found[FIRST - number] for number in sorted(set(numbers[at].tolist()), reverse=True)]
        day_first, month_first = any(one[0] > MONTHS for one in used), any(one[1] > MONTHS for one in used)
        ordinals = np.array([_ordinal(one, day_first=day_first) for one in self._found], np.int64)
        resolved = numbers.copy()
        resolved[at] = BAD if day_first and month_first else ordinals[FIRST - numbers[at]]
        if day_first and month_first:
            message = "is written with the day first here and the month first elsewhere; write it as 2026-11-24"
        else:
            message = "is not a date; write it as 2026-11-24"

        def describe(index: int) -> None:
            text = self._found[FIRST - int(numbers[index])][3]
            complaints.add(place.file, message, row=int(rows[index]), column=place.column, value=text)

        complaints.add_each(at[resolved[at] == BAD].tolist(), describe)
        if not day_first and not month_first and len(at):
            first = int(at[0])
            text = self._found[FIRST - int(numbers[first])][3]
            complaints.findings.add(
                "ambiguous-date",
                place._replace(row=int(rows[first]), value=shown(text)),
                f"can be read in two ways, as can all dates with slashes here ({len(at):,})",
                done="the month is taken to come first",
                todo="write dates as 2026-11-24",
            )
        return resolved


def _ordinal(one: tuple[int, int, int, str], *, day_first: bool) -> int:
    first, second, year, _ = one
    month, day = (second, first) if day_first else (first, second)
    try:
        return dt.date(year, month, day).toordinal()
    except ValueError:
        return BAD
