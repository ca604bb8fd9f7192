"""Adopting a plan: from then on it holds, and its docket takes down what happens to its cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from app.access.roles import needs
from app.answers.docket.opening import Opened
from app.api import openapi
from app.api.deps import JsonBody, Service, TheService
from app.api.docket import look_up
from app.api.docket.docket_models import AdoptionOut
from app.api.docket.docket_targets import Carried, Recorded
from app.api.docket.holding import TARGETS, TRIES
from app.api.plans import finished
from app.api.problems import ApiProblem, not_found
from app.api.queries import made
from app.api.trail import did, note_plan
from app.audit.actions import Action
from app.audit.chain import append
from app.audit.duties import leaves
from app.jobs.queries import TooBusy
from app.store import plans, rosters
from app.store.db import Session
from app.store.docket import adoptions, dockets, notices
from app.store.docket.docket_tables import DocketEntryRow
from app.store.docket.dockets import Docket, NewEntry
from app.store.tables import PlanRow, Role

router = APIRouter(prefix="/v1/plans", tags=["docket"])

PAGES_AT_ONCE = 100


@router.post(
    "/{plan_id}/adopt",
    status_code=201,
    responses=openapi.errors(400, 404, 408, 409, 413, 415, 422, 503, 504),
    openapi_extra=openapi.body(openapi.ADOPTION_BODY),
)
@needs(Role.APPROVER)
@leaves(Action.ADOPTED)
def adopt_plan(plan_id: UUID, body: JsonBody, service: TheService) -> AdoptionOut:
    """Have a plan hold from now on, for its offices, instead of the one that held before.

    Who, when and why are kept and never changed. What was recorded on the docket of which the plan was made, since it
    was asked for, comes along.
    """
    finished(service, plan_id)
    return adopted(service, plan_id, service.ask_about(f"{TARGETS}:read_adoption", body))


@router.get("/{plan_id}/adoption", responses=openapi.errors(404, 422))
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def read_adoption(plan_id: UUID, service: TheService) -> AdoptionOut:
    """Who adopted a plan, when and why, and which one took its place; 404 where it was not adopted."""
    with service.database.read() as session:
        found = AdoptionOut.of(_of(session, _there(plans.get(session, str(plan_id)))))
    note_plan(service, Action.DOWNLOADED, plan_id, what="adoption")
    return found


def adopted(service: Service, plan_id: UUID, reason: str) -> AdoptionOut:
    """Have a finished plan hold from now on.

    Raises
    ------
    ApiProblem
        404, or 409 where it cannot be, or was before.
    TooBusy
    """
    plan = finished(service, plan_id)
    with service.database.read() as session:
        _refuse_unadoptable(session, _there(plans.get(session, str(plan_id))))
    if plan.scenario:
        detail = "The plan is one of a roster with changes made. Make them in the roster, and plan that one."
        raise ApiProblem(409, detail, "not-adoptable")
    docket, pages = _staged(service, plan_id)
    for _ in range(TRIES):
        brought = _brought(service, plan_id, docket)
        with service.database.write() as session:
            row = _there(plans.locked(session, str(plan_id)))
            _refuse_unadoptable(session, row)
            if dockets.count_pages(session, row.number) != pages:
                break  # somebody else began to adopt it, too: theirs are not all there yet
            offices = rosters.offices_of(session, row.roster)
            held = adoptions.in_force(session, offices, locked=True)
            if brought.is_all(session, row, held):
                caller = service.known_caller
                adoptions.add(session, row, (caller.id, caller.name), offices, reason)
                brought.keep(session, row.number)
                if service.settings.adoption_webhook_url is not None:
                    notices.add(session, row.number)
                carried = {"carried": len(brought.entries)} if brought.entries else {}
                append(session, did(service, Action.ADOPTED, row, session, **carried))
                return AdoptionOut.of(_of(session, row))
    raise TooBusy


def _there(row: PlanRow | None) -> PlanRow:
    if row is None:
        raise not_found("plan")
    return row


def _of(session: Session, row: PlanRow) -> adoptions.Adoption:
    found = adoptions.of(session, row.number)
    if found is None:
        raise ApiProblem(404, "The plan was not adopted.", "not-adopted")
    return found


def _refuse_unadoptable(session: Session, row: PlanRow) -> None:
    if adoptions.of(session, row.number) is not None:
        detail = "The plan was adopted before. What is to hold now is a new plan, made of its docket."
        raise ApiProblem(409, detail, "already-adopted")


def _staged(service: Service, plan_id: UUID) -> tuple[Docket | None, int]:
    """Work the docket out and keep it, piece by piece, and say how many; nobody sees it before the plan is adopted.

    None where there can be none: times and costs of pairs of a case and an officer are not in it.
    """
    plan = made(service, plan_id)
    with service.database.read() as session:
        row = _there(plans.get(session, str(plan_id)))
        if row.roster.counts.get("costs"):
            return None, 0
    opened: Opened = service.queries.ask(f"{TARGETS}:open_docket", plan)
    docket = Docket(opened.basis, opened.sums, 0)
    with service.database.write() as session:
        _refuse_unadoptable(session, _there(plans.locked(session, str(plan_id))))
        dockets.begin(session, row.number, docket)
    for at in range(0, len(opened.pages), PAGES_AT_ONCE):
        pages = [(page.kind, page.first, page.body) for page in opened.pages[at : at + PAGES_AT_ONCE]]
        with service.database.write() as session:
            _refuse_unadoptable(session, _there(plans.locked(session, str(plan_id))))
            dockets.add_pages(session, row.number, pages)
    return docket, len(opened.pages)


@dataclass(frozen=True, slots=True)
class _Brought:
    """Entries that come along from the docket of which a plan was made.

    Attributes
    ----------
    origin : tuple of (str, int) or None
        The plan that has that docket, where it holds, and the last entry that was looked at.
    entries : list of NewEntry
    sums : bytes
        After them.
    """

    origin: tuple[str, int] | None
    entries: list[NewEntry]
    sums: bytes

    def is_all(self, session: Session, row: PlanRow, held: PlanRow | None) -> bool:
        """Whether that is still so; ``held`` is locked."""
        origin = adoptions.origin(session, row.number)
        if origin is None or held is None or origin[0] != held.id:
            return self.origin is None
        return self.origin == (held.id, dockets.last_entry(session, held.number))

    def keep(self, session: Session, plan_number: int) -> None:
        """Put them on the new docket."""
        for number, entry in enumerate(self.entries, 1):
            dockets.append(session, plan_number, entry, self.sums, number)


def _brought(service: Service, plan_id: UUID, docket: Docket | None) -> _Brought:
    with service.database.read() as session:
        row = _there(plans.get(session, str(plan_id)))
        origin = adoptions.origin(session, row.number)
        held = adoptions.in_force(session, rosters.offices_of(session, row.roster))
        if origin is None or held is None or docket is None or held.id != origin[0]:
            return _Brought(None, [], b"")
        since = list(dockets.every_entry(session, held.number, origin[1]))
        looked_at = held.id, max([origin[1], *(each.number for each in since)])
        known = _known(session, row.number, since)
    wanted = [Carried(each.event, each.case_key.decode(), each.given, each.officer_given) for each in since]
    made_again: tuple[list[Recorded], bytes] = service.queries.ask(
        f"{TARGETS}:carry", docket.basis, docket.sums, wanted, known
    )
    again, sums = made_again
    return _Brought(looked_at, [_carried(*each, looked_at[0]) for each in zip(since, again, strict=True)], sums)


def _known(session: Session, plan_number: int, since: Sequence[DocketEntryRow]) -> list[list[Any]]:
    """What the docket of a plan knows of the cases of these entries."""
    found: dict[str, list[Any]] = {}
    for each in since:
        families = {str(each.given.get("keep_together") or ""), (each.family or b"").decode()}
        for family in families:
            known = look_up.known(session, plan_number, each.case_key.decode(), family)
            found |= {str(record[0]["case_id"]): record for record in known}
    return list(found.values())


def _carried(row: DocketEntryRow, again: Recorded, plan_id: str) -> NewEntry:
    return NewEntry(
        at=row.at,
        actor=row.actor,
        event=row.event,
        case_id=row.case_key.decode(),
        family=again.family,
        officer_given=row.officer_given,
        given=row.given,
        record=again.record,
        answer=row.answer,
        carried_from=row.carried_from or plan_id,
    )
