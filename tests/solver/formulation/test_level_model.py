"""A level of a part: program, layout and what is held belong together."""

from __future__ import annotations

import numpy as np

from solver.engines.integer_program import Rule
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.evenness import EVENNESS
from solver.formulation.level_model import LevelModel
from solver.goals import Goals, Policy
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem


def test_its_value_is_that_of_its_program() -> None:
    part = part_of(make_problem([10, 10], [4, 4], current=[0, 0]))
    level = LevelModel.of(part, 3, EVENNESS, {"continuity": 1})
    for planned, value, fits in (([2, 0], 4, True), ([1, 1], 0, True), ([0, 2], 4, False)):
        point = level.point(np.array(planned))
        assert level.program.value(point) == level.value(np.array(planned)) == value
        assert level.program.allows(point) is fits
    assert level.held.rooms == {"continuity": 1}


def test_counting_fewer_cases_changes_rows_only() -> None:
    """D-1 has cases of 3 and 9 ticks and 5 hours: one is kept. Of those up to 3 ticks, it is one of one: no row."""
    problem = make_problem([5, 9], [3, 9], current=[0, 0])
    level = LevelModel.of(part_of(problem, Goals(Policy.WITHIN_CAPACITY)), 0, CONTINUITY, {})
    assert Rule.KEPT in level.program.row_rule
    fewer = level.counting({3: 3})
    assert Rule.KEPT not in fewer.program.row_rule
    assert fewer.program.counted == fewer.counted == {3: 3}
    assert (fewer.part, fewer.goal, fewer.layout.size) == (level.part, level.goal, level.layout.size)
