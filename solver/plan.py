"""What comes out: who holds what, how good every goal is, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Indices, Ints
from solver.certificate import Certificate
from solver.goals import Unit
from solver.tiers import FairShares

UNPLACED = -1
"""Value of ``Plan.officer`` for a case that nobody holds."""


class Status(StrEnum):
    """How much is known about a plan or one of its levels."""

    OPTIMAL = "optimal"
    """Best and bound are equal."""
    FEASIBLE = "feasible"
    """A plan is there; how far it may be from the best is its gap."""
    UNKNOWN = "unknown"
    """The time ran out before any plan was found."""


class Reason(IntEnum):
    """Why a case is where it is, or why it is nowhere."""

    KEPT = 0
    PINNED = 1
    NEW = 2
    """Nobody held it before."""
    FORCED = 3
    """Its officer has left or may not hold it."""
    BALANCE = 4
    """Moved for the sake of fair shares."""
    COST = 5
    """Moved because another officer costs less (objective ``cost``)."""
    NOBODY_ELSE = 6
    """Nobody may hold it, so it stays with the officer who has it (``Problem.release_ineligible`` takes it away)."""
    NO_ELIGIBLE_OFFICER = 10
    """No officer of the roster may hold it."""
    NO_HOURS = 11
    """Those who may hold it have no hours."""
    STANDARDS = 12
    """A Hall set: these cases, only these officers, their places. ``Plan.shortages`` holds the sums."""
    HOURS = 13
    """A cut: these cases, only these officers, their hours. ``Plan.shortages`` holds the sums."""
    PACKING = 14
    """Whole cases do not fit into the hours that are left. Proven by search; no sum that a person could check shows it.
    """
    NOT_PROVEN = 15
    """The search ended before it was known whether the case could be placed."""
    STANDARDS_AND_PACKING = 16
    """Caseload standards leave no room, together with hours or with families that stay together. Proven by search."""

    @property
    def label(self) -> str:
        """The word that files and pages use."""
        return self.name.lower()

    @property
    def is_unplaced(self) -> bool:
        """Whether nobody holds the case."""
        return self >= Reason.NO_ELIGIBLE_OFFICER


class Proof(StrEnum):
    """What a level's bound rests on."""

    ARITHMETIC = "arithmetic"
    """Integer sums that the checker has repeated (``Level.certificates``)."""
    SEARCH = "search"
    """The word of CP-SAT that nothing better exists."""
    TRIVIAL = "trivial"
    """No plan can be below 0."""


@dataclass(frozen=True, slots=True)
class LevelResult:
    """One ranked goal, over all parts.

    The goals are ``coverage_1`` … ``coverage_5`` (unplaced cases, or their ticks, of that priority), ``fairness``
    (grid steps of 0.0001 above the fair share, the worst officer), ``continuity`` (cases, or their ticks, taken from
    an officer who may keep them), ``evenness`` (grains above the fair shares, all officers) and ``cost``.
    Smaller is better.

    Attributes
    ----------
    name : str
    part_best, part_bound, part_value : int64 arrays, shape (parts,)
        Best value found for the level itself, its proven lower bound, and the value in the delivered plan.
    slack : int
        How far ``value`` may lie above ``best`` in each part for the sake of later levels.
    set_aside : int
        What cases that nobody can hold add to a coverage level; part of best, bound and value.
    proof : Proof
    unit : Unit
    certificates : tuple of Certificate
        The prices behind the bounds; where ``proof`` is ``ARITHMETIC``, one for every part whose bound is not trivial.
    """

    name: str
    part_best: Ints
    part_bound: Ints
    part_value: Ints
    slack: int = 0
    set_aside: int = 0
    proof: Proof = Proof.ARITHMETIC
    unit: Unit = Unit.CASES
    certificates: tuple[Certificate, ...] = ()

    def _total(self, parts: Ints) -> int:
        if not self.unit.adds_up:
            return int(max(parts.tolist(), default=0))
        return int(sum(parts.tolist())) + self.set_aside

    @property
    def best(self) -> int:
        """Best value found for this level while better-ranked ones were held."""
        return self._total(self.part_best)

    @property
    def bound(self) -> int:
        """No plan that holds the better-ranked levels can be below this."""
        return self._total(self.part_bound)

    @property
    def value(self) -> int:
        """Value in the delivered plan, at most ``best + slack`` in each part."""
        return self._total(self.part_value)

    @property
    def status(self) -> Status:
        """Optimal where best and bound are equal in every part."""
        return Status.OPTIMAL if bool((self.part_best == self.part_bound).all()) else Status.FEASIBLE

    @property
    def gap(self) -> float:
        """Fairness: in points (hundredths of utilization). Others: ``(best - bound) / max(1, |best|)``."""
        if not self.unit.adds_up:
            return self.unit.gap(max((self.part_best - self.part_bound).tolist(), default=0), 0)
        return self.unit.gap(self.best, self.bound)


@dataclass(frozen=True, slots=True)
class Shortage:
    """A certificate that cases must stay unplaced: these cases, only these officers, what they have.

    Attributes
    ----------
    reason : Reason
        ``STANDARDS`` (need and have are numbers of cases) or ``HOURS`` (ticks).
    cases : int32 array
        All the cases of the set, placed and unplaced. Pinned cases are outside and taken off ``have``.
    officers : int32 array
        Every officer who may hold any of them.
    need, have : int
        What the cases need, and what those officers have left after pins. ``need > have``.
    """

    reason: Reason
    cases: Indices
    officers: Indices
    need: int
    have: int


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a pin breaks, or a case that stays since nobody may hold it. The plan obeys, and says so.

    Attributes
    ----------
    rule : str, one of "eligibility", "standard", "hours"
    officer : int
    case : int or None
        The pinned case, for eligibility.
    need, have : int
        Cases for a standard, ticks for hours; 0 for eligibility.
    staying : int
        Cases among those of a standard or of hours that are not pinned, but stay because nobody may hold them.
    """

    rule: str
    officer: int
    case: int | None = None
    need: int = 0
    have: int = 0
    staying: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """An assignment of every case that can be placed, and what is known about it.

    Attributes
    ----------
    officer : int32 array, shape (cases,)
        The officer who holds each case, or ``UNPLACED``.
    reason : int8 array, shape (cases,), values of ``Reason``
    levels : tuple of Level
        In rank order.
    shares : FairShares
        Tiers, fair shares and parts that the levels refer to.
    part_of_officer : int32 array, shape (officers,)
        Which part (index into the arrays of ``LevelResult``) an officer belongs to; -1 where no case can reach them.
    part_of_case : int32 array, shape (cases,)
        -1 where the case is set aside.
    shortages : tuple of Shortage
    breaches : tuple of Breach
    status : Status
    wall_s : float, seconds
    interrupted : bool
        A stop was asked for, and this is the best plan by then.
    clock_ended : bool
        The time limit, or a stop, ended something of the search; where it did not, solving again with the same limits
        and seed gives the same plan, with any number of workers and on a machine of any speed that ends in time.
    work : float
        Units of work that the search took (``solver.budget``).
    """

    officer: Indices
    reason: NDArray[np.int8]
    levels: tuple[LevelResult, ...]
    shares: FairShares
    part_of_officer: Indices
    part_of_case: Indices
    shortages: tuple[Shortage, ...] = ()
    breaches: tuple[Breach, ...] = ()
    status: Status = Status.UNKNOWN
    wall_s: float = 0.0
    interrupted: bool = False
    clock_ended: bool = False
    work: float = 0.0
    notes: tuple[str, ...] = field(default=())

    def level(self, name: str) -> LevelResult:
        """The level of that name; ``KeyError`` where the goals do not have it."""
        for level in self.levels:
            if level.name == name:
                return level
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Progress:
    """What ``solve`` tells while it works.

    Attributes
    ----------
    phase : str
        "reading", "fair shares", "parts" (several parts are planned, and no level is reached by all of them yet), a
        level's name, "checking".
    value, bound : int or None
        Of the level in that phase over all parts, in its own unit (``Level.unit``). Values fall; only where there was
        time for a further turn, and a better-ranked level was improved in it, those after it start anew.
    gap : float or None
        As ``Level.gap``.
    elapsed_s : float, seconds
    unit_hours : Fraction
        Hours in one of the numbers where they count hours (ticks, or grains), else in one tick.
    parts, parts_done : int
        Parts that are planned, and how many of them are planned to the end; told with "parts" and with levels.
    unit : Unit or None
        Of the level in that phase.
    """

    phase: str
    value: int | None
    bound: int | None
    gap: float | None
    elapsed_s: float
    unit_hours: Fraction = Fraction(1, 10_000)
    parts: int = 1
    parts_done: int = 0
    unit: Unit | None = None
