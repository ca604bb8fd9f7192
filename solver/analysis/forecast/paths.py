"""The open cases from period to period, exactly, with the weights as they are.

A period starts with its open cases. Each takes the hours of its weight. The pools of officers who share their work are
those of that work (``solver.analysis.forecast.pools``). Where a pool has the hours, all of its work is done; where it
has not, every case gets the same part of its hours, whatever its type and priority:
``done = min(1, hours there / hours needed)``. Closures that are given happen as given (at most what is open or
arrives), spread over the open cases; closures by the hours are ``done`` times the cases that were open: a case is
closed once it has had its hours. Arrivals join at the end. Cases are whole 1/10,000, closures by the hours are rounded
down to that, and so ``opening + arrivals - closures = closing``, always exactly. The work of cells is counted in
``1 / GRAINS`` of a tick; only where cells hold part of their cases and these differ is it rounded, to the nearest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from solver.analysis.forecast.arrivals import apportion
from solver.analysis.forecast.flow import PER_CASE
from solver.analysis.forecast.open_cases import Given, Stock
from solver.analysis.forecast.pools import GRAINS, NOBODY, Pools, pools_of
from solver.fair_shares.network import Network


@dataclass(frozen=True, slots=True)
class Step:
    """One period, by cells.

    Attributes
    ----------
    opening, arrivals, closures, closing : lists of int, 1/10,000 cases
    work : list of int, 1 / GRAINS of a tick
        What the open cases take, with whoever takes the least.
    pool : list of int
        Position in ``pools`` of whoever shares the cell.
    pools : Pools
    needed : list of Fraction, ticks
        What the work of each pool takes; that of nobody, too.
    scale : list of Fraction
        The same, for one tick of the least: 1 but where times differ.
    """

    opening: list[int]
    arrivals: list[int]
    closures: list[int]
    closing: list[int]
    work: list[int]
    pool: list[int]
    pools: Pools
    needed: list[Fraction]
    scale: list[Fraction]

    def shared(self, cells: Sequence[int]) -> dict[int, Fraction]:
        """Ticks of work that these cells bring to each pool; pools to which they bring none are left out."""
        grains: dict[int, int] = {}
        for cell in cells:
            if self.work[cell]:
                grains[self.pool[cell]] = grains.get(self.pool[cell], 0) + self.work[cell]
        return {pool: Fraction(work, GRAINS) * self.scale[pool] for pool, work in grains.items()}

    def lacking(self, pool: int) -> Fraction:
        """The part of a pool's work that its hours do not carry."""
        needed, limit = self.needed[pool], self.pools.limits[pool]
        return (needed - limit) / needed if needed > limit else Fraction(0)

    def utilization(self, pool: int) -> Fraction:
        """Work by hours, of a pool with officers."""
        return self.needed[pool] / self.pools.limits[pool]


def exact_path(stock: Stock, network: Network, periods: int) -> Iterator[Step]:
    """Period by period, with the weights as they are.

    Parameters
    ----------
    stock : Stock
    network : Network
        ``stock.slots.network()``, when all arrivals are in.
    periods : int
    """
    cells = stock.cells
    open_ = [cell.open for cell in cells]
    others = [at for at, cell in enumerate(cells) if cell.in_units]  # where times differ, units count
    last: tuple[list[int], Pools] | None = None
    for period in range(periods):
        arrivals = [cell.arriving(period) for cell in cells]
        work = [_grains(many, cell.ticks_in(period)) for many, cell in zip(open_, cells, strict=True)]
        amounts = work.copy()
        for at in others:
            amounts[at] = _grains(open_[at], cells[at].amount)
        of_slot = [0] * (len(network.amount) + 1)
        for cell, amount in zip(cells, amounts, strict=True):
            of_slot[cell.slot] += amount
        del of_slot[NOBODY]
        pools = last[1] if last is not None and last[0] == of_slot else pools_of(network, of_slot)
        last = of_slot, pools
        step = _step(stock, open_, arrivals, work, pools)
        yield step
        open_ = step.closing


def _grains(many: int, each: Fraction) -> int:
    """Work of so many 1/10,000 cases: exact where it is whole, otherwise the nearest, half up."""
    below = each.denominator * PER_CASE
    return (2 * many * each.numerator * GRAINS + below) // (2 * below)


def _step(stock: Stock, open_: list[int], arrivals: list[int], work: list[int], pools: Pools) -> Step:
    pool = [int(pools.of_slot[cell.slot]) for cell in stock.cells]
    least = [0] * len(pools.limits)
    for grains, at in zip(work, pool, strict=True):
        least[at] += grains
    needed = [*pools.demand[:-1], Fraction(least[-1], GRAINS)]
    scale = [need * GRAINS / grains if grains else Fraction(1) for need, grains in zip(needed, least, strict=True)]
    done = [
        min(Fraction(1), limit / need) if need else Fraction(at != pools.nobody)
        for at, (need, limit) in enumerate(zip(needed, pools.limits, strict=True))
    ]
    closures = [
        many * done[at].numerator // done[at].denominator if cell.by_hours else 0
        for cell, many, at in zip(stock.cells, open_, pool, strict=True)
    ]
    for given in stock.given:
        for cell, going in zip(given.cells, closed(given, open_, arrivals), strict=True):
            closures[cell] += going
    closing = [many + come - go for many, come, go in zip(open_, arrivals, closures, strict=True)]
    return Step(open_, arrivals, closures, closing, work, pool, pools, needed, scale)


def closed(given: Given, open_: Sequence[int], arrivals: Sequence[int]) -> list[int]:
    """How many cases of each cell are closed where the number is given for all: of those open first, then arrivals."""
    there = [open_[cell] for cell in given.cells]
    coming = [arrivals[cell] for cell in given.cells]
    if given.closures <= sum(there):
        return apportion(given.closures, there) if there else []
    more = min(given.closures - sum(there), sum(coming))
    return [some + late for some, late in zip(there, apportion(more, coming) if there else [], strict=True)]
