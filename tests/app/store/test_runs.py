"""A run that was given up changes nothing, whenever it comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from app.store import events, plans, results, runs
from app.store.db import Database, Session
from app.store.runs import Run
from app.store.tables import Stop
from tests.app.store.conftest import add_plan
from tests.app.store.test_plans import ROW, together

WRITES: dict[str, Callable[[Session, Run], bool]] = {
    "tell": partial(runs.tell, progress={"phase": "late"}),
    "stage": partial(runs.stage, rows=[ROW], position=0),
    "finish": partial(runs.finish, status="optimal", assignments=[ROW], files={"late": b""}),
    "fail": partial(runs.fail, failure="crashed", message="late"),
    "cancel": runs.cancel,
    "die": partial(runs.die, failure="crashed", message="late"),
    "hand back": runs.hand_back,
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
        (pulse,) = runs.pulses(session)
        assert runs.take_away(session, pulse)
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


def test_pieces_are_seen_once_all_is_finished_and_those_of_another_attempt_are_gone(database: Database) -> None:
    old = started(database)
    pieces = [[{**ROW, "case_id": f"{at}-{row}"} for row in range(2)] for at in range(3)]
    for at in (0, 1):
        with database.write() as session:
            assert runs.stage(session, old, pieces[at], 2 * at)
    with database.write() as session:
        (pulse,) = runs.pulses(session)
        assert runs.take_away(session, pulse)
        new = runs.claim(session)
        assert new is not None
    with database.write() as session:
        assert runs.stage(session, new, pieces[1], 0)
    with database.write() as session:
        assert runs.stage(session, old, pieces[2], 4) is False
        assert runs.stage(session, old, pieces[0], 0) is False
    with database.write() as session:
        assert runs.stage(session, new, pieces[2], 2)
    with database.read() as session:
        assert results.assignments(session, new.plan_id, after=-1, limit=9) == []
    with database.write() as session:
        assert runs.finish(session, new, status="optimal", assignments=(), files={})
    with database.read() as session:
        found = results.assignments(session, new.plan_id, after=-1, limit=9)
    assert [(row.position, row.case_id) for row in found] == [(0, "1-0"), (1, "1-1"), (2, "2-0"), (3, "2-1")]


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


def test_many_claim_at_once_and_each_plan_goes_to_one(database: Database) -> None:
    with database.write() as session:
        wanted = {add_plan(session, max_queued=99).id for _ in range(8)}

    def claim() -> list[str]:
        mine: list[str] = []
        while True:
            with database.write() as session:
                run = runs.claim(session)
                if run is None and plans.count_by_state(session)["queued"] == 0:
                    return mine
            if run is not None:
                mine.append(run.plan_id)

    claimed = [plan_id for mine in together(*[claim] * 4) for plan_id in mine]  # type: ignore[attr-defined]
    assert sorted(claimed) == sorted(wanted)


def test_a_heartbeat_counts_for_the_attempts_that_are_held(database: Database) -> None:
    first, second = started(database), started(database)
    given_up = replace(second, attempt=7)
    for _ in range(2):
        with database.write() as session:
            runs.live(session, [first, given_up])
    with database.read() as session:
        assert [(pulse.attempt, pulse.beat) for pulse in runs.pulses(session)] == [(1, 2), (1, 0)]


def test_one_whose_heart_still_beats_is_not_taken_away(database: Database) -> None:
    run = started(database)
    with database.read() as session:
        (seen,) = runs.pulses(session)
    with database.write() as session:
        runs.live(session, [run])
    with database.write() as session:
        assert runs.take_away(session, seen) is False
    with database.read() as session:
        assert runs.stop_asked(session, run) is None


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_result_that_is_being_stored_is_neither_taken_away_nor_in_the_way_of_others(database: Database) -> None:
    storing, other = started(database), started(database)
    with database.read() as session:
        pulse = next(each for each in runs.pulses(session) if each.plan_number == storing.plan_number)
    with database.write() as slow:
        assert runs.finish(slow, storing, status="optimal", assignments=[ROW], files={})
        with database.write() as session:
            assert runs.take_away(session, pulse) is False
        with database.write() as session:
            runs.live(session, [storing, other])
        with database.read() as session:
            assert {each.plan_number: each.beat for each in runs.pulses(session)}[other.plan_number] == 1


def test_a_third_death_ends_it_and_one_that_was_handed_back_counts_for_none(database: Database) -> None:
    run = started(database)
    with database.write() as session:
        assert runs.hand_back(session, run)
    for death in (1, 2, 3):
        with database.write() as session:
            again = runs.claim(session)
            assert again is not None
            assert again.attempt == death + 1
        with database.write() as session:
            assert runs.die(session, again, "crashed", "It was killed.")
    with database.read() as session:
        row = plans.get(session, run.plan_id)
        assert row is not None
        assert (row.state, row.failure, row.deaths) == ("failed", "crashed", 3)
        assert (row.message or "").startswith("It was killed. That was the third attempt")
