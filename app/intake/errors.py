"""What is wrong with a roster: file, row, column, value, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.intake.limits import MAX_ERRORS, SHOWN_VALUE
from solver.errors import CaseloadError


class BadValue(ValueError):
    """A single value cannot be read; the message says what is expected. Never leaves this package."""


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
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    message: str

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
    cells : list of BadCell, at most 1,000
        In the order of sheets and rows.
    total : int
        How many errors there are in all.
    """

    def __init__(self, cells: list[BadCell], total: int | None = None) -> None:
        self.cells = cells
        self.total = len(cells) if total is None else total
        count = "1 error" if self.total == 1 else f"{self.total:,} errors"
        super().__init__(f"The roster was refused, nothing of it was kept: {count}. The first: {cells[0]}")

    def __reduce__(self) -> tuple[type[RosterRefused], tuple[list[BadCell], int]]:
        return RosterRefused, (self.cells, self.total)


@dataclass(slots=True)
class Complaints:
    """Collects errors and warnings while a roster is read, so that all of them can be told at once."""

    cells: list[BadCell] = field(default_factory=list)
    total: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether what comes now is only counted."""
        return len(self.cells) >= MAX_ERRORS

    def add(
        self, file: str, message: str, *, row: int | None = None, column: str | None = None, value: str | None = None
    ) -> None:
        """One error; what the file itself says is shortened here."""
        self.total += 1
        if not self.is_full:
            column, value = (None if text is None else shown(text) for text in (column, value))
            self.cells.append(BadCell(shown(file), row, column, value, message))

    def add_each(self, positions: Sequence[int], describe: Callable[[int], None]) -> None:
        """One error for each position; ``describe`` adds it. Beyond those that are listed they are only counted."""
        for done, position in enumerate(positions):
            if self.is_full:
                self.total += len(positions) - done
                return
            describe(position)

    def warn(self, message: str) -> None:
        """One thing that a person should look at although the roster can be read."""
        self.warnings.append(message)

    def refuse_if_any(self) -> None:
        """Raise everything that was collected.

        Raises
        ------
        RosterRefused
        """
        if self.total:
            order = {name: at for at, name in enumerate(dict.fromkeys(cell.file for cell in self.cells))}
            self.cells.sort(key=lambda cell: (order[cell.file], cell.row or 0))
            raise RosterRefused(self.cells, self.total)


def refused(file: str, message: str, *, row: int | None = None, value: str | None = None) -> RosterRefused:
    """A refusal for one reason that makes reading on pointless."""
    return RosterRefused([BadCell(shown(file), row, None, None if value is None else shown(value), message)])


def shown(value: str) -> str:
    """A value as a message may repeat it: short, and on one line."""
    if len(value) > SHOWN_VALUE:
        value = value[: SHOWN_VALUE - 1] + "…"
    return value if value.isprintable() else "".join(c if c.isprintable() else "�" for c in value)
