"""Who should take a new case, who covers for somebody, and whether somebody else's assignment obeys the rules."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from app.access.roles import needs
from app.api.deps import Service, TheService
from app.api.http.body import Sent
from app.api.problems import ApiProblem
from app.api.results import CSV
from app.api.trail import note_plan
from app.audit.actions import Action
from app.audit.duties import leaves
from app.store.tables import Role
from app.web.form_targets import File
from app.web.pages import FormBody
from app.web.questions.answering import about, answered, asked, begun, shown

router = APIRouter(prefix="/plans", include_in_schema=False)

ADVICE = "/plans/{plan_id}/advice"
COVER = "/plans/{plan_id}/cover"
CHECK = "/plans/{plan_id}/check"


@router.get("/{plan_id}/advice")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def begin_advice(plan_id: UUID, service: TheService) -> Response:
    """Where a new case is described."""
    return shown(
        service, f"GET {ADVICE}", lambda: begun(service, plan_id, "casework_targets:begin_advice", "advice form")
    )


@router.post("/{plan_id}/advice")
@needs(Role.VIEWER, is_form=True)
@leaves(Action.ADVISED)
def advise(plan_id: UUID, body: FormBody, service: TheService) -> Response:
    """Everybody who may take it, best first."""
    question = "casework_targets:new_case"
    return shown(service, f"POST {ADVICE}", lambda: answered(service, plan_id, question, body, Action.ADVISED))


@router.get("/{plan_id}/cover")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def begin_cover(plan_id: UUID, service: TheService) -> Response:
    """Where it is said who is away."""
    return shown(service, f"GET {COVER}", lambda: begun(service, plan_id, "casework_targets:begin_cover", "cover form"))


@router.post("/{plan_id}/cover")
@needs(Role.VIEWER, is_form=True)
@leaves(Action.COVERED)
def cover(plan_id: UUID, body: FormBody, service: TheService) -> Response:
    """Who covers meanwhile."""
    question = "casework_targets:cover"
    return shown(service, f"POST {COVER}", lambda: answered(service, plan_id, question, body, Action.COVERED))


@router.post("/{plan_id}/cover/handovers.csv")
@needs(Role.VIEWER, is_form=True)
@leaves(Action.COVERED)
def handovers(plan_id: UUID, body: FormBody, service: TheService) -> Response:
    """Every handover and every return."""
    return shown(service, f"POST {COVER}/handovers.csv", lambda: _handovers(service, plan_id, body))


@router.get("/{plan_id}/check")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def begin_check(plan_id: UUID, service: TheService) -> Response:
    """Where somebody else's assignment is chosen."""
    return shown(service, f"GET {CHECK}", lambda: begun(service, plan_id, "check_targets:begin_check", "check form"))


@router.post("/{plan_id}/check")
@needs(Role.VIEWER, is_form=True)
@leaves(Action.CHECKED)
def check(plan_id: UUID, body: FormBody, service: TheService) -> Response:
    """Every violation in it."""
    question = "check_targets:check_file"
    return shown(service, f"POST {CHECK}", lambda: answered(service, plan_id, question, body, Action.CHECKED))


def _handovers(service: Service, plan_id: UUID, body: Sent | ApiProblem) -> Response:
    found: File = asked(service, about(service, plan_id), "casework_targets:handovers", body)
    note_plan(service, Action.COVERED, plan_id)
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.content, media_type=CSV, headers=headers)
