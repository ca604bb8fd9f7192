"""Working hours are those in which something happens again and again."""

from __future__ import annotations

import numpy as np

from solver.weights.event_log.calendars import calendars, working_minutes
from tests.solver.weights.event_log.made import at, log_of, office_days


def test_monday_to_friday_from_nine_to_five() -> None:
    works = calendars(log_of(office_days(6)), 1)[0].reshape(7, 24)
    assert works[:5, 9:17].all()
    assert works.sum() == 5 * 8


def test_one_saturday_is_no_working_day_and_nobody_known_takes_the_calendar_of_all() -> None:
    works = calendars(log_of([*office_days(6), (0, at(5, 10), at(5, 12), 0, 9_999), (1, at(0, 3), at(0, 4), 0, 1)]), 2)
    assert not works[0].reshape(7, 24)[5].any()
    assert (works[1] == works[0]).all()


def test_a_log_that_shows_no_hours_has_all_of_them() -> None:
    assert calendars(log_of([(0, at(0, 9), at(0, 10), 0, 0)]), 1).all()


def test_a_weekend_takes_no_time() -> None:
    """Friday 16:00 to Monday 10:00 are one hour on Friday and one on Monday."""
    works = calendars(log_of(office_days(6)), 1)
    moments = np.array([at(4, 16), at(7, 10), at(5, 3), at(6, 22)])
    minutes = working_minutes(moments, np.zeros(4, np.int64), works)
    assert minutes[1] - minutes[0] == 120
    assert minutes[3] == minutes[2]
