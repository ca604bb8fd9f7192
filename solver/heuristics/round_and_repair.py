"""A relaxation rounded to whole cases and repaired, until it keeps what is held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

import numpy as np

from solver.arrays import Floats, Ints
from solver.budget import Budget, check_ranges
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.cost import COST
from solver.formulation.goals.coverage import Coverage, coverage_rooms
from solver.formulation.goals.evenness import EVENNESS
from solver.formulation.level_model import LevelModel
from solver.heuristics.coverage_repair import PARAMS as COVERAGE_REPAIR
from solver.heuristics.coverage_repair import (
    CoverageRepairParams,
    drop_least_urgent,
    place_by_chains,
    swap_in_shorter,
)
from solver.heuristics.incumbent import Incumbent
from solver.heuristics.local_search import QUICK, LocalSearch, LocalSearchParams
from solver.heuristics.pair_exchange import PARAMS as PAIR_EXCHANGE
from solver.heuristics.pair_exchange import PairExchange, PairExchangeParams
from solver.heuristics.rounding import round_fractional


@dataclass(frozen=True, slots=True)
class RoundBoldly:
    """An aggregated relaxation shared out with no more moves than the bound, and then with one more, or not at all.

    Attributes
    ----------
    share : float, above 0 and at most 1
        Of the work that is left.
    ways : int, >= 1
        Ways to share it out that are tried with no more moves than the bound, and then with one more.
    repair : LocalSearchParams
        Of a repair, which leaves a plan soon to the neighbourhoods, because they are good at the rest.
    pairs : PairExchangeParams
    coverage : CoverageRepairParams
    """

    share: float
    ways: int = 4
    repair: LocalSearchParams = QUICK
    pairs: PairExchangeParams = PAIR_EXCHANGE
    coverage: CoverageRepairParams = COVERAGE_REPAIR

    def __post_init__(self) -> None:
        check_ranges(self, share=(1e-9, 1), ways=(1, inf))

    def supports(self, level: LevelModel) -> bool:
        """For moves, where everything is to be placed."""
        return level.goal == CONTINUITY and not level.layout.unplaced

    def __call__(self, incumbent: Incumbent, budget: Budget) -> Ints | None:
        """The best plan of these, or ``None``."""
        return _best(incumbent, self._starts(incumbent, budget), budget, self)

    def _starts(self, incumbent: Incumbent, budget: Budget) -> Iterator[tuple[Floats, int | None]]:
        soon = budget.within(self.share)
        again = None if incumbent.relaxed is None else incumbent.relaxed.again
        for more in (0, 1):
            for seed in range(self.ways):
                if again is not None and not soon.over:
                    yield incumbent.level.layout.planned(again(budget.seed + seed)), incumbent.bound + more


@dataclass(frozen=True, slots=True)
class RoundCarefully:
    """A relaxation rounded and repaired; for moves with as few more than the bound as will do.

    Attributes
    ----------
    nearly : float, >= 0
        Distance from the bound, as a share of it, at which what was dealt is as good a start.
    repair : LocalSearchParams
        Of a repair, which leaves a plan soon to the neighbourhoods, because they are good at the rest.
    pairs : PairExchangeParams
    coverage : CoverageRepairParams
    """

    nearly: float = 0.04
    repair: LocalSearchParams = QUICK
    pairs: PairExchangeParams = PAIR_EXCHANGE
    coverage: CoverageRepairParams = COVERAGE_REPAIR

    def __post_init__(self) -> None:
        check_ranges(self, nearly=(0, inf))

    def supports(self, level: LevelModel) -> bool:  # noqa: ARG002 - any level
        """Every level."""
        return True

    def __call__(self, incumbent: Incumbent, budget: Budget) -> Ints | None:
        """The first plan that keeps what is held, or ``None``."""
        near = 0 if incumbent.kept_in_relaxation() is None or incumbent.level.goal != CONTINUITY else self.nearly
        if incumbent.value <= incumbent.aim + round(incumbent.aim * near):
            return None
        relaxed, layout = incumbent.relaxed, incumbent.level.layout
        if relaxed is None or relaxed.x is None:
            return None
        wanted = layout.planned(relaxed.x)
        return _best(incumbent, ((wanted, limit) for limit in self._move_limits(incumbent)), budget, self)

    @staticmethod
    def _move_limits(incumbent: Incumbent) -> list[int | None]:
        """Moves that a repair may make, one after the other."""
        level, bound = incumbent.level, incumbent.bound
        if level.goal == CONTINUITY:
            # what a few neighbourhoods close easily; a tighter limit costs the repair more time than it saves them
            extra = max(2, bound // 200)
            limits = (min(incumbent.value - 1, bound + extra * factor) for factor in (1, 2, 4, 8, 16, 64, 256))
            return [*dict.fromkeys(limits)]  # near the bound all are one limit, and a repair that failed fails again
        return [level.rooms.get(CONTINUITY.name)]


def _best(
    incumbent: Incumbent,
    starts: Iterator[tuple[Floats, int | None]],
    budget: Budget,
    params: RoundBoldly | RoundCarefully,
) -> Ints | None:
    """Round and repair from each start until one keeps what is held and is better; the best of them."""
    level = incumbent.level
    part, layout, program = level.part, level.layout, level.program
    price = part.column_cost.astype(np.float64) if level.goal == COST else None
    best, least = None, incumbent.value
    room: Ints | None = None
    for start, move_limit in starts:
        room = _room(incumbent) if room is None else room
        rounded = round_fractional(part, start, near=level.goal == COST)
        if layout.unplaced and not part.coverage_by_hours:
            placed = place_by_chains(part, rounded, coverage_rooms(level.held))
            rounded = swap_in_shorter(part, placed, room, params.coverage)
        mend = LocalSearch(
            part, rounded, room, move_limit, budget.seed, price, waiting=None if part.coverage_by_hours else {}
        )
        mended = mend.run(budget, params.repair)
        if mended and price is not None and move_limit is None:
            mend.polish(budget)
        planned = mend.planned
        if not mended and isinstance(level.goal, Coverage):
            pairs = PairExchange(part, planned, room, None)
            pairs.run(budget, budget.seed, 0, params.pairs)
            planned = drop_least_urgent(part, pairs.planned, room, level.goal.priority)
        point = layout.point(part, planned)
        if program.value(point) < least and program.allows(point):
            best, least = planned, program.value(point)
            if mended:
                break
    return best


def _room(incumbent: Incumbent) -> Ints:
    """Ticks that each officer may carry while a plan is repaired, -1: any. Shape (officers,)."""
    level, relaxed = incumbent.level, incumbent.relaxed
    part, room = level.part, level.held.load
    if level.goal != EVENNESS or relaxed is None or relaxed.x is None:
        return room
    # aim at the loads of the relaxation, not at the limits
    load = np.zeros(len(part.officers))
    np.add.at(load, part.column_officer, level.layout.planned(relaxed.x) * part.column_effort)
    aim = np.maximum(part.fair_load, np.ceil(load - 1e-6).astype(np.int64))
    return np.where(room >= 0, np.minimum(room, aim), -1)
