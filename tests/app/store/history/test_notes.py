from __future__ import annotations

from sqlalchemy import select

from app.store import plans
from app.store.db import Database
from app.store.history.history_tables import NoteRow
from app.store.history.notes import call, notes_of
from tests.app.store.conftest import add_plan


def test_a_plan_has_the_last_name_and_note_that_it_was_given(database: Database) -> None:
    with database.write() as session:
        first, second = add_plan(session), add_plan(session)
        call(session, first.id, "May", "as asked for by the union")
        call(session, first.id, "June <b>", "second try")
        numbers, plan_id = [first.number, second.number], first.id
    with database.read() as session:
        row = plans.get(session, plan_id)
        assert row is not None
        assert row.name == "June <b>"
        assert notes_of(session, numbers) == {numbers[0]: "second try"}


def test_a_note_can_be_taken_away_and_goes_with_its_plan(database: Database) -> None:
    with database.write() as session:
        plan = add_plan(session)
        call(session, plan.id, "", "gone")
        call(session, plan.id, "", "")
        assert notes_of(session, [plan.number]) == {}
        call(session, plan.id, "", "here")
        plans.drop(session, plan)
        assert session.scalars(select(NoteRow)).all() == []


def test_a_plan_that_is_not_there_has_no_name(database: Database) -> None:
    with database.write() as session:
        assert call(session, "00000000-0000-4000-8000-000000000000", "x", "") is None
