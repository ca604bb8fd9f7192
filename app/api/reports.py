"""The verdict alone, without a plan: whether it is sustainable, what is missing where, and what changes would do."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from app.access.roles import needs
from app.answers.whatif import Comparison
from app.api import openapi
from app.api.deps import RequestBody, Service, TheService
from app.api.http.body import JSON, Sent
from app.api.sent_targets import NeedsRoster
from app.api.submit import TARGETS, kept_source
from app.store.tables import Role

router = APIRouter(prefix="/v1", tags=["reports"])


@router.post(
    "/reports",
    response_class=Response,
    responses={
        **openapi.errors(400, 404, 408, 413, 415, 422, 503, 504),
        200: {
            "description": "The report, without what needs a plan.",
            "content": {"application/json": {"schema": openapi.REPORT}},
        },
    },
    openapi_extra=openapi.body(openapi.REPORT_BODIES),
)
@needs(Role.VIEWER)
def create_report(body: RequestBody, service: TheService) -> Response:
    """Say whether a roster is sustainable, with the changes of `scenario` made first. Nothing is kept."""
    return Response(about_roster(service, "report", body), media_type=JSON)


@router.post(
    "/whatif",
    responses=openapi.errors(400, 404, 408, 413, 415, 422, 503, 504),
    openapi_extra=openapi.body(openapi.WHATIF_BODIES),
)
@needs(Role.VIEWER)
def compare(body: RequestBody, service: TheService) -> Comparison:
    """Say what the changes of `scenario` would do: both sides, without plans. Nothing is kept."""
    found: Comparison = about_roster(service, "compare", body)
    return found


def about_roster(service: Service, question: str, body: Sent) -> Any:
    """Answer a question about the roster that a body brings or names.

    Raises
    ------
    CaseloadError
        Whatever of that family stands against it.
    """
    named, scope = f"{TARGETS}:{question}", service.database.scope
    found = service.ask_about(named, body, service.queries.module, scope, None)
    if isinstance(found, NeedsRoster):
        kept = kept_source(service, found.roster_id).kept
        found = service.ask_about(named, body, service.queries.module, scope, kept)
    return found
