from __future__ import annotations

from app.store import plans, runs
from app.store.db import Database, Session
from app.store.drafts import drafts
from app.store.drafts.comparable import comparable
from app.store.plans import Limits, NewPlan
from app.store.scope import Scope
from app.store.tables import PlanRow, RosterRow
from tests.app.store.conftest import add_plan


def finish(database: Database) -> None:
    with database.write() as session:
        while (run := runs.claim(session)) is not None:
            runs.finish(session, run, status="optimal", assignments=[], files={})


def of_roster(session: Session, roster: RosterRow) -> PlanRow:
    return plans.add(session, roster, NewPlan({}), Limits(10))


def test_those_of_the_same_roster_and_of_the_same_draft_come_first(database: Database) -> None:
    with database.write() as session:
        mine = add_plan(session)
        mine_id, ids = mine.id, {}
        ids["same roster"] = of_roster(session, mine.roster).id
        around = add_plan(session)
        drafts.set_origin(session, around, mine_id, 1, [])
        ids["around mine"] = around.id
        ids["another"] = add_plan(session).id
        ids["a later one"] = add_plan(session).id
    finish(database)
    with database.write() as session:
        add_plan(session)  # waits, and is compared with nothing
    with database.read() as session:
        row = plans.get(session, mine_id)
        assert row is not None
        found = [each.id for each in comparable(session, row)]
        assert found == [ids[name] for name in ("around mine", "same roster", "a later one", "another")]
        back = plans.get(session, ids["around mine"])
        assert back is not None
        assert comparable(session, back)[0].id == mine_id, "where it came from"
    with database.within(Scope.of(["south"])).read() as session:
        assert comparable(session, row) == []
