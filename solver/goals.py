"""What is wanted, and how long and how hard to try."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

import numpy as np

from solver.errors import InvalidGoals
from solver.problem import Problem

GRID = 10_000
"""Fairness is measured in steps of 1/GRID of an officer's limit: 0.0001 of utilization, a hundredth of a point."""
POINT = GRID // 100
"""Grid steps in one point (0.01 of utilization)."""
GRAINS_PER_HOUR = 10_000
"""What lies above fair shares is counted in grains, parts of ticks, of which an hour has at least so many."""
SAFE_GRAINS = 2**50
"""All hours together stay below this in grains, so that a thousand officers' sums fit into 64 bits."""


class Policy(StrEnum):
    """What happens when the hours do not carry the cases."""

    ASSIGN_ALL = "assign-all"
    """Every case that somebody may hold gets an owner; overload is shown, not hidden."""
    WITHIN_CAPACITY = "within-capacity"
    """Hours are hard; what they do not carry is held back and named."""


class Objective(StrEnum):
    """What is improved once as many cases as possible are placed."""

    BALANCE = "balance"
    """fairness, continuity, evenness, then cost where costs are given."""
    COST = "cost"
    """cost, then continuity."""


class Measure(StrEnum):
    """How unplaced or moved cases are counted."""

    CASES = "cases"
    HOURS = "hours"


class Unit(StrEnum):
    """What the numbers of a ranked goal count."""

    CASES = "cases"
    HOURS = "hours"
    """The numbers are ticks."""
    GRAINS = "grains"
    """Hours, too, but in parts of ticks (:func:`grains_of`)."""
    STEPS = "steps"
    """Grid steps of the worst-off officer."""
    COST = "cost"

    @property
    def adds_up(self) -> bool:
        """Whether parts are added up; of steps, the worst part's count."""
        return self is not Unit.STEPS

    def gap(self, value: int, bound: int) -> float:
        """Between a value and its bound: of steps in points, of the others as a share of the value."""
        return (value - bound) / max(1, abs(value)) if self.adds_up else (value - bound) / POINT


@dataclass(frozen=True, slots=True)
class Goals:
    """The ranked goals of a plan.

    Attributes
    ----------
    policy : Policy
    objective : Objective
    keep_within : int, grid steps, >= 0
        How far the fairness may fall behind its best while fewer cases move (100 steps are one point).
    max_moves : int or None, cases (or ticks where ``moves`` is hours)
        The fairest plan with at most this many moves that were not forced; turns ``keep_within`` around.
    move_freely : bool
        Leave continuity out and set the slack to 0.
    moves, coverage : Measure
        How moves, and how unplaced cases, are counted.
    """

    policy: Policy = Policy.ASSIGN_ALL
    objective: Objective = Objective.BALANCE
    keep_within: int = POINT
    max_moves: int | None = None
    move_freely: bool = False
    moves: Measure = Measure.CASES
    coverage: Measure = Measure.CASES

    def __post_init__(self) -> None:
        if self.keep_within < 0:
            raise InvalidGoals(f"keep_within must be 0 or more, not {self.keep_within}")
        if self.max_moves is not None and self.max_moves < 0:
            raise InvalidGoals(f"max_moves must be 0 or more, not {self.max_moves}")
        if self.max_moves is not None and self.move_freely:
            raise InvalidGoals("max_moves and move_freely contradict each other: give one of them")
        if self.objective is Objective.COST and (self.max_moves is not None or self.move_freely):
            raise InvalidGoals("max_moves and move_freely belong to the objective 'balance'")


@dataclass(frozen=True, slots=True)
class SolveConfig:
    """How long and how hard to try.

    Attributes
    ----------
    time_limit_s : float, seconds, > 0
        Wall time for the whole solve; the best plan so far is returned when it is over.
    workers : int, >= 1
        Threads and processes; never more than there are cores. With any number of them a plan is the same, byte for
        byte, unless the clock ended the search (``Plan.clock_ended``).
    seed : int, >= 0
    """

    time_limit_s: float = 60.0
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    seed: int = 0

    def __post_init__(self) -> None:
        if not self.time_limit_s > 0:
            raise InvalidGoals(f"time_limit_s must be above 0, not {self.time_limit_s}")
        if self.workers < 1:
            raise InvalidGoals(f"workers must be 1 or more, not {self.workers}")
        if not 0 <= self.seed < 2**31:
            raise InvalidGoals(f"seed must be 0 to 2147483647, not {self.seed}")


def grains_of(problem: Problem) -> int:
    """Grains in one tick: the fewest of which a whole number makes 0.0001 h, so that none is longer than that.

    A tick is as long as the hours of a roster allow, and fair shares are no whole ticks. In grains what lies above them
    is the same number of hours whatever a tick is. 1 where there are so many ticks that sums of grains would not fit
    into 64 bits.
    """
    ticks = sum(problem.officers.limit.tolist()) + sum(problem.cases.effort.tolist())
    if problem.pairs is not None:
        ticks += sum(np.maximum(problem.pairs.effort, 0).tolist())
    grains = (problem.tick_hours * GRAINS_PER_HOUR).numerator
    return grains if grains * ticks < SAFE_GRAINS else 1


def grain_hours(problem: Problem) -> Fraction:
    """Hours in one grain, exactly."""
    return problem.tick_hours / grains_of(problem)
