from __future__ import annotations

import random
from collections.abc import Callable

from sqlalchemy import func, select

from app.store import plans, runs
from app.store.db import Database, Session
from app.store.parts import offered, taken
from app.store.parts.part_rows import PartRow, PieceRow
from app.store.parts.pieces import PIECE_BYTES
from app.store.runs import Run
from app.store.tables import State, Stop
from tests.app.store.conftest import add_plan

LARGE = random.Random(0).randbytes(PIECE_BYTES + 1)


def running(database: Database, **given: object) -> Run:
    """A plan that somebody makes."""
    with database.write() as session:
        add_plan(session, **given)  # type: ignore[arg-type]
    with database.write() as session:
        run = runs.claim(session)
    assert run is not None
    return run


def offering(database: Database, run: Run, *sizes: int) -> None:
    with database.write() as session:
        assert offered.offer(session, run, dict(enumerate(sizes)))


def rows(database: Database) -> tuple[int, int]:
    """How many parts and pieces there are."""
    with database.read() as session:
        return tuple(session.scalar(select(func.count()).select_from(each)) or 0 for each in (PartRow, PieceRow))  # type: ignore[return-value]


def test_a_part_goes_out_and_comes_back_in_pieces(database: Database) -> None:
    run = running(database)
    offering(database, run, 300, 500)
    with database.write() as session:
        part = taken.claim(session)
    assert part is not None
    with database.read() as session:
        assert taken.errand(session, part) is None
        states = [(each.part, each.state, each.attempt) for each in offered.look(session, run)]
        assert states == [(0, "waiting", 0), (1, "taken", 1)], "the largest is begun first"
    assert not offered.send(database, run, 1, 2, LARGE, 1.5), "of another attempt"
    assert offered.send(database, run, 1, 1, LARGE, 1.5)
    with database.read() as session:
        assert taken.errand(session, part) == (LARGE, 1.5)
        assert offered.result(session, run, 1) is None
    assert taken.finish(database, part, LARGE[::-1])
    assert taken.finish(database, part, LARGE[::-1]), "said again, since the answer was lost"
    assert rows(database) == (2, 4)
    with database.read() as session:
        assert offered.result(session, run, 1) == LARGE[::-1]
    with database.write() as session:
        offered.seize(session, run, 1)
    assert rows(database) == (1, 0)


def test_a_part_is_begun_once(database: Database) -> None:
    run = running(database)
    offering(database, run, 300, 500, 400)
    with database.write() as session:
        part = taken.claim(session)
    assert part is not None
    begun = []
    for _ in range(3):
        with database.write() as session:
            begun.append(offered.begin(session, run, [part for part in (1, 2, 0) if part not in begun]))
    assert begun == [2, 0, None]


def test_what_is_no_longer_offered_may_be_begun(database: Database) -> None:
    """The answer to the first asking was lost, and with it the part."""
    run = running(database)
    offering(database, run, 300, 500)
    for _ in range(2):
        with database.write() as session:
            assert offered.begin(session, run, [1, 0]) == 1


def test_an_attempt_that_no_longer_counts_offers_nothing(database: Database) -> None:
    run = running(database)
    offering(database, run, 300, 500)
    with database.write() as session:
        (pulse,) = runs.pulses(session)
        assert runs.take_away(session, pulse)
    assert rows(database) == (0, 0)
    with database.write() as session:
        assert not offered.offer(session, run, {0: 300, 1: 500})
        assert taken.claim(session) is None


def test_whatever_ends_a_plan_takes_its_parts_with_it(database: Database) -> None:
    run = running(database)
    ends: tuple[Callable[[Session], bool], ...] = (
        lambda session: runs.cancel(session, run),
        lambda session: runs.fail(session, run, "fault", "a fault"),
        lambda session: runs.finish(session, run, status="optimal", assignments=(), files={}),
        lambda session: runs.hand_back(session, run),
        lambda session: runs.die(session, run, "crashed", "it died"),
    )
    for end in ends:
        offering(database, run, 300, 500)
        with database.write() as session:
            part = taken.claim(session)
            assert part is not None
        assert taken.finish(database, part, b"its plan")
        with database.write() as session:
            assert end(session)
        assert rows(database) == (0, 0)
        with database.write() as session:
            for row in plans.page(session, limit=9):
                row.state, row.status, row.failure, row.finished_at = State.RUNNING, None, None, None


def test_a_hurried_part_is_begun_by_nobody_else(database: Database) -> None:
    run = running(database)
    offering(database, run, 300, 500)
    with database.write() as session:
        part = taken.claim(session)
        assert part is not None
    with database.read() as session:
        assert taken.asked(session, part) == (True, False)
    with database.write() as session:
        offered.hurry(session, run)
    with database.write() as session:
        assert taken.claim(session) is None
        assert taken.asked(session, part) == (True, True)
        plans.ask_to_stop(session, run.plan_id, Stop.DISCARD)
        assert taken.asked(session, part).is_wanted, "until the process that makes the plan has heard of it"
    with database.write() as session:
        assert runs.cancel(session, run)
        assert not taken.asked(session, part).is_wanted
