"""What becomes of the caseload if cases go on arriving and being closed as they do.

The state of every period is what the verdict would be of a roster with the cases that are open then. How a period goes
is said in ``solver.analysis.forecast.paths``, who carries which work in ``solver.analysis.forecast.pools``, where
arrivals go in ``solver.analysis.forecast.arrivals``, how cases grow older in ``solver.analysis.forecast.ageing``, what
may be otherwise in ``solver.analysis.forecast.worlds``. An office is unsustainable in the first period in which a pool
of officers that carries any of its cases has more work than hours.

The band comes from the errors of the weights and the variation of single cases
(``solver.analysis.uncertainty.weights``), simulated together; arrivals, and closures that are given, are taken as
they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf

import numpy as np

from solver.analysis.forecast.ageing import let_age
from solver.analysis.forecast.arrivals import let_in
from solver.analysis.forecast.flow import MOST_PERIODS, Flow
from solver.analysis.forecast.open_cases import Cell, Stock, stock_of
from solver.analysis.forecast.paths import Step, exact_path
from solver.analysis.forecast.periods import (
    Band,
    Course,
    Measure,
    TypeCourse,
    bands_of,
    course,
    period_rows,
    type_courses,
)
from solver.analysis.forecast.pools import NOBODY
from solver.analysis.forecast.worlds import worlds_path
from solver.analysis.fte import Basis, Period
from solver.analysis.uncertainty.drawing import CORRELATION, FEWEST, Drawing, generator, weight_changes
from solver.analysis.uncertainty.weights import Weights
from solver.budget import check_ranges
from solver.errors import InvalidGoals
from solver.fair_shares.network import Network
from solver.model.units import units_of
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast.

    Attributes
    ----------
    simulations : int
        Worlds behind the bands; 0 where nothing is uncertain, or none were asked for: the bands then have no width.
    seed : int
    whole : Course
    offices : tuple of Course
        Unsustainable soonest first, then by name.
    types : tuple of TypeCourse
    notes : tuple of str
        What was assumed where the flow says nothing.
    is_held : bool
        In some world of the bands the pools may not be the best (``solver.analysis.forecast.worlds``): more may be
        missing there than must be, never less.
    """

    simulations: int
    seed: int
    whole: Course
    offices: tuple[Course, ...]
    types: tuple[TypeCourse, ...]
    notes: tuple[str, ...]
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastParams:
    """How far a forecast looks ahead, what it is measured by, and how much it simulates.

    Attributes
    ----------
    periods : int, 1 to ``MOST_PERIODS``
    basis : Basis
    target : Fraction or None
    beta : Fraction
        All three as of ``solver.analysis.staffing.verdict.staffing``.
    simulations : int, >= 20, or 0
        Worlds behind the bands; fewer where so many would not fit into memory (``most_sums``).
    seed : int, >= 0
        The same seed gives the same figures, and the same weights as in ``uncertainty``.
    most_sums : int, >= 1
        Types, offices and slots that go together, times worlds: a few arrays of that size are in memory at once.
    weight_correlation : float, 0 to 1
        Of the errors of two weights (``solver.analysis.uncertainty.drawing.Drawing``).

    Raises
    ------
    InvalidGoals
        Where there are too few or too many periods.
    InvalidParameter
        Where ``most_sums`` is below 1.
    """

    periods: int = 12
    basis: Basis = field(default_factory=lambda: Basis.of(Period.MONTH))
    target: Fraction | None = None
    beta: Fraction = Fraction(1)
    simulations: int = 1_000
    seed: int = 0
    most_sums: int = 5_000_000
    weight_correlation: float = CORRELATION

    def __post_init__(self) -> None:
        check_ranges(self, most_sums=(1, inf))
        if not 1 <= self.periods <= MOST_PERIODS:
            raise InvalidGoals(f"periods must be 1 to {MOST_PERIODS}, not {self.periods}")


def forecast(problem: Problem, flow: Flow, weights: Weights, params: ForecastParams | None = None) -> Forecast:
    """Say how the open cases go on.

    Parameters
    ----------
    problem, weights
        Of one roster.
    flow : Flow
        Cases of types without a row stay as they are.
    params : ForecastParams or None
        As it stands there by default.

    Raises
    ------
    InvalidGoals
        Where there are simulations, but too few for a 5th percentile.
    """
    params = ForecastParams() if params is None else params
    stock = stock_of(problem, units_of(problem), weights)
    let_in(problem, weights, flow, stock)
    let_age(problem, weights, stock, params.periods)
    network = stock.slots.network()
    steps = list(exact_path(stock, network, params.periods))
    offices = sorted({cell.office for cell in stock.cells})
    groups = [list(range(len(stock.cells)))]
    groups += [[at for at, cell in enumerate(stock.cells) if cell.office == office] for office in offices]
    worlds = _worlds(stock, weights, params)
    drawing = Drawing(worlds, params.seed, params.weight_correlation) if worlds else None
    bands, is_held = _bands(problem, (stock, network, steps), weights, groups, drawing)
    measure = Measure(problem, params.basis, params.target, params.beta)
    rows = [period_rows(at + 1, step, groups, measure, bands[at] if worlds else None) for at, step in enumerate(steps)]
    whole, *courses = (
        course(office, [row[at] for row in rows])
        for at, office in enumerate([None, *(stock.offices[office] for office in offices)])
    )
    return Forecast(
        worlds,
        params.seed,
        whole,
        tuple(sorted(courses, key=_soonest)),
        type_courses(problem, stock, steps),
        tuple(stock.notes),
        is_held,
    )


def _worlds(stock: Stock, weights: Weights, params: ForecastParams) -> int:
    """How many worlds are simulated: none where nothing is uncertain, or none are asked for."""
    unsure = weights.has_error | (weights.noise > 0)
    if not params.simulations or not any(cell.table_cases and unsure[_rows(cell)].any() for cell in stock.cells):
        return 0
    return min(params.simulations, max(FEWEST, params.most_sums // max(1, len(stock.cells))))


def _rows(cell: Cell) -> list[int]:
    """Rows of the weight table on which a cell's hours rest."""
    if cell.ageing is None:
        return [cell.kind]
    return [row for each in cell.ageing for row, _ in each.rows]


def _bands(
    problem: Problem,
    course: tuple[Stock, Network, Sequence[Step]],
    weights: Weights,
    groups: list[list[int]],
    drawing: Drawing | None,
) -> tuple[list[list[Band]], bool]:
    """The band of every period and group, and whether some world may have better pools."""
    if drawing is None:
        return [], False
    stock, network, steps = course
    changes = weight_changes(weights, drawing)
    bands, is_held = [], False
    outside = np.array([cell.slot == NOBODY for cell in stock.cells], np.bool_)
    for each in worlds_path(stock, network, steps, (changes, weights.noise), generator(drawing.seed, "forecast")):
        bands.append(bands_of(each, groups, problem.tick_hours, outside))
        is_held |= each.is_held
    return bands, is_held


def _soonest(found: Course) -> tuple[int, str]:
    return found.unsustainable_from or MOST_PERIODS + 1, found.office or ""
