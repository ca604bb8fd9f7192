"""The best k cross-trainings or loans, chosen together by a mixed-integer program over the flow of work.

What is trained decides which arcs the flow may use, so the program chooses both: first the fewest missing hours, then,
without losing any of them, the lowest peak. HiGHS works in floating point; so its choice is only a proposal, whose
effect is worked out exactly, and its bound is labelled as what it is.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from solver.analysis.remedies.condensed_problem import Outcome, standing
from solver.analysis.remedies.options import Field, Group
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import Change
from solver.errors import SolverFault
from solver.problem import Problem

TOLERANCE = 1e-7
"""Of all hours: differences of the program below this are not looked at."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Changes that were chosen together.

    Attributes
    ----------
    changes : tuple of Change
        Only those that are needed for the effect; at most as many as were asked for.
    after : Standing
        Exact.
    least_gap_hours : Fraction
        No choice of that size among the candidates leaves fewer hours missing, as far as the search knows. It works in
        floating point; the number is rounded down.
    proven : bool
        The search ended by itself in both steps and chose from all changes, so that no better choice exists.
    """

    changes: tuple[Change, ...]
    after: Outcome
    least_gap_hours: Fraction
    proven: bool


def best_choice(problem: Problem, field: Field, most: int, time_limit_s: float, seed: int = 0) -> Choice:
    """The best changes of a field, at most ``most`` of them: fewest missing hours, then the lowest peak.

    Parameters
    ----------
    problem : Problem
        That the field is of.
    time_limit_s : float, seconds
        For both steps together.
    """
    began = time.monotonic()
    gap = _Program(field, most)
    gap.least_missing()
    first = gap.solve(time_limit_s / 2, seed)
    options: list[tuple[Change, ...]] = [()]
    proven = first.ended
    if first.chosen is not None:
        options.append(_needed(problem, field, first.chosen))
        peak = _Program(field, most)
        peak.least_peak(first.value)
        second = peak.solve(max(0.01, time_limit_s - (time.monotonic() - began)), seed)
        if second.chosen is not None:
            options.append(_needed(problem, field, second.chosen))
        proven = proven and second.ended
    ranked = [(standing(applied(problem, option)), option) for option in options]
    after, chosen = min(ranked, key=lambda each: (each[0].rank, len(each[1])))
    slack = TOLERANCE * max(1.0, sum(group.amount for group in field.groups))
    bound = Fraction(max(0.0, first.bound - slack)) * field.unit_hours
    if proven and after.gap_hours - bound <= Fraction(3 * slack) * field.unit_hours:
        bound = after.gap_hours  # equal, as far as the program can tell
    least_gap = min(Fraction(int(bound * 10_000), 10_000), after.gap_hours)
    return Choice(chosen, after, least_gap, proven and field.complete)


def _needed(problem: Problem, field: Field, chosen: Sequence[int]) -> tuple[Change, ...]:
    """The chosen changes without those that add nothing, found out exactly."""
    changes = [field.candidates[number] for number in chosen]
    rank = standing(applied(problem, changes)).rank
    for change in tuple(changes):
        rest = [other for other in changes if other is not change]
        if standing(applied(problem, rest)).rank <= rank:
            changes = rest
    return tuple(changes)


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a program ended: chosen changes (None: nothing found), value, bound, and whether they agree."""

    chosen: tuple[int, ...] | None
    value: float
    bound: float
    ended: bool


class _Program:
    """One mixed-integer program."""

    def __init__(self, field: Field, most: int) -> None:
        from ortools.math_opt.python import mathopt

        self._mathopt, self._field = mathopt, field
        self._model = mathopt.Model()
        self._chosen = [self._model.add_binary_variable() for _ in field.candidates]
        self._model.add_linear_constraint(mathopt.fast_sum(self._chosen) <= most)

    def least_missing(self) -> None:
        """Carry as much as the limits allow."""
        total = sum(group.amount for group in self._field.groups)
        self._model.minimize(total - self._mathopt.fast_sum(flow for arcs in self._flow() for flow in arcs))

    def least_peak(self, missing: float) -> None:
        """Lower the peak, with no more missing than that."""
        carried = self._flow()
        total = sum(group.amount for group in self._field.groups)
        self._model.add_linear_constraint(
            expr=self._mathopt.fast_sum(flow for arcs in carried for flow in arcs),
            lb=total - missing - TOLERANCE * max(1.0, total),
        )
        peak = self._model.add_variable(lb=0.0)
        for group, arcs in zip(self._field.groups, self._flow(peak), strict=True):
            if arcs:
                self._model.add_linear_constraint(self._mathopt.fast_sum(arcs) == group.amount * self._open(group))
        self._model.minimize(peak)

    def _open(self, group: Group) -> Any:
        """1 where somebody may take the group: always, or once changes that open it are chosen."""
        if any(not taken for _, taken in group.arcs):
            return 1.0
        opened = self._model.add_variable(lb=0.0, ub=1.0)
        for _, taken in group.arcs:
            chosen = sum(self._chosen[number] for number in taken)
            self._model.add_linear_constraint(opened >= chosen - (len(taken) - 1))
        return opened

    def _flow(self, peak: Any = None) -> list[list[Any]]:
        """Flow variables of each group, at most its amount, within the limits (times the peak, where one is given)."""
        model, field = self._model, self._field
        loads: dict[int, list[Any]] = {}
        taking: dict[tuple[int, int], list[Any]] = {}
        flows: list[list[Any]] = []
        for group in field.groups:
            mine: list[Any] = []
            for officer, taken in group.arcs if group.amount else ():
                flow = model.add_variable(lb=0.0, ub=group.amount)
                mine.append(flow)
                loads.setdefault(officer, []).append(flow)
                for number in taken:
                    taking.setdefault((officer, number), []).append(flow)
                    model.add_linear_constraint(flow <= group.amount * self._chosen[number])
            if mine and peak is None:
                model.add_linear_constraint(self._mathopt.fast_sum(mine) <= group.amount)
            flows.append(mine)
        for officer, load in loads.items():
            limit = field.limit[officer]
            model.add_linear_constraint(self._mathopt.fast_sum(load) <= (limit if peak is None else limit * peak))
        if peak is None:
            for (officer, number), load in taking.items():
                model.add_linear_constraint(self._mathopt.fast_sum(load) <= field.limit[officer] * self._chosen[number])
        return flows

    def solve(self, time_limit_s: float, seed: int) -> _Ended:
        """Run HiGHS."""
        mathopt = self._mathopt
        parameters = mathopt.SolveParameters(
            time_limit=timedelta(seconds=time_limit_s),
            random_seed=seed,
            relative_gap_tolerance=1e-9,
            absolute_gap_tolerance=1e-9,
        )
        result = mathopt.solve(self._model, mathopt.SolverType.HIGHS, params=parameters)
        reason = result.termination.reason
        bound = float(result.termination.objective_bounds.dual_bound)
        if reason in (mathopt.TerminationReason.OPTIMAL, mathopt.TerminationReason.FEASIBLE):
            values = result.variable_values(self._chosen)
            chosen = tuple(number for number, value in enumerate(values) if value > 0.5)
            return _Ended(chosen, float(result.objective_value()), bound, reason == mathopt.TerminationReason.OPTIMAL)
        if reason == mathopt.TerminationReason.NO_SOLUTION_FOUND:
            return _Ended(None, float("inf"), bound, ended=False)
        raise SolverFault(f"the search for changes ended with reason {reason}: {result.termination.detail}")
