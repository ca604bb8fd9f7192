"""What a plan tells while it waits and runs; kept so that a reader who lost the connection can go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.store.scope import sees_plan
from app.store.tables import EventRow, PlanRow, State

AT_ONCE = 500
"""Plans that one statement asks for; databases bound how many values it may have."""


def append(session: Session, plan_number: int, data: dict[str, Any]) -> None:
    """Add an event; its number is one more than the last."""
    last = session.scalar(select(func.max(EventRow.seq)).where(EventRow.plan_number == plan_number))
    session.execute(insert(EventRow).values(plan_number=plan_number, seq=(last or 0) + 1, data=data))


def append_state(session: Session, plan_number: int, state: State) -> None:
    """Tell that a plan is in another state."""
    append(session, plan_number, {"state": state.value})


def after(session: Session, plan_id: str, seq: int, limit: int = 500) -> list[tuple[int, dict[str, Any]]]:
    """Number and content of the events after one, oldest first."""
    query = (
        select(EventRow.seq, EventRow.data)
        .join(PlanRow, PlanRow.number == EventRow.plan_number)
        .where(PlanRow.id == plan_id, EventRow.seq > seq, sees_plan(session))
        .order_by(EventRow.seq)
        .limit(limit)
    )
    return [(row.seq, row.data) for row in session.execute(query)]


def newest(session: Session, plan_id: str) -> tuple[int, dict[str, Any]] | None:
    """Number and content of the last event; None where the plan is gone."""
    query = (
        select(EventRow.seq, EventRow.data)
        .join(PlanRow, PlanRow.number == EventRow.plan_number)
        .where(PlanRow.id == plan_id, sees_plan(session))
        .order_by(EventRow.seq.desc())
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    return None if found is None else (found.seq, found.data)


def newest_of(session: Session, plan_ids: Sequence[str]) -> dict[str, int]:
    """The number of the newest event of each of these plans; those that were removed are left out."""
    found: dict[str, int] = {}
    for start in range(0, len(plan_ids), AT_ONCE):
        query = (
            select(PlanRow.id, func.max(EventRow.seq))
            .join(EventRow, EventRow.plan_number == PlanRow.number)
            .where(PlanRow.id.in_(plan_ids[start : start + AT_ONCE]), sees_plan(session))
            .group_by(PlanRow.id)
        )
        found.update({row[0]: row[1] for row in session.execute(query)})
    return found
