"""The frontier in the units of people, from grid steps and ticks."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.report.sections.frontier.build import WHY_NOT, build, entry
from app.report.sections.frontier.entry import FrontierPlanEntry
from solver.analysis import AnalysisOptions, WhyNot, analyse
from solver.frontier import Frontier, FrontierPoint
from tests.app.report.planned import probation
from tests.solver.instances import make_problem

TRACED = Frontier(
    (FrontierPoint(100, 30_000, 30_000, Fraction(2, 3)), FrontierPoint(250, 5_000, 0, Fraction(1))), 100, 0
)


@pytest.mark.parametrize(("by_hours", "moves"), [(True, [3.0, 0.5]), (False, [30_000.0, 5_000.0])])
def test_steps_are_points_and_ticks_are_hours(by_hours: bool, moves: list[float]) -> None:
    found = entry(TRACED, make_problem([1], [1]), by_hours=by_hours)
    assert [point.moves for point in found.points] == moves
    assert [point.points_above_fair_share for point in found.points] == [1.0, 2.5]
    assert [point.points_above_fairest for point in found.points] == [0.0, 1.5]
    assert [point.fairness for point in found.points] == [0.01, 0.025]
    assert [point.peak_utilization for point in found.points] == [0.666667, 1.0]
    assert [point.status for point in found.points] == ["optimal", "feasible"]
    assert (found.fairest_points, found.fairest_points_bound, found.plan) == (1.0, 0.0, None)


def test_the_plan_stands_on_it() -> None:
    made = probation()
    found = build(analyse(made.built.problem, AnalysisOptions(frontier=TRACED, remedies_s=0.0), made.plan))
    assert found is not None
    fairness, continuity = made.plan.level("fairness").value, made.plan.level("continuity").value
    bound = min(continuity, max((point.bound for point in TRACED.points if point.step >= fairness), default=0))
    assert found.plan == FrontierPlanEntry(points_above_fair_share=fairness / 100, moves=continuity, bound=bound)


def test_every_reason_for_none_has_its_words() -> None:
    reasons = {WhyNot.NOT_ASKED, WhyNot.NO_PLAN, WhyNot.STOPPED, WhyNot.OTHER_OBJECTIVE}
    assert WHY_NOT.keys() == reasons
    assert build(analyse(probation().built.problem, AnalysisOptions(remedies_s=0.0))) is None
