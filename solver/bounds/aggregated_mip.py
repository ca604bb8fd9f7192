"""The pooled program in whole cases and ticks: a better bound than its relaxation, and a guide for the search.

Where officers are linked in many ways, a whole case more often than not carries more ticks from one group of officers
to another than the relaxation asked for, and its bound is a few moves below every plan. The pooled program
(``formulation/aggregated_program.py``) knows all of that and has no variable for who takes which case, so CP-SAT
searches it to the end in seconds. Every plan is a point of it: what stays stays, and what enters is some whole number
of ticks. So where it has no point with so few moves there is no plan either (``Proof.SEARCH``), and its best point says
what a good plan keeps.

Then it is asked from below: is there a point with no more moves than the bound, then with a few more? The fewer may be,
the more of what stays is settled by the prices of the relaxation (reduced-cost fixing, as in
``reduced_cost_fixing.py``), and the shorter the answer takes. Last, pools of few cases are told apart, because those do
not add up to just any ticks.

Measured on 4,000 cases with weights of their own by 40 officers of 5 offices, a fifth of the cases open to all offices:
the relaxation says 323, the pools 325, the finer ones 326, and that is proven to be the fewest moves in 10 s, where
neighbourhoods alone had 327 moves after 29 s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np

from solver.arrays import Ints, sum_by
from solver.bounds.lagrangian import lagrangian_bound
from solver.bounds.reduced_cost_fixing import reduced_costs, within_distance
from solver.budget import Budget, check_ranges
from solver.certificate import Certificate
from solver.engines.cp_sat import SearchResult, search
from solver.engines.integer_program import IntegerProgram
from solver.formulation.aggregated_program import AggregationKind, aggregated_program, aggregation_of
from solver.formulation.aggregation import Aggregation
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.level_model import LevelModel

MOST_TICKS = 2**40
"""Ticks of all cases together above which CP-SAT's sums might not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregatedMipParams:
    """How large a program may be, and how long it is asked.

    Attributes
    ----------
    most_stays : int, >= 0
        Columns with a holder above which this takes too long.
    few_units : int, >= 0
        Units of a pool up to which the finer pools tell its cases apart: a few cases do not add up to just any ticks.
    slice_s : float, > 0
        Units of work for one question, about seconds.
    steps : int, >= 1
        Questions in which the distance between bound and plan is asked, about.
    most_questions : int, >= 0
        The most in any case.
    guide_s : float, > 0
        Units of work for a good point to begin with.
    guide_share : float, above 0 and at most 1
        Of the work that is left which it may take.
    """

    most_stays: int = 40_000
    few_units: int = 60
    slice_s: float = 6.0
    steps: int = 8
    most_questions: int = 60
    guide_s: float = 4.0
    guide_share: float = 0.4

    def __post_init__(self) -> None:
        check_ranges(self, most_stays=(0, inf), few_units=(0, inf), slice_s=(1e-9, inf), steps=(1, inf))
        check_ranges(self, most_questions=(0, inf), guide_s=(1e-9, inf), guide_share=(1e-9, 1))


PARAMS = AggregatedMipParams()


@dataclass(frozen=True, slots=True)
class AggregatedMipResult:
    """What the whole pooled program says.

    Attributes
    ----------
    bound : int
        No plan moves less.
    guide : int64 array, shape (held columns,), or None
        How many units stay in a point with about as few moves.
    """

    bound: int
    guide: Ints | None


def has_aggregated_mip(level: LevelModel, certificate: Certificate, params: AggregatedMipParams = PARAMS) -> bool:
    """Whether the pooled program of a level is one of moves, made of ticks, and small enough to be asked."""
    part = level.part
    ticks = int((part.count * part.effort).sum())
    small = len(level.layout.held) <= params.most_stays and ticks <= MOST_TICKS
    return (
        certificate.level == CONTINUITY.name
        and small
        and aggregation_of(part, level.held, CONTINUITY) is AggregationKind.TICKS
    )


def solve_aggregated_mip(
    level: LevelModel, certificate: Certificate, value: int, budget: Budget, params: AggregatedMipParams = PARAMS
) -> AggregatedMipResult:
    """Raise the bound of the moves beyond the relaxation's, and find what a plan near it keeps.

    Parameters
    ----------
    level : LevelModel
        For which :func:`has_aggregated_mip` says yes.
    certificate : Certificate
        The relaxation's bound of the moves.
    value : int
        Moves of the best plan so far.
    """
    pooled = _Pooled(level, certificate, Aggregation.by_ticks(level.part))
    bound, stays, moves = certificate.bound, None, value
    found = pooled.best(budget.within(params.guide_share).slice(params.guide_s, budget.seed))
    if found.x is not None:
        stays, moves = pooled.stays(found.x), min(value, pooled.moves(found.x))
    bound = moves if found.complete else pooled.raised(bound, moves, budget, params)
    if stays is not None and bound == moves < value:
        # the coarser pools have said all that they know
        finer = _Pooled(level, certificate, Aggregation.by_ticks(level.part, params.few_units))
        bound = finer.raised(bound, value, budget, params)
    return AggregatedMipResult(bound, stays)


class _Pooled:
    """A pooled program, and what the prices say of its variables."""

    def __init__(self, level: LevelModel, certificate: Certificate, pools: Aggregation) -> None:
        part, layout = level.part, level.layout
        self._program: IntegerProgram = aggregated_program(replace(level, counted=certificate.prices.counted), pools)
        supply = sum_by(pools.of_class, part.count * pools.amount, pools.bins)
        enters = slice(len(layout.held), len(layout.held) + len(pools.pool_bin))
        # a bound that the rows imply, so that no sum of CP-SAT's overflows
        self._program.high[enters] = supply[pools.pool_bin]
        self._stay, self._denominator = len(layout.held), certificate.prices.denominator
        costs = np.zeros(len(self._program.low), np.int64)
        own = reduced_costs(level, certificate)[layout.columns : layout.at_unplaced]
        # a bundle that several officers hold is charged for its best choice only
        costs[: self._stay] = np.where(part.mixed[part.column_class[layout.held]], 0, own)
        if part.placeable_all:
            tick = certificate.prices.tick[pools.pool_officer]
            least = np.full(pools.bins, np.iinfo(np.int64).max)
            np.minimum.at(least, pools.pool_bin, tick)
            dearer = (tick - least[pools.pool_bin]) * pools.ticks[pools.pool_bin]
            costs[enters] = dearer
        self._costs = costs
        self._base = lagrangian_bound(part, certificate.prices, CONTINUITY, level.held)

    def stays(self, x: Ints) -> Ints:
        """Units that stay in a point."""
        return x[: self._stay]

    def moves(self, x: Ints) -> int:
        """Moves of a point."""
        return self._program.value(x)

    def best(self, budget: Budget) -> SearchResult:
        """The best point that is found in time."""
        return search(self._program, self._program.low, self._program.high, None, budget)

    def raised(self, bound: int, most: int, budget: Budget, params: AggregatedMipParams) -> int:
        """A bound, raised step by step up to ``most`` for as long as no point has as few moves.

        Where moves are counted in cases a step is mostly one of them; ticks are not asked one by one.
        """
        asked = 0
        while bound < most and not budget.over and asked < params.most_questions:
            step, asked = max(1, (most - bound) // params.steps), asked + 1
            found = self._at_most(bound + step - 1, budget.slice(params.slice_s, budget.seed + asked))
            if found.complete:
                bound = bound + step if found.x is None else self.moves(found.x)
            if found.x is not None:
                most = min(most, self.moves(found.x))
            elif not found.complete:
                break
        return bound

    def _at_most(self, moves: int, budget: Budget) -> SearchResult:
        """Search for a point with at most so many moves."""
        room = moves * self._denominator - self._base
        box = within_distance(self._program.low, self._program.high, self._costs, room)
        if box is None:
            return SearchResult(None, None, complete=True)
        return search(self._program, *box, None, budget, below=moves + 1)
