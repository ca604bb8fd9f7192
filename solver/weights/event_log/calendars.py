"""When officers work, as the log shows it: hours of the week in which again and again something begins or ends.

An event that is begun on Friday afternoon and completed on Monday morning has not taken a weekend. Working hours are
those of a weekday from the first to the last hour in which something began or ended in at least a tenth of the weeks,
and at least twice (calendars by support, after López-Pintado and Dumas 2022, Business process simulation with
differentiated resources). Officers of whom there is too little share the calendar of all, and a log that is too small
for one counts every hour.
"""

from __future__ import annotations

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.weights.event_log.log import WEEK, EventLog

HOURS = 168
HOUR = 60.0
SUPPORT = 0.1
"""Share of the weeks."""
FEWEST = 2
ENOUGH = 60
"""Starts and ends from which they make a calendar: of one officer, or of all."""


def calendars(log: EventLog, officers: int) -> Flags:
    """Working hours of every officer. Shape (officers, 168), from Monday 0:00."""
    moments = np.concatenate([log.start, log.complete])
    officer = np.concatenate([log.officer, log.officer])
    of_all = _calendar(moments) if len(moments) >= ENOUGH else np.ones(HOURS, np.bool_)
    out = np.repeat(of_all[None, :], officers, axis=0)
    order = np.argsort(officer, kind="stable")
    ends = np.searchsorted(officer[order], np.arange(officers + 1))
    for at in range(officers):
        own = moments[order[ends[at] : ends[at + 1]]]
        if len(own) >= ENOUGH:
            out[at] = _calendar(own)
    return out


def _calendar(moments: Floats) -> Flags:
    week = np.floor(moments / WEEK).astype(np.int64)
    hour = np.minimum(((moments - week * WEEK) // HOUR).astype(np.int64), HOURS - 1)
    seen = np.unique(week * HOURS + hour)
    weeks = np.bincount(seen % HOURS, minlength=HOURS)
    enough = weeks >= max(FEWEST, SUPPORT * len(np.unique(week)))
    by_day: Flags = enough.reshape(7, 24)
    begun = np.logical_or.accumulate(by_day, axis=1)
    not_over = np.logical_or.accumulate(by_day[:, ::-1], axis=1)[:, ::-1]
    out: Flags = (begun & not_over).ravel()
    return out if out.any() else np.ones(HOURS, np.bool_)


def working_minutes(moments: Floats, officer: Ints, works: Flags) -> Floats:
    """Minutes that an officer has worked from the beginning of time to a moment: it stands still outside of calendars.

    Parameters
    ----------
    moments : float array, shape (n,)
    officer : int64 array, shape (n,)
    works : bool array, shape (officers, 168)
    """
    before = np.zeros((len(works), HOURS + 1))
    before[:, 1:] = np.cumsum(works, axis=1) * HOUR
    week = np.floor(moments / WEEK)
    within = moments - week * WEEK
    hour = np.minimum((within // HOUR).astype(np.int64), HOURS - 1)
    out: Floats = week * before[officer, HOURS] + before[officer, hour]
    out += (within - hour * HOUR) * works[officer, hour]
    return out
