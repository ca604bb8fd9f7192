"""A log knows its weeks, and refuses what cannot be."""

from __future__ import annotations

import datetime as dt

import pytest

from solver.errors import InvalidProblem
from tests.solver.weights.event_log.made import at, log_of


def test_weeks_begin_on_monday() -> None:
    log = log_of([(0, at(2, 9), at(2, 10), 0, 0), (0, at(7, 0), at(7, 1), 0, 0)])
    assert dt.date.fromordinal(log.first_monday).weekday() == 0
    assert log.weeks == 2
    assert len(log) == 2


def test_an_event_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(InvalidProblem, match="end at its start"):
        log_of([(0, at(0, 10), at(0, 9), 0, 0)])


def test_an_event_of_nobody_is_refused() -> None:
    with pytest.raises(InvalidProblem, match="officer"):
        log_of([(-1, at(0, 9), at(0, 10), 0, 0)])
