"""CP-SAT over the variables that matter; the rest stays where it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from solver.errors import SolverFault
from solver.problem import Flags, Ints
from solver.program import Program

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long and how hard one search may try.

    Attributes
    ----------
    deadline : float
        ``time.monotonic()`` at which it must be over.
    workers : int
    seed : int
    should_stop : callable returning bool, or None
    """

    deadline: float
    workers: int
    seed: int
    should_stop: Stop | None = None

    @property
    def left_s(self) -> float:
        """Seconds left, 0 or more."""
        return max(0.0, self.deadline - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether the time is over or a stop was asked for."""
        return self.left_s <= 0 or (self.should_stop is not None and self.should_stop())

    def within(self, seconds: float) -> Effort:
        """The same, but for at most this many seconds from now."""
        return Effort(min(self.deadline, time.monotonic() + seconds), self.workers, self.seed, self.should_stop)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search over a core found.

    Attributes
    ----------
    x : int64 array, shape (variables,), or None
        The best point.
    bound : int or None
        Nothing in the core is below this; in the program's objective, constant included.
    complete : bool
        The core was searched to the end: ``x`` is its best point, or (``x is None``) it has none.
    """

    x: Ints | None
    bound: int | None
    complete: bool


def search(
    program: Program,
    low: Ints,
    high: Ints,
    hint: Ints | None,
    effort: Effort,
    below: int | None = None,
    on_point: Callable[[Ints], None] | None = None,
) -> Found:
    """Search the box ``low <= x <= high`` of a program with CP-SAT.

    Parameters
    ----------
    low, high : int64 arrays, shape (variables,)
        Where both are equal the variable is not given to CP-SAT at all.
    hint : int64 array or None
    below : int or None
        Only points whose objective is below this are of interest.
    on_point : callable or None
        Told every better point at once.

    Raises
    ------
    SolverFault
        CP-SAT refused the model: a fault of ours.
    """
    if effort.over:
        return Found(None, None, complete=False)
    from ortools.sat.python import cp_model

    fixed = low == high
    base = np.where(fixed, low, 0)
    free = np.flatnonzero(~fixed)
    rows = _Rows(program, base, ~fixed)
    if rows.contradiction:
        return Found(None, None, complete=True)
    model = cp_model.CpModel()
    variables = [model.new_int_var(lo, hi, "") for lo, hi in zip(low[free].tolist(), high[free].tolist(), strict=True)]
    number = np.full(len(low), -1, np.int64)
    number[free] = np.arange(len(free))
    for start, end, lo, hi in rows.each():
        terms = [variables[i] for i in number[rows.column[start:end]].tolist()]
        total = cp_model.LinearExpr.weighted_sum(terms, rows.coefficient[start:end].tolist())
        model.add_linear_constraint(total, lo, hi)
    constant = program.constant + int(program.cost @ base)
    priced = np.flatnonzero(program.cost[free])
    if len(priced):
        goal = cp_model.LinearExpr.weighted_sum(
            [variables[i] for i in priced.tolist()], program.cost[free][priced].tolist()
        )
        if below is not None:
            model.add(goal <= below - 1 - constant)
        model.minimize(goal)
    elif below is not None and constant >= below:
        return Found(None, None, complete=True)
    if hint is not None:
        for variable, value in zip(variables, hint[free].tolist(), strict=True):
            model.add_hint(variable, value)
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = effort.workers
    parameters.random_seed = effort.seed
    parameters.max_time_in_seconds = max(0.01, effort.left_s)
    parameters.presolve_inclusion_work_limit = 0  # ortools 9.15 returns wrong optima without it (its issue 5293)
    parameters.catch_sigint_signal = False
    parameters.linearization_level = 2

    def full(values: list[int]) -> Ints:
        x = base.copy()
        x[free] = values
        return x

    class Told(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
        def on_solution_callback(self) -> None:
            if on_point is not None:
                on_point(full([self.value(v) for v in variables]))

    with _Watch(solver, effort):
        status = solver.solve(model, Told() if on_point is not None else None)
    if status == cp_model.MODEL_INVALID:
        raise SolverFault(f"CP-SAT refused the model: {model.validate()}")
    if status == cp_model.INFEASIBLE:
        return Found(None, None, complete=True)
    bound = round(solver.best_objective_bound) + constant if len(priced) else None
    if status == cp_model.UNKNOWN:
        return Found(None, bound, complete=False)
    x = full([solver.value(v) for v in variables])
    complete = status == cp_model.OPTIMAL
    if complete and len(priced):
        bound = round(solver.objective_value) + constant
    return Found(x, bound, complete)


class _Watch:
    """Asks CP-SAT to stop, again and again until it does: a request before the search starts would be lost."""

    def __init__(self, solver: object, effort: Effort) -> None:
        self._solver, self._effort = solver, effort
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> None:
        if self._effort.should_stop is not None:
            self._thread.start()

    def _run(self) -> None:
        while not self._done.wait(0.05):
            if self._effort.over:
                self._solver.stop_search()  # type: ignore[attr-defined]

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()


class _Rows:
    """Rows over the free variables only, with what the fixed ones use taken off both sides."""

    def __init__(self, program: Program, base: Ints, free: Flags) -> None:
        used = np.zeros(len(program.row_low), np.int64)
        np.add.at(used, program.row, program.coefficient * base[program.column])
        low, high = program.row_low - used, program.row_high - used
        live = free[program.column]
        order = np.argsort(program.row[live], kind="stable")
        self.column = program.column[live][order]
        self.coefficient = program.coefficient[live][order]
        self._start = np.searchsorted(program.row[live][order], np.arange(len(low) + 1))
        empty = self._start[1:] == self._start[:-1]
        self.contradiction = bool((empty & ((low > 0) | (high < 0))).any())
        self._low, self._high, self._empty = low, high, empty

    def each(self) -> Iterator[tuple[int, int, int, int]]:
        """First and last entry of each row that is not empty, and its sides."""
        for row in np.flatnonzero(~self._empty).tolist():
            yield int(self._start[row]), int(self._start[row + 1]), int(self._low[row]), int(self._high[row])
