"""Files of a study, on the disk or as they were sent: CSV, XES, or a workbook with a sheet for each table."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.intake.errors import Complaints, refused, shown
from app.intake.recognition.synonyms import likeness
from app.intake.recognition.values.dates import Order
from app.intake.time_study.columns import TABLES, StudyTable, recognise
from app.intake.time_study.study_tables import XES, Names, ReadTable, no_table, read_columns, read_table, wanted
from app.intake.time_study.study_workbook import StudySheet, is_workbook, sheets_in

TEXTS, WORKBOOKS = (".csv", XES), (".xlsx",)
"""Endings of the files that a folder is searched for."""


@dataclass(frozen=True, slots=True)
class StudyFile:
    """One file of a study.

    Attributes
    ----------
    name : str
        As messages name it.
    content : Path or bytes
        Where it is, or what it holds.
    tables : tuple of StudyTable
        Those that it may be.
    """

    name: str
    content: Path | bytes
    tables: tuple[StudyTable, ...] = TABLES

    def opened(self) -> BinaryIO:
        """The file from its beginning."""
        return self.content.open("rb") if isinstance(self.content, Path) else io.BytesIO(self.content)


def tables_of(
    file: StudyFile, names: Names, complaints: Complaints, notes: list[str], dates: Order | None
) -> list[ReadTable]:
    """The tables of a file, read: one of CSV and XES, several of a workbook.

    Raises
    ------
    RosterRefused
        It holds none. What single cells have wrong is added to ``complaints``.
    """
    with file.opened() as stream:
        if not is_workbook(stream):
            return [read_table(file.name, stream, names, complaints, file.tables, dates)]
    sheets = sheets_in(file.content, file.name, complaints)
    return _of_workbook(file, sheets, names, complaints, notes, dates)


def _of_workbook(
    file: StudyFile,
    sheets: Iterable[StudySheet],
    names: Names,
    complaints: Complaints,
    notes: list[str],
    dates: Order | None,
) -> list[ReadTable]:
    out: list[ReadTable] = []
    for sheet in sheets:
        found = recognise(sheet.called, sheet.header, file.tables)
        if found is None:
            if _is_called_like_one(sheet.called, file.tables):
                raise refused(sheet.file, no_table(file.tables))
            notes.append(f"{shown(sheet.file)}: is no table of a study, and was not read.")
            continue
        notes += sheet.notes
        out.append(read_columns(sheet, found, names, complaints, dates))
    if not out:
        raise refused(file.name, f"has no sheet that is a table of a time study ({wanted(file.tables)})")
    return out


def _is_called_like_one(name: str, tables: Sequence[StudyTable]) -> bool:
    """A sheet that says that it is one, and of which a column is missing or misspelt, must not be passed over."""
    return any(likeness(name, table.called) for table in tables)
