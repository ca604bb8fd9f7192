"""What can be tuned in the search of ``unrelated.py``: steps, neighbourhoods, and how time is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from solver.budget import check_ranges
from solver.errors import InvalidParameter


@dataclass(frozen=True, slots=True)
class Weighting:
    """One way to weigh time against what lies above the limits.

    Attributes
    ----------
    power : float, 0 to 10
        That prices are raised to; 0: everybody's time is worth the same.
    above : float, >= 0
        What a tick above the limit costs, times the officer's price.
    """

    power: float
    above: float

    def __post_init__(self) -> None:
        check_ranges(self, power=(0, 10), above=(0, inf))


@dataclass(frozen=True, slots=True, kw_only=True)
class MakespanParams:
    """How steps are tried one after the other, and how neighbourhoods are chosen.

    Attributes
    ----------
    patience : int, >= 1
        Neighbourhoods in a row that bring the next step no nearer after which the search gives up.
    short : int, >= 1
        Such neighbourhoods after which a step is left while larger ones are open.
    stride : int, >= 1
        A step is tried this part of the way down to the highest one that was given up: near enough to be reached
        quickly.
    neighbourhood_s : float, > 0
        Units of work for one neighbourhood, about seconds.
    groups : int, >= 1
        Of officers that are freed at once, at most.
    first_size : float, officers, >= 2
        In the first neighbourhood.
    first_core : int, >= 1
        Cheapest pairs of each class in the core.
    floor : float, 0 to 1
        Least price of an officer, as a part of the average: nobody's time is free of charge.
    weightings : tuple of Weighting, 1 or more
        Above the relaxation's own step not every officer is scarce, so that its prices differ too much; how much too
        much varies, so each of these is kept for as long as it succeeds.
    restless : int, >= 1
        Neighbourhoods in a row without success after which the next of these has its turn.
    noise : float, 0 to 1
        By how much prices are varied, at most, once each of them has had its turn.
    first_nodes, most_nodes : int, >= 1
        Branches of the first search among all officers at a step, and of later ones; each looks at four times as many.
    first_at_once, most_at_once : int, >= 0
        Pairs in the core up to which all officers are searched at once before and, if it is more, after neighbourhoods.
    at_once_share : float, above 0 and at most 1
        Of the work that is left which one such search may take.
    finest : float, > 0
        Units of cost per tick at the average price.
    coarsest : float, 1 to 2**40
        The largest cost of a pair.
    """

    patience: int = 600
    short: int = 40
    stride: int = 4
    neighbourhood_s: float = 0.3
    groups: int = 2
    first_size: float = 5.0
    first_core: int = 5
    floor: float = 0.1
    weightings: tuple[Weighting, ...] = (
        Weighting(1.0, 5.0),
        Weighting(0.5, 5.0),
        Weighting(1.0, 30.0),
        Weighting(0.0, 3.0),
    )
    restless: int = 10
    noise: float = 0.1
    first_nodes: int = 16
    most_nodes: int = 1_024
    first_at_once: int = 1_500
    most_at_once: int = 6_000
    at_once_share: float = 0.25
    finest: float = 20.0
    coarsest: float = 2.0**26

    def __post_init__(self) -> None:
        check_ranges(self, patience=(1, inf), short=(1, inf), stride=(1, inf), neighbourhood_s=(1e-9, inf))
        check_ranges(self, groups=(1, inf))
        check_ranges(self, first_size=(2, inf), first_core=(1, inf), floor=(0, 1), restless=(1, inf), noise=(0, 1))
        check_ranges(self, first_nodes=(1, inf), most_nodes=(1, inf), first_at_once=(0, inf), most_at_once=(0, inf))
        check_ranges(self, at_once_share=(1e-9, 1), finest=(1e-9, inf), coarsest=(1, 2**40))
        if not self.weightings:
            raise InvalidParameter("MakespanParams.weightings must be one or more, not none")


PARAMS = MakespanParams()
