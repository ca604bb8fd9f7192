"""The page of the keys: who has which, one more, and an end to one. A key itself is shown once, to who has made it."""

from __future__ import annotations

import re

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from app.access import api_keys
from app.access.api_keys import AlreadyMade, InvalidKey, Wanted
from app.access.caller import NotAllowed
from app.access.roles import needs
from app.api.deps import Service, SmallForm, TheService
from app.api.trail import refused
from app.audit.actions import Action
from app.audit.duties import leaves, leaves_nothing
from app.store.scope import ForeignOffice
from app.store.tables import KeyRow, Role
from app.web.pages import problem_page
from app.web.rendering import page

router = APIRouter(include_in_schema=False)

KEY_ID = re.compile(r"[0-9a-f]{12}")
NEW = {"name": "", "role": str(Role.PLANNER), "offices": "", "days": "365"}
"""What the form says at first."""
NO_TERM = "Until it ends there are 1 to 3,650 days: write a whole number."
NO_KEY = "A key needs a name that can be printed, of at most 200 letters, and at most 200 offices, one a line."
STATUS: dict[type[Exception], int] = {AlreadyMade: 409, NotAllowed: 403, ForeignOffice: 403}
"""Of a page that says why no key was made; of any other reason 422."""


@router.get("/keys")
@needs(Role.ADMIN)
@leaves_nothing("names and terms of keys, and none of the keys; nothing of what is planned")
def show(service: TheService) -> Response:
    """Every key that the caller may know of, and a form for another one."""
    return _page(service)


@router.post("/keys")
@needs(Role.ADMIN)
@leaves(Action.KEY_CREATED)
def create(sent: SmallForm, service: TheService) -> Response:
    """Make a key and show it, once."""
    try:
        wanted = _wanted(sent)
        with service.database.write() as session:
            made = api_keys.create(session, wanted, service.known_caller)
    except (InvalidKey, AlreadyMade, NotAllowed, ForeignOffice, ValueError) as error:
        refused(service, error, "POST /keys")
        said = NO_KEY if isinstance(error, InvalidKey) else str(error)
        return _page(service, fields={**NEW, **sent}, error=said, status=STATUS.get(type(error), 422))
    return _page(service, made=made, name=wanted.name.strip(), status=201)


@router.post("/keys/{key_id}/revoke")
@needs(Role.ADMIN)
@leaves(Action.KEY_REVOKED)
def revoke(key_id: str, service: TheService) -> Response:
    """End a key at once."""
    with service.database.write() as session:
        was_there = api_keys.revoke(session, key_id, service.known_caller)
    if not was_there:
        return problem_page(404, "This key is not here", "There is none of that id for your offices.", service.caller)
    return RedirectResponse("/keys", 303)


def _wanted(sent: dict[str, str]) -> Wanted:
    """What a form asks for.

    Raises
    ------
    ValueError, InvalidKey
    """
    days, role, key_id = sent.get("days", ""), sent.get("role", ""), sent.get("id", "")
    if not re.fullmatch("[0-9]{1,4}", days.strip()) or not 1 <= int(days) <= 3_650:
        raise ValueError(NO_TERM)
    if role not in tuple(Role):
        raise ValueError("Say what the key may do.")
    offices = [line.strip() for line in sent.get("offices", "").splitlines() if line.strip()]
    named = key_id if KEY_ID.fullmatch(key_id) else None
    return Wanted(sent.get("name", ""), Role(role), offices, int(days), named)


def _page(service: Service, *, fields: dict[str, str] = NEW, status: int = 200, **shown: str) -> Response:
    with service.database.read() as session:
        rows = api_keys.seen_by(session, service.known_caller)
    return page(
        "keys.html",
        status,
        visitor=service.caller,
        keys=[(row, _state(row)) for row in rows],
        fields=fields,
        new_id=api_keys.new_id(),
        roles=tuple(Role),
        **{"made": "", "name": "", "error": "", **shown},
    )


def _state(row: KeyRow) -> str:
    if row.revoked_at is not None:
        return "revoked"
    return "valid" if api_keys.is_alive(row) else "expired"
