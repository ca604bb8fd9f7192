"""The next period on a page: a new export beside an adopted plan, what changed since, and on to the next plan.

Nothing is kept on the server: the files travel with the page, and the roster that is made of them, too.
"""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from app.access.roles import needs
from app.api.deps import Service, TheService
from app.api.models import PlanOut
from app.api.plans import finished, plan_of
from app.api.problems import ApiProblem, from_exception
from app.api.trail import handed_out, refused
from app.audit.actions import Action
from app.audit.duties import leaves, leaves_nothing
from app.jobs.result import ASSIGNMENTS, OFFICERS
from app.store import results
from app.store.docket import adoptions
from app.store.history import profiles
from app.store.tables import Role
from app.web.form_targets import Page
from app.web.next_period.next_targets import NOT_ADOPTED, AdoptedPlan
from app.web.pages import FormBody, error_page, problem_page
from app.web.rendering import page
from solver.errors import CaseloadError

router = APIRouter(prefix="/plans", include_in_schema=False)

TARGET = "app.web.next_period.next_targets:compare"
FORM = "next_period/form.html"
NOT_HERE = "The next period cannot begin here"


@router.get("/{plan_id}/next")
@needs(Role.PLANNER)
@leaves_nothing("an empty form")
def next_form(plan_id: UUID, service: TheService) -> Response:
    """Where the new export is chosen."""
    try:
        plan = plan_of(service, plan_id)
    except ApiProblem as error:
        return error_page(error, NOT_HERE, service.caller)
    found = _adopted(service, plan)
    if found is None:
        return problem_page(409, NOT_HERE, NOT_ADOPTED, service.caller)
    return page(
        FORM,
        visitor=service.caller,
        plan=plan,
        error="",
        superseded_by=found.superseded_by,
        is_remembered=bool(found.profile),
    )


@router.post("/{plan_id}/next")
@needs(Role.PLANNER, is_form=True)
@leaves(Action.DOWNLOADED)
def show_since(plan_id: UUID, body: FormBody, service: TheService) -> Response:
    """What changed since the plan, and the form of the next one."""
    try:
        plan = plan_of(service, plan_id)
    except ApiProblem as error:
        return error_page(error, NOT_HERE, service.caller)
    if isinstance(body, ApiProblem):
        return _form(service, plan, body.detail, body.status)
    try:
        found = service.ask_about(TARGET, body, service.caller, _adopted(service, plan))
    except CaseloadError as error:
        refused(service, error, "POST /plans/{plan_id}/next")
        told = from_exception(error)
        return _form(service, plan, str(error), 422 if told is None else told.status_code)
    if not isinstance(found, Page):
        return _form(service, plan, found.error, found.status)
    return handed_out(service, plan_id, HTMLResponse(found.html, found.status), "next period")


def _adopted(service: Service, plan: PlanOut) -> AdoptedPlan | None:
    """A plan with its files, where it was adopted."""
    plan_id = str(plan.id)
    with service.database.read() as session:
        held = adoptions.look(session, plan_id)
        if held is None or not held.is_adopted:
            return None
        assignments, officers = (results.file(session, plan_id, name) for name in (ASSIGNMENTS, OFFICERS))
        profile = profiles.of_plan(session, plan_id)
    finished(service, plan.id)
    if assignments is None:
        raise LookupError("a plan that was adopted has no assignments")
    people = None if officers is None else officers.body
    return AdoptedPlan(plan.id, plan.name, plan.goals, assignments.body, people, held.superseded_by, profile)


def _form(service: Service, plan: PlanOut, error: str, status: int) -> HTMLResponse:
    return page(FORM, status, visitor=service.caller, plan=plan, error=error, superseded_by=None, is_remembered=False)
