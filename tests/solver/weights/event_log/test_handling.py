"""Handling time, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.weights.event_log.handling import handled, shared
from tests.solver.weights.event_log.made import at, log_of, office_days


def test_two_events_at_once_share_their_time() -> None:
    """9 to 11 and 10 to 12: an hour alone, half an hour of the hour together. Another officer is another matter."""
    start, end = np.array([540.0, 600.0, 570.0]), np.array([660.0, 720.0, 700.0])
    assert shared(start, end, np.array([0, 0, 1])) == pytest.approx([90, 90, 130])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 50), st.integers(0, 30)), min_size=1, max_size=25))
def test_nobody_works_longer_than_something_is_open(events: list[tuple[int, int, int]]) -> None:
    officer = np.array([who for who, _, _ in events])
    start = np.array([begin for _, begin, _ in events], np.float64)
    end = start + np.array([length for _, _, length in events])
    minutes = shared(start, end, officer)
    for who in range(3):
        open_for = {t for w, begin, length in events if w == who for t in range(begin, begin + length)}
        assert minutes[officer == who].sum() == pytest.approx(len(open_for))
    assert (minutes <= end - start + 1e-9).all()


def test_nights_and_weekends_are_left_out_and_what_lies_outside_is_counted() -> None:
    over_night = (0, at(1, 16.99), at(2, 9), 0, 5_000)
    on_sunday = (0, at(6, 10), at(6, 12), 0, 5_001)
    found = handled(log_of([*office_days(6), over_night, on_sunday]), 1)
    assert found.outside == 1
    assert found.entries.minutes[-2] < 1
    assert found.entries.minutes[-1] == 0
    assert found.clock_hours > found.entries.minutes.sum() / 60


def test_an_event_that_somebody_forgot_to_end_is_cut_at_the_fence() -> None:
    """Thirty take 20 to 23 minutes on Mondays from 9:00; one takes all of the hour in which anybody ever works."""
    events = [(0, at(7 * week, 9), at(7 * week, 9) + 20 + week % 4, 0, week) for week in range(30)]
    log = log_of([*events, (0, at(210, 0), at(217, 0), 0, 99)])
    found = handled(log, 1)
    quartiles = np.quantile(np.log([*(20 + week % 4 for week in range(30)), 60]), [0.25, 0.75])
    fence = np.exp(quartiles[1] + 3 * (quartiles[1] - quartiles[0]))
    assert found.trimmed == 1
    assert found.entries.minutes[-1] == pytest.approx(fence)
    assert found.trimmed_hours == pytest.approx((60 - fence) / 60)
    assert found.entries.minutes[:2] == pytest.approx([20, 21])
    assert found.entries.day[0] == log.first_monday
