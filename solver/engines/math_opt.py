"""MathOpt's messages: a model in arrays becomes one, and the answer becomes ours. HiGHS and GLOP are asked this way.

Messages are written directly, because MathOpt's Python model takes longer to build than many programs take to solve.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

import numpy as np

from solver.arrays import Flags, Floats, Ints

INFINITY = float("inf")
UNITS_AN_ENTRY = 4e-6
"""Of work to write down and presolve a model, for each of its entries."""
UNITS_A_STEP = 1e-6
"""Of work for one step of the simplex method, for each row."""


@dataclass(slots=True)
class FloatModel:
    """Minimise ``cost · x`` with ``low <= x <= high`` and ``row_low <= A x <= row_high``, in floating point.

    Attributes
    ----------
    cost, low, high : float64 arrays, shape (variables,)
    row, column : int64 arrays, shape (entries,), and value : float64 array
        The entries of A.
    row_low, row_high : float64 arrays, shape (rows,)
    whole : bool array, shape (variables,)
        Variables that are whole numbers.
    """

    cost: Floats
    low: Floats
    high: Floats
    row: Ints
    column: Ints
    value: Floats
    row_low: Floats
    row_high: Floats
    whole: Flags

    def message(self) -> Any:
        """The model as MathOpt's own message."""
        from ortools.math_opt import model_pb2

        model = model_pb2.ModelProto()
        write_variables(model.variables, np.arange(len(self.low)), self.low, self.high, self.whole)
        used = np.flatnonzero(self.cost)
        write_vector(model.objective.linear_coefficients, used, self.cost[used])
        model.linear_constraints.ids.extend(range(len(self.row_low)))
        model.linear_constraints.lower_bounds.extend(self.row_low.tolist())
        model.linear_constraints.upper_bounds.extend(self.row_high.tolist())
        write_matrix(model.linear_constraint_matrix, self.row, self.column, self.value)
        return model


def write_variables(message: Any, ids: Ints, low: Floats, high: Floats, whole: Flags) -> None:
    """Write variables and their ranges into a message; their numbers must rise."""
    message.ids.extend(ids.tolist())
    message.lower_bounds.extend(low.tolist())
    message.upper_bounds.extend(high.tolist())
    message.integers.extend(whole.tolist())


def write_vector(message: Any, ids: Ints, values: Floats) -> None:
    """Write some entries of a vector into a message; their numbers must rise."""
    message.ids.extend(ids.tolist())
    message.values.extend(values.tolist())


def write_matrix(message: Any, row: Ints, column: Ints, value: Floats) -> None:
    """Write entries of a matrix into a message, in any order."""
    order = np.lexsort((column, row))
    message.row_ids.extend(row[order].tolist())
    message.column_ids.extend(column[order].tolist())
    message.coefficients.extend(value[order].tolist())


@dataclass(slots=True)
class ModelBuilder:
    """Collects variables and rows one by one, for models that are not large.

    Variables are numbered from 0. Entries of a row that name the same variable are added up.
    """

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    cost: dict[int, float] = field(default_factory=dict)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def variable(self, low: float = 0.0, high: float = INFINITY, whole: bool = False) -> int:
        """One more variable; its number."""
        self.low.append(low)
        self.high.append(high)
        self.whole.append(whole)
        return len(self.low) - 1

    def add_row(self, terms: list[tuple[int, float]], low: float = -INFINITY, high: float = INFINITY) -> None:
        """One more row ``low <= sum of terms <= high``."""
        added: dict[int, float] = {}
        for variable, value in terms:
            added[variable] = added.get(variable, 0.0) + value
        self.rows.append((added, low, high))

    def minimise(self, terms: list[tuple[int, float]]) -> None:
        """What is to be made small."""
        self.cost = {}
        for variable, value in terms:
            self.cost[variable] = self.cost.get(variable, 0.0) + value

    def model(self) -> FloatModel:
        """Everything as arrays."""
        cost = np.zeros(len(self.low))
        cost[list(self.cost)] = list(self.cost.values())
        entries = [(r, c, v) for r, (terms, _, _) in enumerate(self.rows) for c, v in terms.items()]
        return FloatModel(
            cost=cost,
            low=np.array(self.low, np.float64),
            high=np.array(self.high, np.float64),
            row=np.array([r for r, _, _ in entries], np.int64),
            column=np.array([c for _, c, _ in entries], np.int64),
            value=np.array([v for _, _, v in entries], np.float64),
            row_low=np.array([low for _, low, _ in self.rows], np.float64),
            row_high=np.array([high for _, _, high in self.rows], np.float64),
            whole=np.array(self.whole, np.bool_),
        )


class Ending(Enum):
    """How a search ended."""

    OPTIMAL = auto()
    FEASIBLE = auto()
    """A point, and the time was over."""
    INFEASIBLE = auto()
    NOTHING = auto()
    """The time was over, or the engine lost its way in floating point."""
    FAULT = auto()
    """In a way that it never should."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine says, in floating point.

    Attributes
    ----------
    ending : Ending
    x : float64 array, shape (variables,), or None
    dual : float64 array, shape (rows,), or None
        For an infeasible model a Farkas ray where the engine gives one.
    objective, bound : float
        Infinite where there is none.
    detail : str
        What the engine says about it.
    work : float
        Units of work that this took, about seconds of a core (``solver.budget``).
    timed_out : bool
        The time limit ended it.
    steps : int
        Of the simplex method.
    """

    ending: Ending
    x: Floats | None
    dual: Floats | None
    objective: float
    bound: float
    detail: str = ""
    work: float = 0.0
    timed_out: bool = False
    steps: int = 0


def ask(model: FloatModel, solver_type: str, parameters: Any) -> Answer:
    """Ask one of MathOpt's engines.

    Parameters
    ----------
    solver_type : str
        ``SOLVER_TYPE_HIGHS`` or ``SOLVER_TYPE_GLOP``.
    parameters : SolveParametersProto
    """
    from ortools.math_opt import callback_pb2, model_parameters_pb2, parameters_pb2
    from ortools.math_opt.core.python import solver

    def run() -> Any:
        return solver.solve(
            model.message(),
            getattr(parameters_pb2, solver_type),
            parameters_pb2.SolverInitializerProto(),
            parameters,
            model_parameters_pb2.ModelSolveParametersProto(),
            None,
            callback_pb2.CallbackRegistrationProto(),
            None,
            None,
        )

    answer = answer_of(run, len(model.low), len(model.row_low))
    return replace(answer, work=work_of(answer.steps, len(model.row), len(model.row_low)))


def answer_of(run: Callable[[], Any], variables: int, rows: int) -> Answer:
    """What one of MathOpt's engines says, without its work."""
    from ortools.math_opt import result_pb2

    status: Any = importlib.import_module("pybind11_abseil.status")  # part of ortools
    try:
        result = run()
    except status.StatusNotOk:  # a solution whose basis and duals contradict each other, for example
        return Answer(Ending.NOTHING, None, None, INFINITY, -INFINITY)
    timed_out = result.termination.limit == result_pb2.LIMIT_TIME
    steps = int(result.solve_stats.simplex_iterations)
    return replace(_answer(result, variables, rows), steps=steps, timed_out=timed_out)


def work_of(steps: int, entries: int, rows: int) -> float:
    """Units of work for so many steps of the simplex method on a model of that size."""
    return entries * UNITS_AN_ENTRY + steps * rows * UNITS_A_STEP


def _answer(result: Any, variables: int, rows: int) -> Answer:
    """MathOpt's message as ours."""
    from ortools.math_opt import result_pb2

    reason, bound = result.termination.reason, float(result.termination.objective_bounds.dual_bound)
    endings = {
        result_pb2.TERMINATION_REASON_OPTIMAL: Ending.OPTIMAL,
        result_pb2.TERMINATION_REASON_FEASIBLE: Ending.FEASIBLE,
        result_pb2.TERMINATION_REASON_INFEASIBLE: Ending.INFEASIBLE,
        result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED: Ending.INFEASIBLE,
        result_pb2.TERMINATION_REASON_NO_SOLUTION_FOUND: Ending.NOTHING,
        result_pb2.TERMINATION_REASON_IMPRECISE: Ending.NOTHING,
        result_pb2.TERMINATION_REASON_NUMERICAL_ERROR: Ending.NOTHING,
    }
    ending, detail = endings.get(reason, Ending.FAULT), f"reason {reason}: {result.termination.detail}"
    if not result.solutions:
        ray = result.dual_rays[0].dual_values if result.dual_rays else None
        return Answer(ending, None, _dense(ray, rows) if ray else None, INFINITY, bound, detail)
    solution = result.solutions[0]
    x = _dense(solution.primal_solution.variable_values, variables)
    dual = _dense(solution.dual_solution.dual_values, rows) if solution.HasField("dual_solution") else None
    return Answer(ending, x, dual, float(solution.primal_solution.objective_value), bound, detail)


def _dense(vector: Any, size: int) -> Floats:
    out = np.zeros(size, np.float64)
    out[np.array(vector.ids, np.int64)] = np.array(vector.values, np.float64)
    return out
