"""What stands beside the entries of a study: how many cases there were, and which hours were paid."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from app.intake.columns import cells
from app.intake.errors import BadValue, Complaints
from app.intake.time_study.cell_codes import column
from app.intake.time_study.study_tables import Names, ReadTable
from app.intake.time_study.whole_columns import joined, refuse_missing, understood
from solver.arrays import Ints
from solver.weights.study import NONE, Counts, PaidHours

OUTSIDE = -2
"""A week that is none of the study."""
ISO_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})", re.IGNORECASE)
SMALL_NUMBER = re.compile(r"[0-9]{1,3}")


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
    return understood(table, "week", lambda text: _week(text, span, day_of), complaints)


def _inside(table: ReadTable, week: Ints, notes: list[str]) -> Ints:
    outside = int((week == OUTSIDE).sum())
    if outside:
        notes.append(f"{table.file}: {outside:,} rows are of weeks without any diary and were left out.")
    return np.flatnonzero(week != OUTSIDE)


def counts_of(
    tables: Sequence[ReadTable], span: tuple[int, int], names: Names, notes: list[str], complaints: Complaints
) -> tuple[Counts, Ints]:
    """Counts of all files, and the group of each type where any has one; weeks of no study are left out and noted."""
    parts: list[list[Any]] = [[] for _ in range(6)]
    groups = np.full(len(names.case_type.names), NONE, np.int64)
    for table in tables:
        refuse_missing(table, complaints)
        week = _weeks(table, span, complaints)
        rows = _inside(table, week, notes)
        kinds = joined([table], "case_type")
        amounts = [
            column(table.columns[name], np.float64) if name in table.columns else np.full(len(week), np.nan)
            for name in ("open", "new", "closed")
        ]
        for part, values in zip(parts, (joined([table], "officer_id"), week, kinds, *amounts), strict=True):
            part.append(values[rows])
        group = joined([table], "group")
        groups[kinds[group != NONE]] = group[group != NONE]
    kinds_of = (np.int64, np.int64, np.int64, np.float64, np.float64, np.float64)
    whole = [np.concatenate(part) if part else np.zeros(0, k) for part, k in zip(parts, kinds_of, strict=True)]
    return Counts(*whole), groups if bool((groups != NONE).any()) else np.zeros(0, np.int64)


def paid_of(tables: Sequence[ReadTable], span: tuple[int, int], notes: list[str], complaints: Complaints) -> PaidHours:
    """Paid hours of all files; rows without a number say nothing."""
    officers, weeks, hours = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    for table in tables:
        refuse_missing(table, complaints)
        week = _weeks(table, span, complaints)
        amount = column(table.columns["paid_hours"], np.float64)
        rows = _inside(table, week, notes)
        rows = rows[~np.isnan(amount[rows])]
        officers.append(joined([table], "officer_id")[rows])
        weeks.append(week[rows])
        hours.append(amount[rows])
    return PaidHours(np.concatenate(officers), np.concatenate(weeks), np.concatenate(hours))
