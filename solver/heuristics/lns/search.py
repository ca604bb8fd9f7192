"""Large-neighbourhood search: free a few officers' cases, keep everybody else's, let CP-SAT find the best there.

What to free is ``neighbourhoods.py``'s choice; here a few neighbourhoods of the same plan, and exchanges from it, are
searched at once, side by side where there are workers. All begin at the same plan and what they find is taken in a
fixed order, so that the number of workers makes no difference.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from solver.arrays import Ints
from solver.budget import Budget
from solver.engines.beside import side_by_side
from solver.engines.cp_sat import SearchResult, search
from solver.heuristics.incumbent import Incumbent
from solver.heuristics.lns.neighbourhoods import LnsParams, Neighbourhood, NeighbourhoodSelector

PARAMS = LnsParams()


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
        before, value, near = incumbent.x, incumbent.value, selector.next_near(incumbent.x)
        beside = incumbent.improver is not None and not (near.whole and near.small)
        nears = [near]
        if not near.whole and not beside:
            most = params.at_once if patience is None else min(params.at_once, patience - in_vain)
            nears += [selector.next_near(incumbent.x) for _ in range(most - 1)]
        slices = [
            budget.apart(budget.left if patience is None and each.whole and not each.small else each.units, seed)
            for seed, each in enumerate(nears, budget.seed + tries)
        ]
        found = _searched(incumbent, nears, slices, params.exchanges if beside else 0)
        tries, in_vain = tries + len(nears), in_vain + len(nears)
        steps = [one.x - before for one in found if one.x is not None]
        if len(steps) > 1:
            # where they freed different officers, both steps can be made
            incumbent.offer_point(before + np.sum(steps, axis=0))
        for each, one, slice_ in zip(nears, found, slices, strict=True):
            budget.charge(slice_.spent)
            if one.x is not None:
                incumbent.offer_point(one.x)
            if one.complete and each.whole:
                return True
            selector.learn(each, one.x is not None, one.complete)
        if incumbent.value < value:
            in_vain = 0
    return False


def _searched(
    incumbent: Incumbent, nears: list[Neighbourhood], slices: list[Budget], exchanges: int
) -> list[SearchResult]:
    """Search neighbourhoods of the plan and, beside the first one, make so many exchanges; all begin at the same plan.

    The plan that the exchanges end with is followed first: what CP-SAT found counts where it is better still.
    """
    program, x, value = incumbent.level.program, incumbent.x, incumbent.value
    found: list[SearchResult] = []
    plans: list[Ints] = []
    aside = slices[0].apart(slices[0].left, slices[0].seed)

    def look(near: Neighbourhood, slice_: Budget) -> SearchResult:
        return search(program, near.low, near.high, x, slice_, below=value)

    def exchange() -> None:
        if incumbent.improver is not None:
            plans.append(incumbent.improver(incumbent.planned, exchanges, aside))

    looks = [partial(look, near, slice_) for near, slice_ in zip(nears, slices, strict=True)]
    if not exchanges:
        return side_by_side(looks, slices[0].workers)
    side_by_side([lambda: found.extend(one() for one in looks), exchange], slices[0].workers)
    slices[0].charge(aside.spent)
    for planned in plans:
        incumbent.follow(planned)
    return found
