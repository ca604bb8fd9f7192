"""Open cases, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from solver.weights.event_log.log import EventLog
from solver.weights.event_log.open_counts import counts_of
from solver.weights.study import Entries
from tests.solver.weights.event_log.made import at, log_of


def as_entries(log: EventLog) -> Entries:
    minutes = log.complete - log.start
    return Entries(
        log.officer, (log.complete // 1440).astype(np.int64) + 1, minutes, log.case_type, log.case, log.activity
    )


def test_a_case_is_open_from_its_first_event_to_its_last_with_whoever_worked_longest() -> None:
    """From Thursday 0:00 to Wednesday 0:00: 4/7 of the first week, 2/7 of the second. Officer 1 worked 3 hours of 4."""
    log = log_of([(0, at(3, 0), at(3, 1), 1, 7), (1, at(8, 21), at(9, 0), 1, 7)])
    counts = counts_of(log, as_entries(log))
    assert counts.officer.tolist() == [1, 1]
    assert counts.case_type.tolist() == [1, 1]
    assert counts.week.tolist() == [0, 1]
    assert counts.open_cases == pytest.approx([4 / 7, 2 / 7])
    assert counts.new.tolist() == [1, 0]


def test_a_case_that_ends_with_the_log_at_midnight_stays_within_it() -> None:
    log = log_of([(0, at(0, 0), at(7, 0), 0, 0), (0, at(6, 0), at(6, 1), 0, 1)])
    counts = counts_of(log, as_entries(log))
    assert counts.week.max() < log.weeks
    assert counts.new.sum() == 2
