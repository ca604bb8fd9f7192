"""A run that was given up changes nothing, whenever it comes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from app.store import events, plans, results, runs
from app.store.db import Database, Session
from app.store.runs import Run
from app.store.tables import Stop
from tests.app.store.conftest import add_plan
from tests.app.store.test_plans import ROW

WRITES: dict[str, Callable[[Session, Run], bool]] = {
    "tell": partial(runs.tell, progress={"phase": "late"}),
    "finish": partial(runs.finish, status="optimal", assignments=[ROW], files={"late": b""}),
    "fail": partial(runs.fail, failure="crashed", message="late"),
    "cancel": runs.cancel,
    "interrupt": runs.interrupt,
}


def started(database: Database) -> Run:
    with database.write() as session:
        add_plan(session)
    with database.write() as session:
        run = runs.claim(session)
        assert run is not None
        return run


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_an_older_attempt_writes_nothing(database: Database, write: Callable[[Session, Run], bool]) -> None:
    old = started(database)
    with database.write() as session:
        runs.interrupt_all(session)
        plans.restart(session, old.plan_id, max_queued=5)
    with database.write() as session:
        new = runs.claim(session)
        assert new is not None
    with database.read() as session:
        before = events.after(session, old.plan_id, 0)
    with database.write() as session:
        assert write(session, old) is False
    with database.read() as session:
        row = plans.get(session, old.plan_id)
        assert row is not None
        assert (row.state, row.attempt, row.progress) == ("running", 2, None)
        assert events.after(session, old.plan_id, 0) == before
        assert results.assignments(session, old.plan_id, after=-1, limit=5) == []
        assert results.file(session, old.plan_id, "late") is None
        assert runs.stop_asked(session, old) is Stop.DISCARD, "it is told to go away"
        assert runs.stop_asked(session, new) is None


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_a_finished_plan_stays_as_it_is(database: Database, write: Callable[[Session, Run], bool]) -> None:
    run = started(database)
    with database.write() as session:
        assert runs.finish(session, run, status="feasible", assignments=[], files={"first": b"1"})
    with database.write() as session:
        assert write(session, run) is False
    with database.read() as session:
        row = plans.get(session, run.plan_id)
        assert row is not None
        assert (row.state, row.status) == ("done", "feasible")
        assert results.file(session, run.plan_id, "first") is not None
        assert results.file(session, run.plan_id, "late") is None


def test_progress_is_kept_as_events_and_the_newest_on_the_plan(database: Database) -> None:
    run = started(database)
    for value in (3, 2):
        with database.write() as session:
            assert runs.tell(session, run, {"phase": "fairness", "value": value})
    with database.read() as session:
        row = plans.get(session, run.plan_id)
        assert row is not None
        assert row.progress == {"phase": "fairness", "value": 2}
        assert [seq for seq, _ in events.after(session, run.plan_id, 0)] == [1, 2, 3, 4]
        assert events.after(session, run.plan_id, 3) == [(4, {"state": "running", "phase": "fairness", "value": 2})]
        assert events.newest(session, run.plan_id) == events.after(session, run.plan_id, 3)[0]
        assert events.newest(session, "nothing") is None


def test_a_result_is_visible_whole_or_not_at_all(database: Database) -> None:
    run = started(database)

    def broken() -> object:
        yield ROW
        raise OSError("the result ends here")

    with pytest.raises(OSError, match="ends here"), database.write() as session:
        runs.finish(session, run, status="optimal", assignments=broken(), files={})  # type: ignore[arg-type]
    with database.read() as session:
        row = plans.get(session, run.plan_id)
        assert row is not None
        assert row.state == "running"
        assert results.assignments(session, run.plan_id, after=-1, limit=5) == []
