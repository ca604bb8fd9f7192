"""Evenness: hours above fair shares, of everybody together, in grains."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from solver.formulation.goals.evenness import EVENNESS
from solver.goals import Goals, Objective, Policy, Unit, grain_hours
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem


def test_what_lies_above_the_fair_loads_is_added_up() -> None:
    """Two cases of 4 ticks for two officers of 10: fair are 4 each, so that 8 with one of them are 4 too many."""
    part = part_of(make_problem([10, 10], [4, 4]))
    assert part.fair_load.tolist() == [4, 4]
    assert EVENNESS.value(part, np.array([2, 0])) == 4
    assert EVENNESS.value(part, np.array([1, 1])) == 0
    assert EVENNESS.unit(Goals()) is Unit.GRAINS
    assert EVENNESS.slack(Goals(), 4) == 0


@pytest.mark.parametrize("finer", [1, 2, 2_500, 10_000])
def test_a_share_that_is_no_whole_tick_is_not_rounded_to_one(finer: int) -> None:
    """Three cases of 1 h for two officers of 4 h: 1.5 h each are fair; 2 h are 0.5 h and 3 h are 1.5 h above."""
    hour = finer
    problem = make_problem([4 * hour, 4 * hour], [hour] * 3, tick_hours=Fraction(1, finer))
    part = part_of(problem)
    assert EVENNESS.value(part, np.array([2, 1])) * grain_hours(problem) == Fraction(1, 2)
    assert EVENNESS.value(part, np.array([0, 3])) * grain_hours(problem) == Fraction(3, 2)


def test_what_is_less_than_a_grain_counts_up_to_it() -> None:
    """One case of 1 h for three officers of 1 h: a third of an hour is fair, 3,333 grains, so 6,667 lie above."""
    part = part_of(make_problem([1, 1, 1], [1], tick_hours=Fraction(1)))
    assert part.fair_load.tolist() == [0, 0, 0]
    assert (part.first_over.tolist(), part.more_over.tolist()) == ([6_667] * 3, [10_000] * 3)
    assert EVENNESS.value(part, np.array([1, 0, 0])) == 6_667


def test_it_is_no_question_of_cost_nor_where_all_hours_are_fair() -> None:
    assert not EVENNESS.asked(Goals(objective=Objective.COST))
    assert not EVENNESS.applies(part_of(make_problem([10, 10], [10] * 4), Goals(Policy.WITHIN_CAPACITY)))
