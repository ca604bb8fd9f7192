"""The pages: a form, the progress of a plan, its report, and what to do where something went wrong.

Everything works without JavaScript; with it, progress moves by itself. Forms post and are answered with a redirect, so
that going back and reloading do nothing twice.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.access.caller import Caller, NotAllowed, Unauthenticated
from app.access.roles import for_everybody, needs
from app.api.deps import Service, TheService, whole_service
from app.api.http.body import MULTIPART, Sent
from app.api.models import PlanOut
from app.api.plans import UNKEPT, finished, plan_of
from app.api.plans import restart as restart_plan
from app.api.plans import stop as stop_plan
from app.api.problems import ApiProblem, from_exception
from app.api.results import CSV, HTML, JSON, XLSX, stored
from app.api.submit import queue
from app.api.trail import handed_out, refused
from app.audit.actions import Action
from app.audit.duties import leaves, leaves_nothing
from app.intake.scenario.parse import FORMS
from app.jobs.failures import time_limit_s
from app.jobs.result import ASSIGNMENTS, OFFICERS, PAGE, REPORT, WORKBOOK
from app.store import events, plans
from app.store.docket import adoptions
from app.store.history.notes import notes_of
from app.store.tables import Role, State, Stop
from app.web.desk.beside import beside
from app.web.file_names import disposition, file_name
from app.web.form import DEFAULTS
from app.web.form_targets import Page, Said, status_of
from app.web.guarded_csv import guarded
from app.web.history.plan_list import lines_of
from app.web.rendering import page
from app.web.report_page import PlanKeeping, report_page
from solver.analysis.standards.library import LIBRARY
from solver.errors import CaseloadError

router = APIRouter(include_in_schema=False)

FILES = {ASSIGNMENTS: CSV, OFFICERS: CSV, WORKBOOK: XLSX, PAGE: HTML, REPORT: JSON}
RECENT = 10
FORM = "POST /plans"
NOT_HERE = "This page is not here"
ONE = "POST /plans/{plan_id}"
TARGETS = "app.web.form_targets"
"""What runs in the child processes that look into forms."""


async def form_body(request: Request, service: TheService) -> AsyncIterator[Sent | ApiProblem]:
    """What a form sent, or why it was not taken: people are told on a page."""
    async with aclosing(service.spool.receive(request, (MULTIPART,))) as bodies:
        try:
            sent: Sent | ApiProblem = await anext(bodies)
        except ApiProblem as error:
            sent = error
        yield sent


def problem_page(status: int, title: str, detail: str, visitor: Caller | None = None) -> Response:
    """What a browser shows where something is not there, or cannot be."""
    return page("problem.html", status, visitor=visitor, title=title, detail=detail)


def shown(service: Service, show: Callable[[], Response]) -> Response:
    """A page, or one that says in a sentence why there is none."""
    try:
        return show()
    except ApiProblem as error:
        return error_page(error, NOT_HERE, service.caller)
    except CaseloadError as error:
        return error_page(error, "This page cannot be shown now", service.caller)


def error_page(error: CaseloadError, title: str, visitor: Caller | None) -> Response:
    """What a browser shows of an error, with the status that a program would get."""
    if isinstance(error, ApiProblem):
        return problem_page(error.status, title, error.detail, visitor)
    told = from_exception(error)
    return problem_page(422 if told is None else told.status_code, title, str(error), visitor)


FormBody = Annotated[Sent | ApiProblem, Depends(form_body)]


def answered(service: Service, question: str, body: Sent | ApiProblem) -> Any:
    """What a child makes of a form: what it asks for, a whole page, or a sentence for people (``Said``)."""
    if isinstance(body, ApiProblem):
        return Said(body.detail, body.status, dict(DEFAULTS))
    try:
        named = question if ":" in question else f"{TARGETS}:{question}"
        return service.ask_about(named, body, service.caller)
    except CaseloadError as error:
        refused(service, error, f"a form ({question.rpartition(':')[2]})")
        told = from_exception(error)
        return Said(str(error), 422 if told is None else told.status_code, dict(DEFAULTS))


@router.get("/")
@needs(Role.VIEWER)
@leaves_nothing("a form, and how the last plans are doing")
def home(service: TheService) -> HTMLResponse:
    """The form."""
    return form_page(service, dict(DEFAULTS))


@router.post("/plans")
@needs(Role.PLANNER, is_form=True)
@leaves(Action.PLANNED)
def submit(body: FormBody, service: TheService) -> Response:
    """Ask for a plan with the form."""
    found = answered(service, "submit", body)
    if isinstance(found, Page):
        return HTMLResponse(found.html, found.status)
    if isinstance(found, Said):
        return form_page(service, found.fields, found.error, found.status)
    try:
        plan = queue(service, found.asked)
    except CaseloadError as error:
        refused(service, error, FORM)
        return form_page(service, found.fields, str(error), status_of(error))
    return RedirectResponse(f"/plans/{plan.id}", 303)


@router.get("/plans/{plan_id}")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def show(plan_id: UUID, service: TheService) -> Response:
    """A plan: its progress, its report, or what went wrong."""
    try:
        told = _told(service, str(plan_id))  # before the plan: an event too many does no harm, one too few would
        plan = plan_of(service, plan_id)
        kept = _kept(service, plan_id)
        if plan.state is not State.DONE:
            limit_s = time_limit_s(plan.goals)
            return page("plan.html", visitor=service.caller, plan=plan, note=kept.note, told=told, limit_s=limit_s)
        report = stored(service, plan_id, REPORT, JSON)
        answer = report_page(plan, bytes(report.body), service.caller, kept, beside(service, plan_id))
        return handed_out(service, plan_id, answer, "page")
    except ApiProblem as error:
        return error_page(error, "This plan is not here", service.caller)


@router.post("/plans/{plan_id}/stop")
@needs(Role.PLANNER)
@leaves(Action.CANCELLED)
def stop(plan_id: UUID, service: TheService, keep: str = "") -> Response:
    """Cancel a plan; ``?keep=best``: with the best plan found so far."""
    how = Stop.KEEP_BEST if keep == "best" else Stop.DISCARD
    return changed(service, plan_id, lambda session: stop_plan(service, session, plan_id, how), f"{ONE}/stop")


@router.post("/plans/{plan_id}/restart")
@needs(Role.PLANNER)
@leaves(Action.RESTARTED)
def restart(plan_id: UUID, service: TheService) -> Response:
    """Start a plan again."""
    return changed(service, plan_id, lambda session: restart_plan(service, session, plan_id), f"{ONE}/restart")


@router.get("/plans/{plan_id}/{name}")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def download(plan_id: UUID, name: str, service: TheService) -> Response:
    """A file of a finished plan, as ``caseload plan`` writes it."""
    if name not in FILES:
        return problem_page(404, "This file is not here", "A plan has no file of that name.", service.caller)
    try:
        finished(service, plan_id)
        plan = plan_of(service, plan_id)
        assert plan.finished_at is not None  # noqa: S101 - it is done
        response = handed_out(service, plan_id, stored(service, plan_id, name, FILES[name]), name)
    except ApiProblem as error:
        return error_page(error, "This file is not here", service.caller)
    if FILES[name] == CSV:
        response = Response(guarded(bytes(response.body)), media_type=CSV, headers={"Cache-Control": UNKEPT})
    called = file_name(plan.name, name, plan.finished_at, is_hypothetical=bool(plan.scenario))
    response.headers["Content-Disposition"] = disposition(called, inline=name == PAGE)
    return response


@router.get("/docs")
@for_everybody
@leaves_nothing("tells nothing of what is kept")
def docs(request: Request) -> HTMLResponse:
    """The HTTP interface, to read and try; who has signed in tries it as themselves."""
    try:
        visitor = whole_service(request).gate.who([], request.cookies)
    except Unauthenticated:
        visitor = None
    return page("docs.html", visitor=visitor)


def plan_and_report(service: Service, plan_id: UUID) -> tuple[PlanOut, bytes]:
    """A finished plan and its report.json.

    Raises
    ------
    ApiProblem
        404, or 409 where there is no result (yet).
    """
    finished(service, plan_id)
    return plan_of(service, plan_id), bytes(stored(service, plan_id, REPORT, JSON).body)


def form_page(service: Service, fields: dict[str, str], error: str = "", status: int = 200) -> HTMLResponse:
    """The form, with what was filled in and a sentence about what is wrong with it."""
    with service.database.read() as session:
        recent = lines_of(session, plans.page(session, limit=RECENT))
    return page(
        "home.html",
        status,
        visitor=service.caller,
        fields=fields,
        error=error,
        recent=recent,
        standards=LIBRARY.values(),
        changes=FORMS,
    )


def _kept(service: Service, plan_id: UUID) -> PlanKeeping:
    """What people did with a plan."""
    with service.database.read() as session:
        row = plans.get(session, str(plan_id))
        note = "" if row is None else notes_of(session, [row.number]).get(row.number, "")
        return PlanKeeping(note, adoptions.of_plan(session, str(plan_id)))


def _told(service: Service, plan_id: str) -> int:
    """The number of the last event that the page itself shows; the browser asks for those after it."""
    with service.database.read() as session:
        newest = events.newest(session, plan_id)
    return 0 if newest is None else newest[0]


def changed(service: Service, plan_id: UUID, change: Callable[..., Any], route: str, to: str = "") -> Response:
    """Change a plan, and go to its page or another one; a page says why where that cannot be.

    Parameters
    ----------
    change : function
        Takes the session; None and False: there is no such plan.
    route : str
        The pattern of the route, for the record of a refusal.
    """
    try:
        with service.database.write() as session:
            there = change(session)
    except NotAllowed as error:
        refused(service, error, route)
        return problem_page(403, "That is for somebody else to decide", str(error), service.caller)
    except CaseloadError as error:
        return problem_page(409, "That cannot be done now", str(error), service.caller)
    if there is None or there is False:
        return problem_page(404, "This plan is not here", "It may have been removed.", service.caller)
    service.engine.wake()
    return RedirectResponse(to or f"/plans/{plan_id}", 303)
