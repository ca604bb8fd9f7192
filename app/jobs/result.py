"""What the child hands back: plain bytes, so that the server needs no solver to read it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

from app.answers.from_sums.piece_names import PIECE_ENDING

ASSIGNMENTS = "assignments.csv"
OFFICERS = "officers.csv"
REPORT = "report.json"
PAGE = "report.html"
WORKBOOK = "plan.xlsx"
INDEX = "cases.npz"
"""Every case as arrays, to be searched (``app.answers.holdings.case_index``); not handed out."""
SUMMARY = "summary.json"
"""What a list of plans says of one (``app.answers.plan_summary``); not handed out."""


def level_of(name: str) -> int | None:
    """How hard a file is packed: arrays in pieces hardly shrink more with more time. None: as its size says."""
    return 1 if name.endswith(PIECE_ENDING) else None


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """A plan as files.

    Attributes
    ----------
    status : str
        "optimal" or "feasible"; empty: no plan was found.
    interrupted : bool
        A stop was asked for, and this is the best plan by then.
    files : dict of name to content
        Those that ``caseload plan`` writes, a summary, an index of the cases, and what questions about single cases are
        answered from (``app.answers.from_sums.kept``), which is not handed out either.
    """

    status: str
    interrupted: bool = False
    files: dict[str, bytes] = field(default_factory=dict)


def rows_of(made: PlanFiles) -> Iterator[dict[str, str]]:
    """The rows of ``assignments.csv``."""
    return rows_in(made.files[ASSIGNMENTS])


def rows_in(assignments: bytes) -> Iterator[dict[str, str]]:
    """The rows of ``assignments.csv``, from its content."""
    header, rows = _read(assignments)
    for row in rows:  # of our own making, each as long as the header: csv.DictReader takes twice the time
        yield dict(zip(header, row, strict=True))


def officers_in(assignments: bytes) -> Iterator[tuple[str, str]]:
    """Each case with its officer (empty: nobody), from the content of ``assignments.csv``."""
    header, rows = _read(assignments)
    return map(itemgetter(header.index("case_id"), header.index("officer_id")), rows)


def _read(assignments: bytes) -> tuple[list[str], Iterator[list[str]]]:
    rows = csv.reader(io.TextIOWrapper(io.BytesIO(assignments), encoding="utf-8-sig", newline=""))
    return next(rows, []), rows
