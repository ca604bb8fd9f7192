"""Weights of a time study: sent, worked out, answered. Nothing of it is kept."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Response

from app.access.roles import needs
from app.answers.weights.study_options import StudyOptions
from app.answers.weights.study_schema import StudyDocument
from app.api import openapi
from app.api.deps import PartsBody, TheService
from app.api.http.body import MULTIPART
from app.api.http.content_negotiation import best
from app.api.results import TEXT, varied
from app.api.study.sent_study import CSV, FILES, JSON
from app.api.trail import note_roster
from app.audit.actions import Action
from app.audit.duties import leaves
from app.store.tables import Role

router = APIRouter(prefix="/v1", tags=["reports"])

TARGET = "app.api.study.sent_study:weights"
BINARY = {"type": "string", "format": "binary"}
FILE_PARTS: dict[str, dict[str, Any]] = {
    "diaries": {**BINARY, "description": "CSV: officer, date, minutes or hours, case type, case id, activity."},
    "log": {**BINARY, "description": "Instead of diaries: an event log with starts and ends, as CSV or XES."},
    "counts": {**BINARY, "description": "CSV: officer, week, case type, open, new, closed, group."},
    "paid": {**BINARY, "description": "CSV: officer, week, paid hours."},
    "panel": {**BINARY, "description": "CSV: panellist, case type, multiplier, round."},
    "cases": {**BINARY, "description": "CSV: case id, case type, opened, closed, officer; for phases by age."},
    "workbook": {**BINARY, "description": "An XLSX workbook with a sheet for each of these tables."},
    FILES: {
        "type": "array",
        "items": BINARY,
        "description": "Any of these files; which table each is, is seen in its columns.",
    },
}

EXAMPLE = {
    "diaries": "officer,date,minutes,case type\nA,2026-09-07,60,adult\nB,2026-09-08,45,adult\n",
    "counts": "officer,case type,open\nA,adult,3\nB,adult,2\n",
    "period": "month",
}


def _body() -> dict[str, Any]:
    options = StudyOptions.model_json_schema()["properties"]
    schema = {"type": "object", "additionalProperties": False, "properties": {**FILE_PARTS, **options}}
    return openapi.body({MULTIPART: {"schema": schema, "examples": {"small": {"value": EXAMPLE}}}})


@router.post(
    "/weights",
    response_class=Response,
    responses={
        **openapi.errors(400, 406, 408, 413, 415, 422, 503, 504),
        200: {
            "description": "Everything that the study says of the weights; as CSV, the sheet `weights` of a roster.",
            "model": StudyDocument,
            "content": {JSON: {}, CSV: TEXT},
        },
    },
    openapi_extra=_body(),
)
@needs(Role.PLANNER)
@leaves(Action.WEIGHED)
def create_weights(
    body: PartsBody,
    service: TheService,
    accept: Annotated[str | None, openapi.accepting(JSON, CSV), Header(description=f"`{JSON}` or `{CSV}`")] = None,
) -> Response:
    """Make case weights of a time study, as `caseload weights` does. Nothing of it is kept."""
    kind = best(accept, (JSON, CSV))
    found: str = service.ask_about(TARGET, body, kind)
    note_roster(service, Action.WEIGHED, None)
    return varied(Response(found, media_type=kind))
