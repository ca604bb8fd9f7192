"""What is worked out before there is a plan is what would have been worked out after it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.analysis import AnalysisOptions, ahead, analyse
from solver.analysis.ahead import Ahead
from solver.goals import SolveConfig
from solver.problem import Problem
from solver.solve import solve
from tests.solver.analysis.test_analysis import office
from tests.solver.instances import make_problem

OPTIONS = AnalysisOptions(config=SolveConfig(20, 1), remedies_s=60.0, target=Fraction(9, 10))


def worked_out(problem: Problem) -> Ahead:
    found = Ahead(problem, OPTIONS)
    found.work()
    return found


def test_the_remedies_are_those_of_the_report() -> None:
    problem = office()
    before = worked_out(problem)
    plan = solve(problem, OPTIONS.goals, OPTIONS.config)
    assert before.remedies is not None
    assert analyse(problem, OPTIONS, plan, before).remedies == analyse(problem, OPTIONS, plan).remedies


def test_they_are_not_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = office()
    before = worked_out(problem)
    plan = solve(problem, OPTIONS.goals, OPTIONS.config)
    monkeypatch.setattr(ahead, "remedies", None)
    assert analyse(problem, OPTIONS, plan, before).remedies is before.remedies


@pytest.mark.parametrize("problem", [make_problem([10], [5]), make_problem([], [1])])
def test_nothing_is_looked_for_where_nothing_is_missing_or_nobody_is_there(problem: Problem) -> None:
    assert worked_out(problem).remedies is None
