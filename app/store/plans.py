"""Plans as people ask for them: accept, look up, list, stop, start again, remove."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.store import events
from app.store.db import take_turns
from app.store.docket.adoptions import InForce, holds, is_in_force
from app.store.scope import sees_plan
from app.store.tables import PlanRow, RosterRow, State, Stop
from solver.errors import CaseloadError

UNFINISHED = (State.QUEUED, State.RUNNING)
NORMAL = 3
"""The priority of a plan that is not said to have another one."""
QUEUING = 0x63617365
"""What those who add to the queue take turns at: two who count at the same moment would both find one place left."""
RESTARTABLE = (State.FAILED, State.CANCELLED, State.INTERRUPTED)


class QueueFull(CaseloadError):
    """Too many plans are waiting: try again when some are finished, or cancel some."""


class TooManyOfOne(CaseloadError):
    """You have as many plans waiting and running as one caller may have: ask again when one is done, or cancel one."""


class NotRestartable(CaseloadError):
    """Only a plan that failed, was cancelled or was interrupted can be started again."""


class StillNeeded(CaseloadError):
    """The plan is not finished: cancel it first."""


class RosterGone(CaseloadError):
    """The roster was removed at the same moment. Send it again."""


class KeyTaken(CaseloadError):
    """Another request with this Idempotency-Key was accepted at the same moment."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many plans may be under way.

    Attributes
    ----------
    queued : int
        That wait, of all callers and over all servers.
    asked_by : str or None
        Who asks now; None: nobody in particular, without a quota.
    of_one : int
        That wait or run, of this caller.
    """

    queued: int
    asked_by: str | None = None
    of_one: int = 1


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan that is asked for.

    Attributes
    ----------
    goals : dict
        Options as the interface takes them.
    scenario : sequence of str
        Changes to the roster that are made first.
    name : str
        What people call it.
    priority : int
        Its place in the queue, 1 (first) to 5 (last).
    idempotency_key : str or None
        The request's, and ``request_sha256`` is what came with it.
    """

    goals: dict[str, Any]
    scenario: Sequence[str] = ()
    name: str = ""
    priority: int = NORMAL
    idempotency_key: str | None = None
    request_sha256: str | None = None


def add(session: Session, roster: RosterRow, new: NewPlan, limits: Limits) -> PlanRow:
    """Accept a plan: it waits for its turn.

    Raises
    ------
    QueueFull, TooManyOfOne, KeyTaken
    """
    _refuse_if_full(session, limits)
    row = PlanRow(
        id=str(uuid.uuid4()),
        roster=roster,
        name=new.name[:200],
        goals=new.goals,
        scenario=list(new.scenario),
        state=State.QUEUED,
        attempt=0,
        priority=new.priority,
        asked_by=limits.asked_by,
        idempotency_key=new.idempotency_key,
        request_sha256=new.request_sha256,
        created_at=datetime.now(UTC),
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        if new.idempotency_key is None:  # then only the roster can be what is missing
            raise RosterGone from error
        raise KeyTaken from error
    events.append_state(session, row.number, State.QUEUED)
    return row


def get(session: Session, plan_id: str) -> PlanRow | None:
    """The plan of that id."""
    return session.scalar(select(PlanRow).where(PlanRow.id == plan_id, sees_plan(session)))


def locked(session: Session, plan_id: str) -> PlanRow | None:
    """The plan of that id as it is now, which nobody else changes until the transaction ends."""
    query = select(PlanRow).where(PlanRow.id == plan_id, sees_plan(session)).with_for_update(of=PlanRow)
    return session.scalar(query, execution_options={"populate_existing": True})


def by_key(session: Session, idempotency_key: str) -> PlanRow | None:
    """The plan that was accepted with that Idempotency-Key."""
    return session.scalar(select(PlanRow).where(PlanRow.idempotency_key == idempotency_key, sees_plan(session)))


def page(
    session: Session, *, limit: int, before: int | None = None, state: State | None = None, adopted: bool = False
) -> list[PlanRow]:
    """The newest plans first; ``before``: only those with a smaller number; ``adopted``: only those that hold."""
    query = select(PlanRow).where(sees_plan(session)).order_by(PlanRow.number.desc()).limit(limit)
    if before is not None:
        query = query.where(PlanRow.number < before)
    if state is not None:
        query = query.where(PlanRow.state == state)
    if adopted:
        query = query.where(holds())
    return list(session.scalars(query))


def count_by_state(session: Session) -> dict[str, int]:
    """How many plans there are in each state; 0 where there is none."""
    query = select(PlanRow.state, func.count()).where(sees_plan(session)).group_by(PlanRow.state)
    found = {row.state: row[1] for row in session.execute(query)}
    return {state.value: found.get(state.value, 0) for state in State}


def ask_to_stop(session: Session, plan_id: str, how: Stop) -> State | None:
    """Cancel a plan that is not finished; returns its state then, None where there is none.

    A queued plan is cancelled at once. A running one learns of it within a second; asking again with ``DISCARD`` after
    ``KEEP_BEST`` hurries it.
    """
    row = locked(session, plan_id)
    if row is None:
        return None
    if row.state == State.QUEUED:
        row.state, row.finished_at = State.CANCELLED, datetime.now(UTC)
        events.append_state(session, row.number, State.CANCELLED)
    elif row.state == State.RUNNING and row.stop != Stop.DISCARD:
        row.stop = how
    return State(row.state)


def restart(session: Session, plan_id: str, limits: Limits) -> bool:
    """Queue a plan again that ended without a result; False where there is none.

    Raises
    ------
    NotRestartable, QueueFull, TooManyOfOne
    """
    row = locked(session, plan_id)
    if row is None:
        return False
    if row.state not in RESTARTABLE:
        raise NotRestartable
    _refuse_if_full(session, limits)
    row.asked_by = limits.asked_by
    row.state, row.stop, row.finished_at, row.failure, row.message = State.QUEUED, None, None, None, None
    row.progress, row.deaths = None, 0
    events.append_state(session, row.number, State.QUEUED)
    return True


def remove(session: Session, plan_id: str, *, adopted: bool = False) -> bool:
    """Forget a finished plan with everything that belongs to it; False where there is none.

    Parameters
    ----------
    adopted : bool
        Also one that was adopted and holds.

    Raises
    ------
    StillNeeded, InForce
    """
    row = locked(session, plan_id)
    if row is None:
        return False
    if row.state in UNFINISHED:
        raise StillNeeded
    if not adopted and is_in_force(session, row.number):
        raise InForce
    drop(session, row)
    return True


def drop(session: Session, row: PlanRow) -> None:
    """Forget a plan, whatever holds: its roster goes with it where it came with it and no other plan has it."""
    # a plan that is asked for at this moment, of the same roster, is in time or finds it gone
    session.execute(select(RosterRow.number).where(RosterRow.number == row.roster_number).with_for_update())
    session.execute(delete(PlanRow).where(PlanRow.number == row.number))
    others = select(PlanRow.number).where(PlanRow.roster_number == row.roster_number).exists()
    session.execute(
        delete(RosterRow).where(RosterRow.number == row.roster_number, RosterRow.inline.is_(True), ~others),
        execution_options={"synchronize_session": False},
    )


def _refuse_if_full(session: Session, limits: Limits) -> None:
    take_turns(session, QUEUING)
    count = select(func.count()).select_from(PlanRow)
    if (session.scalar(count.where(PlanRow.state == State.QUEUED)) or 0) >= limits.queued:
        raise QueueFull
    if limits.asked_by is not None:
        own = count.where(PlanRow.state.in_(UNFINISHED), PlanRow.asked_by == limits.asked_by)
        if (session.scalar(own) or 0) >= limits.of_one:
            raise TooManyOfOne
