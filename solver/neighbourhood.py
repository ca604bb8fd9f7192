"""Large-neighbourhood search: free a few officers' cases, keep everybody else's, let CP-SAT find the best there.

Which officers to free is read off the certificate. The distance between a plan's value and its bound is a sum of
non-negative pieces, one for every case that is not at its cheapest choice and one for every priced limit that is not
used up (complementary slackness); officers who own large pieces are freed first. The neighbourhood grows when it is
searched to the end in vain and shrinks when it is too large to be.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.bounds import Certificate
from solver.certificate import cheapest_choice, choice_costs
from solver.classes import Part
from solver.core import Effort, Found, search
from solver.fixing import open_box, reduced_costs
from solver.problem import Flags, Ints
from solver.program import Program
from solver.rows import Layout

SLICE_S = 2.0
"""Seconds for one neighbourhood."""
WHOLE_S = 20.0
"""Seconds for a neighbourhood of everybody."""
SMALL_WHOLE = 2_000
"""Variables that a better plan may change, at most, for all of them to be searched at once."""
TINY_WHOLE = 700
"""With at most so many, that search comes first."""
FEW_ALIKE = 1.5
"""Units to a class, on average, below which neighbourhoods of small reduced costs take turns with those of officers."""
FIRST_WHOLE_S = 1.0
"""Seconds for the first such search; each further one may take twice as long."""
WHOLE_EVERY = 12
"""Such a search comes first after every success, and then after so many other neighbourhoods."""
FIRST_CORE = 600
"""Variables in the first neighbourhood of small reduced costs."""
FIRST_SIZE = 6
"""Officers in the first neighbourhood."""
PATIENCE = {"continuity": 150, "evenness": 25, "fairness": 60}
"""Neighbourhoods in a row without success after which a level is left as it is; others go on until the time is over."""
EXCHANGES, EXCHANGES_AT_ONCE = 400, 20
"""Exchanges between two neighbourhoods with one worker, and between two looks at the other search with more."""

Wander = Callable[[Ints, int, Effort], Ints]
"""From a point, by at most so many steps, to one that is no worse."""


@dataclass(frozen=True, slots=True)
class Variables:
    """Which officer (or, for ``unplaced``, nobody: -1) each variable of a program belongs to."""

    officer: Ints

    @staticmethod
    def of(part: Part, layout: Layout) -> Variables:
        """Read it off the layout."""
        return Variables(
            np.concatenate(
                [
                    part.column_officer,
                    part.column_officer[layout.held],
                    np.full(layout.unplaced, -1, np.int64),
                    layout.excess,
                ]
            )
        )


def distance_by_officer(part: Part, certificate: Certificate, planned: Ints) -> NDArray[np.float64]:
    """How much of the distance between a plan's value and its bound each officer owns. Shape (officers,)."""
    prices, held = certificate.prices, certificate.held
    enter, save, unplaced = choice_costs(part, prices, certificate.level, held)
    cheapest = cheapest_choice(part, enter, unplaced)
    stay = np.minimum(planned, part.held)
    piece = (planned - stay) * (enter - cheapest[part.column_class]).astype(np.float64)
    staying = (enter - save - cheapest[part.column_class]).astype(np.float64)
    piece += np.where(staying < 0, -staying * (part.held - stay), staying * stay)
    out = np.zeros(len(part.officers))
    np.add.at(out, part.column_officer, piece)
    load = part.loads(planned)
    out += prices.hours * np.where(held.load >= 0, np.maximum(held.load - load, 0), 0).astype(np.float64)
    out += prices.excess * np.abs(load - part.fair_load).astype(np.float64)
    return out / prices.denominator


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
) -> Improved:
    """Improve a feasible point until it meets the bound, the time is over, or a search of everything ends in vain.

    Parameters
    ----------
    patience : int or None
        Give up after so many neighbourhoods in a row without success.
    exchange : callable or None
        Another search from a point (see :data:`Wander`), by turns with CP-SAT or, with more than one worker, beside it.
    """
    hunt = _Hunt(part, program, layout, certificate, effort)
    tries = in_vain = 0
    while program.value(x) > bound and not effort.over and in_vain != patience:
        if not hunt.look_at(x):
            return Improved(x, exhausted=True)
        near = hunt.next_near(x)
        slice_s = near.seconds if patience is not None or not near.whole or near.small else effort.left_s
        value, place = program.value(x), effort.slice(slice_s, effort.seed + tries)

        def look(workers: int, x: Ints = x, near: _Near = near, place: Effort = place, below: int = value) -> Found:
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


@dataclass(slots=True)
class _Near:
    """A neighbourhood: its box, what it frees, and how long to look."""

    kind: str
    low: Ints
    high: Ints
    whole: bool
    small: bool
    seconds: float


class _Hunt:
    """Chooses neighbourhoods and learns how large they may be."""

    def __init__(
        self, part: Part, program: Program, layout: Layout, certificate: Certificate | None, effort: Effort
    ) -> None:
        self._part, self._program, self._layout, self._certificate = part, program, layout, certificate
        self._owner = Variables.of(part, layout).officer
        self._random = np.random.default_rng(effort.seed)
        self._costs = None if certificate is None else reduced_costs(part, layout, certificate)
        self._officers = float(min(len(part.officers), FIRST_SIZE))
        self._core = float(FIRST_CORE)
        # with many like units, whose choices hardly differ in price, freeing officers helps; with few, prices do
        self._by_core = certificate is not None and float(part.count.mean()) < FEW_ALIKE
        self._whole_s, self._turn, self._looked = FIRST_WHOLE_S, 0, 0
        self._seen_value: int | None = None
        self._low, self._high = program.low, program.high

    def look_at(self, x: Ints) -> bool:
        """Find what a better point could still look like; false where it could not look like anything."""
        value = self._program.value(x)
        if self._certificate is not None and value != self._seen_value:
            box = open_box(self._part, self._program, self._layout, self._certificate, value, self._costs)
            if box is None:
                return False
            self._low, self._high = box
        if value != self._seen_value:
            self._seen_value, self._turn = value, 0
        return True

    def next_near(self, x: Ints) -> _Near:
        """The next neighbourhood of a point."""
        open_ = self._low < self._high
        size = int(open_.sum())
        self._turn += 1
        if size <= SMALL_WHOLE and self._turn % WHOLE_EVERY == (1 if size <= TINY_WHOLE else 0):
            return _Near("whole", self._low, self._high, whole=True, small=True, seconds=self._whole_s)
        self._looked += 1
        kind = "core" if self._by_core and self._looked % 2 else "officers"
        free = self._near_officers(x) if kind == "officers" else self._near_core(x, open_)
        free |= (x < self._low) | (x > self._high)
        low, high = np.where(free, self._low, x), np.where(free, self._high, x)
        whole = bool((free | ~open_).all())
        return _Near(kind, low, high, whole, small=False, seconds=WHOLE_S if whole else SLICE_S)

    def learn(self, near: _Near, success: bool, complete: bool) -> None:
        """Grow what was searched to the end in vain; shrink what was not."""
        if near.kind == "whole":
            self._whole_s *= 2
        elif success:
            return
        elif near.kind == "officers":
            n = float(len(self._part.officers))
            self._officers = min(n, self._officers * 1.08 + 0.1) if complete else max(2.0, self._officers * 0.8)
        else:
            self._core = self._core * 1.3 if complete else max(50.0, self._core * 0.7)

    def _near_officers(self, x: Ints) -> Flags:
        """A few officers: a third by what they own of the distance to the bound, the others at random."""
        n, size = len(self._part.officers), round(self._officers)
        if size >= n:
            return np.ones(len(x), np.bool_)
        weight = np.ones(n)
        if self._certificate is not None:
            owned = np.maximum(distance_by_officer(self._part, self._certificate, self._layout.planned(x)), 0)
            if owned.sum() > 0:
                weight = owned + 1e-9 * owned.sum()
        elif len(self._layout.excess):
            weight = np.full(n, 0.1)
            weight[self._layout.excess] += x[self._layout.at_excess :] / max(1, int(x[self._layout.at_excess :].max()))
        first = self._random.choice(n, size=max(1, size // 3), replace=False, p=weight / weight.sum())
        others = self._random.permutation(np.setdiff1d(np.arange(n), first))
        return np.isin(self._owner, np.concatenate([first, others[: size - len(first)]])) | (self._owner < 0)

    def _near_core(self, x: Ints, open_: Flags) -> Flags:
        """The variables whose reduced costs are smallest, and those that are in use."""
        assert self._costs is not None  # noqa: S101 - only asked for where there are prices
        candidates = np.flatnonzero(open_)
        cost = np.abs(self._costs[candidates]).astype(np.float64)
        cost *= 1 + 0.3 * self._random.random(len(cost))
        size = min(len(candidates), round(self._core))
        free = np.zeros(len(x), np.bool_)
        free[candidates[np.argpartition(cost, size - 1)[:size]] if size else candidates] = True
        return free | ((x > 0) & (x > self._low))
