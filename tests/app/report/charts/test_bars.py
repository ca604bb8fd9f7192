"""Charts as data: positions, axes, and what they say."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.report.charts import bars


@given(st.floats(1e-4, 1e7))
def test_an_axis_reaches_past_the_largest_value_at_round_numbers(largest: float) -> None:
    end, ticks = bars.axis(largest, as_percent=False)
    assert end >= largest * (1 - 1e-9)
    assert end <= largest * 2.6
    assert 2 <= len(ticks) <= 7
    assert ticks[0].at == 0
    assert ticks[-1].at == 100
    steps = [after.at - before.at for before, after in pairwise(ticks)]
    assert max(steps) - min(steps) < 1e-6


@pytest.mark.parametrize(
    ("largest", "as_percent", "labels"),
    [
        (5.157, True, ["0%", "200%", "400%", "600%"]),
        (1.0, True, ["0%", "25%", "50%", "75%", "100%", "125%"]),
        (144, False, ["0", "50", "100", "150"]),
    ],
)
def test_marks(largest: float, as_percent: bool, labels: list[str]) -> None:
    _, ticks = bars.axis(largest, as_percent=as_percent)
    assert [tick.label for tick in ticks] == labels
