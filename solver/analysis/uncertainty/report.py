"""How sure the verdict is: the chance that an officer is overloaded, and the range of what is missing.

Two sources, each alone and both together: the error of the case weights, shared by all cases of a type, and the
variation of single cases, which averages out over a caseload (``solver.analysis.uncertainty.weights``). All that is
simulated rests on counts of cases by officer and type, so a million cases cost no more than a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf

import numpy as np

from solver.analysis.fte import Basis, Period
from solver.analysis.uncertainty.drawing import CORRELATION, Drawing, weight_changes
from solver.analysis.uncertainty.missing_hours import PARAMS as MISSING_HOURS
from solver.analysis.uncertainty.missing_hours import Gap, GapEnd, MissingHours, MissingHoursParams, TierRisk
from solver.analysis.uncertainty.monte_carlo import Draws
from solver.analysis.uncertainty.overload import OfficerRisk, officer_risks
from solver.analysis.uncertainty.weights import Weights, cases_by_table, parts_of
from solver.analysis.why_not import WhyNot
from solver.arrays import Indices
from solver.budget import check_ranges
from solver.model.units import units_of
from solver.problem import Problem
from solver.tiers import FairShares


@dataclass(frozen=True, slots=True)
class Known:
    """What is taken as certain, because nothing is said about it.

    Attributes
    ----------
    own_cases, own_hours : int, Fraction
        Cases that bring hours of their own, or whose time is given for each officer: no error, no variation.
    types_without_error : tuple of str
        Types in use whose weight has neither a low nor a high.
    types_without_variation : tuple of str
        Types in use without ``case_cv``; it counts as 0.
    """

    own_cases: int
    own_hours: Fraction
    types_without_error: tuple[str, ...]
    types_without_variation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How sure the verdict is.

    Attributes
    ----------
    drawing : Drawing
    basis : Basis
    gap : Gap
    independent, together : GapEnd
        What is missing if each weight were wrong on its own, and if all were at the same percentile of their error.
    tiers : tuple of TierRisk
    officers : tuple of OfficerRisk
        In roster order; empty where no assignment was given.
    known : Known
    unsure_weights : int
        Weights that have an error; how far errors go together is a question of two or more.
    """

    drawing: Drawing
    basis: Basis
    gap: Gap
    independent: GapEnd
    together: GapEnd
    tiers: tuple[TierRisk, ...]
    officers: tuple[OfficerRisk, ...]
    known: Known
    unsure_weights: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertaintyParams:
    """How much is simulated.

    Attributes
    ----------
    simulations : int, >= 20
        Worlds.
    seed : int, >= 0
        The same seed gives the same figures.
    weight_correlation : float, 0 to 1
        Of the errors of two weights (``solver.analysis.uncertainty.drawing.Drawing``).
    sums_at_once : int, >= 1
        Officers times worlds that are in memory together.
    missing_hours : MissingHoursParams
    """

    simulations: int = 1_000
    seed: int = 0
    weight_correlation: float = CORRELATION
    sums_at_once: int = 2_000_000
    missing_hours: MissingHoursParams = MISSING_HOURS

    def __post_init__(self) -> None:
        check_ranges(self, seed=(0, inf), sums_at_once=(1, inf))


PARAMS = UncertaintyParams()


def uncertainty(
    problem: Problem,
    weights: Weights,
    shares: FairShares,
    *,
    officer: Indices | None = None,
    basis: Basis | None = None,
    params: UncertaintyParams = PARAMS,
) -> Uncertainty:
    """Simulate what the weights may really be. Hours, and numbers of cases, are taken as certain.

    Parameters
    ----------
    problem : Problem
    weights : Weights
        Of the same problem.
    shares : FairShares
        Of the same problem.
    officer : int32 array, shape (cases,), or None
        Who holds each case (``Plan.officer``, or ``Cases.current``); below 0: nobody.
    basis : Basis or None
        Hours of one FTE; those of a month where none is given.
    params : UncertaintyParams

    Raises
    ------
    InvalidProblem
        Where the weights are for another problem.
    InvalidGoals
        Where there are too few simulations, or the correlation is none.
    """
    basis = Basis.of(Period.MONTH) if basis is None else basis
    parts = parts_of(problem, weights)

    def drawn(correlation: float) -> Draws:
        changes = weight_changes(weights, Drawing(params.simulations, params.seed, correlation))
        return Draws(parts, changes, weights.noise, params.seed)

    missing = MissingHours(problem, units_of(problem), shares, parts, params.simulations, params.missing_hours)
    draws = drawn(params.weight_correlation)
    gap, tiers = missing.risks(draws, basis)
    as_drawn = GapEnd(gap.range.both, gap.short.both)
    unsure = int(weights.has_error.sum())
    several = unsure > 1  # with one unsure weight there is nothing that could go together
    return Uncertainty(
        Drawing(params.simulations, params.seed, params.weight_correlation),
        basis,
        gap,
        missing.end(drawn(0.0)) if several else as_drawn,
        missing.end(drawn(1.0)) if several else as_drawn,
        tiers,
        () if officer is None else officer_risks(problem, officer, draws, params.sums_at_once),
        known_of(problem, weights),
        unsure,
    )


def known_of(problem: Problem, weights: Weights) -> Known:
    """What a simulation takes as certain."""
    tabled = cases_by_table(problem, weights)
    used = np.zeros(len(weights.weight), np.bool_)
    used[parts_of(problem, weights).row] = True
    names = np.array(weights.type_names(problem.cases.type_names), object)
    return Known(
        int((~tabled).sum()),
        problem.hours(int(problem.cases.effort[~tabled].sum())),
        tuple(dict.fromkeys(names[used & ~weights.has_error].tolist())),
        tuple(dict.fromkeys(names[used & (weights.case_cv < 0)].tolist())),
    )


def why_certain(problem: Problem, weights: Weights, simulations: int) -> WhyNot | None:
    """Why there is nothing to simulate; None where there is."""
    if not simulations:
        return WhyNot.NOT_ASKED
    if weights.is_certain:
        return WhyNot.CERTAIN
    unsure = weights.has_error | (weights.noise > 0)
    return None if bool(unsure[parts_of(problem, weights).row].any()) else WhyNot.NOT_BY_TABLE
