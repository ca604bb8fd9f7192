"""Rows of an export that are no rows of a roster: totals, blank and prefilled ones, headers again, remarks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.intake.columns.total_words import ANYWHERE_LEFT_OUT, LEFT_OUT
from app.intake.doubts.totals import is_total as may_be_total
from app.intake.errors import BadValue
from app.intake.recognition.synonyms import folded, normal
from app.intake.recognition.values.dates import is_date
from app.intake.recognition.values.hours import decimals_of, number

TOTALS = frozenset(map(folded, LEFT_OUT))
"""What a row of sums is called, as it is compared."""
BEGINS = re.compile("|".join(sorted({re.escape(name[:4]) for name in TOTALS})), re.IGNORECASE)
LONGEST_TOTAL = 60
"""Characters of what a row of sums is called."""
SPELLED = 4
"""By how many characters two spellings of a header differ at most."""
HEADER_SHARE = 0.8
NUMBERED = 0.8
_PAGE = r"(?:page|seite|p[aá]gina|pagina|blatt|pg\.?):? ?[0-9]+(?: ?(?:of|von|de|di|van|sur|/) ?[0-9]+)?"
PAGE = re.compile(_PAGE, re.IGNORECASE)
FOOTER = re.compile(
    rf"{_PAGE}|"
    r"(?:printed|generated|run|created|exported|as of|report (?:date|id|run)|gedruckt|erstellt|stand|ausgedruckt"
    r"|imprim[eé]|impreso|stampato|afgedrukt|prepared|source|quelle|note|notes|legend|hinweis|disclaimer|filters?"
    r"|parameters|sort(?:ed)?|user|run by|date|time|datum|fecha)\b.{0,200}"
    r"|.{0,20}(?:end of (?:report|list|file)|ende (?:des berichts|der liste)|confidential|vertraulich|confidentiel)"
    r".{0,120}|©.*|\*+ ?\S.*",
    re.IGNORECASE,
)
"""What stands at the end of a page or a report: ``Page 1 of 3``, ``Printed: …``, ``*** End of report ***``."""
RULE = re.compile(r"[-=*_.~#+|\s]{3,}")
"""What draws a line in a report of text."""
NUMBER = re.compile(r"[0-9][0-9.,’' ]*%?")
TITLED = re.compile(r"[^\d:=]{2,50}[:=] ?[0-9][0-9.,]*%?")
"""A number with its title in one cell: ``Records: 40``."""
LIKE_ID = re.compile(r"\w+[-/.]?\w*[0-9]\w*")
"""What may be the id of a case although it begins like a footer: ``Run-12``."""
NARROW = 2
"""Columns of a table in which a row with one value may say all."""
FEW_CELLS = 3
"""Filled cells of a row that is a footer."""
SURE_TOTALS = frozenset(map(folded, (*ANYWHERE_LEFT_OUT.split(), "totaux", "subtotaal", "zwischensummen", "subtotals")))
"""Words that make a row one of sums wherever they stand, in a row that has neither a holder nor a type nor a date."""
LONG_REMARK = 3
"""Words of the only filled cell of a row from which it is a remark and no id."""


class LeftOut(StrEnum):
    """Why a row is no row, as a person is told."""

    BLANK = "blank or only spaces"
    PREFILLED = "prefilled, without an id"
    TOTAL = "totals"
    HEADER = "the header again"
    REMARK = "remarks"
    HEADING = "headings of groups"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the rows of a table have in common.

    Attributes
    ----------
    key : int
        Position of the id.
    telling : collection of int
        Positions of the columns that say that a row is meant although its id is missing: its holder, its type.
    hours : collection of int
        Positions of the columns that hold numbers.
    read : collection of int
        Positions of all columns that are read.
    names : sequence of str
        The header, by position.
    """

    key: int
    telling: Collection[int]
    hours: Collection[int]
    read: Collection[int]
    names: Sequence[str]


def left_out(rows: Sequence[Sequence[str]], shape: Shape) -> dict[int, LeftOut]:
    """Position of each row that is no row, and why. A row that might be meant stays, and is told about elsewhere."""
    out: dict[int, LeftOut] = {}
    header = [normal(name) for name in shape.names]
    numbered = _are_numbered(rows, shape)
    for at, row in enumerate(rows):
        why = _why(row, shape, header) or (_unlike(row, shape) if numbered else None)
        if why is not None:
            out[at] = why
    for at in _sums(rows, shape, out):
        out[at] = LeftOut.TOTAL
    return out


def telling_rows(below: Sequence[list[str]], names: list[str]) -> list[list[str]]:
    """The rows by which columns are judged: subtotals are no repeated ids, and the foot of a page is no date."""
    least = 1 if len(names) > NARROW else 0
    return [
        row
        for row in below
        if (len(row) - row.count("") > least or any(row[:1]))
        and row != names
        and not is_total(next(filter(None, row), ""))
    ]


def _are_numbered(rows: Sequence[Sequence[str]], shape: Shape) -> bool:
    """Whether (almost) all ids of rows that hold something else have digits."""
    ids = [
        row[shape.key]
        for row in rows
        if shape.key < len(row) and row[shape.key] and sum(map(bool, row)) > 1 and not is_total(row[shape.key])
    ]
    return bool(ids) and len(shape.read) > 2 and sum(any(map(str.isdigit, text)) for text in ids) >= NUMBERED * len(ids)


def _unlike(row: Sequence[str], shape: Shape) -> LeftOut | None:
    """What a row is that is no case where (almost) all ids have digits: a heading, or a sum with its title."""
    if _is_heading(row):
        return LeftOut.HEADING
    filled = [cell for cell in row if cell]
    if not shape.telling or len(filled) > FEW_CELLS:
        return None
    is_titled = len(filled) > 1 and not any(map(str.isdigit, filled[0])) and all(map(NUMBER.fullmatch, filled[1:]))
    return LeftOut.TOTAL if is_titled or (len(filled) == 1 and TITLED.fullmatch(filled[0])) else None


def _is_heading(row: Sequence[str]) -> bool:
    """Whether a row holds a name and nothing else where the others have numbered ids."""
    filled = [cell for cell in row if cell]
    return len(filled) == 1 and row[0] == filled[0] and not any(map(str.isdigit, filled[0]))


def is_total(text: str) -> bool:
    """Whether a row that is called so holds sums: ``Total``, ``Gesamt:``, ``Total (25)``."""
    # Most cells are ids and names; only one that begins like a total is looked at more closely.
    if len(text) > LONGEST_TOTAL or not BEGINS.match(text):
        return False
    words = folded(text)
    return words in TOTALS or " ".join(word for word in words.split() if not word.isdecimal()) in TOTALS


def _why(row: Sequence[str], shape: Shape, header: Sequence[str]) -> LeftOut | None:
    filled = [(at, cell) for at, cell in enumerate(row) if cell]
    if not filled:
        return LeftOut.BLANK
    key = row[shape.key] if shape.key < len(row) else ""
    first = filled[0][1]
    if is_total(key) or (not key and is_total(first)) or _says_total(first, filled, shape):
        return LeftOut.TOTAL
    if len(filled) > 1 and _is_named(first, filled[0][0], shape, header):
        same = sum(_is_named(cell, at, shape, header) for at, cell in filled)
        if same >= HEADER_SHARE * len(filled):
            return LeftOut.HEADER
    is_remark = len(filled) == 1 and len(shape.read) > 2 and len(first.split()) >= LONG_REMARK
    if is_remark or _is_footer(filled, shape):
        return LeftOut.REMARK
    if not key and not any(at in shape.telling for at, _ in filled) and not any(at in shape.hours for at, _ in filled):
        return LeftOut.PREFILLED
    return None


def _says_total(first: str, filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    """Whether a row that says nothing of a case is called like a sum: ``Total for Smith``, ``12 cases``."""
    if len(first) > LONGEST_TOTAL or not shape.telling:
        return False
    if any(at in shape.telling and not cell.isdecimal() for at, cell in filled[1:]):
        return False
    words = folded(first).split()
    return may_be_total(first) or (len(words) > 1 and bool({words[0], words[-1]} & SURE_TOTALS))


def _is_footer(filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    at, first = filled[0]
    if RULE.fullmatch(first) and all(RULE.fullmatch(cell) for _, cell in filled):
        return True
    if len(filled) <= FEW_CELLS + 1 and PAGE.fullmatch(" ".join(cell for _, cell in filled)):
        return True
    if len(filled) > FEW_CELLS:
        return False
    if first.endswith(":") and at <= shape.key:
        return True
    return (
        bool(FOOTER.fullmatch(first))
        and not LIKE_ID.fullmatch(first)
        and all(_is_of_footer(cell) for _, cell in filled)
    )


def _is_of_footer(cell: str) -> bool:
    return bool(FOOTER.fullmatch(cell)) or is_date(cell) or not any(map(str.isalpha, cell))


def _is_named(cell: str, at: int, shape: Shape, header: Sequence[str]) -> bool:
    """Whether a cell says what its column is called; ``header`` has the names as they are compared."""
    if at >= len(header) or not header[at] or abs(len(cell) - len(shape.names[at])) > SPELLED:
        return False
    return cell == shape.names[at] or (
        cell[0].casefold() == shape.names[at][0].casefold() and normal(cell) == header[at]
    )


def _sums(rows: Sequence[Sequence[str]], shape: Shape, known: Collection[int]) -> list[int]:
    """Rows without an id whose numbers are the sums of all above, or that have nothing but zeros."""
    nameless = [
        at
        for at, row in enumerate(rows)
        if at not in known
        and not (shape.key < len(row) and row[shape.key])
        and not any(each < len(row) and row[each] for each in shape.telling)
    ]
    if not nameless:
        return []
    cells = {each: [row[each] if each < len(row) else "" for row in rows] for each in shape.hours}
    found = []
    for at in nameless:
        sums = [_is_sum(column, at, known) for column in cells.values() if column[at]]
        if sums and all(sums):
            found.append(at)
    return found


def _is_sum(column: Sequence[str], at: int, known: Collection[int]) -> bool:
    decimals = decimals_of(filter(None, column))
    try:
        here = number(column[at], decimals)
        above = [number(cell, decimals) for before, cell in enumerate(column[:at]) if cell and before not in known]
    except BadValue:
        return False
    return not here or here == sum(above, Decimal(0))
