"""The incumbent: only what is better and keeps every rule is taken, and told of."""

from __future__ import annotations

import numpy as np
import pytest

from solver.certificate import HeldGoals
from solver.errors import SolverFault
from solver.formulation.level_model import LevelModel
from tests.solver.every_plan import incumbent_of, level_of, part_of
from tests.solver.instances import make_problem


def four_cases() -> LevelModel:
    """Four cases of 2 ticks, all with D-1, who may carry 6 of them; what counts is moves."""
    part = part_of(make_problem([10, 10], [2, 2, 2, 2], current=[0, 0, 0, 0]))
    return level_of(part, HeldGoals(np.array([6, 8], np.int64)), "continuity")


def plan(first: int, second: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([first, second], np.int64)


def test_a_better_plan_is_taken_and_told() -> None:
    incumbent, told = incumbent_of(four_cases(), plan(1, 3))
    assert incumbent.offer(plan(2, 2))
    assert (incumbent.value, incumbent.planned.tolist(), told) == (2, [2, 2], [(2, 0)])


@pytest.mark.parametrize("offered", [(4, 0), (1, 3), (2, 2), (2, 1)], ids=["rule", "worse", "as good", "not all"])
def test_what_breaks_a_rule_or_is_no_better_is_refused(offered: tuple[int, int]) -> None:
    incumbent, told = incumbent_of(four_cases(), plan(2, 2))
    assert not incumbent.offer(plan(*offered))
    assert not incumbent.offer(None)
    assert (incumbent.planned.tolist(), told) == ([2, 2], [])


def test_a_search_that_keeps_the_rules_is_followed_where_it_is_as_good() -> None:
    incumbent, told = incumbent_of(four_cases(), plan(2, 2))
    incumbent.follow(plan(2, 2))
    assert told == []
    incumbent.follow(plan(3, 1))
    assert (incumbent.value, told) == (1, [(1, 0)])
    for wrong in (plan(4, 0), plan(2, 2)):
        with pytest.raises(SolverFault, match="broke a rule of the level, or made the plan worse"):
            incumbent.follow(wrong)


def test_a_bound_only_rises() -> None:
    incumbent, told = incumbent_of(four_cases(), plan(2, 2))
    incumbent.raise_bound(1)
    incumbent.raise_bound(0)
    assert (incumbent.bound, told) == (1, [(2, 1)])
    assert not incumbent.proven
    incumbent.raise_bound(2)
    assert incumbent.proven


def test_enough_is_enough() -> None:
    incumbent, _ = incumbent_of(four_cases(), plan(2, 2))
    incumbent.enough = 2
    assert (incumbent.aim, incumbent.proven) == (2, True)
    incumbent.bound = 3
    assert incumbent.aim == 3
