"""What a plan tells, as it happens: server-sent events, from where the reader left off."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from app.access.caller import Caller, NotAllowed, ProviderFault, Unauthenticated
from app.access.roles import needs
from app.api import openapi
from app.api.deps import Service, TheService, whole_service
from app.api.plans import HOW_IT_GOES, LARGEST, plan_of
from app.audit.duties import leaves_nothing
from app.store import events
from app.store.db import DatabaseFault
from app.store.plans import UNFINISHED
from app.store.tables import Role

router = APIRouter(prefix="/v1/plans", tags=["plans"])
log = logging.getLogger("caseload.http")

PING_EVERY_S = 15.0
"""Something is sent at least this often, so that nobody on the way takes the connection for dead; and as often it is
looked whether the reader may still read."""
RETRY_MS = 2_000
EVENT = {
    "title": "Event",
    "type": "object",
    "description": "One event of the stream.",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string", "description": "Its number."},
        "event": {"const": "state"},
        "data": {"type": "string", "description": "JSON: `state`, and while it runs what `progress` has."},
    },
}
BATCH = 500
LONGEST_ID = 18
"""Digits of the number of an event."""


@router.get(
    "/{plan_id}/events",
    response_class=StreamingResponse,
    responses={
        **openapi.errors(404, 422),
        200: {
            "description": "Events `state` (data: `{state}`, and while it runs what `progress` has). The stream ends "
            "with the event of a finished state, and where the key or the session ends.",
            "content": {"text/event-stream": {"schema": EVENT}},
        },
    },
)
@needs(Role.VIEWER)
@leaves_nothing(HOW_IT_GOES)
def read_events(
    plan_id: UUID,
    request: Request,
    service: TheService,
    after: Annotated[int, Query(ge=0, le=LARGEST, description="Leave out events up to this number.")] = 0,
    last_event_id: Annotated[
        str | None, Header(description="Where an earlier reading ended; browsers send it by themselves.")
    ] = None,
) -> StreamingResponse:
    """What happened to a plan so far, and what happens next, until it is finished."""
    plan_of(service, plan_id)
    sent = last_event_id or ""
    if sent.isascii() and sent.isdecimal() and len(sent) <= LONGEST_ID:  # ² is a digit, too, and no number
        after = int(sent)
    return StreamingResponse(
        _stream(service, str(plan_id), after, Admission(request, service.caller)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


class Admission:
    """Whether whoever follows a plan may still do so: a key is revoked, a session ended, a token over meanwhile.

    Parameters
    ----------
    request : Request
        With which they came.
    caller : Caller or None
        Who they were then.
    """

    def __init__(self, request: Request, caller: Caller | None) -> None:
        self._request = request
        self._caller = caller
        self._looked_at = time.monotonic()

    async def is_over(self) -> bool:
        """Look again, every ``PING_EVERY_S`` at most."""
        if time.monotonic() - self._looked_at < PING_EVERY_S:
            return False
        self._looked_at = time.monotonic()
        return not await run_in_threadpool(self._holds)

    def _holds(self) -> bool:
        gate = whole_service(self._request).gate
        try:
            return gate.who(self._request.headers.getlist("authorization"), self._request.cookies) == self._caller
        except (Unauthenticated, NotAllowed, ProviderFault):
            return False
        except DatabaseFault as error:  # nothing is told meanwhile either: events are read from there
            log.warning("nobody knows whether a stream may go on: %s", type(error).__name__)
            return True


async def _stream(service: Service, plan_id: str, after: int, admission: Admission) -> AsyncIterator[str]:
    yield f"retry: {RETRY_MS}\n\n"
    with service.feed.following(plan_id):
        while not service.is_closing and not await admission.is_over():
            found = await run_in_threadpool(_look, service, plan_id, after)
            for seq, data in found:
                yield f"id: {seq}\nevent: state\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
            after = found[-1][0] if found else after
            if len(found) == BATCH:
                continue
            # an older run may have ended before it was started again: only the last event says how things are
            if await run_in_threadpool(_is_over, service, plan_id, after):
                return
            while not await service.feed.more_than(plan_id, after, PING_EVERY_S, lambda: service.is_closing):
                if await admission.is_over():
                    return
                yield ": still here\n\n"


def _look(service: Service, plan_id: str, after: int) -> list[tuple[int, dict[str, object]]]:
    with service.database.read() as session:
        return events.after(session, plan_id, after, BATCH)


def _is_over(service: Service, plan_id: str, after: int) -> bool:
    """Whether everything was told: the newest event is of a finished state, or the plan was removed."""
    with service.database.read() as session:
        newest = events.newest(session, plan_id)
    return newest is None or (newest[0] <= after and newest[1].get("state") not in UNFINISHED)
