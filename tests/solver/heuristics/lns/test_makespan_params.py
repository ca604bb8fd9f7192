"""Parameters of the search for fairness where times differ refuse what cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from solver.errors import InvalidParameter
from solver.heuristics.lns.makespan_params import MakespanParams, Weighting


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: MakespanParams(weightings=()), r"MakespanParams\.weightings must be one or more, not none"),
        (lambda: MakespanParams(stride=0), r"MakespanParams\.stride must be from 1 to inf, not 0"),
        (lambda: MakespanParams(first_size=1), r"MakespanParams\.first_size must be from 2 to inf, not 1"),
        (lambda: MakespanParams(at_once_share=2), r"MakespanParams\.at_once_share must be from 1e-09 to 1, not 2"),
        (lambda: Weighting(-1, 5), r"Weighting\.power must be from 0 to 10, not -1"),
        (lambda: Weighting(1, -5), r"Weighting\.above must be from 0 to inf, not -5"),
    ],
)
def test_what_cannot_be_is_refused(make: Any, message: str) -> None:
    with pytest.raises(InvalidParameter, match=message):
        make()
