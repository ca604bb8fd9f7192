"""Tiers, fair shares and bottlenecks, by maximum flow."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from solver.problem import Indices


@dataclass(frozen=True, slots=True)
class Tier:
    """Cases that only these officers are left to carry, and what that does to them.

    ``demand / limit`` is ``utilization``. The certificate is cumulative: the cases of this and of all tighter tiers may
    go only to the officers of this and of all tighter tiers.

    Attributes
    ----------
    utilization : Fraction
    cases : int32 array
        In roster order.
    officers : int32 array
    demand : int, ticks
        Effort of the cases.
    limit : int, ticks
        What the officers' hours carry.
    closed : bool
        True where the officers of this tier alone may hold its cases; False where other eligible officers exist, all
        of them in tighter tiers.
    """

    utilization: Fraction
    cases: Indices
    officers: Indices
    demand: int
    limit: int
    closed: bool

    @property
    def missing(self) -> int:
        """Ticks that are missing, 0 where the hours suffice."""
        return max(0, self.demand - self.limit)


@dataclass(frozen=True, slots=True)
class FairShares:
    """The lexicographically fairest load that exists if cases could be split.

    Attributes
    ----------
    tiers : tuple of Tier
        From tightest to loosest; of equal utilization, by their first officer.
    share : tuple of (Fraction or None), length officers
        Utilization of the officer's tier; 0 for an officer with hours whom no case needs; None without hours.
    tier_of_officer : int32 array, shape (officers,)
        Index into ``tiers``, -1 where the officer is in none.
    aside_no_officer, aside_no_hours : int32 arrays
        Cases that nobody may hold, and cases whose eligible officers have no hours. They are in no tier.
    """

    tiers: tuple[Tier, ...]
    share: tuple[Fraction | None, ...]
    tier_of_officer: Indices
    aside_no_officer: Indices
    aside_no_hours: Indices
