"""Plans that one may be held beside: those that come to mind first, first."""

from __future__ import annotations

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from app.store.drafts.draft_tables import DraftOriginRow
from app.store.scope import sees_plan
from app.store.tables import PlanRow, State

MOST = 20


def comparable(session: Session, plan: PlanRow) -> list[PlanRow]:
    """Other plans that are done: of the same roster, or around the same draft, then any; of each the newest first."""
    origin, mine = DraftOriginRow, session.get(DraftOriginRow, plan.number)
    near = [PlanRow.roster_number == plan.roster_number, origin.draft_plan == plan.id]
    if mine is not None:
        near += [PlanRow.id == mine.draft_plan, origin.draft_plan == mine.draft_plan]
    query = (
        select(PlanRow)
        .join(origin, origin.plan_number == PlanRow.number, isouter=True)
        .where(PlanRow.state == State.DONE, PlanRow.number != plan.number, sees_plan(session))
        .order_by(case((or_(*near), 0), else_=1), PlanRow.number.desc())
        .limit(MOST)
    )
    return list(session.scalars(query))
