"""A tier's missing hours."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from solver.tiers import Tier

TIER = Tier(Fraction(3, 2), np.array([0], np.int32), np.array([0], np.int32), demand=12, limit=8, closed=True)


@pytest.mark.parametrize(
    ("demand", "missing"),
    [(12, 4), (8, 0), (3, 0), (Fraction(25, 3), Fraction(1, 3)), (Fraction(23, 3), 0)],
)
def test_what_is_missing_is_what_the_hours_do_not_carry(demand: int | Fraction, missing: int | Fraction) -> None:
    assert replace(TIER, demand=demand).missing == missing


def test_a_tier_without_prices_counts_everybodys_tick_alike() -> None:
    assert TIER.prices is None
