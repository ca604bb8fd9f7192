"""Certificates to be held against what the checker works out."""

from __future__ import annotations

import numpy as np

from solver.certificate import Certificate, HeldGoals, Prices


def prices(
    n: int,
    denominator: int = 1,
    *,
    hours: list[int] | None = None,
    standard: list[int] | None = None,
    kept: list[int] | None = None,
    excess: list[int] | None = None,
) -> Prices:
    """Prices of ``n`` officers; what is not given is 0."""
    none = [0] * n
    per_tick, per_case, weight_kept, per_excess = (
        np.array(each or none, np.int64) for each in (hours, standard, kept, excess)
    )
    return Prices(denominator, hours=per_tick, standard=per_case, kept=weight_kept, excess=per_excess)


def certificate(
    level: str, part: int, officers: list[int], priced: Prices, bound: int, step: int | None
) -> Certificate:
    """What is held does not matter to the checker: it works that out by itself."""
    return Certificate(
        level, part, np.array(officers, np.int64), priced, HeldGoals(np.full(len(officers), -1, np.int64)), bound, step
    )
