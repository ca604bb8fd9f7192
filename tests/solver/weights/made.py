"""Studies made by hand: hours and cases by officer, week and type, with one entry for each cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solver.arrays import Floats
from solver.weights.study import NONE, Counts, Entries, PaidHours, TimeStudy

MONDAY = 736_330
"""2017-01-02."""


def made(
    hours: Sequence[Sequence[Sequence[float]]] | Floats,
    cases: Sequence[Sequence[Sequence[float]]] | Floats,
    other: Floats | None = None,
    paid: Floats | None = None,
) -> TimeStudy:
    """A study of officers × weeks × types; ``other`` is time for no case, both by officer and week, in hours."""
    of_cases, held = np.array(hours, np.float64), np.array(cases, np.float64)
    officers, weeks, types = of_cases.shape
    beside = np.zeros((officers, weeks)) if other is None else other
    table = np.concatenate([of_cases, beside[:, :, None]], axis=2)
    officer, week, kind = np.nonzero(table)
    place = np.indices(held.shape).reshape(3, -1)
    rows = np.zeros((2, 0), np.int64) if paid is None else np.indices((officers, weeks)).reshape(2, -1)
    return TimeStudy(
        officers=tuple(f"O{at}" for at in range(officers)),
        types=tuple(f"T{at}" for at in range(types)),
        activities=(),
        first_monday=MONDAY,
        weeks=weeks,
        entries=entries(
            officer, MONDAY + 7 * week, 60 * table[officer, week, kind], np.where(kind < types, kind, NONE)
        ),
        counts=Counts(place[0], place[1], place[2], held.ravel(), held.ravel(), np.full(held.size, np.nan)),
        paid=PaidHours(rows[0], rows[1], np.zeros(0) if paid is None else paid.ravel()),
    )


def entries(officer: object, day: object, minutes: object, kind: object, case: object = None) -> Entries:
    """Entries of these columns; without cases where none are given."""
    who = np.array(officer, np.int64)
    nothing = np.full(len(who), NONE, np.int64)
    return Entries(
        who,
        np.array(day, np.int64),
        np.array(minutes, np.float64),
        np.array(kind, np.int64),
        nothing if case is None else np.array(case, np.int64),
        nothing,
    )
