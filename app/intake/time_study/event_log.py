"""Event logs → handling times: what a system recorded from a start to an end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.intake.errors import Complaints, refused
from app.intake.time_study.cell_codes import column
from app.intake.time_study.diaries import MOST_WEEKS
from app.intake.time_study.study_tables import ReadTable
from app.intake.time_study.whole_columns import joined
from solver.weights.event_log.handling import Handled, handled
from solver.weights.event_log.log import EventLog
from solver.weights.study import NONE


@dataclass(frozen=True, slots=True)
class ReadLog:
    """A log and its handling times.

    Attributes
    ----------
    log : EventLog
    handled : Handled
    """

    log: EventLog
    handled: Handled


def read_log(tables: Sequence[ReadTable], officers: int, notes: list[str], complaints: Complaints) -> ReadLog:
    """Events of all logs that have an officer, a case, a type, a start and an end; how many have not is noted.

    Raises
    ------
    RosterRefused
        No event is whole, or the log is longer than any study.
    """
    complaints.refuse_if_any()
    start, complete = (
        np.concatenate([column(each.columns[name], np.float64) for each in tables]) for name in ("start", "complete")
    )
    officer, kind, case = (joined(tables, name) for name in ("officer_id", "case_type", "case_id"))
    whole = (officer != NONE) & (kind != NONE) & (case != NONE) & ~np.isnan(start) & ~np.isnan(complete)
    backwards = whole & (complete < start)
    use = whole & ~backwards
    file = tables[0].file
    if not use.all():
        left = f"{int((~whole).sum()):,} events lack an officer, a case, a type, a start or an end"
        notes.append(f"{left}, and {int(backwards.sum()):,} end before they start; they were left out.")
    if not use.any():
        raise refused(file, "holds no event with an officer, a case, a type, a start and an end")
    activity = joined(tables, "activity")[use]
    log = EventLog(officer[use], start[use], complete[use], kind[use], case[use], activity)
    if log.weeks > MOST_WEEKS:
        raise refused(file, f"reaches over {log.weeks:,} weeks; is a year mistyped? A log may take {MOST_WEEKS} weeks")
    return ReadLog(log, handled(log, officers))
