"""The verdict alone, at once: whether it is sustainable, and what is missing where."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.api import openapi
from app.api.deps import Service, TheService
from app.api.models import ReportRequest
from app.api.problems import not_found
from app.api.uploads import RequestBody, asked
from app.intake.read import read_document
from app.intake.roster import Roster
from app.planning import report_roster
from app.store import rosters

router = APIRouter(prefix="/v1/reports", tags=["reports"])


@router.post(
    "",
    response_class=Response,
    responses={
        **openapi.errors(400, 404, 413, 415, 422),
        200: {
            "description": "The report, without what needs a plan.",
            "content": {"application/json": {"schema": openapi.REPORT}},
        },
    },
    openapi_extra=openapi.body(openapi.REPORT_BODIES),
)
def create_report(body: RequestBody, service: TheService) -> Response:
    """Say whether a roster is sustainable. Nothing is kept."""
    request, roster = asked(body, ReportRequest)
    if roster is None:
        roster = kept_roster(service, str(request.roster_id))
    document = report_roster(roster, request.goals)
    return Response(document.model_dump_json(), media_type="application/json")


def kept_roster(service: Service, roster_id: str) -> Roster:
    """A roster that was stored before.

    Raises
    ------
    ApiProblem
        404
    """
    with service.database.read() as session:
        row = rosters.get(session, roster_id)
        if row is None:
            raise not_found("roster")
        packed = row.document
    return read_document(rosters.unpack(packed))
