"""Duals, whatever they are worth, become integer prices that are true."""

from __future__ import annotations

import random
from dataclasses import replace
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.bounds.lagrangian import SAFE_SUM, lagrangian_bound, sum_estimate
from solver.bounds.lp_bound import certificate_from_duals, prices_of
from solver.engines.highs import LpSolution, relax
from solver.engines.integer_program import IntegerProgram, Rule
from solver.formulation.goals.ranking import BY_NAME, HELD_BY_LOADS, held_after
from solver.formulation.level_program import level_program
from solver.goals import Goals, Policy
from solver.model.part import Part
from tests.solver.every_plan import (
    EveryPlan,
    effort,
    level_of,
    names_of,
    part_of,
    parts_of,
    random_parts,
    random_rooms,
    torn_parts,
)
from tests.solver.instances import large_instance, make_problem

PARTS = [*random_parts(range(120), most=300), *torn_parts(range(20))]


def bundles_alone(part: Part) -> bool:
    """Whether a standard is rounded down to a multiple of what all the officer's bundles have in common."""
    common = np.zeros(len(part.officers), np.int64)
    np.gcd.at(common, part.column_officer, part.size[part.column_class])
    return bool(((part.standard >= 0) & (common > 1)).any())


def test_the_prices_reach_the_relaxation_and_are_true() -> None:
    """Rounded to integers, the duals of the LP prove its value but for rounding, and never more than is true."""
    compared = missed = 0
    for seed, instance, part in PARTS:
        plans, names = EveryPlan.of(part), names_of(instance)
        rng = random.Random(f"relax {seed}")
        for name in names:
            if name == "fairness":
                continue
            held = held_after(part, random_rooms(rng, plans, names[: names.index(name)]))
            best = plans.least(name, held)
            assert best is not None
            program, _ = level_program(part, held, BY_NAME[name])
            relaxed = relax(program, effort())
            assert relaxed.objective <= best + 1e-6 * max(1, abs(best)), (seed, name)
            certificate = certificate_from_duals(level_of(part, held, name), program, relaxed)
            assert certificate is not None
            assert certificate.bound <= best, (seed, name)
            total = lagrangian_bound(part, certificate.prices, BY_NAME[name], held)
            assert certificate.bound == -(-total // certificate.prices.denominator)
            if bundles_alone(part):
                continue
            compared += 1
            # at hours of 2**36 ticks the LP solver's own tolerance is that much
            missed += certificate.bound < ceil(relaxed.objective - 1e-5 * max(1.0, abs(relaxed.objective)))
    assert compared > 250
    assert missed == 0


@given(st.data())
def test_any_duals_become_prices_that_prove_nothing_false(data: st.DataObject) -> None:
    _, instance, part = PARTS[data.draw(st.integers(0, len(PARTS) - 1))]
    plans, names = EveryPlan.of(part), names_of(instance)
    name = data.draw(st.sampled_from([name for name in names if name not in HELD_BY_LOADS]))
    rng = random.Random(data.draw(st.integers(0, 9)))
    held = held_after(part, random_rooms(rng, plans, names[: names.index(name)]))
    program, _ = level_program(part, held, BY_NAME[name])
    number = st.floats(-1e30, 1e30) | st.floats(-5, 5)
    dual = np.array([data.draw(number) for _ in program.row_rule])
    relaxed = LpSolution(None, dual, 0.0, infeasible=False)
    certificate = certificate_from_duals(level_of(part, held, name), program, relaxed)
    best = plans.least(name, held)
    assert best is not None
    assert certificate is None or certificate.bound <= best


def test_a_price_that_does_not_fit_is_none() -> None:
    part = part_of(make_problem([10, 10], [2, 2, 2], current=[0, 0, 0]))
    held = held_after(part, {"fairness": 1_000})
    program, _ = level_program(part, held, BY_NAME["continuity"])
    dual = np.array([-0.5 if rule is Rule.HOURS else 0.0 for rule in program.row_rule])
    prices = prices_of(part, program, dual, BY_NAME["continuity"], 8)
    assert prices is not None
    assert prices.hours.tolist() == [2, 2]  # half a move for each row's unit of 2 ticks
    assert prices_of(part, program, dual * 2.0**70, BY_NAME["continuity"], 1) is None


@pytest.mark.parametrize("bits", [34, 36])
def test_prices_of_large_efforts_are_true(bits: int) -> None:
    proven = positive = 0
    for seed in range(25):
        instance = large_instance(seed, bits)
        for part in parts_of(instance.problem, instance.goals):
            plans, names = EveryPlan.of(part), names_of(instance)
            rng = random.Random(f"{bits} {seed}")
            for name in names:
                if name == "fairness":
                    continue
                held = held_after(part, random_rooms(rng, plans, names[: names.index(name)]))
                program, _ = level_program(part, held, BY_NAME[name])
                certificate = certificate_from_duals(level_of(part, held, name), program, relax(program, effort()))
                best = plans.least(name, held)
                assert best is not None
                if certificate is not None:
                    assert certificate.bound <= best
                    assert sum_estimate(part, certificate.prices, BY_NAME[name], held) < SAFE_SUM
                    proven += 1
                    positive += certificate.bound > 0
    assert proven > 40
    assert positive > 5


def priced(rules: dict[Rule, float]) -> tuple[Part, IntegerProgram, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """A level with rows of every rule, and a dual for each row by its rule alone."""
    part = part_of(
        make_problem([10, 10], [2, 2, 2], current=[0, 0, 0], standards=[2, 9], priority=[1, 2, 3]),
        Goals(Policy.WITHIN_CAPACITY),
    )
    held = held_after(part, {"coverage_1": 0, "coverage_2": 1, "fairness": 1_000, "continuity": 2})
    program, _ = level_program(part, held, BY_NAME["evenness"])
    return part, program, np.array([rules.get(rule, 0.0) for rule in program.row_rule])


def test_each_rule_has_its_prices() -> None:
    """At 8 to the whole: half a case for each tick of hours (whose rows count two ticks), and so on."""
    duals = {Rule.HOURS: -1.0, Rule.STANDARD: -2.0, Rule.EXCESS: -0.25, Rule.GOAL: -1.5}
    part, program, dual = priced(duals)
    prices = prices_of(part, program, dual, BY_NAME["evenness"], 8)
    assert prices is not None
    assert prices.denominator == 8
    unit = program.row_unit[[rule is Rule.HOURS for rule in program.row_rule]].tolist()
    assert prices.hours.tolist() == [8 // each for each in unit]
    assert prices.standard.tolist() == [16, 16]
    assert prices.excess.tolist() == [2, 2]
    assert prices.kept.tolist() == [0, 0]
    assert prices.goals == {"coverage_1": 12, "coverage_2": 12, "continuity": 12}


def test_duals_of_the_wrong_sign_cost_nothing() -> None:
    part, program, dual = priced(dict.fromkeys(Rule, 3.0))
    prices = prices_of(part, program, dual, BY_NAME["evenness"], 8)
    assert prices is not None
    for each in (prices.hours, prices.standard, prices.kept, prices.excess, np.array([*prices.goals.values()])):
        assert not each.any()


def test_the_excess_is_priced_up_to_what_it_counts() -> None:
    part, program, dual = priced({Rule.EXCESS: -5.0})
    prices = prices_of(part, program, dual, BY_NAME["evenness"], 8)
    assert prices is not None
    assert prices.excess.tolist() == [8, 8]
    # where evenness is neither asked for nor held, a tick above the fair load counts nothing
    prices = prices_of(part, program, dual, BY_NAME["cost"], 8)
    assert prices is not None
    assert prices.excess.tolist() == [0, 0]


def test_prices_say_what_the_rows_of_what_is_kept_count() -> None:
    part, program, dual = priced({})
    prices = prices_of(part, replace(program, counted={3: 2}), dual, BY_NAME["evenness"], 8)
    assert prices is not None
    assert prices.counted == {3: 2}


def test_without_duals_there_is_no_certificate() -> None:
    part = part_of(make_problem([10, 10], [2, 2, 2], current=[0, 0, 0]))
    level = level_of(part, held_after(part, {"fairness": 1_000}), "continuity", 3)
    nothing = LpSolution(None, None, 0.0, infeasible=False)
    assert certificate_from_duals(level, level.program, nothing) is None


def test_prices_get_coarser_until_their_sum_is_safe() -> None:
    """A dual of 2**30 leaves no room for 40 bits more; whatever is left of them, what they prove is true."""
    part = part_of(make_problem([10, 10], [2, 2, 2], current=[0, 0, 0]))
    held = held_after(part, {"fairness": 1_000})
    level = level_of(part, held, "continuity", 3)
    fine: list[int] = []
    for bits in (0, 30, 70):
        dual = np.array([-(2.0**bits) if rule is Rule.HOURS else 0.0 for rule in level.program.row_rule])
        certificate = certificate_from_duals(level, level.program, LpSolution(None, dual, 0.0, infeasible=False))
        if certificate is None:
            assert bits == 70
            continue
        assert sum_estimate(part, certificate.prices, BY_NAME["continuity"], held) < SAFE_SUM
        assert certificate.bound <= 1
        assert (certificate.part, certificate.level, certificate.step) == (3, "continuity", None)
        fine.append(certificate.prices.denominator)
    assert fine[0] == 2**40 > fine[1] > 0
