"""Who waits is settled first: then few moves are looked for as if everything else had to be placed.

Where hours bind, coverage leaves next to no choice of who waits: the cases that wait must free nearly all the hours
that so many can. A relaxation of moves that is rounded knows nothing of this; it lets a few cases wait that are a bit
too short, and no exchange of others brings the officers within their hours again. The plan that coverage ended with
has cases waiting that do free enough. They wait in the rounding too, and in what is left all are to be placed.

Measured on 10,000 cases by 50 officers with 1.3 times their hours: with these cases waiting the relaxation is 2,451.3
where it is 2,451.0 with any, and 2,330.1 against 2,324.2 with weights of their own.
"""

from __future__ import annotations

import dataclasses
import math
from math import inf

from solver.arrays import Ints
from solver.bounds.aggregated_relaxation import PARAMS as RELAXATION
from solver.bounds.aggregated_relaxation import RelaxationParams
from solver.bounds.level_relaxation import solve_relaxation
from solver.budget import Budget, check_ranges
from solver.certificate import HeldGoals
from solver.engines.highs import LpSolution
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.coverage import coverage_rooms
from solver.formulation.level_model import LevelModel
from solver.heuristics.coverage_repair import PARAMS as COVERAGE_REPAIR
from solver.heuristics.coverage_repair import CoverageRepairParams, place_by_chains, spare_of, swap_in_shorter
from solver.heuristics.incumbent import Incumbent
from solver.heuristics.local_search import QUICK, LocalSearch, LocalSearchParams
from solver.heuristics.pair_exchange import PARAMS as PAIR_EXCHANGE
from solver.heuristics.pair_exchange import PairExchange, PairExchangeParams
from solver.heuristics.rounding import round_fractional
from solver.model.part import Part


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RelaxAndFix:
    """Few moves where cases wait: who waits is settled first.

    Attributes
    ----------
    least, extra : int, >= 1
        Moves above the relaxation that a rounding may need: ``least``, or one in ``extra`` of them where that is more.
    far : int, >= 1
        Where settling who waits makes the relaxation worse by more than ``least``, and more than one part in so many of
        it, both are tried by turns.
    repair : LocalSearchParams
        Of a repair, which goes on with pairs.
    pairs : PairExchangeParams
    coverage : CoverageRepairParams
    relaxation : RelaxationParams
        Of the relaxation where who waits is settled.
    sharings : int, >= 1
        Ways to share out what changes hands that are tried.
    share : float, above 0 and at most 1
        Of the work that is left which these may take.
    """

    least: int = 2
    extra: int = 1_000
    far: int = 100
    repair: LocalSearchParams = QUICK
    pairs: PairExchangeParams = PAIR_EXCHANGE
    coverage: CoverageRepairParams = COVERAGE_REPAIR
    relaxation: RelaxationParams = RELAXATION
    sharings: int = 6
    share: float = 0.3

    def __post_init__(self) -> None:
        check_ranges(self, least=(1, inf), extra=(1, inf), far=(1, inf), sharings=(1, inf))
        check_ranges(self, share=(1e-9, 1))

    def supports(self, level: LevelModel) -> bool:
        """For moves, where cases can wait."""
        return level.goal == CONTINUITY and bool(level.layout.unplaced)

    def __call__(self, incumbent: Incumbent, budget: Budget) -> Ints | None:
        """A plan with fewer moves, or ``None``."""
        if incumbent.relaxed is None:
            return None
        return relax_and_fix(incumbent.level, incumbent.relaxed, incumbent.planned, budget, self)


def settled(part: Part, planned: Ints) -> Part:
    """The part without the units that a plan leaves unplaced: everything else is to be placed.

    Only for relaxations and roundings: its units are those of the whole part, and of a class whose units nobody holds
    in the plan none are left.
    """
    return dataclasses.replace(part, count=part.placed(planned), placeable_all=True)


def relax_settled(
    level: LevelModel, planned: Ints, budget: Budget, params: RelaxationParams = RELAXATION
) -> LpSolution:
    """The relaxation of a level with those waiting who wait in a plan.

    Its ``x`` begins as that of the whole part does, by columns.
    """
    now = settled(level.part, planned)
    tighter = LevelModel.of(now, level.number, level.goal, level.rooms, level.counted)
    return solve_relaxation(tighter, budget, params)[1]


def relax_and_fix(level: LevelModel, relaxed: LpSolution, planned: Ints, budget: Budget, params: RelaxAndFix) -> Ints:
    """A plan with few moves, from the relaxation with those waiting who wait in a plan, or with any.

    Parameters
    ----------
    relaxed : LpSolution
        Of the level.
    planned : int64 array, shape (columns,)
        A plan that keeps what is held.

    Returns
    -------
    int64 array, shape (columns,)
        The same plan where nothing better was found.
    """
    if relaxed.x is None:
        return planned
    part, held, layout = level.part, level.held, level.layout
    now = settled(part, planned)
    tight = relax_settled(level, planned, budget, params.relaxation)
    starts = [(part, relaxed)]
    if tight.x is not None:
        near = tight.objective <= relaxed.objective + max(params.least, relaxed.objective / params.far)
        starts = [(now, tight)] if near else [(now, tight), *starts]
    keepable = int(part.keepable.sum())
    best, value = planned, keepable - part.kept(planned)
    soon = budget.within(params.share)
    for turn in range(params.sharings):
        rounding, start = starts[turn % len(starts)]
        least = math.ceil(start.objective - 1e-6)
        if start.x is None or value <= least or (best is not planned and soon.over):
            break
        seed = budget.seed + turn
        wanted = layout.planned(start.x if start.again is None else start.again(seed))
        within = budget if best is planned else soon
        # by pairs alone a plan is there in a second; repaired first it may be a few moves better
        rounded = round_fractional(rounding, wanted)
        mend = _Mend(params, least, value - 1, seed, repair=best is not planned)
        mended = mend.run(part, held, rounded, within)
        if mended is not None:
            best, value = mended, keepable - part.kept(mended)
    return best


@dataclasses.dataclass(frozen=True, slots=True)
class _Mend:
    """What a rounded plan may cost: about ``least`` moves, never above ``most``."""

    params: RelaxAndFix
    least: int
    most: int
    seed: int
    repair: bool

    def run(self, part: Part, held: HeldGoals, rounded: Ints, budget: Budget) -> Ints | None:
        """A rounded plan brought within what is held; or ``None``."""
        waiting: dict[int, int] | None = None
        if not part.coverage_by_hours:
            placed = place_by_chains(part, rounded, coverage_rooms(held))
            rounded = swap_in_shorter(part, placed, held.load, self.params.coverage)
            waiting = spare_of(part, rounded, coverage_rooms(held))
        move_limit = min(self.most, self.least + max(self.params.least, self.least // self.params.extra))
        if self.repair:
            mend = LocalSearch(part, rounded, held.load, move_limit, self.seed, None, waiting)
            if mend.run(budget, self.params.repair):
                return mend.planned
            rounded = mend.planned
        keepable = int(part.keepable.sum())
        move_limit = max(move_limit, keepable - part.kept(rounded))
        doubles = PairExchange(part, rounded, held.load, move_limit, None, None if waiting is None else {})
        done = (
            doubles.run(budget, self.seed, self.most - move_limit, self.params.pairs)
            and keepable - part.kept(doubles.planned) <= self.most
        )
        return doubles.planned if done else None
