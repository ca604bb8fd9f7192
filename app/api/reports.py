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
from app.api.trail import note_roster
from app.audit.actions import Action
from app.audit.duties import leaves
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
@leaves(Action.REPORTED)
def create_report(body: RequestBody, service: TheService) -> Response:
    """Say whether a roster is sustainable, with the changes of `scenario` made first. Nothing is kept."""
    return Response(about_roster(service, "report", body, Action.REPORTED), media_type=JSON)


@router.post(
    "/whatif",
    responses=openapi.errors(400, 404, 408, 413, 415, 422, 503, 504),
    openapi_extra=openapi.body(openapi.WHATIF_BODIES),
)
@needs(Role.VIEWER)
@leaves(Action.COMPARED)
def compare(body: RequestBody, service: TheService) -> Comparison:
    """Say what the changes of `scenario` would do: both sides, without plans. Nothing is kept."""
    found: Comparison = about_roster(service, "compare", body, Action.COMPARED)
    return found


def about_roster(service: Service, question: str, body: Sent, action: Action) -> Any:
    """Answer a question about the roster that a body brings or names, and record it.

    Raises
    ------
    CaseloadError
        Whatever of that family stands against it.
    """
    named, scope = f"{TARGETS}:{question}", service.database.scope
    found = service.ask_about(named, body, service.queries.module, scope, None)
    roster_id = None
    if isinstance(found, NeedsRoster):
        roster_id = found.roster_id
        found = service.ask_about(named, body, service.queries.module, scope, kept_source(service, roster_id).kept)
    note_roster(service, action, roster_id)
    return found
