"""Plans that were removed on a page: out of sight at once, brought back while a day lasts, and then gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from app.store import plans
from app.store.docket.adoptions import InForce, is_in_force
from app.store.history.history_tables import RemovedRow
from app.store.plans import UNFINISHED, StillNeeded
from app.store.scope import sees_removed_plan
from app.store.tables import PlanRow

STAYS = timedelta(days=1)
"""How long a plan can be brought back."""


@dataclass(frozen=True, slots=True)
class RemovedPlan:
    """A plan that can still be brought back.

    Attributes
    ----------
    row : PlanRow
    at : datetime
        When it was removed.
    """

    row: PlanRow
    at: datetime

    @property
    def until(self) -> datetime:
        """From then on it is gone."""
        return self.at + STAYS


def hide(session: Session, plan_id: str, now: datetime) -> bool:
    """Remove a finished plan so that it can be brought back; False where there is none.

    Its ``Idempotency-Key`` is free again: whoever sends it once more wants another plan.

    Raises
    ------
    StillNeeded, InForce
    """
    row = plans.locked(session, plan_id)
    if row is None:
        return False
    if row.state in UNFINISHED:
        raise StillNeeded
    if is_in_force(session, row.number):
        raise InForce
    row.idempotency_key = row.request_sha256 = None
    session.add(RemovedRow(plan_number=row.number, at=now))
    session.flush()
    return True


def bring_back(session: Session, plan_id: str) -> PlanRow | None:
    """Have a removed plan again; None where there is none, or no longer."""
    found = session.scalar(_removed(session).where(PlanRow.id == plan_id))
    if found is not None:
        session.execute(delete(RemovedRow).where(RemovedRow.plan_number == found.number))
    return found


def removed_plans(session: Session, limit: int) -> list[RemovedPlan]:
    """Those that can be brought back, the last one first."""
    query = _removed(session).add_columns(RemovedRow.at).order_by(RemovedRow.at.desc(), PlanRow.number.desc())
    return [RemovedPlan(row, at) for row, at in session.execute(query.limit(limit))]


def past_recall(session: Session, now: datetime, limit: int) -> list[PlanRow]:
    """Those whose day is over, the first one first."""
    query = _removed(session).where(RemovedRow.at <= now - STAYS).order_by(RemovedRow.at).limit(limit)
    return list(session.scalars(query))


def of_roster(session: Session, roster_number: int) -> list[PlanRow]:
    """The removed plans of a roster."""
    return list(session.scalars(_removed(session).where(PlanRow.roster_number == roster_number)))


def _removed(session: Session) -> Select[PlanRow]:
    return select(PlanRow).join(RemovedRow, RemovedRow.plan_number == PlanRow.number).where(sees_removed_plan(session))
