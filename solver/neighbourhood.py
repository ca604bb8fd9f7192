"""Large-neighbourhood search: free a few officers' cases, keep everybody else's, let CP-SAT find the best there.

What to free is ``hunt.py``'s choice; here neighbourhoods are searched one after the other, by turns with exchanges.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from solver.bounds import Certificate
from solver.classes import Part
from solver.core import Effort, Found, search
from solver.hunt import Hunt, Near
from solver.problem import Ints
from solver.program import Program
from solver.rows import Layout

PATIENCE = {"continuity": 150, "evenness": 25, "fairness": 60}
"""Neighbourhoods in a row without success after which a level is left as it is; others go on until the time is over."""
EXCHANGES, EXCHANGES_AT_ONCE = 400, 20
"""Exchanges between two neighbourhoods with one worker, and between two looks at the other search with more."""

Wander = Callable[[Ints, int, Effort], Ints]
"""From a point, by at most so many steps, to one that is no worse."""


@dataclass(slots=True)
class Improved:
    """Outcome of a search: the best point, and whether nothing below it exists."""

    x: Ints
    exhausted: bool


def improve(
    part: Part,
    program: Program,
    layout: Layout,
    x: Ints,
    bound: int,
    certificate: Certificate | None,
    effort: Effort,
    on_better: Callable[[Ints], None],
    patience: int | None = None,
    exchange: Wander | None = None,
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
    hunt = Hunt(part, program, layout, certificate, effort, guide)
    tries = in_vain = 0
    while program.value(x) > bound and not effort.over and in_vain != patience:
        if not hunt.look_at(x):
            return Improved(x, exhausted=True)
        near = hunt.next_near(x)
        slice_s = near.seconds if patience is not None or not near.whole or near.small else effort.left_s
        value, place = program.value(x), effort.slice(slice_s, effort.seed + tries)

        def look(workers: int, x: Ints = x, near: Near = near, place: Effort = place, below: int = value) -> Found:
            return search(program, near.low, near.high, x, replace(place, workers=workers), below=below)

        if exchange is None or (near.whole and near.small):
            found = look(effort.workers)
        else:
            found, x = _with_exchange(look, exchange, x, effort)
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


def _with_exchange(look: Callable[[int], Found], exchange: Wander, x: Ints, effort: Effort) -> tuple[Found, Ints]:
    """A search by CP-SAT from a point, and exchanges from it: in turn with one worker, else side by side."""
    if effort.workers == 1:
        return look(1), exchange(x, EXCHANGES, effort)
    found: list[Found] = []
    fault: list[BaseException] = []

    def run() -> None:
        try:
            found.append(look(effort.workers - 1))
        except BaseException as error:  # noqa: BLE001 - raised again below, where the caller is
            fault.append(error)

    # not a daemon: C++ code that is cut off at the interpreter's exit aborts the process
    thread = threading.Thread(target=run)
    thread.start()
    while True:
        x = exchange(x, EXCHANGES_AT_ONCE, effort)
        thread.join(0)
        if not thread.is_alive():
            break
        if effort.over:
            thread.join()
            break
    if fault:
        raise fault[0]
    return found[0], x
