"""One level made as small as can be: the best of all plans that hold the better ones, with a proof that bears it."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from solver.arrays import Ints
from solver.bounds.lagrangian import lagrangian_bound
from solver.budget import Budget
from solver.certificate import HeldGoals
from solver.formulation.goals.ranking import BY_NAME, HELD_BY_LOADS, held_after
from solver.goals import Goals, Objective, Policy
from solver.lexicographic.linear_level import LinearLevel, LinearLevelResult, minimise_level
from solver.model.part import Part
from solver.plan import Proof
from tests.solver.every_plan import EveryPlan, effort, names_of, part_of, random_parts, random_rooms
from tests.solver.instances import make_problem


def quiet(_value: int, _bound: int) -> None:
    pass


def lowered(
    part: Part,
    name: str,
    planned: Ints,
    budget: Budget | None = None,
    enough: int | None = None,
    **rooms: int,
) -> LinearLevelResult:
    """A level of a part, from a plan that holds what leaves these rooms."""
    return minimise_level(LinearLevel(part, 5, BY_NAME[name], rooms), planned, budget or effort(), quiet, enough)


def bears_out(part: Part, found: LinearLevelResult, name: str, held: HeldGoals) -> None:
    """Whatever a bound is said to rest on is there, and proves it."""
    assert (found.certificate is not None) is (found.proof is Proof.ARITHMETIC)
    if found.proof is Proof.TRIVIAL:
        assert found.bound == 0
    if found.certificate is not None:
        certificate = found.certificate
        assert (certificate.level, certificate.part, certificate.step) == (name, 5, None)
        assert certificate.officers.tolist() == part.officers.tolist()
        total = lagrangian_bound(part, certificate.prices, BY_NAME[name], held)
        assert -(-total // certificate.prices.denominator) >= found.bound == certificate.bound


def test_every_linear_level_becomes_the_best_of_all_plans() -> None:
    proofs, levels = Counter[Proof](), Counter[str]()
    for seed, instance, part in random_parts(range(50), most=200):
        plans, names = EveryPlan.of(part), names_of(instance)
        rng = random.Random(f"linear {seed}")
        name = rng.choice([name for name in names if name not in HELD_BY_LOADS])
        rooms = random_rooms(rng, plans, names[: names.index(name)])
        held = held_after(part, rooms)
        start = plans.planned[plans.keeps(held)][-1]
        told: list[tuple[int, int]] = []
        found = minimise_level(
            LinearLevel(part, 5, BY_NAME[name], rooms),
            start,
            effort(),
            lambda v, b, told=told: told.append((v, b)),  # type: ignore[misc]
        )
        best = plans.least(name, held)
        assert found.value == BY_NAME[name].value(part, found.planned) == best == found.bound, (seed, name)
        assert plans.keeps(held)[(plans.planned == found.planned).all(axis=1)].all()
        bears_out(part, found, name, held)
        values, bounds = [value for value, _ in told], [bound for _, bound in told]
        assert values == sorted(values, reverse=True)
        assert bounds == sorted(bounds)
        assert all(bound <= value for value, bound in told)
        proofs[found.proof] += 1
        levels[name.split("_")[0]] += 1
    assert set(proofs) == set(Proof)
    assert set(levels) == {"coverage", "continuity", "evenness", "cost"}


def moving() -> tuple[Part, Ints]:
    """Three cases of 2 ticks are with D-1, who may carry 4 a tenth above the fair share; a plan that moves them all."""
    part = part_of(make_problem([10, 10], [2, 2, 2], current=[0, 0, 0]))
    (column,) = np.flatnonzero(part.column_officer == 1)
    planned = np.zeros(len(part.column_class), np.int64)
    planned[column] = 2
    planned[1 - column] = 1
    return part, planned


def test_moves_by_hand() -> None:
    part, planned = moving()
    assert BY_NAME["continuity"].value(part, planned) == 2
    found = lowered(part, "continuity", planned, fairness=1_000)
    assert (found.value, found.bound, found.proof) == (1, 1, Proof.ARITHMETIC)
    bears_out(part, found, "continuity", held_after(part, {"fairness": 1_000}))


def test_where_nothing_can_wait_coverage_is_trivial() -> None:
    part, planned = moving()
    found = lowered(part, "coverage_3", planned)
    assert found == LinearLevelResult(planned, 0, 0, Proof.TRIVIAL, None)


def test_a_plan_that_is_at_the_bound_is_left_alone() -> None:
    part = part_of(make_problem([10, 10], [2, 2], current=[0, 1]))
    stays = np.minimum(part.held, 1)
    found = lowered(part, "continuity", stays)
    assert (found.planned is stays, found.value, found.bound, found.proof) == (True, 0, 0, Proof.TRIVIAL)


def test_what_is_good_enough_is_not_looked_at_any_further() -> None:
    part, planned = moving()
    found = lowered(part, "continuity", planned, enough=2, fairness=1_000)
    assert (found.planned is planned, found.value, found.bound) == (True, 2, 0)


def test_where_enough_cannot_be_it_is_not_searched_for() -> None:
    """That no move is enough is refuted by the relaxation; the plan stays as it is."""
    part, planned = moving()
    found = lowered(part, "continuity", planned, enough=0, fairness=1_000)
    assert (found.planned is planned, found.value, found.bound, found.proof) == (True, 2, 1, Proof.ARITHMETIC)


def test_costs_may_be_below_0_and_are_bounded_without_prices() -> None:
    """Every case with whoever is cheapest: -3 and 2. Nothing else stands in the way, so no search is needed."""
    pairs = [(0, 0, -3, -1), (0, 1, 5, -1), (1, 0, 4, -1), (1, 1, 2, -1)]
    part = part_of(make_problem([9, 9], [1, 1], pairs=pairs), Goals(objective=Objective.COST))
    plans = EveryPlan.of(part)
    cost = plans.value("cost")
    cheap = lowered(part, "cost", plans.planned[cost.argmin()])
    assert (cheap.value, cheap.bound, cheap.proof) == (-1, -1, Proof.ARITHMETIC)
    bears_out(part, cheap, "cost", held_after(part, {}))
    dear = lowered(part, "cost", plans.planned[cost.argmax()])
    assert (dear.value, dear.bound) == (-1, -1)


def test_hours_that_are_hard_leave_the_urgent_ones_in() -> None:
    """5 ticks hold the urgent case, or the two others: priority 1 first, and then as few as possible wait."""
    part = part_of(make_problem([5], [5, 4, 1], priority=[1, 3, 3]), Goals(Policy.WITHIN_CAPACITY))
    nothing = np.zeros(len(part.column_class), np.int64)
    first = lowered(part, "coverage_1", nothing)
    assert (first.value, first.bound) == (0, 0)
    second = lowered(part, "coverage_3", first.planned, coverage_1=0)
    assert (second.value, second.bound) == (2, 2)
    free = lowered(part, "coverage_3", nothing)
    assert (free.value, free.bound) == (0, 0)


@pytest.mark.parametrize("name", ["continuity", "evenness"])
def test_without_time_the_plan_is_as_it_was_and_the_bound_is_true(name: str) -> None:
    part, planned = moving()
    over = Budget(0.0, 1, 0)
    found = lowered(part, name, planned, over)
    assert found.value == BY_NAME[name].value(part, planned)
    assert found.planned.tolist() == planned.tolist()
    assert found.bound <= found.value
    bears_out(part, found, name, held_after(part, {}))
