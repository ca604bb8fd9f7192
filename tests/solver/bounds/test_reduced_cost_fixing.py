"""Reduced-cost fixing: what it closes holds no better plan, whatever the prices are."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.bounds.lp_bound import certificate_from_duals
from solver.bounds.reduced_cost_fixing import fixed_bounds, reduced_costs
from solver.engines.highs import LpSolution, relax
from solver.formulation.goals.ranking import HELD_BY_LOADS, held_after
from tests.solver.every_plan import (
    EveryPlan,
    effort,
    level_of,
    names_of,
    part_of,
    random_parts,
    random_rooms,
    torn_parts,
)
from tests.solver.instances import make_problem

PARTS = [*random_parts(range(200), most=300), *torn_parts(range(30))]


@settings(max_examples=120)
@given(st.data())
def test_every_better_plan_is_inside_the_open_box(data: st.DataObject) -> None:
    seed, instance, part = PARTS[data.draw(st.integers(0, len(PARTS) - 1), "part")]
    plans, names = EveryPlan.of(part), names_of(instance)
    name = data.draw(st.sampled_from([name for name in names if name not in HELD_BY_LOADS]), "level")
    rng = random.Random(f"{seed} {data.draw(st.integers(0, 9), 'rooms')}")
    held = held_after(part, random_rooms(rng, plans, names[: names.index(name)]))
    level = level_of(part, held, name)
    program, layout = level.program, level.layout
    if data.draw(st.booleans(), "prices of the relaxation"):
        relaxed = relax(program, effort())
    else:
        dual = np.array([data.draw(st.floats(-4, 4)) for _ in program.row_rule])
        relaxed = LpSolution(None, dual, 0.0, infeasible=False)
    certificate = certificate_from_duals(level, program, relaxed)
    assert certificate is not None
    keeps, value = plans.keeps(held), plans.value(name)
    better_than = data.draw(st.sampled_from(sorted(set(value[keeps].tolist()))), "value") + data.draw(st.integers(0, 1))
    box = fixed_bounds(level, certificate, better_than)
    better = plans.planned[keeps & (value < better_than)]
    if box is None:
        assert not len(better)
        return
    low, high = box
    assert (low >= program.low).all()
    assert (high <= program.high).all()
    for planned in better:
        point = layout.point(part, planned)
        assert (point >= low).all()
        assert (point <= high).all()


def test_a_plan_that_meets_its_bound_leaves_nothing_open() -> None:
    part = part_of(make_problem([10, 10], [2, 2, 2, 2], current=[0, 0, 0, 0]))
    held = held_after(part, {"fairness": 0})
    level = level_of(part, held, "continuity")
    program = level.program
    certificate = certificate_from_duals(level, program, relax(program, effort()))
    assert certificate is not None
    assert certificate.bound == 2
    assert fixed_bounds(level, certificate, 2) is None
    assert fixed_bounds(level, certificate, 3) is not None


def test_what_costs_too_much_is_closed() -> None:
    """Costs 0, 5 and 9 for two like cases: below a value of 6 at most one goes to the second, none to the third."""
    part = part_of(
        make_problem([99, 99, 99], [1, 1], pairs=[(c, o, (0, 5, 9)[o], -1) for c in (0, 1) for o in range(3)])
    )
    held = held_after(part, {})
    level = level_of(part, held, "cost")
    program = level.program
    certificate = certificate_from_duals(level, program, relax(program, effort()))
    assert certificate is not None
    assert certificate.bound == 0
    d = certificate.prices.denominator
    assert reduced_costs(level, certificate).tolist() == [0, 5 * d, 9 * d]
    box = fixed_bounds(level, certificate, 6)
    assert box is not None
    assert box[1].tolist() == [2, 1, 0]
    assert box[0].tolist() == [0, 0, 0]


def test_a_value_far_above_its_bound_does_not_wrap_round() -> None:
    """The distance times the denominator needs more than 64 bits where a certificate proves little: it was an error."""
    part = part_of(make_problem([2**50, 2**20], [2**49, 2**18, 3], current=[0, 0, 1]))
    held = held_after(part, {})
    level = level_of(part, held, "evenness")
    program = level.program
    free = LpSolution(None, np.zeros(len(program.row_rule)), 0.0, infeasible=False)
    certificate = certificate_from_duals(level, program, free)
    assert certificate is not None
    box = fixed_bounds(level, certificate, 2**50)
    assert box is not None
    assert (box[0] == program.low).all()
    assert (box[1] == program.high).all()
