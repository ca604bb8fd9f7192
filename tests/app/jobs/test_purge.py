from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from app.audit.log import every_record
from app.jobs import purge as room
from app.jobs.purge import Terms, past_term, purge, term_of
from app.store import plans, rosters, runs
from app.store.db import Database
from app.store.plans import Limits, NewPlan
from app.store.scope import Scope
from app.store.tables import PlanRow, RosterRow
from tests.app.store.conftest import PACKED, database, url

__all__ = ["database", "url"]

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
TERMS: Terms = {"": 90, "north": 30, "archive": None}
ROW = {"case_id": "1", "officer_id": "A", "previous_officer": "", "moved": "no", "reason": "new"}


def ended(database: Database, days: int, offices: Sequence[str] | None = None, *, inline: bool = True) -> str:
    """A plan of these offices that was done so many days ago, with a roster that was sent then; returns its id."""
    with database.within(Scope.of(offices)).write() as session:
        roster = rosters.add(session, PACKED, inline=inline)
        plan_id = plans.add(session, roster, NewPlan({}), Limits(100)).id
        run = runs.claim(session)
        assert run is not None
        runs.finish(session, run, status="optimal", assignments=[ROW], files={"a": b"x"})
        at = NOW - timedelta(days=days)
        session.execute(update(PlanRow).where(PlanRow.id == plan_id).values(finished_at=at))
        session.execute(update(RosterRow).where(RosterRow.number == roster.number).values(created_at=at))
    return plan_id


def there(database: Database) -> set[str]:
    with database.read() as session:
        return {row.id for row in plans.page(session, limit=100)}


@pytest.mark.parametrize(
    ("offices", "days"),
    [
        (None, 90),
        ([], 90),
        (["south"], 90),
        (["north"], 30),
        (["archive"], None),
        (["north", "south"], 30),
        (["archive", "north"], 30),
    ],
)
def test_the_term_is_the_shortest_of_the_offices(offices: list[str] | None, days: int | None) -> None:
    assert term_of(TERMS, offices) == days
    assert term_of({"north": 30}, ["south"]) is None


def test_what_is_past_its_term_is_removed_with_all_that_belongs_to_it(database: Database) -> None:
    old = [ended(database, 90), ended(database, 31, ["north"]), ended(database, 91, ["south"], inline=False)]
    young = {ended(database, 89), ended(database, 29, ["north"]), ended(database, 900, ["archive"])}
    with database.write() as session:
        roster = rosters.add(session, PACKED, inline=False)
        waiting = plans.add(session, roster, NewPlan({}), Limits(9)).id
        session.execute(update(RosterRow).where(RosterRow.id == roster.id).values(created_at=NOW - timedelta(days=999)))
    would = list(past_term(database, TERMS, NOW))
    assert [each.subject for each in would] == [f"plan:{each}" for each in old]
    assert there(database) == {*old, *young, waiting}, "nothing was removed yet"

    removed = list(purge(database, TERMS, NOW, "operator"))

    assert there(database) == young | {waiting}
    assert [each.subject for each in removed[:3]] == [f"plan:{each}" for each in old]
    assert [each.subject.partition(":")[0] for each in removed[3:]] == ["roster"], "that of the third was kept alone"
    assert list(purge(database, TERMS, NOW, "operator")) == []
    records = list(every_record(database))
    assert [(each.action, each.actor, each.subject) for each in records] == [
        ("purged", "operator", each.subject) for each in removed
    ]
    assert records[1].offices == '["north"]'
    assert json.loads(records[1].details) == {"days": 30, "since": "2026-10-29T12:00:00Z"}


def test_without_a_term_nothing_is_ever_removed(database: Database) -> None:
    plan = ended(database, 10_000)
    assert list(purge(database, {}, NOW, "operator")) == []
    assert list(purge(database, {"": None}, NOW, "operator")) == []
    assert list(purge(database, {"north": 1}, NOW, "operator")) == []
    assert there(database) == {plan}


def test_what_is_started_again_meanwhile_stays(database: Database) -> None:
    plan, gone = ended(database, 100), ended(database, 100)
    purging = purge(database, TERMS, NOW, "server")
    found = list(past_term(database, TERMS, NOW))
    assert len(found) == 2
    with database.write() as session:
        session.execute(update(PlanRow).where(PlanRow.id == plan).values(finished_at=NOW))
        assert not room._remove(session, found[0])
    assert [each.subject for each in purging] == [f"plan:{gone}"]
    assert there(database) == {plan}


def test_many_are_looked_at_page_by_page(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "AT_ONCE", 3)
    old = {ended(database, 100) for _ in range(7)}
    young = {ended(database, 40, office) for office in (["south"], ["archive"]) for _ in range(4)}
    assert there(database) == old | young
    assert len(list(purge(database, TERMS, NOW, "server"))) == 7
    assert there(database) == young
