"""What a finished plan holds: its report, its assignments, its files."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel

from app.access.roles import needs
from app.api import openapi
from app.api.deps import Service, TheService
from app.api.http.content_negotiation import best
from app.api.models import AssignmentOut, AssignmentsPage
from app.api.plans import LARGEST, UNKEPT, finished, matches
from app.api.trail import handed_out
from app.audit.actions import Action
from app.audit.duties import leaves
from app.jobs.result import ASSIGNMENTS, PAGE, REPORT, WORKBOOK
from app.report.earlier import completed
from app.store import results
from app.store.results import Assignment
from app.store.tables import Role

router = APIRouter(prefix="/v1/plans", tags=["plans"])

CSV, NDJSON, JSON, HTML = "text/csv", "application/x-ndjson", "application/json", "text/html"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'; sandbox allow-popups"
)
"""The report is one self-contained file with its own styles. It may run nothing and load nothing."""
TEXT = {"schema": {"type": "string"}}
BINARY = {"schema": {"type": "string", "format": "binary"}}
DEFAULT_PAGE, MAX_PAGE = 1_000, 10_000


@router.get(
    "/{plan_id}/report",
    response_class=Response,
    responses={
        **openapi.errors(404, 406, 409, 422),
        200: {"description": "The report.", "content": {JSON: {"schema": openapi.REPORT}, HTML: TEXT}},
        304: {"description": "Not changed since that `ETag`."},
    },
)
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def read_report(
    plan_id: UUID,
    service: TheService,
    accept: Annotated[str | None, openapi.accepting(JSON, HTML), Header(description=f"`{JSON}` or `{HTML}`")] = None,
    if_none_match: Annotated[str | None, Header(description="The `ETag` of an earlier answer.")] = None,
) -> Response:
    """The report of a finished plan: `report.json`, or `report.html` for people."""
    finished(service, plan_id)
    kind = best(accept, (JSON, HTML))
    name = REPORT if kind == JSON else PAGE
    return varied(handed_out(service, plan_id, stored(service, plan_id, name, kind, if_none_match), name))


@router.get(
    "/{plan_id}/assignments",
    response_class=Response,
    responses={
        **openapi.errors(404, 406, 409, 422),
        200: {
            "description": "A page as JSON; everything that follows `after` as CSV or NDJSON; the whole workbook.",
            "model": AssignmentsPage,
            # JSON first: generators of clients take the first one
            "content": {JSON: {}, CSV: TEXT, NDJSON: TEXT, XLSX: BINARY},
        },
        304: {"description": "Not changed since that `ETag`."},
    },
)
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def read_assignments(
    plan_id: UUID,
    service: TheService,
    after: Annotated[int, Query(ge=-1, le=LARGEST, description="From `next` of the page before.")] = -1,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description="Rows of a page (JSON).")] = DEFAULT_PAGE,
    accept: Annotated[
        str | None,
        openapi.accepting(JSON, CSV, NDJSON, XLSX),
        Header(description=f"`{JSON}`, `{CSV}`, `{NDJSON}` or `{XLSX}`"),
    ] = None,
    if_none_match: Annotated[str | None, Header(description="The `ETag` of an earlier answer.")] = None,
) -> Response:
    """Who holds each case, in the roster's order."""
    finished(service, plan_id)
    kind = best(accept, (JSON, CSV, NDJSON, XLSX))
    if kind == XLSX:
        return varied(handed_out(service, plan_id, stored(service, plan_id, WORKBOOK, XLSX, if_none_match), WORKBOOK))
    headers = _tag_of(service, plan_id, kind, after, limit)
    if matches(if_none_match, headers["ETag"]):
        return varied(Response(status_code=304, headers=headers))
    answer = _page(service, plan_id, after, limit) if kind == JSON else _lines(service, plan_id, after, kind)
    answer.headers.update(headers)
    return varied(handed_out(service, plan_id, answer, "assignments", form=kind, after=after))


def _lines(service: Service, plan_id: UUID, after: int, kind: str) -> Response:
    rows = results.every_assignment(service.database, str(plan_id), after=after)
    if kind == CSV:
        return streamed(csv_lines(Assignment._fields[1:], (row[1:] for row in rows)), "assignments", kind)
    return streamed(ndjson_lines(map(AssignmentOut.of, rows)), "assignments", kind)


def varied(answer: Response) -> Response:
    """An answer whose form is the one that ``Accept`` wanted."""
    answer.headers["Vary"] = "Accept"
    return answer


def _tag_of(service: Service, plan_id: UUID, kind: str, after: int, limit: int) -> dict[str, str]:
    """The ``ETag`` of a piece of the assignments: what a plan holds changes only where it is made again."""
    with service.database.read() as session:
        whole = results.sha256(session, str(plan_id), ASSIGNMENTS)
    piece = hashlib.sha256(f"{whole} {kind} {after} {limit if kind == JSON else 0}".encode())
    return {"ETag": f'"{piece.hexdigest()[:32]}"', "Cache-Control": UNKEPT}


def stored(service: Service, plan_id: UUID, name: str, media_type: str, if_none_match: str | None = None) -> Response:
    """A file of a finished plan, as it was written; a report of an earlier version with what came later."""
    with service.database.read() as session:
        file = results.file(session, str(plan_id), name)
    if file is None:
        raise LookupError(f"a finished plan has no {name}")
    body = completed(file.body) if name == REPORT else file.body
    sha256 = file.sha256 if body is file.body else hashlib.sha256(body).hexdigest()
    tag = f'"{sha256[:32]}"'
    headers = {"ETag": tag, "Cache-Control": UNKEPT}
    if matches(if_none_match, tag):
        return Response(status_code=304, headers=headers)
    if media_type == HTML:
        headers["Content-Security-Policy"] = REPORT_POLICY
    elif media_type != JSON:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(body, media_type=media_type, headers=headers)


def download(stem: str, media_type: str) -> dict[str, str]:
    """The header that names a download."""
    ending = "csv" if media_type == CSV else "ndjson"
    return {"Content-Disposition": f'attachment; filename="{stem}.{ending}"'}


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A table as CSV, a chunk at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(row)
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def ndjson_lines(rows: Iterable[BaseModel]) -> Iterator[str]:
    """A line a row, a chunk of about a thousand lines at a time."""
    lines = (row.model_dump_json() + "\n" for row in rows)
    while chunk := "".join(islice(lines, 1024)):
        yield chunk


def streamed(lines: Iterator[str], stem: str, kind: str) -> Response:
    """Lines as a download that is sent while they are made."""
    return StreamingResponse(lines, media_type=f"{kind}; charset=utf-8", headers=download(stem, kind))


def paged(
    address: str, rows: Sequence[Assignment], limit: int, page: type[BaseModel], item: Callable[[Assignment], BaseModel]
) -> Response:
    """A page as JSON, and where the next one is.

    Parameters
    ----------
    rows : sequence of Assignment
        One more than are on the page, where there are more.
    page : type
        With ``items`` and ``next``.
    item : function
        Makes one of a row.
    """
    following = f"{address}?limit={limit}&after={rows[limit - 1].position}" if len(rows) > limit else None
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    content = page(items=[item(row) for row in rows[:limit]], next=following)
    return Response(content.model_dump_json(), media_type=JSON, headers=headers)


def _page(service: Service, plan_id: UUID, after: int, limit: int) -> Response:
    with service.database.read() as session:
        rows = results.assignments(session, str(plan_id), after=after, limit=limit + 1)
    return paged(f"{router.prefix}/{plan_id}/assignments", rows, limit, AssignmentsPage, AssignmentOut.of)
