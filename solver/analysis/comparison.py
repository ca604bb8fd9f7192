"""Assignments beside each other by the same few figures: the plan, today, what people do, and chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.analysis.loads import loads_of, peak, spread
from solver.analysis.moves import held_back, loses_officer, moved
from solver.arrays import Flags, Indices
from solver.baselines import random_draws
from solver.model.units import units_of
from solver.plan import Plan
from solver.problem import NEW, Problem

MOST_DRAWS = 100
WORK = 2_000_000
"""Cases that all draws deal out together: a million cases are dealt out twice, not a hundred times."""
OFFICER_WORTH = 20
"""An officer takes as long to count as so many cases."""


@dataclass(frozen=True, slots=True)
class AssignmentFigures:
    """What assignments are compared by.

    Attributes
    ----------
    peak : Fraction or None
        Largest utilization; None where nobody has hours.
    spread : Fraction or None
        Largest minus smallest utilization of the officers whom some case can reach; None where there are none.
    moves, unassigned : int, cases
    """

    peak: Fraction | None
    spread: Fraction | None
    moves: int
    unassigned: int


def figures_of(problem: Problem, officer: Indices, reached: Flags) -> AssignmentFigures:
    """Count an assignment.

    Parameters
    ----------
    officer : int32 array, shape (cases,)
        Who holds each case; below 0: nobody.
    reached : bool array, shape (officers,)
        Officers whom a case can reach; the spread is theirs.
    """
    used = loads_of(problem, officer).utilization(problem)
    return AssignmentFigures(
        peak(used), spread(used, reached), int(moved(problem, officer).sum()), int((officer < 0).sum())
    )


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """The plan beside today.

    Attributes
    ----------
    before, after : AssignmentFigures
    moved_hours : Fraction
        Of the cases that change hands.
    forced : int
        Of these cases: their officer has left, has no hours or may not hold them.
    held_back : int
        Cases without an officer now, though somebody held them and may keep them.
    lost : int
        Cases that an officer of the roster holds today and nobody in the plan, for whatever reason.
    peak_before_of_placed : Fraction or None
        Today's peak without these, so that it is of the same cases as the plan's (which has new ones besides).
    """

    before: AssignmentFigures
    after: AssignmentFigures
    moved_hours: Fraction
    forced: int
    held_back: int
    lost: int
    peak_before_of_placed: Fraction | None


def plan_figures(problem: Problem, plan: Plan) -> PlanFigures:
    """Count a plan and today's assignment, from the cases."""
    reached = plan.part_of_officer >= 0
    is_moved, units = moved(problem, plan.officer), units_of(problem)
    current, placed = problem.cases.current, plan.officer >= 0
    same = np.where(placed, current, np.minimum(current, NEW)).astype(np.int32)
    return PlanFigures(
        before=figures_of(problem, problem.cases.current, reached),
        after=figures_of(problem, plan.officer, reached),
        moved_hours=problem.hours(int(problem.cases.effort[is_moved].sum())),
        forced=int((is_moved & loses_officer(problem, units)).sum()),
        held_back=int(held_back(problem, plan.officer, units).sum()),
        lost=int(((current >= 0) & ~placed).sum()),
        peak_before_of_placed=peak(loads_of(problem, same).utilization(problem)),
    )


@dataclass(frozen=True, slots=True)
class Distribution:
    """Least, median and most of some values; None where there are none."""

    least: Fraction | None
    median: Fraction | None
    most: Fraction | None

    @classmethod
    def of(cls, values: Sequence[Fraction]) -> Distribution:
        """Of these values; the median is the middle one, or the mean of the middle two."""
        if not values:
            return cls(None, None, None)
        ranked, middle = sorted(values), len(values) // 2
        median = ranked[middle] if len(values) % 2 else (ranked[middle - 1] + ranked[middle]) / 2
        return cls(ranked[0], median, ranked[-1])


@dataclass(frozen=True, slots=True)
class RandomBenchmark:
    """The same cases dealt out by chance, again and again, by the same rules of who may hold what.

    Attributes
    ----------
    draws : int
    peak, spread : Distribution
        Over the draws.
    as_good : int
        Draws whose peak and spread are both no higher than the assignment's.
    """

    draws: int
    peak: Distribution
    spread: Distribution
    as_good: int


def random_benchmark(problem: Problem, officer: Indices, reached: Flags, seed: int = 0) -> RandomBenchmark:
    """How chance would have done, beside an assignment.

    Parameters
    ----------
    officer : int32 array, shape (cases,)
        The assignment.
    reached : bool array, shape (officers,)
        Officers whom a case can reach; the spread is theirs.
    seed : int
        Of the first draw, which is ``baselines(problem, seed=seed)["random"]``.
    """
    own = figures_of(problem, officer, reached)
    peaks: list[Fraction] = []
    spreads: list[Fraction] = []
    as_good = 0
    draws = draws_for(problem)
    for drawn in random_draws(problem, draws, seed):
        used = loads_of(problem, drawn).utilization(problem)
        highest, difference = peak(used), spread(used, reached)
        peaks += [] if highest is None else [highest]
        spreads += [] if difference is None else [difference]
        as_good += _no_more(highest, own.peak) and _no_more(difference, own.spread)
    return RandomBenchmark(draws, Distribution.of(peaks), Distribution.of(spreads), as_good)


def draws_for(problem: Problem) -> int:
    """How many draws there is time for."""
    size = max(1, len(problem.cases), OFFICER_WORTH * len(problem.officers))
    return max(1, min(MOST_DRAWS, WORK // size))


def _no_more(value: Fraction | None, than: Fraction | None) -> bool:
    return value is None or than is None or value <= than
