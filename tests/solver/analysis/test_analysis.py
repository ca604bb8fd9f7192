"""The whole analysis, as a library user asks for it: with solver types alone."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from solver.analysis import Analysis, AnalysisOptions, WhyNot, analyse
from solver.analysis.forecast.flow import PER_CASE, Flow
from solver.analysis.fte import State
from solver.analysis.repeatability import Repeats
from solver.analysis.standards.library import standard_named
from solver.errors import InvalidGoals
from solver.frontier import Frontier, FrontierPoint
from solver.goals import Goals, Objective, Policy, SolveConfig
from solver.plan import LevelResult, Reason
from solver.problem import NEW, Need, Problem
from solver.solve import solve
from tests.solver.analysis.made_estimates import table
from tests.solver.analysis.made_rosters import roster
from tests.solver.instances import make_problem

ROOT = Path(__file__).resolve().parents[3]
QUICK = SolveConfig(20, 1)
NORTH, SOUTH = Need("north"), Need("south")


def office() -> Problem:
    """Ann has 10 h in the north for 12 h of work, Ben 10 h in the south for 4 h; nobody speaks Creole."""
    return roster(
        [10, 10],
        [(NORTH, 4), (NORTH, 4), (NORTH, 4), (SOUTH, 4), (Need(None, None, frozenset({"Creole"})), 1)],
        offices=[{"north"}, {"south"}],
        current=[0, 0, 1, 1, NEW],
        types=["visit"] * 5,
    )


def planned(problem: Problem, **options: Any) -> Analysis:
    asked = AnalysisOptions(config=QUICK, **options)
    return analyse(problem, asked, solve(problem, asked.goals, QUICK))


def test_by_hand() -> None:
    """The north lacks 2 h, and 1 h is Creole's; 12 ÷ 10 and 4 ÷ 10 are 80 points apart, whoever holds what."""
    found = planned(office(), remedies_s=0.0)
    verdict = found.staffing.verdict
    assert (verdict.state, verdict.gap_hours, verdict.peak_utilization) == (
        State.UNSUSTAINABLE,
        Fraction(3),
        Fraction(6, 5),
    )
    assert (found.counts.cases, found.counts.new, found.counts.orphaned, found.counts.parts) == (5, 1, 1, 2)
    figures = found.figures
    assert not isinstance(figures, WhyNot)
    assert (figures.before.peak, figures.before.spread) == (Fraction(4, 5), Fraction(0))
    assert (figures.after.peak, figures.after.spread, figures.after.moves) == (Fraction(6, 5), Fraction(4, 5), 1)
    assert (figures.forced, figures.moved_hours, figures.held_back) == (1, Fraction(4), 0)
    assert not isinstance(found.spread_floor, WhyNot)
    assert found.spread_floor.value == Fraction(4, 5)
    (out,) = found.unassigned
    assert (out.case, out.reason, out.fix) == (4, Reason.NO_ELIGIBLE_OFFICER, 0)
    assert out.remedy == "Nobody has the skill Creole. Smallest change: give D-1 or D-2 the skill Creole."
    assert found.fixes[0].placed == 1
    assert found.officers.after is not None
    assert found.officers.after.count.tolist() == [3, 1]
    assert found.officers.moves_in is not None
    assert found.officers.moves_in.tolist() == [1, 0]
    assert list(found.baselines) == ["current", "round_robin", "equal_counts", "greedy", "random"]
    assert not isinstance(found.random, WhyNot)
    assert (found.random.draws, found.random.as_good) == (100, 100), "nobody has a choice"
    assert found.repeats is Repeats.PLAN
    assert not isinstance(found.remedies, WhyNot)
    assert found.remedies.drop is not None
    assert found.not_computed == {
        "lifts": WhyNot.NOT_NEEDED,
        "uncertainty": WhyNot.CERTAIN,
        "forecast": WhyNot.NO_FLOW,
        "frontier": WhyNot.NOT_ASKED,
        "standards": WhyNot.NOT_ASKED,
    }


def test_without_a_plan_it_is_the_verdict_and_says_what_is_missing() -> None:
    problem = office()
    found, whole = analyse(problem, AnalysisOptions(remedies_s=0.0)), planned(problem, remedies_s=0.0)
    assert found.plan is None
    assert found.staffing.verdict == whole.staffing.verdict
    assert list(found.baselines) == ["current"]
    assert found.baselines["current"] == whole.baselines["current"]
    assert (found.officers.after, found.officers.moves_in, found.counts.parts) == (None, None, None)
    assert [each.case for each in found.unassigned] == [4]
    needs_a_plan = ("figures", "spread_floor", "random", "repeats", "lifts")
    assert {found.not_computed[name] for name in needs_a_plan} == {WhyNot.NO_PLAN}


def test_everything_that_can_be_asked_for() -> None:
    """Weights of 4 h (2 to 8), a flow of one visit a period, a standard, and the weights at another percentile."""
    problem = replace(office(), needs=(NORTH, SOUTH, Need()))
    problem = replace(problem, eligible=np.array([[True, False], [False, True], [True, True]]))
    weights = table(problem, {"visit": (4, 2, 8, 0.5)})
    heavier = replace(problem, cases=replace(problem.cases, effort=problem.cases.effort * 2))
    flow = Flow(("visit",), (None,), np.array([PER_CASE]), np.array([PER_CASE]))
    found = planned(
        heavier,
        weights=weights,
        flow=flow,
        as_given=problem,
        simulations=50,
        forecast_periods=3,
        remedies_s=0.0,
        standards=(standard_named("appa"),),
    )
    assert found.as_given is not None
    assert found.as_given.staffing.verdict.demand_hours == 17
    assert found.staffing.verdict.demand_hours == 34
    assert not isinstance(found.uncertainty, WhyNot)
    assert found.uncertainty.drawing.simulations == 50
    assert len(found.uncertainty.tiers) == len(found.shares_as_given.tiers)
    assert found.problem_as_given is problem
    assert not isinstance(found.forecast, WhyNot)
    assert [row.opening for row in found.forecast.whole.periods] == [5, 5, 5]
    assert not isinstance(found.standards, WhyNot)
    assert found.standards[0].category_of_type == (None,)
    assert "standards" not in found.not_computed


def test_a_standard_that_is_too_low_is_raised() -> None:
    problem = make_problem([100_000, 200_000], [20_000] * 3, standards=[1, 1])
    found = planned(problem, remedies_s=6.0)
    assert not isinstance(found.lifts, WhyNot)
    assert [lift.cases_placed for lift in found.lifts] == [1, 1]
    assert planned(problem, remedies_s=0.0).lifts is WhyNot.NO_TIME
    assert found.spread_floor is WhyNot.HELD_BACK


def test_a_frontier_is_handed_on_with_the_plans_place_on_it() -> None:
    points = tuple(FrontierPoint(step, moves, bound, Fraction(1)) for step, moves, bound in ((0, 5, 5), (200, 2, 1)))
    traced = Frontier(points, 0, 0)
    found = planned(office(), remedies_s=0.0, frontier=traced)
    assert found.frontier is traced
    assert found.plan is not None
    place = traced.place_of(found.plan)
    assert place is not None
    assert (place.step, place.moves, place.bound) == (0, 0, 0), "the move is forced; nobody is above their share"
    moved = replace(found.plan, levels=tuple(_valued(level, 100, 3) for level in found.plan.levels))
    place = traced.place_of(moved)
    assert place is not None
    assert (place.step, place.moves, place.bound) == (100, 3, 1), "the bound of a looser point holds"
    assert traced.place_of(replace(found.plan, levels=())) is None


def _valued(level: LevelResult, step: int, moves: int) -> LevelResult:
    parts = np.zeros_like(level.part_value)
    parts[0] = {"fairness": step, "continuity": moves}.get(level.name, 0)
    return replace(level, part_value=parts, set_aside=0)


@pytest.mark.parametrize(
    ("options", "plan", "why"),
    [
        (AnalysisOptions(), False, WhyNot.NOT_ASKED),
        (AnalysisOptions(frontier_asked=True), False, WhyNot.NO_PLAN),
        (AnalysisOptions(frontier_asked=True, config=QUICK), True, WhyNot.STOPPED),
        (AnalysisOptions(frontier_asked=True, goals=Goals(objective=Objective.COST)), False, WhyNot.OTHER_OBJECTIVE),
    ],
)
def test_why_there_is_no_frontier(options: AnalysisOptions, plan: bool, why: WhyNot) -> None:
    problem = make_problem([10], [1])
    assert analyse(problem, options, solve(problem, options.goals, QUICK) if plan else None).frontier is why


def test_nobody_and_nothing() -> None:
    empty = roster([], [])
    found = analyse(empty)
    assert found.remedies is WhyNot.NO_OFFICERS
    assert found.counts.cases == 0
    idle = planned(roster([0], [(Need(), 1)]))
    assert idle.spread_floor is WhyNot.UNREACHED
    assert idle.unassigned[0].reason is Reason.NO_HOURS


def test_within_capacity_fixes_give_hours() -> None:
    problem = roster([10], [(Need(), 6), (Need(), 6)])
    found = planned(problem, goals=Goals(policy=Policy.WITHIN_CAPACITY), remedies_s=0.0)
    assert [str(change) for change in found.fixes[0].changes] == ["D-1 has 2 h more for cases"]


@pytest.mark.parametrize("wrong", [{"simulations": -1}, {"forecast_periods": -1}, {"remedies_s": -1.0}])
def test_options_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidGoals):
        AnalysisOptions(**wrong)


def test_it_needs_neither_pydantic_nor_the_application() -> None:
    """``analyse`` stays the function, whatever of the package was imported before it."""
    code = """
import sys
import solver.analysis.analysis, solver.analysis.fte
from solver.analysis import AnalysisOptions, analyse
from tests.solver.instances import make_problem
found = analyse(make_problem([10, 10], [8, 4], current=[0, 0]), AnalysisOptions())
print(found.staffing.verdict.utilization, found.baselines["current"].peak)
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    figures, loaded = run.stdout.splitlines()
    assert figures == "3/5 6/5"
    assert {"solver", "numpy"} <= set(loaded.split())
    assert {"app", "pydantic", "pandas", "jinja2"} & set(loaded.split()) == set()


def test_a_name_that_is_not_there() -> None:
    import solver.analysis

    with pytest.raises(AttributeError, match="has no attribute 'analyze'"):
        solver.analysis.analyze  # noqa: B018 - asked for on purpose
