"""Every level measured again by hand, and everything that a plan may say wrongly about one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from solver.check.facts import facts_of
from solver.check.goals import keepable, level_names, taken_away, targets_of, weights_of_unplaced
from solver.check.verify import check
from solver.fair_shares.decomposition import fair_shares
from solver.goals import Goals, Measure, Objective, Policy, Unit
from solver.plan import Plan, Status
from solver.problem import LEFT, NEW, Problem
from tests.solver.check.judged import WITHIN, best_plan, claims, facts_and_loads, judged
from tests.solver.instances import make_problem


def with_level(plan: Plan, name: str, **changes: Any) -> Plan:
    """The plan with something else said about one level."""
    return replace(
        plan, levels=tuple(replace(level, **changes) if level.name == name else level for level in plan.levels)
    )


def ints(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, np.int64)


def test_values_per_part_without_a_plan() -> None:
    problem = make_problem(
        [9, 9],
        [1, 2, 3, 4],
        [[0], [1], []],
        signature=[0, 0, 1, 2],
        priority=[1, 2, 2, 2],
        current=[0, 0, 1, NEW],
        pairs=[(0, 0, 7, -1)],
    )
    checked = judged(problem, 0, -1, -1, -1)
    assert checked.values == {"coverage_1": (0, 0), "coverage_2": (1, 1), "continuity": (1, 1), "cost": (7, 0)}
    assert checked.set_aside == {"coverage_1": 0, "coverage_2": 1}
    hours = judged(problem, 0, -1, -1, -1, goals=Goals(coverage=Measure.HOURS, moves=Measure.HOURS))
    assert hours.values["coverage_2"] == hours.values["continuity"] == (2, 3)
    assert hours.set_aside["coverage_2"] == 4


def test_a_bundle_counts_each_case_at_its_own_priority() -> None:
    checked = judged(make_problem([9], [1, 1, 1], priority=[5, 2, 5], bundle=[0, 0, 0]), -1, -1, -1)
    assert (checked.values["coverage_2"], checked.values["coverage_5"]) == ((1,), (2,))


def test_a_shortfall_is_counted_in_whole_tenths_of_a_point() -> None:
    # 2000 ticks on limits of 10,000: the share is 0.1, that is 1,000 ticks each
    problem = make_problem([10_000, 10_000], [1_000, 991, 9], current=[0, 1, NEW])
    plan = best_plan(problem)
    for officers, steps in (((0, 1, 1), 0), ((0, 1, 0), 0), ((0, 0, 0), 1_000)):
        values = check(problem, np.array(officers, np.int32), Goals(), plan).values
        assert values["shortfall"] == (steps,)
    less = make_problem([10_000, 10_000], [1_000, 990, 10], current=[0, 1, NEW])
    values = check(less, np.array([0, 1, 0], np.int32), Goals(), best_plan(less)).values
    assert values["shortfall"] == (10,)


def test_a_case_without_effort_counts_as_one_tick() -> None:
    problem = make_problem([9], [0, 0, 4], bundle=[0, 0, -1])
    assert judged(problem, -1, -1, -1, goals=Goals(coverage=Measure.HOURS)).values["coverage_3"] == (1 + 1 + 4,)


def test_fairness_and_evenness_by_hand() -> None:
    # 12 ticks on limits 10 and 20: everybody's fair share is 2/5, that is 4 and 8 ticks
    problem = make_problem([10, 20], [5, 7])
    plan = best_plan(problem)
    assert plan.shares.share == (Fraction(2, 5), Fraction(2, 5))
    values = check(problem, np.array([0, 1], np.int32), Goals(), plan).values
    assert values["fairness"] == (1_000,)  # 5/10 is 0.1 above 0.4
    assert values["evenness"] == (1,)


def test_fairness_within_capacity_is_measured_from_full_hours() -> None:
    problem = make_problem([10], [6, 6])
    plan = best_plan(problem, WITHIN)
    assert plan.shares.share == (Fraction(6, 5),)
    assert check(problem, plan.officer, WITHIN, plan).values["fairness"] == (0,)


def test_a_wrong_level_value_names_level_part_and_numbers() -> None:
    problem = make_problem([5, 5], [3, 3], [[0], [1]], signature=[0, 1], current=[0, 1])
    plan = best_plan(problem)
    found = claims(problem, with_level(plan, "continuity", part_value=ints(0, 1)))
    assert "level continuity, part 1 (that of officer D-2): the plan says 1, the assignment gives 0" in found


def test_a_bound_above_the_best() -> None:
    problem = make_problem([5, 5], [3, 3])
    plan = best_plan(problem)
    spoiled = with_level(plan, "fairness", part_bound=plan.level("fairness").part_best + 1)
    assert any("must not fall" in each for each in claims(problem, spoiled))


def test_optimal_is_said_only_when_every_level_is() -> None:
    problem = make_problem([5, 5], [3, 4])
    plan = best_plan(problem)
    open_ = with_level(plan, "fairness", part_bound=plan.level("fairness").part_best - 1)
    assert claims(problem, open_) == ["the plan calls itself optimal, but not every level is proven optimal"]
    assert claims(problem, replace(open_, status=Status.FEASIBLE)) == []
    assert claims(problem, replace(plan, status=Status.FEASIBLE)) == [
        "the plan calls itself feasible, but every level is proven optimal"
    ]


def test_with_a_limit_on_moves_everything_is_one_part() -> None:
    problem = make_problem([5, 5], [3, 3], [[0], [1]], signature=[0, 1], current=[0, 1])
    plan = best_plan(problem, Goals(max_moves=1))
    assert plan.part_of_officer.tolist() == [0, 0]
    assert claims(problem, plan, Goals(max_moves=1)) == []
    assert claims(problem, plan)[0].startswith("the goals ask for the levels")


# What is asked and what is measured


def names(problem: Problem, goals: Goals) -> list[str]:
    return level_names(facts_of(problem), goals)


def test_the_levels_that_goals_ask_for_are_in_rank_order() -> None:
    problem = make_problem([9, 9], [1, 1], priority=[4, 2])
    ranks = [name for name in names(problem, Goals()) if not name.startswith("coverage")]
    assert names(problem, Goals())[:2] == ["coverage_2", "coverage_4"]
    assert ranks.index("fairness") < ranks.index("continuity") < ranks.index("evenness")
    assert names(problem, Goals(move_freely=True))[-1] == "continuity"
    limited = names(problem, Goals(max_moves=3))
    assert limited.index("continuity") < limited.index("fairness")
    assert limited[-1] == "continuity_again"
    assert "fairness_again" in ranks
    assert "fairness_again" not in [*limited, *names(problem, Goals(keep_within=0))]
    assert names(problem, Goals(objective=Objective.COST)) == ["coverage_2", "coverage_4", "cost", "continuity"]


def test_cost_is_asked_for_where_anything_costs_something() -> None:
    for cost, there in ((0, False), (3, True), (-3, True)):
        problem = make_problem([9], [1], pairs=[(0, 0, cost, -1)])
        assert ("cost" in names(problem, Goals())) is there
        assert names(problem, Goals())[-1] == ("cost" if there else "evenness")
    assert "cost" in names(make_problem([9], [1]), Goals(objective=Objective.COST))


def test_costs_are_those_of_the_pairs_and_may_be_below_0() -> None:
    problem = make_problem([9, 9], [1, 1, 1], pairs=[(0, 0, 4, -1), (0, 1, -6, -1), (2, 0, 5, -1)])
    assert judged(problem, 0, 1, 0).values["cost"] == (9,)
    assert judged(problem, 1, 1, -1).values["cost"] == (-6,)
    for unpriced in (make_problem([9], [1]), make_problem([9], [1], pairs=[])):
        assert judged(unpriced, 0, goals=Goals(objective=Objective.COST)).values["cost"] == (0,)


def test_only_what_could_stay_counts_as_taken_away() -> None:
    problem = make_problem(
        [9, 9, 0],
        [1, 2, 4, 8, 16, 32, 64],
        [[0, 1, 2], [1]],
        signature=[0, 0, 1, 0, 0, 0, 0],
        current=[0, 0, 0, 2, LEFT, NEW, 1],
    )
    facts, given = facts_of(problem), np.array([0, 1, 1, 0, 0, 0, -1], np.int32)
    # C-3's officer may not hold it, C-4's has no hours, C-5's has left, nobody had C-6
    assert keepable(facts).tolist() == [True, True, False, False, False, False, True]
    assert taken_away(facts, given).tolist() == [False, True, False, False, False, False, True]
    assert judged(problem, *given.tolist()).values["continuity"] == (2,)
    by_hours = judged(problem, *given.tolist(), goals=Goals(moves=Measure.HOURS))
    assert by_hours.values["continuity"] == (2 + 64,)
    assert not keepable(facts_of(make_problem([], [3], [[]], current=[LEFT]))).any()


def test_a_case_without_effort_weighs_a_tick_where_hours_count() -> None:
    facts = facts_of(make_problem([9], [0, 0, 0, 7], bundle=[3, 3, -1, -1]))
    assert weights_of_unplaced(facts, Measure.CASES).tolist() == [1, 1, 1, 1]
    assert weights_of_unplaced(facts, Measure.HOURS).tolist() == [1, 1, 1, 7]
    idle = facts_of(make_problem([9], [0, 0]))
    assert weights_of_unplaced(idle, Measure.HOURS).tolist() == [1, 1]


def test_shares_from_which_fairness_is_measured() -> None:
    """Fair shares are 6/5 of D-1, 3/10 of D-2, nothing of D-3, who has no hours; no case reaches D-4."""
    problem = make_problem(
        [5, 10, 0, 7],
        [6, 3, 1],
        [[0], [1]],
        signature=[0, 1, 1],
        current=[NEW, NEW, 2],
        pinned=[False, False, True],
    )
    facts, held = facts_and_loads(problem, 0, 1, 2)
    shares = fair_shares(problem)
    assert shares.share == (Fraction(6, 5), Fraction(3, 10), None, Fraction(0))
    assert targets_of(facts, held, Goals(), shares) == [(6, 5), (3, 10), None, None]
    # hours are hard: nobody's fair share is more than all of them
    assert targets_of(facts, held, WITHIN, shares) == [(1, 1), (3, 10), None, None]


def test_what_is_pinned_cannot_be_fairer_than_it_is() -> None:
    problem = make_problem([5, 10], [7, 3], [[0, 1]], current=[0, NEW], pinned=[True, False])
    facts, held = facts_and_loads(problem, 0, 1)
    shares = fair_shares(problem)
    assert shares.share[0] == Fraction(7, 5)
    assert targets_of(facts, held, WITHIN, shares)[0] == (7, 5)
    assert targets_of(facts, held, Goals(), shares)[0] == (7, 5)


def test_fairness_is_rounded_up_to_whole_steps() -> None:
    """2 of 3 hours where the fair share is 3/6: 1/6 above it is 1,666.7 steps, of which all must be allowed for."""
    problem = make_problem([3, 3], [2, 1])
    plan = best_plan(problem)
    assert plan.shares.share == (Fraction(1, 2), Fraction(1, 2))
    assert check(problem, plan.officer, Goals(), plan).values["fairness"] == (1_667,)


def test_evenness_is_measured_above_whole_ticks_of_the_fair_share() -> None:
    # fair shares of 3/2 ticks are 1 tick: 2 and 1 are one tick above them
    problem = make_problem([3, 3], [2, 1])
    plan = best_plan(problem)
    assert check(problem, plan.officer, Goals(), plan).values["evenness"] == (1,)


def test_without_shares_nothing_is_measured_against_them() -> None:
    values = judged(make_problem([5, 5], [3, 3]), 0, 1).values
    assert "continuity" in values
    assert not {"fairness", "evenness"} & set(values)


# What a plan says about its levels


def two_parts() -> tuple[Problem, Plan]:
    problem = make_problem([5, 5], [3, 3], [[0], [1]], signature=[0, 1], current=[0, 1])
    return problem, best_plan(problem)


def test_a_level_that_is_missing_or_out_of_place() -> None:
    problem, plan = two_parts()
    for levels in (plan.levels[1:], plan.levels[:-1], plan.levels[::-1], (*plan.levels, plan.levels[-1]), ()):
        (message,) = claims(problem, replace(plan, levels=levels))
        assert message.startswith(f"the goals ask for the levels {', '.join(level.name for level in plan.levels)};")


@pytest.mark.parametrize(("field", "what"), [("part_of_officer", "officers"), ("part_of_case", "cases")])
def test_parts_that_are_not_those_of_who_may_hold_what(field: str, what: str) -> None:
    problem, plan = two_parts()
    changes: dict[str, Any] = {field: np.array([0, 0], np.int32)}
    assert claims(problem, replace(plan, **changes)) == [
        f"the plan puts {what} into parts that are not those of who may hold what"
    ]


@pytest.mark.parametrize("field", ["part_best", "part_bound", "part_value"])
def test_a_level_has_one_number_for_each_part(field: str) -> None:
    problem, plan = two_parts()
    found = claims(problem, with_level(plan, "continuity", **{field: ints(0)}))
    assert found[0] == "level continuity does not have one number for each of 2 parts"


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("continuity", {"unit": Unit.HOURS}, "level continuity says unit hours; it is cases"),
        ("fairness", {"unit": Unit.CASES}, "level fairness says unit cases; it is steps"),
        ("evenness", {"unit": Unit.CASES}, "level evenness says unit cases; it is grains"),
        ("coverage_3", {"unit": Unit.HOURS}, "level coverage_3 says unit hours; it is cases"),
        ("fairness", {"slack": 101}, "level fairness says slack 101; it is 100"),
        ("continuity", {"slack": 1}, "level continuity says slack 1; it is 0"),
        ("coverage_3", {"set_aside": 1}, "level coverage_3 says aside 1; it is 0"),
        ("evenness", {"set_aside": -1}, "level evenness says aside -1; it is 0"),
    ],
)
def test_what_a_level_counts_allows_and_sets_aside(name: str, changes: dict[str, Any], message: str) -> None:
    problem, plan = two_parts()
    assert claims(problem, with_level(plan, name, **changes)) == [message]


def test_units_are_those_that_the_goals_ask_for() -> None:
    problem = make_problem([5, 5], [3, 3], current=[0, 0], pairs=[(0, 0, 1, -1), (0, 1, 2, -1)])
    goals = Goals(moves=Measure.HOURS, coverage=Measure.HOURS)
    plan = best_plan(problem, goals)
    assert claims(problem, plan, goals) == []
    for name in ("continuity", "coverage_3"):
        assert f"level {name} says unit cases; it is hours" in claims(
            problem, with_level(plan, name, unit=Unit.CASES), goals
        )
    assert "level cost says unit hours; it is cost" in claims(problem, with_level(plan, "cost", unit=Unit.HOURS), goals)


def test_the_slack_of_moves_is_what_is_left_of_their_limit() -> None:
    """Both cases are with D-1; one move is the fewest of none, and three are allowed."""
    problem, goals = make_problem([5, 5], [3, 3], current=[0, 0]), Goals(max_moves=3)
    plan = best_plan(problem, goals)
    assert plan.level("continuity").best == 0
    assert plan.level("continuity").slack == 3
    assert claims(problem, plan, goals) == []
    assert "level continuity says slack 4; it is 3" in claims(problem, with_level(plan, "continuity", slack=4), goals)
    assert "level fairness says slack 100; it is 0" in claims(problem, with_level(plan, "fairness", slack=100), goals)


def test_moves_that_nothing_can_avoid_leave_the_less_slack() -> None:
    """D-1 may hold one of the two cases that are there today: one move is the fewest, and of three two are left."""
    problem, goals = make_problem([5, 5], [3, 3], current=[0, 0], standards=[1, 2]), Goals(max_moves=3)
    plan = best_plan(problem, goals)
    assert (plan.level("continuity").best, plan.level("continuity").slack) == (1, 2)
    assert claims(problem, plan, goals) == []
    assert "level continuity says slack 4; it is 2" in claims(problem, with_level(plan, "continuity", slack=4), goals)


def test_a_value_that_is_further_from_the_best_than_the_slack() -> None:
    """One of two cases must leave D-1 and is said to; but then the best cannot be that none must."""
    problem, goals = make_problem([5, 5], [3, 3], current=[0, 0]), Goals(keep_within=0)
    plan = best_plan(problem, goals)
    assert plan.level("continuity").value == 1
    lie = with_level(plan, "continuity", part_best=ints(0), part_bound=ints(0))
    (message,) = claims(problem, lie, goals)
    assert message.startswith(
        "level continuity, part 0 (that of officer D-1): bound 0, best 0 and value 1 must not fall"
    )
    assert message.endswith("value may be at most 0 above best")


def test_a_best_above_the_value_is_no_best() -> None:
    problem, plan = two_parts()
    lie = with_level(plan, "continuity", part_best=ints(0, 1), part_bound=ints(0, 1))
    (message,) = claims(problem, lie)
    assert message.startswith("level continuity, part 1 (that of officer D-2): bound 1, best 1 and value 0")


def test_what_nobody_can_hold_is_set_aside_in_its_own_priority() -> None:
    problem = make_problem([9], [2, 5, 1], [[0], []], signature=[0, 1, 1], priority=[1, 2, 2])
    for goals, aside in ((Goals(), 2), (Goals(Policy.WITHIN_CAPACITY, coverage=Measure.HOURS), 6)):
        plan = best_plan(problem, goals)
        assert plan.level("coverage_2").set_aside == aside
        assert claims(problem, plan, goals) == []
        lie = with_level(plan, "coverage_2", set_aside=0)
        assert claims(problem, lie, goals) == [f"level coverage_2 says aside 0; it is {aside}"]
