"""An office as every contestant sees it, and its cases counted by class. Shares nothing with the solver's own model."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Indices, Ints
from solver.goals import GRID
from solver.problem import Problem
from solver.tiers import FairShares


@dataclass(frozen=True, slots=True)
class View:
    """Cases without pins, bundles and pairs, officers without standards: what every modelling tool can take as it is.

    Attributes
    ----------
    effort : int64 array, shape (cases,), ticks
    signature : int32 array, shape (cases,)
    eligible : bool array, shape (signatures, officers)
    holder : int32 array, shape (cases,)
        Who holds the case today and may keep it, or -1.
    limit : int64 array, shape (officers,), ticks
    fair : int64 array, shape (officers,)
        GRID times the officer's fair load, rounded down.
    """

    effort: Ints
    signature: Indices
    eligible: Flags
    holder: Indices
    limit: Ints
    fair: Ints

    def loads_at(self, step: int) -> Ints:
        """The most that each officer may carry ``step`` grid steps above the fair share."""
        return (self.fair + step * self.limit) // GRID

    def step_of(self, load: Ints) -> int:
        """How many grid steps the worst officer lies above the fair share."""
        return max(0, int((-((self.fair - load * GRID) // self.limit)).max()))

    def loads(self, officer: Indices) -> Ints:
        """Ticks of each officer."""
        out = np.zeros(len(self.limit), np.int64)
        np.add.at(out, officer, self.effort)
        return out

    def moves(self, officer: Indices) -> int:
        """Cases taken from an officer who may keep them."""
        return int(((self.holder >= 0) & (officer != self.holder)).sum())

    def is_allowed(self, officer: Indices) -> bool:
        """Whether every case is with somebody who may hold it."""
        return bool((officer >= 0).all()) and bool(self.eligible[self.signature, officer].all())


@dataclass(frozen=True, slots=True)
class Classes:
    """Cases that are alike, counted.

    Attributes
    ----------
    effort, signature, count : int64 arrays, shape (classes,)
    held : int64 array, shape (classes, officers)
        How many of them each officer holds today and may keep.
    of_case : int64 array, shape (cases,)
    """

    effort: Ints
    signature: Ints
    count: Ints
    held: Ints
    of_case: Ints

    def spread(self, view: View, planned: Ints) -> Indices:
        """Counts, shape (classes, officers), as an officer for every case: as many as possible stay where they are."""
        out = np.full(len(self.of_case), -1, np.int32)
        left = planned.copy()
        order = np.argsort(self.of_case, kind="stable")
        for case in order[view.holder[order] >= 0].tolist():
            kind, officer = self.of_case[case], view.holder[case]
            if left[kind, officer] > 0:
                left[kind, officer] -= 1
                out[case] = officer
        waiting = order[out[order] < 0]
        flat = np.repeat(np.tile(np.arange(len(view.limit)), len(self.count)), left.ravel())
        out[waiting] = flat
        return out


def view_of(problem: Problem, shares: FairShares) -> View:
    """Take what the contest is about out of a problem.

    Raises
    ------
    ValueError
        The problem has pins, bundles, pairs, standards or officers without hours, or a case that nobody may hold.
    """
    cases, officers = problem.cases, problem.officers
    if problem.pairs is not None or cases.pinned.any() or (cases.bundle >= 0).any():
        raise ValueError("contests are held on offices without pins, bundles and costs")
    if (officers.standard >= 0).any() or (officers.limit <= 0).any() or not problem.eligible.any(axis=1).all():
        raise ValueError("contests are held on offices without standards, where everybody has hours and work")
    current = cases.current
    keeps = (current >= 0) & problem.eligible[cases.signature, np.maximum(current, 0)]
    fair = [
        floor((share or 0) * GRID * limit)
        for share, limit in zip(shares.share, problem.officers.limit.tolist(), strict=True)
    ]
    return View(
        cases.effort,
        cases.signature,
        problem.eligible,
        np.where(keeps, current, -1).astype(np.int32),
        problem.officers.limit,
        np.array(fair, np.int64),
    )


def classes_of(view: View) -> Classes:
    """Count the cases that are alike."""
    keys: NDArray[np.int64] = np.stack([view.signature.astype(np.int64), view.effort])
    found, of_case = np.unique(keys, axis=1, return_inverse=True)
    of_case = of_case.ravel().astype(np.int64)
    held = np.zeros((found.shape[1], len(view.limit)), np.int64)
    stays = view.holder >= 0
    np.add.at(held, (of_case[stays], view.holder[stays]), 1)
    return Classes(found[1], found[0], np.bincount(of_case).astype(np.int64), held, of_case)
