"""What routes ask for, declared once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from fastapi import Depends, Request, params
from fastapi.dependencies.utils import get_flat_params
from starlette.concurrency import run_in_threadpool

from app.access.caller import Caller
from app.access.gate import Gate
from app.access.roles import Need, need_of
from app.api.feed import Feed
from app.api.http.body import JSON, MULTIPART, NDJSON, Sent, Spool, media_type_of
from app.api.http.request_log import Requests
from app.api.http.security import SAFE_METHODS
from app.api.http.small_form import CSRF, URLENCODED, small_form
from app.api.problems import ApiProblem, BadField
from app.intake.limits import MAX_ID
from app.jobs.engine import Engine
from app.jobs.queries import QueryRunner
from app.settings import Settings
from app.store.db import Database
from app.store.scope import NOWHERE
from solver.analysis.spelling import did_you_mean


@dataclass(frozen=True)
class Service:
    """Everything that a running server has; kept at ``app.state.service``.

    A route gets it as its caller sees it (:func:`service_of`): ``database`` then shows the caller's offices alone.
    """

    settings: Settings
    database: Database
    engine: Engine
    queries: QueryRunner
    spool: Spool
    feed: Feed
    gate: Gate
    requests: Requests = field(default_factory=Requests)
    caller: Caller | None = None

    @property
    def known_caller(self) -> Caller:
        """The caller of a route that needs a role: there is one, or the route would not have been reached."""
        assert self.caller is not None  # noqa: S101 - see above
        return self.caller

    @property
    def is_closing(self) -> bool:
        """Whether the server is about to end."""
        return self.spool.is_closing.is_set() or self.engine.is_closing

    def leave(self) -> None:
        """Hand running plans back and answer whoever waits. Returns at once, and may be called by a signal."""
        self.spool.is_closing.set()
        self.engine.begin_to_close()
        self.queries.leave()

    def seen_by(self, caller: Caller | None) -> Service:
        """The same for one caller; who has not said who they are sees nothing of what is kept."""
        scope = NOWHERE if caller is None else caller.scope
        return replace(self, database=self.database.within(scope), caller=caller)

    def ask_about(self, question: str, sent: Sent, *arguments: Any) -> Any:
        """Have a child look into a body and answer what it asks ("module:function")."""
        return self.queries.ask(question, sent.what, *arguments, files=(sent.file,))


def whole_service(request: Request) -> Service:
    """The service that a request came to, as the program itself sees it: not for routes."""
    service = request.app.state.service
    assert isinstance(service, Service)  # noqa: S101 - create_app puts it there
    return service


async def admitted(request: Request) -> Caller | None:
    """Who sends a request, let in by what the route needs; every router has this. None: the route is for everybody.

    Raises
    ------
    Unauthenticated, NotAllowed, StaleForm
    """
    need = need_of(request.scope["route"].endpoint)
    if need.role is None:
        return None  # asks nobody, so that nothing can delay /healthz
    service = whole_service(request)
    caller = await run_in_threadpool(service.gate.who, request.headers.getlist("authorization"), request.cookies)
    request.state.caller = caller  # whoever records a refusal finds it there
    caller.check(need)
    if caller.csrf is not None and request.method not in SAFE_METHODS:
        await _check_token(request, service, caller, need)
    return caller


async def _check_token(request: Request, service: Service, caller: Caller, need: Need) -> None:
    """Refuse a change that a browser sends without the token of its session.

    Raises
    ------
    StaleForm
    """
    media_type = media_type_of(request.headers.get("content-type", ""))
    sent = request.headers.get("x-csrf-token", "")
    if need.is_form and media_type == MULTIPART and not sent:
        return  # the token is in the body, which only a child looks into
    if media_type == URLENCODED and not sent:
        sent = (await small_form(request, service.spool)).get(CSRF, "")
    caller.check_form(sent)


TheCaller = Annotated[Caller | None, Depends(admitted)]


def service_of(request: Request, caller: TheCaller) -> Service:
    """The service as the caller of a request sees it."""
    return whole_service(request).seen_by(caller)


TheService = Annotated[Service, Depends(service_of)]


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form of a few short ones."""
    return await small_form(request, whole_service(request).spool)


SmallForm = Annotated[dict[str, str], Depends(form_of)]


def known_parameters(request: Request) -> None:
    """Refuse a parameter that the address does not have: one that is misspelt would silently count for nothing.

    Raises
    ------
    ApiProblem
        422
    """
    route = request.scope["route"]
    fields = get_flat_params(route.dependant)
    known = {each.alias for each in fields if isinstance(each.field_info, params.Query)}
    if strange := sorted(request.query_params.keys() - known):
        shown = strange[0][:MAX_ID]
        there = f"; there are {', '.join(sorted(known))}" if known else ""
        message = f"is no parameter of this address{did_you_mean(shown, known)}{there}"
        where = [BadField(where=f"query.{shown}", message=message)]
        raise ApiProblem(422, f"query.{shown}: {message}", "invalid-request", errors=where)


async def roster_body(request: Request, service: TheService) -> AsyncIterator[Sent]:
    """The body of a request that brings a roster."""
    async with aclosing(service.spool.receive(request, (JSON, MULTIPART, NDJSON))) as bodies:
        async for sent in bodies:
            yield sent


async def request_body(request: Request, service: TheService) -> AsyncIterator[Sent]:
    """The body of a request that brings goals, and perhaps a roster."""
    async with aclosing(service.spool.receive(request, (JSON, MULTIPART))) as bodies:
        async for sent in bodies:
            yield sent


async def json_body(request: Request, service: TheService) -> AsyncIterator[Sent]:
    """A body that is JSON."""
    async with aclosing(service.spool.receive(request, (JSON,))) as bodies:
        async for sent in bodies:
            yield sent


async def parts_body(request: Request, service: TheService) -> AsyncIterator[Sent]:
    """A body of files and fields."""
    async with aclosing(service.spool.receive(request, (MULTIPART,))) as bodies:
        async for sent in bodies:
            yield sent


RosterBody = Annotated[Sent, Depends(roster_body)]
RequestBody = Annotated[Sent, Depends(request_body)]
JsonBody = Annotated[Sent, Depends(json_body)]
PartsBody = Annotated[Sent, Depends(parts_body)]
