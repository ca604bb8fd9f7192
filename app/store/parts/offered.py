"""Parts as the process that makes the plan sees them: offer, begin some itself, send errands, fetch results.

Each write holds the plan's row and looks whether its attempt still counts; one that does not changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import delete, insert, select, update

from app.store.db import Database, Session, has_changed
from app.store.parts.part_rows import PartRow, PartState, Piece
from app.store.parts.pieces import cut, keep, whole
from app.store.tables import PlanRow, State

AT_ONCE = 500


class PlanAttempt(Protocol):
    """An attempt at a plan (``app.store.runs.Run``)."""

    @property
    def plan_number(self) -> int:
        """Of the plan."""

    @property
    def attempt(self) -> int:
        """Of the plan: the fencing token of everything that it writes."""


class Seen(NamedTuple):
    """An offered part, as it is now."""

    part: int
    state: str
    attempt: int
    told: dict[str, Any] | None
    failure: str | None
    message: str | None


def offer(session: Session, run: PlanAttempt, sizes: Mapping[int, int]) -> bool:
    """Offer parts, by number, with their sizes. False where the plan's attempt no longer counts."""
    if not _counts(session, run):
        return False
    own = {"plan_number": run.plan_number, "plan_attempt": run.attempt, "state": PartState.WAITING}
    rows = [{**own, "part": part, "size": size} for part, size in sizes.items()]
    for start in range(0, len(rows), AT_ONCE):
        session.execute(insert(PartRow), rows[start : start + AT_ONCE])
    return True


def begin(session: Session, run: PlanAttempt, parts: Sequence[int]) -> int | None:
    """Take the first of these parts back that nobody has begun, or that is not offered; None where there is none."""
    found = {row.part: row for row in session.execute(select(PartRow.part, PartRow.state).where(*_which(run)))}
    for part in parts:
        if part not in found:
            return part
        if found[part].state == PartState.WAITING:
            free = (*_which(run), PartRow.part == part, PartRow.state == PartState.WAITING)
            if has_changed(session.execute(delete(PartRow).where(*free))):
                return part
    return None


def seize(session: Session, run: PlanAttempt, part: int) -> None:
    """Take a part back, whoever has it."""
    session.execute(delete(PartRow).where(*_which(run), PartRow.part == part))


def send(database: Database, run: PlanAttempt, part: int, attempt: int, errand: bytes, seconds: float) -> bool:
    """Send the errand of a part to the helper that has begun it, piece by piece; False where nobody waits for it."""
    which = (*_which(run), PartRow.part == part, PartRow.attempt == attempt, PartRow.state == PartState.TAKEN)
    for position, piece in enumerate(cut(errand)):
        with database.write() as session:
            number = session.scalar(select(PartRow.number).where(*which).with_for_update(of=PartRow))
            if number is None:
                return False
            keep(session, number, Piece.ERRAND, position, piece)
    with database.write() as session:
        sent = session.execute(
            update(PartRow).where(*which).values(state=PartState.SENT, milliseconds=round(seconds * 1000))
        )
        return has_changed(sent)


def look(session: Session, run: PlanAttempt) -> list[Seen]:
    """Every part that is offered, begun or ended."""
    columns = (PartRow.part, PartRow.state, PartRow.attempt, PartRow.told, PartRow.failure, PartRow.message)
    return [Seen(*row) for row in session.execute(select(*columns).where(*_which(run)).order_by(PartRow.part))]


def result(session: Session, run: PlanAttempt, part: int) -> bytes | None:
    """What came of a part; None where it has not."""
    query = select(PartRow.number).where(*_which(run), PartRow.part == part, PartRow.state == PartState.DONE)
    number = session.scalar(query)
    return None if number is None else whole(session, number, Piece.RESULT)


def hurry(session: Session, run: PlanAttempt) -> None:
    """Have helpers come back soon, with the best that they have."""
    session.execute(update(PartRow).where(*_which(run)).values(hurry=True))


def withdraw(session: Session, run: PlanAttempt) -> None:
    """Take every part back: what helpers still do is in vain, and they learn so."""
    session.execute(delete(PartRow).where(*_which(run)))


def forget(session: Session, plan_number: int) -> None:
    """Take the parts of every attempt at a plan back: this one has ended."""
    session.execute(delete(PartRow).where(PartRow.plan_number == plan_number))


def _counts(session: Session, run: PlanAttempt) -> bool:
    query = select(PlanRow.number).where(
        PlanRow.number == run.plan_number, PlanRow.attempt == run.attempt, PlanRow.state == State.RUNNING
    )
    return session.scalar(query.with_for_update(of=PlanRow)) is not None


def _which(run: PlanAttempt) -> tuple[Any, ...]:
    return PartRow.plan_number == run.plan_number, PartRow.plan_attempt == run.attempt
