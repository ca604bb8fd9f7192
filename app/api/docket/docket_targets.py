"""What a child process does for a docket: it reads what was sent, and works out what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.answers.docket.entries import CaseEvent, Event, Happened, case_id_of, happen
from app.answers.docket.opening import BY_FAMILY, Opened, key_in, opened
from app.answers.docket.records import HOLDER, ORDER, Record, kept_row
from app.answers.docket.summary import Standings, Sums, basis_of
from app.api.docket.docket_models import AdoptionRequest, EntryRequest
from app.api.http.body import SentAs
from app.api.http.requests import validated
from app.api.http.unpacked import unpack
from app.api.problems import ApiProblem, BadField
from app.api.sent_targets import PlanAsked
from app.confined_child import Child
from app.intake.admission import admit
from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions
from app.intake.prepare import prepare
from app.intake.read import read_document, read_kept
from app.jobs.query_targets import MadePlan, holders_in, try_changes
from app.jobs.result import officers_in
from app.jobs.roster_source import packed


@dataclass(frozen=True, slots=True)
class EntryAsked:
    """An entry that is asked for.

    Attributes
    ----------
    wanted : CaseEvent
    case_id, family : str
        As rosters keep them; the family is empty where the row names none.
    fingerprint : str
        Equal for requests that ask for the same.
    """

    wanted: CaseEvent
    case_id: str
    family: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is kept of an entry.

    Attributes
    ----------
    sums : bytes
        After it.
    record : list
        The case after it.
    family : str
    given : dict
    officer_given : str or None
    answer : dict
    """

    sums: bytes
    record: list[Any]
    family: str
    given: dict[str, Any]
    officer_given: str | None
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """An entry of another docket that comes along: what was said then."""

    event: str
    case_id: str
    given: dict[str, Any]
    officer_given: str | None


def read_adoption(child: Child, what: SentAs) -> str:
    """The reason for which a plan is to hold."""
    return validated(AdoptionRequest, unpack(what, child.files[0]).json()).reason


def open_docket(_child: Child, plan: MadePlan) -> Opened:
    """The docket of a plan as it begins."""
    roster = read_kept(plan.roster)
    options = with_settings(plan.options, roster.settings)
    built = prepare(roster, options)
    return opened(built, holders_in(built.problem, plan.assignments), options)


def read_entry(child: Child, what: SentAs) -> EntryAsked:
    """What happened to which case.

    Raises
    ------
    ApiProblem, RosterRefused
    """
    body = unpack(what, child.files[0])
    request = validated(EntryRequest, body.json())
    row = {str(name).strip().casefold(): cell for name, cell in request.case.items()}
    if said := [name for name in (HOLDER, ORDER) if name in row]:
        _refuse(f"body.case.{said[0]}", "who took the case is said by officer_id, beside case")
    if request.event is Event.ASSIGNED and request.officer_id is None:
        _refuse("body.officer_id", "say who took the case; empty: nobody has it any more")
    if request.event is Event.CLOSED and request.officer_id is not None:
        _refuse("body.officer_id", "a case that is closed is taken by nobody")
    more = sorted(set(row) - {"case_id"})
    if more and request.event in (Event.CLOSED, Event.ASSIGNED):
        _refuse(f"body.case.{more[0]}", f"of a case that is {request.event}, send case_id alone; record a change first")
    case_id, family = case_id_of(row)
    row["case_id"] = case_id
    wanted = CaseEvent(request.event, row, request.officer_id, request.pace, request.candidates)
    return EntryAsked(wanted, case_id, family, body.fingerprint())


def record_entry(_child: Child, basis: bytes, sums: bytes, wanted: CaseEvent, known: Sequence[Any]) -> Recorded:
    """Make an entry."""
    standings = Standings(basis_of(basis), Sums.unpack(sums))
    done = happen(standings, wanted, [Record.from_list(each) for each in known])
    return _recorded(done, wanted.officer, done.standings.sums.pack())


def carry(
    _child: Child, basis: bytes, sums: bytes, entries: Sequence[Carried], known: Sequence[Any]
) -> tuple[list[Recorded], bytes]:
    """Make entries of another docket on this one, which was planned without them.

    Parameters
    ----------
    known : sequence of records
        Of the new docket: all that the entries name, and all that these are kept together with.
    """
    standings = Standings(basis_of(basis), Sums.unpack(sums))
    records = {record.case_id: record for record in map(Record.from_list, known)}
    out = []
    for entry in entries:
        row = {**entry.given, "case_id": entry.case_id}
        wanted = CaseEvent(Event(entry.event), row, entry.officer_given)
        named = {key_in(BY_FAMILY, each) for each in records.values() if each.case_id == entry.case_id}
        named |= {str(row.get("keep_together") or "").encode()}
        concerned = [
            each
            for each in records.values()
            if each.case_id == entry.case_id or (each.family and key_in(BY_FAMILY, each) in named)
        ]
        done = happen(standings, wanted, concerned)
        standings, records[entry.case_id] = done.standings, done.record
        out.append(_recorded(done, entry.officer_given, b""))
    return out, standings.sums.pack()


def roster_of_docket(
    _child: Child,
    plan: MadePlan,
    newest: Sequence[tuple[str, Sequence[Any]]],
    options: PlanOptions | None,
    scenario: Sequence[str],
) -> PlanAsked:
    """The roster of an adopted plan with all that happened since, each case with who has it now.

    Parameters
    ----------
    plan : MadePlan
    newest : sequence of (case id, record)
        Each case that has an entry, after its last one, in their order.
    options : PlanOptions or None
        None: those of the plan.
    scenario : sequence of str
        Changes that are to be made first.

    Raises
    ------
    RosterRefused, NotAccepted, InvalidChange
    """
    document = read_kept(plan.roster).to_document()
    holder = dict(officers_in(plan.assignments))
    since = {case_id: Record.from_list(record) for case_id, record in newest}
    rows = []
    for row in document["cases"]:
        record = since.pop(str(row["case_id"]), None)
        if record is None:
            officer = holder[str(row["case_id"])]
            rows.append(_held(kept_row(row, officer), officer))
        elif record.is_open:
            rows.append(_held(record.row, record.officer))
    rows += [_held(record.row, record.officer) for record in since.values() if record.is_open]
    roster = read_document({**document, "cases": rows})
    wanted = plan.options if options is None else options
    admit(roster, wanted)
    if scenario:
        try_changes(roster, wanted, scenario)
    return PlanAsked(packed(roster), wanted, tuple(scenario))


def _held(row: dict[str, Any], officer: str) -> dict[str, Any]:
    return {**row, HOLDER: officer} if officer else row


def _recorded(done: Happened, officer: str | None, sums: bytes) -> Recorded:
    answer: dict[str, Any] = {"against": done.against}
    if done.advice is not None:
        answer["advice"] = done.advice.model_dump(mode="json")
    given = done.given
    officer_given = officer if officer is None else done.record.officer
    return Recorded(sums, done.record.to_list(), done.record.family, given, officer_given, answer)


def _refuse(where: str, message: str) -> None:
    raise ApiProblem(422, f"{where}: {message}", "invalid-request", errors=[BadField(where=where, message=message)])
