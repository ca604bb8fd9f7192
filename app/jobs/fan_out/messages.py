"""What the child that makes a plan and the process that minds it say to each other about parts that others plan."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offered:
    """Child: these parts may be planned by others; ``turn`` tells those of one turn from those of the next.

    Parent, in answer: these are offered, of those that were named.
    """

    turn: int
    sizes: dict[int, int]


@dataclass(frozen=True, slots=True)
class Take:
    """Child: I would begin the first of these that nobody has begun. Parent: begin this one, or none."""

    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """Parent: begin this one; None: others have them all."""

    part: int | None


@dataclass(frozen=True, slots=True)
class Seize:
    """Child: I begin this one, whoever has it."""

    part: int


@dataclass(frozen=True, slots=True)
class Hurry:
    """Child: have everybody come back soon."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Child: this turn is over."""

    turn: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Parent: a helper has begun this part, and wants its errand."""

    turn: int
    part: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Child: here it is."""

    turn: int
    part: int
    attempt: int
    errand: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Told:
    """Parent: how a part goes that a helper plans."""

    turn: int
    part: int
    level: str
    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Came:
    """Parent: what came of it."""

    turn: int
    part: int
    result: bytes


@dataclass(frozen=True, slots=True)
class PartNews:
    """A helper's child: how its part goes."""

    level: str
    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Planned:
    """A helper's child: what came of its part."""

    result: bytes


FromChild = Offered | Take | Seize | Hurry | Withdrawn | Sent
FromParent = Offered | Taken | Wanted | Told | Came
