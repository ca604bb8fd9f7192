"""The pooled relaxation says what the whole one says, and its prices are as true."""

from __future__ import annotations

import pytest

from solver.formulation.aggregated_program import AggregationKind, aggregation_of
from solver.formulation.goals.ranking import BY_NAME, held_after
from tests.solver.every_plan import (
    also,
    part_of,
)
from tests.solver.instances import make_problem


@pytest.mark.parametrize(
    "problem",
    [
        make_problem([10, 10], [2, 3], [[0, 1]], standards=[1, 1]),
        make_problem([10, 10], [2, 3], [[0, 1]], pairs=[(0, 0, 0, 2), (0, 1, 0, 3)]),
    ],
    ids=["standards", "times that differ"],
)
def test_what_a_pool_of_ticks_cannot_say_is_not_pooled(problem) -> None:  # type: ignore[no-untyped-def]
    part = part_of(problem)
    assert aggregation_of(part, held_after(part, {}), BY_NAME["continuity"]) is None


def test_only_moves_and_evenness_are_pooled() -> None:
    part = part_of(make_problem([10, 10], [2, 3], [[0, 1]]))
    held = held_after(part, {})
    assert aggregation_of(part, held, BY_NAME["evenness"]) is AggregationKind.TICKS
    assert aggregation_of(part, held, BY_NAME["cost"]) is None
    assert aggregation_of(part, also(held, cost=3), BY_NAME["evenness"]) is None
