"""Why cases stay unplaced: sums that hold, the right reason first, and no sum where none exists."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from solver.arrays import Flags, Indices
from solver.fair_shares.shortages import MOST_ASKED, Waiting, shortages_of
from solver.goals import Goals, Measure, Policy, SolveConfig
from solver.model.parts import part_numbers, pinned_loads
from solver.model.units import Units, units_of
from solver.plan import Reason, Shortage
from solver.problem import NO_STANDARD, Problem
from solver.solve import solve
from tests.solver.brute import solve_by_trying
from tests.solver.brute_plan import certificates, reason_by_trying
from tests.solver.instances import make_problem, random_instance


def explained(
    problem: Problem, out: list[int], policy: Policy = Policy.ASSIGN_ALL, proven: bool = True
) -> tuple[list[Reason], tuple[Shortage, ...]]:
    """Reasons of the units that are out, and the shortages."""
    units = units_of(problem)
    unplaced = np.zeros(len(units), np.bool_)
    unplaced[out] = True
    reasons, shortages = explain(problem, unplaced, policy, np.full(len(units), proven), held(units, unplaced))
    assert not reasons[~unplaced].any()
    return [Reason(int(reason)) for reason in reasons[out]], shortages


def held(units: Units, unplaced: Flags) -> Indices:
    """The others with whoever comes first and has the fewest units."""
    officer = np.full(len(units), -1, np.int32)
    for unit in np.flatnonzero(~unplaced & units.placeable).tolist():
        able = np.flatnonzero(units.allowed[units.group[unit]]).tolist()
        officer[unit] = min(able, key=lambda o: (int((officer == o).sum()), o))
    return officer


def explain(
    problem: Problem, unplaced: Flags, policy: Policy, proven: Flags, officer: Indices
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int8]], tuple[Shortage, ...]]:
    units = units_of(problem)
    load, count = pinned_loads(problem, units)
    waiting = Waiting(officer, unplaced, proven)
    return shortages_of(problem, units, waiting, (load, count), policy, part_numbers(units)[0])


def test_nothing_unplaced_needs_no_reason() -> None:
    assert explained(make_problem([5], [1]), []) == ([], ())


def test_standards() -> None:
    """Three cases, two places: the sums name all of them and both officers."""
    reasons, (shortage,) = explained(make_problem([9, 9], [1, 1, 1], standards=[1, 1]), [2])
    assert reasons == [Reason.STANDARDS]
    assert (shortage.reason, shortage.need, shortage.have) == (Reason.STANDARDS, 3, 2)
    assert (shortage.cases.tolist(), shortage.officers.tolist()) == ([0, 1, 2], [0, 1])


def test_hours() -> None:
    reasons, (shortage,) = explained(make_problem([5, 4], [4, 4, 4]), [2], Policy.WITHIN_CAPACITY)
    assert reasons == [Reason.HOURS]
    assert (shortage.reason, shortage.need, shortage.have) == (Reason.HOURS, 12, 9)


def test_hours_are_no_reason_where_overload_is_shown() -> None:
    """Both officers had hours to spare, and the reason was that whole cases do not fit into the hours."""
    problem = make_problem([100, 100], [10, 10], bundle=[0, 0], standards=[1, 1])
    assert explained(problem, [0], Policy.ASSIGN_ALL) == ([Reason.STANDARDS_AND_PACKING], ())
    assert explained(problem, [0], Policy.WITHIN_CAPACITY) == ([Reason.STANDARDS_AND_PACKING], ())


@pytest.mark.parametrize(("proven", "reason"), [(True, Reason.PACKING), (False, Reason.NOT_PROVEN)])
def test_what_no_sum_explains_is_left_to_the_search(proven: bool, reason: Reason) -> None:
    """3 + 3 + 2 ticks on 4 and 4: the hours suffice, the cases do not fit."""
    problem = make_problem([4, 4], [3, 3, 2])
    assert explained(problem, [2], Policy.WITHIN_CAPACITY, proven) == ([reason], ())


def test_only_the_group_that_lacks_something_is_named() -> None:
    problem = make_problem(
        [9, 9, 9], [1] * 5, [[0], [0, 1], [2]], signature=[0, 0, 1, 2, 2], standards=[1, NO_STANDARD, 1]
    )
    unplaced = np.array([False, True, False, False, True])
    reasons, shortages = explain(
        problem, unplaced, Policy.ASSIGN_ALL, np.full(5, True), np.array([0, -1, 1, 2, -1], np.int32)
    )
    assert reasons[unplaced].tolist() == [Reason.STANDARDS] * 2
    assert [(s.cases.tolist(), s.officers.tolist(), s.need, s.have) for s in shortages] == [
        ([0, 1], [0], 2, 1),
        ([3, 4], [2], 2, 1),
    ]


def test_pins_are_taken_off_what_there_is() -> None:
    problem = make_problem([9], [2, 3, 6], current=[0, 0, 0], pinned=[True, False, False], standards=[2])
    _, (shortage,) = explained(problem, [2])
    assert (shortage.cases.tolist(), shortage.need, shortage.have) == ([1, 2], 2, 1)
    _, both = explained(problem, [2], Policy.WITHIN_CAPACITY)
    assert {(s.reason, s.need, s.have) for s in both} <= {(Reason.HOURS, 9, 7), (Reason.STANDARDS, 2, 1)}
    # pins above the standard leave nothing, not less than nothing
    crowded = make_problem([9], [1, 1, 1], current=[0, 0, 0], pinned=[True, True, False], standards=[1])
    _, (shortage,) = explained(crowded, [2])
    assert (shortage.need, shortage.have) == (1, 0)


def test_a_case_takes_the_least_of_what_its_officers_need_for_it() -> None:
    """With 3 ticks at D-2 a sum cannot say that 5 are needed."""
    problem = make_problem([4, 2], [5], pairs=[(0, 0, 0, -1), (0, 1, 0, 3)])
    reasons, (shortage,) = explained(
        make_problem([2, 2], [5], pairs=[(0, 0, 0, -1), (0, 1, 0, 5)]), [0], Policy.WITHIN_CAPACITY
    )
    assert (reasons, shortage.need, shortage.have) == ([Reason.HOURS], 5, 4)
    assert explained(problem, [0], Policy.WITHIN_CAPACITY) == ([Reason.PACKING], ())


def test_a_bundle_counts_with_all_its_cases() -> None:
    problem = make_problem([9, 9], [1, 1, 1], bundle=[0, 0, 0], standards=[1, 1])
    reasons, (shortage,) = explained(problem, [0])
    assert (reasons, shortage.cases.tolist(), shortage.need, shortage.have) == ([Reason.STANDARDS], [0, 1, 2], 3, 2)


def test_a_bundle_that_no_officer_has_room_for_is_packing() -> None:
    """Two places with each of two officers hold four cases, but not three together."""
    problem = make_problem([9, 9], [1, 1, 1], bundle=[0, 0, 0], standards=[2, 2])
    assert explained(problem, [0]) == ([Reason.STANDARDS_AND_PACKING], ())


@pytest.mark.parametrize(
    ("problem", "out", "reason"),
    [
        # D-1 has 90 ticks in one piece and no place, D-2 a place and 5 ticks: it was "packing"
        (make_problem([100, 5], [10, 10], standards=[1, NO_STANDARD]), [1], Reason.STANDARDS_AND_PACKING),
        # the same where the big case makes the hours short in sum: it was "hours", and more of them would not do
        (make_problem([100, 5], [10, 10, 100], standards=[1, NO_STANDARD]), [1, 2], Reason.STANDARDS_AND_PACKING),
        # C-3 may go to D-2 alone, where C-2 is; that could go to D-1, who has the hours and no place
        (
            make_problem([100, 12], [1, 10, 10], [[0], [0, 1], [1]], signature=[0, 1, 2], standards=[1, NO_STANDARD]),
            [2],
            Reason.STANDARDS_AND_PACKING,
        ),
        # three cases for two places, and D-2 has a place for C-3 but not the hours
        (make_problem([100, 5], [10, 10, 10], standards=[1, 1]), [1, 2], Reason.STANDARDS_AND_PACKING),
        # places enough, nobody has the hours in one piece
        (make_problem([4, 4], [3, 3, 2], standards=[2, 2]), [2], Reason.PACKING),
        # hours enough, places too few
        (make_problem([9, 9], [1, 1, 1], standards=[1, 1]), [2], Reason.STANDARDS),
    ],
)
def test_what_keeps_a_case_out_is_neither_packing_nor_hours_where_a_standard_does(
    problem: Problem, out: list[int], reason: Reason
) -> None:
    assert explained(problem, out, Policy.WITHIN_CAPACITY)[0][0] is reason


def test_only_so_many_kinds_of_cases_are_asked_about_and_the_plan_tells_of_the_rest() -> None:
    """Each case is too large for what D-1 has left; D-2 has hours, but no place: the same is said either way."""
    efforts = [1, *range(20, 20 + MOST_ASKED + 2)]
    problem = make_problem([10, 100], efforts, [[0, 1]], standards=[NO_STANDARD, 0])
    out = list(range(1, len(efforts)))
    assert explained(problem, out, Policy.WITHIN_CAPACITY)[0] == [Reason.STANDARDS_AND_PACKING] * len(out)


def test_more_cases_out_than_a_set_lacks_places_is_not_explained_unless_the_search_says_so() -> None:
    """The set lacks one place, but two cases are out: a better plan may exist."""
    problem = make_problem([9, 9], [1, 1, 1], standards=[1, 1])
    assert explained(problem, [1, 2], proven=False) == ([Reason.NOT_PROVEN] * 2, ())
    assert explained(problem, [1, 2], proven=True)[0] == [Reason.STANDARDS] * 2
    assert explained(problem, [2], proven=False)[0] == [Reason.STANDARDS]


def test_reasons_and_sums_against_every_set_of_cases() -> None:
    """A sum is given exactly where one exists that holds the case; every sum given is among all that exist."""
    seen = Counter[Reason]()
    for seed in range(200):
        instance = random_instance(seed)
        problem, goals = instance.problem, Goals(instance.goals.policy, coverage=Measure.CASES, keep_within=10_000)
        truth = solve_by_trying(problem, goals)
        officer = truth.officer_of_cases()
        units = units_of(problem)
        out = np.array([officer[units.cases_of(u)[0]] < 0 for u in range(len(units))], np.bool_) & units.placeable
        if not out.any():
            continue
        holder = np.array([officer[units.cases_of(u)[0]] for u in range(len(units))], np.int32)
        reasons, shortages = explain(problem, out, goals.policy, np.full(len(units), True), holder)
        by_hand = [
            (found.reason, found.cases.tolist(), found.officers.tolist(), found.need, found.have)
            for part in truth.parts
            for found in certificates(problem, goals, part)
        ]
        for found in shortages:
            assert (found.reason, found.cases.tolist(), found.officers.tolist(), found.need, found.have) in by_hand, (
                seed
            )
        for unit in np.flatnonzero(out).tolist():
            reason = Reason(int(reasons[unit]))
            seen[reason] += 1
            case = int(units.cases_of(unit)[0])
            if reason in (Reason.STANDARDS, Reason.HOURS):
                assert any(s.reason == reason and case in s.cases.tolist() for s in shortages), seed
            part, mine = next((p, u) for p in truth.parts for u in p.units if case in u.cases)
            here = [
                (s.reason, s.cases.tolist(), s.officers.tolist(), s.need, s.have)
                for s in certificates(problem, goals, part)
            ]
            sums = {kind for kind in (Reason.STANDARDS, Reason.HOURS) if lacks_most(here, kind, case)}
            assert reason is reason_by_trying(problem, goals, part, mine, sums), seed
    assert all(
        seen[reason] > 5 for reason in (Reason.STANDARDS, Reason.HOURS, Reason.PACKING, Reason.STANDARDS_AND_PACKING)
    )


def lacks_most(found: list[tuple[Reason, list[int], list[int], int, int]], kind: Reason, case: int) -> bool:
    """Whether the case is in every set that lacks most: then the smallest such set has it, too."""
    mine = [(need - have, cases) for reason, cases, _, need, have in found if reason is kind]
    most = max((lack for lack, _ in mine), default=0)
    return bool(mine) and all(case in cases for lack, cases in mine if lack == most)


def test_hours_that_one_part_lacks_do_not_take_the_standards_of_another_for_hours() -> None:
    """D-1 has hours and no place; D-2 has no hours for C-3. The second part made the first one's reason "hours".

    The checker refused such a plan: D-1 has the hours for C-1 in one piece.
    """
    problem = make_problem([10, 1], [2, 9, 5], [[0], [1]], signature=[0, 0, 1], standards=[0, NO_STANDARD])
    plan = solve(problem, Goals(Policy.WITHIN_CAPACITY), SolveConfig(workers=1))
    assert [Reason(int(why)) for why in plan.reason] == [Reason.STANDARDS, Reason.STANDARDS, Reason.HOURS]


def test_a_standard_of_another_office_does_not_keep_a_case_out_where_moves_are_limited() -> None:
    """3 + 3 + 2 ticks do not fit on 4 and 4, and nobody there has a standard; D-3 has one, and a place to spare."""
    problem = make_problem([4, 4, 9], [3, 3, 2, 1], [[0, 1], [2]], signature=[0, 0, 0, 1], standards=[-1, -1, 2])
    goals = Goals(Policy.WITHIN_CAPACITY, max_moves=3)
    plan = solve(problem, goals, SolveConfig(workers=1))
    assert [Reason(int(reason)) for reason in plan.reason[plan.officer < 0]] == [Reason.PACKING]
