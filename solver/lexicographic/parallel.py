"""Parts side by side: here, in processes of their own, and with helpers elsewhere, wherever they are to be had."""

from __future__ import annotations

import threading

from solver.budget import Budget, Clock
from solver.formulation.goals.base import RankedGoal
from solver.goals import Goals
from solver.lexicographic.assistance import NOBODY, Helpers
from solver.lexicographic.part import PartResult, PartTask
from solver.lexicographic.process import Worker
from solver.lexicographic.search_params import PARAMS, SearchParams
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
    crew = min(budget.workers, len(tasks))
    if sum(size_of(task) for task in tasks) < tasks[0].params.parallel.worthwhile:
        crew = 1
    turn = Turn(tasks, budget, watch, crew, helpers)
    with turn.offered():
        if crew > 1:
            _side_by_side(turn, tasks[0].params.parallel.stop_every_s)
        else:
            _in_turn(turn)
    return turn.done()


def _in_turn(turn: Turn) -> None:
    """One part after the other, in this process."""
    while (errand := turn.next_errand()) is not None:
        number = errand.task.number

        def tell(level: str, value: int, bound: int, number: int = number) -> None:
            turn.tell(number, level, value, bound)

        turn.planned(number, errand.run(turn.stop, tell))


def _side_by_side(turn: Turn, look_every_s: float) -> None:
    """Parts in processes of their own."""

    def run() -> None:
        try:
            with Worker(turn.is_over, look_every_s) as worker:
                while (errand := turn.next_errand()) is not None:
                    turn.planned(errand.task.number, worker.plan(errand, turn.tell))
        except BaseException as fault:  # noqa: BLE001 - handed on to the caller, who raises it
            turn.failed(fault)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(turn.crew)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
