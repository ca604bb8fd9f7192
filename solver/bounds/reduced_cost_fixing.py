"""What a bound and a plan together leave open: reduced-cost fixing, in exact integers.

Whatever a better plan looks like, its value is at least the bound plus what every choice away from the cheapest one
costs at the certificate's prices. A variable can therefore leave its cheapest value only as far as the distance between
plan and bound allows (Dantzig, Fulkerson, Johnson 1954). What is fixed this way is fixed by proof.
"""

from __future__ import annotations

import numpy as np

from solver.arrays import Ints
from solver.bounds.lagrangian import cheapest_choice, choice_costs, excess_costs, lagrangian_bound, weighted_terms
from solver.certificate import Certificate
from solver.formulation.goals.ranking import BY_NAME
from solver.formulation.level_model import LevelModel

WIDE = 2**62


def reduced_costs(level: LevelModel, certificate: Certificate) -> Ints:
    """What one unit of each variable costs above the cheapest choice of its class, times the denominator.

    Shape (variables,). Negative only for staying, where every unit that could stay and does not is what costs, and for
    the first tick of excess, where not taking it is.
    """
    part, layout, prices = level.part, level.layout, certificate.prices
    goal, held = BY_NAME[certificate.level], certificate.held
    weighted = weighted_terms(part, prices, goal, held)
    enter, save, unplaced = choice_costs(part, prices, weighted)
    cheapest = cheapest_choice(part, enter, unplaced)
    arriving = enter - cheapest[part.column_class]
    pieces = [arriving, (arriving - save)[layout.held]]
    if layout.unplaced:
        pieces.append(np.where(part.pinned, 0, unplaced - cheapest))
    first_over, more_over = excess_costs(part, weighted)
    pieces += [(more_over - prices.excess)[layout.excess], (first_over - prices.excess)[layout.first]]
    return np.concatenate(pieces)


def fixed_bounds(
    level: LevelModel, certificate: Certificate, value: int, costs: Ints | None = None
) -> tuple[Ints, Ints] | None:
    """Bounds of the variables in any point whose objective is below ``value``; ``None`` where there is no such point.

    Parameters
    ----------
    certificate : Certificate
        Of this level.
    costs : int64 array or None
        ``reduced_costs(...)``, where the caller has them.
    """
    part, layout = level.part, level.layout
    costs = reduced_costs(level, certificate) if costs is None else costs
    base = lagrangian_bound(part, certificate.prices, BY_NAME[certificate.level], certificate.held)
    room = (value - 1) * certificate.prices.denominator - base
    # a bundle that several officers hold is charged for its best choice only, so nothing about it is fixed
    mixed = part.mixed[part.column_class]
    costs = costs.copy()
    costs[: layout.columns][mixed] = 0
    costs[layout.columns : layout.at_unplaced][mixed[layout.held]] = 0
    return within_distance(level.program.low, level.program.high, costs, room)


def within_distance(low: Ints, high: Ints, costs: Ints, room: int) -> tuple[Ints, Ints] | None:
    """How far each variable can leave its cheapest value (the low one; the high one where it costs less than 0).

    Parameters
    ----------
    low, high, costs : int64 arrays, shape (variables,)
        What a unit costs above the cheapest choice; 0: nothing is known.
    room : int
        What all of them together may cost; below 0: no point at all.
    """
    if room < 0:
        return None
    low, high = low.copy(), high.copy()
    steps = _quotients(room, np.maximum(np.abs(costs), 1))
    above, below = costs > 0, costs < 0
    high[above] = np.minimum(high[above], low[above] + steps[above])
    low[below] = np.maximum(low[below], high[below] - steps[below])
    return low, high


def _quotients(room: int, costs: Ints) -> Ints:
    """``room // costs``, at most 2**62."""
    if room < WIDE:
        return room // costs
    out: Ints = np.minimum(room // costs.astype(object), WIDE).astype(np.int64)
    return out
