"""Event logs by hand: hours of a day, from the Monday of a study."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solver.weights.event_log.log import DAY, WEEK, EventLog

FIRST = 105_190 * WEEK


def at(day: float, hour: float = 0.0) -> float:
    return FIRST + day * DAY + hour * 60


def log_of(events: Sequence[tuple[int, float, float, int, int]]) -> EventLog:
    """Events as (officer, start, complete, type, case)."""
    officer, start, complete, kind, case = zip(*events, strict=True)
    whole = [np.array(each, np.int64) for each in (officer, kind, case)]
    times = [np.array(each, np.float64) for each in (start, complete)]
    return EventLog(whole[0], times[0], times[1], whole[1], whole[2], np.full(len(events), -1))


def office_days(weeks: int, officer: int = 0) -> list[tuple[int, float, float, int, int]]:
    """Monday to Friday, one case from 9:00 to 11:30 and one from 13:00 to 16:59."""
    return [
        (officer, at(7 * week + day, begin), at(7 * week + day, end), 0, 100 * week + 10 * day + int(begin > 12))
        for week in range(weeks)
        for day in range(5)
        for begin, end in ((9.0, 11.5), (13.0, 16 + 59 / 60))
    ]
