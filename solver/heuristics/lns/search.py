"""Large-neighbourhood search: free a few officers' cases, keep everybody else's, let CP-SAT find the best there.

What to free is ``neighbourhoods.py``'s choice; here a few neighbourhoods of the same plan are searched at once, or one
after the other beside exchanges, side by side where there are workers. All begin at the same plan and what they find is
taken in a fixed order, so that the number of workers makes no difference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from solver.arrays import Ints
from solver.budget import Budget
from solver.engines.beside import side_by_side
from solver.engines.cp_sat import SearchResult, search
from solver.heuristics.incumbent import Improver, Incumbent
from solver.heuristics.lns.neighbourhoods import LnsParams, Neighbourhood, NeighbourhoodSelector

PARAMS = LnsParams()


@dataclass(frozen=True, slots=True)
class _Round:
    """What came of one round: neighbourhoods searched, and whether nothing better exists."""

    tries: int
    exhausted: bool


def large_neighbourhood_search(
    incumbent: Incumbent,
    budget: Budget,
    patience: int | None = None,
    params: LnsParams = PARAMS,
) -> bool:
    """Improve a plan until it meets its aim, the time is over, or a search of everything ends in vain.

    Parameters
    ----------
    incumbent : Incumbent
        Every better plan is offered to it. Its improver, if any, is asked beside CP-SAT.
    patience : int or None
        Give up after so many neighbourhoods in a row without success.

    Returns
    -------
    bool
        Whether everything was searched: nothing below the incumbent exists.
    """
    selector = NeighbourhoodSelector(incumbent, budget, params)
    tries = in_vain = 0
    while not incumbent.proven and not budget.over and (patience is None or in_vain < patience):
        if not selector.look_at(incumbent.x):
            return True
        value, near = incumbent.value, selector.next_near(incumbent.x)
        if patience is None and near.whole and not near.small:
            near = replace(near, units=budget.left)
        seeded = replace(budget, seed=budget.seed + tries)
        if incumbent.improver is not None and not (near.whole and near.small):
            done = _beside_exchanges(incumbent, incumbent.improver, selector, near, seeded, params)
        else:
            most = params.at_once if patience is None else min(params.at_once, patience - in_vain)
            done = _at_once(incumbent, selector, near, seeded, 1 if near.whole else most)
        if done.exhausted:
            return True
        tries, in_vain = tries + done.tries, in_vain + done.tries
        if incumbent.value < value:
            in_vain = 0
    return False


def _at_once(
    incumbent: Incumbent, selector: NeighbourhoodSelector, near: Neighbourhood, budget: Budget, most: int
) -> _Round:
    """Search up to so many neighbourhoods of the plan."""
    program, before, value = incumbent.level.program, incumbent.x, incumbent.value
    nears = [near, *(selector.next_near(before) for _ in range(most - 1))]
    slices = [budget.apart(each.units, seed) for seed, each in enumerate(nears, budget.seed)]

    def look(near: Neighbourhood, slice_: Budget) -> SearchResult:
        return search(program, near.low, near.high, before, slice_, below=value)

    found = side_by_side([partial(look, *each) for each in zip(nears, slices, strict=True)], budget.workers)
    steps = [one.x - before for one in found if one.x is not None]
    if len(steps) > 1:
        # where they freed different officers, both steps can be made
        incumbent.offer_point(before + np.sum(steps, axis=0))
    for each, one, slice_ in zip(nears, found, slices, strict=True):
        budget.charge(slice_.spent)
        if one.x is not None:
            incumbent.offer_point(one.x)
        if one.complete and each.whole:
            return _Round(len(nears), exhausted=True)
        selector.learn(each, one.x is not None, one.complete)
    return _Round(len(nears), exhausted=False)


def _beside_exchanges(
    incumbent: Incumbent,
    improver: Improver,
    selector: NeighbourhoodSelector,
    near: Neighbourhood,
    budget: Budget,
    params: LnsParams,
) -> _Round:
    """Make exchanges and, beside them, search one neighbourhood after the other; both begin at the same plan.

    The plan that the exchanges end with is followed first: what CP-SAT found counts where it is better still.
    """
    walking = budget.apart(near.units if near.whole else params.beside_s, budget.seed)
    # what the exchanges begin with, once, may take long; after that their number is their limit
    exchanging = budget.apart(budget.left, budget.seed)
    walks: list[_Walk] = []
    plans: list[Ints] = []

    def walk() -> None:
        walks.append(_walk(incumbent, selector, near, walking))

    def exchange() -> None:
        plans.append(improver(incumbent.planned, params.exchanges, exchanging))

    side_by_side([walk, exchange], budget.workers)
    budget.charge(walking.spent + exchanging.spent)
    for planned in plans:
        incumbent.follow(planned)
    for each in walks:
        incumbent.offer_point(each.x)
    return _Round(walks[0].tries, walks[0].exhausted)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where a row of neighbourhoods led to."""

    x: Ints
    tries: int
    exhausted: bool


def _walk(incumbent: Incumbent, selector: NeighbourhoodSelector, near: Neighbourhood, budget: Budget) -> _Walk:
    """Search a neighbourhood, then one of the plan that was found, and so on; the incumbent stays as it is."""
    program, aim, x, tries = incumbent.level.program, incumbent.aim, incumbent.x, 0
    while True:
        slice_ = budget.slice(near.units, budget.seed + tries)
        found = search(program, near.low, near.high, x, slice_, below=program.value(x))
        tries += 1
        x = x if found.x is None else found.x
        if found.complete and near.whole:
            return _Walk(x, tries, exhausted=True)
        selector.learn(near, found.x is not None, found.complete)
        if budget.over or program.value(x) <= aim:
            return _Walk(x, tries, exhausted=False)
        if not selector.look_at(x):
            return _Walk(x, tries, exhausted=True)
        near = selector.next_near(x)
        if near.whole and not near.small:  # that is for a round of its own, with more work
            return _Walk(x, tries, exhausted=False)
