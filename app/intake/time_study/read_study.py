"""Files of an office → a time study: entries, counts of cases and paid hours, all numbered alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.intake.errors import Complaints, RosterRefused, StudyRefused, refused, shown
from app.intake.recognition.values.dates import Order
from app.intake.time_study.case_file import cases_of
from app.intake.time_study.columns import CASES, COUNTS, LOG, PAID, PANEL, TIME, StudyTable
from app.intake.time_study.counts_and_pay import counts_of, paid_of
from app.intake.time_study.diaries import entries_of
from app.intake.time_study.event_log import ReadLog, read_log
from app.intake.time_study.panel import panel_of
from app.intake.time_study.study_files import TEXTS, WORKBOOKS, StudyFile, tables_of
from app.intake.time_study.study_tables import Names, ReadTable
from solver.weights.case_ages import CaseFile
from solver.weights.event_log.handling import Handled
from solver.weights.event_log.open_counts import counts_of as counts_of_log
from solver.weights.panel import Panel
from solver.weights.study import PaidHours, TimeStudy

MOST_TYPES = 2_000
"""Of cases in one study; more are most often the cases themselves."""


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


def read_study(paths: Iterable[Path], dates: Order | None = None) -> ReadStudy:
    """Read a time study from the disk: CSV files, workbooks and XES logs, or folders of them.

    Parameters
    ----------
    dates : Order, optional
        What comes first in dates that do not show it.

    Raises
    ------
    StudyRefused
        With every error and its place.
    """
    notes: list[str] = []
    return _told_of_study(lambda: _study_of(_on_disk(paths, notes), dates, notes))


def read_sent(files: Sequence[StudyFile], dates: Order | None = None) -> ReadStudy:
    """The same of files that were sent.

    Raises
    ------
    StudyRefused
    """
    return _told_of_study(lambda: _study_of(files, dates, []))


def _told_of_study(read: Callable[[], ReadStudy]) -> ReadStudy:
    """What was read; a refusal says that it is one of a study."""
    try:
        return read()
    except RosterRefused as error:
        raise StudyRefused.of(error) from error


def _study_of(files: Sequence[StudyFile], dates: Order | None, notes: list[str]) -> ReadStudy:
    """Files → tables → a study."""
    names, complaints = Names(), Complaints()
    read = [table for file in files for table in tables_of(file, names, complaints, notes, dates)]
    diaries, logs, beside, pay, votes, listed = (
        [each for each in read if each.table is one] for one in (TIME, LOG, COUNTS, PAID, PANEL, CASES)
    )
    if bool(diaries) == bool(logs):
        why = "are diaries and event logs at once, which would count the same time twice" if logs else NO_DIARIES
        raise refused(", ".join(each.file for each in read), why)
    if not read:
        raise refused("the study", NO_DIARIES)
    if len(names.case_type.names) > MOST_TYPES:
        many = f"has {len(names.case_type.names):,} case types, and may have {MOST_TYPES:,}"
        raise refused("the study", f"{many}; is the case taken for its type?")
    notes = [*map(_understood, read), *notes]
    log: ReadLog | None = None
    if logs:
        log = read_log(logs, len(names.officer_id.names), notes, complaints)
        entries, span = log.handled.entries, (log.log.first_monday, log.log.weeks)
    else:
        entries, span = entries_of(diaries, complaints)
    counts, groups = counts_of(beside, span, names, notes, complaints)
    paid = paid_of(pay, span, notes, complaints)
    cases = cases_of(listed, complaints)
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


def _on_disk(paths: Iterable[Path], notes: list[str]) -> list[StudyFile]:
    out: list[StudyFile] = []
    for path in paths:
        out += [StudyFile(each.name, each) for each in (_in_folder(path, notes) if path.is_dir() else [path])]
    return out


def _in_folder(folder: Path, notes: list[str]) -> list[Path]:
    """The texts of a folder, else its workbooks: beside texts a workbook may hold the same once more."""
    texts, books = (sorted(each for end in ends for each in folder.glob("[!.~]*" + end)) for ends in (TEXTS, WORKBOOKS))
    if not texts and not books:
        ends = ", ".join((*TEXTS, *WORKBOOKS))
        raise refused(folder.name, f"holds no CSV file; a study is read from files that end in {ends}")
    if texts:
        notes += [
            f"{shown(each.name)}: a workbook beside other files, and was not read; name it to have it read."
            for each in books
        ]
    return texts or books


def _understood(table: ReadTable) -> str:
    strange = [shown(name) for name in table.recognised.unread]
    unread = f"; not read: {', '.join(strange)}" if strange else ""
    return f"{shown(table.file)}: {_named(table.table)}, with {', '.join(table.recognised.at)}{unread}."


def _named(table: StudyTable) -> str:
    return {
        "time": "diaries",
        "counts": "counts of cases",
        "paid": "paid hours",
        "log": "an event log",
        "panel": "a panel",
        "cases": "cases with their dates",
    }[table.name]
