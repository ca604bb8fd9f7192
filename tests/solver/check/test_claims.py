"""The checker on what a plan says about itself: levels, reasons, shortages, breaches, tiers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from solver.check.verify import Checked, check
from solver.goals import Goals, Objective, Policy
from solver.plan import Breach, Plan, Reason, Shortage, Status
from solver.problem import NEW, Problem
from tests.solver.brute import solve_by_trying
from tests.solver.brute_plan import plan_from
from tests.solver.instances import make_problem, random_instance

WITHIN = Goals(Policy.WITHIN_CAPACITY)


def said(checked: Checked) -> list[str]:
    return [violation.message for violation in checked.violations]


def best_plan(problem: Problem, goals: Goals | None = None) -> Plan:
    return plan_from(problem, goals or Goals(), solve_by_trying(problem, goals or Goals()))


def claims(problem: Problem, plan: Plan, goals: Goals | None = None) -> list[str]:
    return said(check(problem, plan.officer, goals or Goals(), plan))


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


def test_a_wrong_level_value_names_level_part_and_numbers() -> None:
    problem = make_problem([5, 5], [3, 3], [[0], [1]], signature=[0, 1], current=[0, 1])
    plan = best_plan(problem)
    levels = list(plan.levels)
    levels[2] = replace(levels[2], part_value=np.array([0, 1], np.int64))
    found = claims(problem, replace(plan, levels=tuple(levels)))
    assert "level continuity, part 1 (that of officer D-2): the plan says 1, the assignment gives 0" in found


def test_a_bound_above_the_best() -> None:
    problem = make_problem([5, 5], [3, 3])
    plan = best_plan(problem)
    levels = list(plan.levels)
    levels[1] = replace(levels[1], part_bound=levels[1].part_best + 1)
    assert any("must not fall" in each for each in claims(problem, replace(plan, levels=tuple(levels))))


def test_optimal_is_said_only_when_every_level_is() -> None:
    problem = make_problem([5, 5], [3, 4])
    plan = best_plan(problem)
    levels = list(plan.levels)
    levels[1] = replace(levels[1], part_bound=levels[1].part_best - 1)
    found = claims(problem, replace(plan, levels=tuple(levels)))
    assert found == ["the plan calls itself optimal, but not every level is proven optimal"]
    assert claims(problem, replace(plan, levels=tuple(levels), status=Status.FEASIBLE)) == []


def test_a_wrong_reason() -> None:
    problem = make_problem([5, 5], [3], current=[0])
    plan = replace(best_plan(problem), reason=np.array([Reason.NEW], np.int8))
    assert claims(problem, plan) == ["case C-1: the plan says new; it is kept"]


def shortage_of_places() -> tuple[Problem, Plan]:
    problem = make_problem([9, 9, 9], [1, 1, 1], [[0, 1], [2]], signature=[0, 0, 0], standards=[1, 1, -1])
    return problem, best_plan(problem)


def test_a_shortage_is_added_up_again() -> None:
    problem, plan = shortage_of_places()
    assert claims(problem, plan) == []
    (shortage,) = plan.shortages
    assert (shortage.need, shortage.have, shortage.reason) == (3, 2, Reason.STANDARDS)
    wrong = replace(plan, shortages=(replace(shortage, have=1),))
    assert claims(problem, wrong) == [
        "shortage 1 (standards): it says that 3 places are needed and 1 places are there; it is 3 places and 2 places"
    ]


def test_a_shortage_must_name_every_officer_who_may_help() -> None:
    problem, plan = shortage_of_places()
    fewer = replace(plan.shortages[0], officers=np.array([0], np.int32), have=1)
    found = claims(problem, replace(plan, shortages=(fewer,)))
    assert "shortage 1 (standards): officer D-2 may hold some of its cases too" in found


def test_what_is_no_shortage_explains_nothing() -> None:
    problem, plan = shortage_of_places()
    small = replace(plan.shortages[0], cases=np.array([0, 1], np.int32), need=2)
    found = claims(problem, replace(plan, shortages=(small,)))
    assert "shortage 1 (standards): 2 places needed and 2 places there is no shortage" in found


def test_a_reason_needs_its_shortage() -> None:
    problem, plan = shortage_of_places()
    unplaced = problem.cases.ids[plan.officer.tolist().index(-1)]
    assert claims(problem, replace(plan, shortages=())) == [
        f"case {unplaced}: standards, but no shortage of the plan has it"
    ]


def test_hours_are_no_reason_where_every_case_is_to_be_placed() -> None:
    problem, plan = shortage_of_places()
    hours = Shortage(Reason.HOURS, plan.shortages[0].cases, plan.shortages[0].officers, 3, 2)
    found = claims(problem, replace(plan, shortages=(hours,)))
    assert "shortage 1 (hours): hours are not a limit where every case is to be placed" in found


def test_packing_must_be_proven() -> None:
    problem = make_problem([5], [3, 3])
    plan = best_plan(problem, WITHIN)
    assert claims(problem, plan, WITHIN) == []
    packing = replace(plan, reason=np.where(plan.officer < 0, Reason.PACKING, plan.reason).astype(np.int8))
    levels = [replace(level, part_bound=level.part_bound - (level.name == "coverage_3")) for level in plan.levels]
    open_ = replace(packing, levels=tuple(levels), status=Status.FEASIBLE)
    assert any("more cases than the plan's might be placed" in each for each in claims(problem, open_, WITHIN))
    searched = replace(plan, reason=np.where(plan.officer < 0, Reason.NOT_PROVEN, plan.reason).astype(np.int8))
    assert any("not_proven, but no more cases can be placed" in each for each in claims(problem, searched, WITHIN))


def test_breaches_must_be_listed_exactly() -> None:
    problem = make_problem([5, 5], [3], [[1]], current=[0], pinned=[True])
    plan = best_plan(problem)
    assert plan.breaches == (Breach("eligibility", 0, 0),)
    for wrong in ((), (*plan.breaches, Breach("standard", 1, None, 2, 1))):
        assert claims(problem, replace(plan, breaches=wrong)) == [
            "the rules that pins break are not those that the plan lists"
        ]


def test_tiers_that_are_merged_cannot_be_reached() -> None:
    # D-1 alone must carry C-1 (8 of 4); a tier that pretends that D-2 helps looks fair, but nothing can flow there
    problem = make_problem([4, 4], [8, 4], [[0], [0, 1]], signature=[0, 1])
    plan = best_plan(problem)
    assert [tier.utilization for tier in plan.shares.tiers] == [2, 1]
    both = np.array([0, 1], np.int32)
    merged = replace(
        plan.shares.tiers[0], utilization=Fraction(3, 2), cases=both, officers=both, demand=12, limit=8, closed=True
    )
    shares = replace(plan.shares, tiers=(merged,), share=(Fraction(3, 2),) * 2, tier_of_officer=np.zeros(2, np.int32))
    found = claims(problem, replace(plan, shares=shares))
    assert "the fair shares cannot be reached, not even by cases that are split: some tier is too wide" in found


def test_fair_shares_where_times_differ_are_proven_by_prices() -> None:
    differing = 0
    for seed in range(300):
        instance = random_instance(seed)
        plan = best_plan(instance.problem, instance.goals)
        priced = [tier for tier in plan.shares.tiers if tier.prices is not None]
        if not priced:
            continue
        differing += 1
        assert claims(instance.problem, plan, instance.goals) == []
        tiers = tuple(
            replace(tier, prices=None if tier.prices is None else tuple(price + 1 for price in tier.prices))
            for tier in plan.shares.tiers
        )
        if any(len(set(tier.prices or ())) > 1 for tier in priced):
            assert claims(instance.problem, replace(plan, shares=replace(plan.shares, tiers=tiers)), instance.goals)
    assert differing > 5


def test_with_a_limit_on_moves_everything_is_one_part() -> None:
    problem = make_problem([5, 5], [3, 3], [[0], [1]], signature=[0, 1], current=[0, 1])
    plan = best_plan(problem, Goals(max_moves=1))
    assert plan.part_of_officer.tolist() == [0, 0]
    assert claims(problem, plan, Goals(max_moves=1)) == []
    assert claims(problem, plan)[0].startswith("the goals ask for the levels")
