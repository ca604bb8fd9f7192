"""Diaries → entries, and the weeks that they are of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from app.intake.errors import Complaints, refused
from app.intake.time_study.cell_codes import column
from app.intake.time_study.study_tables import ReadTable
from app.intake.time_study.whole_columns import joined, refuse_missing, tell_empty, understood
from solver.arrays import Floats, Ints
from solver.weights.study import Entries

MOST_WEEKS = 520
"""Of a study; a longer one has a mistyped year."""


def entries_of(tables: Sequence[ReadTable], complaints: Complaints) -> tuple[Entries, tuple[int, int]]:
    """Entries of all diaries, with the day number of their first Monday and their number of weeks.

    Raises
    ------
    RosterRefused
    """
    days = [understood(each, "date", each.texts["date"].dates(), complaints) for each in tables]
    minutes = [_minutes(each, complaints) for each in tables]
    for each in tables:
        refuse_missing(each, complaints)
    complaints.refuse_if_any()
    every_day = np.concatenate(days)
    entries = Entries(
        officer=joined(tables, "officer_id"),
        day=every_day,
        minutes=np.concatenate(minutes),
        case_type=joined(tables, "case_type"),
        case=joined(tables, "case_id"),
        activity=joined(tables, "activity"),
    )
    return entries, span_of(tables[0].file, every_day)


def _minutes(table: ReadTable, complaints: Complaints) -> Floats:
    name = "minutes" if "minutes" in table.columns else "hours"
    out: Floats = column(table.columns[name], np.float64) * (1 if name == "minutes" else 60)
    missing = np.flatnonzero(np.isnan(out)).tolist()
    complaints.add_each(missing, lambda at: tell_empty(table, at, name, complaints))
    return out


def span_of(file: str, days: Ints) -> tuple[int, int]:
    """First Monday and number of weeks."""
    if not len(days):
        raise refused(file, "holds no entries")
    first = int(days.min()) - (int(days.min()) - 1) % 7
    weeks = (int(days.max()) - first) // 7 + 1
    if weeks > MOST_WEEKS:
        ends = " to ".join(dt.date.fromordinal(int(day)).isoformat() for day in (days.min(), days.max()))
        raise refused(file, f"reaches from {ends}; is a year mistyped? A study may take {MOST_WEEKS} weeks")
    return first, weeks
