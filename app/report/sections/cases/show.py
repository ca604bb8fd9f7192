"""Every case, and those that change hands: sheets of the workbook; the page has the sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np

from app.report.blocks import Column, Section, Table
from app.report.render.csv import Assignment, assignments
from app.report.source import CaseList, Source
from app.report.text.numbers import number
from app.report.text.sheet_names import CASES, HAND_OVERS
from solver.analysis.moves import moved

NO_MOVES = "No case changes hands."


class CaseRow(NamedTuple):
    """A case and what the plan does with it."""

    case_type: str
    priority: int
    hours: float
    assignment: Assignment


def show(source: Source) -> Section:
    """Nothing without the cases themselves, which are not in the document."""
    cases = source.cases
    if cases is None:
        return Section("Cases", "cases")
    moves = _moves(cases)
    return Section("Cases", "cases", sheets=(moves,) if cases.is_large else (moves, _assignments(cases)))


def _assignments(cases: CaseList) -> Table[CaseRow]:
    """Every case, in the order of the roster."""
    every = range(len(cases.built.problem.cases))
    return Table(
        "Cases",
        (
            Column("Case", "text", lambda row: row.assignment.case_id, 18, is_head=True),
            *_described(),
            Column("Officer", "text", lambda row: row.assignment.officer_id, 16),
            Column("Previous officer", "text", lambda row: row.assignment.previous_officer, 16),
            Column("Moved", "text", lambda row: row.assignment.moved, 8),
            Column("Reason", "text", lambda row: row.assignment.reason, 20),
        ),
        _rows(cases, every, assignments(cases.built, cases.plan)),
        sheet=CASES,
    )


def _moves(cases: CaseList) -> Table[CaseRow]:
    """Cases that change hands, as many as fit: from whom to whom, all of one pair together."""
    which = np.flatnonzero(moved(cases.built.problem, cases.plan.officer))
    listed = which[: cases.most_rows].tolist()
    note = "" if listed else NO_MOVES
    if len(which) > cases.most_rows:
        note = f"The first {cases.most_rows:,} of {len(which):,} moves; all of them are in assignments.csv."
    rows = _rows(cases, listed, _picked(cases, listed))
    return Table(
        "Hand-overs",
        (
            Column("From", "text", lambda row: row.assignment.previous_officer, 16),
            Column("To", "text", lambda row: row.assignment.officer_id, 16),
            Column("Case", "text", lambda row: row.assignment.case_id, 18, is_head=True),
            *_described(),
            Column("Reason", "text", lambda row: row.assignment.reason, 20),
        ),
        sorted(rows, key=lambda row: (row.assignment.previous_officer, row.assignment.officer_id)),
        sheet=HAND_OVERS,
        note=note,
    )


def _described() -> tuple[Column[CaseRow], ...]:
    return (
        Column("Type", "text", lambda row: row.case_type, 22),
        Column("Priority", "count", lambda row: row.priority, 9),
        Column("Hours", "hours", lambda row: row.hours, 10),
    )


def _picked(cases: CaseList, listed: list[int]) -> Iterator[Assignment]:
    """Rows of some cases, in order."""
    at = 0
    rows = assignments(cases.built, cases.plan)
    for case in listed:
        yield next(islice(rows, case - at, None))
        at = case + 1


def _rows(cases: CaseList, listed: range | list[int], rows: Iterable[Assignment]) -> Iterator[CaseRow]:
    """Type, priority and hours beside what the plan does."""
    problem = cases.built.problem
    names = [*problem.cases.type_names, ""]
    known: dict[int, float] = {}
    for case, row in zip(listed, rows, strict=True):
        ticks = int(problem.cases.effort[case])
        if ticks not in known:
            known[ticks] = number(problem.hours(ticks))
        yield CaseRow(names[int(problem.cases.case_type[case])], int(problem.cases.priority[case]), known[ticks], row)
