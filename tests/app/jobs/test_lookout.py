"""Who counts as gone, on a clock of the test."""

from __future__ import annotations

from app.jobs.lookout import Lookout
from app.store.runs import Pulse

A, B = Pulse(1, 1, 5), Pulse(2, 1, 9)
LEASE_S = 15.0


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def seen(lookout: Lookout[Pulse], clock: Clock, at_s: float, *pulses: Pulse) -> list[Pulse]:
    clock.now = 100.0 + at_s
    return lookout.silent(pulses)


def test_a_heartbeat_that_stands_still_for_the_whole_term_is_silent() -> None:
    clock = Clock()
    lookout: Lookout[Pulse] = Lookout(LEASE_S, clock)
    for at_s in (0, 3, 6, 9, 12, 14.9):
        assert seen(lookout, clock, at_s, A) == []
    assert seen(lookout, clock, 15, A, B) == [A], "and nobody who was first seen now"


def test_a_heartbeat_that_moves_is_never_silent() -> None:
    clock = Clock()
    lookout: Lookout[Pulse] = Lookout(LEASE_S, clock)
    for step in range(40):
        assert seen(lookout, clock, 3 * step, A._replace(beat=step // 4)) == []


def test_a_new_attempt_begins_a_new_term() -> None:
    clock = Clock()
    lookout: Lookout[Pulse] = Lookout(LEASE_S, clock)
    for at_s in (0, 5, 10):
        seen(lookout, clock, at_s, A)
    assert seen(lookout, clock, 15, A._replace(attempt=2)) == []


def test_whoever_stood_still_itself_knows_nothing() -> None:
    """A process that was frozen wakes: the others had no chance to be seen alive."""
    clock = Clock()
    lookout: Lookout[Pulse] = Lookout(LEASE_S, clock)
    seen(lookout, clock, 0, A)
    assert seen(lookout, clock, 60, A) == []
    for at_s in (63, 67, 71):
        assert seen(lookout, clock, at_s, A) == []
    assert seen(lookout, clock, 75, A) == [A]


def test_a_database_that_was_away_gives_everybody_a_whole_term() -> None:
    clock = Clock()
    lookout: Lookout[Pulse] = Lookout(LEASE_S, clock)
    for at_s in (0, 5, 10):
        seen(lookout, clock, at_s, A)
    lookout.forget()
    for at_s in (15, 20, 25, 29):
        assert seen(lookout, clock, at_s, A) == []
    assert seen(lookout, clock, 30, A) == [A]


def test_what_is_over_is_forgotten() -> None:
    clock = Clock()
    lookout: Lookout[Pulse] = Lookout(LEASE_S, clock)
    seen(lookout, clock, 0, A)
    seen(lookout, clock, 5)
    assert seen(lookout, clock, 10, A) == []
    assert seen(lookout, clock, 15, A) == []
