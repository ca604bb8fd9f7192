"""Files of cases → when which case was opened and closed: how old it was on each day of a study."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from app.intake.errors import Complaints
from app.intake.time_study.study_tables import ReadTable
from app.intake.time_study.whole_columns import joined, tell_empty, understood
from solver.arrays import Ints
from solver.weights.case_ages import CaseFile
from solver.weights.study import NONE


def cases_of(tables: Sequence[ReadTable], complaints: Complaints) -> CaseFile | None:
    """The cases of all files, each once, with its type and its dates; None where there is no such file."""
    if not tables:
        return None
    opened, closed = (np.concatenate([_days(each, name, complaints) for each in tables]) for name in DATES)
    case, kind = joined(tables, "case_id"), joined(tables, "case_type")
    first: dict[int, tuple[ReadTable, int]] = {}
    at = 0
    for table in tables:
        for row in range(sum(map(len, table.rows))):
            for name, values in (("case_id", case), ("case_type", kind), ("date_opened", opened)):
                if values[at] == NONE:
                    tell_empty(table, row, name, complaints)
            _check(table, row, (int(case[at]), int(opened[at]), int(closed[at])), first, complaints)
            at += 1
    return CaseFile(case, kind, joined(tables, "officer_id"), opened, closed)


DATES = ("date_opened", "date_closed")


def _check(
    table: ReadTable,
    row: int,
    what: tuple[int, int, int],
    first: dict[int, tuple[ReadTable, int]],
    complaints: Complaints,
) -> None:
    case, opened, closed = what
    before, at = first.setdefault(case, (table, row))
    if case != NONE and (before, at) != (table, row):
        message = f"the case is in row {before.row(at)} of {before.file} already; give each case once"
        complaints.add(table.file, message, row=table.row(row), column="case_id")
    if closed not in {NONE, BAD} and closed < opened:
        message = "lies before the day on which the case was opened; correct one of the dates"
        complaints.add(table.file, message, row=table.row(row), column="date_closed")


BAD = 0
"""What stands for a date that was refused."""


def _days(table: ReadTable, name: str, complaints: Complaints) -> Ints:
    if name not in table.columns:
        return np.full(sum(map(len, table.rows)), NONE, np.int64)
    return understood(table, name, _or_nothing(table.texts[name].dates()), complaints)


def _or_nothing(day_of: Callable[[str], int]) -> Callable[[str], int]:
    return lambda text: day_of(text) if text else NONE
