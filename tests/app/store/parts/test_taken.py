from __future__ import annotations

from functools import partial

import pytest

from app.store.db import Database
from app.store.parts import offered, taken
from app.store.parts.taken import TakenPart
from app.store.runs import MOST_DEATHS
from tests.app.store.parts.test_offered import offering, running
from tests.app.store.test_plans import together


def claimed(database: Database) -> TakenPart | None:
    with database.write() as session:
        return taken.claim(session)


def test_parts_of_the_most_urgent_plan_come_first(database: Database) -> None:
    for priority in (3, 1):
        run = running(database, priority=priority)
        offering(database, run, 300, 500)
    begun = [claimed(database) for _ in range(5)]
    assert [None if part is None else part.number for part in begun] == [4, 3, 2, 1, None]


def test_helpers_that_come_together_begin_different_parts(database: Database) -> None:
    offering(database, running(database), *range(300, 304))
    found = together(*[partial(claimed, database)] * 6)
    numbers = sorted(each.number for each in found if isinstance(each, TakenPart))
    assert len(set(numbers)) == len(numbers) == 4


def test_a_part_without_a_heartbeat_is_begun_by_another_and_the_first_writes_nothing(database: Database) -> None:
    run = running(database)
    offering(database, run, 300)
    first = claimed(database)
    assert first is not None
    with database.write() as session:
        (pulse,) = taken.pulses(session)
        taken.live(session, [first])
    with database.write() as session:
        assert not taken.take_away(session, pulse), "it lives"
        (pulse,) = taken.pulses(session)
        assert taken.take_away(session, pulse)
    second = claimed(database)
    assert second is not None
    assert (second.number, second.attempt) == (first.number, first.attempt + 1)
    assert not taken.finish(database, first, b"late")
    with database.write() as session:
        assert not taken.hand_back(session, first)
        assert not taken.die(session, first, "crashed", "it died")
        assert not taken.fail(session, first, "fault", "a fault")
        assert not taken.asked(session, first).is_wanted
        taken.tell(session, first, {"level": "fairness"})
        taken.live(session, [first])
        (seen,) = offered.look(session, run)
    assert (seen.told, seen.attempt) == (None, 2)
    assert offered.send(database, run, 0, 2, b"errand", 1)
    assert taken.finish(database, second, b"in time")
    with database.read() as session:
        assert offered.result(session, run, 0) == b"in time"
        assert taken.pulses(session) == []


@pytest.mark.parametrize("how", ["taken away", "died"])
def test_a_part_whose_process_died_three_times_has_failed(database: Database, how: str) -> None:
    run = running(database)
    offering(database, run, 300)
    for _ in range(MOST_DEATHS):
        part = claimed(database)
        assert part is not None
        with database.write() as session:
            if how == "died":
                assert taken.die(session, part, "crashed", "It died.")
            else:
                assert taken.take_away(session, *taken.pulses(session))
    assert claimed(database) is None
    with database.read() as session:
        (seen,) = offered.look(session, run)
    assert seen.failure == "crashed"
    assert "third attempt at the same part" in (seen.message or "")


def test_a_part_that_is_handed_back_counts_no_death(database: Database) -> None:
    offering(database, running(database), 300)
    for attempt in range(1, MOST_DEATHS + 2):
        part = claimed(database)
        assert part == TakenPart(1, attempt)
        with database.write() as session:
            assert taken.hand_back(session, part)


def test_a_waiting_plan_is_seen(database: Database) -> None:
    from tests.app.store.conftest import add_plan

    with database.write() as session:
        assert not taken.plan_waits(session)
        add_plan(session)
        assert taken.plan_waits(session)
