"""What solving again gives: the same plan, the same values, or neither."""

from __future__ import annotations

from enum import StrEnum

from solver.plan import Plan, Status


class Repeats(StrEnum):
    """What the same problem, goals and limits give again."""

    PLAN = "plan"
    """The same plan, case by case."""
    VALUES = "values"
    """The time ended a part of the search: perhaps another plan, but the same value of every goal, all being proven."""
    NOTHING = "nothing"
    """The time ended the search before all was proven: a better plan may come out or a worse one."""


def repeats_of(plan: Plan) -> Repeats:
    """What solving with the same limits gives again: the same plan, unless it was the clock that ended the search."""
    if not plan.clock_ended:
        return Repeats.PLAN
    return Repeats.VALUES if plan.status is Status.OPTIMAL else Repeats.NOTHING
