"""Weight tables with phases, for tests: ages of cases, and periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from solver.analysis.ticks import finer
from solver.analysis.uncertainty.phases import Phases, hours_by_day
from solver.analysis.uncertainty.weights import PER_HOUR, Weights
from solver.problem import Problem
from tests.solver.analysis.made_estimates import Row, table

DECEMBER = dt.date(2026, 12, 1).toordinal()
MONTHS = np.array([dt.date(2026 + at // 12, at % 12 + 1, 1).toordinal() for at in range(11, 37)], np.int64)
"""First days of the months from December 2026 on."""


def with_phases(
    problem: Problem,
    rows: dict[str, Row],
    later: Sequence[tuple[str, int, Row]],
    opened: Sequence[int],
    starts: Sequence[int] | None = None,
) -> Weights:
    """The table of ``rows`` and further phases: type, first day, weight; the hours of cases are not looked at."""
    first = table(problem, rows)
    names = problem.cases.type_names
    weight, low, high, case_cv = (
        np.append(
            column, np.array([-1 if row[at] is None else round((row[at] or 0) * PER_HOUR) for _, _, row in later], int)
        )
        for at, column in enumerate((first.weight, first.low, first.high, first.case_cv))
    )
    row_type = np.array([*range(len(names)), *(names.index(name) for name, _, _ in later)], np.int64)
    from_day = np.array([*(0 for _ in names), *(day for _, day, _ in later)], np.int64)
    nothing = (None,) * len(row_type)
    days = MONTHS if starts is None else np.array(starts, np.int64)
    phases = Phases(len(names), row_type, from_day, np.array(opened, np.int64), days)
    return Weights(weight, low, high, case_cv, nothing, nothing, first.from_table, phases)


def by_their_ages(problem: Problem, weights: Weights) -> Problem:
    """The problem, where every case takes the hours of its age, in ticks of 1/10,000 h by the days of the period."""
    phases = weights.phases
    assert phases is not None
    fine = finer(problem, phases.length())
    every = np.arange(len(problem.cases))
    effort = hours_by_day(weights.weight, phases, problem.cases.case_type, every)
    return replace(fine, cases=replace(fine.cases, effort=effort))
