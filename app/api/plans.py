"""Plans: ask for one, look at it, stop it, start it again, remove it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from app.access.roles import Need, needs
from app.api import openapi
from app.api.deps import RequestBody, Service, TheService
from app.api.http import prefer
from app.api.models import PlanOut, PlansPage
from app.api.problems import ApiProblem, not_found
from app.api.submit import accept, key_header, limits
from app.api.trail import did
from app.audit.actions import Action
from app.audit.chain import append
from app.audit.duties import leaves, leaves_nothing
from app.store import plans
from app.store.db import Session
from app.store.history import removed
from app.store.plans import UNFINISHED
from app.store.tables import Role, State, Stop

router = APIRouter(prefix="/v1/plans", tags=["plans"])

MAX_PAGE = 200
HOW_IT_GOES = "how plans are doing, asked again and again while they are made; nothing of what is in them"
REMOVE_DONE = Need(Role.APPROVER)
LARGEST = 2**63 - 1
"""Number of a row that a database can have."""


@router.post(
    "",
    status_code=202,
    response_model=PlanOut,
    responses={
        **openapi.errors(400, 404, 408, 409, 413, 415, 422, 429, 503, 504),
        200: {"model": PlanOut, "description": "It is done already (`Prefer: wait`)."},
        202: {"description": "Accepted. `Location` says where it is."},
    },
    openapi_extra=openapi.body(openapi.PLAN_BODIES),
)
@needs(Role.PLANNER)
@leaves(Action.PLANNED)
async def create_plan(
    body: RequestBody,
    service: TheService,
    prefer_header: Annotated[
        str | None, Header(alias="Prefer", description="`wait=10`: answer 200 when it is done within 10 s.")
    ] = None,
    idempotency_key: Annotated[str | None, key_header("plan, made once.")] = None,
) -> Response:
    """Ask for a plan. It is made as soon as a place is free; `Prefer: wait` waits for it for a while."""
    wait_s = prefer.wait_s(prefer_header)  # before anything is kept: a refused request that made a plan makes two
    plan = await run_in_threadpool(accept, service, body, idempotency_key)
    return await _answer(service, plan, wait_s)


@router.get("", responses=openapi.errors(422))
@needs(Role.VIEWER)
@leaves_nothing(HOW_IT_GOES)
def list_plans(
    service: TheService,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    before: Annotated[int | None, Query(ge=1, le=LARGEST, description="From `next` of the page before.")] = None,
    state: State | None = None,
    adopted: Annotated[bool, Query(description="`true`: only those that were adopted and hold.")] = False,
) -> PlansPage:
    """Plans, the newest first."""
    with service.database.read() as session:
        rows = plans.page(session, limit=limit + 1, before=before, state=state, adopted=adopted)
        items = [PlanOut.of(row) for row in rows[:limit]]
    following = None
    if len(rows) > limit:
        following = f"{router.prefix}?limit={limit}&before={rows[limit - 1].number}"
        following += f"&state={state}" if state else ""
        following += "&adopted=true" if adopted else ""
    return PlansPage(items=items, next=following)


@router.get(
    "/{plan_id}",
    response_model=PlanOut,
    responses={**openapi.errors(404, 422), 304: {"description": "Not changed since that `ETag`."}},
)
@needs(Role.VIEWER)
@leaves_nothing(HOW_IT_GOES)
def read_plan(
    plan_id: UUID,
    service: TheService,
    if_none_match: Annotated[str | None, Header(description="The `ETag` of an earlier answer.")] = None,
) -> Response:
    """How a plan is doing, or how it ended."""
    return tagged(plan_of(service, plan_id), if_none_match)


@router.delete(
    "/{plan_id}",
    status_code=204,
    response_model=None,
    responses={
        **openapi.errors(404, 409, 422),
        202: {"model": PlanOut, "description": "It was running and is being stopped."},
        200: {"model": PlanOut, "description": "It was waiting and is cancelled."},
        204: {"description": "It was finished and is removed, with everything that belongs to it."},
    },
)
@needs(Role.PLANNER)
@leaves(Action.DELETED, Action.CANCELLED)
def delete_plan(
    plan_id: UUID,
    service: TheService,
    keep: Annotated[
        Literal["best"] | None, Query(description="`best`: a running plan ends with the best plan found by then.")
    ] = None,
    adopted: Annotated[
        bool, Query(description="`true`: also one that was adopted and holds; the one before it holds again.")
    ] = False,
) -> Response:
    """Cancel a plan that waits or runs; remove one that is finished (one that is done: role approver)."""
    with service.database.write() as session:
        row = plans.locked(session, str(plan_id))
        if row is None:
            raise not_found("plan")
        before = State(row.state)
        if before in UNFINISHED:
            stop(service, session, plan_id, Stop.KEEP_BEST if keep else Stop.DISCARD)
        else:
            remove(service, session, plan_id, adopted=adopted)
    if before not in UNFINISHED:
        service.database.forget_removed()
        return Response(status_code=204)
    return _json(plan_of(service, plan_id), 202 if before is State.RUNNING else 200)


@router.post(
    "/{plan_id}/restart",
    status_code=202,
    response_model=PlanOut,
    responses={**openapi.errors(404, 409, 422, 429, 503), 202: {"description": "It waits for its turn again."}},
)
@needs(Role.PLANNER)
@leaves(Action.RESTARTED)
def restart_plan(plan_id: UUID, service: TheService) -> Response:
    """Start a plan again that was interrupted, cancelled or failed: same roster, same goals, same address."""
    with service.database.write() as session:
        if not restart(service, session, plan_id):
            raise not_found("plan")
    service.engine.wake()
    return _json(plan_of(service, plan_id), 202)


def plan_of(service: Service, plan_id: UUID) -> PlanOut:
    """The plan of that id.

    Raises
    ------
    ApiProblem
        404
    """
    with service.database.read() as session:
        row = plans.get(session, str(plan_id))
        if row is None:
            raise not_found("plan")
        return PlanOut.of(row)


def stop(service: Service, session: Session, plan_id: UUID, how: Stop) -> bool:
    """Cancel a plan that is not finished, and record it; False where there is none."""
    row = plans.locked(session, str(plan_id))
    if row is None:
        return False
    was_finished = row.state not in UNFINISHED
    plans.ask_to_stop(session, str(plan_id), how)
    if not was_finished:
        append(session, did(service, Action.CANCELLED, row, session, keep=how is Stop.KEEP_BEST))
    return True


def restart(service: Service, session: Session, plan_id: UUID) -> bool:
    """Start a plan again, and record it; False where there is none.

    Raises
    ------
    NotRestartable, QueueFull, TooManyOfOne
    """
    was_there = plans.restart(session, str(plan_id), limits(service))
    row = plans.get(session, str(plan_id))
    if row is not None:
        append(session, did(service, Action.RESTARTED, row, session))
    return was_there


def remove(service: Service, session: Session, plan_id: UUID, *, adopted: bool = False) -> bool:
    """Forget a plan that is finished, and record it; False where there is none.

    Raises
    ------
    NotAllowed
        It is done, and who decides what stays of results is an approver.
    StillNeeded
    InForce
        It was adopted and holds, and ``adopted`` does not say that it goes nonetheless.
    """
    return _removed(service, session, plan_id, lambda: plans.remove(session, str(plan_id), adopted=adopted))


def hide(service: Service, session: Session, plan_id: UUID) -> bool:
    """Remove a plan so that it can be brought back for a day, and record it; False where there is none.

    Raises
    ------
    NotAllowed, StillNeeded, InForce
        As :func:`remove`.
    """
    return _removed(service, session, plan_id, lambda: removed.hide(session, str(plan_id), datetime.now(UTC)))


def _removed(service: Service, session: Session, plan_id: UUID, remove_it: Callable[[], bool]) -> bool:
    row = plans.locked(session, str(plan_id))
    if row is None:
        return False
    if row.state == State.DONE and service.caller is not None:
        service.caller.check(REMOVE_DONE)
    entry = did(service, Action.DELETED, row, session)
    was_there = remove_it()
    if was_there:
        append(session, entry)
    return was_there


def finished(service: Service, plan_id: UUID) -> PlanOut:
    """The plan of that id, which must be done.

    Raises
    ------
    ApiProblem
        404, or 409 where there is no result (yet).
    """
    plan = plan_of(service, plan_id)
    if plan.state is not State.DONE:
        raise ApiProblem(409, f"The plan is {plan.state}; this is there once it is done.", "not-finished")
    return plan


def tagged(plan: PlanOut, if_none_match: str | None) -> Response:
    """A plan with its ``ETag``, or 304."""
    response = _json(plan, 200)
    tag = response.headers["ETag"]
    if matches(if_none_match, tag):
        return Response(status_code=304, headers={"ETag": tag, "Cache-Control": UNKEPT})
    return response


def matches(if_none_match: str | None, tag: str) -> bool:
    """Whether a client has this version already (weak comparison, RFC 9110, section 13.1.2)."""
    if if_none_match is None:
        return False
    known = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return "*" in known or tag in known


UNKEPT = "no-store"
"""Of what holds case data: a browser must not leave it on a disk. Who keeps a copy asks with its ``ETag``."""


def _json(plan: PlanOut, status: int, headers: dict[str, str] | None = None) -> Response:
    content = plan.model_dump(mode="json")
    response = JSONResponse(content, status, {"Cache-Control": UNKEPT, **(headers or {})})
    response.headers["ETag"] = f'"{hashlib.sha256(response.body).hexdigest()[:32]}"'
    if plan.state in UNFINISHED:
        response.headers["Retry-After"] = "1"
    return response


async def _answer(service: Service, plan: PlanOut, wait_s: float | None) -> Response:
    headers = {"Location": plan.links.self}
    if wait_s is not None:
        plan = await prefer.wait_for(lambda: plan_of(service, plan.id), wait_s, lambda: service.is_closing)
        headers["Preference-Applied"] = f"wait={wait_s:g}"
    done = plan.state not in UNFINISHED
    return _json(plan, 200 if done else 202, headers)
