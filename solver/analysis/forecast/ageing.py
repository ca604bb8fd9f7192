"""Cases that grow older in a forecast: what a case of a type with phases takes in each period, and what that rests on.

Open cases are as old as their ``opened`` says; all cases of a cell that take their hours from phases grow older
together, and any of them is closed as likely as any other. Cases that arrive in a period begin to take hours with the
next one, as all arrivals do, and their age counts from its first day; those of each period are a cell of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from solver.analysis.forecast.flow import PER_CASE
from solver.analysis.forecast.open_cases import Ageing, Cell, Given, Stock
from solver.analysis.uncertainty.phases import Phases
from solver.analysis.uncertainty.weights import PER_HOUR, Weights, cases_by_table
from solver.analysis.words import named
from solver.arrays import Ints
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class _Table:
    """The weight table of a type with phases.

    Attributes
    ----------
    rows : list of int
        Youngest first.
    weight : list of int, 1/10,000 h
    cv : list of float
    """

    rows: list[int]
    weight: list[int]
    cv: list[float]

    @classmethod
    def of(cls, weights: Weights, phases: Phases, kind: int) -> _Table:
        rows = phases.rows(kind)
        return cls(rows.tolist(), weights.weight[rows].tolist(), weights.noise[rows].tolist())

    def ticks(self, days: Sequence[int], length: int, tick_hours: Fraction) -> Fraction:
        """Of so many days of cases in each phase, in a period of a length."""
        amount = sum(each * weight for each, weight in zip(days, self.weight, strict=True))
        return Fraction(amount, PER_HOUR * length) / tick_hours


def let_age(problem: Problem, weights: Weights, stock: Stock, periods: int) -> None:
    """Say how the cells of types with phases grow older; arrivals of each period become cells. Changes ``stock``.

    Parameters
    ----------
    problem, weights
        Of one roster.
    stock : Stock
        With its arrivals and closures.
    periods : int
    """
    phases = weights.phases
    if phases is None or not bool(phases.has_several.any()):
        return
    still = {cell.kind for cell in stock.cells if cell.kind >= 0 and phases.has_several[cell.kind] and cell.in_units}
    if still:
        names = [problem.cases.type_names[kind] for kind in sorted(still)]
        stock.notes.append(
            f"Cases of {named(names)} that take officers different times stay in the phase that they are in."
        )
    _open_cases(problem, weights, phases, stock, periods)
    _arrivals(weights, phases, stock, problem.tick_hours, periods)


def _open_cases(problem: Problem, weights: Weights, phases: Phases, stock: Stock, periods: int) -> None:
    tabled = np.flatnonzero(cases_by_table(problem, weights))
    tabled = tabled[phases.has_several[problem.cases.case_type[tabled]]]
    if not len(tabled):
        return
    where = np.stack([problem.cases.case_type[tabled], stock.office_of_case[tabled], stock.slot_of_case[tabled]])
    names, of_name = np.unique(where, axis=1, return_inverse=True)
    order = np.argsort(of_name, kind="stable")
    parts = np.split(tabled[order], np.flatnonzero(np.diff(of_name[order])) + 1)
    place = {(cell.kind, cell.office, cell.slot): at for at, cell in enumerate(stock.cells) if not cell.in_units}
    for name, mine in zip(names.T.tolist(), parts, strict=True):
        if tuple(name) not in place:
            continue
        cell = stock.cells[place[tuple(name)]]
        opened, many = np.unique(phases.opened[mine], return_counts=True)
        table = _Table.of(weights, phases, cell.kind)
        days = [(phases.days(cell.kind, opened, period) * many[:, None]).sum(axis=0) for period in range(periods)]
        cell.ageing = _ageing(phases, table, cell, days, problem.tick_hours)


def _ageing(phases: Phases, table: _Table, cell: Cell, days: Sequence[Ints], tick: Fraction) -> tuple[Ageing, ...]:
    """What the average case of a cell takes in each period, of which so many days are spent in each phase."""
    count = Fraction(cell.open, PER_CASE)
    by_phase = [table.ticks(each.tolist(), phases.length(period), tick) / count for period, each in enumerate(days)]
    others = cell.ticks - by_phase[0]  # of cases with hours of their own
    by_table = cell.ticks * cell.table_effort - by_phase[0]  # of a table, but not as the phases say: changed since
    out = []
    for period, each in enumerate(days):
        ticks = others + by_phase[period]
        rests = by_phase[period] + by_table
        out.append(
            Ageing(
                ticks,
                rests / ticks if ticks else Fraction(0),
                _mixed(table, each.tolist()),
                _variation(table, each.tolist()),
            )
        )
    return tuple(out)


def _arrivals(weights: Weights, phases: Phases, stock: Stock, tick_hours: Fraction, periods: int) -> None:
    come: dict[int, list[int]] = {}
    for at, cell in enumerate(list(stock.cells)):
        if cell.kind < 0 or not phases.has_several[cell.kind] or cell.in_units or not cell.arrivals:
            continue
        table = _Table.of(weights, phases, cell.kind)
        come[at] = []
        for period in range(periods - 1):  # whoever arrives in the last one is never worked on
            opened = phases.starts[period + 1 : period + 2]
            days = [phases.days(cell.kind, opened, each)[0].tolist() for each in range(periods)]
            ageing = tuple(
                Ageing(
                    table.ticks(each, phases.length(number), tick_hours),
                    Fraction(1),
                    _mixed(table, each),
                    _variation(table, each),
                )
                for number, each in enumerate(days)
            )
            come[at].append(len(stock.cells))
            stock.cells.append(
                replace(cell, open=0, table_cases=Fraction(1), arrives=period, ageing=ageing),
            )
        cell.arrives = periods - 1
    stock.given = [
        Given((*given.cells, *(new for at in given.cells for new in come.get(at, ()))), given.closures)
        for given in stock.given
    ]


def _mixed(table: _Table, days: Sequence[int]) -> tuple[tuple[int, float], ...]:
    """The part of the hours that rests on each row."""
    hours = [each * weight for each, weight in zip(days, table.weight, strict=True)]
    whole = sum(hours)
    return tuple((row, part / whole) for row, part in zip(table.rows, hours, strict=True) if part)


def _variation(table: _Table, days: Sequence[int]) -> float:
    """Coefficient of variation of a case of a cell: of sums of n of them, that divided by the root of n."""
    hours = [each * weight for each, weight in zip(days, table.weight, strict=True)]
    whole, all_days = sum(hours), sum(days)
    if not whole:
        return 0.0
    parts = zip(days, table.weight, table.cv, strict=True)
    squares = sum(each / all_days * (weight * cv) ** 2 for each, weight, cv in parts)
    return float(squares**0.5 / (whole / all_days))
