"""Rosters: read, found good, and kept until they are removed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from app.access.roles import needs
from app.api import openapi
from app.api.deps import RosterBody, TheService
from app.api.models import RosterOut
from app.api.plans import LARGEST, MAX_PAGE
from app.api.problems import not_found
from app.api.submit import TARGETS, sent
from app.api.trail import did, note_roster
from app.audit.actions import Action
from app.audit.chain import append
from app.audit.duties import leaves, leaves_nothing
from app.store import plans, rosters
from app.store.history import removed
from app.store.rosters import PackedRoster
from app.store.tables import Role, RosterRow

router = APIRouter(prefix="/v1/rosters", tags=["rosters"])


class KeptRoster(BaseModel):
    """One of the rosters that are kept."""

    id: UUID
    created_at: datetime
    sha256: str = Field(description="As of `POST /v1/rosters`.")
    counts: dict[str, int] = Field(description="Rows of each sheet.")
    with_plan: bool = Field(description="It came with a plan, and goes with it.")

    @classmethod
    def of(cls, row: RosterRow) -> Self:
        """The entry for one roster."""
        return cls(
            id=UUID(row.id), created_at=row.created_at, sha256=row.sha256, counts=row.counts, with_plan=row.inline
        )


class RostersPage(BaseModel):
    """Rosters, the newest first."""

    items: list[KeptRoster]
    next: str | None = Field(description="Address of the next page.")


@router.post(
    "",
    status_code=201,
    responses=openapi.errors(400, 408, 413, 415, 422, 503, 504),
    openapi_extra=openapi.body(openapi.ROSTER_BODIES),
)
@needs(Role.PLANNER)
@leaves(Action.UPLOADED)
def create_roster(body: RosterBody, service: TheService, response: Response) -> RosterOut:
    """Read a roster and keep it. Nothing is kept of one that has an error anywhere."""
    roster: PackedRoster = service.ask_about(f"{TARGETS}:read_roster", body)
    with service.database.write() as session:
        row = rosters.add(session, roster, inline=False)
        answer = RosterOut.of(row)
        append(session, sent(service, row, session))
    response.headers["Location"] = f"{router.prefix}/{answer.id}"
    return answer


@router.get("", responses=openapi.errors(422))
@needs(Role.VIEWER)
@leaves_nothing("which rosters are kept, and how large they are")
def list_rosters(
    service: TheService,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    before: Annotated[int | None, Query(ge=1, le=LARGEST, description="From `next` of the page before.")] = None,
) -> RostersPage:
    """Rosters that are kept, the newest first: also one whose id nobody has any more can be looked up and removed."""
    with service.database.read() as session:
        rows = rosters.page(session, limit=limit + 1, before=before)
        items = [KeptRoster.of(row) for row in rows[:limit]]
    more = len(rows) > limit
    return RostersPage(
        items=items, next=f"{router.prefix}?limit={limit}&before={rows[limit - 1].number}" if more else None
    )


@router.get("/{roster_id}", responses=openapi.errors(404, 422))
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def read_roster(roster_id: UUID, service: TheService) -> RosterOut:
    """What is known of a roster; not its rows."""
    with service.database.read() as session:
        row = rosters.get(session, str(roster_id))
        if row is None:
            raise not_found("roster")
        answer = RosterOut.of(row)
    note_roster(service, Action.DOWNLOADED, str(roster_id), what="findings")
    return answer


@router.delete("/{roster_id}", status_code=204, responses=openapi.errors(404, 409, 422))
@needs(Role.PLANNER)
@leaves(Action.DELETED)
def delete_roster(roster_id: UUID, service: TheService) -> None:
    """Forget a roster. Refused while there are plans made from it."""
    with service.database.write() as session:
        row = rosters.get(session, str(roster_id))
        if row is None:
            raise not_found("roster")
        entry = did(service, Action.DELETED, row, session)
        for plan in removed.of_roster(session, row.number):  # nobody sees them any more; they only wait for their end
            plans.drop(session, plan)
        if not rosters.remove(session, str(roster_id)):
            raise not_found("roster")
        append(session, entry)
    service.database.forget_removed()
