"""Files of an office → a time study: entries, counts of cases and paid hours, all numbered alike."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.intake.columns import cells
from app.intake.errors import BadValue, Complaints, refused
from app.intake.time_study.cell_codes import column
from app.intake.time_study.columns import COUNTS, PAID, TIME, StudyTable
from app.intake.time_study.tables import Names, ReadTable, read_table
from solver.arrays import Floats, Ints
from solver.weights.study import NONE, Counts, Entries, PaidHours, TimeStudy

MOST_WEEKS = 520
"""Of a study; a longer one has a mistyped year."""
OUTSIDE = -2
"""A week that is none of the study."""
ISO_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})", re.IGNORECASE)
SMALL_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class ReadStudy:
    """A study and how it was understood.

    Attributes
    ----------
    study : TimeStudy
    notes : tuple of str
        Which column was taken for what, and what was left out.
    only_totals : bool
        No diary has a column for the type, so all its time is taken to belong to cases.
    """

    study: TimeStudy
    notes: tuple[str, ...]
    only_totals: bool = False


def read_study(paths: Iterable[Path]) -> ReadStudy:
    """Read a time study: CSV files, or folders of them.

    Raises
    ------
    RosterRefused
        With every error and its place.
    """
    names, complaints = Names(), Complaints()
    read: list[ReadTable] = []
    for path in _files(paths):
        with path.open("rb") as stream:
            read.append(read_table(path.name, stream, names, complaints))
    diaries = [each for each in read if each.table is TIME]
    if not diaries:
        raise refused(_called(read), "holds no diaries: a file with columns for the officer, the date and the minutes")
    days = [_days(each, complaints) for each in diaries]
    minutes = [_minutes(each, complaints) for each in diaries]
    for each in read:
        _refuse_missing(each, complaints)
    complaints.refuse_if_any()
    first, weeks = _span(diaries[0].file, np.concatenate(days))
    notes = [_understood(each) for each in read]
    entries = _entries(diaries, np.concatenate(days), np.concatenate(minutes))
    counts, groups = _counts([each for each in read if each.table is COUNTS], (first, weeks), names, notes, complaints)
    paid = _paid([each for each in read if each.table is PAID], (first, weeks), notes, complaints)
    complaints.refuse_if_any()
    study = TimeStudy(
        officers=tuple(names.officer_id.names),
        types=tuple(names.case_type.names) or ("",),
        activities=tuple(names.activity.names),
        first_monday=first,
        weeks=weeks,
        entries=entries,
        counts=counts,
        paid=paid,
        groups=groups,
    )
    return ReadStudy(study, tuple(notes), not any("case_type" in each.columns for each in diaries))


def _files(paths: Iterable[Path]) -> list[Path]:
    out: list[Path] = []
    for path in paths:
        found = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        if not found:
            raise refused(path.name, "holds no CSV file; a time study is read from files that end in .csv")
        out += found
    return out


def _called(read: Sequence[ReadTable]) -> str:
    return ", ".join(each.file for each in read)


def _refuse_missing(table: ReadTable, complaints: Complaints) -> None:
    """Officers, and types of counts, must be there in every row."""
    needed = ["case_type"] if table.table is COUNTS else ["officer_id"]
    for name in needed:
        missing = np.flatnonzero(column(table.columns[name], np.int64) == NONE).tolist()
        complaints.add_each(missing, lambda at, name=name: _empty(table, at, name, complaints))  # type: ignore[misc]


def _empty(table: ReadTable, at: int, name: str, complaints: Complaints) -> None:
    complaints.add(table.file, "is empty; say it, or leave the row out", row=table.row(at), column=name)


def _days(table: ReadTable, complaints: Complaints) -> Ints:
    """Day number of each entry."""
    return _understand(table, "date", table.texts["date"].dates(), complaints)


def _understand(table: ReadTable, name: str, how: Callable[[str], int], complaints: Complaints) -> Ints:
    """A column whose texts are read once all are known; each bad text is told with its first row."""
    codes = column(table.columns[name], np.int64)
    values, wrong = table.texts[name].read(how)
    for at, (text, message) in wrong.items():
        row = table.row(int(np.flatnonzero(codes == at)[0]))
        complaints.add(table.file, message, row=row, column=name, value=text)
    out: Ints = values[codes] if len(codes) else codes
    return out


def _minutes(table: ReadTable, complaints: Complaints) -> Floats:
    name = "minutes" if "minutes" in table.columns else "hours"
    out: Floats = column(table.columns[name], np.float64) * (1 if name == "minutes" else 60)
    missing = np.flatnonzero(np.isnan(out)).tolist()
    complaints.add_each(missing, lambda at: _empty(table, at, name, complaints))
    return out


def _span(file: str, days: Ints) -> tuple[int, int]:
    """First Monday and number of weeks."""
    if not len(days):
        raise refused(file, "holds no entries")
    first = int(days.min()) - (int(days.min()) - 1) % 7
    weeks = (int(days.max()) - first) // 7 + 1
    if weeks > MOST_WEEKS:
        ends = " to ".join(dt.date.fromordinal(int(day)).isoformat() for day in (days.min(), days.max()))
        raise refused(file, f"reaches from {ends}; is a year mistyped? A study may take {MOST_WEEKS} weeks")
    return first, weeks


def _entries(tables: Sequence[ReadTable], days: Ints, minutes: Floats) -> Entries:
    return Entries(
        officer=_joined(tables, "officer_id"),
        day=days,
        minutes=minutes,
        case_type=_joined(tables, "case_type"),
        case=_joined(tables, "case_id"),
        activity=_joined(tables, "activity"),
    )


def _joined(tables: Sequence[ReadTable], name: str) -> Ints:
    parts = []
    for table in tables:
        length = sum(map(len, table.rows))
        parts.append(column(table.columns[name], np.int64) if name in table.columns else np.full(length, NONE))
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _week(text: str, span: tuple[int, int], day_of: Callable[[str], int]) -> int:
    first, weeks = span
    if not text:
        return NONE
    if SMALL_NUMBER.fullmatch(text):
        at = cells.whole(text, least=1, most=weeks) - 1
    else:
        iso = ISO_WEEK.fullmatch(text)
        try:
            day = dt.date.fromisocalendar(int(iso[1]), int(iso[2]), 1).toordinal() if iso else day_of(text)
        except ValueError as error:
            if isinstance(error, BadValue):
                raise
            raise BadValue("is no week; write 2026-W10, a date within it, or its number in the study") from error
        at = (day - first) // 7
    return at if 0 <= at < weeks else OUTSIDE


def _weeks(table: ReadTable, span: tuple[int, int], complaints: Complaints) -> Ints:
    if "week" not in table.columns:
        return np.full(sum(map(len, table.rows)), NONE, np.int64)
    day_of = table.texts["week"].dates()
    return _understand(table, "week", lambda text: _week(text, span, day_of), complaints)


def _inside(table: ReadTable, week: Ints, notes: list[str]) -> Ints:
    outside = int((week == OUTSIDE).sum())
    if outside:
        notes.append(f"{table.file}: {outside:,} rows are of weeks without any diary and were left out.")
    return np.flatnonzero(week != OUTSIDE)


def _counts(
    tables: Sequence[ReadTable], span: tuple[int, int], names: Names, notes: list[str], complaints: Complaints
) -> tuple[Counts, Ints]:
    parts: list[list[Any]] = [[] for _ in range(6)]
    groups = np.full(len(names.case_type.names), NONE, np.int64)
    for table in tables:
        week = _weeks(table, span, complaints)
        rows = _inside(table, week, notes)
        kinds = _joined([table], "case_type")
        amounts = [
            column(table.columns[name], np.float64) if name in table.columns else np.full(len(week), np.nan)
            for name in ("open", "new", "closed")
        ]
        for part, values in zip(parts, (_joined([table], "officer_id"), week, kinds, *amounts), strict=True):
            part.append(values[rows])
        group = _joined([table], "group")
        groups[kinds[group != NONE]] = group[group != NONE]
    kinds_of = (np.int64, np.int64, np.int64, np.float64, np.float64, np.float64)
    joined = [np.concatenate(part) if part else np.zeros(0, k) for part, k in zip(parts, kinds_of, strict=True)]
    return Counts(*joined), groups if bool((groups != NONE).any()) else np.zeros(0, np.int64)


def _paid(tables: Sequence[ReadTable], span: tuple[int, int], notes: list[str], complaints: Complaints) -> PaidHours:
    officers, weeks, hours = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    for table in tables:
        week = _weeks(table, span, complaints)
        amount = column(table.columns["paid_hours"], np.float64)
        rows = _inside(table, week, notes)
        rows = rows[~np.isnan(amount[rows])]
        officers.append(_joined([table], "officer_id")[rows])
        weeks.append(week[rows])
        hours.append(amount[rows])
    return PaidHours(np.concatenate(officers), np.concatenate(weeks), np.concatenate(hours))


def _understood(table: ReadTable) -> str:
    unread = f"; not read: {', '.join(table.recognised.unread)}" if table.recognised.unread else ""
    return f"{table.file}: {_named(table.table)}, with {', '.join(table.recognised.at)}{unread}."


def _named(table: StudyTable) -> str:
    return {"time": "diaries", "counts": "counts of cases", "paid": "paid hours"}[table.name]
