from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.store import expired, plans, rosters
from app.store.db import Database
from app.store.history import removed
from app.store.history.history_tables import RemovedRow
from app.store.history.removed import STAYS
from app.store.plans import StillNeeded
from app.store.scope import Scope
from app.store.tables import PlanRow, RosterRow, Stop
from tests.app.store.conftest import add_plan

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def cancelled(database: Database, **given: Any) -> str:
    """A plan that has ended."""
    with database.write() as session:
        plan_id = add_plan(session, **given).id
        plans.ask_to_stop(session, plan_id, Stop.DISCARD)
    return plan_id


def hide(database: Database, plan_id: str, now: datetime = NOW) -> bool:
    with database.write() as session:
        return removed.hide(session, plan_id, now)


def test_what_was_removed_is_nowhere_until_it_is_brought_back(database: Database) -> None:
    plan_id = cancelled(database)
    assert hide(database, plan_id)
    with database.write() as session:
        assert plans.get(session, plan_id) is None
        assert plans.locked(session, plan_id) is None
        assert plans.page(session, limit=9) == []
        assert sum(plans.count_by_state(session).values()) == 0
        assert expired.plans_until(session, NOW + timedelta(days=99), after=0, limit=9) == []
        (there,) = removed.removed_plans(session, 9)
        assert (there.row.id, there.at, there.until) == (plan_id, NOW, NOW + STAYS)
        assert not removed.hide(session, plan_id, NOW), "it is not there a second time"
        found = removed.bring_back(session, plan_id)
        assert found is not None
        assert plans.get(session, plan_id) is not None
        assert removed.removed_plans(session, 9) == []
        assert removed.bring_back(session, plan_id) is None


def test_after_a_day_it_can_be_dropped_and_not_a_second_sooner(database: Database) -> None:
    plan_id = cancelled(database)
    hide(database, plan_id)
    with database.write() as session:
        assert removed.past_recall(session, NOW + STAYS - timedelta(seconds=1), 9) == []
        (row,) = removed.past_recall(session, NOW + STAYS, 9)
        plans.drop(session, row)
    with database.read() as session:
        for kind in (PlanRow, RosterRow, RemovedRow):
            assert session.scalars(select(kind)).all() == []


def test_a_plan_that_waits_is_not_removed(database: Database) -> None:
    with database.write() as session:
        plan_id = add_plan(session).id
    with pytest.raises(StillNeeded):
        hide(database, plan_id)


def test_its_key_makes_another_plan_meanwhile(database: Database) -> None:
    plan_id = cancelled(database, idempotency_key="k", request_sha256="0" * 64)
    hide(database, plan_id)
    with database.write() as session:
        again = add_plan(session, idempotency_key="k", request_sha256="0" * 64)
        assert again.id != plan_id


def test_another_office_neither_sees_nor_brings_back_what_was_removed(database: Database) -> None:
    plan_id = cancelled(database)
    hide(database, plan_id)
    with database.within(Scope.of(["south"])).write() as session:
        assert removed.removed_plans(session, 9) == []
        assert removed.bring_back(session, plan_id) is None
        assert removed.past_recall(session, NOW + STAYS, 9) == []


def test_a_removed_plan_does_not_keep_its_roster(database: Database) -> None:
    with database.write() as session:
        row = add_plan(session)
        plan_id, roster_id, number = row.id, row.roster.id, row.roster.number
        plans.ask_to_stop(session, plan_id, Stop.DISCARD)
        row.roster.inline = False
    hide(database, plan_id)
    with database.write() as session:
        for plan in removed.of_roster(session, number):
            plans.drop(session, plan)
        assert rosters.remove(session, roster_id)
    with database.read() as session:
        assert session.scalars(select(PlanRow)).all() == []
