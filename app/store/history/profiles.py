"""How an export was read of which a roster was made: kept beside the roster, for the export of the next period."""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.store.history.history_tables import ProfileRow
from app.store.scope import sees_plan
from app.store.tables import PlanRow, RosterRow


def keep(session: Session, roster: RosterRow, profile: str) -> None:
    """Keep the profile of a roster that is new."""
    session.execute(insert(ProfileRow).values(roster_number=roster.number, profile=profile))


def of_plan(session: Session, plan_id: str) -> str:
    """The profile of a plan's roster; empty where there is none, or no such plan."""
    query = select(ProfileRow.profile).join(PlanRow, PlanRow.roster_number == ProfileRow.roster_number)
    return session.scalar(query.where(PlanRow.id == plan_id, sees_plan(session))) or ""
