"""Who did what: the records, for whoever answers for an office."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from app.access.roles import needs
from app.api import openapi
from app.api.deps import TheService
from app.api.models import AuditPage, AuditRecordOut
from app.api.plans import LARGEST
from app.api.trail import did
from app.audit.actions import Action
from app.audit.chain import append
from app.audit.duties import leaves
from app.audit.record import Record
from app.store import audit
from app.store.tables import Role

router = APIRouter(prefix="/v1/audit", tags=["operation"])

DEFAULT_PAGE, MAX_PAGE = 100, 1_000


@router.get("", responses=openapi.errors(422))
@needs(Role.ADMIN)
@leaves(Action.AUDITED)
def read_audit_records(
    service: TheService,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE,
    before: Annotated[int | None, Query(ge=1, le=LARGEST, description="From `next` of the page before.")] = None,
    action: Annotated[Action | None, Query(description="Only records of this.")] = None,
    subject: Annotated[
        str | None, Query(pattern="^(plan|roster|key):[0-9a-f-]{1,36}$", description="Only records of this one.")
    ] = None,
) -> AuditPage:
    """Who did what with the rosters and plans of the caller's offices, the newest first."""
    with service.database.read() as session:
        rows = audit.page(session, limit=limit + 1, before=before, action=action, subject=subject)
    with service.database.write() as session:
        append(session, did(service, Action.AUDITED, None, session, what="records"))
    records = [Record(**row) for row in rows[:limit]]
    following = None
    if len(rows) > limit:
        following = f"{router.prefix}?limit={limit}&before={records[-1].number}"
        following += f"&action={action}" if action else ""
        following += f"&subject={subject}" if subject else ""
    return AuditPage(items=[AuditRecordOut.model_validate(each.document) for each in records], next=following)
