"""How long and how hard one search may try, counted in work; and the ranges within which its parameters lie.

A search that ends by the clock ends somewhere else every time. So what a search may take is counted in work: CP-SAT's
deterministic time, steps of the simplex method, steps of our own loops, all brought to about the same unit, a second of
a quiet core. Shares of a budget are shares of the work that is left. The clock stands behind it as a backstop; when it
ends anything, or somebody asks for a stop, that is remembered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from solver.errors import InvalidParameter

Stop = Callable[[], bool]

PER_UNIT = 1_000_000
"""Work is added up in whole millionths of a unit, so that the order in which it is added makes no difference."""
UNLIMITED = 2**62


@dataclass(slots=True)
class Clock:
    """Whether the clock, or a stop that was asked for, has ended anything."""

    ended: bool = False


@dataclass(slots=True)
class Work:
    """An account of work: what is charged to it is charged to all accounts above it, too.

    Attributes
    ----------
    limit, used : int, millionths of a unit
    above : Work or None
        The account that this one is a share of.
    """

    limit: int = UNLIMITED
    used: int = 0
    above: Work | None = None

    @property
    def left(self) -> int:
        """Millionths of a unit that are left, here and above; 0 or more."""
        left = self.limit - self.used
        return max(0, left if self.above is None else min(left, self.above.left))

    def charge(self, amount: int) -> None:
        """Count work that was done."""
        account: Work | None = self
        while account is not None:
            account.used += amount
            account = account.above


@dataclass(frozen=True, slots=True)
class Budget:
    """How long and how hard one search may try.

    Attributes
    ----------
    deadline : float
        ``time.monotonic()`` at which it must be over, however little work was done.
    workers : int
        Threads or processes at once. Nothing that is decided depends on it.
    seed : int
    should_stop : callable returning bool, or None
    work : Work
        Without a limit unless given.
    clock : Clock
        Shared by all parts of a budget.
    """

    deadline: float
    workers: int
    seed: int
    should_stop: Stop | None = None
    work: Work = field(default_factory=Work, compare=False)
    clock: Clock = field(default_factory=Clock, compare=False)

    @property
    def left_s(self) -> float:
        """Seconds until the deadline, 0 or more."""
        return max(0.0, self.deadline - time.monotonic())

    @property
    def left(self) -> float:
        """Units of work that are left, 0 or more; about seconds of a quiet core."""
        return self.work.left / PER_UNIT

    def cut_off(self) -> bool:
        """Whether the deadline has passed or a stop was asked for; if so, that is remembered in ``clock``."""
        over = self.left_s <= 0 or (self.should_stop is not None and self.should_stop())
        if over:
            self.clock.ended = True
        return over

    @property
    def over(self) -> bool:
        """Whether the work is used up, the deadline has passed, or a stop was asked for."""
        return self.work.left <= 0 or self.cut_off()

    def charge(self, units: float) -> None:
        """Count work that was done, in units."""
        self.work.charge(round(units * PER_UNIT))

    def limited(self, units: float) -> Budget:
        """The same, but for at most so many units of work, which are charged here as well."""
        limit = max(0, min(self.work.left, round(min(units, UNLIMITED / PER_UNIT) * PER_UNIT)))
        return replace(self, work=Work(limit, 0, self.work))

    def within(self, share: float) -> Budget:
        """The same, but for a share of the work that is left."""
        return self.limited(self.left * share)

    def stage(self, share: float) -> Budget:
        """A share of the work that is left, and of the seconds: where the clock ends this, others still have a turn."""
        return replace(self.within(share), deadline=min(self.deadline, time.monotonic() + self.left_s * share))

    def slice(self, units: float, seed: int) -> Budget:
        """A short search with a seed of its own."""
        return replace(self.limited(units), seed=seed)

    def apart(self, units: float, seed: int) -> Budget:
        """A short search beside others. Whoever starts it charges ``spent`` of it here, in an order of their own."""
        limit = min(self.work.left, round(units * PER_UNIT))
        return replace(self, seed=seed, work=Work(limit))

    def anew(self, units: float, clock: Clock) -> Budget:
        """Another turn with work of its own, which is not taken from here, and a memory of its own for the clock."""
        return replace(self, work=Work(round(units * PER_UNIT)), clock=clock)

    @property
    def spent(self) -> float:
        """Units of work that were charged to this account."""
        return self.work.used / PER_UNIT


def check_ranges(params: object, **ranges: tuple[float, float]) -> None:
    """Refuse parameters outside their ranges.

    Parameters
    ----------
    params : object
        With an attribute for each name below: a number, or several of them.
    ranges : name=(least, most)

    Raises
    ------
    InvalidParameter
        The message names the parameter, its range and the value.
    """
    for name, (least, most) in ranges.items():
        value = getattr(params, name)
        for each in value if isinstance(value, tuple) else (value,):
            if not least <= each <= most:
                raise InvalidParameter(
                    f"{type(params).__name__}.{name} must be from {least:g} to {most:g}, not {each:g}"
                )
