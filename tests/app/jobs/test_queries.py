"""Questions in a child: every way to end, and never more at once than there is room for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from app.confined import ChildCancelled, ChildCrashed, ChildOutOfMemory, ChildTimedOut, MemoryUsedUp
from app.jobs import queries
from app.jobs.queries import QueryRunner, TooBusy
from app.settings import MIB, Settings
from solver.errors import InvalidChange

MODULE = "tests.app.jobs.query_targets"


Desk = Callable[..., QueryRunner]


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Makes a runner of questions, with settings of its own."""
    made: list[QueryRunner] = []

    def make(**settings: float) -> QueryRunner:
        made.append(QueryRunner(Settings.model_validate({"question_memory_bytes": 512 * MIB, **settings}), MODULE))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def slow(desk: Desk) -> QueryRunner:
    """One place, and questions that never end until it closes."""
    return desk(questions_at_once=1)


def test_an_answer_comes_back(desk: Desk) -> None:
    assert desk().ask("echo", "yes") == "yes"


def test_what_is_refused_is_refused_as_itself(desk: Desk) -> None:
    with pytest.raises(InvalidChange, match="no officer Z"):
        desk().ask("refuse")


def test_a_crash_says_so_and_is_counted(desk: Desk) -> None:
    found = desk()
    with pytest.raises(ChildCrashed, match=r"SIGSEGV.*Ask again"):
        found.ask("crash")
    with pytest.raises(InvalidChange):
        found.ask("refuse")
    found.ask("echo", "")
    assert found.tally.snapshot()[0] == {"crashed": 1, "refused": 1, "answered": 1}


def test_a_bomb_meets_the_limit_and_says_which(desk: Desk) -> None:
    with pytest.raises(ChildOutOfMemory, match="512 MiB"):
        desk().ask("eat")


def test_a_question_that_holds_more_than_its_share_ends_when_all_memory_is_taken(desk: Desk) -> None:
    found = desk(memory_bytes=512 * MIB)
    with pytest.raises(MemoryUsedUp, match=r"All 512 MiB.*share of \d+ MiB.*CASELOAD_MEMORY_BYTES"):
        found.ask("hold_elsewhere")
    assert found.ask("echo", "and then?") == "and then?"
    assert found.tally.snapshot()[0] == {"out_of_memory": 1, "answered": 1}


def test_what_hangs_is_ended(desk: Desk) -> None:
    with pytest.raises(ChildTimedOut, match="more than 1 s"):
        desk(question_limit_s=1).ask("hang")


def test_who_finds_no_place_is_told_to_come_back(slow: QueryRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PATIENCE_S", 0.0)
    ended: list[Exception] = []

    def wait_for_it() -> None:
        try:
            slow.ask("hang")
        except ChildCancelled as error:
            ended.append(error)

    thread = threading.Thread(target=wait_for_it)
    with slow.place(), pytest.raises(TooBusy, match="few seconds"):
        slow.ask("echo", "no")
    thread.start()
    slow.close()
    thread.join()
    assert "about to end" in str(ended[0])


def test_those_who_wait_are_bounded_too(slow: QueryRunner) -> None:
    with slow.place():
        waiting = [threading.Thread(target=_ignored, args=(slow,)) for _ in range(queries.WAITING)]
        for thread in waiting:
            thread.start()
        while slow.waiting < queries.WAITING:
            pass
        with pytest.raises(TooBusy):
            slow.ask("echo", "at once, without waiting")
    for thread in waiting:
        thread.join()
    assert slow.waiting == 0
    assert slow.ask("echo", "there is room again") == "there is room again"


def _ignored(slow: QueryRunner) -> None:
    assert slow.ask("echo", "waited") == "waited"
