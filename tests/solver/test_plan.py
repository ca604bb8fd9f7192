"""What a plan says of its levels, added up over parts; and the words for its reasons."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from solver.goals import Unit
from solver.plan import LevelResult, Plan, Progress, Proof, Reason, Status
from solver.tiers import FairShares


def level(unit: Unit, best: list[int], bound: list[int], value: list[int], set_aside: int = 0) -> LevelResult:
    part_best, part_bound, part_value = (np.array(each, np.int64) for each in (best, bound, value))
    return LevelResult("of some goal", part_best, part_bound, part_value, set_aside=set_aside, unit=unit)


def plan(*levels: LevelResult) -> Plan:
    none = np.zeros(0, np.int32)
    return Plan(none, np.zeros(0, np.int8), levels, FairShares((), (), none, none, none, none), none, none)


@pytest.mark.parametrize("unit", [unit for unit in Unit if unit is not Unit.STEPS])
def test_parts_are_added_up_with_what_is_set_aside(unit: Unit) -> None:
    found = level(unit, [3, 4], [1, 4], [3, 6], set_aside=10)
    assert (found.best, found.bound, found.value) == (17, 15, 19)
    assert found.gap == pytest.approx(2 / 17)


def test_of_steps_the_worst_part_counts() -> None:
    """The worst part is at 300 of at least 250 steps; the other one is 120 steps from its bound, that is 1.2 points."""
    found = level(Unit.STEPS, [300, 170], [250, 50], [400, 170])
    assert (found.best, found.bound, found.value) == (300, 250, 400)
    assert found.gap == pytest.approx(1.2)


@pytest.mark.parametrize("unit", Unit)
def test_without_parts_there_is_what_is_set_aside(unit: Unit) -> None:
    found = level(unit, [], [], [], set_aside=4)
    assert found.best == found.bound == found.value == (4 if unit.adds_up else 0)
    assert found.gap == 0
    assert found.status is Status.OPTIMAL


def test_sums_past_64_bits_are_exact() -> None:
    found = level(Unit.HOURS, [2**62, 2**62, 2**62], [0, 0, 0], [2**62] * 3)
    assert found.best == 3 * 2**62


def test_a_level_is_optimal_where_every_part_is() -> None:
    assert level(Unit.CASES, [3, 4], [3, 4], [3, 5]).status is Status.OPTIMAL
    assert level(Unit.CASES, [3, 4], [4, 3], [3, 4]).status is Status.FEASIBLE
    assert level(Unit.STEPS, [3, 4], [2, 4], [3, 4]).status is Status.FEASIBLE


def test_a_gap_is_a_share_of_the_value_and_of_nothing_a_share_of_one() -> None:
    assert level(Unit.COST, [0], [-5], [0]).gap == 5
    assert level(Unit.COST, [-10], [-15], [-10]).gap == pytest.approx(0.5)


def test_a_level_is_found_by_its_name() -> None:
    one = level(Unit.CASES, [1], [1], [1])
    assert plan(one).level("of some goal") is one
    with pytest.raises(KeyError, match="fairness"):
        plan(one).level("fairness")


def test_a_plan_claims_nothing_that_it_is_not_given() -> None:
    bare = plan()
    assert (bare.status, bare.interrupted, bare.shortages, bare.breaches) == (Status.UNKNOWN, False, (), ())


def test_reasons_keep_their_numbers() -> None:
    """Plans are kept with these: a number that was once given to a reason is never given to another."""
    written = {
        0: "kept",
        1: "pinned",
        2: "new",
        3: "forced",
        4: "balance",
        5: "cost",
        10: "no_eligible_officer",
        11: "no_hours",
        12: "standards",
        13: "hours",
        14: "packing",
        15: "not_proven",
    }
    assert {number: Reason(number).label for number in written} == written


def test_who_waits_has_another_kind_of_reason_than_who_is_placed() -> None:
    for reason in Reason:
        assert reason.label == reason.name.lower()
        assert reason.is_unplaced is (reason.value >= 10)
    assert not Reason.COST.is_unplaced
    assert Reason.NO_ELIGIBLE_OFFICER.is_unplaced
    assert Reason.NOT_PROVEN.is_unplaced


def test_proofs_are_named_as_the_report_names_them() -> None:
    assert {str(proof) for proof in Proof} == {"arithmetic", "search", "trivial"}
    none = np.zeros(0, np.int64)
    assert LevelResult("continuity", none, none, none).certificates == ()


def test_progress_is_of_one_part_unless_it_says_more() -> None:
    news = Progress("fairness", 3, 1, 0.02, 1.5)
    assert (news.parts, news.parts_done, news.unit) == (1, 0, None)
    assert news.unit_hours == Fraction(1, 10_000)
