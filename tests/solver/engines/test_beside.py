"""A call beside its caller: it goes on meanwhile, and its answer or its fault arrives where it is asked for."""

from __future__ import annotations

import threading
import time
from functools import partial

import pytest

from solver.engines.beside import Beside, side_by_side


def test_the_caller_goes_on_while_it_runs_and_has_its_answer_in_the_end() -> None:
    go_on = threading.Event()

    def call() -> int:
        go_on.wait(60)
        return 7

    beside = Beside(call)
    assert not beside.done()
    assert not beside.done(wait_s=0.01)
    go_on.set()
    assert beside.answer() == 7
    assert beside.done()
    assert beside.answer() == 7


@pytest.mark.parametrize("fault", [ValueError("no such row"), KeyboardInterrupt(), SystemExit(3)])
def test_its_fault_is_raised_where_the_answer_is_asked_for(fault: BaseException) -> None:
    def call() -> None:
        raise fault

    beside = Beside(call)
    assert beside.done(wait_s=60)
    with pytest.raises(type(fault)) as raised:
        beside.answer()
    assert raised.value is fault


def test_the_interpreter_waits_for_it_at_its_exit() -> None:
    """C++ code that is cut off there aborts the process."""
    here = []
    beside = Beside(lambda: here.append(threading.current_thread().daemon))
    beside.answer()
    assert here == [False]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_calls_side_by_side_give_their_results_in_order(workers: int) -> None:
    def slow_first(place: int) -> int:
        time.sleep(0.02 * (place == 0))
        return place

    assert side_by_side([partial(slow_first, place) for place in range(4)], workers) == [0, 1, 2, 3]
    assert side_by_side([], workers) == []
