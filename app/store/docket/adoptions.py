"""Which plans hold: who adopted which, when and why, and which one took its place since."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from app.store.db import take_turns
from app.store.docket.docket_tables import AdoptionRow, OriginRow
from app.store.scope import sees_plan
from app.store.tables import PlanRow
from solver.errors import CaseloadError

ADOPTING = 0x63617368
"""What those who adopt take turns at."""


class InForce(CaseloadError):
    """The plan was adopted and holds: adopt another one first, or remove it nonetheless (`?adopted=true`)."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """That a plan was adopted.

    Attributes
    ----------
    plan_id : str
    at : datetime
    actor, name : str
        Who adopted it, as audit records have it and as people call them.
    reason : str
    superseded_by : str or None
        The plan that was adopted next for the same offices, where there is one.
    """

    plan_id: str
    at: datetime
    actor: str
    name: str
    reason: str
    superseded_by: str | None


def add(session: Session, plan: PlanRow, who: tuple[str, str], offices: Sequence[str] | None, reason: str) -> None:
    """Keep that a plan holds from now on, for its offices; None: those that belong to no office in particular.

    Parameters
    ----------
    who : tuple of (str, str)
        Id and name.
    """
    actor, name = who
    row = AdoptionRow(
        plan_number=plan.number,
        at=datetime.now(UTC),
        actor=actor,
        name=name[:200],
        offices=key_of(offices),
        reason=reason,
    )
    session.add(row)
    session.flush()


def of(session: Session, plan_number: int) -> Adoption | None:
    """That a plan was adopted; None where it was not."""
    query = select(AdoptionRow, PlanRow.id).join(PlanRow, PlanRow.number == AdoptionRow.plan_number)
    found = session.execute(query.where(AdoptionRow.plan_number == plan_number)).one_or_none()
    if found is None:
        return None
    row, plan_id = found
    later = _later(session, row.offices, row.number)
    return Adoption(plan_id, row.at, row.actor, row.name, row.reason, later)


@dataclass(frozen=True, slots=True)
class Held:
    """A plan, and whether it holds.

    Attributes
    ----------
    number : int
    plan_id, state : str
    offices : list of str, or None
        For which it was adopted; None: none in particular, or it was not.
    is_adopted : bool
    superseded_by : str or None
    """

    number: int
    plan_id: str
    state: str
    offices: list[str] | None
    is_adopted: bool
    superseded_by: str | None


def look(session: Session, plan_id: str, *, locked: bool = False) -> Held | None:
    """Whether a plan holds, without its roster: a large one takes longer to step over than all else takes.

    Parameters
    ----------
    locked : bool
        Nobody else changes the plan, or records anything on its docket, until the transaction ends.
    """
    query = (
        select(PlanRow.number, PlanRow.state, AdoptionRow.number.label("adoption"), AdoptionRow.offices)
        .join(AdoptionRow, AdoptionRow.plan_number == PlanRow.number, isouter=True)
        .where(PlanRow.id == plan_id, sees_plan(session))
    )
    found = session.execute(query.with_for_update(of=PlanRow) if locked else query).one_or_none()
    if found is None:
        return None
    if found.adoption is None:
        return Held(found.number, plan_id, found.state, None, is_adopted=False, superseded_by=None)
    offices = json.loads(found.offices) if found.offices else None
    later = _later(session, found.offices, found.adoption)
    return Held(found.number, plan_id, found.state, offices, is_adopted=True, superseded_by=later)


def of_plan(session: Session, plan_id: str) -> Adoption | None:
    """The adoption of the plan of that id, where there is one and it was adopted."""
    found = look(session, plan_id)  # which steps over no roster
    return of(session, found.number) if found is not None and found.is_adopted else None


def _later(session: Session, offices: str, number: int) -> str | None:
    """The plan that was adopted next for the same offices."""
    query = (
        select(PlanRow.id)
        .join(AdoptionRow, AdoptionRow.plan_number == PlanRow.number)
        .where(AdoptionRow.offices == offices, AdoptionRow.number > number)
        .order_by(AdoptionRow.number)
        .limit(1)
    )
    return session.scalar(query)


def in_force(session: Session, offices: Sequence[str] | None, *, locked: bool = False) -> PlanRow | None:
    """The plan that holds for these offices; ``locked``: nothing is recorded on its docket until the transaction ends.

    Who adopts another one locks it, and before that takes turns with others who adopt.
    """
    if locked:
        take_turns(session, ADOPTING)
    query = (
        select(PlanRow)
        .join(AdoptionRow, AdoptionRow.plan_number == PlanRow.number)
        .where(AdoptionRow.offices == key_of(offices))
        .order_by(AdoptionRow.number.desc())
        .limit(1)
    )
    return session.scalar(query.with_for_update(of=PlanRow) if locked else query)


def holds() -> ColumnElement[bool]:
    """That a row of ``PlanRow`` is a plan that was adopted, and none for the same offices since."""
    mine, later = aliased(AdoptionRow), aliased(AdoptionRow)
    newer = exists().where(later.offices == mine.offices, later.number > mine.number)
    return exists().where(mine.plan_number == PlanRow.number, ~newer)


def is_in_force(session: Session, plan_number: int) -> bool:
    """Whether a plan holds now."""
    return bool(session.scalar(select(exists().where(PlanRow.number == plan_number, holds()))))


def set_origin(session: Session, plan: PlanRow, docket_plan: str, entry: int) -> None:
    """Keep of which docket a plan is made, and how far that is."""
    session.add(OriginRow(plan_number=plan.number, docket_plan=docket_plan, entry=entry))


def origin(session: Session, plan_number: int) -> tuple[str, int] | None:
    """The plan of whose docket this one was made, and the last entry that its roster has; None: of no docket."""
    row = session.get(OriginRow, plan_number)
    return None if row is None else (row.docket_plan, row.entry)


def key_of(offices: Sequence[str] | None) -> str:
    """Offices as the table compares them."""
    return "" if offices is None else json.dumps(sorted(offices), ensure_ascii=False)
