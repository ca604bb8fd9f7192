"""The relaxation of everybody's fills: every officer gets a mixture of whole fills of their hours.

Where officers hold few units each, this relaxation is far closer to the best plan than the linear one, which fills
hours to the last tick with pieces of units (Dantzig and Wolfe 1960; for this problem Savelsbergh 1997). Its fills are
too many to be written down, so they are found when they are needed: the linear program of those that are known prices
the units, a knapsack for each officer finds the fill that is best at these prices, and those that are better than what
is known are let in (column generation: Gilmore and Gomory 1961). Prices swing wildly as long as few fills are known:
they are kept in a box around the best ones so far (Marsten, Hogan and Blankenship 1975), and asked for between those
and the program's (Wentges 1997).

Measured on d20100 of the published instances, 5 units an officer: 6,176.1 after 0.2 s, where the linear relaxation is
6,142.5 and the best plan that is known 6,185; on c20200 2,390.1, 2,376.5 and 2,391. It guides a search and proves
nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.budget import Budget, check_ranges
from solver.engines.glop import RestrictedMasterLp
from solver.heuristics.packing.knapsack import PARAMS as KNAPSACK
from solver.heuristics.packing.knapsack import AssignmentData, KnapsackParams, best_fills

UNITS_A_PRICING, UNITS_A_CELL = 1e-3, 8e-9
"""Of work, to find everybody's best fill, and for each cell of the tables."""
BETTER = 1e-6
"""Costs that differ by less are equal, for a fill that may be let in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictedMasterParams:
    """How prices are kept from swinging, and when they are good enough.

    Attributes
    ----------
    width : float, cost, > 0
        Of the box at the beginning, to either side. It doubles whenever an end of it is in the way.
    move_every : int, rounds, >= 1
        After which the box moves to the best prices.
    smoothing : float, 0 to less than 1
        Share of the best prices in those that are asked for; it halves where nothing is found.
    least_smoothing : float, above 0
        Below which the program's own prices are asked for.
    close : float, cost, >= 0
        Between the program and the bound from which on it is solved.
    rounds : int, >= 1
        At most.
    knapsack : KnapsackParams
        Coarser than ticks, a unit counts as a little more than it is, so that every fill keeps its hours.
    """

    width: float = 1.0
    move_every: int = 10
    smoothing: float = 0.5
    least_smoothing: float = 0.3
    close: float = 0.05
    rounds: int = 400
    knapsack: KnapsackParams = KNAPSACK

    def __post_init__(self) -> None:
        check_ranges(self, width=(1e-9, inf), move_every=(1, inf), smoothing=(0, 0.999), least_smoothing=(1e-9, inf))
        check_ranges(self, close=(0, inf), rounds=(1, inf))


PARAMS = RestrictedMasterParams()


class RestrictedMaster:
    """The relaxation of what is still open, and all fills that were found.

    Parameters
    ----------
    data : AssignmentData
        Places are not looked at: everybody must have enough.
    price : float64 array, shape (units,)
        Of units, about: where the box begins.

    Attributes
    ----------
    owner, held, cost : arrays, shapes (fills,), (fills, units) and (fills,)
        All fills that were found: whose, of which units, and what they cost.
    share : float64 array, shape (fills,)
        What the relaxation has of each.
    price : float64 array, shape (units,)
        The best prices.
    bound : float
        What all plans of what is open cost at least, as far as the tables are exact.
    open : bool array, shape (officers,), and free : bool array, shape (units,)
    settled : float
        Cost of the fills that were settled.
    """

    def __init__(self, data: AssignmentData, price: Floats, params: RestrictedMasterParams = PARAMS) -> None:
        self._data, self._params = data, params
        grain = max(1, -(-int(data.hours.max(initial=0)) // params.knapsack.grains))
        self._weight, self._room = -(-data.ticks // grain), np.maximum(data.hours, 0) // grain
        self.owner: Ints = np.zeros(0, np.int64)
        self.held: Flags = np.zeros((0, len(data.size)), np.bool_)
        self.cost: Floats = np.zeros(0)
        self._known: dict[tuple[int, bytes], int] = {}
        self.price, self.bound = price, -inf
        self.restart(np.zeros(0, np.int64), price)

    def restart(self, fills: Ints, price: Floats) -> None:
        """Open everything again, with some of the fills and these prices to begin with."""
        units, officers = self._data.cost.shape
        self.open, self.free, self.settled = np.ones(officers, np.bool_), np.ones(units, np.bool_), 0.0
        self._write(fills, price)

    def best_worth(self, price: Floats) -> Floats:
        """What everybody's best fill is worth at some prices of units. Shape (officers,)."""
        return best_fills(price[:, None] - self._data.cost, self._weight, self._room)[0]

    @property
    def share(self) -> Floats:
        """What the relaxation has of each fill."""
        out = np.zeros(len(self.owner))
        out[self._inside[: len(self._lp.share)]] = self._lp.share
        return out

    def converge(
        self, budget: Budget, most: float = inf, close: float | None = None, rounds: int | None = None
    ) -> bool:
        """Let fills in until the relaxation of what is open is solved.

        Parameters
        ----------
        most : float, cost
            Ends as soon as everything together costs more than this.
        close, rounds : float and int, or None
            Those of the parameters unless given.

        Returns
        -------
        False where there is no solution for at most ``most``, or the budget was used up.
        """
        params = self._params
        close, rounds = params.close if close is None else close, params.rounds if rounds is None else rounds
        self.bound, box = -inf, self.price
        for turn in range(rounds):
            if not self._lp.solve(budget):
                return False
            new = self._price_out(budget, params.smoothing if turn else 0.0)
            if self.settled + self.bound > most:
                return False
            if not new or self._lp.value - self.bound < close:
                if self._lp.outside < BETTER:
                    break
                self._width *= 2
                self._move_box()
                box = self.price
            elif turn % params.move_every == params.move_every - 1 and box is not self.price:
                self._move_box()
                box = self.price
        return True

    def settle(self, fill: int) -> None:
        """Give an officer one of their fills for good."""
        officer, units = int(self.owner[fill]), np.flatnonzero(self.held[fill])
        self.open[officer], self.free[units] = False, False
        self.settled += float(self.cost[fill])
        out = (self.owner[self._inside] == officer) | self.held[self._inside][:, units].any(axis=1)
        self._lp.close(np.searchsorted(self._rows, units), np.flatnonzero(out))
        if self.free.any() and self.open.any() and int(self.free.sum()) * 2 < len(self._rows):
            # smaller by half: a new one is quicker
            self._write(np.arange(len(self.owner)), self.price)

    def fits(self, fill: int) -> bool:
        """Whether an officer could still be given one of their fills."""
        return bool(self.open[self.owner[fill]] and self.free[self.held[fill]].all())

    def _write(self, fills: Ints, price: Floats) -> None:
        """Write the program of what is open anew, with those of some fills that fit."""
        self.price, self._width = price, self._params.width
        fits = self.open[self.owner[fills]] & ~self.held[fills][:, ~self.free].any(axis=1)
        self._inside = fills[fits]
        self._rows, self._who = np.flatnonzero(self.free), np.flatnonzero(self.open)
        self._lp = RestrictedMasterLp(
            np.searchsorted(self._who, self.owner[self._inside]),
            self.held[self._inside][:, self._rows],
            self.cost[self._inside],
            len(self._who),
            price[self._rows],
            self._width,
        )

    def _move_box(self) -> None:
        self._lp.move_box(self.price[self._rows], self._width)

    def _price_out(self, budget: Budget, smoothing: float) -> int:
        """Let in the fills that are better at the program's prices; how many."""
        unit, officer = self.price.copy(), np.zeros(len(self.open))
        unit[self._rows], officer[self._who] = self._lp.unit, self._lp.officer
        best = self.price
        while True:
            asked = smoothing * best + (1 - smoothing) * unit
            who, held, bound = self._fills(asked, budget)
            if bound > self.bound + BETTER:
                self.bound, self.price = bound, asked
            cost = np.array([self._data.cost[of, i].sum() for i, of in zip(who.tolist(), held, strict=True)])
            better = held.any(axis=1) & (cost - held @ unit - officer[who] < -BETTER)
            new = self._let_in(who[better], held[better], cost[better])
            if new or not smoothing:
                return new
            smoothing = smoothing / 2 if smoothing >= self._params.least_smoothing else 0.0

    def _fills(self, price: Floats, budget: Budget) -> tuple[Ints, Flags, float]:
        """Everybody's best fill at some prices, and what all plans cost at least."""
        free, who = np.flatnonzero(self.free), np.flatnonzero(self.open)
        at = np.ix_(free, who)
        worth, of = best_fills(price[free, None] - self._data.cost[at], self._weight[at], self._room[who])
        budget.charge(UNITS_A_PRICING + of.size * (int(self._room[who].max(initial=0)) + 1) * UNITS_A_CELL)
        held = np.zeros((len(who), len(price)), np.bool_)
        held[:, free] = of
        return who, held, float(price[free].sum() - worth.sum())

    def _let_in(self, owner: Ints, held: Flags, cost: Floats) -> int:
        """Let those in that the program does not know; how many."""
        keys = [(i, of.tobytes()) for i, of in zip(owner.tolist(), held, strict=True)]
        new = [k for k, key in enumerate(keys) if key not in self._known]
        self._known.update((keys[k], len(self.owner) + number) for number, k in enumerate(new))
        self.owner = np.concatenate([self.owner, owner[new]])
        self.held, self.cost = np.concatenate([self.held, held[new]]), np.concatenate([self.cost, cost[new]])
        entering = np.setdiff1d(np.array([self._known[key] for key in keys], np.int64), self._inside)
        if len(entering):
            self._inside = np.concatenate([self._inside, entering])
            at = np.searchsorted(self._who, self.owner[entering])
            self._lp.add(at, self.held[entering][:, self._rows], self.cost[entering])
        return len(entering)
