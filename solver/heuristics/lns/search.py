"""Large-neighbourhood search: free a few officers' cases, keep everybody else's, let CP-SAT find the best there.

What to free is ``neighbourhoods.py``'s choice; here neighbourhoods are searched one after the other, by turns with
exchanges.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from solver.arrays import Ints
from solver.budget import Budget
from solver.certificate import Certificate
from solver.engines.cp_sat import SearchResult, search
from solver.engines.integer_program import IntegerProgram
from solver.formulation.level_program import VariableLayout
from solver.heuristics.lns.neighbourhoods import Neighbourhood, NeighbourhoodSelector
from solver.model.part import Part

PATIENCE = {"continuity": 150, "evenness": 25, "fairness": 60}
"""Neighbourhoods in a row without success after which a level is left as it is; others go on until the time is over."""
EXCHANGES, EXCHANGES_AT_ONCE = 400, 20
"""Exchanges between two neighbourhoods with one worker, and between two looks at the other search with more."""

Improver = Callable[[Ints, int, Budget], Ints]
"""From a point, by at most so many steps, to one that is no worse."""


@dataclass(slots=True)
class Improved:
    """Outcome of a search: the best point, and whether nothing below it exists."""

    x: Ints
    exhausted: bool


def large_neighbourhood_search(
    part: Part,
    program: IntegerProgram,
    layout: VariableLayout,
    x: Ints,
    bound: int,
    certificate: Certificate | None,
    budget: Budget,
    on_better: Callable[[Ints], None],
    patience: int | None = None,
    exchange: Improver | None = None,
    guide: Ints | None = None,
) -> Improved:
    """Improve a feasible point until it meets the bound, the time is over, or a search of everything ends in vain.

    Parameters
    ----------
    patience : int or None
        Give up after so many neighbourhoods in a row without success.
    exchange : callable or None
        Another search from a point (see :data:`Wander`), by turns with CP-SAT or, with more than one worker, beside it.
    guide : int64 array or None
        Units of each held column that stay in a point of the pooled program.
    """
    hunt = NeighbourhoodSelector(part, program, layout, certificate, budget, guide)
    tries = in_vain = 0
    while program.value(x) > bound and not budget.over and in_vain != patience:
        if not hunt.look_at(x):
            return Improved(x, exhausted=True)
        near = hunt.next_near(x)
        slice_s = near.seconds if patience is not None or not near.whole or near.small else budget.left_s
        value, place = program.value(x), budget.slice(slice_s, budget.seed + tries)

        def look(
            workers: int, x: Ints = x, near: Neighbourhood = near, place: Budget = place, below: int = value
        ) -> SearchResult:
            return search(program, near.low, near.high, x, replace(place, workers=workers), below=below)

        if exchange is None or (near.whole and near.small):
            found = look(budget.workers)
        else:
            found, x = _with_exchange(look, exchange, x, budget)
            if program.value(x) < value:
                on_better(x)
                in_vain = 0
        tries, in_vain = tries + 1, in_vain + 1
        if found.complete and near.whole:
            if found.x is None or program.value(found.x) >= program.value(x):
                return Improved(x, exhausted=True)
            on_better(found.x)
            return Improved(found.x, exhausted=True)
        hunt.learn(near, found.x is not None, found.complete)
        if found.x is not None and program.value(found.x) < program.value(x):
            x, in_vain = found.x, 0
            on_better(x)
    return Improved(x, exhausted=False)


def _with_exchange(
    look: Callable[[int], SearchResult], exchange: Improver, x: Ints, budget: Budget
) -> tuple[SearchResult, Ints]:
    """A search by CP-SAT from a point, and exchanges from it: in turn with one worker, else side by side."""
    if budget.workers == 1:
        return look(1), exchange(x, EXCHANGES, budget)
    found: list[SearchResult] = []
    fault: list[BaseException] = []

    def run() -> None:
        try:
            found.append(look(budget.workers - 1))
        except BaseException as error:  # noqa: BLE001 - raised again below, where the caller is
            fault.append(error)

    # not a daemon: C++ code that is cut off at the interpreter's exit aborts the process
    thread = threading.Thread(target=run)
    thread.start()
    while True:
        x = exchange(x, EXCHANGES_AT_ONCE, budget)
        thread.join(0)
        if not thread.is_alive():
            break
        if budget.over:
            thread.join()
            break
    if fault:
        raise fault[0]
    return found[0], x
