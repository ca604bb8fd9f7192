"""How long each event was worked on: within working hours, shared with what was open beside it, without outliers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Floats, Ints
from solver.weights.event_log.calendars import calendars, working_minutes
from solver.weights.event_log.log import DAY, EventLog
from solver.weights.study import Entries

FENCE = 3.0
"""Ranges between the quartiles of the logarithm beyond the third quartile from which an event is an outlier (Tukey's
outer fence): somebody forgot to end it."""
FEWEST = 20
"""Events of a type and an activity below which none is an outlier."""


@dataclass(frozen=True, slots=True)
class Handled:
    """Events as entries.

    Attributes
    ----------
    entries : Entries
        One an event, on the day on which it was completed.
    clock_hours : float
        What the events would take from start to end.
    outside : int
        Events that lie outside of all working hours, and take no time.
    trimmed : int
        Outliers, which take as long as the fence allows.
    trimmed_hours : float
        That were taken off them.
    """

    entries: Entries
    clock_hours: float
    outside: int
    trimmed: int
    trimmed_hours: float


def handled(log: EventLog, officers: int) -> Handled:
    """Handling time of every event.

    Parameters
    ----------
    log : EventLog
    officers : int
        How many there are.
    """
    works = calendars(log, officers)
    start, end = (working_minutes(each, log.officer, works) for each in (log.start, log.complete))
    minutes = shared(start, end, log.officer)
    outside = int(((end <= start) & (log.complete > log.start)).sum())
    bound = fences(minutes, log)
    beyond = minutes > bound
    taken = float((minutes[beyond] - bound[beyond]).sum())
    day = np.floor(log.complete / DAY).astype(np.int64) + 1
    entries = Entries(log.officer, day, np.minimum(minutes, bound), log.case_type, log.case, log.activity)
    clock = float((log.complete - log.start).sum()) / 60
    return Handled(entries, clock, outside, int(beyond.sum()), taken / 60)


def shared(start: Floats, end: Floats, officer: Ints) -> Floats:
    """Time of every event where those that one officer has open at once share it equally. Shape (events,).

    Along the starts and ends of one officer the time that one event would get is added up; an event gets what was added
    between its own start and end.
    """
    events = len(start)
    moments, who = np.concatenate([start, end]), np.concatenate([officer, officer])
    order = np.lexsort((moments, who))
    change = np.where(order < events, 1, -1)
    open_now = np.cumsum(change)[:-1]
    at, by = moments[order], who[order]
    gap = np.where(by[1:] == by[:-1], at[1:] - at[:-1], 0.0)
    each = np.zeros(2 * events)
    if events:
        each[1:] = np.cumsum(np.where(open_now > 0, gap / np.maximum(open_now, 1), 0.0))
    place = np.empty(2 * events, np.int64)
    place[order] = np.arange(2 * events)
    out: Floats = np.maximum(each[place[events:]] - each[place[:events]], 0.0)
    return out


def fences(minutes: Floats, log: EventLog) -> Floats:
    """The longest that an event of its type and activity may take, infinite where they are few. Shape (events,)."""
    kind = log.case_type * (int(log.activity.max(initial=-1)) + 2) + log.activity + 1
    out = np.full(len(minutes), np.inf)
    order = np.argsort(kind, kind="stable")
    firsts = np.flatnonzero(np.diff(kind[order], prepend=-1))
    for first, last in zip(firsts, [*firsts[1:], len(order)], strict=True):
        events = order[first:last]
        positive = minutes[events][minutes[events] > 0]
        if len(positive) >= FEWEST:
            low, high = np.quantile(np.log(positive), [0.25, 0.75])
            out[events] = np.exp(high + FENCE * (high - low)) if high > low else np.inf
    return out
