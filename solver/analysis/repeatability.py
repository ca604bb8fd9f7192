"""What solving again gives: the same plan, the same values, or neither."""

from __future__ import annotations

from enum import StrEnum

from solver.goals import SolveConfig
from solver.plan import Plan, Status

TIME_NEARLY_OVER = 0.8
"""Of the time limit. A search that took longer may have been ended by it."""


class Repeats(StrEnum):
    """What the same problem, goals and limits give again."""

    PLAN = "plan"
    """The same plan, case by case."""
    VALUES = "values"
    """Perhaps another plan, but the same value of every goal, since all of them are proven."""
    NOTHING = "nothing"
    """The search ended before all was proven: a better plan may come out or a worse one."""


def repeats_of(plan: Plan, config: SolveConfig) -> Repeats:
    """What solving with the same limits gives again; one worker that is not stopped gives the same plan."""
    in_time = not plan.interrupted and plan.wall_s < TIME_NEARLY_OVER * config.time_limit_s
    if in_time and config.workers == 1:
        return Repeats.PLAN
    return Repeats.VALUES if plan.status is Status.OPTIMAL else Repeats.NOTHING
