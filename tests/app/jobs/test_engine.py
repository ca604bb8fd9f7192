"""What happens to plans when children and databases fail; ``tests/e2e/test_durable.py`` has whole processes."""

from __future__ import annotations

import os
import signal

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from app.jobs import engine as engine_module
from app.jobs.result import ASSIGNMENTS
from app.store import events, plans, results, runs
from app.store.plans import Limits
from app.store.tables import PlanRow, State, Stop
from tests.app.jobs.conftest import Office


def states(office: Office, plan_id: str) -> list[str]:
    """The states that a plan was in, each once as long as it lasted."""
    with office.database.read() as session:
        told = [data["state"] for _, data in events.after(session, plan_id, 0)]
    return [state for at, state in enumerate(told) if at == 0 or told[at - 1] != state]


def pid_of_child(row: PlanRow) -> int:
    assert row.progress is not None
    return int(row.progress["value"])


def test_a_server_that_ends_hands_its_plan_back_and_the_next_one_makes_it(office: Office) -> None:
    engine = office.work("quick_targets:last")
    running, waiting = office.ask(), office.ask()
    office.wait_for_progress(running)
    engine.close()
    row = office.plan(running)
    assert (row.state, row.deaths, row.progress) == (State.QUEUED, 0, None)
    assert engine.tally.snapshot()[0] == {"handed_back": 1}
    office.work("quick_targets:keep")
    for plan_id in (running, waiting):
        assert office.wait_to_end(plan_id).state == State.DONE
    assert office.plan(running).attempt == 2
    assert states(office, running) == ["queued", "running", "queued", "running", "done"]


def test_a_plan_that_a_dead_server_left_running_is_taken_up_at_start(office: Office) -> None:
    plan_id = office.ask()
    with office.database.write() as session:
        runs.claim(session)
    engine = office.work("quick_targets:keep")
    row = office.wait_to_end(plan_id)
    assert (row.state, row.attempt, row.deaths, row.message) == ("done", 2, 1, None)
    assert engine.tally.snapshot()[0]["taken_away"] == 1


def test_a_killed_child_is_taken_up_again_by_itself(office: Office) -> None:
    office.work("quick_targets:linger")
    plan_id = office.ask()
    for attempt in (1, 2):
        row = office.wait(plan_id, lambda row: row.attempt == attempt and row.progress is not None)  # noqa: B023
        os.kill(pid_of_child(row), signal.SIGKILL)
    row = office.wait(plan_id, lambda row: row.attempt == 3 and row.progress is not None)
    assert (row.state, row.deaths) == ("running", 2)
    assert "attempt 3 of 3" in (row.message or "")
    assert states(office, plan_id) == ["queued", "running", "queued", "running", "queued", "running"]


def test_a_third_death_fails_with_the_reason_and_a_person_may_start_it_again(office: Office) -> None:
    engine = office.work("quick_targets:crash")
    plan_id = office.ask()
    row = office.wait_to_end(plan_id)
    assert (row.state, row.failure, row.attempt, row.deaths) == ("failed", "crashed", 3, 3)
    assert "SIGSEGV" in (row.message or "")
    assert "third" in (row.message or "")
    engine.close()
    assert engine.tally.snapshot()[0] == {"died": 3}
    with office.database.write() as session:
        plans.restart(session, plan_id, Limits(5))
    office.work("quick_targets:keep")
    row = office.wait(plan_id, lambda row: row.state == State.DONE)
    assert (row.attempt, row.deaths, row.message) == (4, 0, None)


def test_a_plan_that_somebody_stopped_before_its_process_died_is_cancelled(office: Office) -> None:
    plan_id = office.ask()
    with office.database.write() as session:
        runs.claim(session)
    with office.database.write() as session:
        plans.ask_to_stop(session, plan_id, Stop.KEEP_BEST)
    office.work("quick_targets:keep")
    assert office.plan(plan_id).state == State.CANCELLED


def test_a_run_that_was_superseded_changes_nothing(office: Office) -> None:
    """As if its process had been thought dead: its plan was taken up elsewhere."""
    engine = office.work("quick_targets:last")
    plan_id = office.ask()
    office.wait_for_progress(plan_id)
    with office.database.write() as session:
        (pulse,) = runs.pulses(session)
        assert runs.take_away(session, pulse)
        elsewhere = runs.claim(session)
        assert elsewhere is not None
    while not engine.tally.snapshot()[0]:
        os.sched_yield()
    assert engine.tally.snapshot()[0] == {"superseded": 1}
    row = office.plan(plan_id)
    assert (row.state, row.attempt) == ("running", 2)


def test_a_live_plan_is_never_taken_however_long_it_lasts(office: Office) -> None:
    """Another engine watches the same database with a short lease, and the plan lasts many of them."""
    office.work("quick_targets:last", lease_s=0.5)
    plan_id = office.ask()
    first = office.wait_for_progress(plan_id)
    bystander = office.watch_only(lease_s=0.5)
    office.wait(plan_id, lambda row: row.beat >= first.beat + 20)
    row = office.plan(plan_id)
    assert (row.state, row.attempt, row.deaths) == ("running", 1, 0)
    assert bystander.tally.snapshot()[0] == {}


def test_a_plan_without_a_heartbeat_is_taken_from_its_process(office: Office) -> None:
    plan_id = office.ask()
    office.watch_only(lease_s=0.5)
    with office.database.write() as session:
        assert runs.claim(session) is not None
    row = office.wait(plan_id, lambda row: row.state == State.QUEUED)
    assert (row.attempt, row.deaths) == (1, 1)
    assert "ended without a word" in (row.message or "")


def busy(*_args: object) -> OperationalError:
    return OperationalError("INSERT", None, Exception("the database is away"))


def away(monkeypatch: pytest.MonkeyPatch, times: int, *, late: bool = False) -> None:
    """The database is away so many times when a result is stored: at the first word, or at the last."""
    finish, failures = runs.finish, iter([True] * times)

    def store(*args: object, **kwargs: object) -> bool:
        fails = next(failures, False)
        if fails and not late:
            raise busy()
        stored = finish(*args, **kwargs)  # type: ignore[arg-type]
        if fails:
            raise busy()
        return stored

    monkeypatch.setattr(runs, "finish", store)


def test_a_result_waits_for_a_database_that_is_away(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    away(monkeypatch, 2)
    engine = office.work("quick_targets:keep")
    row = office.wait_to_end(office.ask())
    assert (row.state, row.attempt) == ("done", 1), "it was not made again"
    assert engine.is_alive


def test_a_result_that_failed_at_its_last_word_is_not_stored_without_its_assignments(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows had been read at the first try: at the second the plan was done, and nobody held any case."""
    away(monkeypatch, 1, late=True)
    office.work("quick_targets:keep")
    plan_id = office.ask()
    row = office.wait_to_end(plan_id)
    assert (row.state, row.attempt) == ("done", 1)
    with office.database.read() as session:
        stored = results.assignments(session, plan_id, after=-1, limit=99)
        file = results.file(session, plan_id, ASSIGNMENTS)
    assert file is not None
    assert len(stored) == len(file.body.splitlines()) - 1 > 0


def test_a_result_that_the_database_refuses_for_good_fails(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> bool:
        raise IntegrityError("INSERT", None, Exception("there is a result"))

    monkeypatch.setattr(runs, "finish", refuse)
    office.work("quick_targets:keep")
    row = office.wait_to_end(office.ask())
    assert (row.state, row.failure) == ("failed", "fault")
    assert "the database refused it" in (row.message or "")


def test_a_result_that_could_not_be_stored_in_time_is_made_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    away(monkeypatch, 1)
    monkeypatch.setattr(engine_module, "RECORD_FOR_S", 0.0)
    engine = office.work("quick_targets:keep", lease_s=0.5)
    row = office.wait_to_end(office.ask())
    assert (row.state, row.attempt, row.deaths) == ("done", 2, 1)
    assert engine.tally.snapshot()[0]["unrecorded"] == 1


@pytest.mark.parametrize("name", ["tell", "stop_asked", "live"])
def test_a_run_goes_on_where_only_its_progress_cannot_be_stored(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    failed: list[str] = []

    def fail(*_args: object, **_kwargs: object) -> bool:
        failed.append(name)
        raise busy()

    monkeypatch.setattr(runs, name, fail)
    engine = office.work("quick_targets:last_a_while", lease_s=0.5)
    row = office.wait_to_end(office.ask())
    assert (row.state, row.status, row.attempt) == ("done", "optimal", 1)
    assert failed
    assert "OperationalError" in caplog.text
    assert engine.is_alive


def test_a_plan_has_one_result_even_where_every_check_is_passed_by(office: Office) -> None:
    """The keys of the tables allow no second one."""
    plan_id = office.ask()
    with office.database.write() as session:
        run = runs.claim(session)
        assert run is not None
    row = {"case_id": "C-1", "officer_id": "A", "previous_officer": "", "moved": "no", "reason": "kept"}
    with office.database.write() as session:
        assert runs.finish(session, run, status="optimal", assignments=[row], files={"report.json": b"first"})
    with office.database.write() as session:
        found = plans.get(session, plan_id)
        assert found is not None
        found.state, found.status, found.finished_at = State.RUNNING, None, None
    for assignments, files in (([row], {}), ([], {"report.json": b"second"})):
        with pytest.raises(IntegrityError), office.database.write() as session:
            runs.finish(session, run, status="optimal", assignments=assignments, files=files)
    with office.database.read() as session:
        kept = results.file(session, plan_id, "report.json")
        assert kept is not None
        assert kept.body == b"first"
