"""Columns of a file that is read: joined, understood as a whole, and complained about where they must not be empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from app.intake.errors import Complaints
from app.intake.time_study.cell_codes import column
from app.intake.time_study.columns import COUNTS
from app.intake.time_study.study_tables import ReadTable
from solver.arrays import Ints
from solver.weights.study import NONE


def refuse_missing(table: ReadTable, complaints: Complaints) -> None:
    """Officers, and types of counts, must be there in every row."""
    needed = ["case_type"] if table.table is COUNTS else ["officer_id"]
    for name in needed:
        missing = np.flatnonzero(column(table.columns[name], np.int64) == NONE).tolist()
        complaints.add_each(missing, lambda at, name=name: tell_empty(table, at, name, complaints))  # type: ignore[misc]


def tell_empty(table: ReadTable, at: int, name: str, complaints: Complaints) -> None:
    """One cell that must not be empty."""
    complaints.add(table.file, "is empty; say it, or leave the row out", row=table.row(at), column=name)


def understood(table: ReadTable, name: str, how: Callable[[str], int], complaints: Complaints) -> Ints:
    """A column whose texts are read once all are known; each bad text is told with its first row."""
    codes = column(table.columns[name], np.int64)
    values, wrong = table.texts[name].read(how)
    for at, (text, message) in wrong.items():
        row = table.row(int(np.flatnonzero(codes == at)[0]))
        complaints.add(table.file, message, row=row, column=name, value=text)
    out: Ints = values[codes] if len(codes) else codes
    return out


def joined(tables: Sequence[ReadTable], name: str) -> Ints:
    """A column of codes of several files, one below the other; ``NONE`` where a file has no such column."""
    parts = []
    for table in tables:
        length = sum(map(len, table.rows))
        parts.append(column(table.columns[name], np.int64) if name in table.columns else np.full(length, NONE))
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)
