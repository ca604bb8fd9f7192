"""A forecast as people read it: each office, the whole, and each case type, period by period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.analysis.forecast.flow import PER_CASE
from solver.analysis.forecast.open_cases import Stock
from solver.analysis.forecast.paths import Step
from solver.analysis.forecast.worlds import Worlds
from solver.analysis.fte import Basis, State, Target
from solver.analysis.staffing.verdict_parts import worst
from solver.analysis.uncertainty.monte_carlo import Chance, Range, chance, percentile_range
from solver.arrays import Flags
from solver.problem import Problem

CASE = Fraction(1, PER_CASE)
POSSIBLE, LIKELY, SURE = 0.05, 0.5, 0.95


@dataclass(frozen=True, slots=True)
class Band:
    """What a period may really be.

    Attributes
    ----------
    closing : Range, cases
    work_hours, missing_hours : Range
    unsustainable : Chance
    """

    closing: Range
    work_hours: Range
    missing_hours: Range
    unsustainable: Chance


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One period of an office, or of the whole.

    Attributes
    ----------
    period : int
        From 1.
    opening, arrivals, closures, closing : Fraction, cases
        ``opening + arrivals - closures = closing``, exactly.
    work_hours : Fraction
        Of the cases that are open at the start.
    missing_hours : Fraction
        Of these, what the hours do not carry; those of a pool are shared in proportion to the work.
    utilization : Fraction or None
        Of the tightest pool that has work of the office; None where no hours carry some of it.
    state : State
        Of the pool in the worst state; strained where cases wait for somebody who may hold them, and unsustainable
        where these are more than half, as in ``solver.analysis.staffing.verdict_parts``. Caseload standards, and cases
        that stay with officers who may not hold them, are not looked at.
    band : Band
    """

    period: int
    opening: Fraction
    arrivals: Fraction
    closures: Fraction
    closing: Fraction
    work_hours: Fraction
    missing_hours: Fraction
    utilization: Fraction | None
    state: State
    band: Band


@dataclass(frozen=True, slots=True)
class Course:
    """One office, or the whole, period by period.

    Attributes
    ----------
    office : str or None
        None: cases that ask for no office (or the whole).
    periods : tuple of PeriodRow
    unsustainable_from : int or None
        The first period with more work than hours, with the weights as they are; None: not in these periods.
    possibly_from, likely_from, surely_from : int or None
        The first period in which the chance of that is at least 5 %, 50 % and 95 %.
    """

    office: str | None
    periods: tuple[PeriodRow, ...]
    unsustainable_from: int | None
    possibly_from: int | None
    likely_from: int | None
    surely_from: int | None


@dataclass(frozen=True, slots=True)
class TypeCourse:
    """One case type in one office.

    Attributes
    ----------
    case_type, office : str or None
        None: without a type; without an office.
    by_hours : bool
        Closures depend on the hours.
    opening : Fraction, cases
        Of period 1.
    arrivals, closures, closing : tuples of Fraction, cases
        One for each period.
    """

    case_type: str | None
    office: str | None
    by_hours: bool
    opening: Fraction
    arrivals: tuple[Fraction, ...]
    closures: tuple[Fraction, ...]
    closing: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a state rests on.

    Attributes
    ----------
    problem : Problem
    basis : Basis
    target : Fraction or None
    beta : Fraction
    """

    problem: Problem
    basis: Basis
    target: Fraction | None
    beta: Fraction

    def state(self, work: Fraction, limit: int) -> State:
        """State of a pool with so much work (ticks), which fits into its limit."""
        target = Target(self.target, self.basis.fte(self.problem.hours(work)), self.beta)
        return target.state(work / limit)


def period_rows(
    number: int, step: Step, groups: Sequence[Sequence[int]], measure: Measure, bands: Sequence[Band] | None
) -> list[PeriodRow]:
    """One period of every group of cells; without bands nothing is uncertain, and they are as wide as nothing."""
    rows = []
    for at, cells in enumerate(groups):
        shared = step.shared(cells)
        lacking = {pool: ticks * step.lacking(pool) for pool, ticks in shared.items()}
        overloaded = any(ticks for pool, ticks in lacking.items() if pool != step.pools.nobody)
        closing = sum(step.closing[cell] for cell in cells) * CASE
        hours = measure.problem.hours(sum(shared.values(), Fraction(0)))
        hours_missing = measure.problem.hours(sum(lacking.values(), Fraction(0)))
        band = Band(_exactly(closing), _exactly(hours), _exactly(hours_missing), Chance(float(overloaded), 0.0))
        rows.append(
            PeriodRow(
                number,
                sum(step.opening[cell] for cell in cells) * CASE,
                sum(step.arrivals[cell] for cell in cells) * CASE,
                sum(step.closures[cell] for cell in cells) * CASE,
                closing,
                hours,
                hours_missing,
                None
                if step.pools.nobody in shared
                else max((step.utilization(pool) for pool in shared), default=Fraction(0)),
                _state(step, cells, shared, measure),
                band if bands is None else bands[at],
            )
        )
    return rows


def bands_of(
    worlds: Worlds, groups: Sequence[Sequence[int]], tick_hours: Fraction, outside: Flags | None = None
) -> list[Band]:
    """The band of one period of every group of cells.

    Parameters
    ----------
    outside : bool array, shape (cells,), or None
        Cells that no officer's hours carry in any case: what they miss is no sign of too much work.
    """
    member = np.zeros((worlds.work.shape[1], len(groups)))
    for at, cells in enumerate(groups):
        member[list(cells), at] = 1
    closing, work, missing = (each @ member for each in (worlds.closing, worlds.work, worlds.missing))
    overload = missing if outside is None else np.where(outside, 0, worlds.missing) @ member
    return [
        Band(
            percentile_range(0, closing[:, at], CASE),
            percentile_range(0, work[:, at], tick_hours),
            percentile_range(0, missing[:, at], tick_hours),
            chance(overload[:, at] > 0),
        )
        for at in range(len(groups))
    ]


def course(office: str | None, rows: Sequence[PeriodRow]) -> Course:
    """The rows of one group, and when it becomes unsustainable."""

    def first(probability: float) -> int | None:
        return next((row.period for row in rows if row.band.unsustainable.probability >= probability), None)

    begins = next((row.period for row in rows if row.state is State.UNSUSTAINABLE), None)
    return Course(office, tuple(rows), begins, first(POSSIBLE), first(LIKELY), first(SURE))


def type_courses(problem: Problem, stock: Stock, steps: Sequence[Step]) -> tuple[TypeCourse, ...]:
    """Every type in every office, by office, then type."""
    groups: dict[tuple[int, int], list[int]] = {}
    for at, cell in enumerate(stock.cells):
        groups.setdefault((cell.office, cell.kind), []).append(at)
    return tuple(
        TypeCourse(
            problem.cases.type_names[kind] if kind >= 0 else None,
            stock.offices[office],
            stock.cells[cells[0]].by_hours,
            sum(steps[0].opening[cell] for cell in cells) * CASE,
            tuple(sum(step.arrivals[cell] for cell in cells) * CASE for step in steps),
            tuple(sum(step.closures[cell] for cell in cells) * CASE for step in steps),
            tuple(sum(step.closing[cell] for cell in cells) * CASE for step in steps),
        )
        for (office, kind), cells in sorted(groups.items())
    )


def _exactly(value: Fraction) -> Range:
    return Range(value, value, value)


def _state(step: Step, cells: Sequence[int], shared: Mapping[int, Fraction], measure: Measure) -> State:
    nobody, limits = step.pools.nobody, step.pools.limits
    states = [measure.state(step.needed[pool], limits[pool]) for pool in shared if pool != nobody]
    if sum(shared.values(), Fraction(0)) > int(np.sum(measure.problem.officers.limit)):
        states.append(State.UNSUSTAINABLE)
    waiting = sum(step.opening[cell] for cell in cells if step.pool[cell] == nobody)
    return worst(states, waiting, sum(step.opening[cell] for cell in cells))
