"""An export, understood: its tables become the sheets of a roster, or questions that only a person can answer.

What is answered becomes part of the profile, so that the next export of the office needs no answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.intake.errors import BadCell, Complaints, RosterRefused, refused
from app.intake.findings import Finding, Place
from app.intake.formats.raw_tables import RawTable
from app.intake.recognition.completion import make_officers, weigh
from app.intake.recognition.holders import PlanHeld, hold_as_planned, without_plan
from app.intake.recognition.interpretation import convert, read_holders, settle_dates
from app.intake.recognition.profile import NOBODY, Profile
from app.intake.recognition.questions import Question
from app.intake.recognition.rows.in_doubt import (
    CLOSED_CASES,
    doubt_closed,
    doubt_headings,
    doubt_holders,
    doubt_odd_officers,
    doubt_odd_rows,
    fill_groups,
)
from app.intake.recognition.sheets import ColumnRead, TableRead, sheets_of
from app.intake.recognition.values.conversion import Origin
from app.intake.recognition.values.shares import shares_of
from app.intake.recognition.values.skill_columns import read_skill_columns
from app.intake.recognition.workbench import Work

ROW_NAMED = re.compile(r"\brow ([0-9]+)\b(?= already| with)")
"""How errors of a sheet name another of its rows."""


@dataclass(frozen=True)
class Understanding:
    """What was understood of an export.

    Attributes
    ----------
    tables : tuple of TableRead
    questions : tuple of Question
        While there are any, there is no document.
    document : dict or None
        The roster, as :func:`app.intake.read.read_document` takes it.
    origins : dict of sheet to Origin
        Where the rows of the document are from.
    profile : Profile
        What was given, with what was recognised.
    findings : tuple of Finding
    officers : int
    officers_from : str
        Name of the column from which officers were made; empty where there is a table of them.
    """

    tables: tuple[TableRead, ...]
    questions: tuple[Question, ...]
    document: dict[str, Any] | None
    origins: dict[str, Origin]
    profile: Profile
    findings: tuple[Finding, ...]
    officers: int = 0
    officers_from: str = ""


def understand(tables: Sequence[RawTable], profile: Profile, *, fix: bool = False) -> Understanding:
    """Make a roster of the tables of an export.

    Parameters
    ----------
    tables : sequence of RawTable
        Of all files of the export.
    profile : Profile
        What is known already; empty at first.
    fix : bool
        Mend what is safe to mend: cells merged across rows, rows that are there twice.

    Raises
    ------
    RosterRefused
        Something cannot be meant so; every place is one of the export.
    """
    complaints = Complaints()
    findings = complaints.findings
    tables, plan = without_plan(tables)
    sheets, read = sheets_of(tables, profile, complaints, fix=fix)
    if "cases" not in sheets:
        raise _no_cases(read, tables, plan)
    if plan is not None:
        hold_as_planned(sheets["cases"].cells, plan, findings)
    work = Work(sheets, profile, complaints, findings)
    if fix:
        _drop_repeats(work)
        fill_groups(work)
    work.shares = shares_of(sheets.get("officers"))
    read_skill_columns(work)
    _tell_about(read, work)
    doubt_headings(work)
    doubt_closed(work)
    doubt_odd_rows(work)
    holders = read_holders(work)
    doubt_holders(work, holders)
    doubt_odd_officers(work, holders)
    settle_dates(work)
    convert(work, holders)
    made = make_officers(work, holders)
    weigh(work)
    complaints.refuse_if_any()
    _remember(work, read)
    origins = {**work.made, **{name: sheet.origin for name, sheet in sheets.items()}}
    return Understanding(
        tuple(_without(table, work) for table in read),
        tuple(work.questions),
        None if work.questions else work.document,
        origins,
        work.profile,
        findings.sorted(),
        len(work.document.get("officers", ())),
        made,
    )


def placed(refusal: RosterRefused, origins: Mapping[str, Origin]) -> RosterRefused:
    """The same refusal with every place in the export instead of in the sheets that were made of it."""
    noticed = tuple(at_home(finding, origins) for finding in refusal.noticed)
    cells = list(dict.fromkeys(_cell_at_home(cell, origins) for cell in refusal.cells))
    return RosterRefused(cells, refusal.total - len(refusal.cells) + len(cells), noticed)


def at_home(found: Finding, origins: Mapping[str, Origin]) -> Finding:
    """The same finding with its places in the export."""
    return found.moved(lambda place: _place_at_home(place, origins))


def _cell_at_home(cell: BadCell, origins: Mapping[str, Origin]) -> BadCell:
    """The same error with its place in the export, and with the rows that it names besides."""
    origin = origins.get(cell.file)
    if origin is None:
        return cell
    place = _place_at_home(Place(cell.file, cell.row, cell.column), origins)

    def home(match: re.Match[str]) -> str:
        if not 0 < int(match[1]) <= len(origin.places):
            return match[0]
        file, row = origin.places[int(match[1]) - 1]
        return f"row {row}" if file == place.file else f"row {row} of {file}"

    message = ROW_NAMED.sub(home, cell.message)
    return replace(cell, file=place.file, row=place.row, column=place.column, message=message)


def _place_at_home(place: Place, origins: Mapping[str, Origin]) -> Place:
    origin = origins.get(place.file)
    if origin is None:
        return place
    column = origin.names.get(place.column or "", place.column)
    if place.row is None or not 0 < place.row <= len(origin.places):
        return place._replace(column=column)
    file, row = origin.places[place.row - 1]
    return place._replace(file=file, row=row, column=column)


def _no_cases(read: Sequence[TableRead], tables: Sequence[RawTable], plan: PlanHeld | None) -> RosterRefused:
    """What was found, and how to say which column has the ids of the cases."""
    cells = []
    for table in read:
        unread = [column for column in table.columns if not column.column]
        names = ", ".join(f"{column.name} ({column.reason or column.holds})" for column in unread) or "its columns"
        was = f"was read as {table.sheet}" if table.sheet else "is not understood"
        message = f"the table {was}, and there is no table of cases: no column with an id for each case was found"
        todo = "an export has one row a case; say which column names it, as --column 'Reference=case_id'"
        cells.append(BadCell(table.name, table.header_row or None, None, None, f"{message} among {names}; {todo}"))
    if cells:
        return RosterRefused(cells)
    if plan is not None:
        return refused(plan.file, "is a plan; give the roster or the export that it was made for beside it")
    return refused(tables[0].name if tables else "the export", "has no rows")


def _tell_about(read: Sequence[TableRead], work: Work) -> None:
    findings = work.findings
    for table in read:
        for note in table.notes:
            findings.add("read-as", Place(table.name), f"the file was {note}")
        if table.sheet is None:
            findings.add("unread-sheet", Place(table.name), "the table is none of a roster", done="it was not read")
        for column in table.columns if table.sheet else ():
            if not column.column and work.use_of(table.sheet, column.name) is None:
                why = column.reason or "the planner does not need it"
                findings.add("unread-column", Place(table.name, None, column.name), why, done="the column was not read")
        for reason, rows in table.left_out.items():
            for row in rows:
                findings.add("left-out-row", Place(table.name, row), f"left out: {reason}", kind=reason)


def _drop_repeats(work: Work) -> None:
    """Leave out rows that are the same as one before, in every column that is read."""
    for name, sheet in work.sheets.items():
        seen: set[tuple[str, ...]] = set()
        again = set()
        for at, row in enumerate(zip(*sheet.cells.values(), strict=True)):
            if row in seen:
                again.add(at)
                file, number = sheet.origin.places[at]
                work.findings.add("mended", Place(file, number), f"the row is there twice in {name}", done="left out")
            seen.add(row)
        sheet.leave_out(again)


def _without(table: TableRead, work: Work) -> TableRead:
    """The table as it was read in the end: some columns were recognised, and then left unread all the same."""

    def column(read: ColumnRead) -> ColumnRead:
        use = None if read.column else work.use_of(table.sheet, read.name)
        if use is not None:
            return replace(read, reason=use, is_used=True)
        why = work.unread.get((table.sheet or "", read.column))
        return read if why is None else replace(read, column="", reason=why, recognised=read.column)

    closed = tuple(row for file, row in work.closed if table.sheet == "cases" and table.holds(file, row))
    left_out = {**table.left_out, CLOSED_CASES: closed} if closed else table.left_out
    return replace(table, columns=tuple(map(column, table.columns)), rows=table.rows - len(closed), left_out=left_out)


def _remember(work: Work, read: Sequence[TableRead]) -> None:
    columns: dict[str, dict[str, str]] = {}
    for table in read:
        if table.sheet is not None:
            columns.setdefault(table.sheet, {}).update({each.name: each.column for each in table.columns})
    holders = {found.value: NOBODY for found in work.findings.sorted() if found.code == "nobody-holds" and found.value}
    work.profile = Profile(columns=columns, holders=holders).merged(work.profile)
