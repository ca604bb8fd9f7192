"""Models as MathOpt's messages, and its answers as ours: by hand, and beside every whole point of a small program."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import numpy as np
import pytest
from ortools.math_opt import parameters_pb2

from solver.engines.math_opt import INFINITY, Answer, Ending, FloatModel, ModelBuilder, ask, work_of

GLOP, HIGHS = "SOLVER_TYPE_GLOP", "SOLVER_TYPE_HIGHS"


def parameters() -> Any:
    return parameters_pb2.SolveParametersProto()


def asked(builder: ModelBuilder, engine: str) -> Answer:
    return ask(builder.model(), engine, parameters())


def diet(whole: bool = False) -> ModelBuilder:
    """Minimise 3x + 2y with x + y >= 4, x + 3y >= 6 and x <= 3."""
    builder = ModelBuilder()
    x, y = builder.variable(high=3.0, whole=whole), builder.variable(whole=whole)
    builder.add_row([(x, 1.0), (y, 1.0)], low=4.0)
    builder.add_row([(x, 1.0), (y, 3.0)], low=6.0)
    builder.minimise([(x, 3.0), (y, 2.0)])
    return builder


def test_what_is_collected_becomes_arrays() -> None:
    builder = ModelBuilder()
    x, y, z = builder.variable(), builder.variable(-1.0, 2.0, whole=True), builder.variable(5.0)
    assert (x, y, z) == (0, 1, 2)
    builder.add_row([(z, 1.0), (x, 2.0)], low=1.0, high=4.0)
    builder.add_row([], high=0.0)
    builder.add_row([(y, -1.0)])
    builder.minimise([(z, 7.0)])
    model = builder.model()
    assert (model.low.tolist(), model.high.tolist()) == ([0, -1, 5], [INFINITY, 2, INFINITY])
    assert model.whole.tolist() == [False, True, False]
    assert model.cost.tolist() == [0, 0, 7]
    assert sorted(zip(model.row.tolist(), model.column.tolist(), model.value.tolist(), strict=True)) == [
        (0, 0, 2.0),
        (0, 2, 1.0),
        (2, 1, -1.0),
    ]
    assert (model.row_low.tolist(), model.row_high.tolist()) == ([1, -INFINITY, -INFINITY], [4, 0, INFINITY])


def test_entries_that_name_the_same_variable_are_added_up() -> None:
    builder = ModelBuilder()
    x = builder.variable()
    builder.add_row([(x, 2.0), (x, 3.0)], low=10.0)
    builder.minimise([(x, 1.0), (x, 1.5)])
    model = builder.model()
    assert (model.value.tolist(), model.cost.tolist()) == ([5.0], [2.5])


def test_what_is_minimised_last_counts() -> None:
    builder = diet()
    builder.minimise([(1, 9.0)])
    assert builder.model().cost.tolist() == [0, 9]


def test_a_message_says_what_the_arrays_say() -> None:
    model = FloatModel(
        cost=np.array([0.0, 4.0]),
        low=np.array([0.0, 1.0]),
        high=np.array([2.0, INFINITY]),
        row=np.array([1, 0, 1]),
        column=np.array([1, 0, 0]),
        value=np.array([5.0, 6.0, 7.0]),
        row_low=np.array([-INFINITY, 1.0]),
        row_high=np.array([3.0, 1.0]),
        whole=np.array([True, False]),
    )
    message = model.message()
    assert list(message.variables.ids) == [0, 1]
    assert list(message.variables.lower_bounds) == [0, 1]
    assert list(message.variables.upper_bounds) == [2, INFINITY]
    assert list(message.variables.integers) == [True, False]
    objective = message.objective.linear_coefficients
    assert (list(objective.ids), list(objective.values), message.objective.maximize) == ([1], [4.0], False)
    matrix = message.linear_constraint_matrix
    # MathOpt wants entries in order of rows, then of columns
    assert (list(matrix.row_ids), list(matrix.column_ids)) == ([0, 1, 1], [0, 0, 1])
    assert list(matrix.coefficients) == [6.0, 7.0, 5.0]
    assert list(message.linear_constraints.lower_bounds) == [-INFINITY, 1]
    assert list(message.linear_constraints.upper_bounds) == [3, 1]


@pytest.mark.parametrize("engine", [GLOP, HIGHS])
def test_an_optimum_by_hand_with_its_duals(engine: str) -> None:
    """y costs less for both rows: 4 of it, at 2, by the first row alone."""
    answer = asked(diet(), engine)
    assert answer.ending is Ending.OPTIMAL
    assert answer.x is not None
    assert answer.x == pytest.approx([0, 4])
    assert answer.objective == pytest.approx(8)
    assert answer.bound == pytest.approx(8)
    assert answer.dual is not None
    assert answer.dual == pytest.approx([2, 0])


def test_whole_numbers_are_whole() -> None:
    builder = diet(whole=True)
    builder.add_row([(0, 2.0), (1, 2.0)], low=8.5)
    assert asked(diet(), HIGHS).objective == pytest.approx(8)
    answer = asked(builder, HIGHS)
    assert answer.ending is Ending.OPTIMAL
    assert answer.objective == pytest.approx(10)
    assert answer.x == pytest.approx([0, 5])
    assert answer.dual is None


@pytest.mark.parametrize("engine", [GLOP, HIGHS])
def test_what_cannot_be_has_no_point(engine: str) -> None:
    builder = diet()
    builder.add_row([(0, 1.0), (1, 1.0)], high=3.0)
    answer = asked(builder, engine)
    assert answer.ending is Ending.INFEASIBLE
    assert answer.x is None
    assert answer.objective == INFINITY
    assert answer.detail.startswith("reason ")


def test_a_ray_that_proves_that_nothing_can_be_is_handed_on() -> None:
    """Rows of x >= 4 and x <= 3: the first minus the second says 0 >= 1."""
    builder = ModelBuilder()
    x = builder.variable()
    builder.add_row([(x, 1.0)], low=4.0)
    builder.add_row([(x, 1.0)], high=3.0)
    answer = asked(builder, HIGHS)
    assert answer.ending is Ending.INFEASIBLE
    if answer.dual is not None:  # presolve may find it out without one
        assert answer.dual[0] > 0 > answer.dual[1]


def test_what_has_no_least_value_is_a_fault() -> None:
    """No question of ours is without one, so an engine that says so was asked wrongly."""
    builder = ModelBuilder()
    builder.minimise([(builder.variable(-INFINITY), 1.0)])
    answer = asked(builder, GLOP)
    assert answer.ending in (Ending.FAULT, Ending.INFEASIBLE)
    assert answer.x is None


def test_numbers_that_an_engine_refuses_are_no_answer_and_no_proof() -> None:
    builder = diet()
    builder.add_row([(0, 1e20), (1, 1.0)], high=5.0)
    answer = asked(builder, HIGHS)
    assert (answer.ending, answer.x, answer.dual) == (Ending.NOTHING, None, None)
    assert (answer.objective, answer.bound) == (INFINITY, -INFINITY)


@pytest.mark.parametrize("engine", [GLOP, HIGHS])
def test_a_model_without_rows(engine: str) -> None:
    builder = ModelBuilder()
    builder.minimise([(builder.variable(2.0, 5.0), 3.0), (builder.variable(0.0, 4.0), -1.0)])
    answer = asked(builder, engine)
    assert answer.x == pytest.approx([2, 4])
    assert answer.dual is not None
    assert answer.dual.tolist() == []


def test_the_best_whole_point_is_the_best_of_all() -> None:
    found = none = 0
    for seed in range(30):
        rng = random.Random(f"whole {seed}")
        builder = ModelBuilder()
        highs = [rng.randint(1, 3) for _ in range(3)]
        x = [builder.variable(0, high, whole=True) for high in highs]
        cost = [rng.randint(-4, 4) for _ in x]
        rows = [([rng.randint(-3, 3) for _ in x], rng.randint(-3, 4)) for _ in range(3)]
        builder.minimise(list(zip(x, map(float, cost), strict=True)))
        for coefficients, most in rows:
            builder.add_row(list(zip(x, map(float, coefficients), strict=True)), high=most)
        points = [
            point
            for point in product(*(range(high + 1) for high in highs))
            if all(np.dot(coefficients, point) <= most for coefficients, most in rows)
        ]
        answer = asked(builder, HIGHS)
        if not points:
            assert answer.ending is Ending.INFEASIBLE, seed
            none += 1
            continue
        assert answer.ending is Ending.OPTIMAL
        assert answer.objective == pytest.approx(min(np.dot(cost, point) for point in points)), seed
        found += 1
    assert found > 10
    assert none > 0


def test_what_an_answer_took_is_counted_in_steps_and_not_in_seconds() -> None:
    first, again = asked(diet(), HIGHS), asked(diet(), HIGHS)
    assert first.work == again.work > 0
    assert not first.timed_out
    assert work_of(steps=20, entries=100, rows=30) > work_of(steps=10, entries=100, rows=30) > work_of(0, 100, 30) > 0
