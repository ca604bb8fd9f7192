"""A plan in which hardly anything moves: new cases first, then who gives way for them, then all of it exactly.

``bounds/arrival_packing.py`` says whose cases, and of which length, give way at least. Here everything else stays where
it is, and CP-SAT looks for the best plan among what is left open: who takes the new cases, and who takes those that may
give way.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from solver.arrays import Flags, Ints
from solver.bounds.arrival_packing import PARAMS as PACKING
from solver.bounds.arrival_packing import (
    ArrivalPackingParams,
    Detail,
    Packing,
    has_arrival_packing,
    new_units,
    pack_arrivals,
)
from solver.budget import Budget, check_ranges
from solver.engines.cp_sat import search
from solver.formulation.level_model import LevelModel
from solver.heuristics.incumbent import Incumbent


@dataclass(frozen=True, slots=True)
class PlaceArrivals:
    """New cases and what gives way for them, where few are new.

    Attributes
    ----------
    share : float, above 0 and at most 1
        Of the work that is left.
    slice_s : float, > 0
        Units of work for one search of what is left open.
    params : ArrivalPackingParams
    """

    share: float
    slice_s: float = 4.0
    params: ArrivalPackingParams = PACKING

    def __post_init__(self) -> None:
        check_ranges(self, share=(1e-9, 1), slice_s=(1e-9, inf))

    def supports(self, level: LevelModel) -> bool:
        """For moves, where all cases are placed and few are new."""
        return has_arrival_packing(level, self.params)

    def __call__(self, incumbent: Incumbent, budget: Budget) -> Ints | None:
        """Raise the incumbent's bound; the best plan in which nothing else gives way, where it is better."""
        level, best = incumbent.level, incumbent.x
        if incumbent.enough is not None:
            return None
        budget = budget.within(self.share)
        for detail in Detail:
            value, bound = level.program.value(best), incumbent.bound
            while bound < value and not budget.over:
                # the last one is asked from below: is there anything with no more moves than the bound?
                below = bound + 1 if detail is Detail.KIND else value
                found = pack_arrivals(level, below, budget, detail, self.params)
                if found is None:
                    break
                incumbent.raise_bound(found.bound)
                best = self._beside(level, best, found, budget, detail)
                value, bound, before = level.program.value(best), incumbent.bound, bound
                if detail is not Detail.KIND or bound == before:
                    break
        return None if best is incumbent.x else level.layout.planned(best)

    def _beside(self, level: LevelModel, best: Ints, found: Packing, budget: Budget, detail: Detail) -> Ints:
        """The best point in which everything stays but what may give way; or the one that there is."""
        boxes = [found.gives]
        if detail is not Detail.RID and bool(found.gives.any()):  # then all cases of whoever gives some away
            owner = level.part.column_officer[level.layout.held]
            boxes.append(np.isin(owner, owner[found.gives]))
        for gives in boxes:
            value = level.program.value(best)
            if value > found.bound:
                low, high = _open(level, gives)
                slice_ = budget.slice(self.slice_s, budget.seed)
                better = search(level.program, low, high, None, slice_, below=value)
                best = best if better.x is None else better.x
        return best


def _open(level: LevelModel, gives: Flags) -> tuple[Ints, Ints]:
    """The box of the program in which only these held cases may give way."""
    part, layout, program = level.part, level.layout, level.program
    low, high = program.low.copy(), program.high.copy()
    stay = slice(layout.columns, layout.at_unplaced)
    low[stay] = np.where(gives, low[stay], part.held[layout.held])
    may_enter = new_units(level)
    np.add.at(may_enter, part.column_class[layout.held[gives]], part.held[layout.held[gives]])
    high[: layout.columns] = np.minimum(high[: layout.columns], may_enter[part.column_class])
    return low, high
