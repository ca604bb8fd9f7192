"""Who sees which rosters and plans: the rule of offices, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.store import events, plans, results, rosters, runs
from app.store.db import Database
from app.store.plans import Limits, NewPlan
from app.store.scope import EVERYWHERE, MOST_OFFICES, NOWHERE, ForeignOffice, Scope
from app.store.tables import Stop
from tests.app.store.conftest import PACKED

NORTH, SOUTH, BOTH = Scope.of(["North "]), Scope.of(["south"]), Scope.of(["NORTH", "South", "east"])


def keep(database: Database, scope: Scope, *offices: str) -> tuple[str, str]:
    """Ids of a roster and a plan that somebody sent."""
    with database.within(scope).write() as session:
        row = rosters.add(session, replace(PACKED, offices=list(offices)), inline=False)
        return row.id, plans.add(session, row, NewPlan({}), Limits(100)).id


def seen(database: Database, scope: Scope, roster_id: str, plan_id: str) -> bool:
    """Whether somebody sees both; that they see one of them alone is a failure."""
    with database.within(scope).read() as session:
        found = {
            rosters.get(session, roster_id) is not None,
            plans.get(session, plan_id) is not None,
            plan_id in [row.id for row in plans.page(session, limit=100)],
            bool(events.after(session, plan_id, 0)),
            events.newest(session, plan_id) is not None,
            plan_id in events.newest_of(session, [plan_id]),
            sum(plans.count_by_state(session).values()) > 0,
        }
    assert len(found) == 1
    return found.pop()


@pytest.mark.parametrize(
    ("sender", "offices", "who"),
    [
        (EVERYWHERE, ["north"], [EVERYWHERE, NORTH, BOTH]),
        (EVERYWHERE, ["north", "south"], [EVERYWHERE, BOTH]),
        (EVERYWHERE, [], [EVERYWHERE]),
        (NORTH, ["north"], [EVERYWHERE, NORTH, BOTH]),
        (NORTH, [], [EVERYWHERE, NORTH, BOTH]),
        (BOTH, [], [EVERYWHERE, BOTH]),
        (BOTH, ["south"], [EVERYWHERE, SOUTH, BOTH]),
        (EVERYWHERE, [str(number) for number in range(MOST_OFFICES + 1)], [EVERYWHERE]),
    ],
)
def test_a_roster_is_seen_by_who_has_all_its_offices(
    database: Database, sender: Scope, offices: list[str], who: list[Scope]
) -> None:
    roster_id, plan_id = keep(database, sender, *offices)
    for scope in (EVERYWHERE, NORTH, SOUTH, BOTH, NOWHERE):
        assert seen(database, scope, roster_id, plan_id) == (scope in who), scope


def test_a_roster_that_names_a_foreign_office_is_refused_whole(database: Database) -> None:
    with pytest.raises(ForeignOffice, match="south"):
        keep(database, NORTH, "north", "south")
    with database.read() as session:
        assert plans.page(session, limit=10) == []


def test_nothing_of_others_can_be_changed(database: Database) -> None:
    roster_id, plan_id = keep(database, EVERYWHERE, "north")
    with database.within(SOUTH).write() as session:
        assert plans.ask_to_stop(session, plan_id, Stop.DISCARD) is None
        assert plans.restart(session, plan_id, Limits(100)) is False
        assert plans.remove(session, plan_id) is False
        assert rosters.remove(session, roster_id) is False
        assert rosters.hold(session, roster_id) is None
    with database.within(NORTH).write() as session:
        assert plans.ask_to_stop(session, plan_id, Stop.DISCARD) is not None
        assert plans.remove(session, plan_id) is True
        assert rosters.remove(session, roster_id) is True


@pytest.fixture
def made(database: Database) -> str:
    """Id of a plan of the north that is done."""
    _, plan_id = keep(database, NORTH, "north")
    with database.write() as session:
        run = runs.claim(session)
        assert run is not None
        row = {"case_id": "1", "officer_id": "A", "previous_officer": "", "moved": "no", "reason": "new"}
        runs.finish(session, run, status="optimal", assignments=[row], files={"report.json": b"{}"})
    return plan_id


def test_results_are_for_who_sees_the_plan(database: Database, made: str) -> None:
    for scope, there in ((EVERYWHERE, True), (NORTH, True), (BOTH, True), (SOUTH, False), (NOWHERE, False)):
        theirs = database.within(scope)
        with theirs.read() as session:
            assert (results.file(session, made, "report.json") is not None) == there
            assert (results.sha256(session, made, "report.json") is not None) == there
            assert bool(results.assignments(session, made, after=-1, limit=10)) == there
        assert bool(list(results.every_assignment(theirs, made))) == there


def test_a_key_of_others_is_not_found(database: Database) -> None:
    with database.within(NORTH).write() as session:
        row = rosters.add(session, PACKED, inline=True)
        plans.add(session, row, NewPlan({}, idempotency_key="k"), Limits(100))
    with database.within(SOUTH).read() as session:
        assert plans.by_key(session, "k") is None
    with database.within(NORTH).read() as session:
        assert plans.by_key(session, "k") is not None
