"""What an officer keeps of the cases that do not wait."""

from __future__ import annotations

import time

import numpy as np
import pytest

from solver.bounds.aggregated_relaxation import solve_aggregated
from solver.bounds.lp_bound import certificate_from_duals
from solver.budget import Budget
from solver.engines.highs import relax
from solver.formulation.cover_inequalities import cover_cases, keepable_at_most, waiting_from
from solver.formulation.goals.ranking import BY_NAME, HELD_BY_LOADS, held_after
from solver.formulation.level_program import level_program
from solver.goals import GRID, Goals, Policy, SolveConfig
from solver.problem import Problem
from solver.solve import solve
from tests.solver.every_plan import EveryPlan, level_of, names_of, part_of, random_parts
from tests.solver.instances import make_problem

WITHIN = Goals(policy=Policy.WITHIN_CAPACITY)


def test_the_longest_that_does_not_wait_is_found_for_each_priority() -> None:
    part = part_of(
        make_problem([10], [1, 2, 3, 4, 5, 1, 2, 9], priority=[4] * 5 + [5] * 2 + [1]),
        WITHIN,
    )
    effort, priority = part.effort.tolist(), part.priority.tolist()
    of = {pair: k for k, pair in enumerate(zip(priority, effort, strict=True))}
    unplaced = np.zeros(len(effort))
    # of priority 4 one in the middle waits, but a longer one does not: one of them is on the wrong side
    unplaced[[of[4, 5], of[4, 3]]] = 1
    unplaced[[of[5, 1], of[5, 2]]] = 1
    assert waiting_from(part, unplaced) == {4: 4, 5: -1}
    assert waiting_from(part, np.zeros(len(effort))) == {}
    unplaced[of[4, 4]] = 1
    assert waiting_from(part, unplaced) == {4: 2, 5: -1}


def test_what_can_be_kept_of_some_is_worked_by_hand() -> None:
    """Of all six of D-1 three fit into 10 hours, smallest first; of the 4-hour ones alone, two do."""
    part = part_of(full(), WITHIN)
    load = np.array([10, 4])
    assert keepable_at_most(part, load).tolist() == [3, 2]
    assert keepable_at_most(part, load, {5: 3}).tolist() == [3, 2]
    assert keepable_at_most(part, load, {5: 2}).tolist() == [2, 2]
    assert keepable_at_most(part, load, {1: 1}).tolist() == [3, 2]
    assert keepable_at_most(part, load, {1: 0, 5: 2}).tolist() == [0, 0]
    assert cover_cases(part, {1: 1, 5: 2}).tolist() == (part.effort == 1).tolist()


def full() -> Problem:
    """The hours are just those of priority 1, so nothing else is placed.

    Counting all that D-1 holds, three fit into the 10 hours (of 3 hours each), and 2.5 of the 4-hour ones may stay in
    the relaxation. Of these alone two fit; the third, which is one, takes all of D-2's hours, so that two more leave.
    """
    return make_problem([10, 4], [4, 4, 4, 1, 1, 3, 3, 3], current=[0, 0, 0, 1, 1, 0, 0, 0], priority=[1] * 5 + [5] * 3)


def test_rows_of_what_is_kept_count_only_what_is_told() -> None:
    part = part_of(full(), WITHIN)
    held = held_after(part, {"coverage_1": 0, "coverage_5": 3})
    effort = Budget(time.monotonic() + 30, 1, 0)
    moves = []
    for counted in ({}, {5: 2}):
        program, _ = level_program(part, held, BY_NAME["continuity"], counted)
        assert program.counted == counted
        relaxed = relax(program, effort)
        certificate = certificate_from_duals(level_of(part, held, "continuity"), program, relaxed)
        assert certificate is not None
        assert certificate.prices.counted == counted
        moves.append(relaxed.objective)
    assert moves == pytest.approx([3.5, 4.0])


def test_no_selection_proves_more_than_the_best_plan_and_pools_prove_the_same() -> None:
    tried = 0
    for _, instance, part in random_parts(range(250), most=400):
        names = names_of(instance)
        if part.placeable_all or "continuity" not in names or instance.goals.move_freely:
            continue
        plans = EveryPlan.of(part)
        rooms: dict[str, int] = {}
        for name in names[: names.index("continuity")]:
            held = held_after(part, rooms)
            best = plans.least(name, held) if name not in HELD_BY_LOADS else 3 * GRID
            assert best is not None
            rooms[name] = best
        held = held_after(part, rooms)
        best = plans.least("continuity", held)
        assert best is not None
        effort = Budget(time.monotonic() + 30, 1, 0)
        for counted in ({}, {4: 1}, {5: -1}, {3: 4, 4: 2, 5: 1}):
            program, _ = level_program(part, held, BY_NAME["continuity"], counted)
            certificate = certificate_from_duals(level_of(part, held, "continuity"), program, relax(program, effort))
            if certificate is None:
                continue
            assert certificate.bound <= best
            tried += bool(counted)
            if bool((part.standard < 0).all() and (part.column_effort == part.effort[part.column_class]).all()):
                pooled, relaxed = solve_aggregated(level_of(part, held, "continuity", counted=counted), effort)
                same = certificate_from_duals(level_of(part, held, "continuity"), pooled, relaxed)
                assert same is not None
                assert same.bound == certificate.bound
    assert tried > 50


def test_a_plan_whose_hours_bind_is_the_best_there_is() -> None:
    plan = solve(full(), WITHIN, SolveConfig(120, 1, 0))
    level = next(level for level in plan.levels if level.name == "continuity")
    assert (level.value, level.bound) == (6, 6)
