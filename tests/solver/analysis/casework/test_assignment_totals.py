"""Totals of a plan are those of its assignment, and cases that move change them as adding up again does."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from solver.analysis.casework.assignment_totals import Totals
from solver.analysis.scenarios.cases import with_cases
from solver.check.facts import facts_of
from solver.check.rules import Loads, held_by
from solver.goals import SolveConfig
from solver.solve import solve
from tests.solver.instances import make_problem, random_instance


def test_a_plan_has_said_its_totals() -> None:
    tested = 0
    for seed in range(10):
        instance = random_instance(seed)
        problem, goals = instance.problem, instance.goals
        if not len(problem.cases) or not len(problem.officers):
            continue
        plan = solve(problem, goals, SolveConfig(20, 1))
        said, again = Totals.of_plan(problem, plan), Totals.of(problem, plan.officer, goals)
        assert list(said.values.items()) == list(again.values.items())
        assert (said.set_aside, said.share, said.grains) == (again.set_aside, again.share, again.grains)
        assert np.array_equal(said.part_of_officer, again.part_of_officer)
        for each in fields(Loads):
            assert np.array_equal(getattr(said.held, each.name), getattr(again.held, each.name))
        tested += 1
    assert tested > 6


def test_loads_with_a_case_moved_are_those_of_adding_up_again() -> None:
    problem = make_problem([9, 9], [3, 4, 2], current=[0, 0, 1], pinned=[True, False, False], bundle=[-1, 5, 5])
    now, then = np.array([0, 0, 0], np.int32), np.array([0, 1, 1], np.int32)
    totals = Totals(held_by(facts_of(problem), now), np.zeros(2, np.int32), {}, {}, (None, None), 1)
    unit = with_cases(problem, np.array([1, 2]))
    found, again = totals.held_with(totals.facts_of(unit), now[1:], then[1:]), held_by(facts_of(problem), then)
    for each in fields(Loads):
        assert getattr(found, each.name).tolist() == getattr(again, each.name).tolist(), each.name
