"""What a study is worth: what is missing in it, what cannot be, and what was rounded. Each is a finding in words.

Staffing models of whole agencies have had errors in every one that was looked at (GAO-13-92), so a study is looked at
before anything is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from solver.arrays import Flags
from solver.weights.estimate import Estimate
from solver.weights.study import NONE, TimeStudy
from solver.weights.totals import FromTotals

LONGEST_DAY = 16
"""Hours of one officer on one day beyond which an entry is probably mistyped."""
TOLERATED = 0.1
"""Share by which recorded and paid hours may differ without a word."""
FEW_OFFICERS, FEW_WEEKS = 8, 2
HEAPED = 0.8
"""Share of the entries that are whole quarters of an hour from which people estimate rather than measure; by chance it
would be a fifteenth."""
COARSE = 30
"""Minutes: where entries are on average shorter than two quarters, rounding to quarters changes them much."""
WIDE = 0.5
"""An interval that reaches further than so many times the weight upwards is hardly a weight."""
NAMED = 5
"""Names that a finding lists."""


class Weight(StrEnum):
    """What a finding asks for."""

    WRONG = "wrong"
    """Something to be put right, or to be left out, before the weights are used."""
    NOTE = "note"
    """Something to know."""


@dataclass(frozen=True, slots=True)
class StudyFinding:
    """One thing that was found.

    Attributes
    ----------
    code : str
        Stable, in kebab-case.
    weight : Weight
    text : str
    """

    code: str
    weight: Weight
    text: str


def findings_of(study: TimeStudy, found: Estimate) -> tuple[StudyFinding, ...]:
    """Everything that was found, what is wrong first."""
    every = [*_of_days(study), *_of_officers(study, found), *_of_paid_hours(found), *of_types(study, found)]
    every += _of_rounding(study)
    return tuple(sorted(every, key=lambda each: each.weight is Weight.NOTE))


def findings_of_totals(study: TimeStudy, found: Estimate, totals: FromTotals) -> tuple[StudyFinding, ...]:
    """Everything that was found in a study whose entries have no types, what is wrong first."""
    every = [*_of_days(study), *_of_officers(study, found), *_of_totals(study, totals)]
    return tuple(sorted(every, key=lambda each: each.weight is Weight.NOTE))


def _of_totals(study: TimeStudy, totals: FromTotals) -> Iterator[StudyFinding]:
    yield _note(
        "only-totals",
        "The diaries have no column for the type, so all their time is taken to belong to cases, and weights are those "
        f"that explain the hours of {totals.rows:,} weeks of officers best ({totals.explained:.0%} of their "
        "differences by case). Diaries with types know far more.",
    )
    for group in totals.together:
        names = named([study.types[at] for at in group])
        yield _wrong(
            "collinear",
            f"Cases of {names} rise and fall together, so their weights cannot be told apart: put them together, or "
            "record types.",
        )
    if unseen := [study.types[at] for at in np.flatnonzero(totals.weight == 0).tolist()]:
        yield _wrong("not-shown", f"The hours do not show what these take, so no weight: {named(unseen)}.")
    if np.isnan(totals.low).all():
        yield _note("no-interval", "There are no more officers than types, so no interval.")


def _wrong(code: str, text: str) -> StudyFinding:
    return StudyFinding(code, Weight.WRONG, text)


def _note(code: str, text: str) -> StudyFinding:
    return StudyFinding(code, Weight.NOTE, text)


def named(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _of_days(study: TimeStudy) -> Iterator[StudyFinding]:
    entries = study.entries
    days = 7 * study.weeks
    day = entries.officer * days + entries.day - study.first_monday
    hours = np.bincount(day, entries.minutes, minlength=days * len(study.officers)) / 60
    long = np.flatnonzero(hours > LONGEST_DAY)
    if len(long):
        who = sorted({study.officers[at // days] for at in long.tolist()})
        yield _wrong(
            "long-days",
            f"{len(long):,} days of one officer have more than {LONGEST_DAY} hours, up to {hours.max():.1f} "
            f"({named(who)}): are minutes given as hours, or entries given twice?",
        )


def _of_officers(study: TimeStudy, found: Estimate) -> Iterator[StudyFinding]:
    cells = found.cells
    wrote = cells.recorded > 0
    silent = [study.officers[at] for at in np.flatnonzero(~wrote.any(axis=1)).tolist()]
    if silent:
        yield _wrong("no-entries", f"Nothing was written down by {named(silent)}: their cases are left out as well.")
    missing = [
        f"{study.officers[at]} ({int((~wrote[at]).sum())} of {study.weeks})"
        for at in np.flatnonzero(wrote.any(axis=1) & ~wrote.all(axis=1)).tolist()
    ]
    if missing:
        yield _note("missing-weeks", f"Weeks without any entry, which are left out: {named(missing)}.")
    took_part = int(cells.covered.any(axis=1).sum())
    if took_part < FEW_OFFICERS:
        yield _note("few-officers", f"{took_part} officers took part: what officers differ by is hardly known.")
    if int(cells.covered.any(axis=0).sum()) < FEW_WEEKS:
        yield _wrong(
            "one-week", "The study has one week: what weeks differ by is not in the intervals, which are too narrow."
        )


def _of_paid_hours(found: Estimate) -> Iterator[StudyFinding]:
    cells = found.cells
    known = ~np.isnan(cells.paid)
    if not known.any():
        yield _note(
            "no-paid-hours",
            "Paid hours are not known, so nothing makes up for entries that nobody wrote: every weight is too low by "
            "the share of the time that is missing (a fifth missing: 20 %). Give paid hours by officer and week.",
        )
        return
    paid, recorded = float(cells.paid[known].sum()), float(cells.recorded[known].sum())
    rate = recorded / paid if paid else 0.0
    if rate < 1 - TOLERATED:
        yield _note(
            "response",
            f"{rate:.0%} of the paid hours were written down; the rest is taken to be spent like what was, officer by "
            "officer and week by week.",
        )
    elif rate > 1 + TOLERATED:
        yield _wrong(
            "more-than-paid",
            f"{rate:.0%} of the paid hours were written down, more than there were; entries are scaled down to what "
            "was paid. If it is unpaid work, give the hours that were worked.",
        )
    dropped = int(((cells.recorded > 0) & ~cells.covered).sum())
    if dropped:
        yield _note("thin-weeks", f"{dropped:,} weeks of officers have less than a quarter written down; left out.")
    unknown = int((~known & (cells.recorded > 0)).sum())
    if unknown:
        yield _note("some-paid-hours", f"{unknown:,} weeks of officers have no paid hours; they count as they stand.")


def of_types(study: TimeStudy, found: Estimate) -> Iterator[StudyFinding]:
    """Types without time or cases, and those of which too little is known."""

    def of(which: Flags) -> list[str]:
        return [study.types[at] for at in np.flatnonzero(which).tolist()]

    worked, had = found.hours > 0, found.cases > 0
    if names := of(worked & ~had):
        yield _wrong("no-counts", f"Time but no cases, so no weight: {named(names)}. Give their counts.")
    if names := of(~worked & had):
        yield _wrong("no-time", f"Cases but no time, so no weight: {named(names)}. Are they called otherwise there?")
    if names := of(found.is_measured & np.isnan(found.low)):
        yield _note("no-interval", f"One officer alone had such cases, so no interval: {named(names)}.")
    with np.errstate(invalid="ignore"):
        if names := of(found.high > (1 + WIDE) * found.weight):
            yield _note("wide", f"An interval that reaches beyond +{WIDE:.0%}: {named(names)}.")
    if names := of(found.drawn >= 0.5):
        yield _note("drawn", f"Known from its group more than from the study: {named(names)}.")
    if not study.knows_officers and len(study.officers) > 1:
        yield _note(
            "counts-not-by-officer",
            "Counts do not say whose cases they are, so everybody is taken to have the same share: what officers have "
            "differently looks like an error, and intervals are wider than they need be.",
        )


def _of_rounding(study: TimeStudy) -> Iterator[StudyFinding]:
    minutes = study.entries.minutes[(study.entries.minutes > 0) & (study.entries.case_type != NONE)]
    if not len(minutes):
        return
    quarters = float((minutes % 15 == 0).mean())
    if quarters >= HEAPED:
        short = " Many are short, so rounding changes them much." if float(minutes.mean()) < COARSE else ""
        yield _note("heaping", f"{quarters:.0%} of the entries are whole quarters of an hour.{short}")
