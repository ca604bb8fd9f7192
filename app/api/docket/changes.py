"""What a plan changes: each case that has another officer than today, for systems that keep who has it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response

from app.access.roles import needs
from app.api import openapi
from app.api.deps import Service, TheService
from app.api.docket.docket_models import ChangeOut, ChangesPage
from app.api.http.content_negotiation import best
from app.api.plans import LARGEST, UNKEPT, finished
from app.api.results import (
    CSV,
    DEFAULT_PAGE,
    JSON,
    MAX_PAGE,
    NDJSON,
    TEXT,
    csv_lines,
    ndjson_lines,
    paged,
    streamed,
    varied,
)
from app.api.trail import handed_out
from app.audit.actions import Action
from app.audit.duties import leaves
from app.store import results
from app.store.results import Assignment
from app.store.tables import Role

router = APIRouter(prefix="/v1/plans", tags=["docket"])

COLUMNS = ("case_id", "from", "to")


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
    return paged(f"{router.prefix}/{plan_id}/changes", rows, limit, ChangesPage, ChangeOut.of)


def _lines(service: Service, plan_id: UUID, after: int, kind: str) -> Response:
    rows = results.every_change(service.database, str(plan_id), after=after)
    if kind == CSV:
        return streamed(csv_lines(COLUMNS, map(_cells, rows)), "changes", kind)
    return streamed(ndjson_lines(map(ChangeOut.of, rows)), "changes", kind)


def _cells(row: Assignment) -> tuple[str, str, str]:
    return row.case_id, row.previous_officer, row.officer_id
