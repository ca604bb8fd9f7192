"""Why this officer: every goal measured again, equal to the levels that a plan reports."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from solver.analysis.casework.explain import LevelChange, explain, fairness_points
from solver.check.verify import check
from solver.goals import Goals, Policy, SolveConfig, Unit
from solver.solve import solve
from tests.solver.instances import make_problem, random_instance


def test_by_hand() -> None:
    """8 and 2 h of 10 h each. Moving 2 h to D-2 makes 6 and 4: fairer by 20 points, and one move."""
    problem = make_problem([100_000] * 2, [60_000, 20_000, 20_000], current=[0, 0, 1])
    found = explain(problem, problem.cases.current, Goals(), 1, 1)
    assert found.levels == (
        LevelChange("coverage_3", Unit.CASES, 0, 0),
        LevelChange("fairness", Unit.STEPS, 3_000, 1_000),
        LevelChange("continuity", Unit.CASES, 0, 1),
        LevelChange("fairness_again", Unit.STEPS, 3_000, 1_000),
        LevelChange("shortfall", Unit.STEPS, 3_000, 1_000),
        LevelChange("evenness", Unit.GRAINS, 30_000, 10_000),
    )
    assert found.decisive == LevelChange("fairness", Unit.STEPS, 3_000, 1_000)
    assert fairness_points(3_000) == 30
    assert found.shared_hours == 20
    to, holder = found.loads
    assert to.officer == 1
    assert to.now == 2
    assert to.then == 4
    assert to.utilization_then == Fraction(2, 5)
    assert (holder.officer, holder.caseload_now, holder.caseload_then) == (0, 2, 1)
    assert found.obstacles == ()
    assert found.broken == ()


def test_within_the_slack_is_as_good() -> None:
    """A has 90 h and 1 h, B none of 10,000 h; the plan is within 1 point of the best. Fairness was called better."""
    problem = make_problem([1_000_000, 1_000_000], [9_000, 1_000], current=[0, 0])
    found = explain(problem, problem.cases.current, Goals(), 1, 1)
    fairness, continuity = (next(lv for lv in found.levels if lv.name == name) for name in ("fairness", "continuity"))
    assert (fairness.now, fairness.then) == (50, 40)
    assert fairness.is_good_enough
    assert found.decisive == continuity == LevelChange("continuity", Unit.CASES, 0, 1)
    strict = explain(problem, problem.cases.current, Goals(keep_within=0), 1, 1).decisive
    assert strict is not None
    assert strict.name == "fairness"


def test_what_a_plan_has_is_good_enough_where_whole_cases_leave_no_better() -> None:
    """One case of 6 h for two officers of 10 h: 30 points above the share is the best; 35 would be within 10 of it."""
    problem = make_problem([100_000] * 2, [60_000, 5_000], current=[0, 0])
    goals = Goals(keep_within=1_000)
    assert explain(problem, problem.cases.current, goals, 1, 1).decisive == LevelChange(
        "fairness", Unit.STEPS, 3_250, 2_750
    )
    in_plan = explain(problem, problem.cases.current, goals, 1, 1, is_plan=True).decisive
    assert in_plan is not None
    assert in_plan.name == "continuity"


def test_the_part_of_the_case_decides_and_not_a_worse_one() -> None:
    """D-3 is 40 points above the share of another part; 20 points more for D-1 were hidden behind it."""
    problem = make_problem(
        [100_000] * 4,
        [20_000, 20_000, 80_000],
        [[0, 1], [2, 3]],
        signature=[0, 0, 1],
        current=[0, 1, 2],
    )
    found = explain(problem, problem.cases.current, Goals(), 1, 0)
    assert found.levels[1] == LevelChange("fairness", Unit.STEPS, 4_000, 4_000)
    assert found.decisive is not None
    assert (found.decisive.name, found.decisive.ranked_now, found.decisive.ranked_then) == ("fairness", 100, 2_000)


def test_moves_that_are_granted_do_not_decide() -> None:
    problem = make_problem([100_000] * 2, [60_000, 20_000], current=[0, 0])
    found = explain(problem, problem.cases.current, Goals(max_moves=1), 1, 1).decisive
    assert found is not None
    assert found.name == "fairness"


def test_who_may_not_hold_it_is_told_why() -> None:
    problem = make_problem([10, 10], [1, 1], [[0], [0, 1]], signature=[0, 1], current=[0, 0])
    assert explain(problem, problem.cases.current, Goals(), 0, 1).obstacles == ("D-2 does not have skill-0",)


def test_rules_that_would_be_broken() -> None:
    problem = make_problem([10, 3], [4, 2], standards=[-1, 1], current=[0, 1])
    crowded = explain(problem, problem.cases.current, Goals(), 0, 1)
    assert len(crowded.broken) == 1
    assert "caseload standard is 1" in crowded.broken[0]
    hard = explain(problem, problem.cases.current, Goals(Policy.WITHIN_CAPACITY), 0, 1)
    assert len(hard.broken) == 2, "the hours, too"


def test_cases_that_are_kept_together_move_together() -> None:
    problem = make_problem([10, 10], [1, 2, 3], bundle=[4, -1, 4], current=[0, 0, 0])
    found = explain(problem, problem.cases.current, Goals(), 2, 1)
    assert found.cases == (0, 2)
    assert found.loads[0].caseload_then == 2


def test_levels_are_those_of_the_plan_and_of_the_checker() -> None:
    tested = 0
    for seed in range(70):
        instance = random_instance(seed)
        problem, goals = instance.problem, instance.goals
        if not len(problem.cases) or not len(problem.officers):
            continue
        plan = solve(problem, goals, SolveConfig(20, 1))
        case, officer = seed % len(problem.cases), seed % len(problem.officers)
        found = explain(problem, plan.officer, goals, case, officer)
        assert [(level.name, level.now) for level in found.levels] == [(lv.name, lv.value) for lv in plan.levels]
        moved = plan.officer.copy()
        if plan.officer[case] != officer:
            moved[list(found.cases)] = officer
        measured = check(problem, moved, goals)
        for level in found.levels:
            if level.name in measured.values:
                assert level.then == sum(measured.values[level.name]) + measured.set_aside.get(level.name, 0)
        assert found.loads[0].then == problem.hours(int(measured.loads[officer]))
        if plan.officer[case] == officer:
            assert found.decisive is None
        tested += found.decisive is not None
    assert tested > 12


def test_nobody_holds_it() -> None:
    problem = make_problem([10], [1])
    found = explain(problem, np.array([-1], np.int32), Goals(), 0, 0)
    assert found.holder == -1
    assert len(found.loads) == 1
    assert found.levels[0] == LevelChange("coverage_3", Unit.CASES, 1, 0)
