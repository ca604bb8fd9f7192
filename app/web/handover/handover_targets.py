"""What a child process answers for the pages and files of a hand-over."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.answers.handover.calendar_file import Meeting, calendar_of
from app.answers.handover.handover_rows import csv_of
from app.answers.handover.mail import mail_of
from app.answers.handover.officer_sheets import OfficerSheet, every_sheet, sheet_of
from app.answers.handover.pairs import NOBODY, Pair, Table, count_of, everybody, hours_of, pairs_of, table_of
from app.answers.holdings.case_index import changed_lines, index_in
from app.answers.holdings.case_lines import lines_of
from app.confined_child import Child
from app.jobs.query_targets import MadePlan
from app.jobs.result import rows_in
from app.report.build import ReportDocument
from app.report.sections.officers.entry import OfficerEntry
from app.web.guarded_csv import guarded
from solver.errors import CaseloadError

MOST_PRINTED = 20_000
"""Cases on the page that prints everybody's sheet."""
WIDEST = 12
"""Columns of the table from whom to whom; where there are more, pairs are listed."""
MOST_PAIRS = 500
"""That are listed; of more, those with the most cases."""
Holdings = bytes | MadePlan
"""The index of a plan's cases, compressed as it is kept; of a version before there were any, the plan itself."""


class TooMuchToPrint(CaseloadError):
    """More cases change hands than one page can show: print the officers' sheets one by one, or take the CSV file."""


@dataclass(frozen=True, slots=True)
class PairSum:
    """How much goes from one officer to another."""

    giver: str
    receiver: str
    cases: int
    hours: float


@dataclass(frozen=True, slots=True)
class OfficerSum:
    """How much one officer gives and gets."""

    number: int
    officer_id: str
    given: int
    given_hours: float
    got: int
    got_hours: float


@dataclass(frozen=True, slots=True)
class Overview:
    """A whole hand-over, added up.

    Attributes
    ----------
    table : Table or None
        None: it would be too wide.
    pairs : tuple of PairSum
        The same as a list, or as much of it as can be shown, the pairs with the most cases then.
    pair_count : int
        How many there are.
    officers : tuple of OfficerSum
        For whom something changes.
    unchanged : int
        Officers for whom nothing does.
    moved, new, given_back : int
        Cases that go from one officer to another, that nobody had, and that nobody has afterwards.
    hours : float
        Of all of them.
    day : date
        First day of the plan's period, where it says one; else the first Monday after it was made.
    """

    table: Table | None
    pairs: tuple[PairSum, ...]
    pair_count: int
    officers: tuple[OfficerSum, ...]
    unchanged: int
    moved: int
    new: int
    given_back: int
    hours: float
    day: dt.date


@dataclass(frozen=True, slots=True)
class SheetShown:
    """One officer's sheet.

    Attributes
    ----------
    sheet : OfficerSheet
    entry : OfficerEntry or None
        The officer's figures; None: the officer is not in the roster.
    mail : str
        The same as a text.
    day : date
        As :class:`Overview` has it.
    """

    sheet: OfficerSheet
    entry: OfficerEntry | None
    mail: str
    day: dt.date


def overview(_child: Child, holdings: Holdings, report: bytes) -> Overview:
    """From whom to whom, and how much."""
    document = ReportDocument.model_validate_json(report)
    pairs, order = _pairs(holdings, document.officers)
    sheets = every_sheet(pairs, order)
    listed = pairs if len(pairs) <= MOST_PAIRS else sorted(pairs, key=lambda pair: -pair.count)[:MOST_PAIRS]
    return Overview(
        table=table_of(pairs, order) if len({pair.receiver for pair in pairs}) <= WIDEST else None,
        pairs=tuple(PairSum(pair.giver, pair.receiver, pair.count, pair.hours) for pair in listed),
        pair_count=len(pairs),
        officers=tuple(_sum(sheet) for sheet in sheets if not sheet.is_empty),
        unchanged=sum(sheet.is_empty for sheet in sheets),
        moved=count_of(pair for pair in pairs if NOBODY not in (pair.giver, pair.receiver)),
        new=count_of(pair for pair in pairs if pair.giver == NOBODY),
        given_back=count_of(pair for pair in pairs if pair.receiver == NOBODY),
        hours=hours_of(pairs),
        day=_day(document),
    )


def one_sheet(_child: Child, holdings: Holdings, report: bytes, number: int, standing: str) -> SheetShown | None:
    """The sheet of one officer by their number, from 1; None: there are not so many."""
    document = ReportDocument.model_validate_json(report)
    pairs, order = _pairs(holdings, document.officers)
    sheet = sheet_of(pairs, order, number)
    return None if sheet is None else _shown(sheet, document, standing)


def all_sheets(_child: Child, holdings: Holdings, report: bytes, standing: str) -> list[SheetShown]:
    """The sheets of all officers for whom something changes.

    Raises
    ------
    TooMuchToPrint
    """
    document = ReportDocument.model_validate_json(report)
    pairs, order = _pairs(holdings, document.officers)
    if count_of(pairs) > MOST_PRINTED:
        raise TooMuchToPrint
    return [_shown(sheet, document, standing) for sheet in every_sheet(pairs, order) if not sheet.is_empty]


def as_csv(_child: Child, holdings: Holdings, report: bytes) -> bytes:
    """A row for each case that changes hands; no cell of it is a formula."""
    pairs, _ = _pairs(holdings, ReportDocument.model_validate_json(report).officers)
    return guarded(csv_of(pairs))


def as_calendar(
    _child: Child, holdings: Holdings, report: bytes, meeting: Meeting, about: tuple[UUID, int | None]
) -> bytes | None:
    """A calendar file.

    Parameters
    ----------
    about : tuple of (UUID, int or None)
        The plan, and the number of the officer whose entries are wanted, from 1; None: everybody's.

    Returns
    -------
    bytes or None
        None: there are not so many officers.
    """
    plan_id, number = about
    pairs, order = _pairs(holdings, ReportDocument.model_validate_json(report).officers)
    wanted: Sequence[Pair] = pairs
    if number is not None:
        sheet = sheet_of(pairs, order, number)
        if sheet is None:
            return None
        wanted = sheet.pairs
    return calendar_of(wanted, meeting, plan_id, dt.datetime.now(dt.UTC))


def _pairs(holdings: Holdings, officers: Sequence[OfficerEntry]) -> tuple[list[Pair], list[str]]:
    if isinstance(holdings, bytes):
        lines = changed_lines(index_in(zlib.decompress(holdings)))
    else:
        lines = lines_of(*holdings.opened(), rows_in(holdings.assignments))
    order = everybody(lines, [each.officer_id for each in officers])
    return pairs_of(lines, order), order


def _sum(sheet: OfficerSheet) -> OfficerSum:
    return OfficerSum(
        sheet.number,
        sheet.officer_id,
        count_of(sheet.gives),
        hours_of(sheet.gives),
        count_of(sheet.gets),
        hours_of(sheet.gets),
    )


def _shown(sheet: OfficerSheet, document: ReportDocument, standing: str) -> SheetShown:
    entry = document.officers[sheet.number - 1] if sheet.number <= len(document.officers) else None
    return SheetShown(sheet, entry, mail_of(sheet, entry, standing), _day(document))


def _day(document: ReportDocument) -> dt.date:
    said = document.provenance.goals.get("period_start")
    if said:
        return dt.date.fromisoformat(str(said))
    made = dt.datetime.fromisoformat(document.provenance.created).date()
    return made + dt.timedelta(days=7 - made.weekday())
