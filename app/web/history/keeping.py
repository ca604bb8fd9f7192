"""What becomes of a plan afterwards, on pages: another name, a note, removed, brought back."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Response

from app.access.roles import needs
from app.api.deps import Service, SmallForm, TheService
from app.api.plans import REMOVE_DONE, hide, plan_of
from app.api.problems import ApiProblem
from app.api.trail import did
from app.audit.actions import Action
from app.audit.chain import append
from app.audit.duties import leaves, leaves_nothing
from app.store.db import Session
from app.store.history import notes, removed
from app.store.history.notes import LONGEST_NAME, LONGEST_NOTE
from app.store.plans import UNFINISHED
from app.store.tables import PlanRow, Role, State
from app.web.pages import ONE, changed, error_page, problem_page
from app.web.rendering import page

router = APIRouter(prefix="/plans", include_in_schema=False)

TOO_LONG = (
    f"A name has at most {LONGEST_NAME} letters on one line, a note at most {LONGEST_NOTE:,}, and both can be printed. "
    "Go back and shorten it."
)


@router.get("/{plan_id}/remove")
@needs(Role.PLANNER)
@leaves_nothing("asks whether a plan shall go; its name, and nothing that is in it")
def ask(plan_id: UUID, service: TheService) -> Response:
    """Whether a plan shall really be removed."""
    try:
        plan = plan_of(service, plan_id)
    except ApiProblem as error:
        return error_page(error, "This plan is not here", service.caller)
    return page("removing.html", visitor=service.caller, plan=plan, is_moving=plan.state in UNFINISHED)


@router.post("/{plan_id}/remove")
@needs(Role.PLANNER)
@leaves(Action.DELETED)
def remove(plan_id: UUID, service: TheService) -> Response:
    """Remove a plan; for a day it can be brought back."""
    return changed(service, plan_id, lambda session: hide(service, session, plan_id), f"{ONE}/remove", "/plans")


@router.post("/{plan_id}/bring-back")
@needs(Role.PLANNER)
@leaves(Action.BROUGHT_BACK)
def bring_back(plan_id: UUID, service: TheService) -> Response:
    """Have a plan again that was removed."""
    return changed(service, plan_id, partial(_again, service, plan_id), f"{ONE}/bring-back")


@router.post("/{plan_id}/name")
@needs(Role.PLANNER)
@leaves(Action.RENAMED)
def rename(plan_id: UUID, sent: SmallForm, service: TheService) -> Response:
    """Give a plan another name, and a note."""
    name = " ".join(sent.get("name", "").split())
    note = "\n".join(sent.get("note", "").split("\r\n")).strip()
    is_fine = len(name) <= LONGEST_NAME and len(note) <= LONGEST_NOTE
    if not is_fine or not name.isprintable() or not all(line.isprintable() for line in note.split("\n")):
        return problem_page(422, "The name was not changed", TOO_LONG, service.caller)
    return changed(service, plan_id, lambda session: _called(service, session, plan_id, name, note), f"{ONE}/name")


def _again(service: Service, plan_id: UUID, session: Session) -> PlanRow | None:
    row = removed.bring_back(session, str(plan_id))
    if row is not None:
        if row.state == State.DONE and service.caller is not None:
            service.caller.check(REMOVE_DONE)
        append(session, did(service, Action.BROUGHT_BACK, row, session))
    return row


def _called(service: Service, session: Session, plan_id: UUID, name: str, note: str) -> PlanRow | None:
    row = notes.call(session, str(plan_id), name, note)
    if row is not None:
        append(session, did(service, Action.RENAMED, row, session))
    return row
