"""Is it sustainable? The verdict of a roster at once, without a plan. Nothing is kept."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from app.access.roles import needs
from app.api.deps import Service, TheService
from app.api.http.body import Sent
from app.api.problems import ApiProblem
from app.api.results import HTML, REPORT_POLICY
from app.api.trail import note_roster
from app.audit.actions import Action
from app.audit.duties import leaves
from app.store.tables import Role
from app.web.form_targets import File, Page, Said
from app.web.pages import FormBody, form_page
from app.web.pages import answered as form_answered

router = APIRouter(include_in_schema=False)

TARGETS = "app.web.questions.verdict_targets"


@router.post("/report")
@needs(Role.VIEWER, is_form=True)
@leaves(Action.REPORTED)
def verdict(body: FormBody, service: TheService) -> Response:
    """Whether it is sustainable, and what is missing where."""
    return _told(service, "verdict", body)


@router.post("/report/whole")
@needs(Role.VIEWER, is_form=True)
@leaves(Action.REPORTED)
def whole(body: FormBody, service: TheService) -> Response:
    """The same as a report to read, print or mail."""
    return _told(service, "whole_report", body)


def _told(service: Service, question: str, body: Sent | ApiProblem) -> Response:
    found: File | Page | Said = form_answered(service, f"{TARGETS}:{question}", body)
    if isinstance(found, Said):
        return form_page(service, found.fields, found.error, found.status)
    if isinstance(found, Page) and found.status != 200:
        return HTMLResponse(found.html, found.status)
    note_roster(service, Action.REPORTED, None)
    if isinstance(found, Page):
        return HTMLResponse(found.html)
    return Response(found.content, media_type=HTML, headers={"Content-Security-Policy": REPORT_POLICY})
