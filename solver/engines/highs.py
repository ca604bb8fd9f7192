"""The linear relaxation of a level: its solution, and the officer prices that prove its bound.

The LP solver works in floating point, so nothing it says is believed: its solution is a hint, and its duals become
prices whose bound is computed again in integers (``bounds/lagrangian.py``).
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Floats
from solver.budget import Budget
from solver.engines.integer_program import UNBOUNDED, IntegerProgram
from solver.errors import SolverFault

LARGE = 24.0
"""Bits of a coefficient from which a program is scaled."""
SCALE_ROUNDS = 5
LOOK_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class LpSolution:
    """What the LP solver says.

    Attributes
    ----------
    x : float64 array, shape (variables,), or None
    dual : float64 array, shape (rows,), or None
        In the program's own scaling of rows; for an infeasible program a Farkas ray where the solver gives one.
    objective : float
    infeasible : bool
    again : callable(seed) or None
        Other solutions that are as good, where there is a choice that the LP solver was spared.
    """

    x: Floats | None
    dual: Floats | None
    objective: float
    infeasible: bool
    again: Callable[[int], Floats] | None = None


NOTHING_KNOWN = LpSolution(None, None, float("-inf"), infeasible=False)
"""The time was over, a stop was asked for, or the LP solver lost its way in floating point."""


def relax(program: IntegerProgram, budget: Budget) -> LpSolution:
    """Solve the relaxation with HiGHS, through MathOpt's protocol buffers (its Python model takes longer to build).

    Measured on 10,000 cases with weights of their own by 50 officers: HiGHS 0.3 s, PDLP 0.9 s, GLOP 3.4 s. HiGHS cannot
    be interrupted through MathOpt (tried with ortools 9.15), so it runs beside the caller, who leaves it to its time
    limit when a stop is asked for.

    Raises
    ------
    SolverFault
        The LP solver ended in a way that it never should.
    """
    if budget.over:
        return NOTHING_KNOWN
    from ortools.math_opt import result_pb2

    scales = scales_of(program)
    result = ask_highs(program, scales, budget)
    if result is None:
        return NOTHING_KNOWN
    reason = result.termination.reason
    if reason == result_pb2.TERMINATION_REASON_OPTIMAL:
        solution = result.solutions[0]
        x = _dense(solution.primal_solution.variable_values, len(program.low)) * scales.column
        dual = _dense(solution.dual_solution.dual_values, len(program.row_low)) * scales.row / scales.goal
        value = float(solution.primal_solution.objective_value) / scales.goal
        return LpSolution(x, dual, value + program.constant, infeasible=False)
    if reason in (
        result_pb2.TERMINATION_REASON_INFEASIBLE,
        result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED,
    ):
        ray = result.dual_rays[0].dual_values if result.dual_rays else None
        prices = _dense(ray, len(program.row_low)) * scales.row if ray else None
        return LpSolution(None, prices, float("inf"), infeasible=True)
    if reason in (
        result_pb2.TERMINATION_REASON_NO_SOLUTION_FOUND,
        result_pb2.TERMINATION_REASON_FEASIBLE,
        result_pb2.TERMINATION_REASON_IMPRECISE,
        result_pb2.TERMINATION_REASON_NUMERICAL_ERROR,
    ):
        return NOTHING_KNOWN
    raise SolverFault(f"the linear relaxation ended with reason {reason}: {result.termination.detail}")


def ask_highs(
    program: IntegerProgram, scales: Scales, budget: Budget, whole: bool = False, options: dict[str, int] | None = None
) -> Any:
    """What HiGHS says of a program: MathOpt's own message, or ``None``.

    ``None`` where a stop was asked for before it was done, or where it lost its way in floating point: a solution whose
    basis and duals contradict each other, for example.

    Parameters
    ----------
    whole : bool
        Variables are whole numbers.
    options : dict of str to int, optional
        Of HiGHS itself.
    """
    from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2
    from ortools.math_opt.core.python import solver

    status: Any = importlib.import_module("pybind11_abseil.status")  # part of ortools
    parameters = parameters_pb2.SolveParametersProto()
    parameters.time_limit.FromNanoseconds(max(1, int(budget.left_s * 1e9)))
    for name, value in (options or {}).items():
        parameters.highs.int_options[name] = value

    def run() -> Any:
        model = _message(program, scales, model_pb2)
        if whole:
            model.variables.integers[:] = [True] * len(program.low)
        return solver.solve(
            model,
            parameters_pb2.SOLVER_TYPE_HIGHS,
            parameters_pb2.SolverInitializerProto(),
            parameters,
            model_parameters_pb2.ModelSolveParametersProto(),
            None,
            callback_pb2.CallbackRegistrationProto(),
            None,
            None,
        )

    try:
        return _beside(run, budget)
    except status.StatusNotOk:
        return None


def _beside(run: Callable[[], Any], budget: Budget) -> Any:
    """Run something that cannot be interrupted; ``None`` where a stop was asked for before it was done."""
    if budget.should_stop is None:
        return run()
    outcome: list[Any] = []
    fault: list[BaseException] = []

    def work() -> None:
        try:
            outcome.append(run())
        except BaseException as error:  # noqa: BLE001 - raised again below, where the caller is
            fault.append(error)

    # not a daemon: C++ code that is cut off at the interpreter's exit aborts the process
    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive() and not budget.should_stop():
        thread.join(LOOK_EVERY_S)
    if fault:
        raise fault[0]
    return outcome[0] if outcome else None


@dataclass(frozen=True, slots=True)
class Scales:
    """Factors of every row, variable and the objective, powers of two; the LP solver sees ``row * A * column``."""

    row: Floats
    column: Floats
    goal: float


def scales_of(program: IntegerProgram) -> Scales:
    """Bring large coefficients near 1: HiGHS refuses those above 1e15 and takes those below 1e-9 for 0.

    Geometric scaling (Fulkerson and Wolfe 1962): by turns, the smallest and largest coefficient of each row, then of
    each variable, are put at the same distance from 1. Programs without large coefficients are left as they are.
    """
    size = np.log2(np.maximum(np.abs(program.coefficient.astype(np.float64)), 1.0))
    row, column = np.zeros(len(program.row_low)), np.zeros(len(program.low))
    if float(size.max(initial=0.0)) < LARGE:
        return Scales(2.0**row, 2.0**column, 1.0)
    for _ in range(SCALE_ROUNDS):
        row = _centred(size + column[program.column], program.row, len(row))
        column = _centred(size + row[program.row], program.column, len(column))
    cost = np.abs(program.cost.astype(np.float64))
    priced = cost > 0
    goal = -float(np.rint((np.log2(cost[priced]) + column[priced]).max())) if priced.any() else 0.0
    return Scales(2.0**row, 2.0**column, 2.0**goal)


def _centred(exponent: Floats, at: NDArray[np.int64], count: int) -> Floats:
    """Exponents that put the smallest and largest entry of each row (or variable) at the same distance from 1."""
    least, most = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(least, at, exponent)
    np.maximum.at(most, at, exponent)
    out, used = np.zeros(count), least <= most
    out[used] = -np.rint((least[used] + most[used]) / 2)
    return out


def _message(program: IntegerProgram, scales: Scales, model_pb2):  # type: ignore[no-untyped-def]
    """The program as MathOpt's own message."""
    model = model_pb2.ModelProto()
    n, rows = len(program.low), len(program.row_low)
    model.variables.ids.extend(range(n))
    model.variables.lower_bounds.extend((program.low.astype(np.float64) / scales.column).tolist())
    model.variables.upper_bounds.extend((program.high.astype(np.float64) / scales.column).tolist())
    model.variables.integers.extend([False] * n)
    used = np.flatnonzero(program.cost)
    model.objective.linear_coefficients.ids.extend(used.tolist())
    cost = program.cost.astype(np.float64) * scales.column * scales.goal
    model.objective.linear_coefficients.values.extend(cost[used].tolist())
    low = np.where(program.row_low <= -UNBOUNDED, -np.inf, program.row_low.astype(np.float64) * scales.row)
    high = np.where(program.row_high >= UNBOUNDED, np.inf, program.row_high.astype(np.float64) * scales.row)
    model.linear_constraints.ids.extend(range(rows))
    model.linear_constraints.lower_bounds.extend(low.tolist())
    model.linear_constraints.upper_bounds.extend(high.tolist())
    order = np.lexsort((program.column, program.row))
    matrix = model.linear_constraint_matrix
    matrix.row_ids.extend(program.row[order].tolist())
    matrix.column_ids.extend(program.column[order].tolist())
    coefficient = program.coefficient.astype(np.float64) * scales.row[program.row] * scales.column[program.column]
    matrix.coefficients.extend(coefficient[order].tolist())
    return model


def _dense(vector, size: int) -> Floats:  # type: ignore[no-untyped-def]
    out = np.zeros(size, np.float64)
    out[np.array(vector.ids, np.int64)] = np.array(vector.values, np.float64)
    return out
