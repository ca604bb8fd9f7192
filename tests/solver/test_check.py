"""The checker on the smallest rosters that show each rule, kept and broken."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from solver.check import Checked, check
from solver.goals import Goals, Measure, Objective, Policy
from solver.plan import Breach, Plan, Reason, Shortage, Status
from solver.problem import LEFT, NEW, SAFE_TICKS, Problem
from tests.solver.brute import solve_by_trying
from tests.solver.brute_plan import plan_from
from tests.solver.instances import make_problem, random_instance

WITHIN = Goals(Policy.WITHIN_CAPACITY)


def judged(problem: Problem, *officer: int, goals: Goals | None = None) -> Checked:
    return check(problem, np.array(officer, np.int32), goals or Goals())


def said(checked: Checked) -> list[str]:
    return [violation.message for violation in checked.violations]


def best_plan(problem: Problem, goals: Goals | None = None) -> Plan:
    return plan_from(problem, goals or Goals(), solve_by_trying(problem, goals or Goals()))


def claims(problem: Problem, plan: Plan, goals: Goals | None = None) -> list[str]:
    return said(check(problem, plan.officer, goals or Goals(), plan))


# Rules


def test_a_plan_that_keeps_every_rule_passes() -> None:
    checked = judged(make_problem([5, 5], [3, 4, 1]), 0, 1, 0)
    assert checked.is_correct
    assert checked.loads.tolist() == [4, 4]
    assert checked.counts.tolist() == [2, 1]


def test_an_ineligible_officer() -> None:
    problem = make_problem([5, 5], [3], [[1]])
    assert said(judged(problem, 1)) == []
    broken = judged(problem, 0).violations
    assert [(v.code, v.case, v.officer) for v in broken] == [("eligibility", 0, 0)]
    assert broken[0].message == "case C-1 is with officer D-1, who may not hold it: it needs skill-0"


def test_an_officer_who_is_not_listed_in_the_costs() -> None:
    problem = make_problem([5, 5], [3], pairs=[(0, 1, 2, -1)])
    assert said(judged(problem, 1)) == []
    assert said(judged(problem, 0)) == [
        "case C-1 is with officer D-1, who may not hold it: the costs list others for this case, but not this officer"
    ]


def test_an_officer_without_hours() -> None:
    problem = make_problem([0, 5], [3])
    assert said(judged(problem, 0)) == ["case C-1 is with officer D-1, who has no hours for cases in this period"]


def test_an_officer_who_is_not_in_the_roster() -> None:
    broken = judged(make_problem([5], [3], [[]]), 7).violations
    assert [(v.code, v.case) for v in broken] == [("officer", 0)]
    assert broken[0].message == "case C-1 is with officer number 7, who is not in the roster"


def test_a_pin_that_is_not_kept() -> None:
    problem = make_problem([5, 5], [3], current=[0], pinned=[True])
    assert said(judged(problem, 0)) == []
    assert said(judged(problem, 1)) == ["case C-1 is pinned to officer D-1, but officer D-2 holds it"]
    assert said(judged(problem, -1)) == ["case C-1 is pinned to officer D-1, but nobody holds it"]


def test_a_bundle_that_is_torn() -> None:
    problem = make_problem([9, 9], [3, 1, 3], bundle=[4, -1, 4])
    assert said(judged(problem, 0, 1, 0)) == []
    assert said(judged(problem, 0, 1, 1)) == [
        "case C-3 must stay together with case C-1, but officer D-2 holds the one and officer D-1 the other"
    ]
    assert "nobody holds the one and officer D-1 the other" in said(judged(problem, 0, 1, -1))[0]


def test_a_bundle_with_a_pinned_member() -> None:
    problem = make_problem([9, 9], [3, 3], current=[0, NEW], pinned=[True, False], bundle=[4, 4])
    assert said(judged(problem, 0, 0)) == []
    assert "case C-2 must stay together with a case that is pinned to officer D-1" in said(judged(problem, 0, 1))[0]


def test_a_standard_that_is_passed() -> None:
    problem = make_problem([9, 9], [1, 1, 1], standards=[2, -1])
    assert said(judged(problem, 0, 0, 1)) == []
    assert said(judged(problem, 0, 0, 0)) == ["officer D-1 holds 3 cases; the caseload standard is 2"]


def test_pins_use_up_a_standard_and_may_pass_it() -> None:
    problem = make_problem([9, 9], [1, 1, 1], standards=[1, -1], current=[0, 0, 0], pinned=[True, True, False])
    assert said(judged(problem, 0, 0, 1)) == []
    assert said(judged(problem, 0, 0, 0)) == ["officer D-1 holds 3 cases, 2 of them by pin; the caseload standard is 1"]
    assert judged(problem, 0, 0, 1).breaches == (Breach("standard", 0, None, 2, 1),)


def test_hours_are_hard_within_capacity_and_soft_elsewhere() -> None:
    problem = make_problem([25_000, 50_000], [15_000, 15_000], [[0], [1]], signature=[0, 1])
    assert said(judged(problem, 0, -1, goals=WITHIN)) == ["nobody holds case C-2, but officer D-2 may and has room"]
    overloaded = make_problem([25_000], [15_000, 15_000])
    assert said(judged(overloaded, 0, 0)) == []
    assert said(judged(overloaded, 0, 0, goals=WITHIN)) == ["officer D-1 has 3 h of work; the hours carry 2.5 h"]
    assert said(judged(overloaded, 0, -1, goals=WITHIN)) == []


def test_pins_use_up_hours_and_may_pass_them() -> None:
    problem = make_problem([5, 9], [6, 1], current=[0, 0], pinned=[True, False])
    assert said(judged(problem, 0, 1, goals=WITHIN)) == []
    assert judged(problem, 0, 1, goals=WITHIN).breaches == (Breach("hours", 0, None, 6, 5),)
    assert judged(problem, 0, 1).breaches == ()
    assert said(judged(problem, 0, 0, goals=WITHIN)) == [
        "officer D-1 has 0.0007 h of work, 0.0006 h of it by pin; the hours carry 0.0005 h"
    ]


def test_a_pin_to_an_officer_without_hours_is_a_breach_under_both_policies() -> None:
    problem = make_problem([0, 5], [3], current=[0], pinned=[True])
    for goals in (Goals(), WITHIN):
        assert judged(problem, 0, goals=goals).breaches == (Breach("hours", 0, None, 3, 0),)
    assert judged(make_problem([0], [0], current=[0], pinned=[True]), 0).breaches == ()


def test_a_pin_to_the_ineligible_is_a_breach_for_every_case_of_the_bundle() -> None:
    problem = make_problem([5, 5], [1, 1], [[1]], current=[0, NEW], pinned=[True, False], bundle=[0, 0])
    checked = judged(problem, 0, 0)
    assert checked.is_correct
    assert checked.breaches == (Breach("eligibility", 0, 0), Breach("eligibility", 0, 1))


def test_efforts_of_pairs_are_what_loads_are_made_of() -> None:
    problem = make_problem([5, 5], [3, 3], pairs=[(0, 0, 0, 5), (0, 1, 0, -1)])
    assert judged(problem, 0, 1).loads.tolist() == [5, 3]
    assert judged(problem, 1, 1).loads.tolist() == [0, 6]
    pinned = make_problem([5, 5], [3], current=[0], pinned=[True], pairs=[(0, 1, 9, 1)])
    assert judged(pinned, 0).loads.tolist() == [3, 0]


def test_sums_past_53_bits_are_exact() -> None:
    third = SAFE_TICKS // 3 - 1
    assert judged(make_problem([5], [third, third, third]), 0, 0, 0).loads.tolist() == [3 * third]


# Cases that nobody holds


def test_who_has_room_for_an_unplaced_case() -> None:
    problem = make_problem([5, 5], [3, 3], standards=[1, 1])
    assert said(judged(problem, 0, -1)) == ["nobody holds case C-2, but officer D-2 may and has room"]
    full = make_problem([5], [3, 3], standards=[1])
    assert said(judged(full, 0, -1)) == []


def test_room_is_for_a_bundle_as_a_whole() -> None:
    problem = make_problem([9], [1, 1, 1], standards=[2], bundle=[-1, 0, 0])
    assert said(judged(problem, 0, -1, -1)) == []
    assert len(said(judged(problem, -1, -1, -1))) == 3


def test_room_is_measured_in_the_time_of_the_pair() -> None:
    problem = make_problem([5, 5], [3], pairs=[(0, 0, 0, 9), (0, 1, 0, 6)])
    assert said(judged(problem, -1, goals=WITHIN)) == []
    assert len(said(judged(problem, -1))) == 1


def test_a_case_that_nobody_may_hold_is_rightly_unplaced() -> None:
    assert said(judged(make_problem([5], [3], [[]]), -1)) == []
    assert said(judged(make_problem([], [3], [[]]), -1)) == []
    assert said(judged(make_problem([0], [3]), -1)) == []


def test_nothing_at_all() -> None:
    assert judged(make_problem([], [], [])).is_correct
    assert judged(make_problem([5], [])).is_correct


def test_an_assignment_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="one entry for each of 2 cases"):
        judged(make_problem([5], [1, 1]), 0)


# Numbers


def test_moves_are_counted_by_hand() -> None:
    problem = make_problem(
        [9, 9, 9],
        [1, 2, 3, 4, 5, 6],
        [[0, 1], [1]],
        signature=[0, 0, 0, 1, 0, 0],
        current=[0, 0, LEFT, 0, NEW, 1],
    )
    moves = judged(problem, 0, 1, 0, 1, 1, -1).moves
    # C-2 leaves D-1; C-3's officer has left; C-4's may not hold it; C-6 is held back; C-1 stays, C-5 is new
    assert (moves.cases, moves.hours, moves.forced, moves.held_back) == (3, 2 + 3 + 4, 2, 1)


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


def test_a_bundle_counts_for_its_most_urgent_case() -> None:
    checked = judged(make_problem([9], [1, 1], priority=[5, 2], bundle=[0, 0]), -1, -1)
    assert checked.values["coverage_2"] == (2,)
    assert "coverage_5" not in checked.values


def test_a_unit_without_effort_counts_as_one_tick() -> None:
    problem = make_problem([9], [0, 0, 4], bundle=[0, 0, -1])
    assert judged(problem, -1, -1, -1, goals=Goals(coverage=Measure.HOURS)).values["coverage_3"] == (1 + 4,)


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


# Claims


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
