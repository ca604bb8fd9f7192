"""The verdict alone, without a plan: whether it is sustainable, what is missing where, and what changes would do."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.answers.whatif import Comparison
from app.api import openapi
from app.api.deps import TheService
from app.api.http.requests import RequestBody, asked
from app.api.models import ReportRequest, WhatIfRequest
from app.api.submit import kept_source

router = APIRouter(prefix="/v1", tags=["reports"])


@router.post(
    "/reports",
    response_class=Response,
    responses={
        **openapi.errors(400, 404, 413, 415, 422, 503, 504),
        200: {
            "description": "The report, without what needs a plan.",
            "content": {"application/json": {"schema": openapi.REPORT}},
        },
    },
    openapi_extra=openapi.body(openapi.REPORT_BODIES),
)
def create_report(body: RequestBody, service: TheService) -> Response:
    """Say whether a roster is sustainable, with the changes of `scenario` made first. Nothing is kept."""
    request, source = asked(body, ReportRequest)
    source = source or kept_source(service, str(request.roster_id))
    report: str = service.queries.ask("report", source, request.goals, request.scenario)
    return Response(report, media_type="application/json")


@router.post(
    "/whatif",
    responses=openapi.errors(400, 404, 413, 415, 422, 503, 504),
    openapi_extra=openapi.body(openapi.WHATIF_BODIES),
)
def compare(body: RequestBody, service: TheService) -> Comparison:
    """Say what the changes of `scenario` would do: both sides, without plans. Nothing is kept."""
    request, source = asked(body, WhatIfRequest)
    source = source or kept_source(service, str(request.roster_id))
    found: Comparison = service.queries.ask("compare", source, request.goals, request.scenario)
    return found
