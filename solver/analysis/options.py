"""What an analysis is to look at, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from solver.analysis.forecast.flow import Flow
from solver.analysis.fte import Basis, Period
from solver.analysis.standards.standard import Standard
from solver.analysis.uncertainty.drawing import CORRELATION
from solver.analysis.uncertainty.weights import Weights
from solver.errors import InvalidGoals
from solver.goals import Goals, SolveConfig
from solver.problem import Problem

if TYPE_CHECKING:
    from solver.frontier import Frontier  # the search and its libraries are not needed to hand it on


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisOptions:
    """Everything that :func:`solver.analysis.analyse` takes beside a problem and its plan. Every field may be left out.

    Attributes
    ----------
    goals : Goals
        Those of the plan.
    config : SolveConfig
        That of the plan; its seed is that of all that is drawn or searched here.
    basis : Basis
        Hours of one full-time officer in the period of the problem.
    target : Fraction or None, above 0
        The utilization that counts as sustainable; None: by square-root staffing, which depends on the size of a pool.
    beta : Fraction, >= 0
        Slack of square-root staffing.
    standards : tuple of Standard
        Published caseload standards to apply (``solver.analysis.standards.library``).
    weights : Weights or None
        How far case weights may be wrong; None: not known.
    flow : Flow or None
        How many cases arrive and are closed; None: not known.
    simulations : int, >= 20, or 0
        Possible worlds; 0: none.
    weight_correlation : float, 0 to 1
        Of the errors of two weights (``solver.analysis.uncertainty.drawing.Drawing``).
    forecast_periods : int, 0 to 120
        0: no forecast.
    remedies_s : float, seconds, >= 0
        To look for the best cross-trainings and loans together, and again to try higher standards. 0: neither.
    as_given : Problem or None
        The problem with its case weights as they stand, where the analysed one has them at a percentile
        (``solver.analysis.uncertainty.percentile``): uncertainty and forecast start from it.
    frontier : Frontier or None
        Traced before (``solver.frontier.frontier``); it is handed on.
    frontier_asked : bool
        One was asked for, so that its absence has another reason.
    """

    goals: Goals = field(default_factory=Goals)
    config: SolveConfig = field(default_factory=SolveConfig)
    basis: Basis = field(default_factory=lambda: Basis.of(Period.MONTH))
    target: Fraction | None = None
    beta: Fraction = Fraction(1)
    standards: tuple[Standard, ...] = ()
    weights: Weights | None = None
    flow: Flow | None = None
    simulations: int = 1_000
    weight_correlation: float = CORRELATION
    forecast_periods: int = 12
    remedies_s: float = 5.0
    as_given: Problem | None = None
    frontier: Frontier | None = None
    frontier_asked: bool = False

    def __post_init__(self) -> None:
        if self.simulations < 0 or self.forecast_periods < 0:
            raise InvalidGoals("simulations and forecast_periods must be 0 or more")
        if not self.remedies_s >= 0:
            raise InvalidGoals(f"remedies_s must be 0 or more seconds, not {self.remedies_s}")
