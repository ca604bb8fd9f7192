"""The pages: a form, the progress of a plan, its report, and what to do where something went wrong.

Everything works without JavaScript; with it, progress moves by itself. Forms post and are answered with a redirect, so
that going back and reloading do nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.api.deps import Service, TheService
from app.api.http.body import Body, read_body
from app.api.http.requests import MULTIPART
from app.api.plans import finished, plan_of
from app.api.problems import ApiProblem
from app.api.results import CSV, HTML, JSON, XLSX, stored
from app.api.submit import queue
from app.intake.admission import NotAccepted
from app.intake.errors import RosterRefused
from app.intake.findings import Severity
from app.intake.options import read_plan_options
from app.intake.scenario.parse import FORMS
from app.jobs.failures import time_limit_s
from app.jobs.result import ASSIGNMENTS, OFFICERS, PAGE, REPORT, WORKBOOK
from app.jobs.roster_source import RosterSource
from app.store import events, plans
from app.store.tables import State, Stop
from app.web.carried import fields_of as carried_fields
from app.web.carried import upload_in
from app.web.corrections import mended, mends_of, texts_of
from app.web.example import example
from app.web.form import DEFAULTS, Upload, fields_of, json_options, scenario_of, upload_of
from app.web.rendering import page
from app.web.report_page import report_page
from solver.analysis.standards.library import LIBRARY
from solver.errors import CaseloadError

router = APIRouter(include_in_schema=False)

FILES = {ASSIGNMENTS: CSV, OFFICERS: CSV, WORKBOOK: XLSX, PAGE: HTML, REPORT: JSON}
RECENT = 10
SHOWN_CELLS = 200


async def form_body(request: Request, service: TheService) -> Body | ApiProblem:
    """What a form sent, or why it cannot be read: people are told on a page."""
    try:
        return await read_body(request, service.settings, (MULTIPART,))
    except ApiProblem as error:
        return error


FormBody = Annotated[Body | ApiProblem, Depends(form_body)]


@router.get("/")
def home(service: TheService) -> HTMLResponse:
    """The form."""
    return _form(service, dict(DEFAULTS))


@router.post("/plans")
def submit(body: FormBody, service: TheService) -> Response:
    """Ask for a plan with the form."""
    if isinstance(body, ApiProblem):
        return _form(service, dict(DEFAULTS), body.detail, body.status)
    fields = fields_of(body)
    upload: Upload | None = None
    try:
        options = read_plan_options(json_options(fields))
        upload = _upload(body)
        roster, scenario = upload.read(), scenario_of(fields)
        if scenario:
            service.queries.ask("try_scenario", RosterSource(document=roster.to_document()), options, scenario)
        plan = queue(service, roster, options, scenario=scenario, name=upload.name)
    except RosterRefused as error:
        return _refused(fields, error, upload)
    except NotAccepted as error:
        return _to_accept(fields, error, upload)
    except ApiProblem as error:
        return _form(service, fields, error.detail, error.status)
    except CaseloadError as error:
        return _form(service, fields, str(error), 422)
    return RedirectResponse(f"/plans/{plan.id}", 303)


@router.get("/plans/{plan_id}")
def show(plan_id: UUID, service: TheService) -> Response:
    """A plan: its progress, its report, or what went wrong."""
    try:
        told = _told(service, str(plan_id))  # before the plan: an event too many does no harm, one too few would
        plan = plan_of(service, plan_id)
        if plan.state is not State.DONE:
            return page("plan.html", plan=plan, told=told, limit_s=time_limit_s(plan.goals))
        report = stored(service, plan_id, REPORT, JSON)
        return report_page(plan, bytes(report.body))
    except ApiProblem as error:
        return page("problem.html", error.status, title="This plan is not here", detail=error.detail)


@router.post("/plans/{plan_id}/stop")
def stop(plan_id: UUID, service: TheService, keep: str = "") -> Response:
    """Cancel a plan; ``?keep=best``: with the best plan found so far."""
    how = Stop.KEEP_BEST if keep == "best" else Stop.DISCARD
    return _change(service, plan_id, lambda session: plans.ask_to_stop(session, str(plan_id), how))


@router.post("/plans/{plan_id}/restart")
def restart(plan_id: UUID, service: TheService) -> Response:
    """Start a plan again."""
    return _change(
        service,
        plan_id,
        lambda session: plans.restart(session, str(plan_id), max_queued=service.settings.max_queued),
    )


@router.post("/plans/{plan_id}/remove")
def remove(plan_id: UUID, service: TheService) -> Response:
    """Forget a plan and everything that belongs to it."""
    return _change(service, plan_id, lambda session: plans.remove(session, str(plan_id)), to="/")


@router.get("/plans/{plan_id}/{name}")
def download(plan_id: UUID, name: str, service: TheService) -> Response:
    """A file of a finished plan, as ``caseload plan`` writes it."""
    if name not in FILES:
        return page("problem.html", 404, title="This file is not here", detail="A plan has no file of that name.")
    try:
        finished(service, plan_id)
        response = stored(service, plan_id, name, FILES[name])
    except ApiProblem as error:
        return page("problem.html", error.status, title="This file is not here", detail=error.detail)
    if name == REPORT:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@router.get("/docs")
def docs() -> HTMLResponse:
    """The HTTP interface, to read and try."""
    return page("docs.html")


def _upload(body: Body) -> Upload:
    if body.field("example") is not None:
        return Upload(example(), None, "Example: field office")
    carried = upload_in(body)
    if carried is not None:
        return carried
    sheets = mended(body)
    return Upload(sheets, None, body.field("name") or "") if sheets is not None else upload_of(body)


def _form(service: Service, fields: dict[str, str], error: str = "", status: int = 200) -> HTMLResponse:
    with service.database.read() as session:
        recent = plans.page(session, limit=RECENT)
    return page(
        "home.html", status, fields=fields, error=error, recent=recent, standards=LIBRARY.values(), changes=FORMS
    )


def _refused(fields: dict[str, str], error: RosterRefused, upload: Upload | None) -> HTMLResponse:
    texts = texts_of(upload.sheets) if upload is not None else None
    mends = mends_of(texts, error.cells[:SHOWN_CELLS])
    return page(
        "refused.html",
        422,
        fields=fields,
        mends=mends,
        total=error.total,
        kinds=[found for found in error.findings if found.severity is Severity.STOP and found.count > 1],
        noticed=error.noticed,
        texts=texts if any(mend.field for mend in mends) else None,
        name=upload.name if upload is not None else "",
    )


def _to_accept(fields: dict[str, str], error: NotAccepted, upload: Upload | None) -> HTMLResponse:
    asked = {found.code: [each for each in error.asked if each.code == found.code] for found in error.asked}
    return page(
        "accept.html",
        422,
        fields={name: value for name, value in fields.items() if name != "accept"},
        accepted=[code for code in fields["accept"].split(";") if code],
        asked=asked,
        others=[found for found in error.findings if found not in error.asked],
        carried=carried_fields(upload),
        name=upload.name if upload is not None else "",
    )


def _told(service: Service, plan_id: str) -> int:
    """The number of the last event that the page itself shows; the browser asks for those after it."""
    with service.database.read() as session:
        newest = events.newest(session, plan_id)
    return 0 if newest is None else newest[0]


def _change(service: Service, plan_id: UUID, change: Callable[..., Any], to: str = "") -> Response:
    try:
        with service.database.write() as session:
            there = change(session)
    except CaseloadError as error:
        return page("problem.html", 409, title="That cannot be done now", detail=str(error))
    if there is None or there is False:
        return page("problem.html", 404, title="This plan is not here", detail="It may have been removed.")
    service.engine.wake()
    return RedirectResponse(to or f"/plans/{plan_id}", 303)
