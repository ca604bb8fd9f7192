"""Signing in and out: with the address that the server printed, with a key, or at the office's own provider."""

from __future__ import annotations

import re
import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from app.access.caller import BadCredentials, StaleForm, Unauthenticated
from app.access.gate import FORM, Begun, Gate
from app.access.roles import for_everybody, needs
from app.access.sign_in_address import PATH
from app.access.throttle import TooManyTries
from app.api.deps import Service, TheService, whole_service
from app.api.http.small_form import CSRF, small_form
from app.api.trail import note_refusal
from app.audit.actions import Action
from app.audit.duties import leaves, leaves_nothing
from app.store.tables import Role
from app.web.pages import problem_page
from app.web.rendering import page

router = APIRouter(include_in_schema=False)

OURS = re.compile(r"/(import|keys|plans/[0-9a-f-]{36}(/[a-z]+\.[a-z]+|/(cases|officers)(/[0-9]+)?)?)?")
"""Pages that somebody may be sent to after signing in; none is another site's."""
USED_UP = "This address was opened before, or the server has been started again since. Start it again for another one."


@router.get("/sign-in")
@for_everybody
@leaves_nothing("an empty form")
def ask(request: Request, after: Annotated[str, Query(alias="next")] = "/") -> Response:
    """Where somebody says who they are."""
    return sign_in_page(request, whole_service(request), to=after)


@router.post("/sign-in")
@for_everybody
@leaves(Action.SIGNED_IN, Action.REFUSED)
async def sign_in(request: Request) -> Response:
    """Sign in with a key."""
    service = whole_service(request)
    gate = service.gate
    form = await small_form(request, service.spool)
    to = form.get("next", "/")
    nonce = _nonce_in(request, gate)
    if nonce is None or not gate.signer.fits(CSRF, nonce, form.get(CSRF, "")):
        return sign_in_page(request, service, to=to, error=str(StaleForm()), status=403)
    address = "" if request.client is None else request.client.host
    try:
        gate.throttle.check(address)
        begun = await run_in_threadpool(gate.sign_in_with_key, form.get("key", ""))
    except TooManyTries as error:
        answer = sign_in_page(request, service, to=to, error=str(error), status=429)
        answer.headers["Retry-After"] = "60"
        return answer
    except Unauthenticated as error:
        await run_in_threadpool(note_refusal, request, error)
        return sign_in_page(request, service, to=to, error=str(error), status=403)
    gate.throttle.forgive(address)
    return signed_in(service, begun, to)


@router.get(PATH)
@for_everybody
@leaves(Action.SIGNED_IN, Action.REFUSED)
def once(request: Request, token: str) -> Response:
    """Sign in with the address that the server printed."""
    service = whole_service(request)
    begun = service.gate.sign_in_at_desk(token)
    if begun is None:
        note_refusal(request, BadCredentials(USED_UP))
        return problem_page(410, "This address is used up", USED_UP)
    return signed_in(service, begun)


@router.post("/sign-out")
@needs(Role.VIEWER)
@leaves(Action.SIGNED_OUT)
def sign_out(request: Request, service: TheService) -> Response:
    """End the session."""
    if service.caller is not None:
        service.gate.sign_out(request.cookies, service.caller)
    answer = RedirectResponse("/sign-in", 303)
    drop(service, answer, service.gate.session_cookie)
    return answer


def page_for(request: Request, status: int, title: str, detail: str) -> Response:
    """What a browser shows instead of what was asked for: where somebody must say who they are, how to."""
    if status != 401:
        return problem_page(status, title, detail)
    return sign_in_page(request, whole_service(request), to=request.url.path, status=401)


def sign_in_page(request: Request, service: Service, *, to: str = "/", error: str = "", status: int = 200) -> Response:
    """The page, with a cookie that its form must come back with: nobody can be signed in by another site."""
    gate = service.gate
    nonce = _nonce_in(request, gate) or secrets.token_urlsafe(16)
    answer = page(
        "sign_in.html",
        status,
        visitor=None,
        error=error,
        token=gate.signer.mac(CSRF, nonce),
        next=to if OURS.fullmatch(to) else "/",
        is_printed=gate.address.is_waiting,
        has_provider=gate.provider is not None,
    )
    keep(service, answer, gate.form_cookie, gate.signer.sealed(FORM, nonce), None)
    return answer


def signed_in(service: Service, begun: Begun, to: str = "/") -> Response:
    """To where somebody wanted to go, with their session."""
    answer = RedirectResponse(to if OURS.fullmatch(to) else "/", 303)
    keep(service, answer, service.gate.session_cookie, begun.cookie, int(begun.term.total_seconds()))
    drop(service, answer, service.gate.form_cookie)
    return answer


def _nonce_in(request: Request, gate: Gate) -> str | None:
    return gate.signer.opened(FORM, request.cookies.get(gate.form_cookie, ""))


def keep(service: Service, answer: Response, name: str, value: str, seconds: int | None) -> None:
    """A cookie that no script reads, and that no form of another site brings along."""
    is_secure = service.settings.is_https
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=is_secure)


def drop(service: Service, answer: Response, name: str) -> None:
    """Have a browser forget a cookie. One with the prefix ``__Host-`` is forgotten only as it was set."""
    answer.delete_cookie(name, httponly=True, samesite="lax", secure=service.settings.is_https)
