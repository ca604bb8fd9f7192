"""Which neighbourhood to search next, and how large it may be.

Which officers to free is read off the certificate. The distance between a plan's value and its bound is a sum of
non-negative pieces, one for every case that is not at its cheapest choice and one for every priced limit that is not
used up (complementary slackness); officers who own large pieces are freed first. The neighbourhood grows when it is
searched to the end in vain and shrinks when it is too large to be.

Where a point of a smaller program says what a good plan keeps (``bounds/aggregated_mip.py``), what both keep stays, and
whatever changes hands in either is open (relaxation induced neighbourhoods: Danna, Rothberg, Le Pape 2005).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Ints, sum_by
from solver.bounds.lagrangian import cheapest_choice, choice_costs, weighted_terms
from solver.bounds.reduced_cost_fixing import fixed_bounds, reduced_costs
from solver.budget import Budget, check_ranges
from solver.certificate import Certificate
from solver.formulation.goals.ranking import BY_NAME
from solver.formulation.level_program import VariableLayout
from solver.heuristics.incumbent import Incumbent
from solver.model.part import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class LnsParams:
    """How neighbourhoods are chosen and searched.

    Attributes
    ----------
    slice_s, whole_s : float, > 0
        Units of work for one neighbourhood, and for one of everybody; about seconds.
    at_once : int, >= 1
        Searches that begin at the same plan; what they find is taken in a fixed order, so that it makes no difference
        whether they run side by side.
    small_whole : int, >= 0
        Variables that a better plan may change, at most, for all of them to be searched at once.
    tiny_whole : int, >= 0
        With at most so many, that search comes first.
    few_alike : float, >= 0
        Units to a class, on average, below which neighbourhoods of small reduced costs take turns with those of
        officers.
    first_whole_s : float, > 0
        Units of work for the first search of everything; each further one may take twice as much.
    whole_every : int, >= 2
        Such a search comes first after every success, and then after so many other neighbourhoods.
    first_core : int, variables, >= 1
        In the first neighbourhood of small reduced costs.
    first_size : int, officers, >= 1
        In the first neighbourhood.
    first_guided : int, variables, >= 1
        In the first guided neighbourhood.
    guided_every : int, >= 2
        A guided neighbourhood comes first after every success, and then as one of so many.
    exchanges : int, >= 1
    beside_s : float, > 0
        Exchanges in a row, and units of work for the neighbourhoods beside them.
    continuity, evenness, fairness : int, >= 1
        Neighbourhoods in a row without success after which such a level is left as it is.
    """

    slice_s: float = 2.0
    whole_s: float = 20.0
    at_once: int = 2
    small_whole: int = 2_000
    tiny_whole: int = 700
    few_alike: float = 1.5
    first_whole_s: float = 1.0
    whole_every: int = 12
    first_core: int = 600
    first_size: int = 6
    first_guided: int = 6_000
    guided_every: int = 6
    exchanges: int = 400
    beside_s: float = 3.0
    continuity: int = 150
    evenness: int = 25
    fairness: int = 60

    def __post_init__(self) -> None:
        check_ranges(self, slice_s=(1e-9, inf), whole_s=(1e-9, inf), first_whole_s=(1e-9, inf), beside_s=(1e-9, inf))
        check_ranges(self, small_whole=(0, inf), tiny_whole=(0, inf), few_alike=(0, inf))
        check_ranges(self, whole_every=(2, inf), guided_every=(2, inf), first_core=(1, inf), first_size=(1, inf))
        check_ranges(self, first_guided=(1, inf), exchanges=(1, inf), at_once=(1, inf))
        check_ranges(self, continuity=(1, inf), evenness=(1, inf), fairness=(1, inf))


@dataclass(frozen=True, slots=True)
class Variables:
    """Which officer (or, for ``unplaced``, nobody: -1) each variable of a program belongs to."""

    officer: Ints

    @staticmethod
    def of(part: Part, layout: VariableLayout) -> Variables:
        """Read it off the layout."""
        return Variables(
            np.concatenate(
                [
                    part.column_officer,
                    part.column_officer[layout.held],
                    np.full(layout.unplaced, -1, np.int64),
                    layout.excess,
                    layout.first,
                ]
            )
        )


def distance_by_officer(part: Part, certificate: Certificate, planned: Ints) -> NDArray[np.float64]:
    """How much of the distance between a plan's value and its bound each officer owns. Shape (officers,)."""
    prices, held = certificate.prices, certificate.held
    weighted = weighted_terms(part, prices, BY_NAME[certificate.level], held)
    enter, save, unplaced = choice_costs(part, prices, weighted)
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
class Neighbourhood:
    """A neighbourhood: its box, what it frees, and for how much work to look."""

    kind: str
    low: Ints
    high: Ints
    whole: bool
    small: bool
    units: float


class NeighbourhoodSelector:
    """Chooses neighbourhoods and learns how large they may be."""

    def __init__(self, incumbent: Incumbent, budget: Budget, params: LnsParams) -> None:
        level, certificate, guide = incumbent.level, incumbent.certificate, incumbent.guide
        self._params = params
        self._level, self._part, self._certificate = level, level.part, certificate
        self._program, self._layout = level.program, level.layout
        part, program = self._part, self._program
        self._owner = Variables.of(part, self._layout).officer
        self._random = np.random.default_rng(budget.seed)
        self._costs = None if certificate is None else reduced_costs(level, certificate)
        self._officers = float(min(len(part.officers), self._params.first_size))
        self._core, self._guided = float(self._params.first_core), float(self._params.first_guided)
        self._guide = None if certificate is None else guide
        # with many like units, whose choices hardly differ in price, freeing officers helps; with few, prices do
        self._by_core = certificate is not None and float(part.count.mean()) < self._params.few_alike
        self._whole_s, self._turn, self._looked = self._params.first_whole_s, 0, 0
        self._seen_value: int | None = None
        self._low, self._high = program.low, program.high

    def look_at(self, x: Ints) -> bool:
        """Find what a better point could still look like; false where it could not look like anything."""
        value = self._program.value(x)
        if self._certificate is not None and value != self._seen_value:
            box = fixed_bounds(self._level, self._certificate, value, self._costs)
            if box is None:
                return False
            self._low, self._high = box
        if value != self._seen_value:
            self._seen_value, self._turn = value, 0
        return True

    def next_near(self, x: Ints) -> Neighbourhood:
        """The next neighbourhood of a point."""
        open_ = self._low < self._high
        size = int(open_.sum())
        self._turn += 1
        if size <= self._params.small_whole and self._turn % self._params.whole_every == (
            1 if size <= self._params.tiny_whole else 0
        ):
            return Neighbourhood("whole", self._low, self._high, whole=True, small=True, units=self._whole_s)
        self._looked += 1
        kind = "core" if self._by_core and self._looked % 2 else "officers"
        if self._guide is not None and self._turn % self._params.guided_every == 1:
            kind = "guided"
        near = {"officers": self._near_officers, "core": self._near_core, "guided": self._near_guide}[kind]
        free = near(x, open_)
        free |= (x < self._low) | (x > self._high)
        low, high = np.where(free, self._low, x), np.where(free, self._high, x)
        whole = bool((free | ~open_).all())
        return Neighbourhood(
            kind, low, high, whole, small=False, units=self._params.whole_s if whole else self._params.slice_s
        )

    def learn(self, near: Neighbourhood, success: bool, complete: bool) -> None:
        """Grow what was searched to the end in vain; shrink what was not."""
        if near.kind == "whole":
            self._whole_s *= 2
        elif success:
            return
        elif near.kind == "officers":
            n = float(len(self._part.officers))
            self._officers = min(n, self._officers * 1.08 + 0.1) if complete else max(2.0, self._officers * 0.8)
        elif near.kind == "guided":
            self._guided = self._guided * 1.3 if complete else max(50.0, self._guided * 0.7)
        else:
            self._core = self._core * 1.3 if complete else max(50.0, self._core * 0.7)

    def _near_officers(self, x: Ints, _: Flags) -> Flags:
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
            weight, over = np.full(n, 0.1), self._layout.over(x)
            weight[self._layout.excess] += over / max(1, int(over.max()))
        first = self._random.choice(n, size=max(1, size // 3), replace=False, p=weight / weight.sum())
        others = self._random.permutation(np.setdiff1d(np.arange(n), first))
        return np.isin(self._owner, np.concatenate([first, others[: size - len(first)]])) | (self._owner < 0)

    def _near_core(self, x: Ints, open_: Flags) -> Flags:
        """The variables whose reduced costs are smallest, and those that are in use."""
        return self._cheapest(np.flatnonzero(open_), self._core, len(x)) | ((x > 0) & (x > self._low))

    def _near_guide(self, x: Ints, open_: Flags) -> Flags:
        """Where the plan and the guide differ in what stays, and what changes hands in either, cheap places first."""
        assert self._guide is not None  # noqa: S101 - only asked for where there is a guide
        part, layout = self._part, self._layout
        stays = slice(layout.columns, layout.at_unplaced)
        differ = np.zeros(len(x), np.bool_)
        differ[stays] = self._guide != x[stays]
        kind = part.column_class[layout.held]
        moving = part.count > sum_by(kind, np.minimum(self._guide, x[stays]), len(part.count))
        candidates = open_.copy()
        candidates[: layout.columns] &= moving[part.column_class]
        used = (x > 0) & (x > self._low)
        used[stays] &= moving[kind]
        return self._cheapest(np.flatnonzero(candidates & ~differ), self._guided, len(x)) | differ | used

    def _cheapest(self, candidates: Ints, size: float, variables: int) -> Flags:
        """Those of some variables whose reduced costs are smallest, more or less."""
        assert self._costs is not None  # noqa: S101 - only asked for where there are prices
        cost = np.abs(self._costs[candidates]).astype(np.float64)
        cost *= 1 + 0.3 * self._random.random(len(cost))
        number = min(len(candidates), round(size))
        free = np.zeros(variables, np.bool_)
        free[candidates[np.argpartition(cost, number - 1)[:number]] if number else candidates] = True
        return free
