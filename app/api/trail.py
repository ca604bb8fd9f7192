"""What routes leave behind: records of what their callers did, and of what they were refused."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from fastapi import Request, Response

from app.access.caller import NotAllowed, Unauthenticated
from app.api.deps import Service, whole_service
from app.api.http.request_log import known_method, route_of
from app.api.problems import not_found
from app.audit.actions import NOBODY, Action, Outcome
from app.audit.chain import append
from app.audit.record import Entry
from app.store import plans, rosters
from app.store.audit import subject_of
from app.store.db import Session
from app.store.scope import ForeignOffice
from app.store.tables import PlanRow, RosterRow

R = TypeVar("R", bound=Response)
CREDENTIALS, ROLE, OFFICE = "credentials", "role", "office"
"""Why somebody was refused."""


def did(
    service: Service, action: Action, concerned: PlanRow | RosterRow | None, session: Session, **details: Any
) -> Entry:
    """What the caller of a route did with a plan or a roster, or with nothing that is kept."""
    caller = service.known_caller
    if concerned is None:
        return caller.did(action, caller.scope.listed, **details)
    roster = concerned.roster if isinstance(concerned, PlanRow) else concerned
    return caller.did(action, rosters.offices_of(session, roster), subject_of(concerned), **details)


def note_plan(service: Service, action: Action, plan_id: UUID, **details: Any) -> None:
    """Record what was done with a plan that stays as it is.

    Raises
    ------
    ApiProblem
        404: it was removed a moment ago, and nothing of it is handed out any more.
    """
    with service.database.write() as session:
        row = plans.get(session, str(plan_id))
        if row is None:
            raise not_found("plan")
        append(session, did(service, action, row, session, **details))


def note_roster(service: Service, action: Action, roster_id: str | None, **details: Any) -> None:
    """Record what was done with a roster that is kept, or with one (None) of which nothing is kept.

    Raises
    ------
    ApiProblem
        404: it was removed a moment ago.
    """
    with service.database.write() as session:
        row = None if roster_id is None else rosters.get(session, roster_id)
        if row is None and roster_id is not None:
            raise not_found("roster")
        append(session, did(service, action, row, session, **details))


def handed_out(service: Service, plan_id: UUID, answer: R, what: str, **details: Any) -> R:
    """An answer with something of a plan in it, once that is recorded; 304 has nothing in it."""
    if answer.status_code != 304:
        note_plan(service, Action.DOWNLOADED, plan_id, what=what, **details)
    return answer


def note_refusal(request: Request, error: Exception) -> None:
    """Record it where somebody was refused because of who they are."""
    caller = getattr(request.state, "caller", None)
    refused(whole_service(request).seen_by(caller), error, f"{known_method(request.scope)} {route_of(request.scope)}")


def refused(service: Service, error: Exception, route: str) -> None:
    """Record it where the caller of a service was refused because of who they are."""
    why = _why(error)
    if why is None:
        return
    details = {"route": route, "why": why}
    caller = service.caller
    if caller is None:
        entry = Entry(Action.REFUSED, NOBODY, outcome=Outcome.REFUSED, details=details)
    else:
        entry = caller.did(Action.REFUSED, caller.scope.listed, outcome=Outcome.REFUSED, **details)
    service.gate.refusals.note(entry)


def _why(error: Exception) -> str | None:
    if isinstance(error, ForeignOffice):
        return OFFICE
    if isinstance(error, NotAllowed):
        return ROLE
    # who sends no credentials at all is asked for them, and not refused
    return CREDENTIALS if isinstance(error, Unauthenticated) and type(error) is not Unauthenticated else None
