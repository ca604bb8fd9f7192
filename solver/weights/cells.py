"""A study summed up by officer, week and type: everything that is estimated comes from these tables.

A log of two million rows is added up once; what follows costs the same as for a study of two thousand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.weights.study import NONE, Counts, TimeStudy, Unit

LEAST_RESPONSE = 0.25
"""Share of the paid hours of an officer's week that must be written down for the week to count: with less, each entry
would be multiplied by more than four, and the week says more about who forgot to write than about the work."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What was worked and what there was to be worked on, by officer, week and type.

    Attributes
    ----------
    hours : float array, shape (officers, weeks, types)
        Case-related, corrected for what was not written down where paid hours are known; 0 where not covered.
    other_hours : float array, shape (officers, weeks)
        Written down for no case, as they stand.
    recorded : float array, shape (officers, weeks)
        Everything that was written down, as it stands.
    paid : float array, shape (officers, weeks), or NaN
        Hours that were paid.
    covered : bool array, shape (officers, weeks)
        Weeks that count: something was written down, and enough of what was paid.
    factor : float array, shape (officers, weeks)
        By which the entries of that week were multiplied; 1 where paid hours are not known.
    cases : float array, shape (officers, weeks, types)
        Open cases, or new ones, of the weeks that count; 0 elsewhere.
    by_officer : bool
        Whether counts say whose cases they are. Otherwise everybody is taken to have the same share.
    """

    hours: Floats
    other_hours: Floats
    recorded: Floats
    paid: Floats
    covered: Flags
    factor: Floats
    cases: Floats
    by_officer: bool


def cells_of(study: TimeStudy, unit: Unit = Unit.OPEN) -> Cells:
    """Add a study up.

    Parameters
    ----------
    study : TimeStudy
    unit : Unit
        Which cases the hours are divided by.
    """
    officers, weeks, types = len(study.officers), study.weeks, len(study.types)
    entries = study.entries
    place = entries.officer * weeks + study.week_of_entries
    minutes = np.bincount(
        place * (types + 1) + np.where(entries.case_type == NONE, types, entries.case_type),
        entries.minutes,
        minlength=officers * weeks * (types + 1),
    )
    hours: Floats = minutes.reshape(officers, weeks, types + 1) / 60
    recorded: Floats = hours.sum(axis=2)
    paid = _paid(study)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(np.isnan(paid) | (recorded == 0), 1.0, paid / recorded)
    covered: Flags = (recorded > 0) & (factor <= 1 / LEAST_RESPONSE)
    factor = np.where(covered, factor, 1.0)
    return Cells(
        hours=hours[:, :, :types] * (factor * covered)[:, :, None],
        other_hours=hours[:, :, types],
        recorded=recorded,
        paid=paid,
        covered=covered,
        factor=factor,
        cases=case_counts(study, unit) * covered[:, :, None],
        by_officer=study.knows_officers,
    )


def case_counts(study: TimeStudy, unit: Unit) -> Floats:
    """Cases by officer, week and type, whether the week counts or not. Shape (officers, weeks, types).

    A count without a week holds in every week where it is of open cases, and is spread over the weeks where it is of
    new ones; one without an officer is spread over the officers.
    """
    counts = study.counts
    amount = counts.open_cases if unit is Unit.OPEN else counts.new
    out = np.zeros((len(study.officers), study.weeks, len(study.types)))
    known = ~np.isnan(amount)
    each_week = 1.0 if unit is Unit.OPEN else 1 / study.weeks
    for no_officer in (False, True):
        for no_week in (False, True):
            rows = np.flatnonzero(known & ((counts.officer == NONE) == no_officer) & ((counts.week == NONE) == no_week))
            if not len(rows):
                continue
            shared = amount[rows] * (each_week if no_week else 1.0) / (len(study.officers) if no_officer else 1)
            _add(out, counts, rows, shared)
    return out


def _add(out: Floats, counts: Counts, rows: Ints, amount: Floats) -> None:
    """Rows that all say, or all do not say, whose cases they are and of which week."""
    everybody, every_week = np.arange(out.shape[0])[None, :], np.arange(out.shape[1])[None, :]
    officer = everybody if counts.officer[rows[0]] == NONE else counts.officer[rows][:, None]
    week = every_week if counts.week[rows[0]] == NONE else counts.week[rows][:, None]
    place = (officer[:, :, None], week[:, None, :], counts.case_type[rows][:, None, None])
    np.add.at(out, place, amount[:, None, None])


def _paid(study: TimeStudy) -> Floats:
    """Paid hours by officer and week; those of the whole study are spread over its weeks evenly. NaN: not known."""
    paid = study.paid
    out = np.full((len(study.officers), study.weeks), np.nan)
    whole = paid.week == NONE
    for officer, hours in zip(paid.officer[whole].tolist(), paid.hours[whole].tolist(), strict=True):
        out[officer if officer != NONE else slice(None)] = hours / study.weeks
    for at in np.flatnonzero(~whole).tolist():
        officer = int(paid.officer[at])
        out[officer if officer != NONE else slice(None), paid.week[at]] = paid.hours[at]
    return out
