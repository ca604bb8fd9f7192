from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.confined import Limits, MemoryShare, MemoryUsedUp, run_confined
from app.confined_memory import LOOK_EVERY_S, MemoryLedger, held_by
from app.confined_pool import Pool
from tests.app import confined_targets as targets

MIB = 1 << 20
BUDGET = 100


class Machine:
    """Processes and what they hold, and a clock that is set by hand."""

    def __init__(self, **held: int) -> None:
        self.held = {int(name[1:]): size for name, size in held.items()}
        self.others = 0
        self.now = 0.0
        self.looks = 0
        self.ledger = MemoryLedger(self._look, lambda: self.now)

    def _look(self, pids: frozenset[int]) -> tuple[dict[int, int], int]:
        self.looks += 1
        self.now += LOOK_EVERY_S
        return {pid: self.held[pid] for pid in pids}, self.others + sum(self.held.values())

    def entry(self, pid: int, share: int) -> Any:
        return self.ledger.entry(pid, MemoryShare(share, BUDGET))


def test_who_holds_most_beyond_its_share_must_go_and_nobody_else() -> None:
    machine = Machine(p1=60, p2=45)
    with machine.entry(1, 50) as first, machine.entry(2, 20) as second:  # 10 above and 25 above
        assert not first()
        assert second()
        assert not first()  # while it is being ended, nobody else is


def test_more_than_a_share_may_be_held_while_there_is_room() -> None:
    machine = Machine(p1=99, p2=1)
    with machine.entry(1, 10) as first, machine.entry(2, 10) as second:
        assert not first()
        assert not second()


def test_who_is_within_its_share_is_not_ended_for_what_others_hold() -> None:
    machine = Machine(p1=50, p2=20)
    machine.others = 1_000
    with machine.entry(1, 50) as first, machine.entry(2, 20) as second:
        assert not first()
        assert not second()


def test_after_one_has_gone_it_is_seen_anew() -> None:
    machine = Machine(p1=60, p2=60)
    with machine.entry(1, 30) as first:
        with machine.entry(2, 20) as second:
            assert second()
        machine.held[2] = 0
        machine.now += LOOK_EVERY_S
        assert not first()


def test_looking_is_spared_when_somebody_has_just_looked() -> None:
    machine = Machine(p1=1)
    with machine.entry(1, 1) as first:
        assert not first()
        machine.now -= LOOK_EVERY_S / 2
        assert not first()
        assert machine.looks == 1


def test_who_is_not_counted_is_never_asked_to_go() -> None:
    machine = Machine(p1=10_000)
    with machine.ledger.entry(1, None) as first:
        assert not first()
    assert machine.looks == 0


def test_where_the_system_does_not_say_nobody_is_ended() -> None:
    with MemoryLedger(lambda _pids: None).entry(1, MemoryShare(0, 0)) as first:
        assert not first()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), min_size=1, max_size=5), st.integers(0, 60))
def test_one_goes_exactly_when_the_budget_is_used_up_and_somebody_is_above(
    children: list[tuple[int, int]], others: int
) -> None:
    machine = Machine(**{f"p{number}": held for number, (held, _) in enumerate(children)})
    machine.others = others
    entries = [machine.entry(number, share) for number, (_, share) in enumerate(children)]
    asked = [entry.__enter__() for entry in entries]
    gone = [number for number, is_to_go in enumerate(asked) if is_to_go()]
    above = [held - share for held, share in children]
    is_full = others + sum(held for held, _ in children) > BUDGET
    assert len(gone) <= 1
    assert bool(gone) == (is_full and max(above) > 0)
    assert all(above[number] == max(above) for number in gone)
    for entry in entries:
        entry.__exit__(None, None, None)


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(1, ["tests.app.confined_targets"])
    yield made
    made.close()


def held_now() -> int:
    found = held_by(frozenset())
    assert found is not None
    return found[1]


def test_memory_of_a_process_that_a_child_started_was_counted_nowhere(pool: Pool) -> None:
    """A reader of a workbook, or a worker of the solver, has a limit of its own: nobody added them up."""
    share = MemoryShare(16 * MIB, held_now() + 150 * MIB)
    with pytest.raises(MemoryUsedUp):
        pool.run(targets.hold_elsewhere, (300,), Limits(60.0, share=share))
    with pytest.raises(MemoryUsedUp):
        run_confined(targets.hold_elsewhere, (300,), Limits(60.0, share=share))


def test_a_child_within_its_share_goes_on_while_another_one_is_ended() -> None:
    of = held_now() + 250 * MIB
    with ThreadPoolExecutor() as threads:
        big = threads.submit(run_confined, targets.hold_elsewhere, (500,), Limits(60.0, share=MemoryShare(1, of)))
        small = threads.submit(
            run_confined, targets.hold_elsewhere, (10, 1.0), Limits(60.0, share=MemoryShare(200 * MIB, of))
        )
        assert isinstance(big.exception(), MemoryUsedUp)
        assert small.result() == "held"


def test_a_process_holds_what_it_has_written() -> None:
    before = held_now()
    held = bytearray(os.urandom(1)) * (64 * MIB)
    assert 50 * MIB < held_now() - before < 200 * MIB
    del held


def test_a_process_that_has_ended_holds_nothing() -> None:
    found = held_by(frozenset({2**22 + 1}))
    assert found is not None
    assert found[0] == {2**22 + 1: 0}
