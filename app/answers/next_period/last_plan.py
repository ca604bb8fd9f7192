"""The plan with which the last period began: who was to have which case, who had it then, and everybody's hours."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.intake.columns.cells import identifier
from app.intake.errors import BadValue, refused

CASES, PEOPLE = "assignments.csv", "officers.csv"


@dataclass(frozen=True, slots=True)
class LastPlan:
    """What was adopted.

    Attributes
    ----------
    adopted : mapping of case to officer
        Empty: nobody was to have it.
    before : mapping of case to officer
        Who had it when the plan was made; empty: nobody. The same cases.
    hours : mapping of officer to Decimal, or None
        Of each officer of the plan; None where that is not known, and then nothing is said of who left or came.
    """

    adopted: Mapping[str, str]
    before: Mapping[str, str]
    hours: Mapping[str, Decimal] | None


def read_last_plan(assignments: bytes, officers: bytes | None) -> LastPlan:
    """Read the two files that a plan is written as.

    Parameters
    ----------
    assignments, officers : bytes
        ``assignments.csv`` and ``officers.csv``, as ``caseload plan`` writes them.

    Raises
    ------
    RosterRefused
        They are no such files, or name a case or an officer twice.
    """
    adopted: dict[str, str] = {}
    before: dict[str, str] = {}
    for row, (case_id, officer, previous) in _rows(assignments, CASES, ("case_id", "officer_id", "previous_officer")):
        case = _id(case_id, row, CASES)
        if case in adopted:
            raise refused(CASES, "has the case twice", row=row, value=case_id)
        adopted[case] = _id(officer, row, CASES)
        before[case] = _id(previous, row, CASES)
    if officers is None:
        return LastPlan(adopted, before, None)
    hours: dict[str, Decimal] = {}
    for row, (officer, text) in _rows(officers, PEOPLE, ("officer_id", "available_hours")):
        name = _id(officer, row, PEOPLE)
        if name in hours:
            raise refused(PEOPLE, "has the officer twice", row=row, value=officer)
        try:
            hours[name] = Decimal(text)
        except InvalidOperation:
            raise refused(PEOPLE, "needs a number of hours", row=row, value=text) from None
    return LastPlan(adopted, before, hours)


def _rows(content: bytes, file: str, wanted: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Rows with the columns that are wanted, and their numbers as a person sees them."""
    try:
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), restval="", strict=True)
        if missing := [name for name in wanted if name not in (table.fieldnames or ())]:
            raise refused(
                file, f"is no file of a plan: it has no column {missing[0]}; give the folder of caseload plan"
            )
        for row, cells in enumerate(table, 2):
            yield row, tuple(cells[name].strip() for name in wanted)
    except (UnicodeDecodeError, csv.Error):
        raise refused(file, "is no CSV file in UTF-8; give the folder as caseload plan has written it") from None


def _id(text: str, row: int, file: str) -> str:
    try:
        return identifier(text) if text else ""
    except BadValue as error:
        raise refused(file, str(error), row=row, value=text) from None
