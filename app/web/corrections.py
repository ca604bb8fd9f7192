"""What can be put right on a page: for each bad cell and each doubt, what is offered to be typed, chosen or ticked.

The files go along with the page as they were sent (:mod:`app.web.carried`), and what was said goes along beside them
(:mod:`app.intake.mending.fixes`); the reader puts it in place. Nothing is kept on the server in between. What is too
large to travel with a page is mended where it came from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.intake.columns.cell_types import Kind, bare
from app.intake.columns.schema import BY_NAME
from app.intake.errors import VARIES, BadCell, RosterRefused
from app.intake.findings import Finding, Place
from app.intake.formats.sheet import sheet_named
from app.intake.mending.fixes import (
    ALL,
    CELL,
    COLUMN,
    DATES,
    DAY_FIRST,
    FILL,
    HIDDEN,
    IS,
    MONTH_FIRST,
    OF,
    ROW,
    SHEET,
    WEIGHT,
    Fixes,
)
from app.intake.mending.typed_rows import TYPED

MOST_SHOWN = 200
"""Bad cells that a page offers to mend; the next page has the next."""
HERE = "what you typed"
"""What a page calls rows that are in no file."""
EVERYWHERE = frozenset(
    {"similar-spelling", "nobody-has", "no-family", "no-name", "large-family", "several-in-one", "partly-known-list"}
)
"""Doubts about a value, wherever it stands in its column."""
ALIKE = frozenset({"bad-value", "unknown-conflict"})
"""Errors of a value that may stand in many cells: it is asked for once what is meant by it."""
TOGETHER = frozenset({"pinned", "keep_together"})
"""Columns whose values are wrong only beside what stands elsewhere in the row."""
LEAVE_OUT = "Leave the row out"
START = "period_start"
"""Field of the form in which the first day of the period stands."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One field.

    Attributes
    ----------
    name : str
    kind : str
        ``text``, ``tick`` or ``choice``.
    label : str
    now : str
        What stands in it at first.
    choices : tuple of (value, words)
    where : str
        What tells it from other fields of that label, for whoever hears the page and does not see it.
    """

    name: str
    kind: str
    label: str
    now: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One bad cell, or one place of a doubt, with what is offered for it."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    message: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Errors that are alike: what is said of the first, how many there are, and those that are shown."""

    message: str
    count: int
    lines: tuple[Line, ...]


def groups_of(error: RosterRefused, fixes: Fixes, *, can_mend: bool) -> list[Group]:
    """The errors, each kind once, with what is offered for each.

    Parameters
    ----------
    error : RosterRefused
    fixes : Fixes
        What was said before.
    can_mend : bool
        Whether the files travel with the page; otherwise nothing is offered.
    """
    groups: dict[tuple[str, str, str | None, str], list[Line]] = {}
    counts: dict[tuple[str, str, str | None, str], int] = {}
    offered: set[str] = set()
    alike = Counter(map(_as_said, error.cells))
    shown = 0
    for cell in error.cells:
        key = (cell.code, cell.file, cell.column, VARIES.sub("", cell.message))
        counts[key] = counts.get(key, 0) + 1
        is_repeated = alike[_as_said(cell)] > 1 and _is_of_value(cell)
        wanted = tuple(_offers(cell, error, fixes, is_repeated=is_repeated)) if can_mend else ()
        new = tuple(offer for offer in wanted if offer.name not in offered)
        offered.update(offer.name for offer in new)
        is_told = wanted and not new  # as a type without a weight, which is asked for once
        if shown == MOST_SHOWN or is_told:
            continue
        shown += 1
        file, row = (HERE, None) if _is_typed(cell) else (cell.file, cell.row)
        groups.setdefault(key, []).append(Line(file, row, cell.column, cell.value, cell.message, new))
    return [Group(lines[0].message, counts[key], tuple(lines)) for key, lines in groups.items()]


def asks_when(cells: Iterable[BadCell]) -> bool:
    """Whether the first day of the period is all that is missing: a field of the form, and none of the files."""
    return any(cell.code == "unknown-age" and cell.row is None and cell.column == "from_age_days" for cell in cells)


def _offers(cell: BadCell, error: RosterRefused, fixes: Fixes, *, is_repeated: bool) -> Iterator[Offer]:
    """What can be said about one error."""
    if cell.code == "missing-sheet":
        yield from _sheet_offers(cell, error)
        return
    if asks_when([cell]):
        yield Offer(START, "text", "First day of the period, as 2026-12-01")
        return
    sheet = _sheet_of(cell.file, fixes)
    if sheet is None or cell.row is None:
        return
    here = f"row {cell.row} of {cell.file}"
    if _is_typed(cell):
        name = list(fixes.weights)[cell.row - TYPED]
        yield Offer(f"{WEIGHT}:{name}", "text", f"Hours of a case of {name}", cell.value or "")
    elif cell.code == "missing-column" and cell.column is not None:
        unread = error.unread.get(cell.file, ())
        if unread:
            nearest = sorted(unread, key=lambda name: -_likeness(name, cell.column or ""))
            choices = (("", "none of these"), *((name, name) for name in nearest))
            yield Offer(f"{IS}:{sheet}:{cell.column}", "choice", f"Your column for {cell.column}", "", choices)
    elif cell.code == "merged-cells":
        label = "Write its value into each of these cells"
        yield Offer(f"{FILL}:{sheet}:{cell.row}:{cell.column}", "tick", label, where=here)
    elif cell.code == "missing-weight" and cell.value:
        yield Offer(f"{WEIGHT}:{cell.value}", "text", f"Hours that a case of {cell.value} needs")
        yield Offer(f"{ALL}:{sheet}:{cell.column}:{cell.value}", "text", "Or the type that is meant", cell.value)
    elif is_repeated and cell.column is not None and cell.value is not None:
        yield _instead(sheet, cell.column, cell.value)
    else:
        if cell.column is not None:
            name = f"{CELL}:{sheet}:{cell.row}:{cell.column}"
            yield Offer(name, "text", cell.column, cell.value or "", where=f"in {here}")
        if cell.row > 1:
            yield Offer(f"{ROW}:{sheet}:{cell.row}", "tick", LEAVE_OUT, where=here)


def _sheet_offers(cell: BadCell, error: RosterRefused) -> Iterator[Offer]:
    """Which of the sheets that are there may be the one that is missing."""
    there = [found.file for found in error.noticed if found.code in {"unread-sheet", "similar-sheet"}]
    missing = next((name for name in BY_NAME if f"the sheet {name} is missing" in cell.message), None)
    if missing is not None and there:
        choices = (("", "none of these"), *((name, name) for name in there))
        yield Offer(f"{IS}:{missing}", "choice", f"Your sheet of {missing}", "", choices)


def lines_of(found: Finding, fixes: Fixes) -> list[Line]:
    """The places of a doubt, with what is offered for each. A place where nothing can be said is none."""
    places = found.places[:1] if found.code in {"hidden-rows", "ambiguous-date"} else found.places
    lines = []
    for place in places:
        offers = tuple(_answers(found.code, place, fixes))
        if offers:
            lines.append(Line(place.file, place.row, place.column, place.value, "", offers))
    return lines


def _answers(code: str, place: Place, fixes: Fixes) -> Iterator[Offer]:
    """What can be said about one place of a doubt."""
    if code == "similar-sheet":
        choices = (("", "leave it unread"), *((name, name) for name in BY_NAME))
        yield Offer(f"{SHEET}:{place.file}", "choice", f"The sheet {place.file} is", "", choices)
        return
    sheet = _sheet_of(place.file, fixes)
    if sheet is None:
        return
    value, column = place.value or "", place.column or ""
    here = f"row {place.row} of {place.file}"
    if code == "total-row":
        yield Offer(f"{ROW}:{sheet}:{place.row}", "tick", f"{LEAVE_OUT}: {value}", where=here)
    elif code == "hidden-rows":
        yield Offer(f"{HIDDEN}:{sheet}", "tick", f"Leave all hidden rows of {place.file} out")
    elif code == "similar-column":
        names = sorted((each.name for each in BY_NAME[sheet].columns), key=lambda name: -_likeness(name, column))
        choices = (("", "leave it unread"), *((name, name) for name in names))
        yield Offer(f"{COLUMN}:{sheet}:{column}", "choice", f"The column {column} is", "", choices)
    elif code == "too-many-hours":
        yield Offer(f"{OF}:{sheet}:{column}:{value}", "text", f"Hours of {value}")
    elif code == "ambiguous-date":
        choices = (("", "choose"), (DAY_FIRST, "the day comes first"), (MONTH_FIRST, "the month comes first"))
        yield Offer(f"{DATES}:{sheet}:{column}", "choice", f"In the dates of {column}", "", choices)
    elif code in {"uncertain-formula", "mixed-decimals"} or (_is_id(sheet, column) and place.row is not None):
        yield Offer(f"{CELL}:{sheet}:{place.row}:{column}", "text", f"{column} in {here}", value)
    elif code in EVERYWHERE and value:
        yield _instead(sheet, column, value)


def _instead(sheet: str, column: str, value: str) -> Offer:
    return Offer(f"{ALL}:{sheet}:{column}:{value}", "text", f"In {column}, instead of {value}", value)


def _as_said(cell: BadCell) -> tuple[str, str | None, str | None, str]:
    return cell.file, cell.column, cell.value, cell.message


def _is_of_value(cell: BadCell) -> bool:
    """Whether an error is one of the value alone, so that it is wrong wherever it stands in the column."""
    return cell.code in ALIKE and bool(cell.value) and cell.column not in TOGETHER and not _is_typed(cell)


def _is_id(sheet: str, column: str) -> bool:
    known = BY_NAME[sheet].column(column)
    return known is not None and known.kind is Kind.ID


def _is_typed(cell: BadCell) -> bool:
    return cell.row is not None and cell.row >= TYPED


def _sheet_of(file: str, fixes: Fixes) -> str | None:
    """The sheet of a roster that a file or a sheet of a workbook is."""
    name = fixes.sheet_of.get(file) or sheet_named(file) or file.strip().casefold()
    return name if name in BY_NAME else None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, bare(one), bare(other)).ratio()


def is_offered(lines: Iterable[Line]) -> bool:
    """Whether anything can be said."""
    return any(line.offers for line in lines)


def doubts_of(asked: Sequence[Finding], fixes: Fixes) -> Mapping[str, list[tuple[Finding, list[Line]]]]:
    """By code: each doubt that has to be accepted or mended, with what is offered for it."""
    found: dict[str, list[tuple[Finding, list[Line]]]] = {}
    for each in asked:
        found.setdefault(each.code, []).append((each, lines_of(each, fixes)))
    return found
