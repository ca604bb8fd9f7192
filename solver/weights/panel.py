"""What cases should take, as a panel says: multipliers of the measured weights, kept beside them and never in them.

Panellists give each type a multiplier (1.2: a fifth more than today would do it justice), see what the others gave, and
may change theirs in another round (Delphi; Dalkey and Helmer 1963). What counts is the last round of each; the median,
because one extreme voice should move it little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.errors import InvalidProblem

DISAGREEMENT = 0.25
"""Range between the quartiles, as a share of the median, beyond which the panel has no common opinion."""
FEWEST = 3
"""Panellists below which there is no panel."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What was said. All arrays have shape (votes,).

    Attributes
    ----------
    panellist, case_type, round_number : int64 arrays
    multiplier : float array, > 0

    Raises
    ------
    InvalidProblem
        A multiplier is not above 0, or one panellist gave two for a type in one round.
    """

    panellist: Ints
    case_type: Ints
    round_number: Ints
    multiplier: Floats

    def __post_init__(self) -> None:
        if not bool((self.multiplier > 0).all()):
            raise InvalidProblem("every multiplier must be above 0")
        votes = np.stack([self.panellist, self.case_type, self.round_number], axis=1)
        if len(np.unique(votes, axis=0)) < len(votes):
            raise InvalidProblem("one panellist has two multipliers for the same type in the same round")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the panel says of each type. All arrays have shape (types,).

    Attributes
    ----------
    panellists : int64 array
        Who said anything.
    median, low, high : float arrays, or NaN with fewer than three panellists
        Median and quartiles of the last multipliers.
    disagree : bool array
        The quartiles are far apart.
    """

    panellists: Ints
    median: Floats
    low: Floats
    high: Floats
    disagree: Flags


def opinion_of(panel: Panel, types: int) -> Opinion:
    """The panel's opinion of every type, after the last round of each panellist."""
    order = np.lexsort((panel.round_number, panel.panellist, panel.case_type))
    kind, who = panel.case_type[order], panel.panellist[order]
    is_last = np.append((np.diff(kind) != 0) | (np.diff(who) != 0), True)[: len(order)]
    last = order[is_last]
    panellists: Ints = np.bincount(panel.case_type[last], minlength=types)
    quartiles = np.full((types, 3), np.nan)
    for at in np.flatnonzero(panellists >= FEWEST).tolist():
        quartiles[at] = np.quantile(panel.multiplier[last][panel.case_type[last] == at], [0.25, 0.5, 0.75])
    low, median, high = quartiles.T
    with np.errstate(invalid="ignore"):
        disagree: Flags = (high - low) / median > DISAGREEMENT
    return Opinion(panellists, median, low, high, disagree)


def cost_hours(weight: Floats, open_cases: Floats, opinion: Opinion) -> Floats:
    """Hours in a period that all open cases of each type should take more (or less) than they do, 0 where not known.

    Parameters
    ----------
    weight : float array, shape (types,), hours of an open case and period
    open_cases : float array, shape (types,)
        On average.
    """
    out: Floats = np.nan_to_num(weight * open_cases * (opinion.median - 1), nan=0.0)
    return out
