"""How sure the verdict is: the chance that an officer is overloaded, and the range of what is missing.

Two sources, each alone and both together: the error of the case weights, shared by all cases of a type, and the
variation of single cases, which averages out over a caseload (``solver.analysis.uncertainty.weights``). All that is
simulated rests on counts of cases by officer and type, so a million cases cost no more than a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.analysis.fte import Basis, Period
from solver.analysis.uncertainty.missing_hours import Gap, TierRisk, gap_risks
from solver.analysis.uncertainty.monte_carlo import weight_changes
from solver.analysis.uncertainty.overload import OfficerRisk, officer_risks
from solver.analysis.uncertainty.weights import Weights, cases_by_table
from solver.arrays import Flags, Indices
from solver.model.units import Units, units_of
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
    simulations, seed : int
    basis : Basis
    gap : Gap
    tiers : tuple of TierRisk
    officers : tuple of OfficerRisk
        In roster order; empty where no assignment was given.
    known : Known
    """

    simulations: int
    seed: int
    basis: Basis
    gap: Gap
    tiers: tuple[TierRisk, ...]
    officers: tuple[OfficerRisk, ...]
    known: Known


def uncertainty(
    problem: Problem,
    weights: Weights,
    shares: FairShares,
    *,
    officer: Indices | None = None,
    basis: Basis | None = None,
    simulations: int = 1_000,
    seed: int = 0,
    units: Units | None = None,
) -> Uncertainty:
    """Simulate what the weights may really be.

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
    simulations : int, >= 20
    seed : int, >= 0
        The same seed gives the same figures.
    units : Units or None
        ``units_of(problem)``, where the caller has it already.

    Raises
    ------
    InvalidProblem
        Where the weights are for another problem.
    InvalidGoals
        Where there are too few simulations.
    """
    units = units_of(problem) if units is None else units
    basis = Basis.of(Period.MONTH) if basis is None else basis
    tabled = cases_by_table(problem, weights)
    changes = weight_changes(weights, simulations, seed)
    gap, tiers = gap_risks(problem, units, shares, tabled, changes, weights.noise, basis, seed)
    return Uncertainty(
        simulations,
        seed,
        basis,
        gap,
        tiers,
        () if officer is None else officer_risks(problem, officer, tabled, changes, weights.noise, seed),
        _known(problem, weights, tabled),
    )


def _known(problem: Problem, weights: Weights, tabled: Flags) -> Known:
    used = np.zeros(len(weights.weight), np.bool_)
    used[problem.cases.case_type[tabled]] = True
    names = np.array(problem.cases.type_names, object)
    return Known(
        int((~tabled).sum()),
        problem.hours(int(problem.cases.effort[~tabled].sum())),
        tuple(names[used & ~weights.has_error].tolist()),
        tuple(names[used & (weights.case_cv < 0)].tolist()),
    )
