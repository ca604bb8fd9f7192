"""The linear relaxation: what it finds, and that its duals, whatever they are worth, become prices that are true."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.bounds.lagrangian import SAFE_SUM, lagrangian_bound, sum_estimate
from solver.bounds.lp_bound import certificate_from_duals, prices_of
from solver.engines.highs import NOTHING_KNOWN, LpSolution, relax, scales_of
from solver.engines.integer_program import IntegerProgram, RowBuilder, Rule
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.formulation.level_program import level_program
from solver.goals import Goals, Measure, Policy
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


def test_a_relaxation_worked_by_hand() -> None:
    """D-1 holds 2, 3 and 3 ticks and may carry 6. Hours alone would move 2/3 of a case; what fits is two whole ones."""
    part = part_of(make_problem([10, 10], [2, 3, 3], [[0, 1]], current=[0, 0, 0]))
    held = held_after(part, {"fairness": 2_000})
    assert held.load.tolist() == [6, 6]
    program, _ = level_program(part, held, BY_NAME["continuity"])
    relaxed = relax(program, effort())
    assert relaxed.x is not None
    assert not relaxed.infeasible
    assert relaxed.objective == pytest.approx(1)
    assert program.cost @ relaxed.x + program.constant == pytest.approx(1)
    certificate = certificate_from_duals(level_of(part, held, "continuity", 4), program, relaxed)
    assert certificate is not None
    assert (certificate.level, certificate.part, certificate.bound) == ("continuity", 4, 1)
    assert certificate.officers.tolist() == [0, 1]
    assert certificate.step is None


def test_no_time_is_no_answer_and_no_proof() -> None:
    problem = make_problem([50] * 6, list(range(1, 40)), current=[c % 6 for c in range(39)])
    part = part_of(problem)
    held = held_after(part, {"fairness": 0})
    program, _ = level_program(part, held, BY_NAME["continuity"])
    relaxed = relax(program, effort(0.0))
    assert relaxed.x is None
    assert not relaxed.infeasible
    assert certificate_from_duals(level_of(part, held, "continuity"), program, relaxed) is None


def test_after_a_stop_no_relaxation_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is begun cannot be interrupted and keeps the process busy long after the plan is there."""
    monkeypatch.setattr(threading, "Thread", lambda *_, **__: pytest.fail("a relaxation was begun"))
    part = part_of(make_problem([10, 10], [2, 3, 3]))
    program, _ = level_program(part, held_after(part, {}), BY_NAME["evenness"])
    assert relax(program, replace(effort(), should_stop=lambda: True)) is NOTHING_KNOWN


def test_a_relaxation_that_may_be_stopped_gives_the_same() -> None:
    part = part_of(make_problem([10, 10], [2, 3, 3], current=[0, 0, 0]))
    program, _ = level_program(part, held_after(part, {"fairness": 2_000}), BY_NAME["continuity"])
    watched = relax(program, replace(effort(), should_stop=lambda: False))
    assert watched.objective == relax(program, effort()).objective


def test_what_cannot_be_is_said() -> None:
    part = part_of(make_problem([4, 4], [3, 3]))
    program, _ = level_program(part, held_after(part, {"fairness": 0}), None)
    assert not relax(program, effort()).infeasible  # half a case each would fit
    tight = replace(held_after(part, {}), load=np.array([2, 3]))
    relaxed = relax(level_program(part, tight, None)[0], effort())
    assert relaxed.infeasible
    assert relaxed.x is None


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
            missed += certificate.bound < ceil(relaxed.objective - 1e-6 * max(1.0, abs(relaxed.objective)))
    assert compared > 250
    assert missed == 0


@given(st.data())
def test_any_duals_become_prices_that_prove_nothing_false(data: st.DataObject) -> None:
    _, instance, part = PARTS[data.draw(st.integers(0, len(PARTS) - 1))]
    plans, names = EveryPlan.of(part), names_of(instance)
    name = data.draw(st.sampled_from([name for name in names if name != "fairness"]))
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


@pytest.mark.parametrize("bits", [40, 50, 58])
def test_larger_efforts_are_scaled_for_the_lp_solver(bits: int) -> None:
    """HiGHS refuses coefficients above 1e15; unscaled, these programs ended in ``HighsStatus: kError``."""
    one = 2**bits
    problem = make_problem([one, one], [one // 2, one // 4, one // 4 + 1], current=[0, 0, 0])
    for policy in Policy:
        part = part_of(problem, Goals(policy, moves=Measure.HOURS))
        plans = EveryPlan.of(part)
        for name, before in (("continuity", {"fairness": 2_000}), ("evenness", {}), ("coverage_3", {})):
            held = held_after(part, before)
            program, _ = level_program(part, held, BY_NAME[name])
            best = plans.least(name, held)
            assert best is not None
            relaxed = relax(program, effort())
            assert relaxed.x is not None
            assert relaxed.objective <= best + 1e-6 * one
            certificate = certificate_from_duals(level_of(part, held, name), program, relaxed)
            assert certificate is None or certificate.bound <= best


def scaled(program: IntegerProgram) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    scales = scales_of(program)
    return np.abs(program.coefficient * scales.row[program.row] * scales.column[program.column])


def test_small_coefficients_are_left_as_they_are() -> None:
    part = part_of(make_problem([2**21, 2**22], [2**20, 5]), Goals(Policy.WITHIN_CAPACITY))
    program, _ = level_program(part, held_after(part, {}), BY_NAME["coverage_3"])
    scales = scales_of(program)
    assert set(scales.row.tolist()) == set(scales.column.tolist()) == {scales.goal} == {1.0}


def test_large_coefficients_come_near_one_by_powers_of_two() -> None:
    part = part_of(make_problem([2**58, 2**57], [2**56, 2**40 + 1, 5]))
    program, _ = level_program(part, held_after(part, {"fairness": 0}), BY_NAME["evenness"])
    scales = scales_of(program)
    for factors in (scales.row, scales.column, np.array([scales.goal])):
        assert (np.frexp(factors)[0] == 0.5).all()
    assert scaled(program).max() / scaled(program).min() < 2.0**40
    assert scaled(program).max() < 1e15
    assert scaled(program).min() > 1e-9


def test_a_program_without_rows() -> None:
    program = RowBuilder().program(np.array([2, -1]), np.array([0, 0]), np.array([3, 3]), 10)
    relaxed = relax(program, effort())
    assert relaxed.objective == pytest.approx(7)
    assert relaxed.x is not None
    assert relaxed.x.tolist() == pytest.approx([0, 3])
