"""Why every case is where it is: each reason by hand, and every wrong one refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.check.facts import facts_of
from solver.check.reasons import reasons_of
from solver.check.verify import check
from solver.goals import Goals, Objective
from solver.plan import Plan, Reason, Status
from solver.problem import LEFT, NEW, Problem
from tests.solver.check.judged import WITHIN, best_plan, claims, judged, shortage_of_places
from tests.solver.instances import make_problem


def saying(plan: Plan, case: int, reason: int) -> Plan:
    """The plan with another reason for one case."""
    reasons = plan.reason.copy()
    reasons[case] = reason
    return replace(plan, reason=reasons)


def with_open_coverage(plan: Plan) -> Plan:
    """The plan with coverage not proven: the bound is one case below the best."""
    levels = [replace(level, part_bound=level.part_bound - (level.name == "coverage_3")) for level in plan.levels]
    return replace(plan, levels=tuple(levels), status=Status.FEASIBLE)


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


def test_a_wrong_reason() -> None:
    problem = make_problem([5, 5], [3], current=[0])
    plan = replace(best_plan(problem), reason=np.array([Reason.NEW], np.int8))
    assert claims(problem, plan) == ["case C-1: the plan says new; it is kept"]


def test_a_reason_needs_its_shortage() -> None:
    problem, plan = shortage_of_places()
    unplaced = problem.cases.ids[plan.officer.tolist().index(-1)]
    assert claims(problem, replace(plan, shortages=())) == [
        f"case {unplaced}: standards, but no shortage of the plan has it"
    ]


def test_packing_must_be_proven() -> None:
    problem = make_problem([5], [3, 3])
    plan = best_plan(problem, WITHIN)
    assert claims(problem, plan, WITHIN) == []
    packing = replace(plan, reason=np.where(plan.officer < 0, Reason.PACKING, plan.reason).astype(np.int8))
    open_ = with_open_coverage(packing)
    assert any("more cases than the plan's might be placed" in each for each in claims(problem, open_, WITHIN))
    searched = replace(plan, reason=np.where(plan.officer < 0, Reason.NOT_PROVEN, plan.reason).astype(np.int8))
    assert any("not_proven, but no more cases can be placed" in each for each in claims(problem, searched, WITHIN))


EVERYTHING = make_problem(
    [9, 9, 0],
    [1] * 9,
    [[0, 1], [1], [], [2]],
    signature=[0, 0, 0, 0, 1, 0, 2, 3, 0],
    current=[0, 0, NEW, LEFT, 0, 0, NEW, NEW, 1],
    pinned=[False, True, False, False, False, False, False, False, False],
)
"""C-1 stays with D-1; C-2 is pinned there; C-3 is new; C-4's officer has left; C-5's may not hold it; C-6 goes to D-2;
nobody may hold C-7; D-3, who may hold C-8, has no hours; nobody holds C-9."""
GIVEN = np.array([0, 0, 1, 1, 1, 1, -1, -1, -1], np.int32)


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (0, Reason.KEPT),
        (1, Reason.PINNED),
        (2, Reason.NEW),
        (3, Reason.FORCED),
        (4, Reason.FORCED),
        (5, Reason.BALANCE),
        (6, Reason.NO_ELIGIBLE_OFFICER),
        (7, Reason.NO_HOURS),
        (8, Reason.NOT_PROVEN),
    ],
)
def test_every_reason_by_hand(case: int, reason: Reason) -> None:
    assert Reason(int(reasons_of(facts_of(EVERYTHING), GIVEN, Goals())[case])) is reason


def test_what_moves_for_the_sake_of_cost_says_so() -> None:
    reasons = reasons_of(facts_of(EVERYTHING), GIVEN, Goals(objective=Objective.COST))
    changed = np.flatnonzero(reasons != reasons_of(facts_of(EVERYTHING), GIVEN, Goals()))
    assert changed.tolist() == [5]
    assert reasons[5] == Reason.COST


def test_a_family_whose_members_leave_their_officers_says_so_case_by_case() -> None:
    problem = make_problem([9, 9], [1, 1, 1, 1], current=[0, 1, NEW, LEFT], bundle=[0, 0, 0, 0])
    reasons = reasons_of(facts_of(problem), np.zeros(4, np.int32), Goals())
    assert reasons.tolist() == [Reason.KEPT, Reason.BALANCE, Reason.NEW, Reason.FORCED]


@pytest.mark.parametrize("wrong", [reason for reason in Reason if reason is not Reason.KEPT])
def test_every_wrong_reason_of_a_placed_case_is_refused(wrong: Reason) -> None:
    problem = make_problem([5, 5], [3, 3], current=[0, 1])
    plan = best_plan(problem)
    assert claims(problem, saying(plan, 0, wrong)) == [f"case C-1: the plan says {wrong.label}; it is kept"]


def test_a_number_that_is_no_reason_is_refused() -> None:
    problem = make_problem([5, 5], [3, 3], current=[0, 1])
    assert claims(problem, saying(best_plan(problem), 1, 77)) == ["case C-2: the plan says number 77; it is kept"]


@pytest.mark.parametrize("wrong", [Reason.NO_HOURS, Reason.PACKING, Reason.NOT_PROVEN, Reason.STANDARDS, Reason.HOURS])
def test_of_a_case_that_nobody_may_hold_nothing_else_is_said(wrong: Reason) -> None:
    problem = make_problem([5], [3, 3], [[0], []], signature=[0, 1])
    assert claims(problem, saying(best_plan(problem), 1, wrong)) == [
        f"case C-2: the plan says {wrong.label}; it is no_eligible_officer"
    ]


@pytest.mark.parametrize(
    "wrong", [Reason.KEPT, Reason.NEW, Reason.BALANCE, Reason.NO_HOURS, Reason.NO_ELIGIBLE_OFFICER]
)
def test_a_case_that_waits_has_a_reason_that_rests_on_a_search(wrong: Reason) -> None:
    problem = make_problem([5], [3, 3])
    plan = best_plan(problem, WITHIN)
    out = int(np.flatnonzero(plan.officer < 0)[0])
    found = claims(problem, saying(plan, out, wrong), WITHIN)
    assert found == [f"case C-{out + 1}: the plan says {wrong.label}; it is not_proven"]


def left_out() -> tuple[Problem, Plan]:
    """One of two cases waits although D-2 has room for it, and the plan says that no more can be placed."""
    problem = make_problem([5, 5], [3, 3], standards=[2, 2])
    plan = best_plan(problem)
    officer = np.array([0, -1], np.int32)
    values = check(problem, officer, Goals(), plan).values
    assert values["coverage_3"] == (1,)
    levels = []
    for level in plan.levels:
        true = np.array(values[level.name], np.int64)
        levels.append(replace(level, part_best=true, part_bound=true, part_value=true))
    return problem, saying(replace(plan, officer=officer, levels=tuple(levels)), 1, Reason.PACKING)


def test_a_case_that_somebody_has_room_for_is_not_said_to_be_proven_out() -> None:
    problem, plan = left_out()
    found = claims(problem, plan)
    assert "case C-2 is unplaced (packing), but officer D-1 may hold it and has room" in found
    assert not any("has room" in each for each in claims(problem, with_open_coverage(plan)))


def test_what_is_open_may_say_that_it_is() -> None:
    problem, plan = left_out()
    open_ = saying(with_open_coverage(plan), 1, Reason.NOT_PROVEN)
    assert not any(each.startswith("case") for each in claims(problem, open_))
    assert any(
        "not_proven, but no more cases can be placed" in each
        for each in claims(problem, saying(plan, 1, Reason.NOT_PROVEN))
    )


def test_what_is_open_for_the_more_urgent_is_open_for_the_less_urgent() -> None:
    """Of three cases for 5 ticks the urgent one is placed; that is proven of priority 1 or not, and of 3 with it."""
    problem = make_problem([5], [5, 1, 3], priority=[1, 3, 3])
    plan = best_plan(problem, WITHIN)
    assert plan.officer.tolist() == [0, -1, -1]
    for name, may_be_open in (("coverage_1", True), ("coverage_3", True), ("continuity", False)):
        levels = [replace(level, part_bound=level.part_bound - (level.name == name)) for level in plan.levels]
        open_ = replace(plan, levels=tuple(levels), status=Status.FEASIBLE)
        for case in (1, 2):
            open_ = saying(open_, case, Reason.NOT_PROVEN)
        assert (claims(problem, open_, WITHIN) == []) is may_be_open


def test_moves_of_what_is_pinned_idle_or_torn() -> None:
    """C-1 leaves an officer without hours, which is forced; C-2 and C-3, a family, leave D-1 and stay with D-2."""
    problem = make_problem([9, 9, 0], [5, 6, 7], current=[2, 0, 1], bundle=[-1, 3, 3])
    moves = judged(problem, 0, 1, 1).moves
    assert (moves.cases, moves.hours, moves.forced, moves.held_back) == (2, 11, 1, 0)
    nowhere = judged(problem, -1, -1, -1).moves
    assert (nowhere.cases, nowhere.hours, nowhere.forced, nowhere.held_back) == (0, 0, 0, 2)


def test_packing_is_refused_where_an_officer_has_the_hours_in_one_piece() -> None:
    """D-1 has 90 ticks in one piece; its standard of 1 keeps C-2 out, together with the 5 ticks of D-2."""
    problem = make_problem([100, 5], [10, 10], standards=[1, -1])
    plan = best_plan(problem, WITHIN)
    assert plan.reason.tolist() == [Reason.NEW, Reason.STANDARDS_AND_PACKING]
    assert claims(problem, plan, WITHIN) == []
    for wrong in (Reason.PACKING, Reason.HOURS):
        said = claims(problem, replace(plan, reason=np.array([Reason.NEW, wrong], np.int8)), WITHIN)
        words = f"case C-2: {wrong.label}, but officer D-1 may hold it and has the hours for it in one piece"
        assert words in said
    standards = replace(plan, reason=np.array([Reason.NEW, Reason.STANDARDS], np.int8))
    assert "case C-2: standards, but officer D-2 may hold it, and the caseload standard leaves the places" in claims(
        problem, standards, WITHIN
    )


def test_hours_pack_nothing_where_every_case_is_to_be_placed() -> None:
    problem = make_problem([100, 100], [10, 10], bundle=[0, 0], standards=[1, 1])
    plan = best_plan(problem)
    assert plan.reason.tolist() == [Reason.STANDARDS_AND_PACKING] * 2
    assert claims(problem, plan) == []
    packing = replace(plan, reason=np.full(2, Reason.PACKING, np.int8))
    assert claims(problem, packing) == [
        f"case C-{case}: packing, but hours are not a limit where every case is to be placed" for case in (1, 2)
    ]


def test_standards_are_no_reason_where_nobody_has_one() -> None:
    problem = make_problem([4, 4], [3, 3, 2])
    plan = best_plan(problem, WITHIN)
    assert claims(problem, plan, WITHIN) == []
    out = plan.officer < 0
    wrong = replace(plan, reason=np.where(out, Reason.STANDARDS_AND_PACKING, plan.reason).astype(np.int8))
    assert any("no officer to whom the case could come" in each for each in claims(problem, wrong, WITHIN))


def test_what_nobody_else_may_hold_says_so_where_it_stays() -> None:
    problem = make_problem([5, 5], [3, 3], [[], [0, 1]], signature=[0, 1], current=[0, 0])
    plan = best_plan(problem)
    assert plan.officer[0] == 0
    assert Reason(int(reasons_of(facts_of(problem), plan.officer, Goals())[0])) is Reason.NOBODY_ELSE
    assert claims(problem, plan) == []
    for wrong in (Reason.KEPT, Reason.PINNED, Reason.NO_ELIGIBLE_OFFICER):
        assert claims(problem, saying(plan, 0, wrong)) == [f"case C-1: the plan says {wrong.label}; it is nobody_else"]


def family_too_large() -> tuple[Problem, Plan]:
    """Two officers have two places each, enough for three cases, but not for a family of three."""
    problem = make_problem([9, 9], [1, 1, 1], bundle=[0, 0, 0], standards=[2, 2])
    return problem, best_plan(problem)


def test_standards_with_families_need_a_search_and_a_standard() -> None:
    problem, plan = family_too_large()
    assert [Reason(int(reason)) for reason in plan.reason] == [Reason.STANDARDS_AND_PACKING] * 3
    assert claims(problem, plan) == []
    assert "case C-1: standards_and_packing, but more cases than the plan's might be placed" in claims(
        problem, with_open_coverage(plan)
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (Reason.PACKING, "packing, but hours are not a limit where every case is to be placed"),
        (Reason.HOURS, "hours, but hours are not a limit where every case is to be placed"),
        (Reason.NOT_PROVEN, "not_proven, but no more cases can be placed"),
        (Reason.STANDARDS, "standards, but no shortage of the plan has it"),
    ],
)
def test_what_else_may_be_said_of_a_family_that_is_too_large(wrong: Reason, message: str) -> None:
    problem, plan = family_too_large()
    assert f"case C-1: {message}" in claims(problem, saying(plan, 0, wrong))


def test_where_nobody_has_a_standard_it_is_not_standards() -> None:
    """3 + 3 + 2 ticks do not fit on 4 and 4."""
    problem = make_problem([4, 4], [3, 3, 2])
    plan = best_plan(problem, WITHIN)
    out = int(np.flatnonzero(plan.officer < 0)[0])
    assert plan.reason[out] == Reason.PACKING
    (message,) = claims(problem, saying(plan, out, Reason.STANDARDS_AND_PACKING), WITHIN)
    assert message.startswith(f"case C-{out + 1}: standards_and_packing, but no officer to whom the case could come")
    assert message.endswith("has a caseload standard")


@pytest.mark.parametrize("wrong", [Reason.PACKING, Reason.HOURS])
def test_where_somebody_has_the_hours_in_one_piece_it_is_not_hours(wrong: Reason) -> None:
    problem = make_problem([9], [3, 3], standards=[1])
    plan = best_plan(problem, WITHIN)
    out = int(np.flatnonzero(plan.officer < 0)[0])
    assert plan.reason[out] == Reason.STANDARDS
    found = claims(problem, saying(plan, out, wrong), WITHIN)
    assert (
        f"case C-{out + 1}: {wrong.label}, but officer D-1 may hold it and has the hours for it in one piece" in found
    )


def test_where_a_standard_leaves_the_places_it_is_not_standards() -> None:
    problem = make_problem([3], [3, 3], standards=[2])
    plan = best_plan(problem, WITHIN)
    out = int(np.flatnonzero(plan.officer < 0)[0])
    assert plan.reason[out] == Reason.HOURS
    assert (
        f"case C-{out + 1}: standards, but officer D-1 may hold it, and the caseload standard leaves the places"
        in claims(problem, saying(plan, out, Reason.STANDARDS), WITHIN)
    )


def test_a_right_plan_was_refused_where_moves_are_limited_and_the_standard_is_not_in_the_first_office() -> None:
    """Where moves are limited there is one part for everything: the standard was looked for under another number."""
    problem = make_problem(
        [9, 6],
        [1, 8, 3],
        [[0], [1]],
        signature=[0, 1, 1],
        current=[0, 1, NEW],
        pinned=[False, True, False],
        standards=[-1, 1],
    )
    plan = best_plan(problem, replace(WITHIN, max_moves=5))
    assert Reason(int(plan.reason[2])) is Reason.STANDARDS_AND_PACKING
    assert claims(problem, plan, replace(WITHIN, max_moves=5)) == []
