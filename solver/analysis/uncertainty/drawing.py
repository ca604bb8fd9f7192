"""How possible worlds are drawn: the errors of the weights of a world, which go together in part.

Each error has the distribution of its weight (``solver.analysis.uncertainty.weights``); an equicorrelated Gaussian
copula joins them, so that one figure says how far they go together and no weight alone is surer or less sure for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from solver.analysis.uncertainty.weights import Weights
from solver.arrays import Floats
from solver.errors import InvalidGoals

FEWEST = 20
"""Simulations below which a 5th percentile says nothing."""
CORRELATION = 0.5
"""How far the errors of different weights go together, where nothing is known about it.

Weights of one study share who was asked, how time was written down and what was forgotten, so they are not wrong
independently; each type has its own sample besides, so they are not wrong all alike. No study that we know of reports
the figure. Half-way is what neither calms nor alarms; both ends are reported beside it.
"""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How possible worlds are drawn.

    Attributes
    ----------
    simulations : int, >= 20
        Worlds.
    seed : int, >= 0
        The same seed gives the same figures.
    correlation : float, 0 to 1
        Of the errors of two weights, as normal deviates (an equicorrelated Gaussian copula). 0: each weight is wrong on
        its own; 1: all are at the same percentile of their error.

    Raises
    ------
    InvalidGoals
        Where there are too few simulations, or the correlation is none.
    """

    simulations: int = 1_000
    seed: int = 0
    correlation: float = CORRELATION

    def __post_init__(self) -> None:
        if self.simulations < FEWEST:
            raise InvalidGoals(f"simulations must be {FEWEST} or more, not {self.simulations}")
        if not 0 <= self.correlation <= 1:
            raise InvalidGoals(f"the correlation of the weights must be 0 to 1, not {self.correlation}")


def weight_changes(weights: Weights, drawing: Drawing) -> Floats:
    """Relative errors of the weights in each world. Shape (types, worlds).

    Worlds of the same seed have the same weights, whatever is simulated in them. The deviates of types i and j have
    the correlation R: ``z_i = sqrt(R) c + sqrt(1 - R) e_i`` with a common c and an e_i for each type. One unsure weight
    alone has nothing that it could go together with: its worlds are the same for every R.
    """
    correlation = drawing.correlation if int(weights.has_error.sum()) > 1 else 0.0
    own = generator(drawing.seed, "weights").standard_normal((drawing.simulations, len(weights.weight)))
    common = generator(drawing.seed, "weights together").standard_normal((drawing.simulations, 1))
    z = sqrt(correlation) * common + sqrt(1 - correlation) * own
    return np.ascontiguousarray(weights.changes(z).T)


def generator(seed: int, what: str) -> np.random.Generator:
    """Independent random numbers for each part of a simulation."""
    return np.random.default_rng(np.random.SeedSequence([seed, *what.encode()]))
