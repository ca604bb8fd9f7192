"""Plans as a worker sees them: take the next one, tell how it goes, hand in what came of it.

Every write names the attempt that it belongs to. A run that was given up (its server died, its plan was started again)
holds an older number, changes nothing, and learns so: at most one result of a plan ever becomes visible.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import CursorResult, Update, delete, insert, select, update
from sqlalchemy.orm import Session

from app.store import events
from app.store.tables import AssignmentRow, FileRow, PlanRow, State, Stop

BATCH = 5_000
INTERRUPTED = "The server ended while this plan was being made. Nothing is lost but the time: start it again."


@dataclass(frozen=True, slots=True)
class Run:
    """One attempt at one plan. ``attempt`` is the fencing token of everything it writes."""

    plan_number: int
    plan_id: str
    attempt: int
    goals: dict[str, Any]
    roster: bytes
    """The roster's document, compressed as it is kept."""
    scenario: tuple[str, ...] = ()
    """Changes to the roster that are made first."""


def claim(session: Session) -> Run | None:
    """Take the plan that has waited longest; None where nobody waits."""
    query = select(PlanRow).where(PlanRow.state == State.QUEUED).order_by(PlanRow.number).limit(1)
    row = session.scalar(query.with_for_update(of=PlanRow, skip_locked=True))
    if row is None:
        return None
    row.state, row.stop, row.started_at, row.attempt = State.RUNNING, None, datetime.now(UTC), row.attempt + 1
    session.flush()
    events.append_state(session, row.number, State.RUNNING)
    return Run(row.number, row.id, row.attempt, row.goals, row.roster.document, tuple(row.scenario or ()))


def stop_asked(session: Session, run: Run) -> Stop | None:
    """How this run was asked to stop; ``DISCARD`` where it is no longer the one that counts."""
    found = session.execute(
        select(PlanRow.state, PlanRow.attempt, PlanRow.stop).where(PlanRow.number == run.plan_number)
    ).one_or_none()
    if found is None or found.state != State.RUNNING or found.attempt != run.attempt:
        return Stop.DISCARD
    return None if found.stop is None else Stop(found.stop)


def tell(session: Session, run: Run, progress: dict[str, Any]) -> bool:
    """Say how a run goes; False where the attempt no longer counts."""
    changed = session.execute(_mine(run).values(progress=progress))
    if _none(changed):
        return False
    events.append(session, run.plan_number, {"state": State.RUNNING.value, **progress})
    return True


def finish(
    session: Session,
    run: Run,
    *,
    status: str,
    assignments: Iterable[Mapping[str, str]],
    files: Mapping[str, bytes],
) -> bool:
    """Make the result of a run visible, whole; False (and nothing is kept) where the attempt no longer counts.

    Parameters
    ----------
    session : Session that writes
    run : Run
    status : "optimal" or "feasible"
    assignments : rows with the columns of ``assignments.csv``, in the roster's order
    files : name to content
    """
    if not _end(session, run, State.DONE, status=status):
        return False
    session.execute(delete(AssignmentRow).where(AssignmentRow.plan_number == run.plan_number))
    session.execute(delete(FileRow).where(FileRow.plan_number == run.plan_number))
    numbered = (
        {"plan_number": run.plan_number, "position": position, **row} for position, row in enumerate(assignments)
    )
    table = AssignmentRow.metadata.tables[AssignmentRow.__tablename__]
    for batch in _batches(numbered):
        session.connection().execute(insert(table), batch)  # not as objects: there may be millions
    for name, body in files.items():
        session.execute(
            insert(FileRow).values(
                plan_number=run.plan_number,
                name=name,
                sha256=hashlib.sha256(body).hexdigest(),
                size=len(body),
                body=zlib.compress(body, 6),
            )
        )
    return True


def fail(session: Session, run: Run, failure: str, message: str) -> bool:
    """Say why a run ended without a plan; False where the attempt no longer counts."""
    return _end(session, run, State.FAILED, failure=failure, message=message)


def cancel(session: Session, run: Run) -> bool:
    """End a run that somebody stopped; False where the attempt no longer counts."""
    return _end(session, run, State.CANCELLED)


def interrupt(session: Session, run: Run) -> bool:
    """End a run because the server ends; False where the attempt no longer counts."""
    return _end(session, run, State.INTERRUPTED, message=INTERRUPTED)


def interrupt_all(session: Session) -> int:
    """Say of every running plan that its server died; only for a server that just started and is alone."""
    numbers = list(session.scalars(select(PlanRow.number).where(PlanRow.state == State.RUNNING)))
    for number in numbers:
        session.execute(
            update(PlanRow)
            .where(PlanRow.number == number)
            .values(state=State.INTERRUPTED, finished_at=datetime.now(UTC), message=INTERRUPTED)
        )
        events.append_state(session, number, State.INTERRUPTED)
    return len(numbers)


def _mine(run: Run) -> Update:
    return update(PlanRow).where(
        PlanRow.number == run.plan_number, PlanRow.attempt == run.attempt, PlanRow.state == State.RUNNING
    )


def _end(session: Session, run: Run, state: State, **values: Any) -> bool:
    changed = session.execute(_mine(run).values(state=state, finished_at=datetime.now(UTC), **values))
    if _none(changed):
        return False
    events.append_state(session, run.plan_number, state)
    return True


def _none(result: Any) -> bool:
    assert isinstance(result, CursorResult)  # noqa: S101 - an UPDATE gives nothing else
    return result.rowcount == 0


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
