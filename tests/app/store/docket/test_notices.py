from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.store.db import Database, Session
from app.store.docket import adoptions, notices
from app.store.docket.docket_tables import NoticeRow
from app.store.docket.notices import Notice
from tests.app.store.conftest import add_plan

NOW = datetime.now(UTC) + timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def told(session: Session, name: str = "Kim") -> str:
    """A plan that was adopted, of which somebody is to be told."""
    plan = add_plan(session)
    adoptions.add(session, plan, ("key:1", name), None, "so")
    notices.add(session, plan.number)
    return plan.id


def test_what_is_due_is_taken_by_one_and_is_due_again_later(database: Database) -> None:
    with database.write() as session:
        plan = told(session)
    with database.write() as session:
        due = notices.take(session, NOW, MINUTE)
    assert due is not None
    assert (due.plan_id, due.attempt, due.adopted_by) == (plan, 1, "Kim")
    assert due.message_id.startswith("msg_")
    with database.write() as session:
        assert notices.take(session, NOW, MINUTE) is None
        again = notices.take(session, NOW + MINUTE, MINUTE)
    assert again is not None
    assert (again.message_id, again.attempt) == (due.message_id, 2)
    with database.write() as session:
        assert not notices.settle(session, due, Notice.DELIVERED, "200", NOW), "a later attempt has taken its place"
        assert notices.settle(session, again, Notice.DELIVERED, "2" * 99, NOW)
        assert notices.take(session, NOW + 9 * MINUTE, MINUTE) is None
        (row,) = session.scalars(select(NoticeRow)).all()
    assert (row.state, row.answer) == ("delivered", "2" * 64)


def test_what_has_been_due_for_longest_comes_first(database: Database) -> None:
    with database.write() as session:
        plans = [told(session), told(session)]
    with database.write() as session:
        taken = [notices.take(session, NOW, MINUTE) for _ in range(3)]
    assert [each and each.plan_id for each in taken] == [*plans, None]


def test_nobody_is_told_where_nothing_was_asked_for(database: Database) -> None:
    with database.write() as session:
        adoptions.add(session, add_plan(session), ("key:1", "Kim"), None, "so")
        assert notices.take(session, NOW, MINUTE) is None
