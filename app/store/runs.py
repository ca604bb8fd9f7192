"""Plans as a worker sees them: take the next one, tell how it goes, hand in what came of it.

Every write names the attempt that it belongs to. A run that was given up (its process was thought dead, its plan was
taken up by another) holds an older number, changes nothing, and learns so: one result of a plan ever becomes visible.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Update, delete, insert, select, update
from sqlalchemy.orm import Session

from app.store import events
from app.store.db import has_changed
from app.store.parts.offered import forget
from app.store.results import PIECE, packed_piece
from app.store.tables import AssignmentPieceRow, FileRow, PlanRow, State, Stop

SMALL, FAST, LARGE = 6, 1, 4 << 20
"""Levels of compression, and from how many bytes on it is the second: 30 MB take 0.4 s instead of 1.7 s."""
MOST_DEATHS = 3
"""Attempts whose process died, after which a plan is not taken up again: it may be what kills them."""
GONE = "The server or worker that made this plan ended without a word (a power cut, or the system killed it)."


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
    asked_at: datetime | None = None
    """When the plan was asked for, where this is its first attempt."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of a plan as it is kept, packed before anything is locked."""

    sha256: str
    size: int
    body: bytes

    @classmethod
    def of(cls, content: bytes, level: int | None = None) -> PackedFile:
        """Pack a file; a lower level is done sooner, and saves less room: large files have one that is done in time."""
        level = level or (FAST if len(content) > LARGE else SMALL)
        return cls(hashlib.sha256(content).hexdigest(), len(content), zlib.compress(content, level))


class Pulse(NamedTuple):
    """One attempt that runs somewhere, and how often it has said that it lives."""

    plan_number: int
    attempt: int
    beat: int


def claim(session: Session) -> Run | None:
    """Take the most urgent plan, the first that came; None where nobody waits. No other process gets the same one."""
    query = select(PlanRow).where(PlanRow.state == State.QUEUED).order_by(PlanRow.priority, PlanRow.number).limit(1)
    row = session.scalar(query.with_for_update(of=PlanRow, skip_locked=True))
    if row is None:
        return None
    row.state, row.stop, row.started_at, row.attempt = State.RUNNING, None, datetime.now(UTC), row.attempt + 1
    row.beat = 0
    session.flush()
    events.append_state(session, row.number, State.RUNNING)
    asked_at = row.created_at if row.attempt == 1 else None
    return Run(row.number, row.id, row.attempt, row.goals, row.roster.document, tuple(row.scenario or ()), asked_at)


def live(session: Session, held: Iterable[Run]) -> None:
    """Say that these runs live.

    One whose row is locked is left out: it is being stored, and nobody can take it meanwhile.
    """
    attempts = {(run.plan_number, run.attempt) for run in held}
    query = (
        select(PlanRow.number, PlanRow.attempt)
        .where(PlanRow.number.in_([number for number, _ in attempts]), PlanRow.state == State.RUNNING)
        .order_by(PlanRow.number)
        .with_for_update(of=PlanRow, skip_locked=True)
    )
    mine = [row.number for row in session.execute(query) if (row.number, row.attempt) in attempts]
    session.execute(update(PlanRow).where(PlanRow.number.in_(mine)).values(beat=PlanRow.beat + 1))


def pulses(session: Session) -> list[Pulse]:
    """Every attempt that runs, wherever."""
    query = select(PlanRow.number, PlanRow.attempt, PlanRow.beat).where(PlanRow.state == State.RUNNING)
    return [Pulse(*row) for row in session.execute(query)]


def take_away(session: Session, pulse: Pulse) -> bool:
    """Give the plan of a process that is gone to whoever claims it next; False where it lives after all.

    Raises nothing where it is being stored at this very moment: its row is locked, and is left alone.
    """
    query = select(PlanRow).where(*_counts(pulse), PlanRow.beat == pulse.beat)
    row = session.scalar(query.with_for_update(of=PlanRow, skip_locked=True))
    if row is None:
        return False
    _bury(session, row, "crashed", GONE)
    return True


def die(session: Session, run: Run, failure: str, message: str) -> bool:
    """Take a plan up again whose process died, or say why it failed where that was the third time.

    False where the attempt no longer counts.
    """
    row = _held(session, run)
    if row is None:
        return False
    _bury(session, row, failure, message)
    return True


def hand_back(session: Session, run: Run) -> bool:
    """Let somebody else make the plan: this process ends, in order. False where the attempt no longer counts."""
    row = _held(session, run)
    if row is None:
        return False
    _put_back(session, row, None)
    return True


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
    if not has_changed(changed):
        return False
    events.append(session, run.plan_number, {"state": State.RUNNING.value, **progress})
    return True


def stage(session: Session, run: Run, rows: Sequence[Mapping[str, str]], position: int) -> bool:
    """Keep a piece of the assignments of a run, which nobody sees before it is finished.

    What another attempt has left of them goes with the first piece. False where the attempt no longer counts.

    Parameters
    ----------
    session : Session that writes
    run : Run
    rows : rows with the columns of ``assignments.csv``
    position : int
        Of the first of them, in the roster's order.
    """
    if _held(session, run) is None:
        return False
    if position == 0:
        session.execute(delete(AssignmentPieceRow).where(AssignmentPieceRow.plan_number == run.plan_number))
    _keep(session, run, rows, position)
    return True


def finish(
    session: Session,
    run: Run,
    *,
    status: str,
    assignments: Iterable[Mapping[str, str]],
    files: Mapping[str, bytes | PackedFile],
) -> bool:
    """Make the result of a run visible, whole; False (and nothing is kept) where the attempt no longer counts.

    A plan has one result: the keys of its assignments and files allow no second one.

    Parameters
    ----------
    session : Session that writes
    run : Run
    status : "optimal" or "feasible"
    assignments : rows with the columns of ``assignments.csv``, in the roster's order
        Of a small plan; those of a large one were staged.
    files : name to content, packed or not
    """
    if not _end(session, run, State.DONE, status=status):
        return False
    _keep(session, run, assignments, 0)
    for name, content in files.items():
        file = content if isinstance(content, PackedFile) else PackedFile.of(content)
        kept = {"sha256": file.sha256, "size": file.size, "body": file.body}
        session.execute(insert(FileRow).values(plan_number=run.plan_number, name=name, **kept))
    return True


def fail(session: Session, run: Run, failure: str, message: str) -> bool:
    """Say why a run ended without a plan; False where the attempt no longer counts."""
    return _end(session, run, State.FAILED, failure=failure, message=message)


def cancel(session: Session, run: Run) -> bool:
    """End a run that somebody stopped; False where the attempt no longer counts."""
    return _end(session, run, State.CANCELLED)


def _counts(attempt: Run | Pulse) -> tuple[ColumnElement[bool], ...]:
    """That this attempt is the one that counts: it is the last one of its plan, and runs."""
    return (
        PlanRow.number == attempt.plan_number,
        PlanRow.attempt == attempt.attempt,
        PlanRow.state == State.RUNNING,
    )


def _held(session: Session, run: Run) -> PlanRow | None:
    """The plan of a run that still counts, locked."""
    return session.scalar(select(PlanRow).where(*_counts(run)).with_for_update(of=PlanRow))


def _bury(session: Session, row: PlanRow, failure: str, message: str) -> None:
    row.deaths += 1
    forget(session, row.number)
    if row.deaths < MOST_DEATHS or row.stop is not None:
        again = f"{message} It is taken up again by itself, for attempt {row.deaths + 1} of {MOST_DEATHS}."
        _put_back(session, row, again)
        return
    row.state, row.finished_at = State.FAILED, datetime.now(UTC)
    row.failure = failure
    row.message = (
        f"{message} That was the third attempt that ended so, so it is not taken up again by itself: it may be what "
        "ends the processes. Start it again when the reason is gone."
    )
    events.append_state(session, row.number, State.FAILED)


def _put_back(session: Session, row: PlanRow, message: str | None) -> None:
    """To its old place in the queue; one that somebody stopped is cancelled."""
    forget(session, row.number)
    if row.stop is None:
        row.state, row.progress, row.message = State.QUEUED, None, message
    else:
        row.state, row.finished_at = State.CANCELLED, datetime.now(UTC)
    events.append_state(session, row.number, State(row.state))


def _mine(run: Run) -> Update:
    return update(PlanRow).where(*_counts(run))


def _end(session: Session, run: Run, state: State, **values: Any) -> bool:
    ended = {"message": None, **values, "state": state, "finished_at": datetime.now(UTC)}
    changed = session.execute(_mine(run).values(**ended))
    if not has_changed(changed):
        return False
    forget(session, run.plan_number)
    events.append_state(session, run.plan_number, state)
    return True


def _keep(session: Session, run: Run, rows: Iterable[Mapping[str, str]], position: int) -> None:
    left = iter(rows)
    while piece := list(islice(left, PIECE)):
        kept = packed_piece(piece, position)
        session.execute(insert(AssignmentPieceRow).values(plan_number=run.plan_number, **kept))
        position += len(piece)
