"""Large-neighbourhood search: free a few officers' cases, keep everybody else's, let CP-SAT find the best there.

Which officers to free is read off the certificate. The distance between a plan's value and its bound is a sum of
non-negative pieces, one for every case that is not at its cheapest choice and one for every priced limit that is not
used up (complementary slackness); officers who own large pieces are freed first. The neighbourhood grows when it is
searched to the end in vain and shrinks when it is too large to be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.bounds import Certificate
from solver.certificate import cheapest_choice, choice_costs
from solver.classes import Part
from solver.core import Effort, search
from solver.problem import Flags, Ints
from solver.program import Program
from solver.rows import Layout

SLICE_S = 2.0
"""Seconds for one neighbourhood."""
WHOLE_S = 20.0
"""Seconds for a neighbourhood of everybody."""
FIRST_SIZE = 6
"""Officers in the first neighbourhood."""
PATIENCE = {"continuity": 150, "evenness": 25, "fairness": 60}
"""Neighbourhoods in a row without success after which a level is left as it is; others go on until the time is over."""


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
) -> Improved:
    """Improve a feasible point until it meets the bound, the time is over, or a search of everything ends in vain.

    Parameters
    ----------
    patience : int or None
        Give up after so many neighbourhoods in a row without success.
    """
    owner = Variables.of(part, layout).officer
    random = np.random.default_rng(effort.seed)
    n = len(part.officers)
    size = float(min(n, FIRST_SIZE))
    tries = in_vain = 0
    while program.value(x) > bound and not effort.over and in_vain != patience:
        chosen = _choose(part, certificate, layout.planned(x), round(size), random)
        free: Flags = np.isin(owner, chosen) | (owner < 0)
        whole = len(chosen) == n
        low, high = np.where(free, program.low, x), np.where(free, program.high, x)
        slice_s = SLICE_S if not whole else WHOLE_S if patience is not None else effort.left_s
        found = search(program, low, high, x, effort.slice(slice_s, effort.seed + tries), below=program.value(x))
        tries, in_vain = tries + 1, in_vain + 1
        if found.x is not None:
            x, in_vain = found.x, 0
            on_better(x)
        if found.complete and whole:
            return Improved(x, exhausted=True)
        if found.x is None:
            size = min(float(n), size * 1.08 + 0.1) if found.complete else max(2.0, size * 0.8)
    return Improved(x, exhausted=False)


def _choose(part: Part, certificate: Certificate | None, planned: Ints, size: int, random: np.random.Generator) -> Ints:
    """Officers to free: a third by what they own of the distance to the bound, the rest from those they share with."""
    n = len(part.officers)
    if size >= n:
        return np.arange(n)
    weight = np.ones(n)
    if certificate is not None:
        owned = np.maximum(distance_by_officer(part, certificate, planned), 0)
        if owned.sum() > 0:
            weight = owned + 1e-9 * owned.sum()
    first = random.choice(n, size=max(1, size // 3), replace=False, p=weight / weight.sum())
    others = random.permutation(np.setdiff1d(np.arange(n), first))
    return np.concatenate([first, others[: size - len(first)]])
