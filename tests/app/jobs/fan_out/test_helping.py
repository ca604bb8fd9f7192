"""Parts of a plan on several workers: joined, taken over, stopped, hurried, and nobody waits for ever."""

from __future__ import annotations

import io
import logging
import os
import signal
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from app.intake.options import PlanOptions
from app.intake.read import read_document
from app.planning import plan_roster, write_file
from app.store import results, runs
from app.store.parts import offered, taken
from app.store.parts.part_rows import PartState
from app.store.tables import State, Stop
from tests.app.jobs.fan_out.conftest import Workshop, until
from tests.app.jobs.fan_out.targets import PARTS
from tests.app.test_confined import is_gone


def test_parts_are_planned_elsewhere_and_joined(workshop: Workshop) -> None:
    workshop.crew("all_elsewhere", parts_at_once=2)
    plan_id = workshop.ask()
    assert workshop.wait_to_end(plan_id).state == State.DONE
    assert workshop.made_by(plan_id) == ["elsewhere"] * PARTS
    assert workshop.nothing_is_left()
    until(lambda: workshop.counted() == {"done": PARTS})


def test_a_plan_is_the_same_with_helpers_and_without(desk: Workshop) -> None:
    """By the solver itself, with every part planned by another process than the one that made it."""
    offices = {
        "officers": [{"officer_id": f"O-{n}", "available_hours": 30, "offices": f"at {n % 2}"} for n in range(6)],
        "cases": [{"case_id": f"C-{n}", "weight_hours": 1 + n % 2, "office": f"at {n % 2}"} for n in range(20)],
    }
    parts = "app.jobs.fan_out.part_target:serve"
    desk.crew("solved_elsewhere", parts, part_choices=1)
    plan_id = desk.ask(offices, workers=1, period="week")
    assert desk.wait_to_end(plan_id).state == State.DONE
    assert desk.counted() == {"done": 2}
    alone = plan_roster(read_document(offices), PlanOptions(workers=1, period="week"))
    for name in ("assignments.csv", "officers.csv"):
        content = io.BytesIO()
        write_file(name, alone, content)
        with desk.database.read() as session:
            file = results.file(session, plan_id, name)
        assert file is not None
        assert file.body == content.getvalue()


def test_one_process_takes_its_own_parts_back(desk: Workshop) -> None:
    desk.crew("all_here", count=1)
    plan_id = desk.ask()
    assert desk.wait_to_end(plan_id).state == State.DONE
    assert desk.made_by(plan_id) == ["here"] * PARTS
    assert desk.nothing_is_left()


def test_a_killed_helper_is_replaced_and_the_best_so_far_is_kept(
    workshop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "caseload")
    workshop.crew("all_elsewhere", "last")
    plan_id = workshop.ask()
    first = workshop.told(plan_id)
    os.kill(first, signal.SIGKILL)
    assert workshop.told(plan_id, other_than=first)
    assert workshop.offered(lambda rows: any(row.deaths for row in rows))
    workshop.stop(plan_id, Stop.KEEP_BEST)
    row = workshop.wait_to_end(plan_id)
    assert (row.state, row.attempt, row.deaths) == (State.DONE, 1, 0)
    assert sorted(workshop.made_by(plan_id)) == ["here"] * (PARTS - 1) + ["hurried"]
    until(lambda: workshop.counted() == {"died": 1, "done": 1})
    assert "a part ended: died" in caplog.text
    assert plan_id not in caplog.text


def test_a_part_whose_third_helper_dies_fails_the_plan_with_the_reason(desk: Workshop) -> None:
    desk.crew("all_elsewhere", "crash")
    row = desk.wait_to_end(desk.ask())
    assert (row.state, row.failure, row.attempt) == (State.FAILED, "crashed", 1)
    assert "SIGSEGV" in (row.message or "")
    assert "the third attempt at the same part" in (row.message or "")
    assert desk.nothing_is_left()


def test_a_fault_in_a_part_fails_the_plan_without_its_words(desk: Workshop) -> None:
    desk.crew("all_elsewhere", "fail")
    row = desk.wait_to_end(desk.ask())
    assert (row.state, row.failure) == (State.FAILED, "crashed")
    assert "ValueError" in (row.message or "")
    assert "C-1" not in (row.message or "")


def test_cancelling_a_plan_ends_those_who_help(workshop: Workshop) -> None:
    workshop.crew("all_elsewhere", "last")
    plan_id = workshop.ask()
    child = workshop.told(plan_id)
    workshop.stop(plan_id, Stop.DISCARD)
    assert workshop.wait_to_end(plan_id).state == State.CANCELLED
    assert workshop.nothing_is_left()
    until(lambda: workshop.counted() == {"superseded": 1})
    assert is_gone(child)


def test_a_plan_that_somebody_else_makes_now_ends_those_who_helped_before(workshop: Workshop) -> None:
    """As if the process that makes it had been thought dead, or were: its attempt no longer counts."""
    workshop.crew("all_elsewhere", "last")
    plan_id = workshop.ask()
    workshop.told(plan_id)
    with workshop.database.write() as session:
        (pulse,) = runs.pulses(session)
        assert runs.take_away(session, pulse)
        assert runs.claim(session) is not None
    until(lambda: workshop.counted() == {"superseded": 1})
    assert workshop.nothing_is_left()


def test_a_helper_that_stands_still_is_replaced_and_writes_nothing_when_it_wakes(workshop: Workshop) -> None:
    workshop.crew("all_elsewhere", count=1)
    plan_id = workshop.ask()
    workshop.offered(lambda rows: len(rows) == PARTS)
    with workshop.database.write() as session:
        frozen = taken.claim(session)
        assert frozen is not None
    workshop.offered(lambda rows: any(row.deaths for row in rows))
    assert not taken.finish(workshop.database, frozen, b"frozen")
    workshop.stop(plan_id, Stop.KEEP_BEST)
    assert workshop.wait_to_end(plan_id).state == State.DONE
    assert "frozen" not in workshop.made_by(plan_id)


def test_what_takes_too_long_is_begun_here_whoever_has_it(desk: Workshop) -> None:
    desk.crew("without_them", "last")
    plan_id = desk.ask()
    assert desk.wait_to_end(plan_id).state == State.DONE
    assert desk.made_by(plan_id) == ["here"] * PARTS
    until(lambda: desk.counted() == {"superseded": 1})


@pytest.mark.parametrize(
    ("settings", "made"),
    [
        ({}, ["own"] * 4),
        ({"part_choices": 100}, ["offered"] * 4),
        ({"part_choices": 100, "parts_at_once": 0}, ["own"] * 4),
    ],
)
def test_small_parts_are_not_offered_nor_is_anything_where_it_is_switched_off(
    desk: Workshop, settings: dict[str, Any], made: list[str]
) -> None:
    desk.crew("not_offered", count=1, **settings)
    plan_id = desk.ask()
    assert desk.wait_to_end(plan_id).state == State.DONE
    assert desk.made_by(plan_id) == made


def test_a_helper_that_ends_hands_its_part_back(desk: Workshop) -> None:
    desk.crew("all_elsewhere", "last")
    desk.told(desk.ask())
    (helper,) = [engine for engine in desk.engines if engine.helping.taking._held]
    helper.close()
    (back,) = [row for row in desk.offered(lambda rows: True) if row.attempt]
    assert (back.state, back.deaths) == (PartState.WAITING, 0)
    assert desk.counted() == {"handed_back": 1}


def test_without_its_database_a_plan_goes_on_alone(desk: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> bool:
        raise OperationalError("INSERT", None, Exception("the database is away"))

    monkeypatch.setattr(offered, "offer", away)
    desk.crew("not_offered", part_choices=100, count=1)
    plan_id = desk.ask()
    assert desk.wait_to_end(plan_id).state == State.DONE
    assert desk.made_by(plan_id) == ["own"] * PARTS
