"""What ended before a moment: plans and rosters whose term may be over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.store.docket.adoptions import holds
from app.store.plans import UNFINISHED
from app.store.scope import sees_plan, sees_roster
from app.store.tables import PlanRow, RosterRow


def plans_until(session: Session, moment: datetime, *, after: int, limit: int) -> list[PlanRow]:
    """Plans that had ended by then and do not hold, by their number, those after a number alone."""
    query = select(PlanRow).where(PlanRow.state.not_in(UNFINISHED), PlanRow.finished_at <= moment, ~holds())
    query = query.where(PlanRow.number > after, sees_plan(session))
    return list(session.scalars(query.order_by(PlanRow.number).limit(limit)))


def rosters_until(session: Session, moment: datetime, *, after: int, limit: int) -> list[RosterRow]:
    """Rosters that had been sent by then and of which there is no plan, by their number."""
    is_used = exists().where(PlanRow.roster_number == RosterRow.number)
    query = select(RosterRow).where(RosterRow.created_at <= moment, ~is_used)
    query = query.where(RosterRow.number > after, sees_roster(session))
    return list(session.scalars(query.order_by(RosterRow.number).limit(limit)))
