"""The rules that every plan must obey, each on the smallest roster that shows it, kept and broken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.check.rules import unpinned
from solver.goals import Goals
from solver.plan import Breach
from solver.problem import LEFT, NEW, SAFE_TICKS, Need, Problem
from tests.solver.check.judged import WITHIN, facts_and_loads, judged, said
from tests.solver.instances import make_problem


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


RULES: dict[str, tuple[Problem, Goals, tuple[int, ...], tuple[int, ...]]] = {
    "eligibility": (make_problem([9, 9], [1], [[1]]), Goals(), (1,), (0,)),
    "pin": (make_problem([9, 9], [1], current=[1], pinned=[True]), Goals(), (1,), (0,)),
    "bundle": (make_problem([9, 9], [1, 1], bundle=[0, 0]), Goals(), (1, 1), (1, 0)),
    "standard": (make_problem([9, 9], [1, 1], standards=[1, 2]), Goals(), (1, 1), (0, 0)),
    "hours": (make_problem([5, 9], [4, 4]), WITHIN, (1, 0), (0, 0)),
}


@pytest.mark.parametrize("code", RULES)
def test_one_broken_rule_is_the_only_one_that_is_found(code: str) -> None:
    problem, goals, kept, broken = RULES[code]
    assert judged(problem, *kept, goals=goals).violations == ()
    assert [violation.code for violation in judged(problem, *broken, goals=goals).violations] == [code]


def test_every_broken_rule_is_found_at_once() -> None:
    problem = make_problem(
        [2, 9],
        [3, 3, 1, 1],
        [[0, 1], [1]],
        signature=[0, 0, 1, 0],
        standards=[1, -1],
        current=[NEW, NEW, NEW, 1],
        pinned=[False, False, False, True],
        bundle=[4, 4, -1, -1],
    )
    found = judged(problem, 0, 1, 0, 0, goals=WITHIN).violations
    assert [violation.code for violation in found] == ["pin", "eligibility", "bundle", "standard", "hours"]


def test_who_is_excluded_is_not_named() -> None:
    """Conflicts of interest are nobody else's business: the message says that there are some, not whose."""
    problem = replace(make_problem([5, 5], [3], [[1]]), needs=(Need(excluded=frozenset({0})),))
    (message,) = said(judged(problem, 0))
    assert message.endswith("who may not hold it: it needs any officer, and some officers are excluded from it")


def test_a_family_that_nobody_holds_is_not_torn() -> None:
    problem = make_problem([9], [1, 1], bundle=[0, 0], standards=[1])
    assert said(judged(problem, -1, -1)) == []


def test_a_standard_of_no_cases_is_kept_by_holding_none() -> None:
    problem = make_problem([9, 9], [0, 0], standards=[0, 2])
    assert said(judged(problem, 1, 1)) == []
    assert said(judged(problem, 1, 0)) == ["officer D-1 holds 1 cases; the caseload standard is 0"]


def test_a_standard_and_hours_may_be_just_reached() -> None:
    problem = make_problem([6], [2, 2, 2], standards=[3])
    assert said(judged(problem, 0, 0, 0, goals=WITHIN)) == []


def test_pins_beyond_the_hours_leave_room_for_what_takes_no_time() -> None:
    problem = make_problem([5], [6, 0, 1], current=[0, NEW, LEFT], pinned=[True, False, False])
    assert said(judged(problem, 0, 0, -1, goals=WITHIN)) == []
    assert [v.code for v in judged(problem, 0, 0, 0, goals=WITHIN).violations] == ["hours"]


def test_pins_count_for_the_officer_they_name_even_where_they_are_broken() -> None:
    problem = make_problem(
        [9, 9],
        [3, 4, 2],
        current=[0, NEW, NEW],
        pinned=[True, False, False],
        bundle=[7, 7, -1],
        pairs=[(0, 0, 0, 5), (0, 1, 0, 1)],
    )
    facts, held = facts_and_loads(problem, 1, 1, 0)
    assert (held.load.tolist(), held.count.tolist()) == ([2, 5], [1, 2])
    assert (held.pinned_load.tolist(), held.pinned_count.tolist()) == ([9, 0], [2, 0])
    count, load = unpinned(facts, np.array([1, 1, 0], np.int32))
    assert (count.tolist(), load.tolist()) == ([1, 0], [2, 0])


def test_pins_that_just_reach_a_standard_and_the_hours_break_nothing() -> None:
    problem = make_problem([5], [2, 3], current=[0, 0], pinned=[True, True], standards=[2])
    assert judged(problem, 0, 0, goals=WITHIN).breaches == ()


def test_a_violation_is_about_whoever_holds_the_case_if_anybody_does() -> None:
    pinned = make_problem([9, 9], [1], current=[1], pinned=[True])
    assert [v.officer for v in judged(pinned, 0).violations] == [0]
    assert [v.officer for v in judged(pinned, -1).violations] == [1]
    family = make_problem([9, 9], [1, 1], bundle=[0, 0])
    assert [(v.case, v.officer) for v in judged(family, 1, 0).violations if v.code == "bundle"] == [(1, 0)]
    assert [(v.case, v.officer) for v in judged(family, 1, -1).violations if v.code == "bundle"] == [(1, None)]


def test_a_case_that_nobody_may_hold_stays_with_its_own_officer_alone() -> None:
    problem = make_problem([5, 5], [3, 3], [[]], current=[0, NEW])
    assert said(judged(problem, 0, -1)) == []
    assert judged(problem, 0, -1).breaches == ()
    assert said(judged(problem, 1, -1)) == [
        "nobody may hold case C-1, so it stays with officer D-1, who has it today; but officer D-2 holds it"
    ]
    assert [found.code for found in judged(problem, -1, -1).violations] == ["stays"]
    assert [found.code for found in judged(problem, 0, 1).violations] == ["eligibility"]
    released = replace(problem, release_ineligible=True)
    assert said(judged(released, -1, -1)) == []
    assert [found.code for found in judged(released, 0, -1).violations] == ["eligibility"]


def test_whoever_is_excluded_does_not_keep_a_case_that_nobody_may_hold() -> None:
    problem = replace(
        make_problem([5, 5], [3], [[]], current=[0]), needs=(Need(skills=frozenset({"x"}), excluded=frozenset({0})),)
    )
    assert said(judged(problem, -1)) == []
    assert [found.code for found in judged(problem, 0).violations] == ["eligibility"]


def test_a_family_that_nobody_may_hold_as_a_whole_stays_where_it_is() -> None:
    problem = make_problem([5, 5], [1, 1, 1], [[0], [1]], signature=[0, 1, 0], current=[0, 1, NEW], bundle=[0, 0, 0])
    assert said(judged(problem, 0, 1, -1)) == []
    assert [found.code for found in judged(problem, 0, 0, -1).violations] == ["stays"]
    assert [found.code for found in judged(problem, 0, 1, 0).violations] == ["eligibility"]


def test_what_stays_uses_up_a_standard() -> None:
    problem = make_problem([9, 9], [1, 1], [[], [0, 1]], signature=[0, 1], standards=[1, -1], current=[0, 0])
    assert said(judged(problem, 0, 1)) == []
    assert said(judged(problem, 0, 0)) == [
        "officer D-1 holds 2 cases, 1 of them by pin, or because nobody else may hold them; the caseload standard is 1"
    ]
