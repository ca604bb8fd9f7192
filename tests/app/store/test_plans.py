from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.store import events, plans, results, rosters, runs
from app.store.db import Database
from app.store.docket.docket_tables import AdoptionRow, DocketEntryRow, DocketPageRow, DocketRow, NoticeRow, OriginRow
from app.store.drafts.draft_tables import DraftEntryRow, DraftOriginRow
from app.store.history.history_tables import NoteRow, ProfileRow, RemovedRow
from app.store.parts.part_rows import PartRow, PieceRow
from app.store.plans import KeyTaken, Limits, NotRestartable, QueueFull, RosterGone, StillNeeded, TooManyOfOne
from app.store.rosters import RosterInUse
from app.store.tables import (
    AssignmentPieceRow,
    Base,
    EventRow,
    FileRow,
    PlanRow,
    RosterOfficeRow,
    RosterRow,
    State,
    Stop,
)
from tests.app.store.conftest import PACKED, add_plan

ROW = {"case_id": "1", "officer_id": "Ä-1", "previous_officer": "", "moved": "no", "reason": "new"}


def state_of(database: Database, plan_id: str) -> str:
    with database.read() as session:
        row = plans.get(session, plan_id)
        assert row is not None
        return row.state


def told(database: Database, plan_id: str) -> list[str]:
    with database.read() as session:
        return [data["state"] for _, data in events.after(session, plan_id, 0)]


def test_a_roster_comes_back_as_it_was(database: Database) -> None:
    with database.write() as session:
        row = add_plan(session).roster
        roster_id = row.id
    with database.read() as session:
        found = rosters.get(session, roster_id)
        assert found is not None
        assert found.document == PACKED.document
        assert found.created_at.tzinfo is not None


def test_plans_are_taken_in_the_order_in_which_they_came(database: Database) -> None:
    with database.write() as session:
        ids = [add_plan(session).id for _ in range(3)]
    taken = []
    for _ in range(4):
        with database.write() as session:
            run = runs.claim(session)
            taken.append(run.plan_id if run else None)
    assert taken == [*ids, None]


def test_an_urgent_plan_is_taken_first_and_of_one_kind_the_first_that_came(database: Database) -> None:
    with database.write() as session:
        ids = {(at, how): add_plan(session, priority=how).id for at, how in enumerate((3, 5, 1, 3, 1))}
    taken = []
    for _ in ids:
        with database.write() as session:
            run = runs.claim(session)
            assert run is not None
            taken.append(run.plan_id)
    assert taken == [ids[each] for each in ((2, 1), (4, 1), (0, 3), (3, 3), (1, 5))]


def test_one_caller_filled_the_queue_for_all(database: Database) -> None:
    mine, others = Limits(99, "mine", 2), Limits(99, "others", 2)
    with database.write() as session:
        first = add_plan(session, limits=mine).id
        add_plan(session, limits=mine)
    with pytest.raises(TooManyOfOne), database.write() as session:
        add_plan(session, limits=mine)
    with database.write() as session:
        add_plan(session, limits=others)
        run = runs.claim(session)
        assert run is not None
        assert run.plan_id == first
    with pytest.raises(TooManyOfOne), database.write() as session:  # one that runs counts, too
        add_plan(session, limits=mine)
    with database.write() as session:
        assert runs.fail(session, run, "fault", "for a test")
        add_plan(session, limits=mine)
    with pytest.raises(TooManyOfOne), database.write() as session:
        plans.restart(session, first, mine)
    with database.write() as session:
        assert plans.restart(session, first, others), "whoever starts it again is who asks"
    with pytest.raises(TooManyOfOne), database.write() as session:
        add_plan(session, limits=others)


def test_the_newest_plans_come_first_page_by_page(database: Database) -> None:
    with database.write() as session:
        ids = [add_plan(session).id for _ in range(5)]
    with database.read() as session:
        first = plans.page(session, limit=3)
        second = plans.page(session, limit=3, before=first[-1].number)
        assert [row.id for row in (*first, *second)] == ids[::-1]
        assert plans.page(session, limit=3, state=State.RUNNING) == []


def test_a_full_queue_takes_no_more(database: Database) -> None:
    with database.write() as session:
        add_plan(session, max_queued=1)
    with pytest.raises(QueueFull), database.write() as session:
        add_plan(session, max_queued=1)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(RosterRow)) == 1, "nothing is left of the refused one"


def test_a_key_is_taken_once(database: Database) -> None:
    with database.write() as session:
        plan_id = add_plan(session, idempotency_key="k").id
        add_plan(session)
        add_plan(session)
    with pytest.raises(KeyTaken), database.write() as session:
        add_plan(session, idempotency_key="k")
    with database.read() as session:
        found = plans.by_key(session, "k")
        assert found is not None
        assert found.id == plan_id


def test_a_waiting_plan_is_cancelled_at_once(database: Database) -> None:
    with database.write() as session:
        plan_id = add_plan(session).id
    with database.write() as session:
        assert plans.ask_to_stop(session, plan_id, Stop.DISCARD) is State.CANCELLED
    with database.write() as session:
        assert runs.claim(session) is None
    assert told(database, plan_id) == ["queued", "cancelled"]


def test_a_running_plan_is_asked_to_stop_and_discarding_wins(database: Database) -> None:
    with database.write() as session:
        plan_id = add_plan(session).id
    with database.write() as session:
        run = runs.claim(session)
        assert run is not None
    for how, expected in (
        (Stop.KEEP_BEST, Stop.KEEP_BEST),
        (Stop.DISCARD, Stop.DISCARD),
        (Stop.KEEP_BEST, Stop.DISCARD),
    ):
        with database.write() as session:
            assert plans.ask_to_stop(session, plan_id, how) is State.RUNNING
        with database.read() as session:
            assert runs.stop_asked(session, run) is expected


def test_a_plan_that_began_to_run_since_it_was_looked_at_is_not_called_cancelled(database: Database) -> None:
    """It was cancelled while its run went on: what was looked at before the lock counted after it."""
    if database.is_sqlite:
        pytest.skip("there who writes is alone")
    with database.write() as session:
        plan_id = add_plan(session).id
    with database.write() as session:
        assert plans.get(session, plan_id) is not None
        with database.write() as other:
            assert runs.claim(other) is not None
        assert plans.ask_to_stop(session, plan_id, Stop.DISCARD) is State.RUNNING
    assert state_of(database, plan_id) == State.RUNNING


def test_nobody_can_be_asked_to_stop_who_is_not_there(database: Database) -> None:
    with database.write() as session:
        assert plans.ask_to_stop(session, "nothing", Stop.DISCARD) is None
        assert plans.restart(session, "nothing", Limits(1)) is False
        assert plans.remove(session, "nothing") is False
        assert rosters.remove(session, "nothing") is False


def test_a_failed_plan_can_be_started_again_and_a_finished_one_cannot(database: Database) -> None:
    with database.write() as session:
        plan_id = add_plan(session).id
    with database.write() as session:
        run = runs.claim(session)
        assert run is not None
    with database.write() as session:
        assert runs.fail(session, run, "timed_out", "It was not ready.")
    assert state_of(database, plan_id) == "failed"
    with database.write() as session:
        assert plans.restart(session, plan_id, Limits(1))
    with database.write() as session:
        run = runs.claim(session)
        assert run is not None
        assert run.attempt == 2
    with database.write() as session:
        assert runs.finish(session, run, status="optimal", assignments=[ROW], files={"a": b"b"})
    with pytest.raises(NotRestartable), database.write() as session:
        plans.restart(session, plan_id, Limits(1))
    assert told(database, plan_id) == ["queued", "running", "failed", "queued", "running", "done"]


def test_removing_a_plan_leaves_nothing_of_it(database: Database) -> None:
    with database.write() as session:
        plan_id = add_plan(session).id
    with pytest.raises(StillNeeded), database.write() as session:
        plans.remove(session, plan_id)
    with database.write() as session:
        run = runs.claim(session)
        assert run is not None
    with pytest.raises(StillNeeded), database.write() as session:
        plans.remove(session, plan_id)
    with database.write() as session:
        runs.finish(session, run, status="optimal", assignments=[ROW], files={"a": b"b"})
    with database.write() as session:
        assert plans.remove(session, plan_id)
    with database.read() as session:
        for table in Base.metadata.sorted_tables:
            if table.name.startswith(("access_", "audit_")):
                continue  # who may come in has nothing to do with any plan, and what was done stays
            assert session.scalar(select(func.count()).select_from(table)) == 0, table.name
    tables = {each.class_.__tablename__: each.class_ for each in Base.registry.mappers}
    of_plans = {row for name, row in tables.items() if not name.startswith(("access_", "audit_"))}
    of_adopted = {AdoptionRow, NoticeRow, OriginRow}  # tests/app/api/docket has some
    of_dockets = of_adopted | {DocketRow, DocketPageRow, DocketEntryRow}
    of_parts = {PartRow, PieceRow}  # tests/app/store/parts has some
    of_drafts = {DraftEntryRow, DraftOriginRow}  # tests/app/store/drafts has some
    kept = {PlanRow, RosterRow, RosterOfficeRow, EventRow, AssignmentPieceRow, FileRow}
    of_history = {NoteRow, RemovedRow, ProfileRow}  # tests/app/store/history has some
    assert of_plans == kept | of_dockets | of_parts | of_drafts | of_history


def test_a_roster_of_its_own_right_stays_until_no_plan_needs_it(database: Database) -> None:
    with database.write() as session:
        kept = rosters.add(session, PACKED, inline=False)
        plan_id = plans.add(session, kept, plans.NewPlan({}), Limits(5)).id
    with pytest.raises(RosterInUse), database.write() as session:
        rosters.remove(session, kept.id)
    with database.write() as session:
        plans.ask_to_stop(session, plan_id, Stop.DISCARD)
        plans.remove(session, plan_id)
    with database.write() as session:
        assert rosters.get(session, kept.id) is not None
        assert rosters.remove(session, kept.id)
        assert rosters.get(session, kept.id) is None


def test_assignments_are_read_page_by_page_in_order(database: Database) -> None:
    with database.write() as session:
        plan_id = add_plan(session).id
    with database.write() as session:
        run = runs.claim(session)
        assert run is not None
    rows = [{**ROW, "case_id": str(number)} for number in range(12_001)]
    with database.write() as session:
        runs.finish(session, run, status="feasible", assignments=rows, files={})
    found = [row.case_id for row in results.every_assignment(database, plan_id)]
    assert found == [str(number) for number in range(12_001)]
    with database.read() as session:
        page = results.assignments(session, plan_id, after=11_997, limit=10)
        assert [row.position for row in page] == [11_998, 11_999, 12_000]


def test_the_few_that_change_are_found_among_many_that_do_not(database: Database) -> None:
    with database.write() as session:
        plan_id = add_plan(session).id
        run = runs.claim(session)
        assert run is not None
        rows = [{**ROW, "case_id": str(at), "officer_id": "A", "previous_officer": "A"} for at in range(25_000)]
        changed = [3, 1_999, 2_000, 24_999]
        for at in changed:
            rows[at]["officer_id"] = "B"
        runs.finish(session, run, status="feasible", assignments=rows, files={})
        for after in (-1, 3, 1_998, 1_999, 2_001, 24_998, 24_999, 2**63 - 1):
            for limit in (1, 2, 10):
                page = results.changes(session, plan_id, after=after, limit=limit)
                assert [row.position for row in page] == [at for at in changed if at > after][:limit]
                every = results.assignments(session, plan_id, after=after, limit=limit)
                assert [row.position for row in every] == [*range(25_000)[after + 1 : after + 1 + limit]]
    assert [row.position for row in results.every_change(database, plan_id)] == changed


def test_files_come_back_as_they_were(database: Database) -> None:
    with database.write() as session:
        plan_id = add_plan(session).id
    with database.write() as session:
        run = runs.claim(session)
        assert run is not None
    with database.write() as session:
        runs.finish(
            session, run, status="optimal", assignments=[], files={"plan.xlsx": bytes(range(256)), "empty": b""}
        )
    with database.read() as session:
        file = results.file(session, plan_id, "plan.xlsx")
        assert file is not None
        assert file.body == bytes(range(256))
        empty = results.file(session, plan_id, "empty")
        assert empty is not None
        assert empty.body == b""
        assert results.file(session, plan_id, "other") is None


def together(*each: Callable[[], object]) -> list[object]:
    """What came of several things that were done at the same time: what they returned, or what they raised."""
    ready = threading.Barrier(len(each))

    def one(do: Callable[[], object]) -> object:
        ready.wait()
        try:
            return do()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(each)) as pool:
        return list(pool.map(one, each))


def post_of(database: Database, roster_id: str) -> str | bool:
    """Ask for a plan of a kept roster; its id, or False where the roster is gone."""
    with database.write() as session:
        kept = rosters.hold(session, roster_id)
        return kept is not None and plans.add(session, kept, plans.NewPlan({}), Limits(99)).id


def test_the_queue_holds_its_limit_when_many_come_at_once(database: Database) -> None:
    """Of 100 posts at a limit of 50, 55 got in."""

    def post() -> None:
        with database.write() as session:
            add_plan(session, max_queued=10)

    came = together(*[post] * 14, *[post] * 14)
    assert [type(each) for each in came if each is not None] == [QueueFull] * 18
    with database.read() as session:
        assert plans.count_by_state(session)["queued"] == 10


def test_a_roster_that_is_removed_while_a_plan_of_it_is_asked_for(database: Database) -> None:
    """Two of 150 were an IntegrityError: one of both is refused, in words."""
    for _ in range(15):
        with database.write() as session:
            roster_id = rosters.add(session, PACKED, inline=False).id

        def remove(roster_id: str = roster_id) -> object:
            with database.write() as session:
                return rosters.remove(session, roster_id)

        removed, added = together(remove, partial(post_of, database, roster_id))
        assert isinstance(removed, RosterInUse) == isinstance(added, str), (removed, added)
        assert removed is True or isinstance(removed, RosterInUse), removed
        assert added is False or isinstance(added, str), added


def test_removing_the_last_plan_of_a_roster_while_another_is_asked_for(database: Database) -> None:
    for _ in range(15):
        with database.write() as session:
            row = add_plan(session, max_queued=99)
            plan_id, roster_id = row.id, row.roster.id
            plans.ask_to_stop(session, plan_id, Stop.DISCARD)

        def remove(plan_id: str = plan_id) -> object:
            with database.write() as session:
                return plans.remove(session, plan_id)

        removed, added = together(remove, partial(post_of, database, roster_id))
        assert removed is True, removed
        assert added is False or isinstance(added, str), added


def test_a_roster_that_was_removed_at_the_same_moment_is_gone_and_no_fault(database: Database) -> None:
    with database.write() as session:
        kept = rosters.add(session, PACKED, inline=False)
        session.execute(text("DELETE FROM rosters"))  # as another transaction does: this one knows the row still
        with pytest.raises(RosterGone):
            plans.add(session, kept, plans.NewPlan({}), Limits(10))
        session.rollback()


def test_a_roster_that_a_plan_was_accepted_of_at_the_same_moment_stays(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as session:
        kept = rosters.add(session, PACKED, inline=False)
        plans.add(session, kept, plans.NewPlan({}), Limits(10))
    monkeypatch.setattr(Session, "scalar", _blind_to_plans(Session.scalar))
    with pytest.raises(RosterInUse), database.write() as session:
        rosters.remove(session, kept.id)


def _blind_to_plans(scalar: Callable[..., Any]) -> Callable[..., Any]:
    """Looks as it did before the plan came."""

    def look(self: Session, statement: Any, *args: Any, **more: Any) -> Any:
        found = scalar(self, statement, *args, **more)
        return False if found is True else found

    return look
