"""The checker on the smallest rosters that show each rule, kept and broken."""

from __future__ import annotations

import numpy as np
import pytest

from solver.check.verify import Checked, check
from solver.goals import Goals, Measure, Policy
from solver.plan import Breach
from solver.problem import LEFT, NEW, SAFE_TICKS, Problem
from tests.solver.instances import make_problem

WITHIN = Goals(Policy.WITHIN_CAPACITY)


def judged(problem: Problem, *officer: int, goals: Goals | None = None) -> Checked:
    return check(problem, np.array(officer, np.int32), goals or Goals())


def said(checked: Checked) -> list[str]:
    return [violation.message for violation in checked.violations]


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
