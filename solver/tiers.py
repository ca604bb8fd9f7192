"""Tiers and fair shares: what the decomposition finds, as the plan, the checker and the report know it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from solver.arrays import Indices


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
    demand : int or Fraction, ticks
        Effort of the cases. Where a case takes different officers different times: what the officers carry together
        in the fairest split, ``utilization * limit``, which need not be whole.
    limit : int, ticks
        What the officers' hours carry.
    closed : bool
        True where the officers of this tier alone may hold its cases; False where other eligible officers exist, all
        of them in tighter tiers.
    prices : tuple of int, one per officer of the tier, or None
        The proof where times differ (``None``: every officer's tick counts alike). Whoever takes a case, its time is
        worth at least ``min(price * time)`` over the tier's officers who may take it; the sum of these over the cases
        is ``utilization`` times the worth of all hours, ``sum(price * limit)``. A case for which any officer with hours
        needs no time is worth nothing.
    """

    utilization: Fraction
    cases: Indices
    officers: Indices
    demand: int | Fraction
    limit: int
    closed: bool
    prices: tuple[int, ...] | None = None

    @property
    def missing(self) -> int | Fraction:
        """Ticks that are missing, 0 where the hours suffice."""
        return max(0, self.demand - self.limit)


@dataclass(frozen=True, slots=True)
class FairShares:
    """The lexicographically fairest load that exists if cases could be split.

    Every case is either in exactly one tier or in exactly one of the three arrays of cases outside. It is in the
    loosest tier that has an officer who may hold it. Officers whom only cases without effort reach form a tier of
    utilization 0.

    Attributes
    ----------
    tiers : tuple of Tier
        From tightest to loosest; of equal utilization, by their first officer.
    share : tuple of (Fraction or None), length officers
        Utilization of the officer's tier; 0 for an officer with hours whom no case reaches; None without hours.
    tier_of_officer : int32 array, shape (officers,)
        Index into ``tiers``, -1 where the officer is in none.
    aside_no_officer, aside_no_hours : int32 arrays
        Cases that nobody may hold, and cases whose eligible officers have no hours. They are in no tier.
    pinned_no_hours : int32 array
        Cases pinned to an officer who has no hours. They are placed, but no hours carry them: no tier either.
    """

    tiers: tuple[Tier, ...]
    share: tuple[Fraction | None, ...]
    tier_of_officer: Indices
    aside_no_officer: Indices
    aside_no_hours: Indices
    pinned_no_hours: Indices
