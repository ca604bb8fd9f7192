"""The checker as a whole: what it takes, what it hands out, and what a plan must be about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.check.verify import check
from solver.goals import Goals, Objective
from solver.plan import Breach
from solver.problem import NEW
from tests.solver.check.judged import WITHIN, best_plan, claims, judged, said
from tests.solver.instances import make_problem


def test_a_plan_that_keeps_every_rule_passes() -> None:
    checked = judged(make_problem([5, 5], [3, 4, 1]), 0, 1, 0)
    assert checked.is_correct
    assert checked.loads.tolist() == [4, 4]
    assert checked.counts.tolist() == [2, 1]


def test_an_officer_who_is_not_in_the_roster() -> None:
    broken = judged(make_problem([5], [3], [[]]), 7).violations
    assert [(v.code, v.case) for v in broken] == [("officer", 0)]
    assert broken[0].message == "case C-1 is with officer number 7, who is not in the roster"


def test_nothing_at_all() -> None:
    assert judged(make_problem([], [], [])).is_correct
    assert judged(make_problem([5], [])).is_correct


def test_an_assignment_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="one entry for each of 2 cases"):
        judged(make_problem([5], [1, 1]), 0)


def test_a_correct_plan_passes_with_all_its_claims() -> None:
    problem = make_problem(
        [5, 7, 0], [3, 4, 4, 1], [[0, 1], [1], [2], []], signature=[0, 1, 2, 3], current=[1, 0, 0, NEW]
    )
    for goals in (Goals(), WITHIN, Goals(move_freely=True), Goals(max_moves=1), Goals(objective=Objective.COST)):
        assert claims(problem, best_plan(problem, goals), goals) == []


def test_a_plan_about_another_assignment() -> None:
    problem = make_problem([5, 5], [3, 3])
    plan = best_plan(problem)
    other = np.array([1 - o for o in plan.officer.tolist()], np.int32)
    assert said(check(problem, other, Goals(), plan)) == ["the plan is about another assignment"]


def test_breaches_must_be_listed_exactly() -> None:
    problem = make_problem([5, 5], [3], [[1]], current=[0], pinned=[True])
    plan = best_plan(problem)
    assert plan.breaches == (Breach("eligibility", 0, 0),)
    for wrong in ((), (*plan.breaches, Breach("standard", 1, None, 2, 1))):
        assert claims(problem, replace(plan, breaches=wrong)) == [
            "the rules that pins break are not those that the plan lists"
        ]
