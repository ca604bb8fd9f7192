"""Studies of cases that grow older, whose truth is known: how often the intervals of phases hold it.

Cases come and go at random; what each takes depends on its age, on its officer, on how that officer is with cases of
this age, and on the week. A tenth of the entries does not name its case, a tenth was never written.
"""

from __future__ import annotations

import numpy as np

from bench.weights import MINUTES, MONDAY, PAID, Tally, bootstrap, naive
from solver.arrays import Floats, Ints
from solver.weights.case_ages import CaseFile, Phased, in_phases
from solver.weights.estimate import WEEKS, estimate
from solver.weights.study import NONE, Counts, Entries, PaidHours, TimeStudy

BORDERS = {0: (30, 180), 1: (30,)}
OF_TYPE = np.array([0, 0, 0, 1, 1])
FROM_DAY = np.array([0, 30, 180, 0, 30])
MEAN_DAYS = 150.0
"""For which a case is open, on average."""
HISTORY = 700
"""Days before the study in which cases came."""
WITHOUT_CASE, MISSING = 0.1, 0.1


def drawn(rng: np.random.Generator) -> tuple[TimeStudy, CaseFile, Floats]:
    """A study of 2 to 6 weeks and 8 to 30 officers, its cases, and the true hours of a case and month by phase."""
    officers, weeks = int(rng.integers(8, 31)), int(rng.integers(2, 7))
    truth = np.exp(rng.normal(np.log(2), 0.5, len(OF_TYPE)))
    load = 12 * rng.gamma(4, 0.25, officers)
    came = rng.poisson(load[:, None] / MEAN_DAYS * (HISTORY + 7 * weeks), (officers, 2))
    holder, kind = (np.repeat(each.ravel(), came.ravel()) for each in np.indices(came.shape))
    opened = MONDAY - HISTORY + rng.integers(0, HISTORY + 7 * weeks, len(holder))
    closed = opened + rng.exponential(MEAN_DAYS, len(holder)).astype(np.int64)
    seen = closed >= MONDAY
    holder, kind, opened, closed = holder[seen], kind[seen], opened[seen], closed[seen]
    case, week, row, first, days = _stays(kind, opened, closed, weeks)
    pace = np.exp(rng.normal(-0.03125, 0.25, officers))
    own = np.exp(rng.normal(-0.01125, 0.15, (officers, len(OF_TYPE))))
    busy = np.exp(rng.normal(-0.005, 0.1, weeks))
    mean = truth[row] / WEEKS["month"] * days / 7 * pace[holder[case]] * own[holder[case], row] * busy[week] * 60
    at = np.repeat(np.arange(len(case)), rng.poisson(mean / MINUTES))
    minutes = rng.gamma(1.5, MINUTES / 1.5, len(at))
    day = first[at] + rng.integers(0, days[at])
    who = holder[case[at]]
    worked = np.bincount(who * weeks + week[at], minutes, officers * weeks) / 60
    paid = np.maximum(PAID, worked + 5)
    place = np.repeat(np.arange(officers * weeks), 12)
    rest = np.repeat((paid - worked) * 5, 12)
    none = np.full(len(rest), NONE)
    named = np.where(rng.random(len(at)) < WITHOUT_CASE, NONE, case[at])
    kept = rng.random(len(at) + len(rest)) >= MISSING
    written = Entries(
        np.concatenate([who, place // weeks])[kept],
        np.concatenate([day, MONDAY + 7 * (place % weeks)])[kept],
        np.concatenate([minutes, rest])[kept],
        np.concatenate([kind[case[at]], none])[kept],
        np.concatenate([named, none])[kept],
        np.full(int(kept.sum()), NONE),
    )
    nothing = np.zeros(0, np.int64)
    cells = np.indices((officers, weeks)).reshape(2, -1)
    study = TimeStudy(
        officers=tuple(map(str, range(officers))),
        types=("0", "1"),
        activities=(),
        first_monday=MONDAY,
        weeks=weeks,
        entries=written,
        counts=Counts(nothing, nothing, nothing, np.zeros(0), np.zeros(0), np.zeros(0)),
        paid=PaidHours(cells[0], cells[1], paid),
    )
    return study, CaseFile(np.arange(len(holder)), kind, holder, opened, closed), truth


def _stays(kind: Ints, opened: Ints, closed: Ints, weeks: int) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Case, week and phase, with the first day and the number of days that the case spends there."""
    parts: list[tuple[Ints, ...]] = []
    for row, (of_type, age) in enumerate(zip(OF_TYPE.tolist(), FROM_DAY.tolist(), strict=True)):
        goes_on = row + 1 < len(OF_TYPE) and OF_TYPE[row + 1] == of_type
        for week in range(weeks):
            monday = MONDAY + 7 * week
            first = np.maximum(opened + age, monday)
            after = np.minimum(closed + 1, monday + 7)
            if goes_on:
                after = np.minimum(after, opened + int(FROM_DAY[row + 1]))
            there = np.flatnonzero((kind == of_type) & (after > first))
            many = len(there)
            parts.append((there, np.full(many, week), np.full(many, row), first[there], (after - first)[there]))
    case, week_of, row_of, first_day, days = (np.concatenate(column) for column in zip(*parts, strict=True))
    return case, week_of, row_of, first_day, days


def phased(rng: np.random.Generator) -> tuple[Phased, Floats]:
    """Such a study in its phases."""
    study, cases, truth = drawn(rng)
    return in_phases(study, cases, BORDERS), truth


def campaign_of_phases(studies: int) -> Tally:
    """Estimate so many studies; the same number gives the same studies."""
    tally = Tally()
    for seed in range(studies):
        rng = np.random.default_rng([seed, *b"phases"])
        split, truth = phased(rng)
        found = estimate(split.study)
        known = np.isfinite(found.low)
        tally.held += int(((found.low <= truth) & (truth <= found.high) & known).sum())
        tally.intervals += int(known.sum())
        low, high = bootstrap(found.cells.hours, found.cells.cases, rng)
        by_month = truth / WEEKS["month"]
        tally.by_bootstrap += int(((low <= by_month) & (by_month <= high))[known].sum())
        tally.error += float((found.weight / truth - 1)[known].sum())
        tally.naive += float((naive(split.study, found.cells.cases) / by_month - 1)[known].sum())
    return tally
