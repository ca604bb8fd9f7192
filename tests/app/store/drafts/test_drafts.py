"""Drafts in either database: appended, never changed, gone with their plan."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from app.store import plans
from app.store.db import Database, DatabaseFault, Session
from app.store.drafts import drafts
from app.store.drafts.draft_tables import DraftEntryRow, DraftOriginRow
from app.store.drafts.drafts import UNDO, NewChange
from app.store.scope import Scope
from app.store.tables import Stop
from tests.app.store.conftest import add_plan


def change(kind: str = "give", undoes: int | None = None) -> NewChange:
    return NewChange("key:1", "N" * 300, kind, "C-ß", "D-1", "" if undoes else "so", {"x": 1}, undoes)


def filled(session: Session) -> tuple[str, int]:
    """A plan with a draft of three changes, the second of which was undone."""
    row = add_plan(session)
    for number, each in enumerate([change(), change("pin"), change("exclude"), change(UNDO, 2)], 1):
        drafts.append(session, row.number, each, number)
    return row.id, row.number


def test_what_stands_is_what_nobody_undid(database: Database) -> None:
    with database.write() as session:
        _, number = filled(session)
    with database.read() as session:
        rows = drafts.entries(session, number)
        assert [row.number for row in drafts.standing(rows)] == [1, 3]
        assert drafts.last_entry(session, number) == 4
        assert (rows[0].case_id, rows[0].name, rows[3].undoes) == ("C-ß", "N" * 200, 2)
        assert rows[0].at.tzinfo is not None
        assert drafts.last_entry(session, number + 1) == 0


def test_an_undo_says_what_and_nothing_else_does(database: Database) -> None:
    for wrong in (change(UNDO), change("give", 1), change("move")):
        with pytest.raises(DatabaseFault), database.write() as session:
            drafts.append(session, add_plan(session).number, wrong, 1)


def test_nobody_changes_what_was_decided(database: Database) -> None:
    with database.write() as session:
        plan_id, _ = filled(session)
        drafts.set_origin(session, add_plan(session), plan_id, 4, [{"kind": "give"}])
    for statement in ("UPDATE draft_entries SET reason = 'x'", "UPDATE draft_origins SET entry = 1"):
        with pytest.raises(DatabaseFault), database.write() as session:
            session.execute(text(statement))


def test_a_plan_says_what_it_was_made_around_also_when_that_is_gone(database: Database) -> None:
    with database.write() as session:
        plan_id, _ = filled(session)
        around = add_plan(session)
        drafts.set_origin(session, around, plan_id, 4, [{"kind": "give"}])
        number, around_id = around.number, around.id
    with database.read() as session:
        found = drafts.origin(session, number)
        assert found == drafts.Origin(plan_id, is_there=True, changes=[{"kind": "give"}])
        assert [row.id for row in drafts.made_around(session, plan_id)] == [around_id]
    with database.within(Scope.of(["south"])).read() as session:
        foreign = drafts.origin(session, number)
        assert foreign is not None
        assert not foreign.is_there
        assert drafts.made_around(session, plan_id) == []
    with database.write() as session:
        plans.ask_to_stop(session, plan_id, Stop.DISCARD)
        assert plans.remove(session, plan_id)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(DraftEntryRow)) == 0
        gone = drafts.origin(session, number)
        assert gone is not None
        assert (gone.is_there, gone.changes) == (False, [{"kind": "give"}])
    with database.write() as session:
        plans.ask_to_stop(session, around_id, Stop.DISCARD)
        assert plans.remove(session, around_id)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(DraftOriginRow)) == 0
