"""Shortages added up again: one that holds, and every way in which one may be wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.arrays import Indices
from solver.goals import Goals
from solver.plan import Plan, Reason, Shortage
from solver.problem import Problem
from tests.solver.check.judged import WITHIN, best_plan, claims, shortage_of_places
from tests.solver.instances import make_problem


def of(*numbers: int) -> Indices:
    return np.array(numbers, np.int32)


def about(problem: Problem, plan: Plan, shortage: Shortage, goals: Goals | None = None) -> list[str]:
    """What is wrong with a shortage when it is the plan's only one."""
    found = claims(problem, replace(plan, shortages=(shortage,)), goals)
    return [each.partition("): ")[2] for each in found if each.startswith("shortage 1")]


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


def test_hours_are_no_reason_where_every_case_is_to_be_placed() -> None:
    problem, plan = shortage_of_places()
    hours = Shortage(Reason.HOURS, plan.shortages[0].cases, plan.shortages[0].officers, 3, 2)
    found = claims(problem, replace(plan, shortages=(hours,)))
    assert "shortage 1 (hours): hours are not a limit where every case is to be placed" in found


def shortage_of_hours() -> tuple[Problem, Plan]:
    """Three cases of 3 ticks for two officers with 4 each, beside D-3, who may hold none of them."""
    problem = make_problem([4, 4, 9], [3, 3, 3, 1], [[0, 1], [2]], signature=[0, 0, 0, 1])
    return problem, best_plan(problem, WITHIN)


def test_a_shortage_of_hours_is_added_up_again() -> None:
    problem, plan = shortage_of_hours()
    assert claims(problem, plan, WITHIN) == []
    (shortage,) = plan.shortages
    assert (shortage.reason, shortage.need, shortage.have) == (Reason.HOURS, 9, 8)
    assert (shortage.cases.tolist(), shortage.officers.tolist()) == ([0, 1, 2], [0, 1])
    assert about(problem, plan, replace(shortage, need=10), WITHIN) == [
        "it says that 0.001 h are needed and 0.0008 h are there; it is 0.0009 h and 0.0008 h"
    ]


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in (Reason.STANDARDS, Reason.HOURS)])
def test_only_standards_and_hours_can_be_added_up(reason: Reason) -> None:
    problem, plan = shortage_of_places()
    assert about(problem, plan, replace(plan.shortages[0], reason=reason)) == [
        "only standards and hours can be added up"
    ]


@pytest.mark.parametrize(
    ("cases", "officers"),
    [
        (of(0, 0, 1, 2), of(0, 1)),
        (of(0, 1, 2), of(0, 1, 1)),
        (of(0, 1, 3), of(0, 1)),
        (of(0, 1, -1), of(0, 1)),
        (of(0, 1, 2), of(0, 3)),
        (of(0, 1, 2), of(-1, 1)),
        (of(), of(0, 1)),
        (of(0, 1, 2), of()),
    ],
)
def test_cases_and_officers_are_listed_once_and_are_those_of_the_roster(cases: Indices, officers: Indices) -> None:
    problem, plan = shortage_of_places()
    shortage = replace(plan.shortages[0], cases=cases, officers=officers, need=len(cases))
    assert about(problem, plan, shortage) == ["it lists a case or an officer twice, or one who is not in the roster"]


def test_whoever_can_hold_none_of_the_cases_does_not_belong_in_it() -> None:
    problem, plan = shortage_of_places()
    more = replace(plan.shortages[0], officers=of(0, 1, 2))
    assert about(problem, plan, more)[:2] == [
        "officer D-3 may hold none of its cases",
        "officer D-3 has no caseload standard",
    ]


def test_places_are_short_only_where_everybody_has_a_standard() -> None:
    problem = make_problem([9, 9], [1, 1, 1], standards=[1, -1])
    plan = best_plan(problem)
    found = about(problem, plan, Shortage(Reason.STANDARDS, of(0, 1, 2), of(0, 1), 3, 1))
    assert "officer D-2 has no caseload standard" in found


def test_what_is_pinned_is_outside_and_its_place_is_taken() -> None:
    problem = make_problem([9], [1, 1, 1], current=[0, -1, -1], pinned=[True, False, False], standards=[2])
    plan = best_plan(problem)
    (shortage,) = plan.shortages
    assert (shortage.cases.tolist(), shortage.need, shortage.have) == ([1, 2], 2, 1)
    assert claims(problem, plan) == []
    with_pin = replace(shortage, cases=of(0, 1, 2), need=3)
    assert "case C-1 is pinned and does not belong in it" in about(problem, plan, with_pin)
    assert about(problem, plan, replace(shortage, have=2)) == [
        "it says that 2 places are needed and 2 places are there; it is 2 places and 1 places"
    ]


def test_pins_beyond_the_standard_or_the_hours_leave_nothing_not_less() -> None:
    problem = make_problem([5], [3, 4, 1], current=[0, 0, -1], pinned=[True, True, False], standards=[1])
    plan = best_plan(problem, WITHIN)
    assert about(problem, plan, Shortage(Reason.STANDARDS, of(2), of(0), 1, 0), WITHIN) == []
    assert about(problem, plan, Shortage(Reason.HOURS, of(2), of(0), 1, 0), WITHIN) == []
    assert about(problem, plan, Shortage(Reason.HOURS, of(2), of(0), 1, -2), WITHIN) != []


def test_what_nobody_can_hold_does_not_belong_in_it() -> None:
    problem = make_problem([9], [1, 1, 1], [[0], []], signature=[0, 0, 1], standards=[1])
    plan = best_plan(problem)
    more = replace(plan.shortages[0], cases=of(0, 1, 2), need=3)
    assert "case C-3 can be held by nobody and does not belong in it" in about(problem, plan, more)


def test_a_family_is_in_it_as_a_whole() -> None:
    problem = make_problem([9], [1, 1, 1], bundle=[4, 4, -1], standards=[2])
    plan = best_plan(problem)
    assert claims(problem, plan) == []
    half = Shortage(Reason.STANDARDS, of(0, 2), of(0), 2, 2)
    assert "case C-2 must stay together with one of its cases" in about(problem, plan, half)


def test_what_is_placed_altogether_explains_nothing() -> None:
    problem = make_problem([9, 9], [1, 1, 1], [[0], [1]], signature=[0, 1, 1], standards=[1, 1])
    plan = best_plan(problem)
    assert plan.officer[0] == 0
    found = about(problem, plan, Shortage(Reason.STANDARDS, of(0), of(0), 1, 1))
    assert found == [
        "1 places needed and 1 places there is no shortage",
        "all of its cases are placed, so it explains nothing",
    ]


def test_the_time_needed_is_that_of_whoever_needs_least() -> None:
    """C-1 takes 5 ticks of D-1 and 3 of D-2, its sibling 2 of either: together 5 at least. They have 2 each."""
    problem = make_problem([2, 2], [5, 2, 1], bundle=[0, 0, -1], pairs=[(0, 0, 0, 5), (0, 1, 0, 3)])
    plan = best_plan(problem, WITHIN)
    (shortage,) = plan.shortages
    assert (shortage.need, shortage.have) == (5, 4)
    assert claims(problem, plan, WITHIN) == []
    for need in (4, 6, 7):
        assert about(problem, plan, replace(shortage, need=need), WITHIN)[0].endswith("it is 0.0005 h and 0.0004 h")
    # C-3 has no rows: its own effort is added
    both = replace(shortage, cases=of(0, 1, 2), need=6)
    assert about(problem, plan, both, WITHIN) == []


def test_every_shortage_is_checked_and_numbered() -> None:
    problem, plan = shortage_of_places()
    wrong = replace(plan.shortages[0], have=0)
    found = claims(problem, replace(plan, shortages=(*plan.shortages, wrong)))
    assert [each.partition(":")[0] for each in found] == ["shortage 2 (standards)"]


def test_each_unit_has_somebody_of_its_own_who_needs_least() -> None:
    """At best 3 ticks of D-2, 2 of D-1 and 4 of either: 9 for 8 ticks that they have, and one case waits."""
    pairs = [(0, 0, 0, 5), (0, 1, 0, 3), (1, 0, 0, 2), (1, 1, 0, 6), (2, 0, 0, 4), (2, 1, 0, 4)]
    problem = make_problem([4, 4], [1, 1, 1], pairs=pairs)
    plan = best_plan(problem, WITHIN)
    assert [(s.need, s.have) for s in plan.shortages] == [(9, 8)]
    assert claims(problem, plan, WITHIN) == []
    assert about(problem, plan, replace(plan.shortages[0], need=10), WITHIN) != []
