"""How the server has a question about a finished plan answered: a child looks into the form and makes the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fastapi import Response
from fastapi.responses import HTMLResponse

from app.api.deps import Service
from app.api.http.body import Sent
from app.api.plans import finished
from app.api.problems import ApiProblem
from app.api.queries import made
from app.api.trail import note_plan, refused
from app.audit.actions import Action
from app.web.form_targets import Page
from app.web.pages import error_page
from app.web.questions.about import About
from solver.errors import CaseloadError

FOLDER = "app.web.questions"


def about(service: Service, plan_id: UUID) -> About:
    """The finished plan of that id, for a question of the service's caller.

    Raises
    ------
    ApiProblem
        404, or 409 where there is no result (yet).
    """
    plan = finished(service, plan_id)
    return About(plan, made(service, plan_id), service.caller, service.settings.question_limit_s)


def shown(service: Service, route: str, show: Callable[[], Response]) -> Response:
    """A page, or one that says in a sentence why there is none; refusals are recorded with the route."""
    try:
        return show()
    except CaseloadError as error:
        refused(service, error, route)
        is_missing = isinstance(error, ApiProblem) and error.status in (404, 409)
        title = "This page is not here" if is_missing else "That could not be done"
        return error_page(error, title, service.caller)


def begun(service: Service, plan_id: UUID, question: str, what: str, *named: object) -> Response:
    """The page on which a question is asked: it names officers, so it is recorded as handed out.

    Raises
    ------
    CaseloadError
    """
    found: Page = service.queries.ask(f"{FOLDER}.{question}", about(service, plan_id), *named)
    note_plan(service, Action.DOWNLOADED, plan_id, what=what)
    return HTMLResponse(found.html, found.status)


def answered(service: Service, plan_id: UUID, question: str, body: Sent | ApiProblem, action: Action) -> Response:
    """The page with the answer to what a form asks.

    Raises
    ------
    CaseloadError
    """
    found: Page = asked(service, about(service, plan_id), question, body)
    note_plan(service, action, plan_id)
    return HTMLResponse(found.html, found.status)


def asked(service: Service, subject: About, question: str, body: Sent | ApiProblem) -> Any:
    """What a child makes of a form.

    Raises
    ------
    CaseloadError
    """
    if isinstance(body, ApiProblem):
        raise body
    return service.ask_about(f"{FOLDER}.{question}", body, subject)
