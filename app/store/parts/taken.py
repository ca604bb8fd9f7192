"""Parts as a helper sees them: take the next one, read its errand, tell how it goes, hand in what came of it.

Every write names the attempt that it belongs to, and finds nothing where the part, or its plan, is somebody else's now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, select, update

from app.store.db import Database, Session, has_changed
from app.store.parts.part_rows import PartRow, PartState, Piece
from app.store.parts.pieces import cut, keep, whole
from app.store.runs import MOST_DEATHS
from app.store.tables import PlanRow, State

WORKED_ON = (PartState.TAKEN, PartState.SENT)
GONE = "A worker that planned a part of this plan ended without a word (a power cut, or the system killed it)."


@dataclass(frozen=True, slots=True)
class TakenPart:
    """One attempt at one part. ``attempt`` is the fencing token of everything that is written about it."""

    number: int
    attempt: int


class PartPulse(NamedTuple):
    """One attempt at a part, somewhere, and how often it has said that it lives."""

    number: int
    attempt: int
    beat: int


class Asked(NamedTuple):
    """What is wanted of a helper now."""

    is_wanted: bool
    """False: whatever it does is in vain."""
    hurry: bool = False
    """The best so far, soon."""


def claim(session: Session) -> TakenPart | None:
    """Take the largest part of the most urgent plan that runs; None where nobody offers any."""
    query = (
        select(PartRow)
        .join(PlanRow, PlanRow.number == PartRow.plan_number)
        .where(PartRow.state == PartState.WAITING, PartRow.hurry.is_(False), *_plan_counts())
        .order_by(PlanRow.priority, PlanRow.number, PartRow.size.desc(), PartRow.part)
        .limit(1)
    )
    row = session.scalar(query.with_for_update(of=PartRow, skip_locked=True))
    if row is None:
        return None
    row.state, row.attempt, row.beat, row.told = PartState.TAKEN, row.attempt + 1, 0, None
    session.flush()
    return TakenPart(row.number, row.attempt)


def errand(session: Session, part: TakenPart) -> tuple[bytes, float] | None:
    """The errand of a part, and the seconds that it may take; None while it is not there."""
    query = select(PartRow.milliseconds).where(*_mine(part), PartRow.state == PartState.SENT)
    milliseconds = session.scalar(query)
    return None if milliseconds is None else (whole(session, part.number, Piece.ERRAND), milliseconds / 1000)


def asked(session: Session, part: TakenPart) -> Asked:
    """Whether the part is still wanted, and how soon."""
    query = select(PartRow.hurry).join(PlanRow, PlanRow.number == PartRow.plan_number)
    hurry = session.scalar(query.where(*_mine(part), PartRow.state.in_(WORKED_ON), *_plan_counts()))
    return Asked(False) if hurry is None else Asked(True, hurry)


def tell(session: Session, part: TakenPart, told: dict[str, Any]) -> None:
    """Say how a part goes."""
    session.execute(_write(part).values(told=told))


def finish(database: Database, part: TakenPart, result: bytes) -> bool:
    """Hand in what came of a part, piece by piece; False where nobody wants it any more."""
    for position, piece in enumerate(cut(result)):
        with database.write() as session:
            state = session.scalar(select(PartRow.state).where(*_mine(part)).with_for_update(of=PartRow))
            if state not in WORKED_ON:
                return state == PartState.DONE  # a commit of which the answer was lost
            keep(session, part.number, Piece.RESULT, position, piece)
    with database.write() as session:
        return has_changed(session.execute(_write(part).values(state=PartState.DONE)))


def fail(session: Session, part: TakenPart, failure: str, message: str) -> bool:
    """Say why there will be no result; False where nobody wants to know."""
    values = {"state": PartState.FAILED, "failure": failure, "message": message}
    return has_changed(session.execute(_write(part).values(**values)))


def hand_back(session: Session, part: TakenPart) -> bool:
    """Let somebody else plan it: this process ends, in order."""
    return has_changed(session.execute(_write(part).values(state=PartState.WAITING)))


def die(session: Session, part: TakenPart, failure: str, message: str) -> bool:
    """Let somebody else plan it, since a process died of it or with it; after the third time it has failed."""
    row = session.scalar(_locked().where(*_mine(part), PartRow.state.in_(WORKED_ON)))
    if row is None:
        return False
    _bury(row, failure, message)
    return True


def live(session: Session, held: Iterable[TakenPart]) -> None:
    """Say that these are worked on.

    One whose row is locked is left out: it is being written, and nobody can take it meanwhile.
    """
    attempts = {(part.number, part.attempt) for part in held}
    query = (
        select(PartRow.number, PartRow.attempt)
        .where(PartRow.number.in_([number for number, _ in attempts]), PartRow.state.in_(WORKED_ON))
        .order_by(PartRow.number)
        .with_for_update(of=PartRow, skip_locked=True)
    )
    mine = [row.number for row in session.execute(query) if (row.number, row.attempt) in attempts]
    session.execute(update(PartRow).where(PartRow.number.in_(mine)).values(beat=PartRow.beat + 1))


def pulses(session: Session) -> list[PartPulse]:
    """Every attempt at a part, wherever."""
    query = select(PartRow.number, PartRow.attempt, PartRow.beat).where(PartRow.state.in_(WORKED_ON))
    return [PartPulse(*row) for row in session.execute(query)]


def take_away(session: Session, pulse: PartPulse) -> bool:
    """Let somebody else plan the part of a process that is gone; False where it lives after all."""
    query = _locked(skip=True).where(
        PartRow.number == pulse.number,
        PartRow.attempt == pulse.attempt,
        PartRow.beat == pulse.beat,
        PartRow.state.in_(WORKED_ON),
    )
    row = session.scalar(query)
    if row is None:
        return False
    _bury(row, "crashed", GONE)
    return True


def plan_waits(session: Session) -> bool:
    """Whether a plan waits for somebody to make it."""
    return bool(session.scalar(select(exists().where(PlanRow.state == State.QUEUED))))


def _bury(row: PartRow, failure: str, message: str) -> None:
    row.deaths += 1
    if row.deaths < MOST_DEATHS:
        row.state = PartState.WAITING
        return
    row.state, row.failure = PartState.FAILED, failure
    row.message = (
        f"{message} That was the third attempt at the same part that ended so, so it is not taken up again by itself: "
        "it may be what ends the processes. Start it again when the reason is gone."
    )


def _mine(part: TakenPart) -> tuple[ColumnElement[bool], ...]:
    return PartRow.number == part.number, PartRow.attempt == part.attempt


def _plan_counts() -> tuple[ColumnElement[bool], ...]:
    return PlanRow.state == State.RUNNING, PlanRow.attempt == PartRow.plan_attempt


def _write(part: TakenPart) -> Any:
    return update(PartRow).where(*_mine(part), PartRow.state.in_(WORKED_ON))


def _locked(*, skip: bool = False) -> Any:
    return select(PartRow).with_for_update(of=PartRow, skip_locked=skip)
