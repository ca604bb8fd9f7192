"""Every error of the service is a problem document (RFC 9457), and this is the one place that makes them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route

from app.access.caller import NotAllowed, ProviderFault, StaleForm, Unauthenticated
from app.access.throttle import TooManyTries
from app.answers.assigned_roster import UnknownName
from app.api.docket import conflicts
from app.api.http.for_people import Page, for_whom, is_of_interface
from app.confined import ChildCancelled, ChildCrashed, ChildOutOfMemory, ChildTimedOut, MemoryUsedUp
from app.intake.admission import NotAccepted
from app.intake.errors import BadCell, RosterRefused
from app.intake.options import complaint
from app.jobs.queries import TooBusy
from app.report.sections.findings import build as findings
from app.report.sections.findings.entry import FindingEntry
from app.store.db import DatabaseFault, is_away
from app.store.plans import KeyTaken, NotRestartable, QueueFull, RosterGone, StillNeeded, TooManyOfOne
from app.store.rosters import RosterInUse
from app.store.scope import ForeignOffice
from solver.errors import CaseloadError, InvalidChange, InvalidGoals, InvalidProblem

log = logging.getLogger("caseload.http")
MEDIA_TYPE = "application/problem+json"
URN = "urn:caseload:problem:"


class BadCellOut(BaseModel):
    """One cell that cannot be read."""

    file: str = Field(description="File, or the name of the sheet.")
    row: int | None = Field(description="As a person sees it: the header is row 1. Null: the file as a whole.")
    column: str | None
    value: str | None = Field(description="At most 64 characters of it.")
    message: str = Field(description="What is wrong and what to do.")


class BadField(BaseModel):
    """One part of the request that is not as it should be."""

    where: str = Field(description="For example `body.goals.policy` or `query.limit`.")
    message: str


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="`about:blank`, or a URN that stays the same: `urn:caseload:problem:…`.")
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do.")
    instance: str | None = Field(default=None, description="Finds a fault (status 500) in the server's log.")
    errors: list[BadField] | None = Field(default=None, description="What is wrong with the request.")
    cells: list[BadCellOut] | None = Field(
        default=None, description="What is wrong with the roster, or the study: the first 1,000."
    )
    total: int | None = Field(default=None, description="How many cells are wrong in all.")
    findings: list[FindingEntry] | None = Field(
        default=None, description="What was found in the roster, each kind once (docs/findings.md): the worst first."
    )
    accept: list[str] | None = Field(
        default=None, description="Codes that `goals.accept` must name, if all is meant as it stands."
    )


class ApiProblem(CaseloadError):
    """Raised by a route, or by a child process that looks into a body, to answer with a problem.

    Parameters
    ----------
    status : int
    detail : str
    kind : str
        End of the problem's type; empty: ``about:blank``.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        kind: str = "",
        *,
        errors: list[BadField] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.kind = kind
        self.errors = errors
        self.headers = headers or {}

    def __reduce__(self) -> tuple[Any, ...]:
        return _problem_again, (self.status, self.detail, self.kind, self.errors, self.headers)


def _problem_again(
    status: int, detail: str, kind: str, errors: list[BadField] | None, headers: dict[str, str]
) -> ApiProblem:
    """A problem that came from another process."""
    return ApiProblem(status, detail, kind, errors=errors, headers=headers)


def not_found(what: str) -> ApiProblem:
    """404 for a thing that is not there."""
    return ApiProblem(404, f"There is no such {what}. It may have been removed.", "not-found")


def response(
    status: int, detail: str, kind: str = "", *, headers: dict[str, str] | None = None, **members: Any
) -> Response:
    """A problem as a response."""
    problem = Problem(
        type=URN + kind if kind else "about:blank",
        title=TITLES.get(kind) or HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        **members,
    )
    plain = problem.model_dump(exclude_none=True, exclude={"cells", "findings"})
    text = json.dumps(plain | _places(problem), ensure_ascii=False)
    return Response(text, status, headers, MEDIA_TYPE)


def _places(problem: Problem) -> dict[str, Any]:
    """Cells and findings keep their nulls: a row that is not there is said to be not there."""
    lists = {"cells": problem.cells, "findings": problem.findings}
    return {name: [each.model_dump() for each in entries] for name, entries in lists.items() if entries is not None}


TITLES = {
    "roster-refused": "The roster was refused",
    "study-refused": "The study was refused",
    "roster-not-accepted": "The roster may not mean what it says",
    "invalid-request": "The request is not as it should be",
    "not-found": "Not found",
    "not-finished": "The plan is not there yet",
    "no-frontier": "The plan has no frontier",
    **conflicts.TITLES,
    "idempotency-key-reused": "The Idempotency-Key was used for another request",
    "unauthenticated": "Who are you?",
    "not-allowed": "These credentials may not do that",
    "stale-form": "This page is too old",
    "too-many-tries": "Too many tries",
    "provider": "The sign-in provider does not answer",
    "foreign-office": "The roster names a foreign office",
    "foreign-host": "Foreign host",
    "foreign-origin": "Foreign origin",
    "too-large": "The request is too large",
    "queue-full": "Too many plans are waiting",
    "too-many-plans": "You have too many plans under way",
    "busy": "Too much at once",
    "too-slow": "The request did not come",
    "no-room": "There is no room for the request",
    "not-json": "The body is not JSON",
    "media-type": "The body is not what it says",
    "out-of-memory": "It needs more memory than it may use",
    "timed-out": "It takes longer than it may",
    "crashed": "The process that worked it out died",
}
CONFLICTS: dict[type[CaseloadError], tuple[int, str, dict[str, str]]] = {
    Unauthenticated: (401, "unauthenticated", {"WWW-Authenticate": 'Bearer realm="caseload"'}),
    NotAllowed: (403, "not-allowed", {}),
    StaleForm: (403, "stale-form", {}),
    ProviderFault: (503, "provider", {"Retry-After": "60"}),
    TooManyTries: (429, "too-many-tries", {"Retry-After": "60"}),
    ForeignOffice: (403, "foreign-office", {}),
    QueueFull: (503, "queue-full", {"Retry-After": "30"}),
    TooManyOfOne: (429, "too-many-plans", {"Retry-After": "30"}),
    NotRestartable: (409, "not-restartable", {}),
    StillNeeded: (409, "not-finished", {}),
    **conflicts.CONFLICTS,
    RosterInUse: (409, "roster-in-use", {}),
    RosterGone: (404, "not-found", {}),
    KeyTaken: (409, "idempotency-key-in-use", {"Retry-After": "1"}),
    InvalidGoals: (422, "invalid-request", {}),
    InvalidProblem: (422, "invalid-request", {}),
    UnknownName: (404, "not-found", {}),
    TooBusy: (503, "busy", {"Retry-After": "5"}),
    MemoryUsedUp: (503, "busy", {"Retry-After": "5"}),
    ChildOutOfMemory: (413, "out-of-memory", {}),
    ChildTimedOut: (504, "timed-out", {}),
    ChildCrashed: (500, "crashed", {}),
    ChildCancelled: (503, "not-ready", {"Retry-After": "30"}),
}


def refused(error: RosterRefused) -> Response:
    """422 with every bad cell."""
    cells = [_cell(cell) for cell in error.cells]
    found = findings.build(error.findings)
    return response(422, str(error), f"{error.subject}-refused", cells=cells, total=error.total, findings=found)


def not_accepted(error: NotAccepted) -> Response:
    """422 with every finding, and the codes that would let the roster through."""
    found = findings.build(error.findings)
    return response(422, str(error), "roster-not-accepted", findings=found, accept=list(error.codes))


def _cell(cell: BadCell) -> BadCellOut:
    return BadCellOut(file=cell.file, row=cell.row, column=cell.column, value=cell.value, message=cell.message)


def fields_of(error: ValidationError | RequestValidationError, prefix: str = "") -> list[BadField]:
    """What pydantic found, without the values: they may be case data."""
    return [
        BadField(
            where=".".join([*([prefix] if prefix else []), *(str(part) for part in found["loc"])]),
            message=complaint(found),
        )
        for found in error.errors()
    ]


def from_exception(error: Exception) -> Response | None:
    """The response for an exception that says what is wrong with a request; None for a fault of the program."""
    if isinstance(error, InvalidChange):
        fields = [BadField(where="body.scenario", message=str(error))]
        error = ApiProblem(422, str(error), "invalid-request", errors=fields)
    if isinstance(error, DatabaseFault) and is_away(error):
        log.warning("the database cannot be used: %s", type(error).__name__)  # its text may hold case data
        error = ApiProblem(503, AWAY, "not-ready", headers={"Retry-After": "10"})
    if isinstance(error, ApiProblem):
        return response(error.status, error.detail, error.kind, headers=error.headers, errors=error.errors)
    if isinstance(error, RosterRefused | NotAccepted):
        return refused(error) if isinstance(error, RosterRefused) else not_accepted(error)
    if isinstance(error, RequestValidationError):
        return response(422, _summary(fields_of(error)), "invalid-request", errors=fields_of(error))
    if isinstance(error, HTTPException):
        is_plain = error.detail == HTTPStatus(error.status_code).phrase
        detail = DETAILS.get(error.status_code) if is_plain else error.detail
        return response(error.status_code, detail or error.detail, headers=dict(error.headers or {}))
    for kind, (status, name, headers) in CONFLICTS.items():
        if isinstance(error, kind):
            return response(status, str(error), name, headers=headers)
    return None


AWAY = "The database cannot be used just now: it does not answer, or its disk is full. Send the request again later."
DETAILS = {
    404: "There is nothing at this address. The addresses are listed at /docs.",
    405: "This address does not take this method; the header Allow lists those that it takes.",
}


def _summary(errors: list[BadField]) -> str:
    rest = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{errors[0].where}: {errors[0].message}{rest}"


def install(
    app: FastAPI, routes: Sequence[BaseRoute], page: Page, note_refusal: Callable[[Request, Exception], None]
) -> None:
    """Answer with problems whatever goes wrong in a route; faults are left to ``watch.Watch``.

    Parameters
    ----------
    app : FastAPI
    routes : sequence of routes
        All of them, so that 405 can say which methods there are.
    page : function of the request, status, title and detail
        Makes the page that people see at an address which is not one of the interface's.
    note_refusal : function of the request and the error
        Records it where somebody was refused because of who they are.
    """

    def handle(request: Request, error: Exception) -> Response:
        note_refusal(request, error)
        places = {found["loc"][:1] for found in error.errors()} if isinstance(error, RequestValidationError) else set()
        if places == {("path",)} and not is_of_interface(request):
            error = not_found("page")  # what a person typed is no id of anything
        answer = from_exception(error)
        if answer is None:
            raise error
        if answer.status_code == 405:
            answer.headers["Allow"] = ", ".join(sorted(_methods_at(routes, request)))
        if not is_of_interface(request):
            answer = for_whom(request, answer, page)
        return answer

    told = (ApiProblem, RosterRefused, NotAccepted, RequestValidationError, HTTPException, InvalidChange, DatabaseFault)
    for kind in (*told, *CONFLICTS):
        app.add_exception_handler(kind, handle)


def _methods_at(routes: Sequence[BaseRoute], request: Request) -> set[str]:
    """Every method of an address: the router itself names those of the first route only."""
    found: set[str] = set()
    for route in routes:
        if isinstance(route, Route) and route.methods and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods | ({"HEAD"} if "GET" in route.methods else set())
    return found
