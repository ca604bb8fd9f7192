"""Holders of bundles who wait outside the relaxation are let in until it is as low as with all of them."""

from __future__ import annotations

import random

import numpy as np
import pytest

from solver.bounds.aggregated_relaxation import RelaxationParams, solve_aggregated
from solver.bounds.column_generation import ColumnGenerationParams, initial_columns, price_columns
from solver.bounds.lp_bound import certificate_from_duals
from solver.certificate import HeldGoals, Prices
from solver.engines.highs import relax
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.formulation.level_program import level_program
from solver.model.part import Part
from tests.solver.every_plan import EveryPlan, effort, level_of, part_of
from tests.solver.instances import make_problem

OUTSIDE = ColumnGenerationParams(many=1)
"""Holders wait outside even where there is one bundle with several."""


def bundles(seed: int) -> Part:
    """A dozen cases of three officers in bundles of two or three, held by anybody."""
    rng = random.Random(f"bundles {seed}")
    number = 0
    bundle: list[int] = []
    while len(bundle) < 10:
        bundle += [number] * rng.choice([1, 2, 2, 3])
        number += 1
    cases = len(bundle)
    problem = make_problem(
        [12, 14, 20],
        [rng.randint(1, 5) for _ in range(cases)],
        [[0, 1, 2], [0, 1]],
        signature=[int(b % 3 == 2) for b in bundle],
        current=[rng.randint(0, 1) if b % 3 == 2 else rng.randint(0, 2) for b in bundle],
        bundle=bundle,
    )
    return part_of(problem)


def dear_hours(part: Part, officer: int) -> Prices:
    """Prices of hours alone: 1 a tick at one officer."""
    none = np.zeros(len(part.officers), np.int64)
    hours = none.copy()
    hours[officer] = 1 << 20
    return Prices(1 << 20, hours=hours, standard=none, kept=none, excess=none)


def held_at(part: Part, step: int) -> HeldGoals:
    """Fairness held at a step."""
    return held_after(part, {"fairness": step})


def test_the_relaxation_ends_as_low_as_with_all_holders_and_no_plan_is_below_its_bound() -> None:
    params = RelaxationParams(column_generation=OUTSIDE)
    looked = waited = 0
    for seed in range(60):
        part = bundles(seed)
        held = held_at(part, random.Random(f"step {seed}").choice([0, 500, 1_500]))
        program, layout = level_program(part, held, BY_NAME["continuity"])
        whole = relax(program, effort())
        small, pooled = solve_aggregated(level_of(part, held, "continuity"), effort(), params=params)
        assert pooled.infeasible == whole.infeasible, seed
        if pooled.x is None:
            continue
        assert pooled.objective == pytest.approx(whole.objective, abs=1e-4), seed
        certificate = certificate_from_duals(level_of(part, held, "continuity"), small, pooled)
        least = EveryPlan.of(part).least("continuity", held)
        assert certificate is not None
        assert least is None or certificate.bound <= least, seed
        placed = np.zeros(len(part.count))
        np.add.at(placed, part.column_class, layout.planned(pooled.x))
        assert placed == pytest.approx(part.count.astype(np.float64), abs=1e-5), seed
        looked += 1
        waited += not initial_columns(level_of(part, held, "continuity"), OUTSIDE).all()
    assert min(looked, waited) >= 30, (looked, waited)


def test_one_holder_of_each_bundle_is_inside_from_the_start_the_one_who_saves_most() -> None:
    """D-1 holds two cases of the bundle, D-2 one of them; D-2 holds a case of their own."""
    part = part_of(make_problem([10, 10], [2, 2, 2, 3], [[0, 1]], current=[0, 0, 1, 1], bundle=[0, 0, 0, 1]))
    level = level_of(part, held_at(part, 0), "continuity")
    layout = level.layout
    inside = initial_columns(level, OUTSIDE)
    mixed = part.mixed[part.column_class[layout.held]]
    assert inside.tolist() == (~mixed | (part.column_officer[layout.held] == 0)).tolist()
    assert int(inside.sum()) == 2


def test_a_holder_whose_hours_are_free_is_let_in_where_the_other_s_are_dear() -> None:
    """At 1 a tick above D-1's hours the bundle of 4 ticks is better kept by D-2, who saves as much."""
    part = part_of(make_problem([10, 10], [2, 2], [[0, 1]], current=[0, 1], bundle=[0, 0]))
    held = held_at(part, 0)
    _, layout = level_program(part, held, BY_NAME["continuity"])
    prices = dear_hours(part, 0)
    inside = part.column_officer[layout.held] == 0
    assert (
        price_columns(level_of(part, held, "continuity"), prices, inside).tolist() == np.flatnonzero(~inside).tolist()
    )
    assert price_columns(level_of(part, held, "continuity"), dear_hours(part, 1), inside).tolist() == []


def test_few_bundles_are_all_inside() -> None:
    part = bundles(0)
    few = ColumnGenerationParams(many=100)
    assert initial_columns(level_of(part, held_at(part, 0), "continuity"), few).all()
