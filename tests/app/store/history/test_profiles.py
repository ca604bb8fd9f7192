from __future__ import annotations

from sqlalchemy import select

from app.store import plans
from app.store.db import Database
from app.store.history.history_tables import ProfileRow
from app.store.history.profiles import keep, of_plan
from tests.app.store.conftest import add_plan


def test_a_profile_is_that_of_all_plans_of_a_roster_and_goes_with_it(database: Database) -> None:
    with database.write() as session:
        plan, other = add_plan(session), add_plan(session)
        keep(session, plan.roster, "hours = 60")
        assert of_plan(session, plan.id) == "hours = 60"
        assert of_plan(session, other.id) == of_plan(session, "nothing") == ""
        plans.drop(session, plan)
        session.flush()
        assert session.scalars(select(ProfileRow)).all() == []
