"""Cost: the sum of all pairs, which may be below 0."""

from __future__ import annotations

import numpy as np

from solver.formulation.goals.cost import COST
from solver.goals import Goals, Unit
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem


def test_pairs_cost_what_they_cost() -> None:
    part = part_of(make_problem([9, 9], [1, 2], pairs=[(0, 0, 7, -1), (0, 1, -2, -1), (1, 0, 0, -1), (1, 1, 4, -1)]))
    by_pair = dict(
        zip(zip(part.column_effort.tolist(), part.column_officer.tolist(), strict=True), range(4), strict=True)
    )
    planned = np.zeros(4, np.int64)
    planned[[by_pair[1, 1], by_pair[2, 1]]] = 1
    assert COST.value(part, planned) == 2
    planned[[by_pair[1, 1], by_pair[1, 0]]] = [0, 1]
    assert COST.value(part, planned) == 11
    assert COST.unit(Goals()) is Unit.COST


def test_it_applies_where_anything_costs_anything() -> None:
    assert COST.applies(part_of(make_problem([9], [1], pairs=[(0, 0, -1, -1)])))
    assert not COST.applies(part_of(make_problem([9], [1])))
