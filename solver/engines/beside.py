"""Calls side by side; and one that runs beside its caller, who no longer waits for it once a stop is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Beside(Generic[Answer]):
    """A call that is under way in a thread of its own from the moment that this is made.

    Parameters
    ----------
    call : callable()
        What it answers, or the fault that it ends with, is handed on by :meth:`answer`.
    """

    def __init__(self, call: Callable[[], Answer]) -> None:
        self._answers: list[Answer] = []
        self._faults: list[BaseException] = []

        def run() -> None:
            try:
                self._answers.append(call())
            except BaseException as fault:  # noqa: BLE001 - raised again by answer(), where the caller is
                self._faults.append(fault)

        # not a daemon: C++ code that is cut off at the interpreter's exit aborts the process
        self._thread = threading.Thread(target=run)
        self._thread.start()

    def done(self, wait_s: float = 0.0) -> bool:
        """Whether it is over, after waiting for at most so many seconds."""
        self._thread.join(wait_s)
        return not self._thread.is_alive()

    def answer(self) -> Answer:
        """What the call answers, once it is over.

        Raises
        ------
        BaseException
            Whatever the call raised.
        """
        self._thread.join()
        if self._faults:
            raise self._faults[0]
        return self._answers[0]


def side_by_side(calls: Sequence[Callable[[], Answer]], workers: int) -> list[Answer]:
    """Make calls, at most ``workers`` at once; their answers, in the order in which they were given.

    None of them may rest on what another one does: so the answers are the same with any number of workers.
    """
    crew = min(workers, len(calls))
    if crew < 2:
        return [call() for call in calls]
    with ThreadPoolExecutor(crew) as pool:
        return list(pool.map(lambda call: call(), calls))
