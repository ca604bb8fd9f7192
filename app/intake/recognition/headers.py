"""Which row of a table holds the names of its columns: below titles, over two rows, beside columns without any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.intake.formats.marks import letters
from app.intake.recognition import synonyms
from app.intake.recognition.values.dates import is_date
from app.intake.recognition.values.hours import is_number

LOOKED_AT = 40
"""Rows at the top among which the header is looked for."""
LONGEST_NAME = 80
"""Characters of the name of a column; what is longer is a sentence above the table."""
WIDE = 0.6
"""Share of the usual number of cells that the header of a table without any known name must have."""


@dataclass(frozen=True, slots=True)
class Named:
    """One column of a table: where it is, and what it is called (as ``column C`` where it has no name)."""

    at: int
    name: str
    has_name: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """Where the names are.

    Attributes
    ----------
    first, last : int
        Positions of the rows of the header; the data begins below.
    columns : tuple of Named
        Without those that are empty from top to bottom.
    """

    first: int
    last: int
    columns: tuple[Named, ...]


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """The row, or the two rows, whose cells name the most columns of a roster.

    Where no cell does, the first row that is about as wide as the table and holds neither numbers nor dates.

    Returns
    -------
    Header or None
        None: the table has no rows at all.
    """
    top = [at for at, row in enumerate(rows[: 4 * LOOKED_AT]) if any(row)][:LOOKED_AT]
    if not top:
        return None
    single = {at: _merit(rows[at]) for at in top}
    best = max(top, key=lambda at: (single[at], -at))
    double = {at: _merit(_joined(rows[at - 1], rows[at])) for at in top if at - 1 in single}
    paired = max(double, key=lambda at: (double[at], -at), default=best)
    if double.get(paired, 0) > single[best]:
        return Header(paired - 1, paired, _columns(_joined(rows[paired - 1], rows[paired]), rows[paired + 1 :]))
    if not single[best]:
        best = _widest(rows, top)
    return Header(best, best, _columns(rows[best], rows[best + 1 :]))


def _merit(names: Sequence[str]) -> int:
    """How well the cells of a row name columns; two that say the same count once."""
    found = {synonyms.normal(name): synonyms.best(name) for name in names if name and len(name) <= LONGEST_NAME}
    return sum(found.values())


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Both rows of a header as one: what stands above several columns is part of each of their names."""
    out, above = [], ""
    for at, name in enumerate(lower):
        above = (upper[at] if at < len(upper) else "") or above
        out.append(" ".join(filter(None, (above, name))))
    return out


def _widest(rows: Sequence[Sequence[str]], top: Sequence[int]) -> int:
    filled = sorted(sum(map(bool, rows[at])) for at in top)
    usual = filled[len(filled) // 2]
    for at in top:
        cells = [cell for cell in rows[at] if cell]
        if len(cells) >= max(1, WIDE * usual) and not any(is_number(cell) or is_date(cell) for cell in cells):
            return at
    return top[0]


def _columns(names: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[Named, ...]:
    width = max([len(names), *(len(row) for row in below)], default=0)
    used = [False] * width
    for row in below:
        for at, cell in enumerate(row):
            if cell:
                used[at] = True
    out = []
    for at in range(width):
        name = " ".join(names[at].split()) if at < len(names) else ""
        if name:
            out.append(Named(at, name))
        elif used[at]:
            out.append(Named(at, f"column {letters(at)}", has_name=False))
    return tuple(out)
