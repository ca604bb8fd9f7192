"""The step as a variable: over every plan of small parts it is allowed exactly from the plan's own step upwards."""

from __future__ import annotations

import random

import numpy as np

from solver.engines.cp_sat import search_by_turns
from solver.formulation.goals.fairness import fairness_step
from solver.formulation.goals.ranking import held_after
from solver.formulation.step_program import step_program
from solver.goals import GRID
from tests.solver.every_plan import EveryPlan, effort, names_of, part_of, random_parts, random_rooms
from tests.solver.instances import make_problem

MOST = 100 * GRID


def test_a_plan_is_allowed_from_its_own_step_upwards() -> None:
    allowed = refused = 0
    for seed, instance, part in random_parts(range(60), most=100):
        plans = EveryPlan.of(part)
        rooms = random_rooms(random.Random(f"step {seed}"), plans, names_of(instance))
        held = held_after(part, rooms)
        written = step_program(part, held, (0, MOST))
        assert written is not None
        program, layout = written
        for planned, fine in zip(plans.planned, plans.keeps(held).tolist(), strict=True):
            step = fairness_step(part, part.loads(planned))
            if step > MOST:
                continue
            point = layout.point(part, planned)
            assert program.allows(np.append(point, step)) is fine
            assert program.value(np.append(point, step)) == step
            assert not step or not program.allows(np.append(point, step - 1))
            allowed, refused = allowed + fine, refused + (not fine)
    assert min(allowed, refused) > 100


def test_by_hand() -> None:
    """Two officers with 10 ticks each, cases of 3, 3 and 4: half each is 5, and 6 is the best: 60 % instead of 50 %."""
    part = part_of(make_problem([10, 10], [3, 3, 4]))
    written = step_program(part, held_after(part, {}), (0, MOST))
    assert written is not None
    program, layout = written
    found = search_by_turns(program, program.low, effort(), MOST)
    assert found.complete
    assert found.x is not None
    assert found.x[-1] == GRID // 10
    assert sorted(part.loads(layout.planned(found.x)).tolist()) == [4, 6]


def test_numbers_that_cannot_be_added_up_are_refused() -> None:
    part = part_of(make_problem([2**50, 2**50], [2**48, 2**48]))
    assert step_program(part, held_after(part, {}), (0, 1)) is None
