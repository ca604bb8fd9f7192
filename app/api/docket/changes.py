"""What a plan changes: each case that has another officer than today, for systems that keep who has it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response, StreamingResponse

from app.access.roles import needs
from app.api import openapi
from app.api.deps import Service, TheService
from app.api.docket.docket_models import ChangeOut, ChangesPage
from app.api.http.content_negotiation import best
from app.api.plans import LARGEST, UNKEPT, finished
from app.api.results import CSV, DEFAULT_PAGE, JSON, MAX_PAGE, NDJSON, TEXT, download, varied
from app.api.trail import handed_out
from app.audit.actions import Action
from app.audit.duties import leaves
from app.store import results
from app.store.results import Assignment
from app.store.tables import Role

router = APIRouter(prefix="/v1/plans", tags=["docket"])

COLUMNS = ("case_id", "from", "to")
LINES = 1_024


@router.get(
    "/{plan_id}/changes",
    response_class=Response,
    responses={
        **openapi.errors(404, 406, 409, 422),
        200: {
            "description": "A page as JSON; everything that follows `after` as CSV or NDJSON.",
            "model": ChangesPage,
            "content": {JSON: {}, CSV: TEXT, NDJSON: TEXT},
        },
    },
)
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def read_changes(
    plan_id: UUID,
    service: TheService,
    after: Annotated[int, Query(ge=-1, le=LARGEST, description="From `next` of the page before.")] = -1,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description="Rows of a page (JSON).")] = DEFAULT_PAGE,
    accept: Annotated[
        str | None, openapi.accepting(JSON, CSV, NDJSON), Header(description=f"`{JSON}`, `{CSV}` or `{NDJSON}`")
    ] = None,
) -> Response:
    """Each case that has another officer in the plan than today, in the roster's order."""
    finished(service, plan_id)
    kind = best(accept, (JSON, CSV, NDJSON))
    answer = _page(service, plan_id, after, limit) if kind == JSON else _lines(service, plan_id, after, kind)
    answer.headers["Cache-Control"] = UNKEPT
    return varied(handed_out(service, plan_id, answer, "changes", form=kind, after=after))


def _page(service: Service, plan_id: UUID, after: int, limit: int) -> Response:
    with service.database.read() as session:
        rows = results.changes(session, str(plan_id), after=after, limit=limit + 1)
    following = None
    if len(rows) > limit:
        following = f"{router.prefix}/{plan_id}/changes?limit={limit}&after={rows[limit - 1].position}"
    page = ChangesPage(items=[ChangeOut.of(row) for row in rows[:limit]], next=following)
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return Response(page.model_dump_json(), media_type=JSON, headers=headers)


def _lines(service: Service, plan_id: UUID, after: int, kind: str) -> Response:
    rows = results.every_change(service.database, str(plan_id), after=after)
    lines = _csv(rows) if kind == CSV else _ndjson(rows)
    return StreamingResponse(_chunks(lines), media_type=f"{kind}; charset=utf-8", headers=download("changes", kind))


def _csv(rows: Iterator[Assignment]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow((row.case_id, row.previous_officer, row.officer_id))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _ndjson(rows: Iterator[Assignment]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(ChangeOut.of(row).model_dump(), ensure_ascii=False) + "\n"


def _chunks(lines: Iterator[str]) -> Iterator[str]:
    while chunk := "".join(islice(lines, LINES)):
        yield chunk
