"""CP-SAT over the variables that matter; the rest stays where it is.

Every search has one worker and a limit in CP-SAT's own measure of work, so that it ends at the same point every time,
on a machine of any speed. Several cores are used by several searches side by side (``beside.py``).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Ints
from solver.budget import Budget
from solver.engines.integer_program import IntegerProgram
from solver.errors import SolverFault

EXACT_FLOAT = 2.0**52
UNITS = 5.0
"""Of work in one unit of CP-SAT's deterministic time: measured, 2 to 12 s of a core."""
UNITS_A_TERM, UNITS_AN_ENTRY = 1e-5, 1e-7
"""Of work to write down and presolve a model, for each of its terms; and to find these, for each of the program's."""


@dataclass(frozen=True, slots=True)
class SearchResult:
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


NEARLY = 0.98
"""Of its limit of work, which a search has used that was not ended by the clock, or by a stop."""


def search(
    program: IntegerProgram,
    low: Ints,
    high: Ints,
    hint: Ints | None,
    budget: Budget,
    below: int | None = None,
    on_point: Callable[[Ints], None] | None = None,
) -> SearchResult:
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
    core = _core(program, (low, high), hint, budget, below)
    return core if isinstance(core, SearchResult) else core.solve(budget, on_point)


def search_by_turns(program: IntegerProgram, hint: Ints, budget: Budget, below: int) -> SearchResult:
    """Search all of a program with all of CP-SAT's searches by turns, its own neighbourhoods among them, in one thread.

    Better points of what is hard, for more than a few units of work; it may take some more than the budget has.

    Parameters
    ----------
    hint : int64 array, shape (variables,)
    below : int
        Only points whose objective is below this are of interest.
    """
    core = _core(program, (program.low, program.high), hint, budget, below)
    return core if isinstance(core, SearchResult) else core.solve(budget, None, by_turns=True)


def _core(
    program: IntegerProgram, box: tuple[Ints, Ints], hint: Ints | None, budget: Budget, below: int | None
) -> _Core | SearchResult:
    """The model of a box, or what is known without a search."""
    low, high = box
    if budget.over:
        return SearchResult(None, None, complete=False)
    fixed = low == high
    base = np.where(fixed, low, 0)
    rows = _Rows(program, base, ~fixed)
    terms = len(rows.column) + len(low) - int(fixed.sum())
    budget.charge(terms * UNITS_A_TERM + len(program.row) * UNITS_AN_ENTRY)
    if rows.contradiction:
        return SearchResult(None, None, complete=True)
    core = _Core(program, low, high, base, np.flatnonzero(~fixed))
    core.add_rows(rows)
    if not core.add_goal(below):
        return SearchResult(None, None, complete=True)
    if hint is not None:
        core.add_hint(hint)
    return core


class _Core:
    """The CP-SAT model of a box: one variable for each of the program's that is free."""

    def __init__(self, program: IntegerProgram, low: Ints, high: Ints, base: Ints, free: Ints) -> None:
        from ortools.sat.python import cp_model

        self._cp, self._program, self._base, self._free = cp_model, program, base, free
        self.model = cp_model.CpModel()
        bounds = zip(low[free].tolist(), high[free].tolist(), strict=True)
        self._variables = [self.model.new_int_var(lo, hi, "") for lo, hi in bounds]
        self._constant = program.constant + int(program.cost @ base)
        self._priced = np.flatnonzero(program.cost[free])

    def add_rows(self, rows: _Rows) -> None:
        """Add every row that is not empty."""
        number = np.full(len(self._base), -1, np.int64)
        number[self._free] = np.arange(len(self._free))
        for start, end, lo, hi in rows.each():
            terms = [self._variables[i] for i in number[rows.column[start:end]].tolist()]
            total = self._cp.LinearExpr.weighted_sum(terms, rows.coefficient[start:end].tolist())
            self.model.add_linear_constraint(total, lo, hi)

    def add_goal(self, below: int | None) -> bool:
        """Add the objective; false where nothing can be below what is wanted."""
        if not len(self._priced):
            return below is None or self._constant < below
        goal = self._cp.LinearExpr.weighted_sum(
            [self._variables[i] for i in self._priced.tolist()],
            self._program.cost[self._free][self._priced].tolist(),
        )
        if below is not None:
            self.model.add(goal <= below - 1 - self._constant)
        self.model.minimize(goal)
        return True

    def add_hint(self, hint: Ints) -> None:
        """Tell CP-SAT where to look first."""
        for variable, value in zip(self._variables, hint[self._free].tolist(), strict=True):
            self.model.add_hint(variable, value)

    def _point(self, value_of: Callable[[object], int]) -> Ints:
        x = self._base.copy()
        x[self._free] = [value_of(v) for v in self._variables]
        return x

    def solve(self, budget: Budget, on_point: Callable[[Ints], None] | None, *, by_turns: bool = False) -> SearchResult:
        """Run CP-SAT and read its answer."""
        solver = self._cp.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1
        parameters.random_seed = budget.seed
        parameters.max_time_in_seconds = max(0.01, budget.left_s)
        parameters.max_deterministic_time = max(1e-6, budget.left / UNITS)
        parameters.presolve_inclusion_work_limit = 0  # ortools 9.15 returns wrong optima without it (its issue 5293)
        parameters.catch_sigint_signal = False
        parameters.linearization_level = 2
        parameters.interleave_search = by_turns
        to_point = self._point

        class Told(self._cp.CpSolverSolutionCallback):  # type: ignore[misc, name-defined]
            def on_solution_callback(self) -> None:
                if on_point is not None:
                    on_point(to_point(self.value))

        with _Watch(solver, budget):
            status = solver.solve(self.model, Told() if on_point is not None else None)
        budget.charge(solver.deterministic_time * UNITS)
        if status == self._cp.MODEL_INVALID:
            raise SolverFault(f"CP-SAT refused the model: {self.model.validate()}")
        if status == self._cp.INFEASIBLE:
            return SearchResult(None, None, complete=True)
        bound = self._bound(solver.best_objective_bound)
        # CP-SAT ends a little before its time, when the next step might take it past that
        if status != self._cp.OPTIMAL and solver.deterministic_time < parameters.max_deterministic_time * NEARLY:
            budget.clock.ended = True
        if status == self._cp.UNKNOWN:
            return SearchResult(None, bound, complete=False)
        x = self._point(solver.value)
        complete = status == self._cp.OPTIMAL
        return SearchResult(x, self._program.value(x) if complete else bound, complete)

    def _bound(self, told: float) -> int | None:
        """CP-SAT's bound as an integer, where a float can hold it."""
        if not len(self._priced) or not abs(told) < EXACT_FLOAT:
            return None
        return round(told) + self._constant


class _Watch:
    """Asks CP-SAT to stop, again and again until it does: a request before the search starts would be lost."""

    def __init__(self, solver: object, budget: Budget) -> None:
        self._solver, self._budget = solver, budget
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> None:
        if self._budget.should_stop is not None:
            self._thread.start()

    def _run(self) -> None:
        while not self._done.wait(0.05):
            if self._budget.cut_off():
                self._solver.stop_search()  # type: ignore[attr-defined]

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()


class _Rows:
    """Rows over the free variables only, with what the fixed ones use taken off both sides."""

    def __init__(self, program: IntegerProgram, base: Ints, free: Flags) -> None:
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
