"""HiGHS: relaxations of integer programs, points by branch-and-bound, and mixed programs in floating point.

It works in floating point, so nothing it says is believed: a solution is a hint, and duals become prices whose bound is
computed again in integers (``bounds/lagrangian.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Floats, Ints
from solver.budget import Budget
from solver.engines.beside import Beside
from solver.engines.integer_program import UNBOUNDED, IntegerProgram
from solver.engines.math_opt import INFINITY, Answer, Ending, FloatModel, ask
from solver.errors import SolverFault

LARGE = 24.0
"""Bits of a coefficient from which a program is scaled."""
SCALE_ROUNDS = 5
LOOK_EVERY_S = 0.05
HIGHS = "SOLVER_TYPE_HIGHS"


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
    """Solve the relaxation of a program.

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
    scales = scales_of(program)
    answer = _unless_stopped(lambda: ask(_scaled(program, scales), HIGHS, _parameters(budget.left_s)), budget)
    if answer is None or answer.ending in (Ending.NOTHING, Ending.FEASIBLE):
        return NOTHING_KNOWN
    if answer.ending is Ending.FAULT:
        raise SolverFault(f"the linear relaxation ended with {answer.detail}")
    dual = None if answer.dual is None else answer.dual * scales.row
    if answer.ending is Ending.INFEASIBLE or answer.x is None:
        return LpSolution(None, dual, float("inf"), infeasible=True)
    value = answer.objective / scales.goal + program.constant
    return LpSolution(answer.x * scales.column, None if dual is None else dual / scales.goal, value, infeasible=False)


def solve_mip(program: IntegerProgram, budget: Budget, options: dict[str, int]) -> Ints | None:
    """A point of a program by branch-and-bound, whatever it costs; ``None`` where none was found, which proves nothing.

    Parameters
    ----------
    options : dict of str to int
        Of HiGHS itself.

    Returns
    -------
    int64 array, shape (variables,)
        Rounded to whole numbers; whoever uses it measures it again.
    """
    scales = scales_of(program)
    if budget.over or bool((scales.column != 1).any()) or bool((scales.row != 1).any()):
        return None  # scaled variables would no longer be whole numbers
    model = _scaled(program, scales)
    model.whole = np.ones(len(program.low), np.bool_)
    answer = _unless_stopped(lambda: ask(model, HIGHS, _parameters(budget.left_s, options)), budget)
    return None if answer is None or answer.x is None else np.rint(answer.x).astype(np.int64)


def solve_float_mip(model: FloatModel, time_limit_s: float, seed: int, gap: float) -> Answer:
    """The best point of a model in floating point, as far as the time allows.

    Parameters
    ----------
    gap : float
        Distance between value and bound at which the search ends, absolute and as a share.

    Raises
    ------
    SolverFault
        HiGHS ended in a way that it never should, or there is no point at all.
    """
    parameters = _parameters(time_limit_s)
    parameters.random_seed = seed
    parameters.relative_gap_tolerance = parameters.absolute_gap_tolerance = gap
    answer = ask(model, HIGHS, parameters)
    if answer.ending in (Ending.FAULT, Ending.INFEASIBLE):
        raise SolverFault(f"the search ended with {answer.detail}")
    return answer


def _parameters(time_limit_s: float, options: dict[str, int] | None = None) -> Any:
    from ortools.math_opt import parameters_pb2

    parameters = parameters_pb2.SolveParametersProto()
    # with more threads, what it ends with might depend on who was first
    parameters.highs.int_options["threads"] = 1
    parameters.highs.string_options["parallel"] = "off"
    parameters.time_limit.FromNanoseconds(max(1, int(time_limit_s * 1e9)))
    for name, value in (options or {}).items():
        parameters.highs.int_options[name] = value
    return parameters


def _unless_stopped(run: Callable[[], Answer], budget: Budget) -> Answer | None:
    """Run something that cannot be interrupted; ``None`` where a stop was asked for before it was done."""
    if budget.should_stop is None:
        return _charged(run(), budget)
    beside = Beside(run)
    while not beside.done() and not budget.should_stop():
        beside.done(LOOK_EVERY_S)
    if not beside.done():
        budget.clock.ended = True
        return None
    return _charged(beside.answer(), budget)


def _charged(answer: Answer, budget: Budget) -> Answer:
    """Count an answer's work, and remember where it was the clock that ended it."""
    budget.charge(answer.work)
    if answer.timed_out:
        budget.clock.ended = True
    return answer


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


def _scaled(program: IntegerProgram, scales: Scales) -> FloatModel:
    """The program in floating point, scaled."""
    low, high = program.row_low.astype(np.float64) * scales.row, program.row_high.astype(np.float64) * scales.row
    coefficient = program.coefficient.astype(np.float64)
    return FloatModel(
        cost=program.cost.astype(np.float64) * scales.column * scales.goal,
        low=program.low.astype(np.float64) / scales.column,
        high=program.high.astype(np.float64) / scales.column,
        row=program.row,
        column=program.column,
        value=coefficient * scales.row[program.row] * scales.column[program.column],
        row_low=np.where(program.row_low <= -UNBOUNDED, -INFINITY, low),
        row_high=np.where(program.row_high >= UNBOUNDED, INFINITY, high),
        whole=np.zeros(len(program.low), np.bool_),
    )
