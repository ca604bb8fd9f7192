"""Phases of a case in a time study: hours by the age of the case on which they were spent, cases by their age.

A phase is a type of its own: its weight is the hours that were booked on cases of that age, divided by the case-weeks
of that age, and its interval is that of :mod:`solver.weights.clusters`. What is new is only how old cases are. Time of
which that is not known is taken to be spent like the time of the same officer, week and type of which it is; where
there is none, like that of the type in the whole study.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.errors import InvalidParameter
from solver.weights.study import NONE, Counts, Entries, TimeStudy

FOREVER = 10_000_000
"""A day number after all others."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of an office, one row each. All arrays have shape (cases,).

    Attributes
    ----------
    case, case_type : int64 arrays
        Numbered as in the study.
    officer : int64 array
        Whose it is, or ``NONE``: then whoever booked most time on it, and everybody's alike where nobody did.
    opened, closed : int64 arrays
        Day numbers; ``closed`` is the last day, or ``NONE`` where the case is open.
    """

    case: Ints
    case_type: Ints
    officer: Ints
    opened: Ints
    closed: Ints


@dataclass(frozen=True, slots=True)
class Phased:
    """A study whose types are phases.

    Attributes
    ----------
    study : TimeStudy
    of_type : int64 array, shape (rows,)
        Type, in the study before, of each type of ``study``.
    from_day : int64 array, shape (rows,)
        Age at which it begins.
    hours, without_case, not_in_file : float arrays, shape (types,)
        Of each type: all hours; those without a case; those on cases that the file does not have.
    retyped : int
        Entries whose type is another one than the file gives their case; the file counts.
    nobodys : float, 0 to 1
        Share of the case-weeks of which nobody is known to have the case.
    """

    study: TimeStudy
    of_type: Ints
    from_day: Ints
    hours: Floats
    without_case: Floats
    not_in_file: Floats
    retyped: int
    nobodys: float

    @property
    def has_several(self) -> Flags:
        """Rows whose type has more than one phase. Shape (rows,)."""
        out: Flags = np.bincount(self.of_type)[self.of_type] > 1
        return out

    def until_day(self, row: int) -> int | None:
        """Last day of a phase; None: there is no end."""
        later = row + 1
        ends = later < len(self.of_type) and self.of_type[later] == self.of_type[row]
        return int(self.from_day[later]) - 1 if ends else None

    def name(self, row: int) -> str:
        """What a phase is called: ``day 0–29``, ``from day 180``."""
        end = self.until_day(row)
        first = int(self.from_day[row])
        return f"from day {first}" if end is None else f"day {first}–{end}"


def in_phases(study: TimeStudy, cases: CaseFile, borders: Mapping[int, tuple[int, ...]]) -> Phased:
    """Split the types of a study by the age of their cases.

    Parameters
    ----------
    study : TimeStudy
    cases : CaseFile
    borders : mapping of type to tuple of int
        Ages in days at which the second and every later phase begins, rising. Types that are not there stay whole;
        their cases are those of ``study.counts``, or of the file where these say nothing of them.

    Raises
    ------
    InvalidParameter
        Nobody's age is known for a type that is to have phases.
    """
    rows = [(kind, age) for kind in range(len(study.types)) for age in (0, *borders.get(kind, ()))]
    of_type, from_day = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    first_row = np.searchsorted(of_type, np.arange(len(study.types)))
    where = _positions(cases, study.entries.case)
    entries, retyped = _as_in_file(study.entries, cases, where)
    several = np.isin(entries.case_type, list(borders)) & (entries.case_type != NONE)
    known = several & (where != NONE)
    row = np.where(entries.case_type == NONE, NONE, first_row[entries.case_type])
    last = np.where(cases.closed == NONE, FOREVER, cases.closed)[where]
    age = np.maximum(np.minimum(entries.day, last) - cases.opened[where], 0)
    for kind, ages in borders.items():
        mine = known & (entries.case_type == kind)
        row[mine] = first_row[kind] + np.searchsorted(ages, age[mine], side="right")
    spread = _spread(study, replace(entries, case_type=row), (of_type, first_row), several & ~known)
    counts, nobodys = _counts(study, cases, (of_type, from_day), borders)
    types = len(study.types)
    unknown = several & ~known

    def hours(which: Flags) -> Floats:
        out: Floats = np.bincount(entries.case_type[which], entries.minutes[which], types) / 60
        return out

    phased = Phased(
        study,
        of_type,
        from_day,
        hours(entries.case_type != NONE),
        hours(unknown & (entries.case == NONE)),
        hours(unknown & (entries.case != NONE)),
        retyped,
        nobodys,
    )
    names = [study.types[kind] for kind in of_type.tolist()]
    labels = [f"{name}, {phased.name(at)}" if phased.has_several[at] else name for at, name in enumerate(names)]
    whole = replace(
        study, types=tuple(labels), entries=spread, counts=counts, groups=_groups(study, of_type, first_row)
    )
    return replace(phased, study=whole)


def _positions(cases: CaseFile, wanted: Ints) -> Ints:
    """Row of the file of each case; ``NONE`` where it is not there."""
    most = int(max(cases.case.max(initial=0), wanted.max(initial=0)))
    at = np.full(most + 2, NONE, np.int64)
    at[cases.case] = np.arange(len(cases.case))
    at[NONE] = NONE
    return at[wanted]


def _as_in_file(entries: Entries, cases: CaseFile, where: Ints) -> tuple[Entries, int]:
    """Entries with the type that the file gives their case, and how many had another one."""
    of_file = np.where(where == NONE, NONE, cases.case_type[where] if len(cases.case_type) else NONE)
    case_type = np.where(of_file == NONE, entries.case_type, of_file)
    return replace(entries, case_type=case_type), int((case_type != entries.case_type).sum())


def _spread(study: TimeStudy, entries: Entries, rows: tuple[Ints, Ints], unknown: Flags) -> Entries:
    """Entries whose age is not known, in parts: one for each phase, like what is known of the officer's week.

    ``entries`` have rows in place of types; those that are unknown have the first row of their type.
    """
    if not bool(unknown.any()):
        return entries
    of_type, first_row = rows
    shape = (len(study.officers), study.weeks, len(of_type))
    week = (entries.day - study.first_monday) // WEEK
    known = ~unknown & (entries.case_type != NONE)
    place = np.ravel_multi_index((entries.officer[known], week[known], entries.case_type[known]), shape)
    table = np.bincount(place, entries.minutes[known], int(np.prod(shape))).reshape(shape)
    parts = [_taken(entries, np.flatnonzero(~unknown))]
    for kind in np.unique(of_type[entries.case_type[unknown]]).tolist():
        mine = np.flatnonzero(unknown & (entries.case_type == first_row[kind]))
        phases = np.flatnonzero(of_type == kind)
        overall = table[:, :, phases].sum(axis=(0, 1))
        if not overall.sum() > 0:
            raise InvalidParameter(
                f"no time of {study.types[kind]} is booked on a case that the file of cases has, so nothing is known "
                "of its phases: are cases called otherwise there?"
            )
        here = table[entries.officer[mine], week[mine]][:, phases]
        share = np.where(here.sum(axis=1, keepdims=True) > 0, here, overall)
        share = share / share.sum(axis=1, keepdims=True)
        for at, row in enumerate(phases.tolist()):
            part = _taken(entries, mine)
            some = np.flatnonzero(share[:, at] > 0)
            part = replace(
                part,
                minutes=part.minutes * share[:, at],
                case_type=np.full(len(mine), row),
                case=np.full(len(mine), NONE),
            )
            parts.append(_taken(part, some))
    columns = ("officer", "day", "minutes", "case_type", "case", "activity")
    return Entries(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


def _taken(entries: Entries, at: Ints) -> Entries:
    return Entries(
        entries.officer[at],
        entries.day[at],
        entries.minutes[at],
        entries.case_type[at],
        entries.case[at],
        entries.activity[at],
    )


def _counts(
    study: TimeStudy, cases: CaseFile, rows: tuple[Ints, Ints], borders: Mapping[int, tuple[int, ...]]
) -> tuple[Counts, float]:
    """Case-weeks by officer, week and row: of the file for types with phases and those without counts."""
    of_type, from_day = rows
    counted = np.setdiff1d(study.counts.case_type, list(borders))
    kept = np.flatnonzero(np.isin(study.counts.case_type, counted))
    first_row = np.searchsorted(of_type, np.arange(len(study.types)))
    holder = _holders(study, cases)
    officers = len(study.officers)
    sums = np.zeros((officers + 1, study.weeks, len(of_type)))
    after = np.where(cases.closed == NONE, FOREVER, cases.closed + 1)
    begins = study.first_monday + WEEK * np.arange(study.weeks)
    for row in np.flatnonzero(~np.isin(of_type, counted)).tolist():
        mine = np.flatnonzero(cases.case_type == of_type[row])
        goes_on = row + 1 < len(of_type) and of_type[row + 1] == of_type[row]
        first = cases.opened[mine] + from_day[row]
        last = np.minimum(after[mine], cases.opened[mine] + from_day[row + 1]) if goes_on else after[mine]
        for number, monday in enumerate(begins.tolist()):
            days = np.minimum(last, monday + WEEK) - np.maximum(first, monday)
            sums[:, number, row] = np.bincount(holder[mine], np.maximum(days, 0) / WEEK, officers + 1)
    officer, week, row_at = np.nonzero(sums)
    amount = sums[officer, week, row_at]
    unknown = np.full(len(amount), np.nan)
    old = study.counts
    counts = Counts(
        np.append(old.officer[kept], np.where(officer == officers, NONE, officer)),
        np.append(old.week[kept], week),
        np.append(first_row[old.case_type[kept]], row_at),
        np.append(old.open_cases[kept], amount),
        np.append(old.new[kept], unknown),
        np.append(old.closed[kept], unknown),
    )
    return counts, float(sums[officers].sum() / sums.sum()) if sums.sum() > 0 else 0.0


def _holders(study: TimeStudy, cases: CaseFile) -> Ints:
    """Officer of each case: of the file, otherwise whoever booked most time on it; one more than all: nobody."""
    officers = len(study.officers)
    where = _positions(cases, study.entries.case)
    there = where != NONE
    pair = where[there] * officers + study.entries.officer[there]
    each, at = np.unique(pair, return_inverse=True)
    minutes = np.bincount(at, study.entries.minutes[there], len(each))
    out = np.full(len(cases.case), officers, np.int64)
    order = np.lexsort((-(each % officers), minutes))  # the last one of a case stays: the most, then the first officer
    out[each[order] // officers] = each[order] % officers
    return np.where(cases.officer == NONE, out, cases.officer)


def _groups(study: TimeStudy, of_type: Ints, first_row: Ints) -> Ints:
    """Phases of a group's types lend each other certainty where they are the first, the second, ... of them."""
    if not len(study.groups):
        return study.groups
    number = np.arange(len(of_type)) - first_row[of_type]
    group = study.groups[of_type]
    return np.where(group == NONE, NONE, group * len(of_type) + number)
