"""Balance against continuity: the fewest moves for each fairness, from today's assignment to the fairest plan.

One plan is one compromise. The frontier shows all of them, so that whoever decides sees what one more move buys.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from solver.arrays import Ints
from solver.budget import Budget, Stop
from solver.fair_shares.decomposition import fair_shares
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.coverage import COVERAGE, Coverage
from solver.formulation.goals.fairness import FAIRNESS, capped, loads_at
from solver.goals import Goals, SolveConfig
from solver.lexicographic.fairness_level import fairest
from solver.lexicographic.linear_level import LinearLevel, minimise_level
from solver.lexicographic.move_budget import fairest_within_moves
from solver.lexicographic.part import solve_part
from solver.lexicographic.search_params import PARAMS, SearchParams
from solver.model.part import Part
from solver.model.parts import build_parts, targets
from solver.model.units import Units, units_of
from solver.plan import UNPLACED, Plan, Status
from solver.problem import Problem


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
class PlaceOfPlan:
    """Where a plan stands beside the frontier.

    Attributes
    ----------
    step : int, grid steps of 0.0001
        Its fairness.
    moves, bound : int
        As of :class:`FrontierPoint`: no plan of its fairness moves less than ``bound``.
    """

    step: int
    moves: int
    bound: int


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

    def place_of(self, plan: Plan) -> PlaceOfPlan | None:
        """Where a plan of the same problem stands; None where it was not ranked by fairness and moves."""
        levels = {level.name: level for level in plan.levels}
        fairness, continuity = levels.get("fairness"), levels.get("continuity")
        if fairness is None or continuity is None:
            return None
        # a looser point's bound holds for a stricter plan, too
        bound = max((point.bound for point in self.points if point.step >= fairness.value), default=0)
        return PlaceOfPlan(fairness.value, continuity.value, min(bound, continuity.value))


@dataclass(frozen=True, slots=True)
class _Known:
    """What a plan that is there already says about one part.

    Attributes
    ----------
    planned : int64 array, shape (columns,)
    rooms : dict of level name to int
        Its coverage, which the frontier holds, too.
    step, moves : int
        Of that plan.
    held : int, grid steps
        At this step, or below it, no plan has fewer moves than ``bound``.
    bound : int
    """

    planned: Ints
    rooms: dict[str, int]
    step: int
    moves: int
    held: int
    bound: int


@dataclass(slots=True)
class _Line:
    """One part on its way from the fairest plan to the one that moves nobody."""

    part: Part
    rooms: dict[str, int]
    planned: Ints
    step: int
    bound: int
    still: int
    known: _Known | None

    def begin_at(self, step: int) -> Ints:
        """A plan that keeps the step: that of the step before, or the one that is known, whichever moves less."""
        moved = CONTINUITY.value(self.part, self.planned)
        if self.known is not None and self.known.step <= step and self.known.moves < moved:
            return self.known.planned
        return self.planned

    def bound_at(self, step: int) -> int:
        """Moves that are known to be needed at the step."""
        return self.known.bound if self.known is not None and step <= self.known.held else 0


def frontier(
    problem: Problem,
    goals: Goals | None = None,
    config: SolveConfig | None = None,
    points: int = 13,
    should_stop: Stop | None = None,
    plan: Plan | None = None,
    params: SearchParams = PARAMS,
) -> Frontier:
    """Trace the frontier.

    Parameters
    ----------
    goals : Goals, optional
        Policy, and how moves and coverage are counted; the slack of fairness plays no part.
    config : SolveConfig, optional
        The time is shared by the points.
    points : int, >= 2
        How many, the fairest plan and the one without moves included; fewer where there are fewer steps.
    plan : Plan or None
        Made for the same problem with the same policy and the same way of counting. Its own step becomes a point, what
        it proved is taken over, and no point from its step on has more moves than it.
    """
    goals, config = goals or Goals(), config or SolveConfig()
    if points < 2:
        raise ValueError(f"a frontier needs 2 points or more, not {points}")
    effort = Budget(time.monotonic() + config.time_limit_s, config.workers, config.seed, should_stop)
    effort = effort.limited(config.time_limit_s * params.work_rate)
    units = units_of(problem)
    target = targets(problem, units, fair_shares(problem, units).share, goals.policy)
    parts, _, _ = build_parts(problem, units, target, replace(goals, max_moves=None))
    coverage = [goal for goal in COVERAGE if goal.priority in np.unique(problem.cases.priority)]
    lines = []
    for number, part in enumerate(parts):
        # a budget of moves is shared by all parts, so that such a plan tells nothing of one of them
        fits = plan is not None and all(len(level.part_best) == len(parts) for level in plan.levels)
        known = _known(part, number, units, plan, coverage, goals) if plan is not None and fits else None
        soon = effort.stage(1 / (2 * (len(parts) - number)))
        lines.append(_begin(part, coverage, goals, soon, known, params))
    first, last = max((line.step for line in lines), default=0), max((line.still for line in lines), default=0)
    steps = set(_spaced(first, max(first, last), points))
    if lines and all(line.known for line in lines):
        own = max(line.known.step for line in lines if line.known)
        steps |= {own} if first <= own <= last else set()
    traced = []
    for place, step in enumerate(sorted(steps)):
        traced.append(_point(lines, step, effort.stage(1 / (len(steps) - place)), params))
    return Frontier(tuple(traced), first, max((line.bound for line in lines), default=0))


def _known(part: Part, number: int, units: Units, plan: Plan, coverage: list[Coverage], goals: Goals) -> _Known | None:
    """The plan's part, where it holds what the frontier holds."""
    local = np.full(len(plan.part_of_officer) + 1, UNPLACED, np.int64)
    local[part.officers] = np.arange(len(part.officers))
    who = local[plan.officer[units.member[units.member_start[part.units]]]]
    n = len(part.officers)
    key = np.repeat(np.arange(len(part.count)), part.count) * n + who
    counts = np.bincount(key[who >= 0], minlength=len(part.count) * n)
    planned = counts[part.column_class * n + part.column_officer].astype(np.int64)
    levels = {level.name: level for level in plan.levels}
    if not {goal.name for goal in coverage} <= levels.keys():
        return None
    rooms = {goal.name: int(levels[goal.name].part_best[number]) for goal in coverage}
    if any(goal.value(part, planned) > rooms[goal.name] for goal in coverage):
        return None
    fair, fewest = levels.get(FAIRNESS.name), levels.get(CONTINUITY.name)
    # where moves are free they come last, and where slack ends at full hours, they are the fewest of fewer plans
    proven = fair is not None and fewest is not None and goals.max_moves is None and not goals.move_freely
    if proven and fair is not None:
        best = int(fair.part_best[number])
        proven = bool((loads_at(part, best + fair.slack) <= capped(part, best).hard)[part.limit > 0].all())
    return _Known(
        planned,
        rooms,
        FAIRNESS.value(part, planned),
        CONTINUITY.value(part, planned),
        int(fair.part_best[number]) + fair.slack if proven and fair is not None else -1,
        int(fewest.part_bound[number]) if proven and fewest is not None else 0,
    )


def _begin(
    part: Part, coverage: list[Coverage], goals: Goals, budget: Budget, known: _Known | None, params: SearchParams
) -> _Line:
    """The fairest plan of a part, and the step from which on nobody needs to move."""
    if known is None:
        covered = solve_part(part, 0, coverage, goals, budget.stage(1 / 3), lambda _name, _value, _bound: None, params)
        rooms, planned = {rung.name: rung.best for rung in covered.rungs}, covered.planned
    else:
        rooms, planned = known.rooms, known.planned
    fair = fairest(part, rooms, planned, budget.stage(1 / 2), _quiet, params)
    step = FAIRNESS.value(part, fair.planned)
    # a plan that was allowed some slack has given it for fewer moves
    begin = fair.planned if known is None else known.planned
    level, soon = LinearLevel(part, 0, CONTINUITY, rooms), budget.stage(1 / 2)
    least = minimise_level(level, begin, soon, _quiet, params=params)
    still = fairest_within_moves(part, {**rooms, CONTINUITY.name: least.value}, least.planned, budget, _quiet, params)
    last = FAIRNESS.value(part, still.planned)
    return _Line(part, rooms, fair.planned, step, fair.bound, last, known)


def _quiet(_value: int, _bound: int) -> None:
    """Nobody watches."""


def _spaced(first: int, last: int, points: int) -> list[int]:
    """Steps from first to last, close together where the frontier is steep: near the fairest plan."""
    wide = [(last - first + 1) ** (place / (points - 1)) - 1 for place in range(points)]
    return sorted({first + round(distance) for distance in wide} | {first, last})


def _point(lines: list[_Line], step: int, budget: Budget, params: SearchParams) -> FrontierPoint:
    """Fewest moves of every part at one step. Each begins with the plan of the step before, which still holds."""
    moves = bound = 0
    peak = Fraction(0)
    for place, line in enumerate(lines):
        held = max(step, line.step)
        found = minimise_level(
            LinearLevel(line.part, 0, CONTINUITY, {**line.rooms, FAIRNESS.name: held}),
            line.begin_at(held),
            budget.within(1 / (len(lines) - place)),
            _quiet,
            params=params,
        )
        line.planned = found.planned
        moves, bound = moves + found.value, bound + max(found.bound, line.bound_at(held))
        loads, limits = line.part.loads(found.planned).tolist(), line.part.limit.tolist()
        peak = max([peak, *(Fraction(load, limit) for load, limit in zip(loads, limits, strict=True) if limit)])
    return FrontierPoint(step, moves, bound, peak)
