"""The open cases from period to period in many possible worlds, each with pools of its own.

What must be missing in a world is a maximum flow. Many worlds are settled from two sides without one, all at once. *At
least* that much is missing: of the sets of work that were the tightest in a period, the one that exceeds the hours of
all who may take any of it by the most. *At most* that much is missing: the work is spread over the officers by prices,
which rise where there is time left and fall where there is none (iterative proportional fitting, Deming and Stephan
1940; the loads approach the fair shares). Where the two meet, nothing better exists. The others get their flow, many
beside each other (``solver.analysis.uncertainty.batch_flow``). Both have an end (``WorldLimits``): a world that is left
over is shared as its prices say, and may miss more than it must, never less.

Whose work waits: that of the tightest set, by the pools of the period where these do for the world, otherwise by the
prices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.analysis.forecast.flow import PER_CASE
from solver.analysis.forecast.open_cases import Ageing, Stock
from solver.analysis.forecast.paths import Step
from solver.analysis.forecast.pools import Pools
from solver.analysis.uncertainty.batch_flow import worst_sets
from solver.analysis.uncertainty.monte_carlo import relative_noise
from solver.arrays import Floats, Ints
from solver.fair_shares.blocks import Block, connected
from solver.fair_shares.network import Network

NEAR = 1e-6
"""Missing hours that differ by less than this part of the officers' hours are the same."""
ROUNDS = 10
"""Prices are mended so many times before what is missing is looked at again."""
LOOKS = 2
"""In a period; prices stay with a world from period to period, so that they are near from the second on."""


@dataclass(frozen=True, slots=True)
class WorldLimits:
    """Where the search for the best pools of each world ends.

    Attributes
    ----------
    arcs : int
        Of all flows together.
    products : float
        Multiplications for prices, in all.
    """

    arcs: int = 5_000_000
    products: float = 1e10


@dataclass(frozen=True, slots=True)
class Worlds:
    """One period in every world.

    Attributes
    ----------
    closing : float array, shape (worlds, cells), 1/10,000 cases
        Whole numbers.
    work, missing : float arrays, shape (worlds, cells), ticks
    is_held : bool
        In some world the pools may not be the best for it: too much may be missing, never too little.
    """

    closing: Floats
    work: Floats
    missing: Floats
    is_held: bool


@dataclass(slots=True)
class _Left:
    """What is left of ``WorldLimits``."""

    arcs: int
    products: float


@dataclass(slots=True)
class _Island:
    """Work and officers that share nothing with the rest.

    Attributes
    ----------
    cells, slot : int arrays
        Positions in ``Stock.cells``, and the slot of each, in the numbers of the block.
    block : Block
    reach : float array, shape (slots, officers), 0 or 1
    limit : float array, shape (officers,), ticks
    price : float array, shape (worlds, officers)
        How much of a slot's work an officer is given, beside others who may take it.
    cuts : float array, shape (cuts, slots), 0 or 1
        Sets of work that were the tightest once.
    room : float array, shape (cuts,), ticks
        Hours of all who may take any of a cut.
    """

    cells: NDArray[np.intp]
    slot: NDArray[np.intp]
    block: Block
    reach: Floats
    limit: Floats
    price: Floats
    cuts: Floats
    room: Floats

    def learn(self, pools: Pools) -> None:
        """Add the tightest sets of some pools: the first of them, the first two, ..."""
        pool = pools.of_slot[self.block.slots]
        for last in np.unique(pool)[:-1].tolist():
            cut = (pool <= last).astype(np.float64)
            if not (self.cuts == cut).all(axis=1).any():
                room = float(self.limit[(cut @ self.reach) > 0].sum())
                self.cuts, self.room = np.vstack([self.cuts, cut]), np.append(self.room, room)


def worlds_path(
    stock: Stock,
    network: Network,
    steps: Sequence[Step],
    draws: tuple[Floats, Floats],
    rng: np.random.Generator,
    limits: WorldLimits | None = None,
) -> Iterator[Worlds]:
    """Period by period in every world.

    The error of a weight stays what it is in a world; single cases vary anew in every period. Cells whose closures are
    given go as they go without any error.

    Parameters
    ----------
    stock : Stock
    network : Network
        ``stock.slots.network()``
    steps : sequence of Step
        The same periods with the weights as they are.
    draws : float arrays, shape (rows, worlds) and (rows,)
        Relative errors of the rows of the weight table, and the coefficient of variation of single cases.
    rng : Generator
    limits : WorldLimits or None
        As they stand there by default.
    """
    limits = WorldLimits() if limits is None else limits
    cells = stock.cells
    changes, noise = draws
    kind = np.array([cell.kind for cell in cells], np.int64)
    ticks = np.array([float(cell.ticks) for cell in cells])
    table_effort = np.array([float(cell.table_effort) for cell in cells])
    table_cases = np.array([float(cell.table_cases) for cell in cells])
    by_hours = np.array([cell.by_hours for cell in cells], np.bool_)
    factor = 1 + np.vstack([changes, np.zeros((1, changes.shape[1]))])[kind].T  # untyped cases take the last row
    cv = np.append(noise, 0.0)[kind] * (table_cases > 0)
    ageing = [(at, cell.ageing) for at, cell in enumerate(cells) if cell.ageing is not None]
    islands = _islands(stock, network, changes.shape[1])
    left = _Left(limits.arcs, limits.products)
    open_ = np.tile(np.array([cell.open for cell in cells], np.float64), (changes.shape[1], 1))
    for period, step in enumerate(steps):
        for at, course in ageing:
            ticks[at], table_effort[at], cv[at], factor[:, at] = _aged(course[period], changes)
        noisy = np.flatnonzero(cv > 0)
        arrivals = np.array(step.arrivals, np.float64)
        relative = factor.copy()
        if len(noisy):
            relative[:, noisy] *= 1 + relative_noise(open_[:, noisy] / PER_CASE * table_cases[noisy], cv[noisy], rng)
        scale = np.array([float(step.scale[at]) for at in step.pool])
        work = open_ / PER_CASE * ticks * scale * (1 + table_effort * (relative - 1))
        done = np.zeros_like(work)  # nobody has hours for the cells outside all islands
        is_held = False
        for island in islands:
            done[:, island.cells], is_open = _done(island, work[:, island.cells], step, left)
            is_held |= is_open
        hourly = open_ + arrivals - np.floor(open_ * done)
        open_ = np.where(by_hours, hourly, np.array(step.closing, np.float64))
        yield Worlds(open_, work, work * (1 - done), is_held)


def _aged(now: Ageing, changes: Floats) -> tuple[float, float, float, Floats]:
    """Ticks of a case, the part that rests on the table, its variation, and what the errors make of it."""
    factor = np.ones(changes.shape[1])
    for row, share in now.rows:
        factor += share * changes[row]
    return float(now.ticks), float(now.table_effort), now.variation, factor


def _islands(stock: Stock, network: Network, worlds: int) -> list[_Island]:
    """The connected parts of the network, each with its cells."""
    slot = np.array([cell.slot for cell in stock.cells], np.int64)
    out = []
    for block in connected(network, np.arange(len(network.slot))):
        cells = np.flatnonzero(np.isin(slot, block.slots))
        if not len(cells):
            continue
        reach = np.zeros((block.arcs.groups, block.arcs.officers))
        reach[block.arcs.group, block.arcs.officer] = 1
        limit = block.limit.astype(np.float64)
        price = np.tile(limit, (worlds, 1))
        everything = np.ones((1, len(reach)))
        at = np.searchsorted(block.slots, slot[cells])
        out.append(_Island(cells, at, block, reach, limit, price, everything, limit.sum(keepdims=True)))
    return out


def _done(island: _Island, work: Floats, step: Step, left: _Left) -> tuple[Floats, bool]:
    """The part of each cell's work that is done in each world, and whether in some world more could be."""
    if island.block.differs:  # work at other hands is other work: the period's own pools are held
        return _held(np.array(step.pool, np.int64)[island.cells], step, work)
    by_slot = np.zeros((len(work), len(island.reach)))
    np.add.at(by_slot.T, island.slot, work.T)
    island.learn(step.pools)
    near = NEAR * float(island.limit.sum())
    least, _ = _least(island, by_slot)
    done, most = _spread(island, by_slot, np.arange(len(work)))
    for _ in range(LOOKS):
        waiting = np.flatnonzero(most - least > near)
        products = 2.0 * ROUNDS * len(waiting) * island.reach.size
        if not len(waiting) or left.products < products:
            break
        left.products -= products
        _mend(island, by_slot, waiting)
        part, now = _spread(island, by_slot, waiting)
        better = now < most[waiting]
        done[waiting[better]], most[waiting[better]] = part[better], now[better]
    return _settle(island, by_slot, (done, most), step, left)


def _settle(
    island: _Island, work: Floats, spread: tuple[Floats, Floats], step: Step, left: _Left
) -> tuple[Floats, bool]:
    """Find the least that must be missing where it is not known, and share it."""
    done, most = spread
    near = NEAR * float(island.limit.sum())
    least, cut = _least(island, work)
    inside = (least > 0)[:, None] & (island.cuts[cut] > 0)
    waiting = np.flatnonzero(most - least > near)[: left.arcs // len(island.block.arc)]
    if len(waiting):
        left.arcs -= len(waiting) * len(island.block.arc)
        inside[waiting] = worst_sets(island.reach > 0, island.block.limit, work[waiting].T)
        taken = inside[waiting] @ island.reach > 0
        least[waiting] = np.maximum((work[waiting] * inside[waiting]).sum(axis=1) - taken @ island.limit, 0.0)
        most[waiting] = least[waiting]
    settled = most - least <= near
    part, missing = _shared(island, work, step.pools)
    alike = settled & (np.abs(missing - least) <= near)
    done = np.where(alike[:, None], part, done)
    lacking = np.where(inside | ~settled[:, None], 1 - done, 0.0)
    found = (lacking * work).sum(axis=1)
    scale = np.where(settled, least / np.where(found > 0, found, 1.0), 1.0)
    return 1 - np.clip(lacking * scale[:, None], 0, 1)[:, island.slot], bool((~settled).any())


def _shared(island: _Island, work: Floats, pools: Pools) -> tuple[Floats, Floats]:
    """The part of each slot's work that is done if each pool is even, and what is missing then, if it can be."""
    pool = pools.of_slot[island.block.slots]
    limit = np.array(pools.limits, np.float64)
    needed = work @ (pool[:, None] == np.arange(len(limit)))
    part = limit / np.maximum(np.maximum(needed, limit), 1e-300)
    return part[:, pool], np.maximum(needed - limit, 0.0).sum(axis=1)


def _held(pool: Ints, step: Step, work: Floats) -> tuple[Floats, bool]:
    """The same with pools as they are with the weights as they stand, whatever the world."""
    done = np.ones_like(work)
    for each in np.unique(pool).tolist():
        needed = work[:, pool == each].sum(axis=1)
        limit = float(step.pools.limits[each])
        done[:, pool == each] = (limit / np.maximum(needed, limit))[:, None]
    return done, bool((done < 1).any())


def _least(island: _Island, work: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """What must be missing in each world, and by which cut."""
    over = work @ island.cuts.T - island.room
    cut = np.argmax(over, axis=1)
    return np.maximum(over[np.arange(len(work)), cut], 0.0), cut


def _spread(island: _Island, work: Floats, worlds: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """The part of each slot's work that is done by the prices, and what is missing then, in some of the worlds."""
    price, mine = island.price[worlds], work[worlds]
    of_slot = price @ island.reach.T
    load = price * ((mine / of_slot) @ island.reach)
    part = island.limit / np.maximum(load, island.limit)
    return ((price * part) @ island.reach.T) / of_slot, np.maximum(load - island.limit, 0.0).sum(axis=1)


def _mend(island: _Island, work: Floats, worlds: NDArray[np.intp]) -> None:
    """Give more to officers with time left, and less to others. Changes ``island.price``."""
    price, mine = island.price[worlds], work[worlds]
    for _ in range(ROUNDS):
        used = (mine / (price @ island.reach.T)) @ island.reach * price / island.limit
        price = price / np.maximum(used, 1e-6)
        price = np.maximum(price / price.max(axis=1, keepdims=True), 1e-30)
    island.price[worlds] = price
