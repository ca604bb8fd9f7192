"""Large-neighbourhood search: free a few officers' cases, keep everybody else's, let CP-SAT find the best there.

What to free is ``neighbourhoods.py``'s choice; here neighbourhoods are searched one after the other, by turns with
exchanges.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from solver.arrays import Ints
from solver.budget import Budget
from solver.engines.beside import Beside
from solver.engines.cp_sat import SearchResult, search
from solver.heuristics.incumbent import Improver, Incumbent
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
        Every better plan is offered to it. Its improver, if any, is asked by turns with CP-SAT or, with more than one
        worker, beside it.
    patience : int or None
        Give up after so many neighbourhoods in a row without success.

    Returns
    -------
    bool
        Whether everything was searched: nothing below the incumbent exists.
    """
    program = incumbent.level.program
    selector = NeighbourhoodSelector(incumbent, budget, params)
    tries = in_vain = 0
    while not incumbent.proven and not budget.over and in_vain != patience:
        x, value = incumbent.x, incumbent.value
        if not selector.look_at(x):
            return True
        near = selector.next_near(x)
        slice_s = near.seconds if patience is not None or not near.whole or near.small else budget.left_s
        place = budget.slice(slice_s, budget.seed + tries)

        def look(
            workers: int, x: Ints = x, near: Neighbourhood = near, place: Budget = place, below: int = value
        ) -> SearchResult:
            return search(program, near.low, near.high, x, replace(place, workers=workers), below=below)

        if incumbent.improver is None or (near.whole and near.small):
            found = look(budget.workers)
        else:
            found = _with_exchange(look, incumbent.improver, incumbent, budget, params)
            if incumbent.value < value:
                in_vain = 0
        tries, in_vain = tries + 1, in_vain + 1
        better = found.x is not None and incumbent.offer_point(found.x)
        if found.complete and near.whole:
            return True
        selector.learn(near, found.x is not None, found.complete)
        if better:
            in_vain = 0
    return False


def _with_exchange(
    look: Callable[[int], SearchResult], exchange: Improver, incumbent: Incumbent, budget: Budget, params: LnsParams
) -> SearchResult:
    """A search by CP-SAT from a plan, and exchanges from it: in turn with one worker, else side by side."""
    if budget.workers == 1:
        found_alone = look(1)
        incumbent.follow(exchange(incumbent.planned, params.exchanges, budget))
        return found_alone
    beside = Beside(lambda: look(budget.workers - 1))
    while True:
        incumbent.follow(exchange(incumbent.planned, params.exchanges_at_once, budget))
        if beside.done() or budget.over:
            return beside.answer()
