"""What an entry of a docket does: a case comes, goes, changes or is taken by somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from unicodedata import normalize

from app.answers.advice import AdviceEntry, read_pace
from app.answers.assigned_roster import UnknownName
from app.answers.docket.ranked import advice_on, against, unit_of
from app.answers.docket.records import HOLDER, Record, added
from app.answers.docket.summary import Basis, Standings
from app.intake.build.problem import build_problem
from app.intake.errors import BadCell, RosterRefused
from app.intake.formats.json_source import is_blank
from app.intake.prepare import with_percentile
from app.intake.read import read_document
from app.intake.roster import Roster
from solver.analysis.spelling import Ids
from solver.errors import CaseloadError, SolverFault
from solver.problem import Need

CASE = "case"
"""What errors call the row that was sent."""
NOBODY = "nobody"
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,30}")
"""Ids that stand for themselves, however they are read."""
NOT_READ = ("unread-column", "similar-column")
"""Findings that are errors in a row which a program sends."""


class Event(StrEnum):
    """What happened to a case."""

    OPENED = "opened"
    """It is new."""
    CLOSED = "closed"
    """Nobody works on it any more."""
    CHANGED = "changed"
    """It asks for something else, or takes another time."""
    ASSIGNED = "assigned"
    """An officer took it."""


class NotOpen(CaseloadError):
    """The case is not open on this docket."""


class AlreadyOpen(CaseloadError):
    """A case of this id is on this docket already: record a change of it, or give the new one another id."""


class Pinned(CaseloadError):
    """The case is pinned to the officer who has it: record a change (`"pinned": false`) first."""


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """An entry that is wanted.

    Attributes
    ----------
    event : Event
    row : dict
        Cells of the sheet ``cases``, ``case_id`` among them.
    officer : str or None
        Who took it; empty: nobody has it any more.
    pace : str or None
    most : int
        Candidates that are told of.
    """

    event: Event
    row: dict[str, Any]
    officer: str | None = None
    pace: str | None = None
    most: int = 10


@dataclass(frozen=True, slots=True)
class Happened:
    """What came of an entry.

    Attributes
    ----------
    standings : Standings
        Afterwards.
    record : Record
        The case afterwards.
    given : dict
        What was said of the case, read: empty cells are None.
    advice : AdviceEntry or None
        Of a case that is new or was changed.
    against : list of str
        Why the officer who took it may not hold it.
    """

    standings: Standings
    record: Record
    given: dict[str, Any] = field(default_factory=dict)
    advice: AdviceEntry | None = None
    against: list[str] = field(default_factory=list)


def happen(standings: Standings, wanted: CaseEvent, known: Sequence[Record]) -> Happened:
    """Make an entry.

    Parameters
    ----------
    standings : Standings
    wanted : CaseEvent
    known : sequence of Record
        The case, where there ever was one of that id, and all cases that are kept together with it, or shall be.

    Raises
    ------
    NotOpen, AlreadyOpen, Pinned, UnknownName, RosterRefused, TooLarge
    """
    case_id = str(wanted.row["case_id"])
    before = next((each for each in known if each.case_id == case_id), None)
    others = [each for each in known if each.case_id != case_id]
    if wanted.event is Event.OPENED and before is not None and before.is_open:
        raise AlreadyOpen
    if wanted.event is not Event.OPENED and (before is None or not before.is_open):
        raise NotOpen(_not_open(before))
    officer = _officer(standings.basis, wanted.officer)
    given: dict[str, Any] = {}
    if wanted.event is Event.CLOSED:
        assert before is not None  # noqa: S101 - it is open
        after = replace(before, is_open=False)
    elif wanted.event is Event.ASSIGNED:
        assert before is not None  # noqa: S101 - it is open
        if before.pinned and officer != before.officer:
            raise Pinned
        after = replace(before, officer=officer or "")
    else:
        standings, after, given = _read(standings, wanted, before, others, officer)
    without = standings.with_sums(added(standings, known, -1))
    standings = without.with_sums(added(without, [*others, after]))
    if not after.is_open:
        return Happened(standings, after, given)
    unit = unit_of([*others, after], case_id)
    speaks = against(standings, unit, case_id, after.officer) if after.officer and wanted.officer is not None else []
    pace = None if wanted.pace is None else read_pace(wanted.pace)
    asks = wanted.event in (Event.OPENED, Event.CHANGED)
    advice = advice_on(standings, unit, case_id, pace, wanted.most) if asks else None
    return Happened(standings, after, given, advice, speaks)


def case_id_of(row: Mapping[str, Any]) -> tuple[str, str]:
    """The id in a row, and what it is kept together by, as the reader of rosters keeps them.

    Raises
    ------
    RosterRefused
    """
    case_id, family = row.get("case_id"), row.get("keep_together")
    if isinstance(case_id, str) and PLAIN.fullmatch(case_id):
        if family is None:
            return case_id, ""
        if isinstance(family, str) and PLAIN.fullmatch(family):
            return case_id, family
    cells = {"case_id": row.get("case_id"), "keep_together": row.get("keep_together"), "weight_hours": "0"}
    found = _roster([cells], {}, []).cases
    return found.ids[0], found.keep_together[0] or ""


def _not_open(before: Record | None) -> str:
    if before is None:
        return "There is no case of this id on this docket. Record it as opened first."
    return "The case is closed. Record it as opened if it is worked on again."


def _officer(basis: Basis, name: str | None) -> str | None:
    if not name:
        return name
    name = normalize("NFC", name.strip())
    if name not in basis.officer_of:
        raise UnknownName(f"There is no officer {name} in this plan{Ids(basis.officers.ids).did_you_mean(name)}.")
    return name


def _read(
    standings: Standings, wanted: CaseEvent, before: Record | None, others: Iterable[Record], officer: str | None
) -> tuple[Standings, Record, dict[str, Any]]:
    """The case as its row says, where it is new, or as it was with what the row changes."""
    is_change = wanted.event is Event.CHANGED and before is not None
    cells = {**before.row, **wanted.row} if is_change and before is not None else dict(wanted.row)
    holder = (before.officer if is_change and before is not None else "") if officer is None else officer
    siblings = [each for each in others if each.is_open and each.family]
    rows = [{**cells, HOLDER: holder or None}, *({**each.row, HOLDER: each.officer or None} for each in siblings)]
    named = {holder, *(each.officer for each in siblings)}
    standings, ((row, effort, need),) = _read_rows(standings, rows, 1, named)
    fresh = before.fresh if is_change and before is not None else True
    given = {name: row.get(name) for name in wanted.row if name != HOLDER}
    return standings, Record(row, holder, effort, need, fresh), given


def read_new_cases(standings: Standings, rows: Sequence[Mapping[str, Any]]) -> tuple[Standings, list[Record]]:
    """Cases that nobody holds or is to hold, and the standings that know their needs.

    The ticks have to be so short that every time that a case can take is a whole number of them.

    Raises
    ------
    RosterRefused, TooLarge
    """
    if not rows:
        return standings, []
    standings, found = _read_rows(standings, rows, len(rows), set())
    return standings, [Record(row, "", effort, need, True) for row, effort, need in found]


def _read_rows(
    standings: Standings, rows: Sequence[Mapping[str, Any]], count: int, named: set[str]
) -> tuple[Standings, list[tuple[dict[str, Any], int, int]]]:
    """The first rows as a roster has them: cells, ticks and the number of the need of each.

    Parameters
    ----------
    named : set of str
        Officers who hold any of the cases.
    """
    basis = standings.basis
    staff = sorted({*named, *_named(basis, rows)} - {""})
    roster = _roster(rows, {"weights": basis.weights} if basis.weights else {}, staff)
    built = with_percentile(build_problem(roster, basis.options), basis.options)
    cells, cases, out = roster.to_document()["cases"], roster.cases, []
    for at in range(count):
        row = {name: cell for name, cell in cells[at].items() if name != HOLDER}
        hours = built.problem.hours(int(built.problem.cases.effort[at])) / basis.tick_hours
        if hours.denominator != 1:
            raise SolverFault("a case takes a time that is no whole number of ticks")
        excluded = frozenset(basis.officer_of[name] for name in cases.excluded[at] or ())
        need = Need(cases.office[at], cases.docket[at], frozenset(cases.skills[at] or ()), excluded)
        standings, number = standings.with_need(need)
        out.append((row, int(hours), number))
    return standings, out


def _named(basis: Basis, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Officers of the plan who are excluded from a case: whoever else is named so is refused by the reader."""
    for row in rows:
        cell = row.get("excluded_officers")
        names = cell if isinstance(cell, list) else str(cell or "").split(";")
        yield from (name for each in names if (name := normalize("NFC", str(each).strip())) in basis.officer_of)


def _roster(rows: Sequence[Mapping[str, Any]], more: Mapping[str, Any], officers: Sequence[str]) -> Roster:
    """The first row, read as one of a roster, beside those that it is kept together with."""
    if any(map(is_blank, rows)):
        raise RosterRefused([BadCell(CASE, None, "case_id", None, "is missing: the row is empty")])
    staff = [{"officer_id": name, "available_hours": "1"} for name in officers or [NOBODY]]
    try:
        roster = read_document({"officers": staff, "cases": list(rows), **more})
    except RosterRefused as refusal:
        cells = [replace(cell, file=CASE, row=None) for cell in refusal.cells]
        raise RosterRefused(cells, refusal.total, refusal.noticed) from None
    unread = [each for each in roster.findings if each.code in NOT_READ and each.file == "cases"]
    if unread:
        raise RosterRefused([BadCell(CASE, None, each.column, each.value, each.message) for each in unread])
    return roster
