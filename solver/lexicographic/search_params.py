"""Everything about a search that can be tuned, in one object: what ``solve`` hands down to every level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

from solver.bounds.aggregated_relaxation import PARAMS as RELAXATION
from solver.bounds.aggregated_relaxation import RelaxationParams
from solver.bounds.fairness_cuts import PARAMS as FAIRNESS_CUTS
from solver.bounds.fairness_cuts import FairnessCutsParams
from solver.budget import check_ranges
from solver.formulation.goals.base import RankedGoal
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.cost import COST
from solver.formulation.goals.coverage import Coverage
from solver.formulation.goals.fairness import FAIRNESS
from solver.heuristics.lns.least_used import PARAMS as LEAST_USED
from solver.heuristics.lns.least_used import LeastUsedParams
from solver.heuristics.lns.makespan_params import PARAMS as MAKESPAN
from solver.heuristics.lns.makespan_params import MakespanParams
from solver.heuristics.lns.neighbourhoods import LnsParams
from solver.heuristics.lns.search import PARAMS as LNS
from solver.heuristics.local_search import PARAMS as LOCAL_SEARCH
from solver.heuristics.local_search import LocalSearchParams
from solver.heuristics.portfolio import HEURISTICS, Heuristic


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelShares:
    """Share of what is left, work and time, which a level may take while others wait; the last one may take all of it.

    Attributes
    ----------
    coverage, fairness, continuity, cost, others : float, above 0 and at most 1
    """

    coverage: float = 0.35
    fairness: float = 0.45
    continuity: float = 0.75
    cost: float = 0.8
    others: float = 0.5

    def __post_init__(self) -> None:
        for name in ("coverage", "fairness", "continuity", "cost", "others"):
            check_ranges(self, **{name: (1e-9, 1)})

    def of(self, goal: RankedGoal) -> float:
        """The share of a goal's level."""
        if isinstance(goal, Coverage):
            return self.coverage
        named = {FAIRNESS.name: self.fairness, CONTINUITY.name: self.continuity, COST.name: self.cost}
        return named.get(goal.name, self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessLevelParams:
    """How the smallest step is looked for.

    Attributes
    ----------
    small : int, variables, >= 0
        Programs up to which they are searched as a whole at once.
    tiny : int, columns, >= 0
        Up to which every step is searched to the end at once.
    attempt_s : float, > 0
        Units of work for one step of a small program, about seconds.
    attempt_share : float, above 0 and at most 1
        Of the work that is left which one step may take.
    whole_share : float, above 0 and at most 1
        Of the work for one step of a small program which a search of all of it may take.
    all_steps_share : float, above 0 and at most 1
        Of the work that is left, for searches of a small program in which the step is a variable.
    tiers_share : float, above 0 and at most 1
        Of the work for what the tightest officers alone can tell.
    searches : int, >= 1
        Of everything at one step, each with a seed of its own.
    near : int, steps, >= 0
        Between plan and bound (5 are 0.05 points) at which a step is no longer tried for long.
    hurry : int, >= 1
        One part in so many of the usual neighbourhoods is then tried.
    cuts : FairnessCutsParams
    repair : LocalSearchParams
        Of the best plan so far, for a step.
    """

    small: int = 1_500
    tiny: int = 200
    attempt_s: float = 12.0
    attempt_share: float = 0.4
    whole_share: float = 0.4
    all_steps_share: float = 0.4
    tiers_share: float = 0.4
    searches: int = 1
    near: int = 5
    hurry: int = 3
    cuts: FairnessCutsParams = FAIRNESS_CUTS
    repair: LocalSearchParams = LOCAL_SEARCH

    def __post_init__(self) -> None:
        check_ranges(self, small=(0, inf), tiny=(0, inf), attempt_s=(1e-9, inf), attempt_share=(1e-9, 1))
        check_ranges(
            self, whole_share=(1e-9, 1), all_steps_share=(1e-9, 1), tiers_share=(1e-9, 1), near=(0, inf), hurry=(1, inf)
        )
        check_ranges(self, searches=(1, inf))


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSearchParams:
    """How all of a small part is searched for a better worst officer, where nothing else is open any more.

    Attributes
    ----------
    times : float, above 0 and at most 16
        As many times as much work as the whole part had at first.
    share : float, above 0 and at most 1
        Of that which the search may take; the levels after it have the rest.
    step_share : float, above 0 and at most 1
        Of the work that is left which one step may take.
    slice_s : float, > 0
        Units of work for one search.
    searches : int, >= 1
        Of everything at one step, each with a seed of its own.
    """

    times: float = 10.0
    share: float = 0.9
    step_share: float = 0.95
    slice_s: float = 40.0
    searches: int = 3

    def __post_init__(self) -> None:
        check_ranges(self, times=(1e-9, 16), share=(1e-9, 1), step_share=(1e-9, 1), slice_s=(1e-9, inf))
        check_ranges(self, searches=(1, inf))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveBudgetParams:
    """How the fairest plan with so many moves is looked for.

    Attributes
    ----------
    whole_share : float, above 0 and at most 1
        Of the work for a search of everything at every step, where the part is tiny (``FairnessLevelParams.tiny``).
    free_share : float, above 0 and at most 1
        Of the work for the fairest plan without a limit on moves, from which moves are then taken back.
    step_share : float, above 0 and at most 1
        Of the work that is left which one step may take.
    """

    whole_share: float = 0.4
    free_share: float = 0.25
    step_share: float = 0.4

    def __post_init__(self) -> None:
        check_ranges(self, whole_share=(1e-9, 1), free_share=(1e-9, 1), step_share=(1e-9, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelParams:
    """When parts are planned side by side.

    Attributes
    ----------
    worthwhile : int, columns, >= 0
        From which on processes are started at once.
    joined_after_s : float, seconds, 0 to 3,600
        Below that, processes are started once planning has taken so long: it was worth it after all.
    stop_every_s : float, seconds, above 0 and at most 60
        Between two looks at whether to stop.
    least_work : float, >= 0
        Units of work that a part must be given for its journey to a helper to be worth it.
    patience_s : float, seconds, >= 0
        That helpers have for coming back once time is up; then what is missing is planned here, in no time.
    """

    worthwhile: int = 40_000
    joined_after_s: float = 1.0
    stop_every_s: float = 0.1
    least_work: float = 0.5
    patience_s: float = 10.0

    def __post_init__(self) -> None:
        check_ranges(self, worthwhile=(0, inf), joined_after_s=(0, 3_600))
        check_ranges(self, stop_every_s=(1e-9, 60), least_work=(0, inf), patience_s=(0, inf))


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchParams:
    """How a problem is searched. No plan is any less right with other ones; it may be worse, or take longer.

    Attributes
    ----------
    check_share : float, 0 to 0.5
        Of the time limit that is kept for turning counts into cases and checking them.
    work_rate : float, above 0 and at most 10
        Units of work for every second of the time limit. A unit is about a second of a quiet core, so that a machine
        this much slower, or busier, still ends every level by its work and not by the clock.
    turns : int, 0 to 40
        Times that levels which are not proven are taken up again, at most, each time with twice the work, for as long
        as there is time.
    refining_turns : int, 0 to 40
        Of these, at most, where only levels are open that refine the plan; each with as much work as the first.
    last_search : LastSearchParams
        Of the turn after these.
    least_turn_s : float, seconds, >= 0
        That must be left for a further turn, once the clock has ended one.
    shares : LevelShares
    fairness : FairnessLevelParams
    move_budget : MoveBudgetParams
    parallel : ParallelParams
    relaxation : RelaxationParams
    heuristics : tuple of Heuristic
        Of a linear level, in the order in which they are tried.
    lns : LnsParams
    least_used : LeastUsedParams
    makespan : MakespanParams
        Of the search for fairness where a case takes each officer a different time.
    """

    check_share: float = 0.05
    work_rate: float = 0.25
    turns: int = 20
    refining_turns: int = 1
    last_search: LastSearchParams = LastSearchParams()
    least_turn_s: float = 1.0
    shares: LevelShares = LevelShares()
    fairness: FairnessLevelParams = FairnessLevelParams()
    move_budget: MoveBudgetParams = MoveBudgetParams()
    parallel: ParallelParams = ParallelParams()
    relaxation: RelaxationParams = RELAXATION
    heuristics: tuple[Heuristic, ...] = HEURISTICS
    lns: LnsParams = LNS
    least_used: LeastUsedParams = LEAST_USED
    makespan: MakespanParams = MAKESPAN

    def __post_init__(self) -> None:
        check_ranges(self, check_share=(0, 0.5), work_rate=(1e-9, 10), turns=(0, 40))
        check_ranges(self, refining_turns=(0, 40), least_turn_s=(0, inf))

    def more_patient(self, turn: int) -> SearchParams:
        """For a later turn of a level: everything that ends a search but the best plan may be as many times as long."""
        if not turn:
            return self
        times = 2**turn
        lns, fairness, makespan = self.lns, self.fairness, self.makespan
        return replace(
            self,
            lns=replace(lns, continuity=lns.continuity * times, fairness=lns.fairness * times),
            fairness=replace(fairness, attempt_s=fairness.attempt_s * times),
            makespan=replace(makespan, patience=makespan.patience * times),
        )

    def searching_all(self) -> SearchParams:
        """For a last turn at fairness: each step is searched by CP-SAT alone, from the bound upwards.

        Measured on offices of 10 officers and 120 cases with weights of their own: half of the searches at the bound
        find a plan within 40 units, which is why others begin after that; step by step downwards from the plan, or with
        the step as a variable, takes more than 100; neighbourhoods search in vain.
        """
        last = self.last_search
        fairness = replace(
            self.fairness,
            attempt_s=last.slice_s,
            attempt_share=last.step_share,
            searches=last.searches,
            whole_share=1.0,
            all_steps_share=1e-9,
        )
        return replace(self, fairness=fairness)


PARAMS = SearchParams()
