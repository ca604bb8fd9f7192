"""Balance against continuity: the fewest moves for each fairness, from today's assignment to the fairest plan.

One plan is one compromise. The frontier shows all of them, so that whoever decides sees what one more move buys.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.classes import Part
from solver.core import Effort, Stop
from solver.fairness import fairest
from solver.fairshare import fair_shares
from solver.goals import GRID, Goals, Measure, SolveConfig
from solver.ladder import climb
from solver.levels import Point, ranked
from solver.lowering import lower
from solver.parts import build_parts, targets
from solver.plan import Status
from solver.problem import Ints, Problem
from solver.units import units_of
from solver.within_moves import fairest_within_moves

POINTS = 13
"""Points between the fairest plan and the one without moves, both included."""


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The fewest moves at one fairness.

    Attributes
    ----------
    step : int, grid steps of 0.0001
        Nobody is further above their fair share; a part that cannot be that fair is as fair as it can be.
    moves, bound : int
        Cases (or ticks, where moves count by hours) taken from an officer who may keep them, and the proven least.
    peak : Fraction
        Highest utilization in the plan that was found.
    """

    step: int
    moves: int
    bound: int
    peak: Fraction

    @property
    def status(self) -> Status:
        """Optimal where moves and bound are equal."""
        return Status.OPTIMAL if self.moves == self.bound else Status.FEASIBLE


@dataclass(frozen=True, slots=True)
class Frontier:
    """Points from the fairest plan to the one with no move that is not forced.

    Attributes
    ----------
    points : tuple of FrontierPoint
        Steps rise and moves fall.
    fairest_step, fairest_bound : int, grid steps
        The smallest step for which a plan was found, and below which there is none.
    """

    points: tuple[FrontierPoint, ...]
    fairest_step: int
    fairest_bound: int


@dataclass(slots=True)
class _Line:
    """One part on its way from the fairest plan to the one that moves nobody."""

    part: Part
    rooms: dict[str, int]
    planned: Ints
    step: int
    bound: int
    still: int


def frontier(
    problem: Problem,
    goals: Goals | None = None,
    config: SolveConfig | None = None,
    points: int = POINTS,
    should_stop: Stop | None = None,
) -> Frontier:
    """Trace the frontier.

    Parameters
    ----------
    goals : Goals, optional
        Policy, and how moves and coverage are counted; the slack of fairness plays no part.
    config : SolveConfig, optional
        The time is shared by the points.
    points : int, >= 2
        How many; fewer where there are fewer steps.
    """
    goals, config = goals or Goals(), config or SolveConfig()
    if points < 2:
        raise ValueError(f"a frontier needs 2 points or more, not {points}")
    effort = Effort(time.monotonic() + config.time_limit_s, config.workers, config.seed, should_stop)
    units = units_of(problem)
    target = targets(problem, units, fair_shares(problem, units).share, goals.policy)
    parts, _, _ = build_parts(problem, units, target, goals.policy, goals.moves is Measure.HOURS)
    names = [name for name in ranked(goals, np.unique(units.priority).tolist(), False) if name.startswith("coverage")]
    lines = [_begin(part, names, goals, effort.within(effort.left_s / (2 * len(parts)))) for part in parts]
    first, last = max((line.step for line in lines), default=0), max((line.still for line in lines), default=0)
    steps = _spaced(first, max(first, last), points)
    traced = []
    for place, step in enumerate(steps):
        traced.append(_point(lines, step, goals, effort.within(effort.left_s / (len(steps) - place))))
    return Frontier(tuple(traced), first, max((line.bound for line in lines), default=0))


def _begin(part: Part, names: list[str], goals: Goals, effort: Effort) -> _Line:
    """The fairest plan of a part, and the step from which on nobody needs to move."""
    by_hours = goals.coverage is Measure.HOURS
    covered = climb(part, 0, names, goals, effort.within(effort.left_s / 3), lambda _name, _value, _bound: None)
    rooms = {rung.name: rung.best for rung in covered.rungs}
    fair = fairest(part, rooms, by_hours, covered.planned, effort.within(effort.left_s / 2), lambda _v, _b: None)
    step = Point(fair.planned).value(part, "fairness", by_hours, GRID)
    least = lower(part, 0, "continuity", rooms, by_hours, fair.planned, effort.within(effort.left_s / 2), _quiet)
    still = fairest_within_moves(
        part, {**rooms, "continuity": least.value}, by_hours, least.planned, effort, lambda _v, _b: None
    )
    return _Line(
        part, rooms, fair.planned, step, fair.bound, Point(still.planned).value(part, "fairness", by_hours, GRID)
    )


def _quiet(_value: int, _bound: int) -> None:
    """Nobody watches."""


def _spaced(first: int, last: int, points: int) -> list[int]:
    """Steps from first to last, close together where the frontier is steep: near the fairest plan."""
    wide = [(last - first + 1) ** (place / (points - 1)) - 1 for place in range(points)]
    return sorted({first + round(distance) for distance in wide} | {first, last})


def _point(lines: list[_Line], step: int, goals: Goals, effort: Effort) -> FrontierPoint:
    """Fewest moves of every part at one step. Each begins with the plan of the step before, which still holds."""
    by_hours = goals.coverage is Measure.HOURS
    moves = bound = 0
    peak = Fraction(0)
    for place, line in enumerate(lines):
        found = lower(
            line.part,
            0,
            "continuity",
            {**line.rooms, "fairness": max(step, line.step)},
            by_hours,
            line.planned,
            effort.within(effort.left_s / (len(lines) - place)),
            _quiet,
        )
        line.planned = found.planned
        moves, bound = moves + found.value, bound + found.bound
        loads, limits = line.part.loads(found.planned).tolist(), line.part.limit.tolist()
        peak = max([peak, *(Fraction(load, limit) for load, limit in zip(loads, limits, strict=True) if limit)])
    return FrontierPoint(step, moves, bound, peak)
