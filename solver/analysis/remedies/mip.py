"""The best k cross-trainings or loans, chosen together by a mixed-integer program over the flow of work.

What is trained decides which arcs the flow may use, so the program chooses both: first the fewest missing hours, then,
without losing any of them, the lowest peak. HiGHS works in floating point; so its choice is only a proposal, whose
effect is worked out exactly, and its bound is labelled as what it is.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from solver.analysis.remedies.condensed_problem import Outcome, outcome_of
from solver.analysis.remedies.options import Field, Group
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import Change
from solver.engines.highs import solve_float_mip
from solver.engines.math_opt import Ending, ModelBuilder
from solver.problem import Problem

TOLERANCE = 1e-7
"""Of all hours: differences of the program below this are not looked at."""
GAP = 1e-9
"""Distance between value and bound at which a search ends."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Changes that were chosen together.

    Attributes
    ----------
    changes : tuple of Change
        Only those that are needed for the effect; at most as many as were asked for.
    after : Outcome
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
    ranked = [(outcome_of(applied(problem, option)), option) for option in options]
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
    rank = outcome_of(applied(problem, changes)).rank
    for change in tuple(changes):
        rest = [other for other in changes if other is not change]
        if outcome_of(applied(problem, rest)).rank <= rank:
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
        self._field, self._model = field, ModelBuilder()
        self._chosen = [self._model.variable(0.0, 1.0, whole=True) for _ in field.candidates]
        self._model.add_row([(number, 1.0) for number in self._chosen], high=most)
        self._constant = 0.0

    def least_missing(self) -> None:
        """Carry as much as the limits allow."""
        self._constant = float(sum(group.amount for group in self._field.groups))
        self._model.minimise([(flow, -1.0) for arcs in self._flow() for flow in arcs])

    def least_peak(self, missing: float) -> None:
        """Lower the peak, with no more missing than that."""
        carried = self._flow()
        total = sum(group.amount for group in self._field.groups)
        least = total - missing - TOLERANCE * max(1.0, total)
        self._model.add_row([(flow, 1.0) for arcs in carried for flow in arcs], low=least)
        peak = self._model.variable()
        for group, arcs in zip(self._field.groups, self._flow(peak), strict=True):
            if not arcs:
                continue
            mine = [(flow, 1.0) for flow in arcs]
            if any(not taken for _, taken in group.arcs):
                self._model.add_row(mine, group.amount, group.amount)
            else:
                self._model.add_row([*mine, (self._open(group), -float(group.amount))], 0.0, 0.0)
        self._model.minimise([(peak, 1.0)])

    def _open(self, group: Group) -> int:
        """1 once changes that open the group to somebody are chosen."""
        opened = self._model.variable(0.0, 1.0)
        for _, taken in group.arcs:
            chosen = [(self._chosen[number], -1.0) for number in taken]
            self._model.add_row([(opened, 1.0), *chosen], low=-(len(taken) - 1.0))
        return opened

    def _flow(self, peak: int | None = None) -> list[list[int]]:
        """Flow variables of each group, at most its amount, within the limits (times the peak, where one is given)."""
        model, field = self._model, self._field
        loads: dict[int, list[int]] = {}
        taking: dict[tuple[int, int], list[int]] = {}
        flows: list[list[int]] = []
        for group in field.groups:
            mine: list[int] = []
            for officer, taken in group.arcs if group.amount else ():
                flow = model.variable(0.0, float(group.amount))
                mine.append(flow)
                loads.setdefault(officer, []).append(flow)
                for number in taken:
                    taking.setdefault((officer, number), []).append(flow)
                    model.add_row([(flow, 1.0), (self._chosen[number], -float(group.amount))], high=0.0)
            if mine and peak is None:
                model.add_row([(flow, 1.0) for flow in mine], high=float(group.amount))
            flows.append(mine)
        for officer, load in loads.items():
            limit, carried = float(field.limit[officer]), [(flow, 1.0) for flow in load]
            if peak is None:
                model.add_row(carried, high=limit)
            else:
                model.add_row([*carried, (peak, -limit)], high=0.0)
        if peak is None:
            for (officer, number), load in taking.items():
                limit = float(field.limit[officer])
                model.add_row([*((flow, 1.0) for flow in load), (self._chosen[number], -limit)], high=0.0)
        return flows

    def solve(self, time_limit_s: float, seed: int) -> _Ended:
        """Ask HiGHS."""
        answer = solve_float_mip(self._model.model(), time_limit_s, seed, GAP)
        bound = answer.bound + self._constant
        if answer.x is None:
            return _Ended(None, float("inf"), bound, ended=False)
        chosen = tuple(number for number in self._chosen if answer.x[number] > 0.5)
        return _Ended(chosen, answer.objective + self._constant, bound, answer.ending is Ending.OPTIMAL)
