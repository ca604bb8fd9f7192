"""A plan that somebody made: which officer holds which case, matched with a roster.

Only ``case_id`` and ``officer_id`` are read. What does not match the roster is no reason to stop: it is what whoever
has the plan checked wants to be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from app.intake.columns.cell_types import bare
from app.intake.columns.cells import identifier
from app.intake.errors import BadValue, Complaints, refused
from app.intake.formats.csv_source import CsvSource
from solver.arrays import Indices
from solver.plan import UNPLACED
from solver.problem import Problem

FILE = "assignments.csv"


@dataclass(frozen=True, slots=True)
class Assignments:
    """What the file says, as far as it fits the roster.

    Attributes
    ----------
    officer : int32 array, shape (cases,)
        ``UNPLACED`` where nobody of the roster holds the case.
    mismatches : tuple of str
        One sentence for each row, and each case, that does not fit.
    is_told : bool array, shape (cases,)
        Cases whose missing officer is the subject of such a sentence.
    """

    officer: Indices
    mismatches: tuple[str, ...]
    is_told: NDArray[np.bool_]


def read_assignments(path: Path, problem: Problem) -> Assignments:
    """Read ``assignments.csv`` in a folder, or a CSV file of another name.

    Raises
    ------
    RosterRefused
        The file is no CSV, or does not have the two columns.
    """
    if path.is_dir():
        path /= FILE
    with path.open("rb") as stream:
        return assignments_in(path.name, stream, problem)


def assignments_in(name: str, stream: BinaryIO, problem: Problem) -> Assignments:
    """Read a CSV file that somebody sent; errors as above, with this name of the file."""
    officer_of = {each: index for index, each in enumerate(problem.officers.ids)}
    case_of = {each: index for index, each in enumerate(problem.cases.ids)}
    officer = np.full(len(case_of), UNPLACED, np.int32)
    seen = np.zeros(len(case_of), np.bool_)
    told = np.zeros(len(case_of), np.bool_)
    mismatches = []
    for row, case_id, officer_id in _rows(name, stream):
        case = case_of.get(case_id)
        if case is None:
            mismatches.append(f"row {row}: case {case_id} is not in the roster")
        elif seen[case]:
            mismatches.append(f"row {row}: case {case_id} is there twice")
        else:
            seen[case] = True
            holder = officer_of.get(officer_id) if officer_id else UNPLACED
            if holder is None:
                mismatches.append(f"row {row}: case {case_id} is with {officer_id}, who is not in the roster")
                told[case] = True
            else:
                officer[case] = holder
    missing = np.flatnonzero(~seen)
    mismatches += [f"case {problem.cases.ids[case]} is not in {name}" for case in missing.tolist()]
    told[missing] = True
    return Assignments(officer, tuple(mismatches), told)


def case_ids(path: Path) -> frozenset[str]:
    """The cases of ``assignments.csv`` in a folder, or of a CSV file of another name; errors as above."""
    path = path / FILE if path.is_dir() else path
    with path.open("rb") as stream:
        return frozenset(case_id for _, case_id, _ in _rows(path.name, stream))


def _rows(name: str, stream: BinaryIO) -> Iterator[tuple[int, str, str]]:
    complaints = Complaints()
    source = CsvSource(name, stream, complaints)
    header = [bare(each) for each in source.header]
    for column in ("case_id", "officer_id"):
        if header.count(bare(column)) != 1:
            raise refused(name, f"needs one column {column}", row=1)
    at_case, at_officer = header.index(bare("case_id")), header.index(bare("officer_id"))
    for batch in source.batches():
        for row, case_id, officer_id in zip(batch.rows, batch.cells[at_case], batch.cells[at_officer], strict=True):
            yield row, _id(name, row, case_id), _id(name, row, officer_id)
    complaints.refuse_if_any()


def _id(name: str, row: int, text: str) -> str:
    trimmed = text.strip()
    try:
        return identifier(trimmed) if trimmed else ""
    except BadValue as error:
        raise refused(name, str(error), row=row, value=trimmed) from error
