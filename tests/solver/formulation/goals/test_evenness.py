"""Evenness: ticks above fair loads, of everybody together."""

from __future__ import annotations

import numpy as np

from solver.formulation.goals.evenness import EVENNESS
from solver.goals import Goals, Objective, Policy, Unit
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem


def test_what_lies_above_the_fair_loads_is_added_up() -> None:
    """Two cases of 4 ticks for two officers of 10: fair are 4 each, so that 8 with one of them are 4 too many."""
    part = part_of(make_problem([10, 10], [4, 4]))
    assert part.fair_load.tolist() == [4, 4]
    assert EVENNESS.value(part, np.array([2, 0])) == 4
    assert EVENNESS.value(part, np.array([1, 1])) == 0
    assert EVENNESS.unit(Goals()) is Unit.HOURS
    assert EVENNESS.slack(Goals(), 4) == 0


def test_it_is_no_question_of_cost_nor_where_all_hours_are_fair() -> None:
    assert not EVENNESS.asked(Goals(objective=Objective.COST))
    assert not EVENNESS.applies(part_of(make_problem([10, 10], [10] * 4), Goals(Policy.WITHIN_CAPACITY)))
