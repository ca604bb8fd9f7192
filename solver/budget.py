"""How long and how hard one search may try, and the ranges within which its parameters lie."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from solver.errors import InvalidParameter

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Budget:
    """How long and how hard one search may try.

    Attributes
    ----------
    deadline : float
        ``time.monotonic()`` at which it must be over.
    workers : int
    seed : int
    should_stop : callable returning bool, or None
    ration_s : float or None
        CP-SAT's own measure of work, in about seconds. Unlike a clock it stops one worker at the same point every time.
    """

    deadline: float
    workers: int
    seed: int
    should_stop: Stop | None = None
    ration_s: float | None = None

    @property
    def left_s(self) -> float:
        """Seconds left, 0 or more."""
        return max(0.0, self.deadline - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether the time is over or a stop was asked for."""
        return self.left_s <= 0 or (self.should_stop is not None and self.should_stop())

    def within(self, seconds: float) -> Budget:
        """The same, but for at most this many seconds from now."""
        return replace(self, deadline=min(self.deadline, time.monotonic() + seconds))

    def slice(self, seconds: float, seed: int) -> Budget:
        """A short search with a seed of its own; by CP-SAT's measure with one worker, by the clock with more."""
        if self.workers == 1:
            return replace(self, seed=seed, ration_s=seconds)
        return replace(self.within(seconds), seed=seed)


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
