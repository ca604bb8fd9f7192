"""GLOP: single linear programs, and the relaxation of what is not settled yet, solved again and again while it shrinks.

It goes on from the basis that it ended with, which is still dual feasible when variables are fixed to 0: a few steps
of the dual simplex method do, where a new start would take hundreds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.budget import Budget
from solver.engines.math_opt import Answer, Ending, FloatModel, ask

UNITS_A_SOLVE, UNITS_A_STEP = 5e-3, 1.1e-7
"""Of work to solve what is left again, and for one step of the simplex method, for each row. Every step is far cheaper
than in a program that was not solved before: what changes is near the basis."""


def solve_lp(model: FloatModel) -> Answer:
    """The optimum of a linear program; an answer without a point where there is none, or GLOP lost its way."""
    from ortools.math_opt import parameters_pb2

    answer = ask(model, "SOLVER_TYPE_GLOP", parameters_pb2.SolveParametersProto())
    return answer if answer.ending is Ending.OPTIMAL else replace(answer, x=None, dual=None)


class IncrementalAssignmentLp:
    """A relaxation from which officers and units are taken out one after the other.

    Parameters
    ----------
    cost, ticks : arrays, shape (units, officers)
    hours, places : int64 arrays, shape (officers,)
    size : int64 array, shape (units,)
    keep : bool array, shape (units, officers)
        Pairs that it knows.
    free : bool array, shape (units,)
        Units that are to be placed.

    Attributes
    ----------
    value : float
        Cost of the best fractional plan.
    share : float64 array, shape (units, officers)
        That plan.
    unit, hour, place : float64 arrays, shapes (units,), (officers,), (officers,)
        Prices of placing a unit, of a tick and of a place.
    """

    def __init__(
        self, cost: Floats, ticks: Ints, hours: Ints, size: Ints, places: Ints, keep: Flags, free: Flags
    ) -> None:
        units, officers = cost.shape
        from ortools.math_opt.python import mathopt

        self._mathopt = mathopt
        model = mathopt.Model()
        self._i, self._j = np.nonzero(keep)
        whole = [model.add_linear_constraint(lb=one, ub=one) for one in free.astype(np.float64).tolist()]
        load = [model.add_linear_constraint(ub=float(h)) for h in hours.tolist()]
        scarce = places < int(size.sum())
        seats = {j: model.add_linear_constraint(ub=float(places[j])) for j in np.flatnonzero(scarce).tolist()}
        self._x = []
        price = cost[self._i, self._j].tolist()
        took = ticks[self._i, self._j].tolist()
        for i, j, c, t in zip(self._i.tolist(), self._j.tolist(), price, took, strict=True):
            x = model.add_variable(lb=0.0)
            whole[i].set_coefficient(x, 1.0)
            load[j].set_coefficient(x, float(t))
            if j in seats:
                seats[j].set_coefficient(x, float(size[i]))
            model.objective.set_linear_coefficient(x, c)
            self._x.append(x)
        self._whole, self._load, self._seats = whole, load, seats
        self._of_officer = [np.flatnonzero(self._j == j).tolist() for j in range(officers)]
        start = np.searchsorted(self._i, np.arange(units + 1))
        self._of_unit = [range(a, b) for a, b in pairwise(start.tolist())]
        self._number = {x: k for k, x in enumerate(self._x)}
        # most values are 0, and reading them takes longer than solving
        self._wanted = mathopt.ModelSolveParameters(
            variable_values_filter=mathopt.SparseVectorFilter(skip_zero_values=True),
            reduced_costs_filter=mathopt.SparseVectorFilter(filtered_items=()),
        )
        self._solver = mathopt.IncrementalSolver(model, mathopt.SolverType.GLOP)
        self.unit, self.hour, self.place = np.zeros(units), np.zeros(officers), np.zeros(officers)
        self.share: Floats = np.zeros(cost.shape)
        self.value = 0.0
        self._took, self._takes = ticks, size

    def solve(self, budget: Budget) -> bool:
        """Solve it again; false where it has no solution, or the time is over."""
        if budget.over:
            return False
        limit = timedelta(seconds=max(0.01, budget.left_s))
        result = self._solver.solve(params=self._mathopt.SolveParameters(time_limit=limit), model_params=self._wanted)
        rows = len(self._whole) + len(self._load)
        budget.charge(UNITS_A_SOLVE + result.solve_stats.simplex_iterations * rows * UNITS_A_STEP)
        if result.termination.reason != self._mathopt.TerminationReason.OPTIMAL:
            if result.termination.limit == self._mathopt.Limit.TIME:
                budget.clock.ended = True
            return False
        self.value = result.objective_value()
        value = result.variable_values()
        used = [self._number[x] for x in value]
        self.share[:] = 0
        self.share[self._i[used], self._j[used]] = list(value.values())
        self.unit = np.array(result.dual_values(self._whole))
        self.hour = np.maximum(-np.array(result.dual_values(self._load)), 0)
        if self._seats:
            self.place[list(self._seats)] = np.maximum(-np.array(result.dual_values(self._seats.values())), 0)
        return True

    @property
    def charge(self) -> Floats:
        """What the hours and places that a unit takes are worth. Shape (units, officers)."""
        return self.hour * self._took + self.place * self._takes[:, None]

    def close(self, officer: int, units: Ints) -> None:
        """Leave an officer out, and the units that they were given."""
        for k in self._of_officer[officer]:
            self._x[k].upper_bound = 0.0
        for i in units.tolist():
            self._whole[i].lower_bound = 0.0
            self._whole[i].upper_bound = 0.0
            for k in self._of_unit[i]:
                self._x[k].upper_bound = 0.0
