"""The linear relaxation: what it finds, and that its duals, whatever they are worth, become prices that are true."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from solver.bounds.lp_bound import certificate_from_duals
from solver.engines.highs import NOTHING_KNOWN, relax, scales_of
from solver.engines.integer_program import IntegerProgram, RowBuilder
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.formulation.level_program import level_program
from solver.goals import Goals, Measure, Policy
from tests.solver.every_plan import (
    EveryPlan,
    effort,
    level_of,
    part_of,
)
from tests.solver.instances import make_problem


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
