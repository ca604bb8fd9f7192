"""What the plan had to assume of ages: the phases of case weights, and the days that count."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import numpy as np

from app.intake.build.problem import Built
from solver.analysis.uncertainty.phases import Phases
from solver.analysis.uncertainty.weights import PER_HOUR, cases_by_table
from solver.analysis.words import decimal


def of_phases(built: Built) -> list[str]:
    """One sentence for each type whose weight depends on the age of a case; nothing where there is none."""
    phases = built.weights.phases
    if phases is None:
        return []
    tabled = np.flatnonzero(cases_by_table(built.problem, built.weights))
    kinds = built.problem.cases.case_type[tabled]
    return [
        _sentence(built, phases, kind, tabled[kinds == kind])
        for kind in np.flatnonzero(phases.has_several).tolist()
        if bool((kinds == kind).any())
    ]


def _sentence(built: Built, phases: Phases, kind: int, cases: np.ndarray[tuple[int], np.dtype[np.intp]]) -> str:
    days = phases.days(kind, phases.opened[cases])
    rows = phases.rows(kind).tolist()
    hours = [decimal(Fraction(int(built.weights.weight[row]), PER_HOUR)) for row in rows]
    steps = [f"{hours[0]} h"]
    steps += [f"{each} h from {phases.from_day[row]:,} days on" for each, row in zip(hours[1:], rows[1:], strict=True)]
    first, last = (dt.date.fromordinal(int(day)) for day in (phases.starts[0], phases.starts[1] - 1))
    between = int(((days > 0).sum(axis=1) > 1).sum())
    return (
        f"The weight of {built.problem.cases.type_names[kind]} depends on the age of the case: {', '.join(steps)}. A "
        f"case takes the hours of each phase for the days that it spends in it from {first} to {last}; {between:,} of "
        f"{len(cases):,} pass from one phase to the next in that time."
    )
