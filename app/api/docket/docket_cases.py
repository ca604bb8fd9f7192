"""The docket of a plan that holds: what happens to its cases, and who should take them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.access.roles import needs
from app.answers.assigned_roster import UnknownName
from app.api import openapi
from app.api.deps import JsonBody, Service, TheService
from app.api.docket import look_up
from app.api.docket.docket_models import EntriesPage, EntryOut
from app.api.docket.docket_targets import EntryAsked, Recorded
from app.api.docket.holding import TARGETS, TRIES, docket_of, holding, not_adopted
from app.api.http.body import JSON
from app.api.plans import LARGEST
from app.api.problems import ApiProblem, BadField, not_found
from app.api.submit import key_header, own_key
from app.api.trail import handed_out
from app.audit.actions import Action
from app.audit.chain import append
from app.audit.duties import leaves
from app.jobs.queries import TooBusy
from app.store.audit import subject_of_plan
from app.store.db import Session
from app.store.docket import adoptions, dockets
from app.store.docket.adoptions import Held
from app.store.docket.docket_tables import DocketEntryRow
from app.store.docket.dockets import NewEntry
from app.store.plans import KeyTaken
from app.store.scope import ForeignOffice
from app.store.tables import Role

router = APIRouter(prefix="/v1/plans", tags=["docket"])

MAX_PAGE = 1_000


@router.post(
    "/{plan_id}/cases",
    status_code=201,
    response_model=EntryOut,
    responses=openapi.errors(400, 404, 408, 409, 413, 415, 422, 503, 504),
    openapi_extra=openapi.body(openapi.ENTRY_BODY),
)
@needs(Role.PLANNER)
@leaves(Action.ENTERED)
def record_case(
    plan_id: UUID,
    body: JsonBody,
    service: TheService,
    idempotency_key: Annotated[str | None, key_header("entry, recorded once.")] = None,
) -> Response:
    """Take down what happened to one case of a plan that holds.

    The answer to a case that is new or was changed says who should have it, beside what everybody holds now.
    """
    with service.database.read() as session:
        if adoptions.look(session, str(plan_id)) is None:
            raise not_found("plan")
    asked: EntryAsked = service.ask_about(f"{TARGETS}:read_entry", body)
    fingerprint = hashlib.sha256(f"{plan_id}\n{asked.fingerprint}".encode()).hexdigest()
    key = None if idempotency_key is None else own_key(service, idempotency_key)
    for _ in range(TRIES):
        try:
            row = _recorded(service, plan_id, asked, (key, fingerprint))
        except KeyTaken:  # another request with the key was recorded since we looked: its entry is the answer
            continue
        if row is not None:
            return _answer(plan_id, row)
    raise TooBusy


@router.get("/{plan_id}/cases", response_model=EntriesPage, responses=openapi.errors(404, 409, 422))
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def list_entries(
    plan_id: UUID,
    service: TheService,
    after: Annotated[int, Query(ge=0, le=LARGEST, description="From `next` of the page before.")] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 100,
) -> Response:
    """What happened to the cases of a plan since it was adopted, in order, with the advice that was given."""
    with service.database.read() as session:
        held = adoptions.look(session, str(plan_id))
        if held is None:
            raise not_found("plan")
        if not held.is_adopted:
            raise not_adopted()
        rows = dockets.entries(session, held.number, after=after, limit=limit + 1)
        items = [EntryOut.of(each) for each in rows[:limit]]
    following = None
    if len(rows) > limit:
        following = f"{router.prefix}/{plan_id}/cases?limit={limit}&after={items[-1].number}"
    page = EntriesPage(items=items, next=following)
    answer = Response(page.model_dump_json(), media_type=JSON)
    return handed_out(service, plan_id, answer, "docket", after=after)


def _answer(plan_id: UUID, row: DocketEntryRow) -> Response:
    where = f"{router.prefix}/{plan_id}/cases?limit=1&after={row.number - 1}"
    return Response(EntryOut.of(row).model_dump_json(), 201, {"Location": where}, JSON)


def _known(session: Session, again: tuple[str | None, str]) -> DocketEntryRow | None:
    """The entry that was recorded with a key before."""
    key, fingerprint = again
    row = None if key is None else dockets.by_key(session, key)
    if row is not None and row.request_sha256 != fingerprint:
        detail = "This Idempotency-Key came with another request before. Use a new key for a new request."
        raise ApiProblem(422, detail, "idempotency-key-reused")
    return row


def _refuse_foreign(held: Held, row: dict[str, Any]) -> None:
    """Refuse a case of an office that the plan is not for: whoever sees the plan would see it.

    Raises
    ------
    ForeignOffice
    """
    office = str(row.get("office") or "")
    if office and held.offices is not None and office.casefold() not in held.offices:
        raise ForeignOffice(
            f"The case names the office “{office[:100]}”, but the plan is for {', '.join(held.offices)} alone. Record "
            "it on the docket of a plan for that office."
        )


def _recorded(
    service: Service, plan_id: UUID, asked: EntryAsked, again: tuple[str | None, str]
) -> DocketEntryRow | None:
    """Work an entry out beside the docket as it is and keep it; None where another one was kept meanwhile."""
    with service.database.read() as session:
        if (before := _known(session, again)) is not None:
            return before
        held = holding(session, str(plan_id))
        docket = docket_of(session, held)
        known = look_up.known(session, held.number, asked.case_id, asked.family)
        if (before := _known(session, again)) is not None:
            return before
        if dockets.last_entry(session, held.number) != docket.entry:
            return None  # what was looked up may be newer than the sums
    try:
        done: Recorded = service.queries.ask(f"{TARGETS}:record_entry", docket.basis, docket.sums, asked.wanted, known)
    except UnknownName as error:
        where = [BadField(where="body.officer_id", message=str(error))]
        raise ApiProblem(422, str(error), "invalid-request", errors=where) from None
    _refuse_foreign(held, done.record[0])
    caller = service.known_caller
    entry = NewEntry(
        at=datetime.now(UTC),
        actor=caller.id,
        event=str(asked.wanted.event),
        case_id=asked.case_id,
        family=done.family,
        officer_given=done.officer_given,
        given=done.given,
        record=done.record,
        answer=done.answer,
        idempotency_key=again[0],
        request_sha256=again[1],
    )
    with service.database.write() as session:
        held = holding(session, str(plan_id), locked=True)
        if dockets.last_entry(session, held.number) != docket.entry:
            return None
        kept = dockets.append(session, held.number, entry, done.sums, docket.entry + 1)
        subject = subject_of_plan(held.plan_id)
        append(session, caller.did(Action.ENTERED, held.offices, subject, event=entry.event, entry=kept.number))
        return kept
