"""Coverage: how much stays without an officer, priority by priority."""

from __future__ import annotations

import numpy as np

from solver.arrays import Ints
from solver.model.part import Part


def weights_of_unplaced(part: Part, by_hours: bool) -> Ints:
    """What one unit of each class adds to coverage when it is unplaced.

    Where hours count, a unit without effort counts as one tick: it, too, should be placed.
    """
    return np.maximum(part.effort, 1) if by_hours else part.size
