"""The whole analysis of a roster and, where there is one, of its plan: one field for each thing that a report tells.

Everything is worked out here, exactly, from solver types alone; whoever shows it only finds the words and the decimals.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from solver.analysis.ahead import Ahead, remedies_of
from solver.analysis.casework.fixes import Fix, fixes_of
from solver.analysis.casework.unassigned import Unassigned, staying, unassigned
from solver.analysis.comparison import (
    AssignmentFigures,
    PlanFigures,
    RandomBenchmark,
    figures_of,
    plan_figures,
    random_benchmark,
)
from solver.analysis.counts import Counts, counts_of
from solver.analysis.forecast.forecast import Forecast, ForecastParams, forecast
from solver.analysis.fte import BasisSource, full_time_hours
from solver.analysis.moves import BeforeAndAfter, before_and_after
from solver.analysis.options import AnalysisOptions
from solver.analysis.remedies.raise_standard import Lift, lifts_within
from solver.analysis.remedies.rank import Remedies
from solver.analysis.repeatability import Repeats, repeats_of
from solver.analysis.staffing.achievable import Achievable, achievable
from solver.analysis.staffing.spread import SpreadFloor, floor_beside
from solver.analysis.staffing.verdict import Staffing, needs_no_remedies, staffing
from solver.analysis.standards.compare import ComparedStandard, compared
from solver.analysis.uncertainty.report import Known, Uncertainty, UncertaintyParams, known_of, uncertainty, why_certain
from solver.analysis.uncertainty.weights import Weights
from solver.analysis.why_not import WhyNot
from solver.baselines import baselines
from solver.fair_shares.decomposition import fair_shares
from solver.goals import Objective
from solver.plan import Plan
from solver.problem import Problem
from solver.tiers import FairShares

if TYPE_CHECKING:
    from solver.frontier import Frontier  # the search and its libraries are not needed to hand it on


@dataclass(frozen=True, slots=True)
class WeightsAsGiven:
    """The problem with its case weights as they stand, where the plan has them at a percentile.

    Attributes
    ----------
    problem : Problem
    shares : FairShares
        Of it.
    staffing : Staffing
        Of it.
    known : Known
        Cases and types that no percentile changes.
    """

    problem: Problem
    shares: FairShares
    staffing: Staffing
    known: Known


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is known about a roster and its plan. What is not there says why not (:class:`WhyNot`).

    Attributes
    ----------
    problem : Problem
    options : AnalysisOptions
    plan : Plan or None
        With its levels, shortages and breaches.
    shares : FairShares
        Of the problem.
    counts : Counts
    staffing : Staffing
        The verdict, tiers, groups, and officers.
    achievable : Achievable
    officers : BeforeAndAfter
    figures : PlanFigures or WhyNot
        Peak, spread and moves of the plan beside today.
    spread_floor : SpreadFloor or WhyNot
    unassigned : tuple of Unassigned
        In roster order; without a plan, the cases that no plan can place.
    staying : tuple of Unassigned
        Cases that nobody may hold and that stay with the officer who has them, in roster order.
    fixes : tuple of Fix
        The smallest changes that give these and those an officer who may hold them.
    baselines : dict of name to AssignmentFigures
        What people do today; only ``current`` without a plan.
    random : RandomBenchmark or WhyNot
        How chance would have done.
    repeats : Repeats or WhyNot
        What solving again gives.
    remedies : Remedies or WhyNot
        Empty where the roster is sustainable.
    lifts : tuple of Lift or WhyNot
        Caseload standards to raise; each was tried by solving again.
    as_given : WeightsAsGiven or None
        None where the weights of the problem are as they stand.
    uncertainty : Uncertainty or WhyNot
    forecast : Forecast or WhyNot
    frontier : Frontier or WhyNot
    standards : tuple of ComparedStandard or WhyNot
    """

    problem: Problem
    options: AnalysisOptions
    plan: Plan | None
    shares: FairShares
    counts: Counts
    staffing: Staffing
    achievable: Achievable
    officers: BeforeAndAfter
    figures: PlanFigures | WhyNot
    spread_floor: SpreadFloor | WhyNot
    unassigned: tuple[Unassigned, ...]
    staying: tuple[Unassigned, ...]
    fixes: tuple[Fix, ...]
    baselines: dict[str, AssignmentFigures]
    random: RandomBenchmark | WhyNot
    repeats: Repeats | WhyNot
    remedies: Remedies | WhyNot
    lifts: tuple[Lift, ...] | WhyNot
    as_given: WeightsAsGiven | None
    uncertainty: Uncertainty | WhyNot
    forecast: Forecast | WhyNot
    frontier: Frontier | WhyNot
    standards: tuple[ComparedStandard, ...] | WhyNot

    @property
    def not_computed(self) -> dict[str, WhyNot]:
        """The fields that are not there, each with the reason."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, WhyNot)}

    @property
    def problem_as_given(self) -> Problem:
        """The problem with its weights as they stand: that of ``uncertainty`` and ``forecast``."""
        return self.problem if self.as_given is None else self.as_given.problem

    @property
    def shares_as_given(self) -> FairShares:
        """Its fair shares."""
        return self.shares if self.as_given is None else self.as_given.shares


def analyse(
    problem: Problem, options: AnalysisOptions | None = None, plan: Plan | None = None, ahead: Ahead | None = None
) -> Analysis:
    """Work out everything that a report tells.

    Parameters
    ----------
    problem : Problem
    options : AnalysisOptions or None
        As they stand there by default.
    plan : Plan or None
        Of the same problem. None: the verdict alone, at once; what needs a plan says so.
    ahead : Ahead or None
        What was worked out before there was the plan, of the same problem and options; the rest is worked out now.

    Raises
    ------
    InvalidGoals
        Where there are too few simulations, or too many periods.
    InvalidProblem
        Where the weights are for another problem.
    """
    options = AnalysisOptions() if options is None else options
    shares = fair_shares(problem) if plan is None else plan.shares
    staffed = staffing(problem, shares, basis=options.basis, target=options.target, beta=options.beta, plan=plan)
    fixes = fixes_of(problem, plan, shares, options.goals.policy, hire_hours=options.basis.productive_hours)
    given = _as_given(options)
    base, base_shares = (problem, shares) if given is None else (given.problem, given.shares)
    reached = shares.tier_of_officer >= 0
    seed = options.config.seed
    # The other ways are there to be compared with a plan; without one, only today's assignment is, and at once.
    ways = {"current": problem.cases.current} if plan is None else baselines(problem, seed=seed)
    return Analysis(
        problem=problem,
        options=options,
        plan=plan,
        shares=shares,
        counts=counts_of(problem, plan),
        staffing=staffed,
        achievable=achievable(problem, shares, basis=options.basis, target=options.target, beta=options.beta),
        officers=before_and_after(problem, plan),
        figures=WhyNot.NO_PLAN if plan is None else plan_figures(problem, plan),
        spread_floor=floor_beside(problem, plan),
        unassigned=unassigned(problem, plan, shares, fixes, options.goals.policy),
        staying=staying(problem, fixes, options.goals.policy),
        fixes=fixes,
        baselines={name: figures_of(problem, officer, reached) for name, officer in ways.items()},
        random=WhyNot.NO_PLAN if plan is None else random_benchmark(problem, plan.officer, reached, seed),
        repeats=WhyNot.NO_PLAN if plan is None else repeats_of(plan),
        remedies=_remedies(problem, options, shares, staffed, ahead),
        lifts=lifts_within(problem, plan, options.goals, options.config, options.remedies_s),
        as_given=given,
        uncertainty=_uncertainty(base, options, base_shares, plan),
        forecast=_forecast(base, options),
        frontier=_frontier(options, plan),
        standards=_standards(problem, options, plan),
    )


def _standards(problem: Problem, options: AnalysisOptions, plan: Plan | None) -> tuple[ComparedStandard, ...] | WhyNot:
    is_given, officer = options.basis.source is BasisSource.GIVEN, None if plan is None else plan.officer
    full_time = options.basis.productive_hours if is_given else full_time_hours(problem)
    return compared(problem, options.standards, officer, full_time) or WhyNot.NOT_ASKED


def _as_given(options: AnalysisOptions) -> WeightsAsGiven | None:
    problem = options.as_given
    if problem is None:
        return None
    shares = fair_shares(problem)
    return WeightsAsGiven(
        problem,
        shares,
        staffing(problem, shares, basis=options.basis, target=options.target, beta=options.beta),
        known_of(problem, _weights(problem, options)),
    )


def _weights(problem: Problem, options: AnalysisOptions) -> Weights:
    return Weights.none(problem) if options.weights is None else options.weights


def _remedies(
    problem: Problem, options: AnalysisOptions, shares: FairShares, staffed: Staffing, ahead: Ahead | None
) -> Remedies | WhyNot:
    if not len(problem.officers):
        return WhyNot.NO_OFFICERS
    if needs_no_remedies(staffed):
        return Remedies((), (), None, None)  # what standards leave out is no question of hours or of skills
    found = None if ahead is None else ahead.remedies
    return remedies_of(problem, options, shares) if found is None else found


def _uncertainty(
    problem: Problem, options: AnalysisOptions, shares: FairShares, plan: Plan | None
) -> Uncertainty | WhyNot:
    weights = _weights(problem, options)
    why = why_certain(problem, weights, options.simulations)
    if why is not None:
        return why
    return uncertainty(
        problem,
        weights,
        shares,
        officer=problem.cases.current if plan is None else plan.officer,
        basis=options.basis,
        params=UncertaintyParams(
            simulations=options.simulations,
            seed=options.config.seed,
            weight_correlation=options.weight_correlation,
        ),
    )


def _forecast(problem: Problem, options: AnalysisOptions) -> Forecast | WhyNot:
    if not options.forecast_periods:
        return WhyNot.NOT_ASKED
    if options.flow is None or not len(options.flow):
        return WhyNot.NO_FLOW
    params = ForecastParams(
        periods=options.forecast_periods,
        basis=options.basis,
        target=options.target,
        beta=options.beta,
        simulations=options.simulations,
        seed=options.config.seed,
        weight_correlation=options.weight_correlation,
    )
    return forecast(problem, options.flow, _weights(problem, options), params)


def _frontier(options: AnalysisOptions, plan: Plan | None) -> Frontier | WhyNot:
    if options.frontier is not None:
        return options.frontier
    if not options.frontier_asked:
        return WhyNot.NOT_ASKED
    if options.goals.objective is not Objective.BALANCE:
        return WhyNot.OTHER_OBJECTIVE
    return WhyNot.NO_PLAN if plan is None else WhyNot.STOPPED
