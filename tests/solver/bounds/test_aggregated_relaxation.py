"""The aggregated relaxation says what the whole one says, and its prices are as true."""

from __future__ import annotations

import random

import pytest

from solver.bounds.aggregated_relaxation import solve_aggregated
from solver.bounds.lp_bound import certificate_from_duals
from solver.certificate import HeldGoals
from solver.engines.highs import relax
from solver.formulation.aggregated_program import AggregationKind, aggregation_of
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.formulation.level_program import level_program
from solver.goals import GRID
from solver.model.part import Part
from tests.solver.every_plan import (
    EveryPlan,
    effort,
    is_shared,
    level_of,
    names_of,
    part_of,
    random_parts,
    random_rooms,
    torn_parts,
    without,
)
from tests.solver.instances import make_problem


def compared(part: Part, held: HeldGoals, level: str) -> int | None:
    """Both relaxations of a level; the bound that the pooled one proves."""
    program, layout = level_program(part, held, BY_NAME[level])
    whole = relax(program, effort())
    small, pooled = solve_aggregated(level_of(part, held, level), effort())
    assert pooled.infeasible == whole.infeasible
    if pooled.x is None:
        return None
    assert pooled.objective == pytest.approx(whole.objective, abs=1e-5, rel=1e-6)
    assert pooled.again is not None
    for x in (pooled.x, pooled.again(1), pooled.again(2)):
        assert is_shared(part, layout, x)
        if level == "continuity":
            # parts of cases are not kept, and their sum is not more than what the relaxation keeps
            value = float(program.cost @ x) + program.constant
            assert value >= pooled.objective - 1e-5 or bool(part.mixed.any() or (part.gain > 1).any())
    certificate = certificate_from_duals(level_of(part, held, level), small, pooled)
    assert certificate is not None
    return certificate.bound


@pytest.mark.parametrize("source", ["random", "torn"])
def test_pooled_and_whole_relaxation_agree_and_no_plan_is_below_the_bound(source: str) -> None:
    seen = {"continuity": 0, "evenness": 0}
    parts = random_parts(range(300)) if source == "random" else torn_parts(range(240))
    for seed, instance, part in parts:
        if aggregation_of(part, held_after(part, {}), BY_NAME["continuity"]) is not AggregationKind.TICKS:
            continue
        plans = EveryPlan.of(part)
        rng = random.Random(f"pooled {seed}")
        held = held_after(part, random_rooms(rng, plans, names_of(instance)))
        for level in seen:
            if aggregation_of(part, held, BY_NAME[level]) is not AggregationKind.TICKS:
                continue
            free = without(held, "continuity") if level == "continuity" else without(held, "evenness")
            bound, least = compared(part, free, level), plans.least(level, free)
            assert least is None or (bound is not None and bound <= least), (seed, level)
            seen[level] += 1
    assert min(seen.values()) >= 40, seen


def test_moves_worked_by_hand() -> None:
    """D-1 holds 2, 3 and 3 ticks and may carry 6: by hours alone 2/3 of a case moves, but two whole ones are kept."""
    part = part_of(make_problem([10, 10], [2, 3, 3], [[0, 1]], current=[0, 0, 0]))
    held = held_after(part, {"fairness": 2_000})
    assert aggregation_of(part, held, BY_NAME["continuity"]) is AggregationKind.TICKS
    assert compared(part, held, "continuity") == 1


def test_a_bundle_held_by_two_is_kept_by_one() -> None:
    """Its two cases are with D-1 and D-2: one of them moves, whatever the hours allow."""
    part = part_of(make_problem([10, 10], [2, 2], [[0, 1]], current=[0, 1], bundle=[0, 0]))
    held = held_after(part, {"fairness": GRID})
    assert compared(part, held, "continuity") == 1


def test_cases_without_effort_go_somewhere() -> None:
    part = part_of(make_problem([10, 10], [0, 0, 4, 4], [[0, 1]]))
    held = held_after(part, {"fairness": 0})
    _, layout = level_program(part, held, BY_NAME["continuity"])
    _, pooled = solve_aggregated(level_of(part, held, "continuity"), effort())
    assert pooled.x is not None
    assert is_shared(part, layout, pooled.x)


def test_pools_of_cases_prove_no_more_than_is_true_and_hint_at_whole_numbers_of_cases() -> None:
    """With standards, efforts are taken for their mean: prices and solution are a little off, the bound is not."""
    looked = near = 0
    for seed, instance, part in random_parts(range(500)):
        if part.placeable_all or bool((part.column_effort != part.effort[part.column_class]).any()):
            continue
        plans = EveryPlan.of(part)
        rng = random.Random(f"cases {seed}")
        held = held_after(part, random_rooms(rng, plans, names_of(instance)))
        held = without(held, "continuity", "cost")
        _, layout = level_program(part, held, BY_NAME["continuity"])
        small, pooled = solve_aggregated(level_of(part, held, "continuity"), effort(), AggregationKind.CASES)
        certificate = certificate_from_duals(level_of(part, held, "continuity"), small, pooled)
        least = plans.least("continuity", held)
        if certificate is not None and least is not None:
            assert certificate.bound <= least, seed
        if pooled.x is None:
            continue
        assert is_shared(part, layout, pooled.x)
        looked += 1
        near += certificate is not None and least is not None and certificate.bound == least
    assert looked >= 60, looked
    assert near >= looked // 4, (near, looked)
