"""Time and work that a search may take; and parameters that are refused outside their ranges."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import pytest

from solver.budget import Budget, Clock, check_ranges
from solver.errors import InvalidParameter

LONG = 10_000.0
"""Seconds that no test takes."""


def ahead(workers: int = 1) -> Budget:
    return Budget(time.monotonic() + LONG, workers, 7)


def test_what_is_left_is_never_less_than_nothing() -> None:
    assert 0 < ahead().left_s <= LONG
    assert Budget(time.monotonic() - LONG, 1, 0).left_s == 0


def test_it_is_over_with_its_time_or_when_a_stop_is_asked_for() -> None:
    assert not ahead().over
    assert Budget(time.monotonic() - LONG, 1, 0).over
    assert replace(ahead(), should_stop=lambda: True).over
    assert not replace(ahead(), should_stop=lambda: False).over


def test_after_its_time_nobody_is_asked_any_more() -> None:
    def ask() -> bool:
        pytest.fail("it was over already")

    assert Budget(time.monotonic() - LONG, 1, 0, ask).over


def test_what_ended_by_the_clock_or_a_stop_is_remembered_by_all_shares() -> None:
    for late in (Budget(time.monotonic() - LONG, 1, 0), replace(ahead(), should_stop=lambda: True)):
        assert not late.clock.ended
        assert late.within(0.5).slice(1, 3).cut_off()
        assert late.clock.ended


def test_what_ended_by_its_work_owes_nothing_to_the_clock() -> None:
    whole = ahead().limited(3)
    assert whole.within(0).over
    whole.charge(3)
    assert whole.over
    assert not whole.clock.ended


def test_work_is_charged_to_all_budgets_above() -> None:
    whole = ahead().limited(10)
    half = whole.within(0.5)
    slice_ = half.slice(2, seed=11)
    assert (whole.left, half.left, slice_.left) == (10, 5, 2)
    slice_.charge(1.5)
    assert (whole.left, half.left, slice_.left) == (8.5, 3.5, 0.5)
    assert (whole.spent, half.spent, slice_.spent) == (1.5, 1.5, 1.5)


def test_nobody_has_more_left_than_those_above() -> None:
    whole = ahead().limited(10)
    half = whole.within(0.5)
    whole.charge(9)
    assert half.left == 1
    assert half.slice(4, 0).left == 1
    half.charge(3)
    assert (whole.left, half.left) == (0, 0)


def test_the_order_in_which_work_is_charged_makes_no_difference() -> None:
    """In floating point (0.1 + 0.2) + 0.3 is not 0.1 + (0.2 + 0.3)."""
    one, other = ahead().limited(10), ahead().limited(10)
    for units in (0.1, 0.2, 0.3):
        one.charge(units)
    for units in (0.3, 0.2, 0.1):
        other.charge(units)
    assert one.left == other.left


def test_a_share_of_work_leaves_the_clock_alone() -> None:
    whole = replace(ahead(2), should_stop=lambda: False).limited(10)
    assert whole.within(0.1) == whole
    slice_ = whole.slice(3.0, seed=11)
    assert (slice_.deadline, slice_.workers, slice_.seed) == (whole.deadline, 2, 11)


def test_a_stage_leaves_seconds_for_those_after_it() -> None:
    whole = ahead().limited(10)
    stage = whole.stage(0.25)
    assert stage.left == 2.5
    assert stage.left_s == pytest.approx(LONG / 4, rel=0.01)


def test_what_runs_beside_others_is_charged_by_whoever_started_it() -> None:
    whole = ahead().limited(10)
    aside = whole.apart(4, seed=5)
    aside.charge(3)
    assert (aside.left, whole.left, aside.seed) == (1, 10, 5)
    assert whole.apart(40, seed=5).left == 10


def test_a_new_turn_has_work_and_a_memory_of_its_own() -> None:
    whole = Budget(time.monotonic() - LONG, 1, 0).limited(0)
    turn = whole.anew(20, Clock())
    assert turn.left == 20
    assert turn.over
    assert not whole.clock.ended


@dataclass(frozen=True)
class ToyParams:
    patience: int = 3
    shares: tuple[float, ...] = (0.25, 0.5)

    def __post_init__(self) -> None:
        check_ranges(self, patience=(1, 9), shares=(0, 1))


def test_parameters_within_their_ranges_are_taken_the_ends_included() -> None:
    for patience in (1, 9):
        assert ToyParams(patience).patience == patience
    assert ToyParams(shares=(0, 1)).shares == (0, 1)
    assert ToyParams(shares=()).shares == ()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"patience": 0}, "ToyParams.patience must be from 1 to 9, not 0"),
        ({"patience": 10}, "ToyParams.patience must be from 1 to 9, not 10"),
        ({"shares": (0.5, 1.5)}, "ToyParams.shares must be from 0 to 1, not 1.5"),
        ({"shares": (-0.25, 0.5)}, "ToyParams.shares must be from 0 to 1, not -0.25"),
        ({"patience": float("nan")}, "ToyParams.patience must be from 1 to 9, not nan"),
    ],
)
def test_parameters_outside_are_refused_by_name(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        ToyParams(**given)
    assert str(refusal.value) == message
