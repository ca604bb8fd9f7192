"""GLOP: single linear programs, and programs that are solved again and again while they shrink or grow.

It goes on from the basis that it ended with, which is still dual feasible when variables are fixed to 0, and still
feasible when columns are added: a few steps of the simplex method do, where a new start would take hundreds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.budget import Budget
from solver.engines.math_opt import (
    INFINITY,
    Answer,
    Ending,
    FloatModel,
    answer_of,
    ask,
    write_matrix,
    write_variables,
    write_vector,
)

UNITS_A_SOLVE, UNITS_A_STEP = 5e-3, 1.1e-7
"""Of work to solve what is left again, and for one step of the simplex method, for each row. Every step is far cheaper
than in a program that was not solved before: what changes is near the basis."""
UNITS_A_PIVOT = 1.5e-7
"""The same where columns are added."""


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


class RestrictedMasterLp:
    """The cheapest way to cover units by sets of units, one for each officer, among the sets that it knows so far.

    The price of a unit is kept within a box: a unit may also be had for the upper end, and be given away for the lower
    one. It is asked by MathOpt's messages, because reading thousands of columns one by one takes longer than solving.

    Parameters
    ----------
    owner : int64 array, shape (columns,)
        The officer of each set.
    held : bool array, shape (columns, units)
    cost : float64 array, shape (columns,)
    officers : int
    centre : float64 array, shape (units,)
        Middle of the box.
    width : float, cost, >= 0
        From there to either end. Nothing is given away for less than 0.

    Attributes
    ----------
    value : float
        Cost of the best fractional choice.
    share : float64 array, shape (columns,)
        That choice, in the order in which the sets were given and added.
    outside : float
        Units that it has or gives away at an end of the box; 0 where the box makes no difference.
    unit, officer : float64 arrays, shapes (units,) and (officers,)
        Prices.
    """

    def __init__(self, owner: Ints, held: Flags, cost: Floats, officers: int, centre: Floats, width: float) -> None:
        from ortools.math_opt import parameters_pb2
        from ortools.math_opt.core.python import solver

        units = held.shape[1]
        self._units, self._officers, self._columns = units, officers, len(owner)
        at, unit = np.nonzero(held)
        every = np.arange(units)
        first = 2 * units
        model = FloatModel(
            cost=np.concatenate([*_ends(centre, width), cost]),
            low=np.zeros(first + len(owner)),
            high=np.full(first + len(owner), INFINITY),
            row=np.concatenate([every, every, unit, units + owner]),
            column=np.concatenate([every, units + every, first + at, first + np.arange(len(owner))]),
            value=np.concatenate([np.ones(units), -np.ones(units), np.ones(len(unit) + len(owner))]),
            row_low=np.concatenate([np.ones(units), np.full(officers, -INFINITY)]),
            row_high=np.concatenate([np.full(units, INFINITY), np.ones(officers)]),
            whole=np.zeros(first + len(owner), np.bool_),
        )
        initial = parameters_pb2.SolverInitializerProto()
        self._solver = solver.new(parameters_pb2.SOLVER_TYPE_GLOP, model.message(), initial)
        self.value = self.outside = 0.0
        self.share: Floats = np.zeros(len(owner))
        self.unit, self.officer = centre.copy(), np.zeros(officers)

    def solve(self, budget: Budget) -> bool:
        """Solve it again; false where it has no solution, or the time is over."""
        from ortools.math_opt import callback_pb2, model_parameters_pb2, parameters_pb2

        if budget.over:
            return False
        parameters = parameters_pb2.SolveParametersProto()
        parameters.time_limit.FromTimedelta(timedelta(seconds=max(0.01, budget.left_s)))
        wanted, told = model_parameters_pb2.ModelSolveParametersProto(), callback_pb2.CallbackRegistrationProto()
        rows = self._units + self._officers
        answer = answer_of(
            lambda: self._solver.solve(parameters, wanted, None, told, None, None),
            2 * self._units + self._columns,
            rows,
        )
        budget.charge(UNITS_A_SOLVE + answer.steps * rows * UNITS_A_PIVOT)
        if answer.timed_out:
            budget.clock.ended = True
        x, price = answer.x, answer.dual
        if answer.ending is not Ending.OPTIMAL or x is None or price is None:
            return False
        self.value = answer.objective
        self.outside, self.share = float(x[: 2 * self._units].sum()), x[2 * self._units :]
        self.unit, self.officer = price[: self._units], price[self._units :]
        return True

    def add(self, owner: Ints, held: Flags, cost: Floats) -> None:
        """Let more sets in."""
        update = self._update()
        number = 2 * self._units + self._columns + np.arange(len(owner))
        self._columns += len(owner)
        new = np.zeros(len(number))
        write_variables(update.new_variables, number, new, new + INFINITY, new > 0)
        write_vector(update.objective_updates.linear_coefficients, number, cost)
        at, unit = np.nonzero(held)
        row, column = np.concatenate([unit, self._units + owner]), np.concatenate([number[at], number])
        write_matrix(update.linear_constraint_matrix_updates, row, column, np.ones(len(row)))
        self._solver.update(update)

    def move_box(self, centre: Floats, width: float) -> None:
        """Another box for the prices of units."""
        update = self._update()
        write_vector(
            update.objective_updates.linear_coefficients,
            np.arange(2 * self._units),
            np.concatenate(_ends(centre, width)),
        )
        self._solver.update(update)

    def close(self, units: Ints, columns: Ints) -> None:
        """Leave units out, and sets."""
        update = self._update()
        out = np.concatenate([units, self._units + units, 2 * self._units + columns])
        write_vector(update.variable_updates.upper_bounds, out, np.zeros(len(out)))
        write_vector(update.linear_constraint_updates.lower_bounds, units, np.full(len(units), -INFINITY))
        self._solver.update(update)

    @staticmethod
    def _update() -> Any:
        from ortools.math_opt import model_update_pb2

        return model_update_pb2.ModelUpdateProto()


def _ends(centre: Floats, width: float) -> tuple[Floats, Floats]:
    """What it costs to have a unit at the upper end of its box, and to give it away at the lower one."""
    return centre + width, -np.maximum(centre - width, 0)
