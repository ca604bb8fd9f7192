"""Who holds what, as tables for programs: CSV and NDJSON, streamed, the same bytes for the same plan."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple, TextIO

import numpy as np

from app.intake.build.problem import Built
from app.report.text.numbers import RATIO_DIGITS, exact, rounded, written
from solver.analysis.loads import loads_of
from solver.analysis.moves import moved, moves_by_officer
from solver.plan import Plan, Reason

BATCH = 50_000
"""Cases that are turned into text at a time."""


class Assignment(NamedTuple):
    """One row of assignments.csv.

    ``officer_id`` is empty where nobody holds the case, ``previous_officer`` where nobody did; ``moved`` is yes or no.
    """

    case_id: str
    officer_id: str
    previous_officer: str
    moved: str
    reason: str


class OfficerRow(NamedTuple):
    """One row of officers.csv. Hours are exact; utilization and fair share have ``RATIO_DIGITS`` decimals at most."""

    officer_id: str
    caseload: int
    workload_hours: str
    available_hours: str
    utilization: str
    fair_share: str
    moves_in: int
    moves_out: int


def assignments(built: Built, plan: Plan, start: int = 0, stop: int | None = None) -> Iterator[Assignment]:
    """Rows of assignments.csv, in the order of the roster.

    Parameters
    ----------
    start, stop : int
        Places in the roster from which, and before which, to list; all by default.
    """
    problem = built.problem
    names = np.array([*problem.officers.ids, ""], object)  # UNPLACED is -1: the last
    before = built.previous
    previous = np.array([*before.values, ""], object)  # an empty cell is -1, too
    words = {reason.value: reason.label for reason in Reason}
    is_moved = moved(problem, plan.officer)
    end = len(problem.cases) if stop is None else min(stop, len(problem.cases))
    for first in range(start, end, BATCH):
        rows = slice(first, min(first + BATCH, end))
        yield from map(
            Assignment._make,
            zip(
                problem.cases.ids[rows],
                names[plan.officer[rows]].tolist(),
                previous[before.codes[rows]].tolist(),
                map(("no", "yes").__getitem__, is_moved[rows].tolist()),
                map(words.__getitem__, plan.reason[rows].tolist()),
                strict=True,
            ),
        )


def officers(built: Built, plan: Plan) -> Iterator[OfficerRow]:
    """Rows of officers.csv, in the order of the roster."""
    problem = built.problem
    now = loads_of(problem, plan.officer)
    moves_in, moves_out = moves_by_officer(problem, plan.officer)
    for o, utilization in enumerate(now.utilization(problem)):
        yield OfficerRow(
            problem.officers.ids[o],
            int(now.count[o]),
            written(problem.hours(int(now.load[o]))),
            written(problem.hours(int(problem.officers.available[o]))),
            _ratio(utilization),
            _ratio(plan.shares.share[o]),
            int(moves_in[o]),
            int(moves_out[o]),
        )


def write_assignments(stream: TextIO, built: Built, plan: Plan) -> None:
    """Write assignments.csv. Open the file with ``newline=""`` and UTF-8."""
    _write(stream, Assignment, assignments(built, plan))


def write_officers(stream: TextIO, built: Built, plan: Plan) -> None:
    """Write officers.csv. Open the file with ``newline=""`` and UTF-8."""
    _write(stream, OfficerRow, officers(built, plan))


def _write(stream: TextIO, kind: type[Assignment] | type[OfficerRow], rows: Iterator[tuple[object, ...]]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(kind._fields)
    writer.writerows(rows)


def _ratio(value: Fraction | None) -> str:
    return "" if value is None else exact(rounded(value, RATIO_DIGITS))
