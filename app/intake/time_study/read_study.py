"""Files of an office → a time study: entries, counts of cases and paid hours, all numbered alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.intake.errors import Complaints, refused
from app.intake.time_study.case_file import cases_of
from app.intake.time_study.columns import CASES, COUNTS, LOG, PAID, PANEL, TIME, StudyTable
from app.intake.time_study.counts_and_pay import counts_of, paid_of
from app.intake.time_study.diaries import entries_of
from app.intake.time_study.event_log import ReadLog, read_log
from app.intake.time_study.panel import panel_of
from app.intake.time_study.study_tables import XES, Names, ReadTable, read_table
from solver.weights.case_ages import CaseFile
from solver.weights.event_log.handling import Handled
from solver.weights.event_log.open_counts import counts_of as counts_of_log
from solver.weights.panel import Panel
from solver.weights.study import PaidHours, TimeStudy


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
    handled : Handled or None
        How the events of a log became entries; None where it is a study of diaries.
    panel : Panel or None
        What a panel says that cases should take.
    cases : CaseFile or None
        When which case was opened and closed.
    """

    study: TimeStudy
    notes: tuple[str, ...]
    only_totals: bool = False
    handled: Handled | None = None
    panel: Panel | None = None
    cases: CaseFile | None = None


def read_study(paths: Iterable[Path]) -> ReadStudy:
    """Read a time study: CSV files and XES logs, or folders of them.

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
    diaries, logs, beside, pay, votes, files = (
        [each for each in read if each.table is one] for one in (TIME, LOG, COUNTS, PAID, PANEL, CASES)
    )
    if bool(diaries) == bool(logs):
        why = "are diaries and event logs at once, which would count the same time twice" if logs else NO_DIARIES
        raise refused(", ".join(each.file for each in read), why)
    notes = [_understood(each) for each in read]
    log: ReadLog | None = None
    if logs:
        log = read_log(logs, len(names.officer_id.names), notes, complaints)
        entries, span = log.handled.entries, (log.log.first_monday, log.log.weeks)
    else:
        entries, span = entries_of(diaries, complaints)
    counts, groups = counts_of(beside, span, names, notes, complaints)
    paid = paid_of(pay, span, notes, complaints)
    cases = cases_of(files, complaints)
    complaints.refuse_if_any()
    if log is not None:
        if not beside:
            counts = counts_of_log(log.log, entries)
            notes.append("No counts were given: cases are open from their first event of the log to their last.")
        if pay:
            paid = PaidHours.unknown()
            notes.append("Paid hours are not used: a log does not hold the time that belongs to no case.")
    study = TimeStudy(
        officers=tuple(names.officer_id.names),
        types=tuple(names.case_type.names) or ("",),
        activities=tuple(names.activity.names),
        first_monday=span[0],
        weeks=span[1],
        entries=entries,
        counts=counts,
        paid=paid,
        groups=groups,
    )
    only_totals = bool(diaries) and not any("case_type" in each.columns for each in diaries)
    events = None if log is None else log.handled
    return ReadStudy(study, tuple(notes), only_totals, events, panel_of(votes, complaints), cases)


NO_DIARIES = "holds no diaries: a file with columns for the officer, the date and the minutes"


def _files(paths: Iterable[Path]) -> list[Path]:
    out: list[Path] = []
    for path in paths:
        found = sorted([*path.glob("*.csv"), *path.glob("*" + XES)]) if path.is_dir() else [path]
        if not found:
            raise refused(path.name, "holds no CSV file; a study is read from files that end in .csv or .xes")
        out += found
    return out


def _understood(table: ReadTable) -> str:
    unread = f"; not read: {', '.join(table.recognised.unread)}" if table.recognised.unread else ""
    return f"{table.file}: {_named(table.table)}, with {', '.join(table.recognised.at)}{unread}."


def _named(table: StudyTable) -> str:
    return {
        "time": "diaries",
        "counts": "counts of cases",
        "paid": "paid hours",
        "log": "an event log",
        "panel": "a panel",
        "cases": "cases with their dates",
    }[table.name]
