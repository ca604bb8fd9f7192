"""What if the office were different? Both sides on a page, and a plan of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.access.roles import needs
from app.api.deps import Service, TheService
from app.api.http.body import Sent
from app.api.problems import ApiProblem
from app.api.sent_targets import OfDocket, PlanAsked
from app.api.submit import queue
from app.api.trail import note_plan
from app.audit.actions import Action
from app.audit.duties import leaves
from app.store import plans
from app.store.docket import adoptions
from app.store.tables import Role
from app.web.form_targets import Page
from app.web.pages import FormBody, plan_and_report
from app.web.questions.answering import FOLDER, about, answered, asked, begun, shown

router = APIRouter(prefix="/plans", include_in_schema=False)

POINTS = r"^([0-9]{1,7}(\.[0-9]{1,12})?)?$"
"""How far somebody may be above the fairest plan."""


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


@router.get("/{plan_id}/again")
@needs(Role.PLANNER)
@leaves(Action.DOWNLOADED)
def begin_again(
    plan_id: UUID,
    service: TheService,
    keep_within: Annotated[str, Query(max_length=24, pattern=POINTS)] = "",
    trace: str = "",
) -> Response:
    """The goals of the plan in a form; ``?keep_within=1.5``: with those of a point of its frontier; ``?trace=yes``."""
    route, named = "GET /plans/{plan_id}/again", (keep_within, trace == "yes")
    return shown(service, route, lambda: begun(service, plan_id, "again_targets:begin_again", "goals", *named))


@router.get("/{plan_id}/frontier")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def pick(plan_id: UUID, service: TheService) -> Response:
    """The frontier of the plan, of which a point is picked."""
    return shown(service, "GET /plans/{plan_id}/frontier", lambda: _points(service, plan_id))


@router.post("/{plan_id}/again")
@needs(Role.PLANNER, is_form=True)
@leaves(Action.PLANNED, Action.DOWNLOADED)
def again(plan_id: UUID, body: FormBody, service: TheService) -> Response:
    """Ask for a plan of the same roster with other goals, or have the form with changes that were collected."""
    route = "POST /plans/{plan_id}/again"
    return shown(service, route, lambda: _planned(service, plan_id, "again_targets:again", body))


@router.post("/{plan_id}/whatif/plan")
@needs(Role.PLANNER, is_form=True)
@leaves(Action.PLANNED)
def plan_of_it(plan_id: UUID, body: FormBody, service: TheService) -> Response:
    """Ask for a plan of the same roster with the changes."""
    route = "POST /plans/{plan_id}/whatif/plan"
    return shown(service, route, lambda: _planned(service, plan_id, "whatif_targets:plan_of_it", body))


def _points(service: Service, plan_id: UUID) -> Response:
    plan, report = plan_and_report(service, plan_id)
    found: Page = service.queries.ask(f"{FOLDER}.frontier_targets:points", plan, service.caller, report)
    note_plan(service, Action.DOWNLOADED, plan_id, what="frontier")
    return HTMLResponse(found.html, found.status)


def _planned(service: Service, plan_id: UUID, question: str, body: Sent | ApiProblem) -> Response:
    found: PlanAsked | Page = asked(service, about(service, plan_id), question, body)
    if isinstance(found, Page):
        note_plan(service, Action.DOWNLOADED, plan_id, what="goals")
        return HTMLResponse(found.html, found.status)
    plan = queue(service, replace(found, docket=_docket_of(service, plan_id)))
    return RedirectResponse(f"/plans/{plan.id}", 303)


def _docket_of(service: Service, plan_id: UUID) -> OfDocket | None:
    """The docket of which the roster was made: whoever adopts the new plan takes along what happened since."""
    with service.database.read() as session:
        row = plans.get(session, str(plan_id))
        found = None if row is None else adoptions.origin(session, row.number)
    return None if found is None else OfDocket(*found)
