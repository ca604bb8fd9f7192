"""What a panel says, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from solver.errors import InvalidProblem
from solver.weights.panel import Panel, cost_hours, opinion_of


def panel(*votes: tuple[int, int, int, float]) -> Panel:
    """Votes as (panellist, type, round, multiplier)."""
    rows = np.array(votes, np.float64).reshape(-1, 4)
    whole = rows[:, :3].astype(np.int64)
    return Panel(whole[:, 0], whole[:, 1], whole[:, 2], rows[:, 3])


def test_the_last_round_of_each_counts() -> None:
    """The third said 3 and then 1.4: of 1.2, 1.3 and 1.4 the median is 1.3, the quartiles 1.25 and 1.35."""
    found = opinion_of(panel((2, 0, 1, 3.0), (0, 0, 1, 1.2), (2, 0, 2, 1.4), (1, 0, 1, 1.3)), 1)
    assert found.panellists.tolist() == [3]
    assert (found.low[0], found.median[0], found.high[0]) == pytest.approx((1.25, 1.3, 1.35))
    assert not found.disagree[0]


def test_quartiles_far_apart_are_no_common_opinion() -> None:
    found = opinion_of(panel((0, 0, 1, 1.0), (1, 0, 1, 1.5), (2, 0, 1, 2.0)), 1)
    assert found.disagree[0]


def test_two_are_no_panel_and_no_votes_are_no_opinion() -> None:
    found = opinion_of(panel((0, 0, 1, 1.0), (1, 0, 1, 1.5)), 2)
    assert np.isnan(found.median).all()
    assert found.panellists.tolist() == [2, 0]
    assert opinion_of(panel(), 1).panellists.tolist() == [0]


def test_what_should_be_costs_the_difference() -> None:
    """100 cases of 2 hours at 1.3 are 60 hours more; a type without an opinion costs nothing."""
    found = opinion_of(panel((0, 0, 1, 1.3), (1, 0, 1, 1.3), (2, 0, 1, 1.3)), 2)
    assert cost_hours(np.array([2.0, np.nan]), np.array([100.0, 9.0]), found) == pytest.approx([60, 0])


@pytest.mark.parametrize("votes", [[(0, 0, 1, 0.0)], [(0, 0, 1, -1.0)], [(0, 0, 1, 1.1), (0, 0, 1, 1.2)]])
def test_votes_that_cannot_be_are_refused(votes: list[tuple[int, int, int, float]]) -> None:
    with pytest.raises(InvalidProblem):
        panel(*votes)
