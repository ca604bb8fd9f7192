"""What a plan tells, as it happens: server-sent events, from where the reader left off."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from app.api import openapi
from app.api.deps import Service, TheService
from app.api.plans import plan_of
from app.store import events
from app.store.plans import UNFINISHED

router = APIRouter(prefix="/v1/plans", tags=["plans"])

LOOK_EVERY_S = 0.25
PING_EVERY_S = 15.0
"""Something is sent at least this often, so that nobody on the way takes the connection for dead."""
RETRY_MS = 2_000
BATCH = 500


@router.get(
    "/{plan_id}/events",
    response_class=StreamingResponse,
    responses={
        **openapi.errors(404, 422),
        200: {
            "description": "Events `state` (data: `{state}`, and while it runs what `progress` has). The stream ends "
            "with the event of a finished state.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
    },
)
def read_events(
    plan_id: UUID,
    service: TheService,
    after: Annotated[int, Query(ge=0, description="Leave out events up to this number.")] = 0,
    last_event_id: Annotated[
        str | None, Header(description="Where an earlier reading ended; browsers send it by themselves.")
    ] = None,
) -> StreamingResponse:
    """What happened to a plan so far, and what happens next, until it is finished."""
    plan_of(service, plan_id)
    if last_event_id and last_event_id.isdigit() and len(last_event_id) < 10:
        after = int(last_event_id)
    return StreamingResponse(
        _stream(service, str(plan_id), after),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _stream(service: Service, plan_id: str, after: int) -> AsyncIterator[str]:
    yield f"retry: {RETRY_MS}\n\n"
    told_at = time.monotonic()
    while not service.is_ending:
        found = await run_in_threadpool(_look, service, plan_id, after)
        for seq, data in found:
            yield f"id: {seq}\nevent: state\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        if found:
            after = found[-1][0]
            told_at = time.monotonic()
        # an older run may have ended before it was started again: only the last event says how things are
        if len(found) < BATCH and await run_in_threadpool(_is_over, service, plan_id, after):
            return
        if time.monotonic() - told_at >= PING_EVERY_S:
            told_at = time.monotonic()
            yield ": still here\n\n"
        await asyncio.sleep(LOOK_EVERY_S)


def _look(service: Service, plan_id: str, after: int) -> list[tuple[int, dict[str, object]]]:
    with service.database.read() as session:
        return events.after(session, plan_id, after, BATCH)


def _is_over(service: Service, plan_id: str, after: int) -> bool:
    """Whether everything was told: the newest event is of a finished state, or the plan was removed."""
    with service.database.read() as session:
        newest = events.newest(session, plan_id)
    return newest is None or (newest[0] <= after and newest[1].get("state") not in UNFINISHED)
