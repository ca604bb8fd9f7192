"""How many cases were open, as the log shows it: from the first event of a case to its last."""

from __future__ import annotations

import numpy as np

from solver.arrays import Ints
from solver.weights.event_log.log import WEEK, EventLog
from solver.weights.study import Counts, Entries


def counts_of(log: EventLog, entries: Entries) -> Counts:
    """Open and new cases by officer, week and type: each case is whoever's worked on it longest.

    A case that is not touched for the last time before the log ends looks closed too early, so open cases are too few
    near the end, and weights of open cases too high; counts of the office are better.

    Parameters
    ----------
    log : EventLog
    entries : Entries
        Of the same log, with handling times.
    """
    case, of_event = np.unique(log.case, return_inverse=True)
    first, last = np.full(len(case), np.inf), np.full(len(case), -np.inf)
    np.minimum.at(first, of_event, log.start)
    np.maximum.at(last, of_event, log.complete)
    officer, case_type = holders(of_event, entries)
    origin = (log.first_monday - 1) // 7
    begin, end = ((each / WEEK) - origin for each in (first, last))
    weeks = np.minimum(np.floor(end), log.weeks - 1).astype(np.int64) - np.floor(begin).astype(np.int64) + 1
    row = np.repeat(np.arange(len(case)), weeks)
    week = np.arange(len(row)) - np.repeat(np.cumsum(weeks) - weeks, weeks) + np.floor(begin[row]).astype(np.int64)
    share = np.minimum(end[row], week + 1) - np.maximum(begin[row], week)
    is_new = (week == np.floor(begin[row])).astype(np.float64)
    return Counts(officer[row], week, case_type[row], share, is_new, np.full(len(row), np.nan))


def holders(of_event: Ints, entries: Entries) -> tuple[Ints, Ints]:
    """Officer who worked longest on each case, and its type in most of that time. Each of shape (cases,)."""
    return _longest(of_event, entries.officer, entries), _longest(of_event, entries.case_type, entries)


def _longest(case: Ints, value: Ints, entries: Entries) -> Ints:
    width = int(value.max()) + 1
    pair, at = np.unique(case * width + value, return_inverse=True)
    minutes = np.bincount(at, entries.minutes, len(pair))
    order = np.lexsort((minutes, pair // width))
    last = np.append(np.flatnonzero(np.diff(pair[order] // width)), len(order) - 1)
    out: Ints = pair[order[last]] % width
    return out
