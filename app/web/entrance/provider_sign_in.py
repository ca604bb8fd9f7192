"""Signing in at the office's own provider, and coming back."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.access.caller import BadCredentials, NotAllowed, ProviderFault, Unauthenticated
from app.access.oidc.code_flow import CALLBACK, PATIENCE_S, CodeFlow, FlowBroken
from app.access.roles import for_everybody
from app.access.sessions import HOURS
from app.api.deps import whole_service
from app.api.problems import not_found
from app.api.trail import note_refusal
from app.audit.actions import Action
from app.audit.duties import leaves, leaves_nothing
from app.web.entrance.sign_in import OURS, drop, keep, signed_in
from app.web.pages import problem_page

router = APIRouter(include_in_schema=False)

TITLE = "You are not signed in"


@router.get("/sign-in/provider")
@for_everybody
@leaves_nothing("sends a browser to the provider")
def begin(request: Request, after: Annotated[str, Query(alias="next")] = "/") -> Response:
    """Send a browser to the provider."""
    service = whole_service(request)
    flow = _flow(service.gate.flow)
    try:
        address, cookie = flow.begin(after if OURS.fullmatch(after) else "/")
    except ProviderFault as error:
        return problem_page(503, TITLE, str(error))
    answer = RedirectResponse(address, 303)
    keep(service, answer, service.gate.flow_cookie, cookie, PATIENCE_S)
    return answer


@router.get(CALLBACK)
@for_everybody
@leaves(Action.SIGNED_IN, Action.REFUSED)
def finish(request: Request) -> Response:
    """Take a browser back from the provider."""
    service = whole_service(request)
    flow = _flow(service.gate.flow)
    try:
        caller, to = flow.finish(request.cookies.get(service.gate.flow_cookie, ""), request.query_params)
    except (FlowBroken, NotAllowed, Unauthenticated) as error:
        note_refusal(request, error if isinstance(error, NotAllowed) else BadCredentials(str(error)))
        return problem_page(403, TITLE, str(error))
    except ProviderFault as error:
        return problem_page(503, TITLE, str(error))
    answer = signed_in(service, service.gate.sign_in(caller, timedelta(hours=HOURS), "provider"), to)
    drop(service, answer, service.gate.flow_cookie)
    return answer


def _flow(flow: CodeFlow | None) -> CodeFlow:
    """The way to the provider.

    Raises
    ------
    ApiProblem
        404: there is none.
    """
    if flow is None:
        raise not_found("provider")
    return flow
