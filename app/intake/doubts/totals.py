"""Rows that sum up the others: they would be an officer with everybody's hours, or a case with all the work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from app.intake.columns.parse import SheetData
from app.intake.columns.total_words import COUNTED, SPANS, SURE, WHOLE_NAMES
from app.intake.errors import Complaints
from app.intake.findings import Place
from solver.arrays import Ints

ENDS = 1_000
"""Rows at either end of a long sheet that are looked at; a short one is looked through."""
SHORT = 50_000
MANY_OFFICERS, MANY_CASES = 4, 10
"""From so many others on, hours that are the sum of all of them are a sum, whatever the row is called."""
FEWEST = 2
LONGEST = 40
"""Characters of a name that may be a title."""
YEAR = re.compile(r"\b20[0-9]{2}\b")
"""What a title of sums may say besides; another number makes it an id."""
WITH_NUMBER = re.compile(r"([^\W\d_][^\d:=(]{0,30}?) ?[:=(] ?[0-9][0-9.,' ]*\)?")
"""A title and what was counted or added up: ``Count: 40``, ``Total (190)``."""
COUNT_OF = re.compile(r"[0-9][0-9.,' ]* ([^\W\d_]+)")
SIGN_OF_SUMS = "∑"  # the sign of mathematics, which is no letter as the Greek one is


def find_totals(data: SheetData, column: str, names: Sequence[str], hours: Ints | None, complaints: Complaints) -> None:
    """Doubt a row that is called total or, where there are hours, is the sum of all others.

    Parameters
    ----------
    data : SheetData
    column : str
        The column of the names.
    names : sequence of str
        The name of every row.
    hours : int64 array or None
        The hours of every row; below 0 where there are none.
    """
    called = [at for at in _ends(len(names)) if is_total(names[at])]
    for at in called:
        _doubt(data, at, column, names[at], "the row is called like a sum of the others", complaints)
    row = None if hours is None else _sum_at(data, names, hours)
    if row is not None and row not in called:
        _doubt(data, row, column, names[row], "the hours of the row are the sum of all others", complaints)


def is_total(name: str) -> bool:
    """Whether a row of that name sums up others."""
    if not name or len(name) > LONGEST:
        return False
    undated = YEAR.sub("", name).casefold().strip()
    if _counts(undated) or _spans(undated):
        return True
    if any(map(str.isdigit, undated)):
        return False
    words = re.findall(r"[^\W\d_]+", undated.replace('"', "").replace(SIGN_OF_SUMS, "σ"))
    return bool(words) and (
        " ".join(words) in WHOLE_NAMES or (len(words) <= 3 and (words[0] in SURE or words[-1] in SURE))
    )


def _counts(name: str) -> bool:
    """Whether it is a title with its number, or a number of what is listed."""
    titled, counted = WITH_NUMBER.fullmatch(name), COUNT_OF.fullmatch(name)
    return (titled is not None and titled[1].strip() in WHOLE_NAMES) or (counted is not None and counted[1] in COUNTED)


def _spans(name: str) -> bool:
    """Whether it is a word for a sum and from where to where."""
    first, _, rest = name.partition(" ")
    return first.rstrip(":") in SURE and any(joint in rest for joint in SPANS)


def _ends(count: int) -> Iterable[int]:
    return range(count) if count <= SHORT else [*range(ENDS), *range(count - ENDS, count)]


def _sum_at(data: SheetData, names: Sequence[str], hours: Ints) -> int | None:
    given = np.maximum(hours, 0)
    others = int((given > 0).sum()) - 1
    if others < FEWEST:
        return None
    whole = _sum(given)
    many = MANY_OFFICERS if data.sheet.name == "officers" else MANY_CASES
    for at in (len(names) - 1, 0):
        is_sum = 2 * int(given[at]) == whole
        if is_sum and (others >= many or _stands_out(names, at) or _is_bare(data, at)):
            return at
    return None


def _sum(hours: Ints) -> int:
    """Exactly: the sum may pass 64 bits."""
    high, low = np.divmod(hours, 1 << 31)
    return (int(high.sum()) << 31) + int(low.sum())


def _stands_out(names: Sequence[str], at: int) -> bool:
    """Whether its name is built unlike all others, which are built alike: ``All`` below ``D-1`` and ``D-2``."""
    shapes = {_shape(name) for number, name in enumerate(names) if number != at}
    return len(shapes) == 1 and _shape(names[at]) not in shapes


def _shape(name: str) -> str:
    return re.sub(r"[0-9]+", "0", re.sub(r"[^\W\d_]+", "a", name))


def _is_bare(data: SheetData, at: int) -> bool:
    """Whether the row is empty where every other row is filled, in some column."""
    for column in data.sheet.columns:
        if column.kind.is_coded and column.name in data.present and column.name in data.columns:
            filled = data.columns[column.name].numbers >= 0
            if not filled[at] and int(filled.sum()) == len(filled) - 1:
                return True
    return False


def _doubt(data: SheetData, at: int, column: str, name: str, what: str, complaints: Complaints) -> None:
    complaints.findings.add(
        "total-row",
        Place(data.file, data.row(at), column, name),
        what,
        done="it is read like all others",
        todo="delete the row, if it is a sum",
    )
