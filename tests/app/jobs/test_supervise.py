from __future__ import annotations

import logging

import pytest

from app.confined import ChildOutOfMemory
from app.jobs.failures import FAILURES
from app.store import events, plans, results
from app.store.tables import State, Stop
from tests.app.jobs.conftest import Office


def test_a_plan_is_made_and_kept(office: Office) -> None:
    engine = office.work("keep")
    plan_id = office.ask()
    row = office.wait_to_end(plan_id)
    assert (row.state, row.status, row.attempt, row.failure) == ("done", "optimal", 1, None)
    with office.database.read() as session:
        found = results.assignments(session, plan_id, after=-1, limit=10)
        assert [(each.case_id, each.officer_id, each.moved) for each in found] == [
            (f"C-{number}", "A", "no") for number in range(4)
        ]
        for name in ("assignments.csv", "officers.csv", "report.json", "report.html", "plan.xlsx"):
            assert results.file(session, plan_id, name) is not None, name
        assert [data["state"] for _, data in events.after(session, plan_id, 0)] == [
            "queued",
            "running",
            "running",
            "done",
        ]
    assert row.progress is not None
    assert row.progress["value"] == 2
    engine.close()
    assert engine.tally.snapshot()[0] == {"done": 1}


@pytest.mark.parametrize(
    ("target", "failure", "says"),
    [
        ("crash", "crashed", "SIGSEGV"),
        ("eat", "out_of_memory", "512 MiB"),
        ("hang", "timed_out", "1 s after its time limit of 1 s"),
        ("find_nothing", "no_plan_in_time", "more time"),
        ("be_refused", "refused", "kept together"),
        ("fail_the_check", "solver_fault", "the checker refused"),
        ("return_rubbish", "fault", "TypeError"),
        ("not_there", "crashed", "fault of the program"),
    ],
)
def test_whatever_goes_wrong_is_a_failure_with_a_message(
    office: Office, caplog: pytest.LogCaptureFixture, target: str, failure: str, says: str
) -> None:
    margin_s = 1.0 if target == "hang" else 120.0  # the others end by themselves, however busy the machine is
    engine = office.work(target, solve_memory_bytes=512 << 20, solve_margin_s=margin_s)
    plan_id = office.ask(time_limit_s=1)
    row = office.wait_to_end(plan_id)
    assert (row.state, row.failure) == ("failed", failure)
    assert says in (row.message or "")
    assert failure in FAILURES
    assert engine.is_alive, "the next plan can be made"
    assert "C-1" not in caplog.text, "no ids in logs"
    assert row.attempt == (3 if target == "crash" else 1), "only what something ended is tried again"


def test_after_a_failure_the_next_plan_is_made(office: Office) -> None:
    engine = office.work("crash")
    office.wait_to_end(office.ask())
    engine.close()
    office.work("keep")
    assert office.wait_to_end(office.ask()).state == State.DONE


def test_one_plan_runs_at_a_time_and_others_wait(office: Office) -> None:
    office.work("last")
    first, second = office.ask(), office.ask()
    office.wait_for_progress(first)
    assert office.plan(second).state == State.QUEUED
    stop(office, first, Stop.KEEP_BEST)
    assert office.wait_to_end(first).state == State.DONE
    office.wait_for_progress(second)


def test_two_run_at_a_time_where_that_is_asked_for(office: Office) -> None:
    office.work("last", solves_at_once=2)
    both = [office.ask(), office.ask()]
    for plan_id in both:
        assert office.wait_for_progress(plan_id).state == State.RUNNING


def test_a_running_plan_can_be_cancelled(office: Office) -> None:
    office.work("last")
    plan_id = office.ask()
    office.wait_for_progress(plan_id)
    stop(office, plan_id, Stop.DISCARD)
    row = office.wait_to_end(plan_id)
    assert (row.state, row.status) == ("cancelled", None)


def test_a_child_that_does_not_listen_is_cancelled_all_the_same(office: Office) -> None:
    office.work("hang", solve_grace_s=0.2)
    for how in Stop:
        plan_id = office.ask()
        office.wait_for_progress(plan_id)
        stop(office, plan_id, how)
        assert office.wait_to_end(plan_id).state == State.CANCELLED


def test_the_best_plan_so_far_can_be_kept(office: Office) -> None:
    office.work("last")
    plan_id = office.ask()
    office.wait_for_progress(plan_id)
    stop(office, plan_id, Stop.KEEP_BEST)
    row = office.wait_to_end(plan_id)
    assert (row.state, row.status) == ("done", "feasible")


def test_keeping_the_best_where_there_is_none_cancels(office: Office) -> None:
    office.work("last_in_vain")
    plan_id = office.ask()
    office.wait_for_progress(plan_id)
    stop(office, plan_id, Stop.KEEP_BEST)
    row = office.wait_to_end(plan_id)
    assert (row.state, row.failure) == ("cancelled", None)


def test_logs_name_outcomes_and_no_ids(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "caseload")
    engine = office.work("keep")
    plan_id = office.ask()
    office.wait_to_end(plan_id)
    engine.close()
    assert "a plan ended: done" in caplog.text
    assert plan_id not in caplog.text
    assert "C-1" not in caplog.text


def test_memory_is_said_in_the_unit_of_the_setting(office: Office) -> None:
    from app.jobs.failures import explain
    from app.settings import Settings

    failure, message = explain(ChildOutOfMemory(), {}, Settings(solve_memory_bytes=2048 << 20))
    assert failure == "out_of_memory"
    assert "2,048 MiB" in message
    assert "CASELOAD_SOLVE_MEMORY_BYTES" in message


def test_a_plan_that_holds_more_than_its_share_is_tried_again_and_then_said_to(office: Office) -> None:
    """What was taken by others may be free the next time; three times in a row it is the plan."""
    office.work("hold_elsewhere", memory_bytes=512 << 20)
    row = office.wait_to_end(office.ask())
    assert (row.state, row.failure, row.attempt) == ("failed", "out_of_memory", 3)
    assert "All 512 MiB" in (row.message or "")
    assert "three times in a row" in (row.message or "")
    assert "CASELOAD_MEMORY_BYTES" in (row.message or "")


def stop(office: Office, plan_id: str, how: Stop) -> None:
    with office.database.write() as session:
        plans.ask_to_stop(session, plan_id, how)
