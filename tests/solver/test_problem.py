"""What a problem refuses, in words."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from solver.errors import CaseloadError, InvalidProblem, TooLarge
from solver.problem import LEFT, NEW, SAFE_TICKS, Cases, Need, Officers, Pairs, Problem
from tests.solver.instances import make_problem


def officers(**changes: Any) -> Officers:
    two = np.array([5, 6], np.int64)
    return replace(Officers(ids=("A", "B"), available=two, limit=two, standard=np.array([-1, 3], np.int64)), **changes)


def cases(**changes: Any) -> Cases:
    return replace(
        Cases(
            ids=("x", "y"),
            effort=np.array([1, 2], np.int64),
            signature=np.zeros(2, np.int32),
            priority=np.full(2, 3, np.int8),
            current=np.array([NEW, 1], np.int32),
            pinned=np.zeros(2, np.bool_),
            bundle=np.full(2, -1, np.int32),
            case_type=np.full(2, -1, np.int32),
        ),
        **changes,
    )


def pairs(**changes: Any) -> Pairs:
    return replace(
        Pairs(
            case=np.array([0, 0, 1], np.int32),
            officer=np.array([0, 1, 0], np.int32),
            cost=np.array([4, 0, 2], np.int64),
            effort=np.array([-1, 7, -1], np.int64),
        ),
        **changes,
    )


def problem(**changes: Any) -> Problem:
    given: dict[str, Any] = {"officers": officers(), "cases": cases(), "eligible": np.ones((1, 2), np.bool_)}
    return Problem(**{**given, "needs": (Need(),), **changes})


def test_a_sound_problem_is_taken() -> None:
    assert len(problem(pairs=pairs()).cases) == 2
    assert problem().hours(25_000) == Fraction(5, 2)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ids": ("A", "A")}, "officers.ids must be unique"),
        ({"limit": np.array([5, -1], np.int64)}, "must be 0 or more ticks"),
        ({"available": np.array([-5, 1], np.int64)}, "must be 0 or more ticks"),
        ({"standard": np.array([-2, 1], np.int64)}, r"0 or more cases, or NO_STANDARD \(-1\)"),
        ({"limit": np.array([5, 6], np.int32)}, r"limit must be int64 of shape \(2,\), not int32"),
        ({"limit": np.array([5], np.int64)}, r"limit must be int64 of shape \(2,\)"),
        ({"skills": (frozenset({"spanish"}),)}, "officers.skills has 1 entries for 2 officers"),
    ],
)
def test_officers_that_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidProblem, match=message) as refusal:
        officers(**changes)
    assert isinstance(refusal.value, CaseloadError)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ids": ("x", "x")}, "cases.ids must be unique"),
        ({"effort": np.array([1, -1], np.int64)}, "cases.effort must be 0 or more ticks"),
        ({"priority": np.array([0, 3], np.int8)}, r"priority must be 1 \(most urgent\) to 5"),
        ({"priority": np.array([6, 3], np.int8)}, r"priority must be 1 \(most urgent\) to 5"),
        ({"current": np.array([-3, 0], np.int32)}, "must be an officer, NEW or LEFT"),
        ({"bundle": np.array([-2, 0], np.int32)}, "a number or ALONE"),
        ({"case_type": np.array([0, -1], np.int32)}, "index into cases.type_names, or -1"),
        ({"pinned": np.array([True, False])}, "a pinned case needs a current officer"),
        ({"pinned": np.array([1, 0], np.int8)}, "pinned must be bool"),
        ({"signature": np.zeros(2, np.int64)}, "signature must be int32"),
    ],
)
def test_cases_that_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidProblem, match=message):
        cases(**changes)


def test_a_pin_is_to_whom_the_case_is_ordered_else_to_who_has_it() -> None:
    ordered = np.array([1, NEW], np.int32)
    found = cases(pinned=np.array([True, True]), current=np.array([LEFT, 0], np.int32), ordered=ordered)
    assert found.pin.tolist() == [1, 0]
    with pytest.raises(InvalidProblem, match="ordered must be int32"):
        cases(ordered=np.array([1], np.int32))


def test_a_pin_to_an_officer_who_has_left_is_refused() -> None:
    with pytest.raises(InvalidProblem, match="a pinned case needs a current officer who is in the roster, or"):
        cases(pinned=np.array([True, False]), current=np.array([LEFT, 0], np.int32))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"case": np.array([0, 1, 0], np.int32)}, "sorted by case, then officer, without repeats"),
        ({"officer": np.array([1, 0, 0], np.int32)}, "sorted by case, then officer, without repeats"),
        ({"officer": np.array([1, 1, 0], np.int32)}, "sorted by case, then officer, without repeats"),
        ({"effort": np.array([-2, 0, 0], np.int64)}, r"0 or more ticks, or OWN_EFFORT \(-1\)"),
        ({"cost": np.array([1, 0], np.int64)}, r"cost must be int64 of shape \(3,\)"),
    ],
)
def test_pairs_that_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidProblem, match=message):
        pairs(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"eligible": np.ones((2, 2), np.bool_)}, r"eligible must be bool of shape \(1, 2\)"),
        ({"cases": cases(signature=np.array([0, 1], np.int32))}, "must be a row of problem.eligible"),
        ({"cases": cases(current=np.array([2, 0], np.int32))}, "an officer of the roster, NEW or LEFT"),
        ({"tick_hours": Fraction(0)}, "tick_hours must be above 0"),
        ({"pairs": pairs(case=np.array([0, 0, 2], np.int32))}, "pairs.case must be a case of the roster"),
        ({"pairs": pairs(officer=np.array([0, 2, 0], np.int32))}, "pairs.officer must be an officer of the roster"),
    ],
)
def test_what_does_not_fit_together_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidProblem, match=message):
        problem(**changes)


def test_a_bundle_pinned_to_two_officers_is_refused_by_name() -> None:
    with pytest.raises(
        InvalidProblem, match="case C-3 is pinned to D-2 but must be kept together with a case pinned to D-1"
    ):
        make_problem([5, 5], [1, 1, 1], current=[0, 1, 1], pinned=[True, False, True], bundle=[4, -1, 4])
    make_problem([5, 5], [1, 1, 1], current=[0, 1, 0], pinned=[True, False, True], bundle=[4, -1, 4])


def test_what_cannot_be_added_safely_is_refused() -> None:
    half = SAFE_TICKS // 2
    make_problem([half - 1, half], [half - 1, half])
    with pytest.raises(TooLarge, match="hours add up to more than"):
        make_problem([half, half], [1])
    with pytest.raises(TooLarge, match="efforts add up to more than"):
        make_problem([1], [half, half])
    # sums that would come round to a small number in 64 bits
    with pytest.raises(TooLarge, match="efforts add up to more than"):
        make_problem([1], [2**62] * 4)


def test_only_listed_pairs_may_be_held() -> None:
    found = make_problem([5, 5, 5], [1, 1], [[0, 1]], pairs=[(0, 1, 3, -1), (0, 2, 1, -1)])
    assert found.may_hold(0).tolist() == [False, True, False]
    assert found.may_hold(1).tolist() == [True, True, False]
    assert found.pairs_of(0) == slice(0, 2)
    assert found.pairs_of(1) == slice(2, 2)


def test_a_need_reads_as_words() -> None:
    assert str(Need()) == "any officer"
    assert str(Need("North", "detained", frozenset({"b", "a"}))) == "North · detained · a · b"


def test_a_pin_does_not_lift_the_exclusion_of_a_case_that_is_kept_together_with_it() -> None:
    plain = make_problem([5, 5], [1, 1, 1], [[0, 1], [1]], signature=[0, 1, 0], current=[0, 1, 1], bundle=[4, 4, -1])
    needs = (Need(), Need(excluded=frozenset({0})))
    assert replace(plain, needs=needs).needs == needs
    pinned = replace(plain.cases, pinned=np.array([True, False, False]))
    with pytest.raises(InvalidProblem, match="D-1 is excluded from case C-2, which must be kept together with a"):
        replace(plain, needs=needs, cases=pinned)
    others = replace(pinned, bundle=np.array([4, -1, 4], np.int32))
    assert replace(plain, needs=needs, cases=others).cases is others
