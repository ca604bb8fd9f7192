"""What follows from a roster, case by case, by hand; and that the model has come to the same on its own way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from solver.check.facts import NOBODY, Facts, effort_with, facts_of, has_pairs, listed_rows, may_hold
from solver.model.parts import part_numbers
from solver.model.units import units_of
from solver.problem import LEFT, NEW, Need, Problem
from tests.solver.instances import make_problem, random_instance
from tests.solver.unrelated_instances import unrelated_instance


def may(facts: Facts, case: int) -> list[int]:
    """Officers who may hold a case's unit."""
    found: list[int] = np.flatnonzero(facts.allowed[facts.row[case]]).tolist()
    return found


def test_bundles_are_numbered_before_cases_that_stand_alone() -> None:
    facts = facts_of(make_problem([9], [1] * 5, bundle=[7, -1, 4, 7, -1]))
    assert facts.unit.tolist() == [1, 2, 0, 1, 3]


def test_only_officers_with_hours_may_hold_a_case() -> None:
    facts = facts_of(make_problem([9, 0, 9], [1, 1], [[0, 1], [1]], signature=[0, 1]))
    assert [may(facts, case) for case in (0, 1)] == [[0], []]


def test_without_hours_is_said_only_where_somebody_would_be_eligible() -> None:
    facts = facts_of(make_problem([9, 0], [1, 1, 1], [[0, 1], [1], []], signature=[0, 1, 2]))
    assert facts.without_hours[facts.row].tolist() == [False, True, False]
    assert facts.placeable.tolist() == [True, False, False]


def test_a_bundle_is_for_those_who_may_hold_all_of_it() -> None:
    facts = facts_of(make_problem([9, 9, 9], [1, 1, 1], [[0, 1], [1, 2]], signature=[0, 1, 0], bundle=[3, 3, -1]))
    assert [may(facts, case) for case in range(3)] == [[1], [1], [0, 1]]
    nobody = facts_of(make_problem([9, 9], [1, 1], [[0], [1]], signature=[0, 1], bundle=[3, 3]))
    assert may(nobody, 0) == []
    assert nobody.placeable.tolist() == [False, False]


def test_listed_pairs_leave_out_everybody_else() -> None:
    problem = make_problem(
        [9, 9, 9],
        [1, 1, 1],
        [[0, 1], [0, 1, 2]],
        signature=[0, 0, 1],
        bundle=[-1, 5, 5],
        pairs=[(0, 1, 4, -1), (0, 2, 4, -1), (2, 0, 0, 1), (2, 2, 0, 1)],
    )
    facts = facts_of(problem)
    # D-3 is listed for C-1 but may not hold it; of C-2 and C-3 only D-1 may hold both
    assert [may(facts, case) for case in range(3)] == [[1], [0], [0]]


def test_a_pin_is_for_its_officer_alone_whatever_else_holds() -> None:
    problem = make_problem(
        [9, 0, 9],
        [1, 1, 1],
        [[0], [2]],
        signature=[0, 1, 0],
        current=[1, NEW, 0],
        pinned=[True, False, False],
        bundle=[2, 2, -1],
    )
    facts = facts_of(problem)
    assert facts.pin.tolist() == [1, 1, NOBODY]
    assert [may(facts, case) for case in range(3)] == [[1], [1], [0]]
    assert not facts.without_hours[facts.row].any()


def test_parts_are_joined_by_cases_and_numbered_by_their_first_officer() -> None:
    facts = facts_of(make_problem([9] * 5, [1, 1, 1, 1], [[1, 3], [0, 3], [2], []], signature=[0, 1, 2, 3]))
    # D-2 and D-1 share nobody but D-4; D-5 is reached by no case
    assert facts.part_of_officer.tolist() == [0, 0, 1, 0, NOBODY]
    assert facts.part_of_case.tolist() == [0, 0, 1, NOBODY]


def test_a_signature_that_no_case_has_joins_nobody() -> None:
    facts = facts_of(make_problem([9, 9], [1, 1], [[0], [1], [0, 1]], signature=[0, 1]))
    assert facts.part_of_officer.tolist() == [0, 1]


def test_a_pin_joins_nobody_but_its_officer() -> None:
    facts = facts_of(
        make_problem([9, 9], [1, 1], [[0, 1], [1]], signature=[0, 1], current=[0, NEW], pinned=[True, False])
    )
    assert facts.part_of_officer.tolist() == [0, 1]


def test_nothing_and_nobody() -> None:
    assert facts_of(make_problem([], [], [])).part_of_case.tolist() == []
    assert facts_of(make_problem([5, 5], [])).part_of_officer.tolist() == [NOBODY, NOBODY]
    assert facts_of(make_problem([], [3], [[]])).placeable.tolist() == [False]


def test_more_bundles_than_are_looked_at_at_once() -> None:
    """Families of two, three kinds of them in turn: what is intersected in pieces comes out in the right places."""
    many = 12_000
    kinds = [(0, 1), (1, 2), (2, 2)]
    signature = [kinds[family % 3][member] for family in range(many) for member in (0, 1)]
    facts = facts_of(
        make_problem(
            [9] * 3,
            [1] * (2 * many),
            [[0, 1], [1, 2], [2]],
            signature=signature,
            bundle=[c // 2 for c in range(2 * many)],
        )
    )
    wanted = np.array([[False, True, False], [False, False, True], [False, False, True]])
    assert np.array_equal(facts.allowed[facts.row], np.repeat(wanted[np.arange(many) % 3], 2, axis=0))


def test_rows_of_pairs_are_found_for_each_cases_own_officer() -> None:
    problem = make_problem([9, 9], [3, 4, 5], pairs=[(0, 1, 8, -1), (2, 0, 6, 2), (2, 1, 7, -1)])
    listed, at = listed_rows(problem, np.array([1, 0, 0], np.int32))
    assert listed.tolist() == [True, False, True]
    assert at[listed].tolist() == [0, 1]
    assert listed_rows(problem, np.array([0, -1, -1], np.int32))[0].tolist() == [False] * 3
    assert has_pairs(problem).tolist() == [True, False, True]
    assert effort_with(problem, np.array([1, 1, 0], np.int32)).tolist() == [3, 4, 2]
    assert effort_with(problem, np.array([-1, -1, 1], np.int32)).tolist() == [3, 4, 5]


def test_without_pairs_every_case_takes_its_own_time() -> None:
    for problem in (make_problem([9], [3, 4]), make_problem([9], [3, 4], pairs=[])):
        assert not has_pairs(problem).any()
        assert not listed_rows(problem, np.array([0, 0], np.int32))[0].any()
        assert effort_with(problem, np.array([0, -1], np.int32)).tolist() == [3, 4]


def test_who_may_hold_is_a_matter_of_eligibility_and_lists_not_of_hours_or_pins() -> None:
    problem = make_problem(
        [0, 9],
        [1, 1, 1],
        [[0], [0, 1]],
        signature=[0, 1, 1],
        current=[1, 0, 0],
        pinned=[True, False, False],
        pairs=[(2, 1, 0, -1)],
    )
    assert may_hold(problem, np.array([1, 0, 0], np.int32)).tolist() == [False, True, False]
    assert may_hold(problem, np.array([0, -1, 1], np.int32)).tolist() == [True, False, True]
    assert may_hold(make_problem([], [3], [[]]), np.array([-1], np.int32)).tolist() == [False]


def rosters() -> Iterator[Problem]:
    for seed in range(250):
        yield random_instance(seed).problem
    for seed in range(60):
        yield unrelated_instance(seed).problem


def test_the_model_has_come_to_the_same() -> None:
    """Two derivations that share no code: who may hold what, which cases go together, and which parts there are."""
    bundles = 0
    for problem in rosters():
        facts, units = facts_of(problem), units_of(problem)
        of_case = units.of_case
        assert np.array_equal(facts.allowed[facts.row], units.allowed[units.group[of_case]])
        assert np.array_equal(facts.unit[:, None] == facts.unit, of_case[:, None] == of_case)
        part_of_unit, part_of_officer, _ = part_numbers(units)
        assert np.array_equal(facts.part_of_case, part_of_unit[of_case])
        assert np.array_equal(facts.part_of_officer, part_of_officer)
        assert np.array_equal(facts.pin != NOBODY, units.pinned[of_case])
        bundles += len(units) < len(problem.cases)
    assert bundles > 30


def test_what_nobody_may_hold_stays_with_whoever_has_it() -> None:
    """D-1 has C-1; nobody has C-2, and C-3's officer has left."""
    problem = make_problem([5, 5], [3, 3, 3], [[]], current=[0, NEW, LEFT])
    facts = facts_of(problem)
    assert facts.stays.tolist() == [True, False, False]
    assert facts.pin.tolist() == [0, NOBODY, NOBODY]
    assert [may(facts, case) for case in range(3)] == [[0], [], []]
    assert facts.part_of_officer.tolist() == [0, NOBODY]
    released = facts_of(replace(problem, release_ineligible=True))
    assert not released.stays.any()
    assert not released.placeable.any()


def test_what_only_officers_without_hours_may_hold_stays_too() -> None:
    facts = facts_of(make_problem([0, 5, 5], [3, 3], [[0]], current=[0, 1]))
    assert facts.stays.tolist() == [True, True]
    assert [may(facts, case) for case in (0, 1)] == [[0], [1]]
    assert not facts.without_hours[facts.row].any()


def test_what_somebody_else_may_hold_does_not_stay() -> None:
    facts = facts_of(make_problem([5, 5], [3], [[1]], current=[0]))
    assert not facts.stays.any()
    assert may(facts, 0) == [1]


def test_nothing_stays_with_whoever_is_excluded_from_it() -> None:
    problem = make_problem([5, 5], [3, 3], [[]], current=[0, 1])
    facts = facts_of(replace(problem, needs=(Need(excluded=frozenset({0})),)))
    assert facts.stays.tolist() == [False, True]


def test_a_family_of_which_a_case_stays_is_taken_case_by_case() -> None:
    """D-1 may hold C-1 and C-3, D-2 may hold C-2, nobody all of them: each stays where it is, and C-3 is nowhere."""
    problem = make_problem(
        [5, 5], [1, 1, 1], [[0], [1]], signature=[0, 1, 0], current=[0, 1, NEW], bundle=[0, 0, 0], priority=[1, 2, 3]
    )
    facts = facts_of(problem)
    assert len(set(facts.unit.tolist())) == 3
    assert facts.stays.tolist() == [True, True, False]
    assert [may(facts, case) for case in range(3)] == [[0], [1], []]
    assert facts.priority.tolist() == [1, 2, 3]


def test_a_family_of_which_no_case_stays_is_still_one() -> None:
    problem = make_problem([5, 5], [1, 1], [[0], [1]], signature=[0, 1], current=[LEFT, NEW], bundle=[0, 0])
    facts = facts_of(problem)
    assert facts.unit.tolist() == [0, 0]
    assert not facts.stays.any()
