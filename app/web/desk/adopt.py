"""Adopting a plan on its page: somebody decides, and says why."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from app.access.roles import needs
from app.api.deps import SmallForm, TheService
from app.api.docket.adoption import adopted
from app.api.docket.docket_models import LONGEST_REASON
from app.api.trail import refused
from app.audit.actions import Action
from app.audit.duties import leaves
from app.store.tables import Role
from app.web.pages import error_page, problem_page
from solver.errors import CaseloadError

router = APIRouter(prefix="/plans", include_in_schema=False)

NO_REASON = f"Say in a few words why this plan is adopted (at most {LONGEST_REASON:,} letters). Go back and try again."
NOT_ADOPTED = "The plan was not adopted"


@router.post("/{plan_id}/adopt")
@needs(Role.APPROVER)
@leaves(Action.ADOPTED)
def adopt(plan_id: UUID, sent: SmallForm, service: TheService) -> Response:
    """Have a plan hold from now on."""
    reason = sent.get("reason", "").strip()
    if not reason or len(reason) > LONGEST_REASON or not reason.isprintable():
        return problem_page(422, NOT_ADOPTED, NO_REASON, service.caller)
    try:
        adopted(service, plan_id, reason)
    except CaseloadError as error:
        refused(service, error, "POST /plans/{plan_id}/adopt")
        return error_page(error, NOT_ADOPTED, service.caller)
    return RedirectResponse(f"/plans/{plan_id}", 303)
