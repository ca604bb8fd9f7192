"""Parts side by side: here, in processes of their own, and with helpers elsewhere, wherever they are to be had."""

from __future__ import annotations

import threading

from solver.budget import Budget, Clock
from solver.formulation.goals.base import RankedGoal
from solver.goals import Goals
from solver.lexicographic.assistance import NOBODY, Helpers
from solver.lexicographic.part import PartResult, PartTask
from solver.lexicographic.process import Worker
from solver.lexicographic.search_params import PARAMS, ParallelParams, SearchParams
from solver.lexicographic.turn import Turn, Watch, size_of
from solver.model.part import Part


def solve_parts(
    parts: list[Part],
    asked: list[RankedGoal],
    goals: Goals,
    budget: Budget,
    watch: Watch,
    params: SearchParams = PARAMS,
    helpers: Helpers = NOBODY,
) -> list[PartResult]:
    """Plan every part; work and time are shared by their size.

    Then, for as long as there is time, parts with a level that is not proven are taken up again at the first such
    level, each turn with twice the work of the one before. What a part is given depends on its size alone, never on
    how quickly others were done, nor on who plans it, so that its plan is the same with any number of workers.

    Parameters
    ----------
    watch : Watch
        Told how each part goes, and when it is planned; from any thread.
    helpers : Helpers
        Who may plan parts besides.
    """
    tasks = [PartTask(part, number, asked, goals, params) for number, part in enumerate(parts)]
    work = budget.left
    done = _turn(tasks, budget, watch, helpers)
    for _ in range(params.turns):
        tasks = [task.after(done[task.number]) for task in tasks]
        tasks = [task for task in tasks if task.open_level is not None]
        if not tasks or budget.cut_off():
            break
        clock = Clock()
        done |= _turn(tasks, budget.anew(work, clock), Watch(watch.tell), helpers)
        if clock.ended:
            budget.clock.ended = True
            if budget.left_s < params.least_turn_s:
                break  # else a level kept seconds for others that had no need of them
    return [done[number] for number in range(len(parts))]


def _turn(tasks: list[PartTask], budget: Budget, watch: Watch, helpers: Helpers) -> dict[int, PartResult]:
    """Plan some parts, or go on with them: side by side where that is worth starting processes."""
    if not tasks:
        return {}
    params = tasks[0].params.parallel
    turn = Turn(tasks, budget, watch, min(budget.workers, len(tasks)), helpers)
    with turn.offered():
        if turn.crew > 1 and sum(size_of(task) for task in tasks) >= params.worthwhile:
            _side_by_side(turn, params, turn.crew).join()
        else:
            _joined_later(turn, params)
    return turn.done()


def _in_turn(turn: Turn) -> None:
    """One part after the other, in this process."""
    while (errand := turn.next_errand()) is not None:
        number = errand.task.number

        def tell(level: str, value: int, bound: int, number: int = number) -> None:
            turn.tell(number, level, value, bound)

        turn.planned(number, errand.run(turn.stop, tell))


def _joined_later(turn: Turn, params: ParallelParams) -> None:
    """Parts in this process, and in others as well once it has taken long enough: their size does not tell."""
    others = _side_by_side(turn, params, turn.crew - 1, after_s=params.joined_after_s)
    try:
        _in_turn(turn)
    except BaseException as fault:
        turn.failed(fault)
        raise
    finally:
        others.join()


def _side_by_side(turn: Turn, params: ParallelParams, count: int, after_s: float = 0.0) -> _Crew:
    """Parts in processes of their own, as long as there are any by the time that these start."""

    def run() -> None:
        try:
            if not turn.lasts(after_s):
                return
            with Worker(turn.is_over, params.stop_every_s) as worker:
                while (errand := turn.next_errand()) is not None:
                    turn.planned(errand.task.number, worker.plan(errand, turn.tell))
        except BaseException as fault:  # noqa: BLE001 - handed on to the caller, who raises it
            turn.failed(fault)

    return _Crew([threading.Thread(target=run, daemon=True) for _ in range(count)])


class _Crew:
    """Threads, each with its process."""

    def __init__(self, threads: list[threading.Thread]) -> None:
        self._threads = threads
        for thread in threads:
            thread.start()

    def join(self) -> None:
        """Wait until there is nothing left for any of them."""
        for thread in self._threads:
            thread.join()
