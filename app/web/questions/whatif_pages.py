"""What if the office were different? Both sides on a page, and a plan of it."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from app.access.roles import needs
from app.api.deps import Service, TheService
from app.api.http.body import Sent
from app.api.problems import ApiProblem
from app.api.sent_targets import PlanAsked
from app.api.submit import queue
from app.audit.actions import Action
from app.audit.duties import leaves
from app.store.tables import Role
from app.web.pages import FormBody
from app.web.questions.answering import about, answered, asked, begun, shown

router = APIRouter(prefix="/plans", include_in_schema=False)


@router.get("/{plan_id}/whatif")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def begin(plan_id: UUID, service: TheService) -> Response:
    """Where changes are chosen."""
    route = "GET /plans/{plan_id}/whatif"
    return shown(service, route, lambda: begun(service, plan_id, "whatif_targets:begin", "what-if form"))


@router.post("/{plan_id}/whatif")
@needs(Role.VIEWER, is_form=True)
@leaves(Action.COMPARED)
def compare(plan_id: UUID, body: FormBody, service: TheService) -> Response:
    """The verdict as it is, and with the changes."""
    route = "POST /plans/{plan_id}/whatif"
    return shown(service, route, lambda: answered(service, plan_id, "whatif_targets:compare", body, Action.COMPARED))


@router.post("/{plan_id}/whatif/plan")
@needs(Role.PLANNER, is_form=True)
@leaves(Action.PLANNED)
def plan_of_it(plan_id: UUID, body: FormBody, service: TheService) -> Response:
    """Ask for a plan of the same roster with the changes."""
    return shown(service, "POST /plans/{plan_id}/whatif/plan", lambda: _planned(service, plan_id, body))


def _planned(service: Service, plan_id: UUID, body: Sent | ApiProblem) -> Response:
    found: PlanAsked = asked(service, about(service, plan_id), "whatif_targets:plan_of_it", body)
    return RedirectResponse(f"/plans/{queue(service, found).id}", 303)
