"""What is wrong with a roster: file, row, column, value, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.intake.findings import Finding, FindingList, Place, shown
from app.intake.limits import MAX_COUNTED, MAX_ERRORS
from solver.errors import CaseloadError

__all__ = ["BadCell", "BadValue", "Complaints", "RosterRefused", "StudyRefused", "refused", "shown"]


VARIES = re.compile(r"[0-9][0-9,.]*|“[^”]*”|\(did you mean [^)]*\?\)|(?<=officer )\S+|(?<=pinned to )\S+")
"""What differs in the messages of errors that are alike: numbers, names, and what may be meant."""


class BadValue(ValueError):
    """A single value cannot be read; the message says what is expected. Never leaves this package.

    Attributes
    ----------
    code : str
        Of the finding that it becomes.
    """

    def __init__(self, message: str, code: str = "bad-value") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class BadCell:
    """One error.

    Attributes
    ----------
    file : str
        File, or for JSON the name of the sheet.
    row : int or None
        As a person sees it: the header is row 1. In JSON the first row of a sheet is 1; in NDJSON it is the line.
        None: the error belongs to the file as a whole.
    column : str or None
    value : str or None
        At most 64 characters of it.
    message : str
        What is wrong and what to do.
    code : str
        One of ``app.intake.findings.CODES``, of severity stop.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    message: str
    code: str = "bad-value"

    def __str__(self) -> str:
        where = [self.file]
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column is not None:
            where.append(f"column {self.column}")
        if self.value is not None:
            where.append(f"value “{self.value}”")
        return f"{', '.join(where)}: {self.message}"


class RosterRefused(CaseloadError, ValueError):
    """The roster cannot be read; nothing of it was kept.

    Attributes
    ----------
    subject : str
        What was refused, as people call it.
    cells : list of BadCell, at most 1,000
        In the order of sheets and rows.
    total : int
        How many errors there are in all.
    noticed : tuple of Finding
        What was found besides: a sheet that was not read may be the one that is missing.
    unread : mapping of file to tuple of str
        Names of the columns that were not read: one of them may be the one that is missing.
    """

    subject = "roster"

    def __init__(
        self,
        cells: list[BadCell],
        total: int | None = None,
        noticed: tuple[Finding, ...] = (),
        unread: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.cells = cells
        self.total = len(cells) if total is None else total
        self.noticed = noticed
        self.unread = unread or {}
        count = "1 error" if self.total == 1 else f"{self.total:,} errors"
        super().__init__(f"The {self.subject} was refused, nothing of it was kept: {count}. The first: {cells[0]}")

    def __reduce__(self) -> tuple[type[RosterRefused], tuple[Any, ...]]:
        return type(self), (self.cells, self.total, self.noticed, self.unread)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every kind of error once, with its first places, then what was noticed besides."""
        kinds = FindingList()
        for cell in self.cells:
            kind = VARIES.sub("", cell.message)
            kinds.add(cell.code, Place(cell.file, cell.row, cell.column, cell.value), cell.message, kind=kind)
        return (*kinds.sorted(), *self.noticed)


class StudyRefused(RosterRefused):
    """The same of a time study."""

    subject = "study"

    @classmethod
    def of(cls, refusal: RosterRefused) -> StudyRefused:
        """What a reader of tables refused, said of the study that they belong to."""
        return cls(refusal.cells, refusal.total, refusal.noticed, refusal.unread)


@dataclass(slots=True)
class Complaints:
    """Collects errors and findings while a roster is read, so that all of them can be told at once."""

    cells: list[BadCell] = field(default_factory=list)
    total: int = 0
    findings: FindingList = field(default_factory=FindingList)
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether what comes now is only counted."""
        return len(self.cells) >= MAX_ERRORS

    def add(
        self,
        file: str,
        message: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        code: str = "bad-value",
    ) -> None:
        """One error; what the file itself says is shortened here."""
        self.total += 1
        if not self.is_full:
            column, value = (None if text is None else shown(text) for text in (column, value))
            self.cells.append(BadCell(shown(file), row, column, value, message, code))

    def add_each(self, positions: Sequence[int], describe: Callable[[int], None]) -> None:
        """One error for each position; ``describe`` adds it. Beyond those that are listed they are only counted."""
        for done, position in enumerate(positions):
            if self.is_full:
                self.total += len(positions) - done
                return
            describe(position)

    def refuse_if_hopeless(self, file: str) -> None:
        """Read no further where almost everything is wrong.

        Raises
        ------
        RosterRefused
        """
        if self.total > MAX_COUNTED:
            self.add(file, f"has more than {MAX_COUNTED:,} errors; what comes after them was not read")
            self.refuse_if_any()

    def refuse_if_any(self) -> None:
        """Raise everything that was collected.

        Raises
        ------
        RosterRefused
        """
        if self.total:
            order = {name: at for at, name in enumerate(dict.fromkeys(cell.file for cell in self.cells))}
            self.cells.sort(key=lambda cell: (order[cell.file], cell.row or 0))
            raise RosterRefused(self.cells, self.total, self.findings.sorted(), self.unread)


def refused(file: str, message: str, *, row: int | None = None, value: str | None = None) -> RosterRefused:
    """A refusal for one reason that makes reading on pointless."""
    return RosterRefused([BadCell(shown(file), row, None, None if value is None else shown(value), message)])
