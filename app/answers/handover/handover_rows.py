"""Hand-overs as rows: one for each case that another officer gets, for a table of whatever kind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.answers.handover.pairs import Pair


class Row(NamedTuple):
    """One case that changes hands.

    Attributes
    ----------
    giver, receiver : str
        Empty: the case is new, or nobody has it afterwards.
    case_id, case_type, office : str
    hours : float
    priority : int
        1 is the most urgent.
    reason : str
        As ``assignments.csv`` has it.
    """

    giver: str
    receiver: str
    case_id: str
    case_type: str
    office: str
    hours: float
    priority: int
    reason: str


HEADER = ("from", "to", "case_id", "case_type", "office", "hours", "priority", "reason")


def rows_of(pairs: Iterable[Pair]) -> Iterator[Row]:
    """The rows of some pairs, pair after pair."""
    for pair in pairs:
        for line in pair.cases:
            yield Row(
                pair.giver,
                pair.receiver,
                line.case_id,
                line.case_type,
                line.office,
                line.hours,
                line.priority,
                line.reason,
            )


def csv_of(pairs: Iterable[Pair]) -> bytes:
    """The rows as CSV, as they are: whoever hands it to people has it guarded against formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((*row[:5], f"{row.hours:g}", *row[6:]) for row in rows_of(pairs))
    return out.getvalue().encode()
