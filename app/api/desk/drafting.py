"""The draft of a plan: cases for which somebody decides otherwise, what that does, and undoing it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from app.access.roles import needs
from app.answers.assigned_roster import UnknownName
from app.answers.draft.effect import DraftEffect
from app.api import openapi
from app.api.deps import JsonBody, Service, TheService
from app.api.desk.draft_models import DraftEntryOut, DraftOut, DraftRequest, change_of
from app.api.desk.draft_targets import Weighed
from app.api.desk.drafted import TARGETS, draftable
from app.api.docket.holding import TRIES, made_plan
from app.api.http.body import JSON
from app.api.plans import UNKEPT
from app.api.problems import ApiProblem, BadField
from app.api.trail import did, handed_out
from app.audit.actions import Action
from app.audit.chain import append
from app.audit.duties import leaves
from app.jobs.queries import TooBusy
from app.store.drafts import drafts
from app.store.drafts.draft_tables import DraftEntryRow
from app.store.drafts.drafts import UNDO, NewChange
from app.store.tables import Role

router = APIRouter(prefix="/v1/plans", tags=["draft"])

MOST_ENTRIES = 1_000
"""Of one draft: who decides more cases by hand changes the roster."""


@router.post(
    "/{plan_id}/draft",
    status_code=201,
    response_model=DraftEntryOut,
    responses=openapi.errors(400, 404, 408, 409, 413, 415, 422, 503, 504),
    openapi_extra=openapi.body(openapi.DRAFT_BODY),
)
@needs(Role.PLANNER)
@leaves(Action.DRAFTED)
def change_draft(plan_id: UUID, body: JsonBody, service: TheService) -> Response:
    """Decide otherwise than a plan for one case. The plan stays as it is; the answer says what that does to it."""
    with service.database.read() as session:
        draftable(session, str(plan_id))
    wanted: DraftRequest = service.ask_about(f"{TARGETS}:read_change", body)
    entry = DraftEntryOut.of(changed(service, plan_id, wanted), stands=True)
    where = {"Location": f"{router.prefix}/{plan_id}/draft"}
    return Response(entry.model_dump_json(), 201, where, JSON)


@router.get("/{plan_id}/draft", response_model=DraftOut, responses=openapi.errors(404, 409, 413, 422, 503, 504))
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def read_draft(plan_id: UUID, service: TheService) -> Response:
    """What was decided otherwise than a plan, and what all of it does together."""
    answer = Response(draft_of(service, plan_id).model_dump_json(), headers={"Cache-Control": UNKEPT}, media_type=JSON)
    return handed_out(service, plan_id, answer, "draft")


@router.delete("/{plan_id}/draft/{number}", response_model=DraftEntryOut, responses=openapi.errors(404, 409, 422))
@needs(Role.PLANNER)
@leaves(Action.DRAFTED)
def undo_change(
    plan_id: UUID, number: Annotated[int, Path(description="Of the entry that is undone.")], service: TheService
) -> DraftEntryOut:
    """Undo one change of a draft. It stays on the draft, with the entry that undoes it."""
    return DraftEntryOut.of(undone(service, plan_id, number), stands=False)


def draft_of(service: Service, plan_id: UUID) -> DraftOut:
    """The draft of a plan, with what all of it does together.

    Raises
    ------
    ApiProblem
    """
    with service.database.read() as session:
        row = draftable(session, str(plan_id))
        rows, plan = drafts.entries(session, row.number), made_plan(session, row)
        around = [UUID(each.id) for each in drafts.made_around(session, str(plan_id))]
    standing = [change_of(each) for each in drafts.standing(rows)]
    effect: DraftEffect = service.queries.ask(f"{TARGETS}:total", plan, standing)
    return DraftOut(plan_id=plan_id, entries=DraftEntryOut.all_of(rows), effect=effect, plans=around)


def changed(service: Service, plan_id: UUID, wanted: DraftRequest) -> DraftEntryRow:
    """Keep a change, once it was weighed beside those that stand.

    Raises
    ------
    ApiProblem, DraftConflict, TooBusy
    """
    for _ in range(TRIES):
        with service.database.read() as session:
            row = draftable(session, str(plan_id))
            rows, plan = drafts.entries(session, row.number), made_plan(session, row)
        if len(rows) >= MOST_ENTRIES:
            detail = f"A draft has at most {MOST_ENTRIES:,} entries. Plan around it, or change the roster."
            raise ApiProblem(409, detail, "draft-conflict")
        standing = [change_of(each) for each in drafts.standing(rows)]
        try:
            found: Weighed = service.queries.ask(f"{TARGETS}:weigh", plan, standing, wanted)
        except UnknownName as error:
            where = [BadField(where="body", message=str(error))]
            raise ApiProblem(422, str(error), "invalid-request", errors=where) from None
        kept = _kept(service, plan_id, _entry(service, wanted, found), len(rows))
        if kept is not None:
            return kept
    raise TooBusy


def undone(service: Service, plan_id: UUID, number: int) -> DraftEntryRow:
    """Keep that a change no longer stands.

    Raises
    ------
    ApiProblem
        404, or 409 where it does not stand.
    """
    caller = service.known_caller
    for _ in range(TRIES):
        with service.database.read() as session:
            rows = drafts.entries(session, draftable(session, str(plan_id)).number)
        standing = {row.number: row for row in drafts.standing(rows)}
        if number not in standing:
            is_there = 1 <= number <= len(rows)
            detail = "It was undone before, or it undoes another one." if is_there else "The draft has no such entry."
            raise ApiProblem(409 if is_there else 404, detail, "draft-conflict" if is_there else "not-found")
        row = standing[number]
        undo = NewChange(caller.id, caller.name, UNDO, row.case_id, row.officer_id, "", {}, undoes=number)
        kept = _kept(service, plan_id, undo, len(rows))
        if kept is not None:
            return kept
    raise TooBusy


def _entry(service: Service, wanted: DraftRequest, found: Weighed) -> NewChange:
    caller, change = service.known_caller, found.change
    answer = {"together_with": list(found.together_with), "effect": found.effect.model_dump(mode="json")}
    return NewChange(caller.id, caller.name, str(change.kind), change.case_id, change.officer_id, wanted.reason, answer)


def _kept(service: Service, plan_id: UUID, change: NewChange, last: int) -> DraftEntryRow | None:
    """Append an entry; None where another one was appended meanwhile."""
    with service.database.write() as session:
        row = draftable(session, str(plan_id), locked=True)
        if drafts.last_entry(session, row.number) != last:
            return None
        kept = drafts.append(session, row.number, change, last + 1)
        append(session, did(service, Action.DRAFTED, row, session, kind=change.kind, entry=kept.number))
        return kept
