"""Time and work that a search may take; and parameters that are refused outside their ranges."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import pytest

from solver.budget import Budget, check_ranges
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


def test_a_share_ends_no_later_than_the_whole() -> None:
    whole = replace(ahead(2), should_stop=lambda: False)
    shorter = whole.within(LONG / 10)
    assert shorter.deadline < whole.deadline
    assert whole.within(10 * LONG).deadline == whole.deadline
    assert replace(shorter, deadline=whole.deadline) == whole
    assert whole.within(0).over


def test_a_slice_of_one_worker_is_counted_in_work() -> None:
    """By the clock it would end somewhere else every time."""
    whole = ahead(1)
    slice_ = whole.slice(3.0, seed=11)
    assert (slice_.deadline, slice_.seed, slice_.ration_s) == (whole.deadline, 11, 3.0)


def test_a_slice_of_several_workers_is_counted_by_the_clock() -> None:
    whole = ahead(2)
    slice_ = whole.slice(LONG / 10, seed=11)
    assert slice_.deadline < whole.deadline
    assert (slice_.seed, slice_.workers, slice_.ration_s) == (11, 2, None)


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
