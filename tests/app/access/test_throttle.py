from __future__ import annotations

import pytest

from app.access.throttle import EVERY_S, REMEMBERED, TRIES, Throttle, TooManyTries


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def tries(throttle: Throttle, address: str, most: int = 100) -> int:
    """How many tries in a row are looked at."""
    for number in range(most):
        try:
            throttle.check(address)
        except TooManyTries:
            return number
    return most


def test_after_ten_tries_one_has_to_wait() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    assert tries(throttle, "a") == TRIES
    assert tries(throttle, "b") == TRIES, "one address does not slow down another"
    clock.now += EVERY_S + 0.1
    assert tries(throttle, "a") == 1
    clock.now += 1_000
    assert tries(throttle, "a") == TRIES


def test_who_knew_a_key_begins_anew() -> None:
    throttle = Throttle(Clock())
    tries(throttle, "a")
    throttle.forgive("a")
    throttle.forgive("nobody")
    assert tries(throttle, "a") == TRIES


def test_memory_is_bounded_whoever_comes() -> None:
    throttle = Throttle(Clock())
    for number in range(5 * REMEMBERED):
        throttle.check(str(number))
    assert len(throttle) == REMEMBERED
    tries(throttle, "last")
    with pytest.raises(TooManyTries):
        throttle.check("last")
