"""One turn: which parts wait, who has begun which, and which are planned. Shared by everybody who plans them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from solver.budget import Budget, Stop
from solver.lexicographic.assistance import NOBODY, Helpers, SentPart
from solver.lexicographic.errand import Errand, packed, result_of
from solver.lexicographic.part import PartResult, PartTask

LOOK_EVERY_S = 0.25


def _nobody_waits(_part: int, _planned: PartResult) -> None:
    """Nothing is done about it."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how parts go.

    Attributes
    ----------
    tell : callable(part, level, value, bound)
    finished : callable(part, planned)
        Called when a part is planned for the first time.
    """

    tell: Callable[[int, str, int, int], None]
    finished: Callable[[int, PartResult], None] = _nobody_waits


def size_of(task: PartTask) -> int:
    """By which work is shared out: columns, and one."""
    return len(task.part.column_class) + 1


class Turn:
    """Parts that are to be planned once. Safe to share between threads.

    Parameters
    ----------
    tasks : sequence of PartTask
        One or more.
    budget : Budget
        For all of them.
    watch : Watch
    crew : int
        How many plan parts here at the same time.
    helpers : Helpers
        Who may plan parts besides.
    """

    def __init__(self, tasks: Sequence[PartTask], budget: Budget, watch: Watch, crew: int, helpers: Helpers) -> None:
        # largest first, so that the last one to finish is a small one
        self._tasks = {task.number: task for task in sorted(tasks, key=lambda task: -size_of(task))}
        self._budget, self._watch, self._helpers, self.crew = budget, watch, helpers, crew
        columns = sum(size_of(task) for task in tasks)
        self._work = budget.left / max(1, columns)
        self._columns_left = columns
        self._offered: frozenset[int] = frozenset()
        self._here: set[int] = set()
        self._elsewhere: set[int] = set()
        """Parts that helpers have begun, as far as is known here."""
        self._done: dict[int, PartResult] = {}
        self._faults: list[BaseException] = []
        self._changed = threading.Condition()
        self._is_hurried = False

    @contextmanager
    def offered(self) -> Iterator[None]:
        """Within the block helpers may plan parts, too: those with work enough to be worth a journey."""
        params = next(iter(self._tasks.values())).params.parallel
        tasks = self._tasks.items()
        sizes = {n: size_of(task) for n, task in tasks if size_of(task) * task.times * self._work >= params.least_work}
        with self._helpers.offering(sizes if len(sizes) > 1 else {}, self) as offered:
            self._offered = offered
            yield

    @property
    def stop(self) -> Stop | None:
        """Whether what is planned here is to end."""
        return self._budget.should_stop if self._helpers is NOBODY else self.is_over

    def is_over(self) -> bool:
        """Whether somebody asked for a stop, or one has failed: then there will be no plan, and the rest is in vain."""
        return bool(self._faults) or (self._budget.should_stop is not None and self._budget.should_stop())

    def next_errand(self) -> Errand | None:
        """The next part for this process; waits as long as helpers may still give one up. None: nothing is left."""
        patience_s = next(iter(self._tasks.values())).params.parallel.patience_s
        gives_up_at = None
        while (free := self._free()) and not self._faults:
            if self._helpers_will_do() and not self.is_over() and not self._budget.cut_off():
                self._helpers.idle()
            # the largest first, whoever may have it; while it is somebody else's, the others
            theirs = [number for number in free if number in self._offered]
            taken = self._helpers.take(theirs) if free[0] in self._offered else None
            for number in [number for number in free if number == taken or number not in self._offered]:
                if (errand := self._begin(number)) is not None:
                    return errand
            if not theirs:
                continue  # another thread was quicker
            if gives_up_at is None and (self._budget.cut_off() or self._is_hurried):
                gives_up_at = time.monotonic() + patience_s
                self._hurry()
            if gives_up_at is not None and time.monotonic() >= gives_up_at:
                self._helpers.seize(theirs[0])
                if (errand := self._begin(theirs[0])) is not None:
                    return errand
            with self._changed:
                self._changed.wait(LOOK_EVERY_S)
        return None

    def planned(self, number: int, result: PartResult) -> None:
        """Take in what came of a part that was planned here."""
        with self._changed:
            self._done[number] = result
            self._changed.notify_all()
        self._watch.finished(number, result)

    def lasts(self, seconds: float) -> bool:
        """Whether, after some time, there are still parts that nobody has begun; at once where there are none."""
        with self._changed:
            return not self._changed.wait_for(lambda: bool(self._faults) or not self._some_free(), seconds)

    def failed(self, fault: BaseException) -> None:
        """There will be no plan."""
        with self._changed:
            self._faults.append(fault)
            self._changed.notify_all()

    def done(self) -> dict[int, PartResult]:
        """Every part's plan, at the end; or what went wrong is raised."""
        if self._faults:
            raise self._faults[0]
        self._budget.charge(sum(result.work for result in self._done.values()))
        if any(result.clock_ended for result in self._done.values()):
            self._budget.clock.ended = True
        return self._done

    def errand(self, number: int) -> SentPart | None:
        """What a helper needs for a part that it has begun; None: it is no longer wanted."""
        try:
            with self._changed:
                if not self._is_free(number):
                    return None
                errand = self._errand(self._tasks[number])
                self._elsewhere.add(number)
            return SentPart(packed(errand), errand.seconds)
        except Exception as fault:  # noqa: BLE001 - raised by done(), in the thread that wants the plan
            self.failed(fault)
            return None

    def tell(self, number: int, level: str, value: int, bound: int) -> None:
        """How a part goes that is planned here."""
        self._watch.tell(number, level, value, bound)

    def told(self, number: int, level: str, value: int, bound: int) -> None:
        """How a part goes that a helper plans."""
        try:
            self._watch.tell(number, level, value, bound)
        except Exception as fault:  # noqa: BLE001 - raised by done(), in the thread that wants the plan
            self.failed(fault)

    def came(self, number: int, result: bytes) -> None:
        """Take in what a helper made of a part, unless it was given up meanwhile."""
        try:
            found = result_of(result)
            with self._changed:
                if not self._is_free(number):
                    return
                self._done[number] = found
                self._changed.notify_all()
            self._watch.finished(number, found)
        except Exception as fault:  # noqa: BLE001 - raised by done(), in the thread that wants the plan
            self.failed(fault)

    def _free(self) -> list[int]:
        """Parts that are neither planned nor begun here, the largest first."""
        with self._changed:
            return [number for number in self._tasks if self._is_free(number)]

    def _helpers_will_do(self) -> bool:
        """Whether every part that nobody has begun can wait for one of the helpers who are at work."""
        with self._changed:
            theirs = self._elsewhere - self._done.keys() - self._here
            open_ = [number for number in self._offered if self._is_free(number) and number not in theirs]
            return bool(theirs) and len(open_) <= len(theirs) and all(map(self._is_offered, self._tasks))

    def _is_offered(self, number: int) -> bool:
        return number in self._offered or not self._is_free(number)

    def _some_free(self) -> bool:
        return any(self._is_free(number) for number in self._tasks)

    def _is_free(self, number: int) -> bool:
        """Whether a part of this turn is neither planned nor begun here; the caller holds the lock."""
        return number in self._tasks and number not in self._done and number not in self._here

    def _begin(self, number: int) -> Errand | None:
        with self._changed:
            if not self._is_free(number):
                return None
            self._here.add(number)
            self._changed.notify_all()
            return self._errand(self._tasks[number])

    def _errand(self, task: PartTask) -> Errand:
        budget, size = self._budget, size_of(task)
        seconds = min(budget.left_s, budget.left_s * self.crew * size / max(size, self._columns_left))
        self._columns_left -= size
        beside = min(self.crew, len(self._tasks) - len(self._done))  # the last one has all threads for itself
        return Errand(task, seconds, self._work * size * task.times, max(1, budget.workers // beside), budget.seed)

    def _hurry(self) -> None:
        if not self._is_hurried:
            self._is_hurried = True
            self._helpers.hurry()
